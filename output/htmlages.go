package output

import (
	"cmp"
	"slices"

	"github.com/shikiri/shikiri/report"
)

// How old the files with personal data are, as bars: one chart for each zone and
// client, with the line that the retention draws.

const (
	ageWidth, ageHeight = 520, 172 // units of a chart
	ageTop, ageFloor    = 34, 150
	ageStep, ageBar     = 54, 40
	ageLeft             = 17
	ageCharts           = 12 // what more there are is in the table alone
)

// An ageBars is a chart.
type ageBars struct {
	*report.Retention
	Bars  []ageColumn
	Line  float64 // where the retention ends; 0: nowhere
	Label string  // for those who do not see it
}

// An ageColumn is a class of age. Height and Over are units from Floor; Over is
// the part of the files that are overdue.
type ageColumn struct {
	X, Middle    float64
	Y, Height    float64
	OverY, Over  float64
	Label        string
	Files, Worse int64
}

// AgeCharts returns the charts, those with most overdue files first.
func (h *htmlPage) AgeCharts() []ageBars {
	all := make([]*report.Retention, 0, len(h.Run.Retention))
	for i := range h.Run.Retention {
		if h.Run.Retention[i].Files > 0 && len(h.Run.Retention[i].Ages) > 0 {
			all = append(all, &h.Run.Retention[i])
		}
	}
	slices.SortStableFunc(all, func(a, b *report.Retention) int {
		return cmp.Or(cmp.Compare(b.Overdue, a.Overdue), cmp.Compare(b.Files, a.Files))
	})
	var charts []ageBars
	for _, r := range all[:min(len(all), ageCharts)] {
		charts = append(charts, h.ageBars(r))
	}
	return charts
}

func (h *htmlPage) ageBars(r *report.Retention) ageBars {
	c := ageBars{Retention: r, Label: h.F("age-chart", h.Zone(r.Zone), h.Client(r.Client), r.Files, r.Overdue)}
	most := int64(1)
	for _, a := range r.Ages {
		most = max(most, a.Files)
	}
	before := int64(0) // the bound of the class before
	for i, a := range r.Ages {
		bar := ageColumn{X: ageLeft + float64(i)*ageStep, Files: a.Files, Worse: a.Overdue}
		bar.Middle = bar.X + ageBar/2
		bar.Height = float64(a.Files) / float64(most) * (ageFloor - ageTop)
		bar.Over = float64(a.Overdue) / float64(most) * (ageFloor - ageTop)
		bar.Y, bar.OverY = ageFloor-bar.Height, ageFloor-bar.Over
		bar.Label = h.ageLabel(before, a.Days)
		if r.Days > before && (a.Days == 0 || r.Days <= a.Days) && c.Line == 0 {
			c.Line = ageLine(r.Days, before, a.Days, bar.X)
		}
		before = a.Days
		c.Bars = append(c.Bars, bar)
	}
	return c
}

// ageLabel names a class of age, in years where they are whole.
func (h *htmlPage) ageLabel(before, days int64) string {
	key, n := "age-to", days
	if days == 0 {
		key, n = "age-over", before
	}
	if n > 0 && n%365 == 0 {
		return h.F(key+"-years", n/365)
	}
	return h.F(key+"-days", n)
}

// ageLine returns where in a class the retention ends: at its right end if it is
// its bound.
func ageLine(days, from, to int64, x float64) float64 {
	part := 0.5
	if to > from {
		part = float64(days-from) / float64(to-from)
	}
	const gap = (ageStep - ageBar) / 2
	return x - gap + part*ageStep
}

// AgeView is the size of a chart, and where its floor and top are.
func (h *htmlPage) AgeView() [4]int { return [4]int{ageWidth, ageHeight, ageFloor, ageTop} }
