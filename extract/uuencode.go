package extract

import (
	"bufio"
	"bytes"
	"context"
	"io"

	"github.com/shikiri/shikiri/extract/mimepart"
)

const pgpMessage = "-----BEGIN PGP MESSAGE-----"

func init() {
	register(&Format{
		Name:    "uuencode",
		Family:  "mail",
		Doc:     "texts that begin with a uuencoded file: the files in them and the text between",
		Exts:    []string{".uu", ".uue"},
		Match:   matchUU,
		Extract: extractUU,
	})
}

// matchUU reports whether head begins with a uuencoded file: its first line and
// one of its data.
func matchUU(head []byte) bool {
	head = bytes.TrimLeft(trimBOM(head), "\r\n")
	line, rest, ok := bytes.Cut(head, []byte("\n"))
	if _, begins := mimepart.UUBegin(line); !ok || !begins {
		return false
	}
	line, _, ok = bytes.Cut(rest, []byte("\n"))
	return ok && uuData(line)
}

// uuData reports whether a line may follow the first: data, or the end of a file
// that is empty.
func uuData(line []byte) bool {
	line = bytes.TrimRight(line, "\r\n")
	return mimepart.UULine(line) || string(line) == "end"
}

func extractUU(ctx context.Context, f *File, out Out) error {
	if err := f.Budget.enter(f.Size); err != nil {
		return err
	}
	defer f.Budget.leave()
	src := &source{ctx: ctx, r: f.Reader}
	m := &mailReader{ctx: ctx, b: f.Budget, src: src, out: out, names: new(distinct)}
	return m.finish(m.lines(bufio.NewReaderSize(src, packedBuffer), "", false, ""))
}

// uuencoded hands out the file that begins in u.
func (m *mailReader) uuencoded(u *uuText) error {
	reserve, err := m.b.hold()
	if err != nil {
		return err
	}
	defer m.b.release(reserve)
	name := m.names.name(mailFileName(mimepart.Param{Value: u.name}))
	dec := mimepart.NewUUReader(u.br)
	err = m.out.Member(&File{Name: name, Size: -1, Reader: m.b.reader(m.ctx, &mailFile{m, dec}), Budget: m.b})
	if err == nil {
		_, err = io.Copy(io.Discard, dec) // what the reader of the file did not want
	}
	u.name = nil
	return err
}

// A uuText reads text up to where a uuencoded file begins. Then name is not nil.
type uuText struct {
	br   *bufio.Reader
	line []byte // not handed out
	mid  bool   // the next bytes do not begin a line
	name []byte

	watch mailWatch
}

func (u *uuText) Read(p []byte) (int, error) {
	if u.name != nil {
		return 0, io.EOF
	}
	if len(u.line) == 0 {
		if !u.mid && u.begins() {
			return 0, io.EOF
		}
		line, err := u.br.ReadSlice('\n')
		if len(line) == 0 && err != nil {
			return 0, err
		}
		if !u.mid {
			u.watch.line(line)
		}
		u.mid = err == bufio.ErrBufferFull
		u.line = line
	}
	n := copy(p, u.line)
	u.line = u.line[n:]
	return n, nil
}

// begins reports whether a file begins here and passes over its first line.
func (u *uuText) begins() bool {
	if b, _ := u.br.Peek(6); string(b) != "begin " {
		return false
	}
	b, _ := u.br.Peek(512)
	line, rest, ok := bytes.Cut(b, []byte("\n"))
	name, begins := mimepart.UUBegin(line)
	next, _, _ := bytes.Cut(rest, []byte("\n"))
	if !ok || !begins || !uuData(next) {
		return false
	}
	u.name = bytes.Clone(name)
	u.br.Discard(len(line) + 1)
	return true
}
