package extract

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"slices"

	"github.com/shikiri/shikiri/extract/cab"
)

func init() {
	register(&Format{
		Name:    "cab",
		Family:  "archives",
		Doc:     "Windows cabinets: stored, MSZIP and LZX",
		Limits:  "listed as unsupported: members packed by Quantum; not read: in a cabinet of a set, members that begin in the one before, and the rest of those that go on in the next",
		Exts:    []string{".cab"},
		Match:   matchCab,
		Extract: extractCab,
	})
}

func matchCab(head []byte) bool {
	return len(head) > 26 && bytes.HasPrefix(head, []byte("MSCF\x00\x00\x00\x00")) && head[25] == 1
}

func extractCab(ctx context.Context, f *File, out Out) error {
	c, err := f.content(ctx)
	if err != nil {
		return err
	}
	defer c.close()
	if err := f.Budget.enter(c.size); err != nil {
		return err
	}
	defer f.Budget.leave()
	list, broken := cab.Open(c, c.size)
	if list == nil {
		return c.fault(broken)
	}
	r := &cabReader{ctx: ctx, f: f, c: c, out: out, list: list, folder: -1}
	// makecab orders members so; no other order is worth unpacking a folder again.
	slices.SortStableFunc(list.Files, func(a, b cab.File) int {
		return cmp.Or(cmp.Compare(a.Folder, b.Folder), cmp.Compare(a.Offset, b.Offset))
	})
	for i := range list.Files {
		if err := r.member(&list.Files[i]); err != nil {
			return c.fault(err)
		}
	}
	if broken == nil && list.Size > c.size {
		broken = io.ErrUnexpectedEOF
	}
	return c.fault(broken)
}

// A cabReader reads one cabinet.
type cabReader struct {
	ctx  context.Context
	f    *File
	c    *content
	out  Out
	list *cab.Cabinet

	folder int       // that is open, or -1
	data   io.Reader // what it unpacks to, charged to the budget
	raw    io.Reader // the same, not charged
	at     int64     // in it
	lost   *Skip     // why no more of it can be read
	early  bool      // a member of the first folder began in the cabinet before
}

func (r *cabReader) member(m *cab.File) error {
	name := decodeMemberPath(m.Name)
	if m.Folder < 0 {
		r.early = true
		r.out.Skip(name, Skip{ReasonPartial, "begins in the cabinet before this one of the set"})
		return nil
	}
	if m.Folder != r.folder || m.Offset < r.at {
		r.open(m.Folder)
	}
	if r.lost == nil {
		if err := r.pass(m.Offset - r.at); err != nil {
			return err
		}
	}
	if r.lost != nil {
		r.out.Skip(name, *r.lost)
		return nil
	}
	return r.hand(m, name)
}

// hand hands out m, which is next in the folder.
func (r *cabReader) hand(m *cab.File, name string) error {
	content := &packedMember{r: io.LimitReader(r.raw, m.Size), fault: r.why, size: m.Size}
	if err := r.f.handOut(r.ctx, r.out, name, m.Size, content); err != nil {
		return err
	}
	r.at += content.n
	if content.err != nil && content.err != io.EOF {
		r.lost = r.behind(asSkip(content.err))
	}
	return r.stopped()
}

// pass goes on by n bytes, which belong to no member, or to one that was not
// read to its end. That is charged, since it may be much.
func (r *cabReader) pass(n int64) error {
	passed, err := io.CopyN(io.Discard, r.data, n)
	r.at += passed
	if err == nil {
		return nil
	}
	if stop := r.stopped(); stop != nil {
		return stop
	}
	if s := asSkip(err); s != nil {
		r.lost = s
		return nil
	}
	r.lost = r.behind(asSkip(r.why(err)))
	return nil
}

// behind is why a member cannot be read if what comes before it in the folder
// ended for a reason.
func (r *cabReader) behind(s *Skip) *Skip {
	if s == nil || s.Reason != ReasonDamaged {
		return s
	}
	return &Skip{ReasonDamaged, "packed together with something that is damaged"}
}

// open begins with a folder.
func (r *cabReader) open(folder int) {
	r.folder, r.at, r.lost = folder, 0, nil
	if folder == 0 && r.early {
		r.lost = &Skip{ReasonPartial, "packed together with a member that begins in the cabinet before this one of the set"}
		return
	}
	var err error
	if r.raw, err = r.list.Folder(folder); err != nil {
		r.lost = asSkip(r.why(err))
		return
	}
	r.data = r.f.Budget.reader(r.ctx, r.raw)
}

func (r *cabReader) stopped() error {
	if err := r.c.broken(); err != nil {
		return err
	}
	return r.ctx.Err()
}

func (r *cabReader) why(err error) error {
	switch {
	case r.stopped() != nil:
		return r.stopped()
	case asSkip(err) != nil:
		return err
	case errors.Is(err, cab.ErrMethod):
		return &Skip{ReasonUnsupported, "packed by " + r.list.MethodName(r.folder) + ", which is not read"}
	case errors.Is(err, cab.ErrContinued):
		return &Skip{ReasonPartial, "goes on in the next cabinet of the set"}
	case errors.Is(err, cab.ErrChecksum):
		return &Skip{ReasonDamaged, "does not match its checksum: what came before was scanned"}
	}
	return damaged(err)
}
