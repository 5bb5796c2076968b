package main

import (
	"slices"
	"unicode"

	"github.com/shikiri/shikiri/detect"
)

// A Row is what one file tells of one kind, of all that was found with a
// confidence or a higher one. Precision is 1 if nothing was found.
type Row struct {
	File       string  `json:"file"`
	Kind       string  `json:"kind"`
	From       string  `json:"min_confidence"` // low, medium, high or default
	Gold       int     `json:"gold"`
	Found      int     `json:"found"`
	Exact      Score   `json:"exact"`   // the bounds are those of a gold span
	Overlap    Score   `json:"overlap"` // it has a byte in common with one
	Japanese   *Score  `json:"japanese,omitempty"`
	FalsePerMB float64 `json:"false_per_mb"` // found that overlap no gold span, per million bytes

	explains bool
}

// A Score is from 0 to 1.
type Score struct {
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

// A confidence is one that rows are made for, by its name in them.
type confidence struct {
	name string
	min  detect.Confidence
}

var confidences = []confidence{{"low", detect.Low}, {"medium", detect.Medium}, {"high", detect.High}, {"default", detect.Medium}}

// score returns the rows of g: of names, and of each other kind that is in it or
// was found.
func (g *gold) score(set *detect.Set) []Row {
	seen := map[string]bool{"jp-name": true}
	for i := range g.texts {
		for _, s := range slices.Concat(g.texts[i].spans, g.texts[i].found) {
			seen[s.kind] = true
		}
	}
	var rows []Row
	for i := range set.Len() {
		d := set.Detector(i)
		if !seen[d.ID] {
			continue
		}
		for _, c := range confidences {
			r := g.row(d.ID, c.min)
			r.From, r.explains = c.name, d.Explains
			rows = append(rows, r)
		}
	}
	return rows
}

// A tally counts spans of one kind.
type tally struct {
	gold, found           int
	exact                 int // found that are gold
	overlapping, overlaid int // found that overlap gold, gold that is overlapped
}

func (t *tally) add(gold, found []span) {
	t.gold += len(gold)
	t.found += len(found)
	for _, f := range found {
		if slices.ContainsFunc(gold, func(s span) bool { return s.start == f.start && s.end == f.end }) {
			t.exact++
		}
		if slices.ContainsFunc(gold, f.overlaps) {
			t.overlapping++
		}
	}
	for _, s := range gold {
		if slices.ContainsFunc(found, s.overlaps) {
			t.overlaid++
		}
	}
}

func (s span) overlaps(o span) bool { return s.start < o.end && o.start < s.end }

func (g *gold) row(kind string, min detect.Confidence) Row {
	var all, japanese tally
	for i := range g.texts {
		t := &g.texts[i]
		gold := slices.DeleteFunc(slices.Clone(t.spans), func(s span) bool { return s.kind != kind })
		found := slices.DeleteFunc(slices.Clone(t.found), func(s span) bool { return s.kind != kind || s.confidence < min })
		all.add(gold, found)
		other := func(s span) bool { return !isJapanese(t.text[s.start:s.end]) }
		japanese.add(slices.DeleteFunc(gold, other), slices.DeleteFunc(found, other))
	}
	r := Row{File: g.file, Kind: kind, Gold: all.gold, Found: all.found}
	r.Exact = newScore(all.exact, all.found, all.exact, all.gold)
	r.Overlap = newScore(all.overlapping, all.found, all.overlaid, all.gold)
	if g.script && kind == "jp-name" {
		s := newScore(japanese.exact, japanese.found, japanese.exact, japanese.gold)
		r.Japanese = &s
	}
	if g.bytes > 0 {
		r.FalsePerMB = float64(all.found-all.overlapping) / float64(g.bytes) * 1e6
	}
	return r
}

// isJapanese reports whether a name holds kanji or hiragana.
func isJapanese(name string) bool {
	for _, r := range name {
		if unicode.In(r, unicode.Han, unicode.Hiragana) {
			return true
		}
	}
	return false
}

func newScore(right, found, hit, gold int) Score {
	s := Score{Precision: 1}
	if found > 0 {
		s.Precision = float64(right) / float64(found)
	}
	if gold > 0 {
		s.Recall = float64(hit) / float64(gold)
	}
	if s.Precision+s.Recall > 0 {
		s.F1 = 2 * s.Precision * s.Recall / (s.Precision + s.Recall)
	}
	return s
}
