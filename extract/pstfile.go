package extract

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/shikiri/shikiri/extract/mimepart"
	"github.com/shikiri/shikiri/extract/pst"
)

func init() {
	register(&Format{
		Name:   "pst",
		Family: "mail",
		Doc:    "Outlook's folders (pst, and ost up to Outlook 2010): mails, contacts, appointments and what is attached, also of deleted folders",
		Limits: "not read: ost files of Outlook 2013 and later",
		Exts:   []string{".pst", ".ost"},
		Match: func(head []byte) bool {
			return len(head) > 10 && string(head[:4]) == "!BDN" && string(head[8:10]) == "SM"
		},
		Extract: extractPST,
	})
}

func extractPST(ctx context.Context, f *File, out Out) error {
	if err := f.Budget.enter(f.Size); err != nil {
		return err
	}
	defer f.Budget.leave()
	c, err := f.content(ctx)
	if err != nil {
		return err
	}
	defer c.close()
	file, err := pst.Open(c, c.size)
	switch {
	case errors.Is(err, pst.ErrVersion):
		return c.fault(pstRuns(ctx, f.Budget, c, out))
	case err != nil:
		return c.fault(err)
	}
	// Its faults are those of c, so a source that never fails will do.
	m := &mailReader{ctx: ctx, b: f.Budget, src: new(source), out: out, names: new(distinct)}
	p := &pstReader{mail: m, c: c, file: file}
	err = file.Messages(p.message, p.damaged)
	if err == nil && (p.faults > 0 || file.WrongSums() > 0) {
		err = &Skip{ReasonDamaged, fmt.Sprintf("%d parts of it cannot be read and %d do not match their checksums: all others were scanned", p.faults, file.WrongSums())}
	}
	return c.fault(err)
}

// pstRuns reads a version that has no reader.
func pstRuns(ctx context.Context, b *Budget, c *content, out Out) error {
	if _, err := readRuns(ctx, &File{Size: c.size, Reader: c.reader(), Budget: b}, out); err != nil {
		return err
	}
	return &Skip{ReasonPartial, "no reader for this version of Outlook's folders: readable runs were scanned"}
}

// A pstReader hands out the messages of one file.
type pstReader struct {
	mail   *mailReader
	c      *content
	file   *pst.File
	count  int
	faults int
	depth  int
}

// damaged counts what cannot be read. It ends reading if that is the share's.
func (p *pstReader) damaged(err error) error {
	if broken := p.c.broken(); broken != nil {
		return broken
	}
	var s *Skip
	if errors.As(err, &s) {
		return err
	}
	p.faults++
	return p.mail.ctx.Err()
}

func (p *pstReader) message(m *pst.Message) error {
	if err := p.mail.ctx.Err(); err != nil {
		return err
	}
	p.count++
	where := fmt.Sprintf("message %d, ", p.count)
	if m.Folder != "" {
		where = visible(m.Folder) + ", " + where
	}
	p.mail.count = 0
	return p.read(m, where)
}

// A pstMessage is what a message says of itself.
type pstMessage struct {
	codepage   string
	all        []*pst.Property
	body, html *pst.Property
	rtf        *pst.Property
}

func (p *pstReader) read(m *pst.Message, where string) error {
	reserve, err := p.mail.b.hold()
	if err != nil {
		return err
	}
	defer p.mail.b.release(reserve)
	var v pstMessage
	if err := m.Properties(v.add, p.damaged); err != nil {
		return err
	}
	if err := p.headers(m, &v, where); err != nil {
		return err
	}
	if err := p.bodies(&v, where); err != nil {
		return err
	}
	return m.Attachments(func(a *pst.Attachment) error { return p.attachment(a, &v, where) }, p.damaged)
}

// bodies hands out the text, HTML and, if there is neither, the RTF of a message.
func (p *pstReader) bodies(v *pstMessage, where string) error {
	part := where + "body"
	if q := v.body; q != nil && q.Size() > 0 {
		label := v.codepage
		if q.Type == pst.TypeString {
			label = "utf-16le"
		}
		if err := p.told(part, p.mail.lines(bufio.NewReaderSize(p.open(q), 8<<10), label, false, part)); err != nil {
			return err
		}
	}
	if q := v.html; q != nil && q.Size() > 0 {
		label := v.codepage
		if q.Type == pst.TypeString {
			label = "utf-16le"
		}
		text := newUnpercenter(newUnescaper(newMailDecoder(p.open(q), label)))
		if err := p.told(part, extractHTML(p.mail.ctx, text, &partOut{p.mail.out, part})); err != nil {
			return err
		}
	}
	if v.rtf == nil || v.rtf.Size() == 0 || v.body != nil && v.body.Size() > 0 || v.html != nil && v.html.Size() > 0 {
		return nil
	}
	return p.packedRTF(v.rtf, where)
}

// told notes the fault of a body and goes on.
func (p *pstReader) told(part string, err error) error {
	var s *Skip
	if broken := p.c.broken(); broken != nil {
		return broken
	}
	if errors.As(err, &s) {
		p.mail.out.Skip(part, *s)
		return nil
	}
	return err
}

// open reads a value, charged to the budget. Its faults are Skips.
func (p *pstReader) open(q *pst.Property) io.Reader {
	return p.mail.b.reader(p.mail.ctx, &pstContent{p, q.Open()})
}

type pstContent struct {
	p *pstReader
	r io.Reader
}

func (c *pstContent) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	if err != nil && err != io.EOF {
		if broken := c.p.c.broken(); broken != nil {
			return n, broken
		}
		err = &Skip{ReasonDamaged, "damaged: what came before was scanned"}
	}
	return n, err
}

// attachment hands out what is attached.
func (p *pstReader) attachment(a *pst.Attachment, v *pstMessage, where string) error {
	if a.Message != nil {
		if p.depth >= mailDepth {
			p.mail.out.Skip(where+"attachment", Skip{ReasonTooDeep, fmt.Sprintf("messages are nested more than %d deep", mailDepth)})
			return nil
		}
		p.depth++
		defer func() { p.depth-- }()
		p.mail.count++
		return p.read(a.Message, fmt.Sprintf("%sattached message %d, ", where, p.mail.count))
	}
	name := ""
	for _, q := range a.Properties {
		if q.ID != 0x3704 && q.ID != 0x3707 && q.ID != 0x3001 {
			continue
		}
		text, err := p.text(q, v.codepage)
		if err != nil {
			return err
		}
		if len(text) > 0 && (q.ID == 0x3707 || name == "") {
			name = mailFileName(mimepart.Param{Value: bytes.TrimRight(text, "\x00")})
		}
	}
	if a.Content == nil || a.Content.Size() == 0 {
		return nil
	}
	if name == "" {
		name = "attachment"
	}
	reserve, err := p.mail.b.hold()
	if err != nil {
		return err
	}
	defer p.mail.b.release(reserve)
	return p.mail.out.Member(&File{Name: p.mail.names.name(strings.ReplaceAll(where, ", ", "/") + name), Size: a.Content.Size(), Reader: p.open(a.Content), Budget: p.mail.b})
}
