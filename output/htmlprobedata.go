package output

import (
	"slices"
	"strings"
)

// The lists of a probe that the script of the page shows are columns of numbers, as
// those of findings are: see htmldata.go.

// liveLists are those that the script makes searchable.
var liveLists = []string{"opens", "targets"}

// writeProbe writes the data of the lists that the script shows.
func (h *htmlPage) writeProbe(b *blob) error {
	for _, id := range liveLists {
		if l := h.probeList(id, false); h.Run.Probed() && l.Rows > 0 {
			if err := h.writeList(b, l); err != nil {
				return err
			}
		}
	}
	return nil
}

// liveColumns are those of a list that a row shows; the rest is seen when it is
// opened.
var liveColumns = map[string][]string{
	"opens":   {"verdict", "from", "to", "address", "name", "port", "service", "banner", "time"},
	"targets": {"from", "to", "address", "names", "open", "refused", "filtered", "attempts"},
}

// A liveColumn tells the script of a column.
type liveColumn struct {
	ID    string `json:"id"`
	Is    string `json:"is,omitempty"`
	Title string `json:"title"`
	Shown bool   `json:"shown,omitempty"`
}

func (h *htmlPage) writeList(b *blob, l probeList) error {
	rows := min(l.Rows, htmlRows)
	columns := make([]liveColumn, len(l.Columns))
	for i, c := range l.Columns {
		columns[i] = liveColumn{ID: c.ID, Title: h.Probe.words.Columns[c.ID], Shown: slices.Contains(liveColumns[l.ID], c.ID)}
		if c.Right && c.ID != "millis" {
			columns[i].Is = "number"
		}
	}
	all := make([][]probeCell, rows)
	for i := range all {
		all[i] = l.Row(i)
	}
	b.open(l.ID + "-data")
	b.raw("{")
	b.key("rows")
	b.int(int64(rows))
	b.key("title")
	if err := b.value(h.Probe.words.Lists[l.ID]); err != nil {
		return err
	}
	b.key("columns")
	if err := b.value(columns); err != nil {
		return err
	}
	for j, c := range columns {
		if c.Is == "number" {
			b.ints(c.ID, rows, func(i int) int64 { return all[i][j].n })
			continue
		}
		text := func(i int) string { return strings.Join(h.probeCell(all[i][j]), ", ") }
		if c.ID == "verdict" {
			text = func(i int) string { return all[i][j].grade + "\n" + all[i][j].text }
		}
		if err := b.texts(c.ID, rows, text); err != nil {
			return err
		}
	}
	b.raw("}")
	return b.close()
}

// texts writes a column of texts that repeat, as pairs of an ID and a label: what
// stands before a line end is the ID, else the label is.
func (b *blob) texts(name string, rows int, at func(i int) string) error {
	var d dictionary
	b.ints(name, rows, func(i int) int64 { return d.of(at(i)) })
	pairs := make([][2]string, len(d.terms))
	for i, t := range d.terms {
		id, label, ok := strings.Cut(t, "\n")
		if !ok {
			label = id
		}
		pairs[i] = [2]string{id, label}
	}
	b.key(name + "s")
	return b.value(pairs)
}
