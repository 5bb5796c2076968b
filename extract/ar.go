package extract

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"strconv"
)

func init() {
	register(&Format{
		Name:    "ar",
		Family:  "archives",
		Doc:     "ar, as packages of Debian are",
		Exts:    []string{".deb", ".ar"},
		Match:   func(head []byte) bool { return bytes.HasPrefix(head, []byte(arMagic)) && arHeader(head[len(arMagic):]) },
		Extract: extractAr,
	})
}

const (
	arMagic = "!<arch>\n"
	arHead  = 60
	// arNames bounds the table of long names.
	arNames = 1 << 20
)

// arHeader reports whether a header begins here (ar(5)), or nothing.
func arHeader(b []byte) bool { return len(b) == 0 || len(b) >= arHead && string(b[58:60]) == "`\n" }

func extractAr(ctx context.Context, f *File, out Out) error {
	if err := f.Budget.enter(f.Size); err != nil {
		return err
	}
	defer f.Budget.leave()
	src := &source{ctx: ctx, r: f.Reader}
	a := &archive{ctx: ctx, b: f.Budget, src: src, br: bufio.NewReaderSize(src, packedBuffer), out: out, names: new(distinct)}
	a.pass(int64(len(arMagic)))
	var long []byte
	for {
		h, err := a.br.Peek(arHead)
		if err != nil || !arHeader(h) {
			if src.err != nil || len(h) == 0 || len(h) == 1 && h[0] == '\n' {
				return src.err
			}
			return a.lost(err == io.EOF)
		}
		size, err := strconv.ParseInt(string(bytes.TrimRight(h[48:58], " ")), 10, 62)
		if err != nil || size < 0 {
			return a.lost(false)
		}
		name := string(bytes.TrimRight(h[:16], " "))
		a.br.Discard(arHead)
		pad := size & 1
		switch {
		case name == "//":
			long = make([]byte, min(size, arNames))
			if _, err := io.ReadFull(a.br, long); err != nil {
				return src.fault(err)
			}
			a.pass(size - int64(len(long)) + pad)
			continue
		case name == "/" || name == "/SYM64/" || name == "__.SYMDEF": // an index of symbols
			a.pass(size + pad)
			continue
		}
		raw, size := arName(a.br, name, long, size)
		if err := a.member(decodeMemberName(raw), size, pad); err != nil {
			return err
		}
	}
}

// arName is the name of a member, and its size without the name: GNU has long
// names in a table, BSD before the content.
func arName(br *bufio.Reader, name string, long []byte, size int64) ([]byte, int64) {
	if n, ok := bytes.CutPrefix([]byte(name), []byte("#1/")); ok {
		k, err := strconv.Atoi(string(n))
		if err == nil && k > 0 && int64(k) <= min(size, maxMemberName) {
			raw := make([]byte, k)
			n, _ := io.ReadFull(br, raw)
			return bytes.TrimRight(raw[:n], "\x00"), size - int64(k)
		}
	}
	if len(name) > 1 && name[0] == '/' {
		if at, err := strconv.Atoi(name[1:]); err == nil && at >= 0 && at < len(long) {
			raw, _, _ := bytes.Cut(long[at:], []byte("\n"))
			return bytes.TrimSuffix(raw, []byte("/")), size
		}
	}
	return bytes.TrimSuffix([]byte(name), []byte("/")), size
}
