package extract

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/shikiri/shikiri/extract/mimepart"
)

func init() {
	register(&Format{
		Name:    "mbox",
		Family:  "mail",
		Doc:     "mailboxes (mbox): every mail in them, as mail is read",
		Limits:  "as for mail",
		Exts:    []string{".mbox", ".mbx"},
		Match:   matchMbox,
		Extract: extractMbox,
	})
}

// matchMbox reports whether head begins with the line that stands before a mail
// in a mailbox, and the header of a mail.
func matchMbox(head []byte) bool {
	line, rest, ok := bytes.Cut(trimBOM(head), []byte("\n"))
	if !ok || !fromLine(line) {
		return false
	}
	n, ok := mimepart.IsHeader(rest, func(name string) bool {
		return mailFields[name] || name == "status" || name == "x-status" || name == "x-mozilla-status"
	})
	return ok && n >= 1
}

// fromLine reports whether a line stands between mails (RFC 4155): "From", an
// address, a time and a year.
func fromLine(line []byte) bool {
	rest, ok := bytes.CutPrefix(bytes.TrimRight(line, " \r\n"), []byte("From "))
	if !ok || len(rest) < 10 || len(rest) > 512 {
		return false
	}
	clock, year := false, false
	for _, w := range bytes.Fields(rest) {
		digits := 0
		for _, c := range w {
			if c >= '0' && c <= '9' {
				digits++
			}
		}
		clock = clock || bytes.IndexByte(w, ':') > 0 && digits >= 3
		year = year || digits == 4 && len(w) == 4
	}
	return clock && year
}

func extractMbox(ctx context.Context, f *File, out Out) error {
	if err := f.Budget.enter(f.Size); err != nil {
		return err
	}
	defer f.Budget.leave()
	src := &source{ctx: ctx, r: f.Reader}
	br := bufio.NewReaderSize(src, packedBuffer)
	m := &mailReader{ctx: ctx, b: f.Budget, src: src, out: out, names: new(distinct)}
	box := &mboxReader{br: br, blank: true}
	for n := 1; box.next(); n++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		where := fmt.Sprintf("message %d", n)
		m.parts, m.cut, m.count, m.depth = mimepart.NewReader(box), false, 0, 0
		if err := m.message(where + ", "); err != nil {
			return m.finish(err)
		}
		if m.cut {
			out.Skip(where, Skip{ReasonDamaged, "it ends before its last boundary: what came before was scanned"})
			m.cut = false
		}
		if _, err := io.Copy(io.Discard, box); err != nil {
			return m.finish(damaged(err))
		}
	}
	return src.err
}

// An mboxReader reads one mail of a mailbox after another.
type mboxReader struct {
	br    *bufio.Reader
	line  []byte // not handed out
	blank bool   // the line before was empty
	mid   bool   // the next bytes do not begin a line
}

// next goes behind the line before the next mail and reports whether there is one.
func (b *mboxReader) next() bool {
	_, err := b.br.ReadSlice('\n')
	for err == bufio.ErrBufferFull {
		_, err = b.br.ReadSlice('\n')
	}
	b.blank, b.mid = false, false
	return err == nil
}

func (b *mboxReader) Read(p []byte) (int, error) {
	if len(b.line) == 0 {
		if b.blank && !b.mid && b.begins() {
			return 0, io.EOF
		}
		line, err := b.br.ReadSlice('\n')
		if len(line) == 0 && err != nil {
			return 0, err
		}
		b.blank = !b.mid && len(bytes.TrimRight(line, "\r\n")) == 0
		b.mid = err == bufio.ErrBufferFull
		b.line = line
	}
	n := copy(p, b.line)
	b.line = b.line[n:]
	return n, nil
}

// begins reports whether another mail begins here. A line in a mail that begins
// with "From" is quoted or not: what follows must be a header.
func (b *mboxReader) begins() bool {
	if head, _ := b.br.Peek(5); string(head) != "From " {
		return false
	}
	head, _ := b.br.Peek(2 << 10)
	line, rest, _ := bytes.Cut(head, []byte("\n"))
	if !fromLine(line) {
		return false
	}
	n, _ := mimepart.IsHeader(rest, func(string) bool { return true })
	return n > 0
}
