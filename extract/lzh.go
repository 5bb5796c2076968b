package extract

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/shikiri/shikiri/extract/lzh"
)

func init() {
	register(&Format{
		Name:    "lzh",
		Family:  "archives",
		Doc:     "LZH of LHarc, LHA and LArc: headers of levels 0 to 3, stored, lh1, lh4 to lh7, lhx, lzs and lz5",
		Limits:  "listed as unsupported: members packed by other methods (lh2, lh3, pm1, pm2)",
		Exts:    []string{".lzh", ".lha"},
		Match:   lzh.Match,
		Extract: extractLzh,
	})
}

// extractLzh hands out the members as they follow each other. Behind a damaged
// header the next one is looked for.
func extractLzh(ctx context.Context, f *File, out Out) error {
	if err := f.Budget.enter(f.Size); err != nil {
		return err
	}
	defer f.Budget.leave()
	z := &lzhReader{ctx: ctx, f: f, out: out, src: &source{ctx: ctx, r: f.Reader}}
	z.br = bufio.NewReaderSize(z.src, packedBuffer)
	for {
		err := z.members()
		if z.src.err != nil {
			return z.src.err
		}
		if err == nil && z.lost {
			return &Skip{ReasonDamaged, "damaged: members found behind the damage were scanned"}
		}
		if !errors.Is(err, lzh.ErrDamaged) {
			return err
		}
		z.lost = true
		_, _ = z.br.Discard(1) // else the same header is found
		if _, err := lzh.Seek(z.br); err != nil {
			return z.src.fault(lzh.ErrDamaged)
		}
	}
}

// An lzhReader reads one archive.
type lzhReader struct {
	ctx  context.Context
	f    *File
	out  Out
	src  *source
	br   *bufio.Reader
	n    int  // members so far
	lost bool // a header was damaged
	// unmarked says that the program, LArc or PMarc, makes no end marks.
	unmarked bool
}

// members hands out members up to the end, or until a header is damaged.
func (z *lzhReader) members() error {
	for {
		h, ended, err := lzh.ReadHeader(z.br)
		switch {
		case err == io.EOF:
			if err := z.end(ended); err != errJoined {
				return err
			}
			continue
		case errors.Is(err, lzh.ErrDamaged):
			return lzh.ErrDamaged
		case err != nil:
			return z.src.fault(err)
		}
		z.n++
		z.unmarked = !strings.HasPrefix(h.Method, "-lh")
		if err := z.member(h); err != nil {
			return err
		}
	}
}

func (z *lzhReader) member(h *lzh.Header) error {
	packed := &io.LimitedReader{R: z.br, N: h.Packed}
	if err := z.content(h, packed); err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, packed); err != nil {
		return err
	}
	if packed.N > 0 {
		return z.src.fault(io.ErrUnexpectedEOF)
	}
	return nil
}

func (z *lzhReader) content(h *lzh.Header, packed io.Reader) error {
	if lzh.Folder(h.Method) {
		return nil
	}
	name := z.name(h)
	r, err := lzh.NewReader(h.Method, packed, h.Size)
	if err != nil {
		z.out.Skip(name, Skip{ReasonUnsupported, "packed by " + visible(h.Method[1:4]) + ", which is not read"})
		return nil
	}
	m := &packedMember{r: r, fault: z.src.fault, size: h.Size}
	if h.HasCRC {
		var crc uint16
		m.add = func(p []byte) { crc = lzh.CRC(crc, p) }
		m.right = func() bool { return crc == h.CRC }
	}
	return z.f.handOut(z.ctx, z.out, name, h.Size, m)
}

func (z *lzhReader) name(h *lzh.Header) string {
	if h.Unicode != "" {
		return visible(h.Unicode)
	}
	if len(h.Name) == 0 {
		return fmt.Sprintf("member %d", z.n)
	}
	return decodeMemberPath(h.Name)
}

// errJoined says that another archive follows the end of one.
var errJoined = errors.New("another archive follows")

// end says what is wrong with the end of the archive. ended tells whether there
// is a mark, behind which another archive may follow, or padding.
func (z *lzhReader) end(ended bool) error {
	if !ended && z.unmarked {
		return nil
	}
	if !ended {
		return &Skip{ReasonDamaged, "ends without an end mark: members may be missing"}
	}
	for {
		head, _ := z.br.Peek(packedBuffer)
		switch {
		case len(head) == 0:
			return z.src.err
		case lzh.Match(head):
			return errJoined
		case head[0] == 0 || head[0] == 0x1a: // as CP/M padded files
			_, _ = z.br.Discard(1)
			continue
		}
		return &Skip{ReasonDamaged, "what follows the end mark was not scanned"}
	}
}
