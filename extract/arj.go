package extract

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/shikiri/shikiri/extract/arj"
)

func init() {
	register(&Format{
		Name:    "arj",
		Family:  "archives",
		Doc:     "ARJ: stored, and methods 1 to 4",
		Limits:  "listed as encrypted: members with a password; of one part of a split archive what is in it is read",
		Exts:    []string{".arj"},
		Match:   arj.Match,
		Extract: extractArj,
	})
}

// extractArj hands out the members as they follow each other. Behind a damaged
// header the next one is looked for.
func extractArj(ctx context.Context, f *File, out Out) error {
	if err := f.Budget.enter(f.Size); err != nil {
		return err
	}
	defer f.Budget.leave()
	a := &arjReader{ctx: ctx, f: f, out: out, src: &source{ctx: ctx, r: f.Reader}}
	a.br = bufio.NewReaderSize(a.src, packedBuffer)
	for {
		err := a.members()
		switch {
		case a.src.err != nil:
			return a.src.err
		case err == nil && a.lost:
			return &Skip{ReasonDamaged, "damaged: members found behind the damage were scanned"}
		case err == nil && a.part:
			return &Skip{ReasonPartial, "one part of a split archive: what is in it was scanned"}
		case !errors.Is(err, arj.ErrDamaged):
			return err
		}
		a.lost = true
		_, _ = a.br.Discard(1) // else the same header is found
		if err := arj.Seek(a.br); err != nil {
			return a.src.fault(arj.ErrDamaged)
		}
	}
}

// An arjReader reads one archive.
type arjReader struct {
	ctx  context.Context
	f    *File
	out  Out
	src  *source
	br   *bufio.Reader
	n    int  // members so far
	lost bool // a header was damaged
	part bool // of a split archive
}

// members hands out members up to the end, or until a header is damaged.
func (a *arjReader) members() error {
	for {
		h, err := arj.ReadHeader(a.br)
		switch {
		case err == io.EOF:
			return nil
		case errors.Is(err, arj.ErrDamaged):
			return arj.ErrDamaged
		case err != nil:
			return a.src.fault(err)
		}
		if h.Kind == arj.KindArchive {
			continue
		}
		a.n++
		packed := &io.LimitedReader{R: a.br, N: h.Packed}
		if err := a.member(h, packed); err != nil {
			return err
		}
		if _, err := io.Copy(io.Discard, packed); err != nil {
			return err
		}
		if packed.N > 0 {
			return a.src.fault(io.ErrUnexpectedEOF)
		}
	}
}

func (a *arjReader) member(h *arj.Header, packed io.Reader) error {
	if h.Kind >= arj.KindFolder && h.Kind <= arj.KindChapter {
		return nil
	}
	a.part = a.part || h.Continues
	name := decodeMemberPath(h.Name)
	if name == "" {
		name = fmt.Sprintf("member %d", a.n)
	}
	if h.Encrypted {
		a.out.Skip(name, Skip{ReasonEncrypted, ""})
		return nil
	}
	r, err := arj.NewReader(h, packed)
	if err != nil {
		a.out.Skip(name, Skip{ReasonUnsupported, fmt.Sprintf("packed by method %d, which is not read", h.Method)})
		return nil
	}
	sum := crc32.NewIEEE()
	m := &packedMember{r: r, fault: a.src.fault, size: h.Size}
	m.add = func(p []byte) { _, _ = sum.Write(p) }
	m.right = func() bool { return sum.Sum32() == h.CRC }
	return a.f.handOut(a.ctx, a.out, name, h.Size, m)
}
