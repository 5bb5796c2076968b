package main

import (
	"slices"
	"testing"
)

func TestParseOffice(t *testing.T) {
	got, err := parseOffice([]byte("# a comment\n\nword\t雛形 読込\nafter\t者員\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []lexeme{{"word", "雛形", officeCost}, {"word", "読込", officeCost}, {"after", "者", officeCost}, {"after", "員", officeCost}}
	if !slices.Equal(got, want) {
		t.Errorf("read %v, want %v", got, want)
	}
	for _, text := range []string{"word 雛形", "words\t雛形", "word"} {
		if _, err := parseOffice([]byte(text)); err == nil {
			t.Errorf("%q was read, want an error", text)
		}
	}
}

// What is kept of IPADIC, and as what, next to the names of list 1.
func TestWordLexicon(t *testing.T) {
	names := newLexicon(folder{}.fold, nil)
	for w, v := range map[string]uint32{
		"甲山": surname | 40<<surnameShift, "乙川": surname, "丙": surname | 30<<surnameShift, "丁子": given | 30<<givenShift, "戊部": surname, "已美": given,
	} {
		names.words[w] = v
	}
	ipadic := []lexeme{
		{"common", "書類", 3000},
		{"common", "甲山", 5622}, {"surname", "甲山", 5000}, // usual as a name
		{"common", "乙川", 3000}, {"surname", "乙川", 7620}, // usual as a word
		{"common", "丁子", 500}, {"given", "丁子", 9000}, // counted among persons, but far commoner as a word
		{"common", "戊部", 5622},       // UniDic alone knows the surname
		{"place", "乙川町", 8676},       // a municipality
		{"place", "乙谷", 8676},        // a hamlet
		{"place", "乙川已美", 8676},      // a hamlet called like somebody
		{"place", "乙谷新田村外", 8676},    // a hamlet called like nobody
		{"place", "庚府", 4000},        // a place that was counted
		{"organization", "辛社", 6849}, // a company
		{"suffix", "類", 3000}, {"suffix", "丙", 3000}, {"suffix", "美", 3000},
		{"surname", "壬田", 7620}, // no word
		{"proper", "癸岳", 8538},
		{"common", "一二三四五六七", 3000}, {"common", "Ａ型", 3000},
	}
	office := []lexeme{{"word", "甲紙", officeCost}, {"before", "未", officeCost}, {"never", "美", officeCost}, {"word", "已美", officeCost}}
	got := wordLexicon(ipadic, office, names, folder{})
	want := map[string]uint32{
		"書類": wordCommon, "甲山": wordCommon | wordName, "乙川": wordCommon, "丁子": wordCommon, "戊部": wordCommon,
		"乙川町": wordPlace, "乙谷新田村外": wordPlace, "庚府": wordPlace, "辛社": wordOrganization,
		"類": wordCommon | wordAfter | wordFirst, "丙": wordCommon | wordAfter | wordName, "美": wordCommon,
		"甲紙": wordCommon, "未": wordBefore, "已美": wordCommon,
	}
	for w, v := range got.words {
		if flags, ok := want[w]; !ok || v&0xFF != flags {
			t.Errorf("%s has flags %#x, want %#x (in the list: %v)", w, v&0xFF, flags, ok)
		}
	}
	for w := range want {
		if got.words[w] == 0 {
			t.Errorf("%s is missing", w)
		}
	}
	if cost := got.words["書類"] >> wordCostShift; cost != 3000/costStep*costStep {
		t.Errorf("書類 costs %d, want %d", cost, 3000/costStep*costStep)
	}
}
