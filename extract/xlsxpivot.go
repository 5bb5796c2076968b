package extract

import (
	"bytes"
	"io"

	"github.com/shikiri/shikiri/extract/xmlscan"
)

// A pivot cache holds a copy of the rows it was made from (18.10): names of the
// columns, what occurs in each, and rows that name what occurs by number. The
// source may be long gone.

// pivotFields hands out each field as a table of one column.
func (k *workbook) pivotFields(r io.Reader, name string) error {
	t := newTabular(k.out, name, InRows)
	t.headed = true
	line := 0
	add := func(b []byte) error {
		line++
		t.cell(0, b)
		return t.row(line)
	}
	err := k.tokens(r, func(tok *xmlscan.Token) error {
		switch {
		case tok.Kind == xmlscan.Start && string(tok.Name) == "cacheField":
			if err := t.close(); err != nil {
				return err
			}
			t = newTabular(k.out, name, InRows)
			t.headed = true
			return add(xmlscan.AppendUnescaped(nil, tok.Attr("name")))
		case tok.Kind == xmlscan.Start && pivotItem(tok.Name):
			return add(pivotValue(nil, tok))
		case tok.Kind == xmlscan.Start && string(tok.Name) != "sharedItems":
			if err := k.say.part(name); err != nil {
				return err
			}
			return k.say.attrs(tok)
		}
		return nil
	})
	if e := t.close(); err == nil {
		err = e
	}
	return err
}

// pivotItem reports whether an element is a value: a text, a number, a date, an
// error or a truth.
func pivotItem(name []byte) bool {
	return len(name) == 1 && bytes.IndexByte([]byte("sndeb"), name[0]) >= 0
}

// pivotValue appends the value of an item.
func pivotValue(dst []byte, t *xmlscan.Token) []byte {
	start := len(dst)
	dst = xmlscan.AppendUnescaped(dst, t.Attr("v"))
	if t.Name[0] == 'd' {
		return bytes.TrimSuffix(dst, []byte("T00:00:00"))
	}
	return dst[:start+len(unescapeOOXML(dst[start:]))]
}

// pivotRecords hands out the rows of a cache with what they hold themselves.
func (k *workbook) pivotRecords(r io.Reader, name string) error {
	t := newTabular(k.out, name, InRows)
	line, col := 0, 0
	var buf []byte
	err := k.tokens(r, func(tok *xmlscan.Token) error {
		switch {
		case string(tok.Name) == "r" && tok.Kind == xmlscan.Start:
			line, col = line+1, 0
		case string(tok.Name) == "r" && tok.Kind == xmlscan.End:
			return t.row(line)
		case tok.Kind == xmlscan.Start && pivotItem(tok.Name):
			buf = pivotValue(buf[:0], tok)
			if len(buf) > 0 {
				t.cell(col, buf)
			}
			col++
		case tok.Kind == xmlscan.Start:
			col++
		}
		return nil
	})
	if e := t.row(line); err == nil {
		err = e
	}
	if e := t.close(); err == nil {
		err = e
	}
	return err
}
