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
)

// mailDepth bounds multiparts in multiparts and messages in messages.
const mailDepth = 32

func init() {
	register(&Format{
		Name:   "mail",
		Family: "mail",
		Doc:    "mail and web archives (eml, emlx, mht): headers, texts, HTML, attachments and the mails among them",
		Limits: "not read: what S/MIME or PGP encrypts, parts of a mail that lie elsewhere; signatures and numbers of messages are passed over",
		Exts:   []string{".eml", ".emlx", ".mht", ".mhtml"},
		Match:  matchMail,
		Extract: func(ctx context.Context, f *File, out Out) error {
			return extractMail(ctx, f, out)
		},
	})
}

// mailFields are fields of which two tell a mail from other texts.
var mailFields = map[string]bool{
	"received": true, "return-path": true, "mime-version": true, "message-id": true, "content-type": true, "content-transfer-encoding": true,
	"from": true, "to": true, "subject": true, "date": true, "reply-to": true, "sender": true, "cc": true, "delivered-to": true, "dkim-signature": true,
	"x-mailer": true, "references": true, "in-reply-to": true, "content-disposition": true, "x-unsent": true, "user-agent": true, "envelope-to": true,
	"x-originating-ip": true, "thread-topic": true, "thread-index": true, "authentication-results": true, "arc-seal": true, "x-priority": true,
}

// matchMail reports whether head begins with the header of a mail: two fields
// that mails have, and no line that is none.
func matchMail(head []byte) bool {
	head = bytes.TrimLeft(trimBOM(head), "\r\n")
	if n := emlxCount(head); n > 0 {
		head = head[n:]
	}
	n, ok := mimepart.IsHeader(head, func(name string) bool { return mailFields[name] })
	return ok && n >= 2
}

// emlxCount returns the length of the line that Apple's Mail writes before a
// mail: how many bytes it has. What follows the mail is a property list.
func emlxCount(head []byte) int {
	i := bytes.IndexByte(head[:min(len(head), 20)], '\n')
	if i <= 0 {
		return 0
	}
	digits := bytes.TrimRight(head[:i], " \r")
	for _, c := range digits {
		if c < '0' || c > '9' {
			return 0
		}
	}
	if len(digits) == 0 {
		return 0
	}
	return i + 1
}

func extractMail(ctx context.Context, f *File, out Out) error {
	if err := f.Budget.enter(f.Size); err != nil {
		return err
	}
	defer f.Budget.leave()
	src := &source{ctx: ctx, r: f.Reader}
	br := bufio.NewReaderSize(src, packedBuffer)
	head, _ := br.Peek(64)
	br.Discard(len(head) - len(trimBOM(head)))
	for {
		if c, err := br.Peek(1); err != nil || c[0] != '\r' && c[0] != '\n' {
			break
		}
		br.Discard(1)
	}
	head, _ = br.Peek(20)
	br.Discard(emlxCount(head))
	m := &mailReader{ctx: ctx, b: f.Budget, src: src, out: out, names: new(distinct), parts: mimepart.NewReader(br)}
	return m.finish(m.message(""))
}

// A mailReader reads one message with all that is attached.
type mailReader struct {
	ctx   context.Context
	b     *Budget
	src   *source
	out   Out
	names *distinct
	parts *mimepart.Reader
	depth int
	count int  // messages inside it
	cut   bool // a multipart has no end
}

// finish is what Extract returns.
func (m *mailReader) finish(err error) error {
	if m.src.err != nil {
		return m.src.err
	}
	if err == nil && m.cut {
		return &Skip{ReasonDamaged, "a mail ends before its last boundary: what came before was scanned"}
	}
	return err
}

// message reads the message that begins here. where says which it is: "", or
// "message 3, ".
func (m *mailReader) message(where string) error {
	h, err := m.parts.Header()
	if err != nil {
		return err
	}
	if err := m.headers(&h, where); err != nil {
		return err
	}
	return m.entity(&h, where)
}

// entity reads the body of a message or part.
func (m *mailReader) entity(h *mimepart.Header, where string) error {
	p := newMailPart(h)
	switch {
	case strings.HasPrefix(p.kind, "multipart/") && len(p.boundary) > 0:
		if p.kind == "multipart/encrypted" {
			m.out.Skip(where+"body", Skip{ReasonEncrypted, "by PGP or S/MIME, which is not read"})
		}
		return m.multipart(p, where)
	case p.kind == "message/rfc822" || p.kind == "message/global" || p.kind == "message/news":
		return m.inner(p, where)
	case p.kind == "message/partial":
		m.out.Skip(where+"body", Skip{ReasonPartial, "one piece of a mail that was sent in several: join them"})
		return m.inner(p, where)
	case p.kind == "message/external-body":
		m.out.Skip(where+"body", Skip{ReasonPartial, "what is attached lies elsewhere"})
	case p.attached():
		return m.attachment(p, where)
	}
	return m.body(p, where)
}

// deeper reports whether another level may be entered.
func (m *mailReader) deeper(where string) bool {
	if m.depth >= mailDepth {
		m.out.Skip(where+"body", Skip{ReasonTooDeep, fmt.Sprintf("parts of mails are nested more than %d deep", mailDepth)})
		return false
	}
	m.depth++
	return true
}

// multipart reads the parts of a part. What stands before and behind them is not
// shown by mailers, and may be text for all that.
func (m *mailReader) multipart(p *mailPart, where string) error {
	if !m.deeper(where) {
		return nil
	}
	defer func() { m.depth-- }()
	m.parts.Enter(p.boundary)
	err := m.outside(where + "before the parts")
	for err == nil {
		var more, whole bool
		if more, whole, err = m.parts.NextPart(); err != nil || !more {
			m.cut = m.cut || err == nil && !whole
			break
		}
		if err = m.ctx.Err(); err != nil {
			break
		}
		var h mimepart.Header
		if h, err = m.parts.Header(); err == nil {
			if err = m.tellCut(&h, where); err == nil {
				err = m.entity(&h, where)
			}
		}
	}
	m.parts.Leave()
	if err != nil {
		return err
	}
	return m.outside(where + "behind the parts")
}

// inner reads a message inside a message.
func (m *mailReader) inner(p *mailPart, where string) error {
	if !m.deeper(where) {
		return nil
	}
	defer func() { m.depth-- }()
	m.count++
	where = fmt.Sprintf("%sattached message %d, ", where, m.count)
	if !p.encoded() {
		return m.message(where)
	}
	// RFC 2046 forbids it, and it is done: a message in base64 has a stream of its own.
	own := *m
	own.parts = mimepart.NewReader(mimepart.Decode(p.encoding, m.parts))
	err := own.message(where)
	m.count, m.cut = own.count, own.cut
	return err
}

// outside reads what stands before or behind the parts, if it is more than blanks.
func (m *mailReader) outside(part string) error {
	br := bufio.NewReader(m.parts)
	for {
		c, err := br.Peek(1)
		if err != nil {
			if err == io.EOF {
				err = nil
			}
			return err
		}
		if c[0] > ' ' {
			break
		}
		br.Discard(1)
	}
	return m.lines(br, "", false, part)
}

// attachment hands out a file.
func (m *mailReader) attachment(p *mailPart, where string) error {
	reserve, err := m.b.hold()
	if err != nil {
		return err
	}
	defer m.b.release(reserve)
	dec := mimepart.Decode(p.encoding, m.parts)
	return m.out.Member(&File{Name: m.names.name(where + p.name()), Size: -1, Reader: m.b.reader(m.ctx, &mailFile{m, dec}), Budget: m.b})
}

// A mailFile is an attachment. Where its encoding is broken it ends with a *Skip.
type mailFile struct {
	m   *mailReader
	dec mimepart.Decoder
}

func (a *mailFile) Read(p []byte) (int, error) {
	n, err := a.dec.Read(p)
	if err != nil {
		err = a.m.fault(err, a.dec)
	}
	return n, err
}

// fault is the error with which a body ends.
func (m *mailReader) fault(err error, dec mimepart.Decoder) error {
	var s *Skip
	switch {
	case m.src.err != nil:
		return m.src.err
	case err != nil && err != io.EOF && !errors.As(err, &s):
		return damaged(err)
	case err == io.EOF && dec.Faulty():
		return &Skip{ReasonDamaged, "its encoding is broken: what could be decoded was scanned"}
	}
	return err
}
