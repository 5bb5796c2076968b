package output

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/shikiri/shikiri/report"
)

// The lists of the page are columns of numbers: names are entries of
// dictionaries, and what only an opened row shows is apart, in pieces that are
// unpacked when they are asked for. 200,000 findings are ready in a browser in the
// time that it takes to parse some numbers.

// htmlPiece is how many findings share a piece of what opened rows show.
const htmlPiece = 1000

// worstIndices returns the indices of the findings in the order of the page, the
// worst first, and at most limit of them. It is the order of the table, with what
// is allowed at the end.
func worstIndices(all []report.Finding, limit int) []int32 {
	order := make([]int32, len(all))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(i, j int32) int {
		a, b := &all[i], &all[j]
		return cmp.Or(cmp.Compare(badness(b.Verdict), badness(a.Verdict)), cmp.Compare(rank(b.Confidence), rank(a.Confidence)), compareBool(a.Masked, b.Masked),
			cmp.Compare(b.People, a.People), cmp.Compare(b.Records, a.Records), cmp.Compare(b.Count, a.Count), cmp.Compare(i, j))
	})
	return order[:min(len(order), limit)]
}

// badness orders verdicts, the worst highest: one that is not known is a violation.
func badness(verdict string) int {
	if s := rank(verdict); s >= 0 {
		return s
	}
	return rank("violation")
}

// writeData writes the data of the lists.
func (h *htmlPage) writeData() error {
	b := newBlob(h.out)
	if err := h.writeFindings(b); err != nil {
		return err
	}
	for first := 0; first < len(h.Worst); first += htmlPiece {
		if err := h.writePiece(b, first); err != nil {
			return err
		}
	}
	if err := h.writeUnexamined(b); err != nil {
		return err
	}
	return h.writeProbe(b)
}

func (h *htmlPage) writeFindings(b *blob) error {
	rows := len(h.Worst)
	at := func(i int) *report.Finding { return &h.Run.Findings[h.Worst[i]] }
	b.open("findings-data")
	b.raw("{")
	b.key("rows")
	b.int(int64(rows))
	for _, c := range []struct {
		name  string
		value func(f *report.Finding) string
		label func(string) string
	}{
		{"verdict", func(f *report.Finding) string { return f.Verdict }, h.Verdict},
		{"zone", func(f *report.Finding) string { return f.Zone }, h.ShortZone},
		{"client", func(f *report.Finding) string { return f.Client }, h.Client},
		{"kind", func(f *report.Finding) string { return f.Kind }, h.KindName},
		{"confidence", func(f *report.Finding) string { return f.Confidence }, h.Level},
		{"state", func(f *report.Finding) string { return f.State }, h.State},
		{"share", func(f *report.Finding) string { return f.Share }, nil},
		{"dir", func(f *report.Finding) string { dir, _ := split(f.Path); return dir }, nil},
		{"member", func(f *report.Finding) string { return f.Member }, nil},
		{"owner", func(f *report.Finding) string { return f.Owner }, nil},
	} {
		if err := b.terms(c.name, rows, func(i int) string { return c.value(at(i)) }, c.label); err != nil {
			return err
		}
	}
	for _, c := range []struct {
		name  string
		value func(f *report.Finding) int64
	}{
		{"masked", func(f *report.Finding) int64 {
			if f.Masked {
				return 1
			}
			return 0
		}},
		{"count", func(f *report.Finding) int64 { return f.Count }},
		{"records", func(f *report.Finding) int64 { return f.Records }},
		{"people", func(f *report.Finding) int64 { return f.People }},
		{"age", func(f *report.Finding) int64 { return f.AgeDays }},
	} {
		b.ints(c.name, rows, func(i int) int64 { return c.value(at(i)) })
	}
	if err := b.strings("name", rows, func(i int) string { _, name := split(at(i).Path); return name }); err != nil {
		return err
	}
	b.raw("}")
	return b.close()
}

// A detail is what an opened row shows: words and what they are, and samples of
// where, excerpt, confidence and evidence.
type detail struct {
	Facts   [][2]string `json:"f"`
	Samples [][4]string `json:"s"`
}

func (h *htmlPage) writePiece(b *blob, first int) error {
	b.open("piece-" + strconv.Itoa(first/htmlPiece))
	separator := "["
	for _, i := range h.Worst[first:min(first+htmlPiece, len(h.Worst))] {
		b.raw(separator)
		if err := b.value(h.detail(&h.Run.Findings[i])); err != nil {
			return err
		}
		separator = ","
	}
	b.raw("]")
	return b.close()
}

func (h *htmlPage) detail(f *report.Finding) *detail {
	d := &detail{}
	add := func(key, value string) {
		if value != "" {
			d.Facts = append(d.Facts, [2]string{h.T(key), value})
		}
	}
	add("why", h.said(h.whys, f.Why, func(s string) string { return h.Days(h.why(s)) }))
	add("exception", visible(f.Exception))
	add("place", h.access(&report.Finding{Place: f.Place, Owner: f.Owner, Readers: f.Readers}))
	add("modified", h.Moment(f.Modified))
	if f.Dated != nil {
		add("dated", h.Day(*f.Dated)+" ("+h.T("dated-by-"+datedBy(f.DatedBy))+")")
	}
	add("fingerprint", visible(f.Fingerprint))
	add("finding-id", visible(f.ID))
	for i := range f.Samples {
		s := &f.Samples[i]
		evidence := ""
		for n, e := range s.Evidence {
			if n > 0 {
				evidence += h.T("comma")
			}
			evidence += h.said(h.signs, e, h.evidence)
		}
		d.Samples = append(d.Samples, [4]string{h.at(s.Part, s.Cell, s.Line, s.Column), visible(s.Excerpt), h.Level(s.Confidence), evidence})
	}
	return d
}

// datedBy returns the word for what a date was taken from, if there is one.
func datedBy(from string) string {
	if from == "path" || from == "header" {
		return from
	}
	return "other"
}

// said returns how a sentence is said, and remembers it: a run says the same of
// thousands of findings, and saying it takes a dozen patterns.
func (h *htmlPage) said(known map[string]string, text string, how func(string) string) string {
	s, ok := known[text]
	if !ok {
		s = how(text)
		known[text] = s
	}
	return s
}

func (h *htmlPage) writeUnexamined(b *blob) error {
	all := h.Unexamined[:min(len(h.Unexamined), htmlRows)]
	b.open("unexamined-data")
	b.raw("{")
	b.key("rows")
	b.int(int64(len(all)))
	zones := map[string]string{}
	for _, c := range []struct {
		name  string
		value func(u *report.Unexamined) string
		label func(string) string
	}{
		{"reason", func(u *report.Unexamined) string { return u.Reason }, h.Reason},
		{"zone", func(u *report.Unexamined) string {
			return h.said(zones, u.Share, func(share string) string { return zoneOf(h.Run, share) })
		}, h.ShortZone},
		{"share", func(u *report.Unexamined) string { return u.Share }, nil},
		{"dir", func(u *report.Unexamined) string { dir, _ := split(u.Path); return dir }, nil},
		{"member", func(u *report.Unexamined) string { return u.Member }, nil},
		{"detail", func(u *report.Unexamined) string { return h.page.said(u.Detail) }, nil},
		{"todo", func(u *report.Unexamined) string { return u.Reason }, h.Todo},
	} {
		if err := b.terms(c.name, len(all), func(i int) string { return c.value(all[i]) }, c.label); err != nil {
			return err
		}
	}
	if err := b.strings("name", len(all), func(i int) string { _, name := split(all[i].Path); return name }); err != nil {
		return err
	}
	b.raw("}")
	return b.close()
}
