package rules

import (
	"fmt"
	"slices"

	"github.com/shikiri/shikiri/detect"
)

// try looks for each rule in its examples, where it must be found once, and in
// its counter-examples, where it must not.
func (f *ruleFile) try(own, others []*detect.Detector) {
	set, err := Compile(slices.Concat(others, own))
	if err != nil {
		f.add(place{1, 1}, err.Error(), "", false)
		return
	}
	first := set.Len() - len(own)
	s := set.Scanner()
	for i, d := range own {
		for j, text := range d.Good {
			f.tryOne(s, first+i, text, 1, fmt.Sprintf("rules[%d].examples[%d]", i, j))
		}
		for j, text := range d.Bad {
			f.tryOne(s, first+i, text, 0, fmt.Sprintf("rules[%d].counter-examples[%d]", i, j))
		}
	}
}

func (f *ruleFile) tryOne(s *detect.Scanner, detector int, text string, want int, at string) {
	s.Reset()
	got := 0
	for _, m := range s.Append(nil, &detect.Block{Text: []byte(text)}) {
		if int(m.Detector) == detector {
			got++
		}
	}
	hint := ""
	switch {
	case len(s.GaveUp()) > 0:
		f.add(f.places[at], "the pattern runs out of time in "+lastKey(at), "avoid repeats in repeats, as (a+)+; anchor the pattern with what stands around the value", false)
		return
	case got == want:
		return
	case want == 0:
		hint = "make the pattern narrower, or choose a longer word"
	case got == 0:
		hint = "a word must stand in it, and the value in the window around that, not within a longer word or number"
	default:
		hint = "write one value into each example"
	}
	f.add(f.places[at], fmt.Sprintf("the rule finds %d in %s, not %d", got, lastKey(at), want), hint, false)
}
