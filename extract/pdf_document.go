package extract

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/shikiri/shikiri/extract/pdfium"
)

// pdfRestarts is how often a document is opened again after a page on which
// PDFium gave up.
const pdfRestarts = 16

// pdfLosses is what of a file was not read, to be told when all else is.
type pdfLosses struct {
	damaged  bool // something is broken
	short    bool // its end is missing
	memory   bool // a page needs more memory than there is
	pages    int  // that could not be read
	letters  int  // pages whose fonts do not say which characters they show
	tooMuch  bool // more of something than is asked for
	firstBad int  // number of the first page that could not be read
}

func (l *pdfLosses) page(number int) {
	if l.pages++; l.pages == 1 {
		l.firstBad = number
	}
}

// skip tells the worst, or is nil.
func (l *pdfLosses) skip() error {
	var told []string
	reason := ""
	tell := func(is bool, why, text string) {
		if is {
			if reason == "" {
				reason = why
			}
			told = append(told, text)
		}
	}
	tell(l.memory, ReasonTooLarge, "takes more memory than a document may")
	tell(l.short, ReasonDamaged, "truncated: what came before the end was scanned")
	tell(l.pages > 0, ReasonDamaged, fmt.Sprintf("%d pages cannot be read, the first is page %d", l.pages, l.firstBad))
	tell(l.damaged && !l.short && l.pages == 0, ReasonDamaged, "parts of it are damaged: the rest was scanned")
	tell(l.letters > 0, ReasonPartial, fmt.Sprintf("the fonts of %d pages do not say which characters they show; --ocr reads them", l.letters))
	tell(l.tooMuch, ReasonPartial, "holds more bookmarks, notes, attachments or text than are read")
	if reason == "" {
		return nil
	}
	return &Skip{reason, strings.Join(told, "; ")}
}

// document reads one document of the file.
func (p *pdfReader) document(span pdfSpan) error {
	size := span.to - span.from
	if size > pdfium.MaxSize {
		return p.unreadable(span, Skip{ReasonPartial, "PDF above 2 GiB: readable runs were scanned"})
	}
	if !span.end {
		p.lost.short = true
	}
	d := &pdfDocument{pdfReader: p, span: span}
	d.file = &blockCache{r: io.NewSectionReader(p.c, span.from, size), size: size}
	err := d.open(p.f.Budget.passwords())
	defer d.close()
	switch {
	case err == nil:
	case errors.Is(err, pdfium.ErrPassword):
		p.skip(*p.f.Budget.encrypted())
		return d.xmp() // it may be left in the clear
	case errors.Is(err, pdfium.ErrSecurity):
		p.skip(Skip{ReasonEncrypted, "PDF encrypted in a way that is not known"})
		return d.xmp()
	case errors.Is(err, pdfium.ErrMemory):
		return p.unreadable(span, Skip{ReasonTooLarge, "takes more memory than a document may: readable runs were scanned"})
	case errors.Is(err, pdfium.ErrFormat), errors.Is(err, pdfium.ErrTrap):
		return p.unreadable(span, Skip{ReasonDamaged, "PDF that cannot be opened: readable runs were scanned"})
	case p.ctx.Err() != nil:
		return p.ctx.Err()
	default: // the engine does not start
		return p.unreadable(span, Skip{ReasonPartial, "the reader of PDF could not be started: readable runs were scanned"})
	}
	if span.broken > 0 && !d.doc.Encrypted() || !d.doc.Whole() || d.doc.Pages() == 0 {
		p.lost.damaged = true
	}
	return d.read()
}

// skip lists something that holds for one of several documents, or for the file.
func (p *pdfReader) skip(s Skip) {
	if p.many {
		s.Detail = fmt.Sprintf("document %d: %s", p.number+1, s.Detail)
	}
	p.out.Skip("", s)
}

// unreadable hands out the readable runs of a document that cannot be opened.
func (p *pdfReader) unreadable(span pdfSpan, s Skip) error {
	p.skip(s)
	p.lost.short = false // that is said
	return p.between(span.from, span.to)
}

// A pdfDocument is one document of a file.
type pdfDocument struct {
	*pdfReader
	span     pdfSpan
	file     io.ReaderAt
	doc      *pdfium.Document // nil: not open
	password string
	layout   pdfLayout
	chars    []pdfium.Char
	shown    bool            // there is something on a page
	told     map[string]bool // reasons for which pictures were not read
}

// pdfStart is what it takes to compile PDFium, beyond what a document may take.
const pdfStart = 192 << 20

// open opens the document, with the first of the passwords that fits.
func (d *pdfDocument) open(passwords []string) (err error) {
	if !pdfium.Started() {
		withMemory(pdfStart, pdfium.Start)
	}
	for _, word := range append([]string{d.password}, passwords...) {
		d.doc, err = pdfium.Open(d.ctx, d.file, d.span.to-d.span.from, word)
		if !errors.Is(err, pdfium.ErrPassword) {
			d.password = word
			return err
		}
	}
	return err
}

func (d *pdfDocument) close() {
	if d.doc != nil {
		d.doc.Close()
		d.doc = nil
	}
}

// read hands out what is in the document, first of all its pages.
func (d *pdfDocument) read() error {
	pages := d.doc.Pages()
	restarts := 0
	for i := 0; i < pages; i++ {
		if err := d.ctx.Err(); err != nil {
			return err
		}
		if err := d.page(i); err != nil {
			return err
		}
		if d.doc.Err() == nil {
			continue
		}
		d.gaveUp(i)
		if restarts++; restarts > pdfRestarts {
			d.lost.pages += pages - i - 1
			return nil
		}
		d.close()
		if err := d.open(nil); err != nil || d.doc.Pages() != pages {
			d.lost.pages += pages - i - 1
			return d.ctx.Err()
		}
	}
	if !d.shown && d.lost.pages == 0 && pages > 0 {
		d.skip(Skip{ReasonPartial, "nothing is on any page: readable runs were scanned"})
		if err := d.between(d.span.from, d.span.to); err != nil {
			return err
		}
	}
	if err := d.contents(); err != nil {
		return err
	}
	if d.doc.Err() != nil {
		d.lost.damaged = true
	}
	return nil
}

// gaveUp notes that PDFium gave up on page i.
func (d *pdfDocument) gaveUp(i int) {
	d.lost.page(i + 1)
	if errors.Is(d.doc.Err(), pdfium.ErrMemory) {
		d.lost.memory = true
	}
}

// ocr returns what reads pictures, or nil.
func (b *Budget) ocr() Recognizer {
	if b.Settings == nil {
		return nil
	}
	return b.Settings.OCR
}

// part names a place in the document.
func (d *pdfDocument) part(name string) string {
	if d.many {
		return fmt.Sprintf("document %d, %s", d.number+1, name)
	}
	return name
}
