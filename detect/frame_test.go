package detect

import (
	"os"
	"slices"
	"sort"
	"strings"
	"testing"
)

// framesEach is how many files TestFrames invents of each layout and way of
// writing; with more the figures are the same to the third digit.
const framesEach = 15

// TestFrames: what a label, a column or a place in a record announces is found,
// whether a dictionary has it or not, and nothing else is. FRAMES=log shows what
// is wrong in layouts that begin so.
func TestFrames(t *testing.T) {
	set, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	kanaColumnLabels()
	v := newInventor(t, 1, 30)
	all := make(tallies)
	layouts := make([]string, 0, len(writers))
	for name := range writers {
		layouts = append(layouts, name)
	}
	sort.Strings(layouts)
	for _, name := range layouts {
		for _, style := range []string{"kanji", "katakana", "half", "hiragana", "romaji", "split"} {
			for range framesEach {
				l := v.layout(style)
				rows := make([][]field, 1+v.r.Intn(6))
				for i := range rows {
					rows[i] = v.record(l)
				}
				f := &frame{name: name + " " + style}
				writers[name](v, f, rows)
				f.judge(t, set, all)
			}
		}
		for range 6 * framesEach {
			f := &frame{name: name + ", no person"}
			writers[name](v, f, v.otherRows(1+v.r.Intn(12)))
			f.judge(t, set, all)
		}
	}
	all.check(t)
}

// What TestFrames must find, in parts of 1,000, and the false alarms it may
// raise, in parts of 1,000 of what it finds.
var frameFloors = map[string]struct{ recall, wrong int }{
	"name": {995, 5}, "jp-address": {985, 10}, "phone": {990, 5}, "birth-date": {990, 5}, "postal-code": {995, 5}, "bank-account": {990, 5},
}

// A tally counts what is to be found, what of it was, and what else was.
type tally struct{ want, hit, wrong int }

type tallies map[string]*tally

func (ts tallies) of(kind string) *tally {
	if ts[kind] == nil {
		ts[kind] = &tally{}
	}
	return ts[kind]
}

func (ts tallies) check(t *testing.T) {
	t.Helper()
	for kind, floor := range frameFloors {
		y := ts.of(kind)
		if y.want < 300 {
			t.Errorf("%s: %d to be found, want 300 or more", kind, y.want)
		}
		if y.hit*1000 < y.want*floor.recall {
			t.Errorf("%s: found %d of %d, want %d of 1,000", kind, y.hit, y.want, floor.recall)
		}
		if y.wrong*1000 > (y.hit+y.wrong)*floor.wrong {
			t.Errorf("%s: %d of %d found are none, want at most %d of 1,000", kind, y.wrong, y.hit+y.wrong, floor.wrong)
		}
		t.Logf("%s: found %d of %d, and %d that are none", kind, y.hit, y.want, y.wrong)
	}
}

// judge scans the text and counts, from medium confidence on.
func (f *frame) judge(t *testing.T, set *Set, all tallies) {
	text := f.text.String()
	b := &Block{Text: []byte(text)}
	if f.delim != 0 {
		b.Table = cut([]byte(strings.TrimSuffix(text, "\n")), f.delim)
	}
	got := map[framed]bool{}
	for _, m := range set.Scanner().Append(nil, b) {
		kind := set.ID(m)
		if strings.Contains(kind, "name") {
			kind = "name"
		}
		if m.Confidence >= Medium && !set.detectors[m.Detector].Explains {
			got[framed{int(m.Start), int(m.End), kind}] = true
		}
	}
	var missed, wrong []string
	for _, w := range f.want {
		y := all.of(w.kind)
		y.want++
		if got[w] {
			y.hit++
			delete(got, w)
		} else {
			missed = append(missed, w.kind+":"+text[w.start:w.end])
		}
	}
	for w := range got {
		all.of(w.kind).wrong++
		wrong = append(wrong, w.kind+":"+text[w.start:w.end])
	}
	if show := os.Getenv("FRAMES"); show != "" && strings.HasPrefix(f.name, show) && len(missed)+len(wrong) > 0 {
		slices.Sort(wrong)
		t.Logf("%s\n%s\nmissed %q\nwrong %q", f.name, text, missed, wrong)
	}
}
