// Package detect finds Japanese personal data in text.
//
// A [Detector] knows one kind of data and lives in a file of its own: the files
// of this package are the list of what can be found. A [Scanner] reads a text
// once and wakes a detector only where the text holds what that detector waits
// for: a run of digits, a byte such as '@', a run of Japanese, or a label or
// column that announces it. One number or word proves little, so confidence
// comes from evidence that adds up: shape and check digit, label, column, slot,
// honorific, neighbours.
//
// Start at [Default] and [Scanner.Append].
package detect

import (
	"cmp"
	"slices"
)

// A Detector recognises one kind of personal data. It is a value: nothing
// changes it once it is registered.
type Detector struct {
	ID  string // the kind, as policies and reports name it: "my-number"
	Doc string // what it finds; the first line is the title

	// Explains marks what is no personal data but tells why a number or name is
	// none, such as a company's: it is never a violation on its own.
	Explains bool

	// What wakes Check: a run of MinDigits to MaxDigits digits of either width
	// and any grouping, or this ASCII byte, or (Japanese) a run of Japanese text.
	MinDigits, MaxDigits int
	Plain                bool // no dashes between the digits
	Lettered             bool // a letter right before them
	Hidden               bool // or a number of any length with hidden digits: ***4567
	Byte                 byte
	Japanese             bool
	// Or these words, of MinWord bytes or more, wherever they stand, in either case
	// and width. The candidate is then the word, and Check moves the bounds to the
	// value beside it; it is asked again for what is behind that (Known).
	Words []string

	// Check judges a candidate that nothing announced. It may move the bounds
	// and must not keep c.
	Check func(c *Candidate) Confidence

	// Labels are the words before a value ("氏名：") or above a column that
	// announce this kind; see label.go for their notation.
	Labels []string
	// Field judges a value that a label or column announced: it begins at
	// c.Start and ends at c.End at the latest; Field sets the true bounds.
	Field func(c *Candidate) Confidence

	// Picture judges all of what a picture shows, Text[Start:End], and moves the
	// bounds to what says so.
	Picture func(c *Candidate) Confidence

	// Identifies says that only one person has a value: it tells people apart.
	Identifies bool
	// Definition is what a detector that is data was made from: it goes into Hash.
	Definition string

	Good, Bad []string // each Good holds exactly one, each Bad none; low confidence counts
}

// Confidence says how sure a detector is of a match. The zero value is none.
type Confidence uint8

const (
	None   Confidence = iota // not a match
	Low                      // the shape fits
	Medium                   // the shape fits, and so does what surrounds it
	High                     // independent evidence agrees: label, column, check digit, dictionary
)

// String returns the confidence as reports and flags have it: "medium".
func (c Confidence) String() string { return [...]string{"none", "low", "medium", "high"}[c] }

// A Match is a place in a text where a detector found something. It holds
// offsets only, so keeping one does not keep the text.
type Match struct {
	Start, End uint32
	Evidence   Evidence
	// Entry numbers the row of a table, or the line of running text, within the
	// block, from 0.
	Entry uint32
	// Place tells matches with different labels, columns or slots apart; 0 is
	// none. The same label, column or slot has the same Place throughout a file.
	Place      uint32
	Label      uint16 // the label or word that announced it, for Explain; 0: none
	Detector   uint16 // index in the Set
	Confidence Confidence
	Masked     bool // digits are hidden
	// Part is 0 for a value or its first part and above for what continues it: a
	// given name in a column of its own, the second line of an address. Only
	// Part 0 is counted, and Related: the name of somebody else in a person's
	// entry, such as 世帯主.
	Part uint8
}

// Related is the Part of another person's name in an entry.
const Related = 8

// A Block is text that is scanned at once: UTF-8, though any bytes are accepted.
type Block struct {
	Text []byte
	// Seen and Next are how many bytes this block shares with the one before
	// and the one after. What begins in the first half of a shared part belongs
	// to the earlier block, the rest to the later one.
	Seen, Next int
	Table      *Table // the cells if Text is rows and columns, else nil
	Picture    bool   // Text is what was recognised in a picture, all of it
}

// A Table is rows and columns over the text of a block.
type Table struct {
	ID    int      // changes when another table begins in the same file
	First bool     // this block holds the table's first row, which may be a header
	Cells []uint32 // bounds of all cells, row by row: cell i is Text[Cells[2*i]:Cells[2*i+1]]
	Rows  []uint32 // index of the first cell of each row, and at the end the number of cells
}

// A Candidate is a place in a text that may hold personal data.
type Candidate struct {
	Text       []byte // the text being scanned
	Start, End int    // the candidate is Text[Start:End]
	Lo, Hi     int    // what may be looked at around it: the line or the cell
	// What is known of the place when a Field is judged.
	Announced bool // by a label or by the header of a column
	Weak      bool // by a word such as "name" that other things have too
	Cell      bool // it is a cell of a table: the value fills it
	OneWord   bool // it is a surname or a given name alone
	Known     int  // what is before was found already, when a word woke Check
	Continues bool // the label says that it goes on with a value that began elsewhere: 方書
	// What the judgement found out.
	Evidence Evidence
	Masked   bool

	lines     bool // it is running text, where a value may go on in the next line
	num       number
	window    []rune
	gaveUp    []GaveUp
	announced bool   // X hides a digit only where a number is expected
	label     string // what announced it, as detectors list it
	set       *Set
}

// forget ends the judgement of a cell: nothing is announced any more.
func (c *Candidate) forget() {
	c.Cell, c.Announced, c.Weak, c.OneWord, c.Continues, c.label = false, false, false, false, false, ""
}

// Digits returns the digits of the candidate as ASCII, whatever their width and
// grouping in the text. It is valid until Check returns.
func (c *Candidate) Digits() []byte { return c.num.digits[:c.num.n] }

// Bytes returns the candidate's text; it is valid until Check returns.
func (c *Candidate) Bytes() []byte { return c.Text[c.Start:c.End] }

var registry []*Detector

// register adds d to those returned by All. It is called only from the init
// function of the file that declares d.
func register(d *Detector) { registry = append(registry, d) }

// All returns the built-in detectors, ordered by ID.
func All() []*Detector {
	return slices.SortedFunc(slices.Values(registry), func(a, b *Detector) int { return cmp.Compare(a.ID, b.ID) })
}
