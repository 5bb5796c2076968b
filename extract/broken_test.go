package extract

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// brokenFiles are files of rows with a number each, in the formats whose
// readers hold rows back.
var brokenFiles = map[string]struct{ head, row string }{
	"text":   {"start\n", "INFO job %07d by 架空 太郎 ended\n"},
	"csv":    {"番号,氏名,電話番号\n", "%07d,架空 太郎,03-0000-0000\n"},
	"quoted": {"\"番号\",\"氏名\",\"住所\"\n", "\"%07d\",\"架空 太郎\",\"甲市\n乙町\"\n"},
	"fixed":  {"", "%07d架空　太郎　　ｶｸｳ ﾀﾛｳ  0300000000\r\n"},
	"period": {"", "%07d架空　太郎　　ｶｸｳ ﾀﾛｳ  0300000000  "},
	"json":   {"[\n", "{\"番号\":\"%07d\",\"氏名\":\"\\u67b6\\u7a7a 太郎\"},\n"},
	"xml":    {"<?xml version=\"1.0\"?>\n<a>\n", "<番号>%07d</番号><氏名>架空 太郎</氏名>\n"},
	"html":   {"<html><table>\n", "<tr><td>%07d<td>架空 太郎</td></tr>\n"},
	"page":   {"<html><body>\n", "<p>%07d <b>架空</b> 太郎</p>\n"},
}

// brokenFile returns a file of so many bytes and more, and where each row ends.
func brokenFile(t *testing.T, name string, size int) (data []byte, ends []int) {
	f := brokenFiles[name]
	cs := utf8Text
	if name == "fixed" || name == "period" {
		cs = cp932
	}
	data = encode(t, f.head, cs)
	for i := 0; len(data) < size; i++ {
		row := fmt.Sprintf(f.row, i)
		if name == "text" { // lines that differ in length, so as to be no records
			row = strings.Repeat(">", i%7) + row
		}
		data = append(data, encode(t, row, cs)...)
		ends = append(ends, len(data))
	}
	return data, ends
}

// missingRow returns the number of the first of n rows that is not in text, or -1.
func missingRow(text string, n int) int {
	for i := range n {
		at := strings.Index(text, fmt.Sprintf("%07d", i))
		if at < 0 {
			return i
		}
		text = text[at:]
	}
	return -1
}

// Where reading fails in the middle of a file every row before that has been
// handed out.
func TestBrokenOff(t *testing.T) {
	t.Parallel()
	gone := errors.New("the share is gone")
	for name := range brokenFiles {
		data, ends := brokenFile(t, name, 2*blockSize)
		for _, at := range []int{1000, HeadSize - 1, HeadSize + 1, blockSize + 100, len(data)} {
			g := &gathered{}
			r := io.MultiReader(bytes.NewReader(data[:at]), iotest.ErrReader(gone))
			err := Extract(context.Background(), &File{Name: "a", Size: int64(len(data)), Reader: r}, g)
			if !errors.Is(err, gone) {
				t.Errorf("%s, %d bytes: got error %v, want that of the reader", name, at, err)
			}
			n := 0
			for n < len(ends) && ends[n] <= at {
				n++
			}
			if i := missingRow(g.text.String(), n); i >= 0 {
				t.Errorf("%s, %d bytes: row %d of %d is missing in %d bytes of text", name, at, i, n, g.text.Len())
			}
		}
	}
}

// An archive that is cut short, or more than a budget allows, gives what is
// before that.
func TestBrokenArchive(t *testing.T) {
	t.Parallel()
	for name := range brokenFiles {
		data, ends := brokenFile(t, name, 2*blockSize)
		var packed bytes.Buffer
		z, err := gzip.NewWriterLevel(&packed, gzip.NoCompression)
		if err == nil {
			_, err = z.Write(data)
		}
		if err := errors.Join(err, z.Close()); err != nil {
			t.Fatal(err)
		}
		for reason, limit := range map[string]int{ReasonDamaged: packed.Len() / 2, ReasonTooLarge: packed.Len()} {
			budget := DefaultBudget()
			if reason == ReasonTooLarge {
				budget.Bytes = int64(len(data) / 2)
			}
			o := &insideOut{}
			f := &File{Name: "a.gz", Size: int64(packed.Len()), Reader: bytes.NewReader(packed.Bytes()[:limit]), Budget: &budget}
			if err := Extract(context.Background(), f, o); err != nil {
				t.Fatal(err)
			}
			var skip *Skip
			if !errors.As(o.err, &skip) || skip.Reason != reason {
				t.Errorf("%s: got error %v, want a skip: %s", name, o.err, reason)
			}
			n := 0
			for n < len(ends) && ends[n] < len(data)/2-HeadSize { // of stored data the block that is cut is lost
				n++
			}
			if i := missingRow(o.text.String(), n); n == 0 || i >= 0 {
				t.Errorf("%s, %s: row %d of %d is missing in %d bytes of text", name, reason, i, n, o.text.Len())
			}
		}
	}
}

// An insideOut gathers the text of a member.
type insideOut struct {
	gathered
	err error // with which its extraction ended
}

func (o *insideOut) Member(f *File) error {
	o.err = Extract(context.Background(), f, &o.gathered)
	return nil
}
