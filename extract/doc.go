package extract

import (
	"context"
	"errors"
	"io"

	"github.com/shikiri/shikiri/extract/cfb"
	"github.com/shikiri/shikiri/extract/msword"
	"github.com/shikiri/shikiri/extract/officecrypt"
)

func init() {
	register(&Format{
		Name:   "doc",
		Family: "office",
		Doc: "Word documents of 6.0 to 2003: text and tables, headers, notes, comments, text boxes, deleted text, field codes, phonetic guides, " +
			"properties; embedded objects and pictures as files of their own; passwords as of zips",
		Limits:  "passwords of Word 95 are encrypted; Word 2.0 and older are partial",
		Exts:    []string{".doc", ".dot"},
		In:      "ole",
		Holds:   func(has func(string) bool) bool { return has("WordDocument") },
		Extract: func(ctx context.Context, f *File, out Out) error { return extractOLE(ctx, f, out, readDoc) },
	})
}

// docClear is how much of an encrypted document is not encrypted.
const docClear = 0x44

// docBlock is how much of its streams has a key of its own ([MS-DOC] 2.2.6.2).
const docBlock = 512

// docParts names the parts of a document.
var docParts = [...]string{
	msword.Body: "body", msword.Footnotes: "footnotes", msword.Headers: "headers and footers", msword.Macros: "macros",
	msword.Comments: "comments", msword.Endnotes: "endnotes", msword.Boxes: "text boxes", msword.HeaderBoxes: "text boxes of headers", msword.Parts: "",
}

// A doc is a Word document while it is read.
type doc struct {
	o            *oleFile
	header       *msword.Header
	main, tables msword.Stream
	data         msword.Stream // pictures in the text, or nil
}

// readDoc reads a Word document.
func readDoc(o *oleFile) error {
	main := o.take("WordDocument")
	d := &doc{o: o, main: o.Open(main)}
	var err error
	if d.header, err = msword.ReadHeader(d.main); err != nil {
		if broken := o.c.broken(); broken != nil {
			return broken
		}
		return o.streamDamaged(main)
	}
	d.tables = d.main
	if d.header.Table != "" {
		table := o.take(d.header.Table)
		if table == nil {
			return o.streamDamaged(main)
		}
		d.tables = o.Open(table)
		o.take(map[string]string{"0Table": "1Table", "1Table": "0Table"}[d.header.Table]) // what an earlier version left
	}
	if data := o.take("Data"); data != nil {
		d.data = o.Open(data)
	}
	if err := d.unlock(); err != nil {
		o.takeAll()
		return err
	}
	return d.read()
}

// streamDamaged reads the runs of a stream that cannot be read as what it is.
func (o *oleFile) streamDamaged(e *cfb.Entry) error {
	if err := o.streamRuns(e, "stream "+oleName(e.Path())); err != nil {
		return err
	}
	return &Skip{ReasonDamaged, "what tells where its text is: readable runs were scanned"}
}

// unlock opens an encrypted document.
func (d *doc) unlock() error {
	h := d.header
	if !h.Encrypted {
		return nil
	}
	if h.Obfuscated || h.Table == "" {
		return &Skip{ReasonEncrypted, "by a method that is not read"}
	}
	info := make([]byte, min(max(h.KeySize, 0), encryptionInfoMost, d.tables.Size()))
	if _, err := d.tables.ReadAt(info, 0); err != nil && err != io.EOF {
		return d.o.fault(err)
	}
	key, err := officecrypt.OpenStream(d.o.ctx, info, docBlock, d.o.passwords())
	if err != nil {
		return d.o.locked(err)
	}
	d.main = &keyedStream{d.main, key, docClear}
	d.tables = &keyedStream{d.tables, key.Block(0).Sized(docBlock), int64(len(info))}
	if d.data != nil {
		d.data = &keyedStream{d.data, key.Block(0).Sized(docBlock), 0}
	}
	d.header, err = msword.ReadHeader(d.main) // most of it was encrypted
	return d.fault(err)
}

// A keyedStream is an encrypted stream, of which the first clear bytes are not.
type keyedStream struct {
	msword.Stream
	key   *officecrypt.Stream
	clear int64
}

func (k *keyedStream) ReadAt(p []byte, off int64) (int, error) {
	n, err := k.Stream.ReadAt(p, off)
	p = p[:n]
	if off < k.clear {
		part := min(k.clear-off, int64(len(p)))
		p, off = p[part:], off+part
	}
	k.key.XOR(p, off)
	return n, err
}

// reader returns a part of a stream, charged to the budget.
func (d *doc) reader(s msword.Stream, at, n int64) io.Reader {
	return d.o.f.Budget.reader(d.o.ctx, io.NewSectionReader(s, at, n))
}

// read reads the text, then what belongs to it.
func (d *doc) read() error {
	s := newStory(d.o.out, "")
	sink := &docSink{s: s}
	opt := &msword.Options{
		Decode: appendCodepage,
		Reader: func(at, n int64) io.Reader { return d.reader(d.main, at, n) },
	}
	err := d.header.Read(d.main, d.tables, d.data, opt, sink)
	if nerr := d.names(s); err == nil {
		err = nerr
	}
	if cerr := s.close(); err == nil {
		err = cerr
	}
	if err = d.fault(err); final(err) {
		return err
	}
	gaps := d.header.Gaps(d.main, d.tables)
	if err != nil { // what was taken for text may be none
		gaps = [][2]int64{{0, d.main.Size()}}
	}
	for _, g := range gaps {
		if err := d.runs(d.reader(d.main, g[0], g[1]-g[0]), "outside the text"); err != nil {
			return err
		}
	}
	if perr := d.pictures(); err == nil || final(perr) {
		return perr
	}
	return err
}

// fault makes an error of the reader a *Skip, unless it is of the share or out.
func (d *doc) fault(err error) error {
	if errors.Is(err, msword.ErrDamaged) || errors.Is(err, msword.ErrFormat) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, cfb.ErrLoop) {
		return d.o.fault(err)
	}
	return err
}

// names hands out who wrote in the document.
func (d *doc) names(s *story) error {
	if d.header.Table == "" {
		return nil
	}
	names, err := d.header.Names(d.tables)
	if len(names) == 0 {
		return err
	}
	if err := s.part("authors"); err != nil {
		return err
	}
	for _, name := range names {
		if err := s.text(appendCodepage(nil, name, codepageUTF16)); err != nil {
			return err
		}
		if err := s.paragraph(); err != nil {
			return err
		}
	}
	return err
}

// A docSink makes a story of a document.
type docSink struct {
	s       *story
	inTable bool
	inCell  bool
}

func (d *docSink) Part(p msword.Part) error {
	d.inTable, d.inCell = false, false
	return d.s.part(docParts[p])
}

func (d *docSink) Text(b []byte) error { return d.s.text(b) }

func (d *docSink) Paragraph() error { return d.s.paragraph() }

func (d *docSink) Aside(b []byte) error {
	d.s.aside(b)
	return nil
}

func (d *docSink) InCell() {
	if !d.inTable {
		d.s.beginTable()
		d.inTable = true
	}
	if !d.inCell {
		d.s.beginCell()
		d.inCell = true
	}
}

func (d *docSink) Cell() error {
	d.inCell = false
	return d.s.endCell(1)
}

func (d *docSink) Row() error {
	if !d.inTable {
		return nil
	}
	d.inCell = false
	return d.s.endRow()
}

func (d *docSink) Table() error {
	if !d.inTable {
		return nil
	}
	d.inTable, d.inCell = false, false
	return d.s.endTable()
}
