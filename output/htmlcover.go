package output

import (
	"strings"

	"github.com/shikiri/shikiri/report"
)

// What the cover and the tables of the page count.

// A figure is a number that stands in a box of its own.
type figure struct {
	Label, Value, Note string
	Class              string // "violation", "overdue", "missed" or "": nothing is wrong with it
}

// Figures returns the key figures.
func (h *htmlPage) Figures() []figure {
	switch {
	case h.OnlyProbed():
		return h.probeFigures()
	case h.Run.Probed():
		return append(h.fileFigures(), h.probeFigures()...)
	}
	return h.fileFigures()
}

func (h *htmlPage) fileFigures() []figure {
	r := h.Run
	violations, violationFiles := tally(r, "violation")
	overdue, overdueFiles := tally(r, "overdue")
	scanned, missed := scannedFiles(r), missedFiles(r)
	files := int64(0)
	for _, s := range r.Shares {
		files += s.Files
	}
	people := r.Summary.Distinct
	note := h.F("figure-records", r.Summary.Records)
	if people == 0 {
		people = r.Summary.People
	}
	if r.Summary.Companies > 0 {
		note += h.F("figure-companies", r.Summary.Companies)
	}
	class := func(n int64, class string) string {
		if n == 0 {
			return ""
		}
		return class
	}
	all := []figure{
		{h.T("figure-violations"), grouped(violations), h.F("figure-files", violationFiles), class(int64(violations), "violation")},
		{h.T("figure-overdue"), grouped(overdue), h.F("figure-files", overdueFiles), class(int64(overdue), "overdue")},
		{h.T("figure-people"), grouped(people), note, ""},
		{h.T("figure-scanned"), grouped(scanned), h.Percent(scanned, files), ""},
		{h.T("figure-missed"), grouped(missed), h.T("figure-missed-note"), class(missed, "missed")},
	}
	if c := r.Changes; c != nil {
		all = append(all, figure{h.T("figure-new"), grouped(c.Added + c.Grown), h.F("figure-gone", len(c.Gone), len(c.Unclear)), ""})
	}
	return all
}

// Also returns what is wrong besides what decided the conformity.
func (h *htmlPage) Also() []string { return besides(h.Run, h.Lang) }

// Mark of the conformity, for those who do not see its colour.
func (h *htmlPage) Mark() string {
	switch h.Conformity {
	case report.Conforming:
		return "○"
	case report.Incomplete:
		return "△"
	}
	return "✕"
}

// Comparable tells whether there was something to compare: nobody is in two zones
// of which one was not looked at, and that is no finding.
func (h *htmlPage) Comparable() bool {
	seen := map[string]bool{}
	for _, z := range h.Run.Zones {
		for _, s := range h.Run.Shares {
			if s.Zone == z.Name && s.Scanned > 0 {
				seen[z.PersonalData] = true
			}
		}
	}
	return seen["allowed"] && seen["forbidden"]
}

// Apart reports whether there are people in a zone that allows personal data of
// whom nothing says whether they are in one that forbids it: runs that were merged
// had other keys, or no people file.
func (h *htmlPage) Apart() bool {
	if len(h.Run.Parts) < 2 {
		return false
	}
	told := map[[2]string]bool{}
	for _, s := range h.Run.Shared {
		told[[2]string{s.Closed, s.Open}] = true
	}
	for _, a := range h.Run.Zones {
		for _, b := range h.Run.Zones {
			if a.PersonalData == "allowed" && b.PersonalData == "forbidden" && a.People > 0 && b.People > 0 && !told[[2]string{a.Name, b.Name}] {
				return true
			}
		}
	}
	return false
}

// Coverage is all shares together.
func (h *htmlPage) Coverage() report.Share { return allShares(h.Run) }

// Missed counts what was not examined, by reason.
func (h *htmlPage) Missed() []missing { return missed(h.Run) }

// Printed returns the findings that are shown and printed without the script.
func (h *htmlPage) Printed() []*report.Finding {
	var all []*report.Finding
	for _, i := range h.Worst[:min(len(h.Worst), htmlPrinted)] {
		all = append(all, &h.Run.Findings[i])
	}
	return all
}

// PrintedUnexamined is the same for what was not examined.
func (h *htmlPage) PrintedUnexamined() []*report.Unexamined {
	return h.Unexamined[:min(len(h.Unexamined), htmlPrinted)]
}

// Left returns how many entries of a list are not among the first shown.
func (h *htmlPage) Left(all, shown int) int { return max(all-shown, 0) }

// Limits of lists, for sentences about them.
func (h *htmlPage) Rows() int        { return htmlRows }
func (h *htmlPage) Short() int       { return htmlShort }
func (h *htmlPage) PrintedRows() int { return htmlPrinted }

// Copies, Known, Gone, Moves, Unclear and Retention are the first entries of their lists.
func (h *htmlPage) Copies() []report.Copy         { return first(h.Run.Copies) }
func (h *htmlPage) Known() []report.Known         { return first(h.Run.Known) }
func (h *htmlPage) Gone() []report.Gone           { return first(h.Run.Changes.Gone) }
func (h *htmlPage) Unclear() []report.Gone        { return first(h.Run.Changes.Unclear) }
func (h *htmlPage) Moves() []report.Move          { return first(h.Run.Changes.Moves) }
func (h *htmlPage) Retention() []report.Retention { return first(h.Run.Retention) }
func (h *htmlPage) Clients() []report.Client {
	return h.Run.Clients[:min(len(h.Run.Clients), htmlPrinted)]
}

// first returns as many entries as a short table has.
func first[T any](all []T) []T { return all[:min(len(all), htmlShort)] }

// ZoneOf returns the zone of a share.
func (h *htmlPage) ZoneOf(share string) string { return h.Zone(zoneOf(h.Run, share)) }

// Kinds are those that the page explains: the built-in ones and those of rules
// of one's own.
func (h *htmlPage) Kinds() []string {
	kinds := append([]string(nil), kindOrder...)
	for _, kind := range h.Matrix.Kinds {
		if kindRank(kind) == len(kindOrder) {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// Methods of the appendix: each has a word, and a text under the word with "-text".
func (h *htmlPage) Method() []string {
	return []string{"m-how", "m-confidence", "m-people", "m-zones", "m-age", "m-limits"}
}

// Levels are the confidences, the surest first.
func (h *htmlPage) Levels() []string { return []string{"high", "medium", "low"} }

// Conclusion says what a confidence means.
func (h *htmlPage) Conclusion(level string) string { return h.words.Explain.Conclusions[level] }

// KindTitle returns the name of a kind beside its ID, or "".
func (h *htmlPage) KindTitle(id string) string { return h.kindName(id) }

// RunHash returns the SHA-256 of the file that the run was read from, if it is known.
func (h *htmlPage) RunHash() string {
	if h.Run.Changes == nil {
		return ""
	}
	return h.Run.Changes.New.SHA256
}

// MovedBy says how a file was recognised in another place.
func (h *htmlPage) MovedBy(by string) string {
	if by == "people" || by == "file" {
		return h.T("moved-by-" + by)
	}
	return visible(by)
}

// VerdictClass is that of a cell with a verdict.
func (h *htmlPage) VerdictClass(f *report.Finding) string {
	switch badness(f.Verdict) {
	case rank("allowed"):
		return "allowed"
	case rank("overdue"):
		return "overdue"
	}
	return "violation"
}

// Marked is the sign of a verdict.
func (h *htmlPage) Marked(f *report.Finding) string { return mark(h.VerdictClass(f)) }

// Age returns days, or a dash where a clock was wrong.
func (h *htmlPage) Age(days int64) string {
	if days < 0 {
		return "-"
	}
	return grouped(days)
}

// Lost returns where something lies that was not examined.
func (h *htmlPage) Lost(u *report.Unexamined) string {
	return h.Whole(report.Place{Share: u.Share, Path: u.Path, Member: u.Member})
}

// ScriptWords are what the script of the page says.
func (h *htmlPage) ScriptWords() map[string]string {
	words := map[string]string{}
	for key, word := range h.own {
		if name, ok := strings.CutPrefix(key, "js-"); ok {
			words[name] = word
		}
	}
	return words
}

// Conditions returns what was in scope and how it was read.
func (h *htmlPage) Conditions() []condition { return conditions(h.Run, h.Lang) }
