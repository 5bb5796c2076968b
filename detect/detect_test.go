package detect

import (
	"testing"
)

// TestRegistry checks what must hold of every detector, present and future.
func TestRegistry(t *testing.T) {
	set, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for i, d := range set.detectors {
		t.Run(d.ID, func(t *testing.T) {
			if d.Doc == "" || d.Check == nil && d.Field == nil && d.Picture == nil || len(d.Good) == 0 || len(d.Bad) == 0 {
				t.Error("a detector needs Doc, Check, Field or Picture, Good and Bad")
			}
			for _, text := range d.Good {
				for _, text := range []string{text, text + "\n", "※" + text + "。", "\xe5\n" + text} { // anywhere in a text
					if got := find(set, text, i); len(got) != 1 {
						t.Errorf("in %q found %d, want 1: %v", text, len(got), got)
					}
				}
			}
			for _, text := range d.Bad {
				if got := find(set, text, i); len(got) != 0 {
					t.Errorf("in %q found %d, want 0", text, len(got))
				}
			}
		})
	}
}

// find returns the matches of the family of detector i in a text.
func find(set *Set, text string, i int) []string {
	s := set.Scanner()
	s.Reset()
	var got []string
	for _, m := range s.Append(nil, &Block{Text: []byte(text), Picture: set.detectors[i].Picture != nil}) {
		if int(m.Detector) == i {
			got = append(got, text[m.Start:m.End])
		}
	}
	return got
}
