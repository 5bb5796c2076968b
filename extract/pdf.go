package extract

import (
	"bytes"
	"context"
	"io"
)

func init() {
	register(&Format{
		Name:   "pdf",
		Family: "pdf",
		Doc:    "PDF, also print files of several: pages with their tables, fields of forms, notes, links, bookmarks, properties and attachments; pages that are pictures with --ocr",
		Limits: "not read: files above 2 GiB, what needs more than 128 MB of memory, and without --ocr pages that are pictures or whose fonts do not say which characters they show",
		Exts:   []string{".pdf", ".ai"},
		Match:  matchPDF,
		Apart:  true,
		Extract: func(ctx context.Context, f *File, out Out) error {
			return (&pdfReader{ctx: ctx, f: f, out: out}).read()
		},
	})
}

// pdfHead is how far into a file a PDF may begin, as readers of PDF have it.
const pdfHead = 1024

// matchPDF reports whether head holds the header of a PDF and then an object. A
// text that begins with the header alone is no PDF. What stands before it must
// not be another format, such as an archive that holds a PDF.
func matchPDF(head []byte) bool {
	at := pdfHeader(head)
	if at < 0 || !bytes.Contains(head[at:], []byte(" obj")) {
		return false
	}
	if at == 0 {
		return true
	}
	spool := bytes.HasPrefix(head, []byte(printerLanguage)) // of a printer that is told to expect PDF
	if at > pdfHead && !spool {
		return false
	}
	for _, f := range formats {
		if f.Name != "pdf" && f.Family != "print" && f.Match != nil && f.Match(head) {
			return false
		}
	}
	return true
}

// printerLanguage is the escape that begins and ends jobs in PJL.
const printerLanguage = "\x1b%-12345X"

// pdfHeader returns where in b "%PDF-1.7" stands, or -1.
func pdfHeader(b []byte) int {
	for from := 0; ; {
		i := bytes.Index(b[from:], []byte("%PDF-"))
		if i < 0 {
			return -1
		}
		i += from
		if v := b[i+5:]; len(v) >= 3 && '1' <= v[0] && v[0] <= '9' && v[1] == '.' && '0' <= v[2] && v[2] <= '9' {
			return i
		}
		from = i + 5
	}
}

// A pdfReader reads one file, which may hold several documents.
type pdfReader struct {
	ctx context.Context
	f   *File
	out Out

	c      *content
	number int // of the document in the file, from 0
	many   bool
	lost   pdfLosses
}

// read reads the documents of the file and, as runs, what lies between them.
func (p *pdfReader) read() error {
	if err := p.f.Budget.enter(p.f.Size); err != nil {
		return err
	}
	defer p.f.Budget.leave()
	c, err := p.f.content(p.ctx)
	if err != nil {
		return err
	}
	defer c.close()
	p.c = c
	s := pdfSplitter{ctx: p.ctx, c: c}
	if err := s.split(); err != nil {
		return c.fault(err)
	}
	p.many = len(s.documents) > 1
	if s.more {
		p.out.Skip("", Skip{ReasonPartial, "holds more documents than are read"})
	}
	end := int64(0)
	for _, d := range s.documents {
		if err := p.between(end, d.from); err != nil {
			return c.fault(err)
		}
		if err := p.document(d); err != nil {
			return c.fault(err)
		}
		end = d.to
		p.number++
	}
	if err := p.between(end, c.size); err != nil {
		return c.fault(err)
	}
	return c.fault(p.lost.skip())
}

// between hands out the readable runs of what is no document: commands to a
// printer, with the name of the job and of who printed it.
func (p *pdfReader) between(from, to int64) error {
	if to <= from {
		return nil
	}
	_, err := readRuns(p.ctx, &File{Size: to - from, Reader: io.NewSectionReader(p.c, from, to-from)}, p.out)
	return err
}
