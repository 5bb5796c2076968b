// Package output writes reports.
//
// Each format lives in a file of its own and is one function.
package output

import (
	"cmp"
	"io"
	"slices"

	"github.com/shikiri/shikiri/report"
)

// A Format is a way to write a report.
type Format struct {
	Name string // "json": for -f
	Ext  string // ".json"
	Doc  string // what it is for, in a line
	// Public: it holds no paths and no excerpts, and another program's user must
	// be able to read it.
	Public bool
	Spoken bool // it is written in the language of Options
	Write  func(w io.Writer, r *report.Run, o Options) error
	// Compared tells that the format shows what became of an older run: it cannot
	// write a run that was not compared with one.
	Compared bool
}

// Options are what a format may need to know of its reader. The zero value
// suits a pipe.
type Options struct {
	Color bool   // the reader sees colours
	Width int    // of the reader's terminal in cells, or 0
	Lang  string // "ja" or "en" (the zero value too) for formats that people read; machines always get English
}

var formats []*Format

func register(f *Format) { formats = append(formats, f) }

// All returns the formats, ordered by name.
func All() []*Format {
	return slices.SortedFunc(slices.Values(formats), func(a, b *Format) int { return cmp.Compare(a.Name, b.Name) })
}

// Lookup returns the format of a name, or nil.
func Lookup(name string) *Format {
	i := slices.IndexFunc(formats, func(f *Format) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return formats[i]
}
