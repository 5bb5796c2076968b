package output

import (
	"strings"
	"time"
)

// A probeList is one list of what a probe tells. It is made once, and every format
// for people writes it in its own way: none can leave out what another shows.
type probeList struct {
	ID      string // of its words, and of its place on a page
	Title   string // if it is no word of the ID
	Columns []probeColumn
	Rows    int
	Row     func(i int) []probeCell
	// Stacks are the columns of a terminal, which is narrow: in each some columns of
	// the list stand below each other. Wide is the one that takes the room the others
	// leave.
	Stacks []probeStack
	Wide   int
	Page   []probeStack // of a page, which is wider; nil: each column that holds something
	Few    int64        // numbers that a terminal does not say: 0, or 1 where one is the rule
}

// A probeStack is columns of a list below each other, under the title of an ID.
type probeStack struct {
	Title string
	Of    []int
}

// A probeColumn is one of a list. Its ID is that of its title.
type probeColumn struct {
	ID    string
	Width float64 // in characters, of a sheet
	Right bool    // numbers
	Label bool    // where it stands below another, its title stands before it
}

// A cellKind says whose text a cell holds, and so how a format must write it.
type cellKind int

const (
	cellWord cellKind = iota // ours
	cellName                 // theirs: addresses, banners; anything may be in them
	cellZone                 // the name of a zone
	cellSaid                 // a sentence of the run, in the reader's language; names may be in it
	cellNumber
	cellTime
)

// A probeCell is one of a list.
type probeCell struct {
	kind  cellKind
	text  string
	names []string // of cellName: several, instead of text
	n     int64
	at    time.Time
	grade string // "violation", "missed", "allowed", or "": how it looks
}

func wordCell(text string) probeCell      { return probeCell{text: text} }
func nameCell(text string) probeCell      { return probeCell{kind: cellName, text: text} }
func zoneCell(name string) probeCell      { return probeCell{kind: cellZone, text: name} }
func namesCell(names ...string) probeCell { return probeCell{kind: cellName, names: names} }
func numberCell(n int64) probeCell        { return probeCell{kind: cellNumber, n: n} }
func timeCell(at time.Time) probeCell     { return probeCell{kind: cellTime, at: at} }

// as returns the cell in a grade.
func (c probeCell) as(grade string) probeCell {
	c.grade = grade
	return c
}

// all returns the texts of a cell that has some.
func (c probeCell) all() []string {
	if len(c.names) > 0 {
		return c.names
	}
	if c.text == "" {
		return nil
	}
	return []string{c.text}
}

// ports makes a list of ports breakable: terminals and sheets break lines at spaces.
func ports(list string) string { return strings.ReplaceAll(list, ",", ", ") }

// filled returns the columns that hold something in one of the first rows.
func (l probeList) filled(rows int) []int {
	full := make([]bool, len(l.Columns))
	for i := range min(l.Rows, rows) {
		for j, c := range l.Row(i) {
			full[j] = full[j] || len(c.all()) > 0 || c.n != 0 || !c.at.IsZero()
		}
	}
	var all []int
	for j, is := range full {
		if is {
			all = append(all, j)
		}
	}
	return all
}

// stacked returns the lines of the cells that stand below each other, said by say;
// those that hold nothing are left out. From and to stand beside each other, and so
// do first and last, said by until.
func (v *probeView) stacked(l probeList, cells []probeCell, s probeStack, say func(probeCell) string, until func(from, to time.Time) string) []string {
	var lines []string
	for n := 0; n < len(s.Of); n++ {
		i := s.Of[n]
		text, id, next := say(cells[i]), l.Columns[i].ID, ""
		if text == "" || cells[i].kind == cellNumber && cells[i].n <= l.Few && len(s.Of) > 1 {
			continue
		}
		if n+1 < len(s.Of) {
			next = l.Columns[s.Of[n+1]].ID
		}
		switch {
		case id == "from" && next == "to":
			n++
			text += " → " + say(cells[s.Of[n]])
		case cells[i].kind == cellTime && (next == "last" || next == "finished"):
			n++
			text += until(cells[i].at, cells[s.Of[n]].at)
		case l.Columns[i].Label && id != s.Title:
			text = v.words.Columns[id] + " " + text
		}
		lines = append(lines, text)
	}
	return lines
}
