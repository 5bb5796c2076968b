package detect

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// digitsAfter is a rule as packages above make them: six digits behind a word.
func digitsAfter(id string, words ...string) *Detector {
	return &Detector{ID: id, Doc: id, Words: words, Check: func(c *Candidate) Confidence {
		window, from, skip := c.Window(0, 12)
		for i := skip; i < len(window); i++ {
			n := 0
			for i+n < len(window) && window[i+n] >= '0' && window[i+n] <= '9' {
				n++
			}
			if n == 6 {
				c.Take(from, i, n)
				return Medium
			}
		}
		return None
	}}
}

func TestWordsWake(t *testing.T) {
	set, err := Compile(digitsAfter("employee", "社員番号", "emp", "カイイン"), digitsAfter("student", "学籍番号", "個社員番号"))
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"社員番号123456":         "employee 123456",
		"x=1 EMP:123456":     "employee 123456",
		"ＥＭＰ１２３４５６":          "employee １２３４５６",
		"ｅｍｐ１２３４５６です":        "employee １２３４５６",
		"temporary 123456":   "employee 123456", // anywhere, as a word is declared
		"ｶｲｲﾝ 123456":        "employee 123456",
		"個社員番号123456":        "student 123456, employee 123456",
		"前の行の社員番号\n123456":   "", // the window ends with the line
		"社員番号 123456、234567": "employee 123456, employee 234567",
		"社員番号 123456 社員番号 234567　　　　　　学籍番号345678": "employee 123456, employee 234567, student 345678",
		"社員番":                 "",
		"社員番号":                "",
		"123456 社員番号":         "",
		"\xe7社員番号 \xe7123456": "employee 123456",
	} {
		s := set.Scanner()
		var got []string
		for _, m := range s.Append(nil, &Block{Text: []byte(text)}) {
			got = append(got, set.ID(m)+" "+text[m.Start:m.End])
			if why := s.Explain(m); len(why) == 0 || !strings.HasPrefix(why[0], "word ") {
				t.Errorf("%q: Explain = %q, want the word", text, why)
			}
		}
		if got := strings.Join(got, ", "); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestWordsInRowsAndLines(t *testing.T) {
	set, err := Compile(digitsAfter("employee", "社員番号"))
	if err != nil {
		t.Fatal(err)
	}
	text := "a,b\nc,社員番号 123456\n社員番号,234567\n,\n社員番号345678,d\n"
	for _, table := range []bool{false, true} {
		b, want := &Block{Text: []byte(text)}, "1/0 123456, 2/0 234567, 4/0 345678"
		if table {
			b.Table, want = cut(b.Text, ','), "1/2 123456, 4/1 345678" // a cell is a world of its own
		}
		var got []string
		for _, m := range set.Scanner().Append(nil, b) {
			got = append(got, fmt.Sprintf("%d/%d %s", m.Entry, m.Place, text[m.Start:m.End]))
		}
		if got := strings.Join(got, ", "); got != want {
			t.Errorf("table %t: got %q, want %q", table, got, want)
		}
	}
}

func TestGiveUp(t *testing.T) {
	asked := 0
	set, err := Compile(&Detector{ID: "slow", Doc: "slow", Words: []string{"社員番号"}, Check: func(c *Candidate) Confidence {
		if !c.Hopeless("slow") {
			asked++
			c.GiveUp("slow")
		}
		return None
	}})
	if err != nil {
		t.Fatal(err)
	}
	s := set.Scanner()
	s.Append(nil, &Block{Text: bytes.Repeat([]byte("社員番号 1 "), 100)})
	if got := s.GaveUp(); asked != maxGiveUps || len(got) != 1 || got[0] != (GaveUp{"slow", maxGiveUps}) {
		t.Errorf("asked %d times, GaveUp = %v; want %d of slow", asked, got, maxGiveUps)
	}
	s.Reset()
	if got := s.GaveUp(); len(got) != 0 {
		t.Errorf("GaveUp after Reset = %v, want none", got)
	}
}

func TestCompileRefusesWords(t *testing.T) {
	for _, word := range []string{"", "ab", strings.Repeat("長", 22)} {
		if _, err := Compile(digitsAfter("x", word)); err == nil {
			t.Errorf("Compile with the word %q: no error", word)
		}
	}
}

// withWords returns the built-in detectors and n more with 15 words each, a few
// of which stand in the texts.
func withWords(tb testing.TB, n int) *Set {
	all := All()
	for i := range n {
		words := []string{fmt.Sprintf("emp-%04d", i), fmt.Sprintf("管理番号%d", i)}
		for j := range 13 {
			words = append(words, string([]rune{rune(0x4E00 + i*97 + j*31), rune(0x5B57 + j*53), rune(0x8A00 + i*7)}))
		}
		all = append(all, digitsAfter(fmt.Sprintf("own-%d", i), words...))
	}
	all = append(all, digitsAfter("own-client", "client", "担当課"))
	set, err := Compile(all...)
	if err != nil {
		tb.Fatal(err)
	}
	return set
}

func TestWakingDoesNotAllocate(t *testing.T) {
	set := withWords(t, 20)
	for _, kind := range textKinds {
		s, b := set.Scanner(), text(kind, 1<<16)
		dst := s.Append(nil, b)
		dst = append(dst, make([]Match, 1024)...)
		if n := testing.AllocsPerRun(10, func() { dst = s.Append(dst[:0], b) }); n != 0 {
			t.Errorf("%s: %v allocations, want 0", kind, n)
		}
	}
}

func BenchmarkAppendWords(b *testing.B) {
	for _, n := range []int{20, 200} {
		set := withWords(b, n)
		for _, kind := range textKinds {
			block := text(kind, 1<<18)
			b.Run(fmt.Sprintf("%d rules/%s", n, kind), func(b *testing.B) {
				s := set.Scanner()
				dst := s.Append(nil, block)
				if block.Table != nil {
					block.Table.First = false
				}
				b.SetBytes(int64(len(block.Text)))
				b.ReportAllocs()
				for b.Loop() {
					dst = s.Append(dst[:0], block)
				}
			})
		}
	}
}

func FuzzWords(f *testing.F) {
	set, err := Compile(append(All(), digitsAfter("employee", "社員番号", "emp", "〒", "カイイン"))...)
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte("社員番号：123456, ＥＭＰ １２３４５６ 〒123456"), uint8(','), uint8(0))
	f.Fuzz(func(t *testing.T, text []byte, delim, shared uint8) {
		b := &Block{Text: text, Next: min(int(shared), len(text))}
		if delim != 0 {
			b.Table = cut(text, delim)
		}
		last := uint32(0)
		for _, m := range set.Scanner().Append(nil, b) {
			if m.Start >= m.End || int(m.End) > len(text) || m.Start < last {
				t.Fatalf("match %+v lies outside %q or before %d", m, text, last)
			}
			last = m.Start
		}
	})
}

// Labels end in letters behind Japanese, a dot or an underscore: 口座No.：, member_id=.
func TestMixedLabels(t *testing.T) {
	set, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"口座No：1234567", "口座No.: 1234567", "振込口座NO=1234567", "パスポートNo：TK1234567", "旅券 passport_no=TK1234567", "resident_id=1234567"} {
		if got := set.Scanner().Append(nil, &Block{Text: []byte(text)}); len(got) != 1 || got[0].Evidence&ByLabel == 0 {
			t.Errorf("in %q found %+v, want one by its label", text, got)
		}
	}
	for _, text := range []string{"製造No：1234567", "その他のNo.：1234567", "整理No=TK1234567"} {
		if got := set.Scanner().Append(nil, &Block{Text: []byte(text)}); len(got) != 0 {
			t.Errorf("in %q found %+v, want none", text, got)
		}
	}
}
