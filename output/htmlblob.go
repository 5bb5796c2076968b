package output

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"io"
	"strconv"
)

// A blob writes JSON into a script element of the page, through gzip and base64.
type blob struct {
	out   *bufio.Writer
	zip   *gzip.Writer
	plain *bufio.Writer
	text  io.WriteCloser // base64
	n     []byte
	comma bool
}

func newBlob(out *bufio.Writer) *blob {
	return &blob{out: out, zip: gzip.NewWriter(nil), plain: bufio.NewWriterSize(nil, writeBuffer)}
}

// open begins the element with an ID, close ends it.
func (b *blob) open(id string) {
	b.out.WriteString(`<script type="application/json" id="` + id + `">"`)
	b.text = base64.NewEncoder(base64.StdEncoding, b.out)
	b.zip.Reset(b.text) // its header has no time: the same run gives the same page
	b.plain.Reset(b.zip)
	b.comma = false
}

func (b *blob) close() error {
	if err := cmp.Or(b.plain.Flush(), b.zip.Close(), b.text.Close()); err != nil {
		return err
	}
	_, err := b.out.WriteString("\"</script>\n")
	return err
}

func (b *blob) raw(s string) { b.plain.WriteString(s) }

// key begins a member of an object.
func (b *blob) key(name string) {
	if b.comma {
		b.raw(",")
	}
	b.raw(`"` + name + `":`)
	b.comma = true
}

func (b *blob) int(n int64) {
	b.n = strconv.AppendInt(b.n[:0], n, 10)
	b.plain.Write(b.n)
}

func (b *blob) value(v any) error {
	j, err := json.Marshal(v)
	b.plain.Write(j)
	return err
}

// A dictionary numbers strings in the order they are met.
type dictionary struct {
	index map[string]int
	terms []string
}

func (d *dictionary) of(s string) int64 {
	i, ok := d.index[s]
	if !ok {
		if d.index == nil {
			d.index = map[string]int{}
		}
		i = len(d.terms)
		d.index[s] = i
		d.terms = append(d.terms, s)
	}
	return int64(i)
}

// ints writes a column of numbers.
func (b *blob) ints(name string, rows int, at func(i int) int64) {
	b.key(name)
	b.raw("[")
	for i := range rows {
		if i > 0 {
			b.raw(",")
		}
		b.int(at(i))
	}
	b.raw("]")
}

// strings writes a column of names.
func (b *blob) strings(name string, rows int, at func(i int) string) error {
	b.key(name)
	b.raw("[")
	for i := range rows {
		if i > 0 {
			b.raw(",")
		}
		if err := b.value(at(i)); err != nil {
			return err
		}
	}
	b.raw("]")
	return nil
}

// terms writes a column of numbers, and after it, under name and "s", what they
// stand for: pairs of an ID and a label, or names if there are no labels.
func (b *blob) terms(name string, rows int, at func(i int) string, label func(string) string) error {
	var d dictionary
	b.ints(name, rows, func(i int) int64 { return d.of(at(i)) })
	b.key(name + "s")
	if label == nil {
		for i, t := range d.terms {
			d.terms[i] = visible(t)
		}
		return b.value(list(d.terms))
	}
	pairs := make([][2]string, len(d.terms))
	for i, t := range d.terms {
		pairs[i] = [2]string{visible(t), label(t)}
	}
	return b.value(pairs)
}
