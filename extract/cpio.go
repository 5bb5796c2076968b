package extract

import (
	"bufio"
	"context"
	"encoding/binary"
	"io"
	"strconv"
)

func init() {
	register(&Format{
		Name:    "cpio",
		Family:  "archives",
		Doc:     "cpio: the portable kinds (odc, newc, crc) and the old binary one, of either byte order",
		Exts:    []string{".cpio"},
		Match:   func(head []byte) bool { return cpioKindOf(head) != nil },
		Extract: extractCpio,
	})
}

// A cpioKind is a way to write headers (cpio(5) of FreeBSD).
type cpioKind struct {
	magic string
	size  int // of the header
	align int // of names and contents
	// parse reads the length of the name and content, and the mode.
	parse func(h []byte) (name, size, mode int64, ok bool)
}

var cpioKinds = []*cpioKind{
	{"070701", 110, 4, parseNewc},
	{"070702", 110, 4, parseNewc},
	{"070707", 76, 1, func(h []byte) (name, size, mode int64, ok bool) {
		name, size, mode = octal(h[59:65]), octal(h[65:76]), octal(h[18:24])
		return name, size, mode, name >= 0 && size >= 0 && mode >= 0
	}},
	{"\xc7\x71", 26, 2, func(h []byte) (name, size, mode int64, ok bool) { return parseCpioBinary(h, binary.LittleEndian) }},
	{"\x71\xc7", 26, 2, func(h []byte) (name, size, mode int64, ok bool) { return parseCpioBinary(h, binary.BigEndian) }},
}

func parseNewc(h []byte) (name, size, mode int64, ok bool) {
	field := func(i int) int64 {
		v, err := strconv.ParseUint(string(h[6+8*i:14+8*i]), 16, 32)
		if err != nil {
			return -1
		}
		return int64(v)
	}
	for i := range 13 {
		if field(i) < 0 {
			return 0, 0, 0, false
		}
	}
	return field(11), field(6), field(1), true
}

func octal(b []byte) int64 {
	v, err := strconv.ParseUint(string(b), 8, 62)
	if err != nil {
		return -1
	}
	return int64(v)
}

func parseCpioBinary(h []byte, order binary.ByteOrder) (name, size, mode int64, ok bool) {
	name, mode = int64(order.Uint16(h[20:])), int64(order.Uint16(h[6:]))
	size = int64(order.Uint16(h[22:]))<<16 | int64(order.Uint16(h[24:])) // the higher half first
	return name, size, mode, true
}

// cpioName bounds a name, which 16 MB could be said to be of.
const cpioName = 64 << 10

// cpioKindOf returns how the header that head begins with is written, or nil. A
// name must follow that ends where it should.
func cpioKindOf(head []byte) *cpioKind {
	for _, k := range cpioKinds {
		if len(head) < k.size || string(head[:len(k.magic)]) != k.magic {
			continue
		}
		n, size, mode, ok := k.parse(head)
		if !ok || n < 1 || n > cpioName || size < 0 || mode&0o170000 == 0 && !k.ends(head, n) {
			return nil
		}
		if end := int64(k.size) + n; end <= int64(len(head)) && head[end-1] != 0 {
			return nil
		}
		return k
	}
	return nil
}

const cpioEnd = "TRAILER!!!"

func (k *cpioKind) ends(head []byte, n int64) bool {
	return int64(len(head)) >= int64(k.size)+n && string(head[k.size:int64(k.size)+n-1]) == cpioEnd
}

// pad is how many bytes follow n to align them.
func (k *cpioKind) pad(n int64) int64 { return (int64(k.align) - n%int64(k.align)) % int64(k.align) }

func extractCpio(ctx context.Context, f *File, out Out) error {
	if err := f.Budget.enter(f.Size); err != nil {
		return err
	}
	defer f.Budget.leave()
	src := &source{ctx: ctx, r: f.Reader}
	a := &archive{ctx: ctx, b: f.Budget, src: src, br: bufio.NewReaderSize(src, packedBuffer), out: out, names: new(distinct)}
	for {
		head, err := a.br.Peek(512)
		k := cpioKindOf(head)
		if k == nil {
			if src.err != nil {
				return src.err
			}
			return a.lost(err == io.EOF && len(head) < 110)
		}
		n, size, mode, _ := k.parse(head)
		a.br.Discard(k.size)
		raw := make([]byte, n)
		if _, err := io.ReadFull(a.br, raw); err != nil {
			return src.fault(err)
		}
		name := raw[:n-1]
		a.pass(k.pad(int64(k.size) + n))
		if string(name) == cpioEnd {
			return a.behind()
		}
		if mode&0o170000 != 0o100000 || size == 0 { // no file, or another name of one
			a.pass(size + k.pad(size))
			continue
		}
		if err := a.member(decodeMemberName(name), size, k.pad(size)); err != nil {
			return err
		}
	}
}

// An archive is one whose members lie one after another, not packed.
type archive struct {
	ctx   context.Context
	b     *Budget
	src   *source
	br    *bufio.Reader
	out   Out
	names *distinct
}

// member hands out the next size bytes and passes over pad more.
func (a *archive) member(name string, size, pad int64) error {
	reserve, err := a.b.hold()
	if err != nil {
		return err
	}
	defer a.b.release(reserve)
	r := &exactly{&io.LimitedReader{R: a.br, N: size}, a.src}
	if err := a.out.Member(&File{Name: a.names.name(name), Size: size, Reader: r, Budget: a.b}); err != nil {
		return err
	}
	a.pass(r.l.N + pad)
	return a.src.err
}

// pass passes over n bytes, or to the end.
func (a *archive) pass(n int64) { _, _ = io.CopyN(io.Discard, a.br, n) }

// lost says that what follows is no member. truncated is true at the end of the file.
func (a *archive) lost(truncated bool) error {
	if truncated {
		return &Skip{ReasonDamaged, "truncated: members may be missing"}
	}
	return &Skip{ReasonDamaged, "damaged: what follows was not scanned"}
}

// behind looks at what follows the end of an archive.
func (a *archive) behind() error {
	if something(a.br) {
		return &Skip{ReasonPartial, "what follows the end of the archive was not scanned"}
	}
	return a.src.err
}

// An exactly is a member of a known size.
type exactly struct {
	l   *io.LimitedReader
	src *source
}

func (e *exactly) Read(p []byte) (int, error) {
	n, err := e.l.Read(p)
	if err == io.EOF && e.l.N > 0 {
		err = e.src.fault(io.ErrUnexpectedEOF)
	} else if err != nil && err != io.EOF {
		err = e.src.fault(err)
	}
	return n, err
}
