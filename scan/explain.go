package scan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shikiri/shikiri/crawl"
	"github.com/shikiri/shikiri/detect"
	"github.com/shikiri/shikiri/extract"
	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/report"
)

// maxExplained is how many matches of a file or member are explained. A person
// reads them, and the report must fit in memory.
const maxExplained = 500

// explanation is one while its verdict is not known.
type explanation struct {
	report.Explanation
	modified int64
	client   int
	header   netzone.Day
}

// explainMatches notes how the matches of a block came about, those below the
// threshold too.
func (l *level) explainMatches(b *extract.Block, matches []detect.Match) {
	w := l.w
	share := &w.cfg.Shares[w.number]
	pos := position{text: b.Text, line: b.Line, table: b.Table}
	for i := range matches {
		m := &matches[i]
		if l.explained++; l.explained > maxExplained {
			continue
		}
		line, column, cell := pos.of(int(m.Start), m.Entry)
		e := explanation{modified: w.modified(), client: w.file.client, Explanation: report.Explanation{
			Share: share.URL, Zone: share.Zone, Path: w.entry.Path, Member: l.member,
			Part: strings.Clone(b.Part), Line: line, Column: column, Cell: cell,
			Kind: w.cfg.Set.ID(*m), Masked: m.Masked, Confidence: m.Confidence.String(), Reported: m.Confidence >= w.cfg.MinConfidence,
			Excerpt: w.excerpt(b.Text[m.Start:m.End], int(m.Detector)),
		}}
		effects := m.Evidence.Effects()
		for i, word := range l.scanner.Explain(*m) {
			e.Reasons = append(e.Reasons, report.Reason{Evidence: word, Effect: effects[i].String()})
		}
		w.file.explanations = append(w.file.explanations, e)
	}
}

// modified is the time of the file in hand in nanoseconds, 0 if the share does
// not tell.
func (w *worker) modified() int64 { return nanoseconds(w.entry.Modified) }

// tooMany notes that not all matches of the file were explained.
func (l *level) tooMany() {
	if l.explained > maxExplained {
		name := l.w.entry.Path
		if l.member != "" {
			name += "!/" + l.member
		}
		l.w.file.warnings = append(l.w.file.warnings, fmt.Sprintf("%s has %d matches: the first %d are explained", name, l.explained, maxExplained))
	}
}

// gatherExplanations judges what was explained and puts it in order.
func gatherExplanations(run *report.Run, workers []*worker, crowd *crowd) {
	var all []explanation
	for _, w := range workers {
		run.Warnings = append(run.Warnings, w.warnings...)
		all = append(all, w.explanations...)
	}
	// Those of one file come from one worker, in the order of the file: of two
	// members with one name too.
	slices.SortStableFunc(all, func(a, b explanation) int {
		return cmp.Or(cmp.Compare(a.Share, b.Share), cmp.Compare(a.Zone, b.Zone), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Member, b.Member))
	})
	for i := range all {
		e, w := &all[i], workers[0]
		var modified time.Time
		if e.modified != 0 {
			modified = time.Unix(0, e.modified)
		}
		subject := netzone.Subject{Kind: e.Kind, Personal: !w.explains(e.Kind), Path: e.Path, Modified: modified, Client: crowd.clients[e.client], Header: e.header}
		ruling := w.cfg.Policy.Judge(e.Zone, subject, w.started)
		e.Verdict, e.Why = ruling.Verdict.String(), ruling.Why+inPlace(crawl.Place(e.Path))
		for _, c := range w.cfg.Policy.Consider(e.Zone, subject, w.started) {
			e.Exceptions = append(e.Exceptions, report.Exception{Exception: c.Exception.String(), Result: c.Result.String()})
		}
		run.Explanations = append(run.Explanations, e.Explanation)
	}
}

// explains reports whether a kind is no personal data on its own.
func (w *worker) explains(kind string) bool {
	for i := range w.cfg.Set.Len() {
		if d := w.cfg.Set.Detector(i); d.ID == kind {
			return d.Explains
		}
	}
	return false
}

// titles returns those of the kinds that are not built in.
func titles(set *detect.Set) map[string]string {
	all := make(map[string]string)
	for i := range set.Len() {
		if d := set.Detector(i); d.Definition != "" {
			all[d.ID], _, _ = strings.Cut(d.Doc, "\n")
		}
	}
	return all
}
