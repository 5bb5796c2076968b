package output

import (
	"fmt"
	"strconv"
	"time"

	"github.com/shikiri/shikiri/report"
)

var conditionWidths = []float64{26, 34, 16, 16, 12, 12, 12, 12, 10, 16, 16, 10, 12, 12}

// conditionsSheet is what the report rests on: what was examined, by what rules,
// and how far. With it, another person can do it again.
func (b *book) conditionsSheet() {
	w := b.words
	s := b.sheet(w.Conditions, conditionWidths, printing{})
	s.section(w.ToolAndRules)
	b.conditions(s)
	b.probeEvidence(s)
	if !onlyProbed(b.run) {
		s.section(w.SharesBy)
		b.shares(s)
	}
	b.compared(s)
	if len(b.run.Warnings) > 0 {
		s.section(w.Warnings)
		for _, text := range b.run.Warnings {
			s.remark(b.page.said(text))
		}
	}
	s.section(w.Method)
	if !onlyProbed(b.run) {
		s.remark(w.Counting)
		s.remark(b.audit.Masking)
	}
	s.remark(fmt.Sprintf(w.Clock, b.run.Started.Format("-07:00")))
	s.section(w.Verification)
	s.remark(w.Verify)
	s.end()
}

func (b *book) conditions(s *sheet) {
	w, r := b.words, b.run
	s.fact(w.Tool, r.Tool.Name+" "+r.Tool.Version)
	s.fact(w.Rules, r.Tool.Rules)
	s.fact(w.Policy, r.Tool.Policy)
	s.fact(b.cols.Run, r.ID())
	if !onlyProbed(r) {
		b.threshold(s)
	}
	style := asGood
	if completeness(r) != "complete" {
		style = asWarning
	}
	s.fact(w.Complete, sheetCell{w.Completeness[completeness(r)], style})
	for _, c := range conditions(r, b.page.opts.Lang) {
		s.fact(c.Name, c.Value)
	}
	s.fact(w.ExitCode, strconv.Itoa(r.ExitCode))
	s.fact(w.Key, r.Cover.Key)
	if p := r.People; p != nil {
		s.fact(w.PeopleFile, p.File+" "+p.SHA256)
	}
	if r.Client != "" {
		s.fact(w.Extract, r.Client)
	}
}

// threshold says from which confidence on findings are reported.
func (b *book) threshold(s *sheet) {
	w, least := b.words, b.run.MinConfidence
	confidence := say(b.page.words.Confidence, least)
	s.fact(w.MinConfidence, confidence)
	if least != "low" && least != "" {
		s.remark(fmt.Sprintf(w.Threshold, confidence))
	}
}

// shares writes how far each share was examined: folders, files, bytes.
func (b *book) shares(s *sheet) {
	c := b.cols
	s.table(c.Zone, c.Share, c.Host, c.User, c.Directories, c.Files, c.Examined, c.Unexamined, c.Coverage, c.Bytes, c.ExaminedBytes, c.Coverage, c.Unchanged, c.Images)
	for i := range b.run.Shares {
		x := &b.run.Shares[i]
		b.shareRow(s, sheetCell{x.Zone, asWrapped}, sheetCell{x.URL, asWrapped}, x)
	}
	if len(b.run.Shares) > 1 {
		all := allShares(b.run)
		b.shareRow(s, sheetCell{c.Total, asLabel}, sheetCell{nil, asLabel}, &all)
	}
}

func (b *book) shareRow(s *sheet, zone, url sheetCell, x *report.Share) {
	bytes, part := any(sheetCell{nil, asNumber}), any(sheetCell{nil, asShare})
	if x.ExaminedBytes > 0 || x.Bytes == 0 { // older runs do not tell
		bytes, part = counted(x.ExaminedBytes), portionOf(x.ExaminedBytes, x.Bytes)
	}
	s.add(zone, url, sheetCell{x.Host, asWrapped}, sheetCell{x.User, asWrapped}, counted(x.Directories), counted(x.Files), counted(x.Scanned),
		graded(x.Unexamined, asWarningNumber), portionOf(x.Scanned, x.Files), counted(x.Bytes), bytes, part, counted(x.Unchanged), counted(x.Images))
}

// compared writes which runs were compared, and what limits that.
func (b *book) compared(s *sheet) {
	d := b.run.Changes
	if d == nil {
		return
	}
	w, c := b.words, b.cols
	s.section(w.Compared)
	last := len(conditionWidths)
	beside := func(name, old, current string) {
		s.span(3, last, sheetCell{current, asWrapped}, sheetCell{name, asLabel}, sheetCell{old, asWrapped})
	}
	s.span(3, last, sheetCell{w.NewRun, asHeading}, sheetCell{nil, asHeading}, sheetCell{w.OldRun, asHeading})
	beside(c.Run, d.Old.ID, d.New.ID)
	beside("SHA-256", d.Old.SHA256, d.New.SHA256)
	beside(c.Began, withOffset(d.Old.Started), withOffset(d.New.Started))
	beside(c.Finished, withOffset(d.Old.Finished), withOffset(d.New.Finished))
	beside(c.Host, d.Old.Host, d.New.Host)
	beside(c.Operator, d.Old.Operator, d.New.Operator)
	beside(c.Subject, d.Old.Subject, d.New.Subject)
	beside(w.Complete, b.complete(d.Old.Complete), b.complete(d.New.Complete))
	beside(w.MinConfidence, say(b.page.words.Confidence, d.Old.MinConfidence), say(b.page.words.Confidence, d.New.MinConfidence))
	beside(w.Tool, d.Old.Tool.Name+" "+d.Old.Tool.Version, d.New.Tool.Name+" "+d.New.Tool.Version)
	beside(w.Rules, d.Old.Tool.Rules, d.New.Tool.Rules)
	beside(w.Policy, d.Old.Tool.Policy, d.New.Tool.Policy)
	for _, note := range d.Notes {
		s.remark(b.page.said(note))
	}
	if d.Baseline {
		s.remark(w.Baseline)
	}
}

func (b *book) complete(complete bool) string {
	if complete {
		return b.words.Completeness["complete"]
	}
	return b.words.Completeness["incomplete"]
}

// dayOf returns a day as it stands in a policy, 2027-03-31, as a date.
func (b *book) dayOf(text string) sheetCell {
	t, err := time.ParseInLocation("2006-01-02", text, b.run.Started.Location())
	if err != nil {
		return sheetCell{text, asPlain}
	}
	return b.date(t, asDay)
}
