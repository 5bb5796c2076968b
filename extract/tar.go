package extract

import (
	"archive/tar"
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"strconv"
)

const tarBlock = 512

func init() {
	register(&Format{
		Name:    "tar",
		Family:  "archives",
		Doc:     "tar: v7, ustar, GNU and PAX, also several one after another",
		Exts:    []string{".tar"},
		Match:   matchTar,
		Extract: extractTar,
	})
}

// matchTar reports whether head begins with a tar header: the mark of POSIX, or
// for the older v7 a sum over the header that is right.
func matchTar(head []byte) bool {
	if len(head) < tarBlock || head[0] == 0 {
		return false
	}
	if string(head[257:262]) == "ustar" {
		return true
	}
	want, err := strconv.ParseInt(string(bytes.Trim(head[148:156], " \x00")), 8, 64)
	if err != nil {
		return false
	}
	var unsigned, signed int64 // old systems summed signed characters
	for i, c := range head[:tarBlock] {
		if 148 <= i && i < 156 {
			c = ' '
		}
		unsigned += int64(c)
		signed += int64(int8(c))
	}
	return want == unsigned || want == signed
}

func extractTar(ctx context.Context, f *File, out Out) error {
	if err := f.Budget.enter(f.Size); err != nil {
		return err
	}
	defer f.Budget.leave()
	src := &source{ctx: ctx, r: f.Reader}
	t := &tarSource{br: bufio.NewReaderSize(src, packedBuffer)}
	var lost error
	for {
		err := tarMembers(ctx, t, src, f, out)
		if err == tar.ErrHeader && src.err == nil { // go on at the next header there is
			lost = &Skip{ReasonDamaged, "damaged: what lies between some members was not scanned"}
			if t.resync() {
				continue
			}
			err = nil
		}
		if err != nil {
			return err
		}
		more, err := t.follows()
		if src.err != nil {
			return src.err
		}
		if err == nil {
			err = lost
		}
		if !more {
			return err
		}
	}
}

// tarMembers hands out the members up to an end mark.
func tarMembers(ctx context.Context, t *tarSource, src *source, f *File, out Out) error {
	tr := tar.NewReader(t)
	for {
		h, err := tr.Next()
		if err == io.EOF {
			if src.err == nil && !t.zero {
				return &Skip{ReasonDamaged, "ends without an end mark: members may be missing"}
			}
			return src.err
		}
		if err == tar.ErrHeader {
			return err
		}
		if err != nil && !errors.Is(err, tar.ErrInsecurePath) {
			return src.fault(err)
		}
		if !tarFile(h.Typeflag) {
			continue
		}
		reserve, err := f.Budget.hold()
		if err != nil {
			return err
		}
		m := &tarMember{ctx: ctx, tr: tr, t: t, src: src, b: f.Budget, from: t.n}
		err = out.Member(&File{Name: t.names.name(decodeMemberName([]byte(h.Name))), Size: h.Size, Reader: m, Budget: f.Budget})
		f.Budget.release(reserve)
		if err != nil {
			return err
		}
	}
}

// tarFile reports whether members of a type have content. POSIX wants types
// that are not known to be read as files.
func tarFile(typ byte) bool {
	switch typ {
	case tar.TypeLink, tar.TypeSymlink, tar.TypeChar, tar.TypeBlock, tar.TypeDir, tar.TypeFifo, tar.TypeXGlobalHeader:
		return false
	}
	return true
}

// A tarSource counts what the library reads and sees whether a block is zero.
type tarSource struct {
	br    *bufio.Reader
	n     int64
	names distinct
	zero  bool // the last read was of a whole block, of zeros: an end mark
}

func (t *tarSource) Read(p []byte) (int, error) {
	n, err := t.br.Read(p)
	t.n += int64(n)
	if n > 0 {
		t.zero = n == tarBlock && allZero(p[:n])
	}
	return n, err
}

func allZero(p []byte) bool {
	for _, c := range p {
		if c != 0 {
			return false
		}
	}
	return true
}

// follows skips the zeros after an end mark and reports whether another archive
// begins there, as in files made by joining archives.
func (t *tarSource) follows() (bool, error) {
	for {
		block, err := t.br.Peek(tarBlock)
		if err != nil {
			if err == io.EOF && !allZero(block) {
				return false, &Skip{ReasonDamaged, "what follows the end mark was not scanned"}
			}
			return false, nil
		}
		if !allZero(block) {
			if matchTar(block) {
				return true, nil
			}
			return false, &Skip{ReasonDamaged, "what follows the end mark was not scanned"}
		}
		t.br.Discard(tarBlock)
	}
}

// resync passes over what is no header and reports whether one follows.
func (t *tarSource) resync() bool {
	for {
		block, err := t.br.Peek(tarBlock)
		if err != nil {
			return false
		}
		if matchTar(block) {
			return true
		}
		t.br.Discard(tarBlock)
	}
}

// A tarMember charges only what is not in the archive: the holes of sparse
// files, of which a header can claim any number of terabytes.
type tarMember struct {
	ctx  context.Context
	tr   *tar.Reader
	t    *tarSource
	src  *source
	b    *Budget
	from int64 // t.n at the start
	n    int64 // bytes delivered
	free int64 // bytes charged
}

func (m *tarMember) Read(p []byte) (int, error) {
	if err := m.ctx.Err(); err != nil {
		return 0, err
	}
	if m.b.left() <= m.b.reserve {
		return 0, m.b.limit()
	}
	n, err := m.tr.Read(p)
	m.n += int64(n)
	if holes := m.n - (m.t.n - m.from); holes > m.free {
		m.b.charge(holes - m.free)
		m.free = holes
	}
	if err != nil && err != io.EOF {
		err = m.src.fault(err)
	}
	return n, err
}
