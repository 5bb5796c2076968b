// Package extract turns files into text.
//
// Each file format lives in a file of its own. A [Format] reads a [File] as a
// stream and hands blocks of UTF-8 text, and the files inside the file, to an
// [Out]. Memory is bounded by the block size whatever the size of the file.
package extract

import (
	"cmp"
	"context"
	"io"
	"slices"
)

// A File is a file to be read, on a share or inside another file.
type File struct {
	Name string // its own name, decoded: "b.zip", or "c/d.txt" for a member
	Size int64  // as announced by the share or archive; -1 if unknown
	io.Reader
	// Budget is shared by a file and all that is inside it. Never nil once
	// Extract runs.
	Budget *Budget
}

// A Block is text that is scanned at once.
type Block struct {
	// Text is UTF-8 and valid until Out.Text returns. What a decoder could not
	// decode is U+FFFD; gaiji are in the private use area.
	Text []byte
	// Part says where in the file it is if not by line: "Sheet1", "page 3".
	Part string
	// Line is the number of the line (of the record, for records without line
	// ends) that Text begins on, from 1; 0 if lines mean nothing here.
	Line int
	// Seen is how many bytes at the start of Text the previous block of the file
	// ended with. Both blocks hold them so that what lies across the cut is
	// found whole: what begins in the first Seen/2 bytes belongs to the previous
	// block, the rest to this one. 0 nearly always: blocks end where lines end.
	Seen int
	// Next is the Seen of the block that follows: what begins in the last
	// Next - Next/2 bytes of Text belongs to that one.
	Next int
	// Table holds the cells if Text is rows and columns, else nil.
	Table *Table
	// Picture says that Text was recognised in a picture, all of it: it may be
	// misread, and the picture may be of an identity document.
	Picture bool
}

// A Table is rows and columns over the text of a block.
type Table struct {
	// ID changes when another table begins in the same file. First is true in
	// the block that holds the table's first row, which may be a header.
	ID    int
	First bool
	// Cells holds the bounds of all cells, row by row: cell i is
	// Text[Cells[2*i]:Cells[2*i+1]], quotes and padding stripped.
	Cells []uint32
	// Rows holds the index of the first cell of each row and, at the end, the
	// number of all cells. A cell's column is its place in its row.
	Rows []uint32
	// Lines is the number of the line each row begins on, relative to
	// Block.Line, or nil if row i begins on line i.
	Lines []uint32
	// Columns is the number of each cell's column, from 0, or nil if that is its
	// place in its row: thousands of empty cells in a row are left out.
	Columns []uint32
	// Places says how people name a cell: by line and character as in a text,
	// by row and number of the column, or as spreadsheets do.
	Places Places
}

// Places are ways to name a cell of a table.
type Places uint8

const (
	InText  Places = iota // line 2, character 17
	InRows                // row 2, column 3
	InSheet               // C2
)

// Out receives what an extractor finds in a file.
type Out interface {
	// Text takes a block. An error ends the extraction and is returned by it.
	Text(*Block) error
	// Member takes a file inside the file, to be extracted in its turn. It
	// returns when the member has been read. An error ends the extraction.
	Member(*File) error
	// Skip notes a part of the file that is not examined, and why.
	Skip(member string, s Skip)
}

// A Skip says why a file or part of it was not examined.
type Skip struct {
	Reason string // one of the Reason constants
	Detail string // for people; never holds text of the file
}

func (s *Skip) Error() string {
	if s.Detail == "" {
		return s.Reason
	}
	return s.Reason + ": " + s.Detail
}

// Reasons for which content is not examined, or only partly.
const (
	ReasonPartial     = "partial" // only the readable runs in it, or some of its parts, were scanned
	ReasonDamaged     = "damaged" // or truncated; what came before was scanned
	ReasonEncrypted   = "encrypted"
	ReasonTooDeep     = "too-deep"           // archives in archives beyond Budget.Depth
	ReasonTooLarge    = "too-large-expanded" // unpacks to more than the Budget allows, or needs more memory
	ReasonTimeout     = "timeout"            // took longer than a file may
	ReasonNeedsOCR    = "needs-ocr"          // a picture, and OCR was asked for but could not be done
	ReasonUnsupported = "unsupported"        // packed or made in a way that is not read: nothing of it was scanned
	ReasonUnread      = "unreadable"         // the share failed while it was read
	ReasonShrunk      = "shrunk"             // shorter than it was when listed
)

// A Format is a kind of file.
type Format struct {
	Name   string   // "zip"
	Family string   // "archives": the heading it is listed under
	Doc    string   // what it is and what of it is read, in a line
	Limits string   // what of it is not read, and its bounds; "" if there is nothing to say
	Exts   []string // ".zip"
	// Match reports whether head, the first bytes (up to HeadSize) of a file,
	// is of this format. nil: by extension only, unless In is set or Extract nil.
	Match func(head []byte) bool
	// In names the container ("zip" or "ole") that files of this format are,
	// and Holds tells the format by what is in one. Match is nil then.
	In    string
	Holds func(has func(name string) bool) bool
	// Apart says that Extract runs libraries that may loop or take any amount of
	// memory on a hostile file: it is run in a process of its own, if there is one.
	Apart bool
	// Extract reads f to its end or returns why it could not: a *Skip for what
	// is wrong with the file, any other error for what is wrong with the share
	// or came from out. nil: a kind of plain text, which is told apart with others.
	Extract func(ctx context.Context, f *File, out Out) error
}

// HeadSize is how much of a file tells its format and encoding.
const HeadSize = 64 << 10

var formats []*Format

// within returns the format of a file that is a container, by what is in it.
func within(container string, has func(name string) bool) *Format {
	for _, f := range formats {
		if f.In == container && f.Holds(has) {
			return f
		}
	}
	return nil
}

func register(f *Format) { formats = append(formats, f) }

// Formats returns all formats, ordered by name.
func Formats() []*Format {
	return slices.SortedFunc(slices.Values(formats), func(a, b *Format) int { return cmp.Compare(a.Name, b.Name) })
}

// A Budget bounds what one file may cost together with everything inside it,
// so that a bomb is a reason in the report and not the end of the scan.
type Budget struct {
	Depth int   // how many levels of members may still be entered
	Bytes int64 // how many unpacked bytes may still be read
	Ratio int64 // unpacked bytes allowed for each packed byte, beyond the first RatioFree bytes

	Settings *Settings // what the user chose for all files; nil: nothing

	level   int   // how many archives are open inside each other
	packed  int64 // size of the outermost of them
	used    int64 // unpacked bytes so far, of all levels
	reserve int64 // of what is left, kept for the members that follow
	apart   int   // how many processes wait for each other to read the file
}
