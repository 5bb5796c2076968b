package extract

import (
	"bytes"
	"context"
	"errors"
	"io"

	"github.com/nwaples/rardecode/v2"
)

const rarMark = "Rar!\x1a\x07"

func init() {
	register(&Format{
		Name:    "rar",
		Family:  "archives",
		Doc:     "RAR 2.0 to 7, solid, also encrypted, names included",
		Limits:  "not read: dictionaries beyond 256 MiB (64 MiB inside another archive), the packing of RAR 1.5, comments; of a split archive only the first part is read, up to its end",
		Exts:    []string{".rar"},
		Match:   func(head []byte) bool { return bytes.HasPrefix(head, []byte(rarMark)) },
		Apart:   true,
		Extract: extractRar,
	})
}

func extractRar(ctx context.Context, f *File, out Out) error {
	c, err := f.content(ctx)
	if err != nil {
		return err
	}
	defer c.close()
	if err := f.Budget.enter(c.size); err != nil {
		return err
	}
	defer f.Budget.leave()
	a := &rarArchive{ctx: ctx, f: f, c: c, out: out, memory: sevenZipNested}
	defer a.gate.leave()
	return c.fault(a.read())
}

// A rarArchive reads one archive.
type rarArchive struct {
	ctx    context.Context
	f      *File
	c      *content
	out    Out
	memory int64 // that a decoder may take
	gate   sevenZipGate

	r *rardecode.Reader
	n int // members passed
	// password is the number of the one in use, 0 being none; known says that it
	// was the right one for something.
	password int
	known    bool
	part     bool // begins in the middle of a member: of a split archive
	cut      bool // ends in the middle of one
}

func (a *rarArchive) passwords() []string {
	if a.f.Budget.Settings == nil {
		return nil
	}
	return a.f.Budget.Settings.Passwords
}

func (a *rarArchive) read() error {
	if err := a.list(); err != nil {
		return a.why(err)
	}
	for {
		h, err := a.next()
		switch {
		case err == io.EOF:
			return a.end()
		case err == nil:
			err = a.member(h)
			if err != nil {
				return err
			}
		case errors.Is(err, rardecode.ErrInvalidFileBlock) && a.n == 0:
			a.part = true // begins in the middle of a member: go on behind it
		case errors.Is(err, rardecode.ErrDictionaryTooLarge) && a.more():
			if err := a.again(); err != nil {
				return a.why(err)
			}
		default:
			return a.why(err)
		}
	}
}

// list opens the archive, with the password that the list of members needs.
func (a *rarArchive) list() error {
	err := a.open(0)
	if err == nil || !isRarEncrypted(err) {
		return err
	}
	for i := range a.passwords() {
		if err := a.open(i + 1); err == nil {
			if _, err = a.r.Next(); err == nil || err == io.EOF {
				a.known = true
				return a.open(i + 1)
			}
		}
		if err := a.ctx.Err(); err != nil {
			return err
		}
	}
	return rardecode.ErrArchiveEncrypted
}

func isRarEncrypted(err error) bool {
	return errors.Is(err, rardecode.ErrArchiveEncrypted) || errors.Is(err, rardecode.ErrArchivedFileEncrypted) || errors.Is(err, rardecode.ErrBadPassword)
}

// open opens the archive at its first member.
func (a *rarArchive) open(password int) error {
	options := []rardecode.Option{rardecode.MaxDictionarySize(a.memory), rardecode.BufferSize(packedBuffer)}
	if password > 0 {
		options = append(options, rardecode.Password(a.passwords()[password-1]))
	}
	r, err := rardecode.NewReader(a.c.reader(), options...)
	if err != nil {
		return err
	}
	a.r, a.n, a.password = r, 0, password
	return nil
}

// next goes to the next member.
func (a *rarArchive) next() (*rardecode.FileHeader, error) {
	if err := a.ctx.Err(); err != nil {
		return nil, err
	}
	h, err := a.r.Next()
	if err == nil {
		a.n++
	}
	return h, err
}

// more reports whether the archive may take more memory than so far, and takes it.
func (a *rarArchive) more() bool {
	if a.memory >= sevenZipOuter || a.f.Budget.level > 1 {
		return false
	}
	a.memory = sevenZipOuter
	return a.gate.take(a.ctx) == nil
}

// again opens the archive once more and goes to where it was.
func (a *rarArchive) again() error { return a.reopen(a.password, a.n) }

// reopen opens the archive behind its first n members. Of a solid archive they
// are unpacked again, which is charged.
func (a *rarArchive) reopen(password, n int) error {
	if err := a.open(password); err != nil {
		return err
	}
	for a.n < n {
		h, err := a.next()
		if err != nil {
			return err
		}
		if h.Solid || a.n == 1 {
			if _, err := io.Copy(io.Discard, a.f.Budget.reader(a.ctx, a.r)); err != nil && a.ctx.Err() != nil {
				return err
			}
		}
	}
	return nil
}

// member hands out the member that a.r is at and reads it to its end.
func (a *rarArchive) member(h *rardecode.FileHeader) error {
	if h.IsDir || h.LinkType != 0 { // what a link shows is another member
		return nil
	}
	name := rarName(h.Name)
	if h.Encrypted && !a.known {
		if err := a.unlock(a.n); err != nil {
			a.out.Skip(name, *asSkip(a.why(err)))
			return a.stopped()
		}
	}
	size := h.UnPackedSize
	if h.UnKnownSize {
		size = -1
	}
	m := &packedMember{r: a.r, fault: a.why, size: size}
	if err := a.f.handOut(a.ctx, a.out, name, size, m); err != nil {
		return err
	}
	if m.err == nil && rarSolid(a.c) { // it cannot be read on else
		_, err := io.Copy(io.Discard, a.f.Budget.reader(a.ctx, m))
		if s := asSkip(err); s != nil && s.Reason == ReasonTooLarge {
			return err
		}
	}
	return a.stopped()
}

// unlock finds the password with which member n, the first that is encrypted,
// comes out right, and goes to it.
func (a *rarArchive) unlock(n int) error {
	for i := range a.passwords() {
		err := a.reopen(i+1, n)
		if err == nil {
			_, err = io.Copy(io.Discard, a.f.Budget.reader(a.ctx, a.r))
		}
		if stop := a.stopped(); stop != nil {
			return stop
		}
		if err == nil {
			a.known = true
			return a.reopen(i+1, n)
		}
	}
	if err := a.reopen(0, n); err != nil {
		return err
	}
	return rardecode.ErrArchivedFileEncrypted
}

// end says what is wrong with the end of the archive.
func (a *rarArchive) end() error {
	if a.part {
		return &Skip{ReasonPartial, "one part of a split archive: what is in one piece here was scanned"}
	}
	if !rarEnds(a.c) {
		return &Skip{ReasonDamaged, "ends without an end mark: members may be missing"}
	}
	return nil
}

func (a *rarArchive) stopped() error {
	if err := a.c.broken(); err != nil {
		return err
	}
	return a.ctx.Err()
}
