package output

import (
	"maps"
	"reflect"
	"regexp"
	"slices"
	"testing"
)

// Whatever one language has words for of a probe, the other has, with the same
// arguments, and no word is empty.
func TestProbeWords(t *testing.T) {
	verb := regexp.MustCompile(`%(\[\d\])?[a-z]`)
	ja, en := reflect.ValueOf(japaneseProbe), reflect.ValueOf(englishProbe)
	for i := range ja.NumField() {
		name := ja.Type().Field(i).Name
		if ja.Field(i).IsZero() || en.Field(i).IsZero() {
			t.Errorf("%s: there are no words for it", name)
		}
		switch ja.Field(i).Kind() {
		case reflect.Map:
			japanese, english := ja.Field(i).Interface().(map[string]string), en.Field(i).Interface().(map[string]string)
			if got, want := slices.Sorted(maps.Keys(japanese)), slices.Sorted(maps.Keys(english)); !slices.Equal(got, want) {
				t.Errorf("%s: got %v in Japanese, want %v", name, got, want)
			}
			for key, word := range japanese {
				if word == "" || english[key] == "" {
					t.Errorf("%s: %q has no word", name, key)
				}
				if got, want := len(verb.FindAllString(word, -1)), len(verb.FindAllString(english[key], -1)); got != want {
					t.Errorf("%s: %q has %d arguments in Japanese, %d in English", name, key, got, want)
				}
			}
		case reflect.Slice:
			if got, want := ja.Field(i).Len(), en.Field(i).Len(); got != want {
				t.Errorf("%s: got %d in Japanese, want %d", name, got, want)
			}
		}
	}
}

// Every column of every list has a title, every list its words, and each column of
// it stands in some stack of a terminal or is said in a sentence there.
func TestProbeListsHaveWords(t *testing.T) {
	r := joinedRun()
	r.Changes = changedProbe().Changes
	for _, lang := range []string{"ja", "en"} {
		p := &page{run: r, words: wordsFor(lang), opts: Options{Lang: lang}}
		v := newProbeView(p)
		lists := []probeList{
			v.exposureList(), v.vantageList(), v.openList("opens", forbiddenOpens(r)), v.openList("allowed", allowedOpens(r)), v.bridgeList(), v.identityList(), v.controlList(true),
			v.flowList("flows", nil), v.targetList(true), v.targetList(false), v.sweptList(), v.untriedList(),
		}
		for _, l := range append(lists, v.changeLists()...) {
			if l.Title == "" && v.words.Lists[l.ID] == "" {
				t.Errorf("%s: the list %s has no title", lang, l.ID)
			}
			for _, c := range l.Columns {
				if v.words.Columns[c.ID] == "" {
					t.Errorf("%s: the column %s of %s has no title", lang, c.ID, l.ID)
				}
			}
			for _, s := range slices.Concat(l.Stacks, l.Page) {
				if v.words.Columns[s.Title] == "" {
					t.Errorf("%s: %s of %s has no title", lang, s.Title, l.ID)
				}
				for _, i := range s.Of {
					if i >= len(l.Columns) {
						t.Errorf("%s: %s of %s stands over column %d of %d", lang, s.Title, l.ID, i, len(l.Columns))
					}
				}
			}
			if l.Rows == 0 {
				t.Errorf("%s: the sample run has nothing in the list %s", lang, l.ID)
				continue
			}
			if got, want := len(l.Row(0)), len(l.Columns); got != want {
				t.Errorf("%s: got %d cells in %s, want %d", lang, got, l.ID, want)
			}
		}
	}
}
