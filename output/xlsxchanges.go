package output

import (
	"time"

	"github.com/shikiri/shikiri/report"
)

// A change is a row of the sheet of changes.
type change struct {
	state    string
	style    sheetStyle
	verdict  string // in the run that has it
	place    report.Place
	kind     string
	records  int64
	people   int64
	modified time.Time
	remark   string
}

// changesSheet lists what became of the findings since another run: what is new
// or more first, then what is not confirmed, moved and gone. What remains as it
// was is in the list of findings.
func (b *book) changesSheet() {
	c, d := b.cols, b.run.Changes
	var fresh []int
	for _, state := range []string{"new", "grown", "moved"} {
		for i := range b.run.Findings {
			if b.run.Findings[i].State == state {
				fresh = append(fresh, i)
			}
		}
	}
	n := []int{len(fresh), len(d.Unclear), len(d.Moves), len(d.Gone)}
	b.list(sheetList{
		name: b.words.Changes, none: c.None,
		columns: []listColumn{
			{c.State, 14}, {c.Verdict, 12}, {c.Zone, 11}, {c.Client, 16}, {c.Share, 22}, {c.Path, 42}, {c.Member, 18}, {c.Kind, 18},
			{c.Records, 10}, {c.People, 10}, {c.Modified, 12}, {c.Detail, 50},
		},
	}, n[0]+n[1]+n[2]+n[3], func(s *sheet, i int) {
		switch {
		case i < n[0]:
			b.changeRow(s, b.fresh(&b.run.Findings[fresh[i]]))
		case i < n[0]+n[1]:
			b.changeRow(s, b.gone(&d.Unclear[i-n[0]], "unclear", asWarning))
		case i < n[0]+n[1]+n[2]:
			b.changeRow(s, b.moved(&d.Moves[i-n[0]-n[1]]))
		default:
			b.changeRow(s, b.gone(&d.Gone[i-n[0]-n[1]-n[2]], "gone", asGood))
		}
	})
}

func (b *book) changeRow(s *sheet, x change) {
	kind, verdict := "", ""
	if x.kind != "" {
		kind = b.page.kind(x.kind)
	}
	if x.verdict != "" {
		verdict = say(b.page.words.Verdicts, x.verdict)
	}
	records, people := counted(x.records), counted(x.people)
	if x.kind == "" { // a file that moved, not what is in it
		records.value, people.value = nil, nil
	}
	s.add(sheetCell{say(b.audit.States, x.state), x.style}, verdict, x.place.Zone, sheetCell{x.place.Client, asWrapped},
		sheetCell{x.place.Share, asWrapped}, sheetCell{x.place.Path, asWrapped}, sheetCell{x.place.Member, asWrapped}, sheetCell{kind, asWrapped},
		records, people, b.date(x.modified, asDay), sheetCell{x.remark, asWrapped})
}

func (b *book) fresh(f *report.Finding) change {
	style := asBad
	if f.Verdict == "allowed" || f.State == "moved" {
		style = asPlain
	}
	return change{f.State, style, f.Verdict, f.At(), f.Kind, f.Records, f.People, f.Modified, b.why(f.Why)}
}

// gone is a finding of the other run alone; what is left of its people elsewhere,
// and why nobody knows, stand beside it.
func (b *book) gone(g *report.Gone, state string, style sheetStyle) change {
	remark := ""
	if g.Why != "" {
		remark = changeWordsFor(b.page.opts.Lang).why(g.Why, b.page.words)
	}
	if len(g.Elsewhere) > 0 {
		if remark != "" {
			remark += ". "
		}
		style = asWarning
		remark += b.cols.Elsewhere + ": "
		for i := range g.Elsewhere {
			if i > 0 {
				remark += "; "
			}
			remark += zoneAndClient(g.Elsewhere[i].Zone, "") + " " + whereIs(&g.Elsewhere[i])
		}
	}
	return change{state, style, g.Verdict, g.Place, g.Kind, g.Records, g.People, g.Modified, remark}
}

func (b *book) moved(m *report.Move) change {
	by := b.cols.ByFile
	if m.By == "people" {
		by = b.cols.ByPeople
	}
	return change{state: "moved", style: asPlain, place: m.From, remark: "→ " + m.To.Zone + " " + whereIs(&m.To) + " (" + b.cols.MovedBy + ": " + by + ")"}
}
