package extract

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"

	"github.com/shikiri/shikiri/extract/biff"
	"github.com/shikiri/shikiri/extract/numfmt"
	"github.com/shikiri/shikiri/extract/officecrypt"
)

func init() {
	register(&Format{
		Name:    "xls",
		Family:  "office",
		Doc:     "workbooks of Excel 5.0 to 2003: all sheets, numbers as shown, comments, text boxes, headers, charts, pivot tables, readings, embedded objects and pictures; passwords as of zips",
		Limits:  "cells of strings beyond 48 MB of them have no place; formulas are read by their results",
		Exts:    []string{".xls", ".xlt", ".xla"},
		In:      "ole",
		Holds:   func(has func(string) bool) bool { return has("Workbook") || has("Book") },
		Extract: func(ctx context.Context, f *File, out Out) error { return extractOLE(ctx, f, out, readXLS) },
	})
	register(&Format{
		Name:    "xls-bare",
		Family:  "office",
		Doc:     "sheets of Excel 2.1 to 4.0, which are in no container",
		Exts:    []string{".xls", ".xlw", ".xlc"},
		Match:   matchBareXLS,
		Extract: extractBareXLS,
	})
}

// xlsFault makes what is wrong with the records of a workbook a *Skip.
func xlsFault(err error) error {
	switch {
	case errors.Is(err, biff.ErrTruncated):
		return damaged(io.ErrUnexpectedEOF)
	case errors.Is(err, biff.ErrDamaged):
		return damaged(err)
	}
	return err
}

// readXLS reads a workbook. Of one that was saved for two versions at once, in
// two streams, the newer is read.
func readXLS(o *oleFile) error {
	book := o.take("Workbook")
	if old := o.take("Book"); book == nil {
		book = old
	}
	x := newXLS(o.ctx, o.f.Budget, o.out)
	res, err := biff.Read(o.stream(book), x.options(), x)
	if end := x.end(); err == nil {
		err = end
	}
	if errors.Is(err, biff.ErrDamaged) && res.Pos < book.Size {
		rest := io.NewSectionReader(o.Open(book), res.Pos, book.Size-res.Pos)
		in := &File{Size: -1, Reader: o.f.Budget.reader(o.ctx, &oleStream{o, rest}), Budget: o.f.Budget}
		if _, err := readRuns(o.ctx, in, &partOut{o.out, "workbook"}); err != nil {
			return err
		}
	}
	if err = xlsFault(err); final(err) || x.locked {
		if x.locked {
			o.takeAll()
		}
		return err
	}
	if res.PoolFull {
		o.out.Skip("", Skip{ReasonPartial, "more than 48 MB of strings: the last of them were scanned without their cells"})
	}
	if err := o.caches(x); err != nil {
		return err
	}
	if res.Drawings {
		d := biff.NewDrawings(o.stream(book), x.options())
		if err := o.note("pictures", o.pictures(d, "")); err != nil {
			return err
		}
	}
	return err
}

// takeAll keeps the rest of an encrypted document from being read: what is not
// encrypted in it says nothing.
func (o *oleFile) takeAll() {
	for _, e := range o.Entries {
		o.taken[e] = true
	}
}

// caches reads what pivot tables keep of the rows they were made of: whole tables
// that may be on no sheet any more.
func (o *oleFile) caches(x *xls) error {
	for _, e := range o.Entries[1:] {
		if e.Storage || e.Parent == nil || !strings.EqualFold(e.Parent.Name, "_SX_DB_CUR") {
			continue
		}
		o.taken[e] = true
		err := biff.ReadCache(o.stream(e), x.options(), x)
		if end := x.end(); err == nil {
			err = end
		}
		if err := o.note(oleName(e.Path()), xlsFault(err)); err != nil {
			return err
		}
	}
	return nil
}

// An xls hands out what is in a workbook.
type xls struct {
	ctx     context.Context
	budget  *Budget
	out     Out
	name    string   // of the sheet
	table   *tabular // of the sheet, or nil
	row     int      // -1: none yet
	col     int
	beside  [len(xlsParts)][]byte
	formats map[string]*numfmt.Format
	locked  bool // encrypted, and not opened
}

func newXLS(ctx context.Context, b *Budget, out Out) *xls {
	return &xls{ctx: ctx, budget: b, out: out, row: -1, formats: make(map[string]*numfmt.Format)}
}

// xlsParts names what is beside the cells. The last is for unknown records.
var xlsParts = [...]string{
	biff.Header: "header", biff.Comment: "comments", biff.Box: "text boxes", biff.Chart: "charts", biff.Name: "properties",
	biff.Shared: "strings", biff.Reading: "phonetic", biff.Pivot: "pivot tables", xlsOther: "other records",
}

const (
	xlsOther = biff.Pivot + 1
	// xlsBeside is how much of a sheet beside its cells is held back, so that rows
	// come together.
	xlsBeside = 64 << 10
)

func (x *xls) options() *biff.Options {
	return &biff.Options{Decode: appendCodepage, Number: x.number, Unlock: x.unlock}
}

// unlock opens an encrypted workbook (MS-XLS 2.4.117). Before version 8 there is
// only one method.
func (x *xls) unlock(filepass []byte) (biff.Cipher, error) {
	passwords := []string{officecrypt.DefaultPassword}
	if x.budget.Settings != nil {
		passwords = append(passwords, x.budget.Settings.Passwords...)
	}
	var c biff.Cipher
	var err error
	switch method := filepass; {
	case len(method) == 4:
		c, err = openObfuscation(method, passwords)
	case len(method) >= 6 && method[0] == 0:
		c, err = openObfuscation(method[2:], passwords)
	case len(method) >= 6 && method[0] == 1:
		c, err = officecrypt.OpenStream(x.ctx, method[2:], 1024, passwords)
	default:
		err = officecrypt.ErrMethod
	}
	if err != nil {
		x.locked = true
		return nil, locked(x.ctx, err)
	}
	return c, nil
}

func openObfuscation(b []byte, passwords []string) (biff.Cipher, error) {
	return officecrypt.OpenObfuscation(uint16(b[0])|uint16(b[1])<<8, uint16(b[2])|uint16(b[3])<<8, passwords)
}

func (x *xls) Sheet(name string) error {
	err := x.end()
	x.name, x.row, x.table = name, -1, nil
	return err
}

func (x *xls) Cell(row, col int, text []byte) error {
	if x.table == nil {
		x.table = newTabular(x.out, x.name, InSheet)
	}
	if x.row >= 0 && (row != x.row || col <= x.col) {
		if err := x.table.row(x.row + 1); err != nil {
			return err
		}
	}
	x.row, x.col = row, col
	x.table.cell(col, text)
	return x.ctx.Err()
}

func (x *xls) Text(kind biff.Kind, text []byte) error {
	if kind == biff.Header {
		text = plainHeading(bytes.Clone(text))
	}
	if text = bytes.TrimSpace(text); len(text) == 0 {
		return nil
	}
	b := append(append(x.beside[kind], text...), '\n')
	x.beside[kind] = b
	if len(b) < xlsBeside {
		return nil
	}
	return x.end()
}

func (x *xls) Record(data []byte) error {
	for _, u := range appendRuns(nil, data) {
		if err := x.Text(xlsOther, u.appendText(nil, data)); err != nil {
			return err
		}
	}
	return nil
}

// end hands out what is held back of a sheet.
func (x *xls) end() error {
	if x.table != nil {
		if err := x.table.row(x.row + 1); err != nil {
			return err
		}
		if err := x.table.close(); err != nil {
			return err
		}
	}
	for kind, text := range x.beside {
		if len(text) == 0 {
			continue
		}
		part := xlsParts[kind]
		if x.name != "" {
			part += " of " + x.name
		}
		p := newProse(x.out, part)
		err := errors.Join(p.write(text), p.close())
		x.beside[kind] = text[:0]
		if err != nil {
			return err
		}
	}
	return nil
}

func (x *xls) number(dst []byte, v float64, code string, date1904 bool) []byte {
	f, ok := x.formats[code]
	if !ok {
		f = numfmt.Parse(code)
		x.formats[code] = f
	}
	return f.Append(dst, v, date1904)
}
