package extract

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// RatioFree is how much a file may unpack to whatever its packed size.
//
// Deflate packs zeros 1030:1, so a gigabyte of them is one megabyte: that is
// four times RatioFree, and costs about a second until it is stopped. A real
// file that packs so well (a print file that is all padding) is read in full up
// to here.
const RatioFree = 256 << 20

// memberCost is charged for each member, so that millions of empty members end
// too. A zip entry costs at least 76 packed bytes, so no real archive of small
// files comes near the limit.
const memberCost = 1 << 10

// DefaultBudget returns the budget of a file if the user sets none.
//
// Ratio is what stops bombs. Logs pack 20:1 to 100:1, and one member may use
// half of what is left (see hold), so 250 lets a single log of any size through
// at 125:1. Bytes only bounds what a bomb of many packed megabytes may cost; a
// user who raises it means it, and then Ratio should be 0: no limit.
func DefaultBudget() Budget {
	return Budget{Depth: 16, Bytes: 256 << 30, Ratio: 250}
}

// enter begins a file that holds members; size is its own size or -1. Call
// leave when its members are done, unless the error says that they are too deep.
func (b *Budget) enter(size int64) error {
	if b.Depth <= 0 {
		return &Skip{ReasonTooDeep, fmt.Sprintf("archives are nested more than %d deep; raise --max-depth", b.level)}
	}
	if b.level == 0 {
		b.packed = max(size, 0)
	}
	b.Depth--
	b.level++
	return nil
}

func (b *Budget) leave() {
	b.Depth++
	b.level--
}

// hold charges one member and keeps half of what is left from it, so that a
// bomb leaves something for the members after it. It returns what to hand to
// release when the member is done.
func (b *Budget) hold() (reserve int64, err error) {
	if b.left()-b.reserve < memberCost {
		return 0, b.limit()
	}
	b.charge(memberCost)
	reserve = b.reserve
	b.reserve += (b.left() - b.reserve) / 2
	return reserve, nil
}

func (b *Budget) release(reserve int64) { b.reserve = reserve }

func (b *Budget) charge(n int64) {
	b.used += n
	b.Bytes -= n
}

func (b *Budget) left() int64 {
	if b.Ratio <= 0 {
		return b.Bytes
	}
	return min(b.Bytes, b.byRatio())
}

func (b *Budget) byRatio() int64 {
	// A packed size that overflows is beyond what any share holds.
	return RatioFree + min(b.packed, 1<<62/b.Ratio)*b.Ratio - b.used
}

func (b *Budget) limit() *Skip {
	if b.Ratio > 0 && b.byRatio() < b.Bytes {
		return &Skip{ReasonTooLarge, fmt.Sprintf("unpacks like a bomb: %s out of %s so far; raise --max-unpacked", size(b.used), size(b.packed))}
	}
	return &Skip{ReasonTooLarge, fmt.Sprintf("unpacks to more than %s; raise --max-unpacked", size(b.used))}
}

func size(n int64) string {
	for _, u := range []struct {
		name string
		unit int64
	}{{"TB", 1e12}, {"GB", 1e9}, {"MB", 1e6}, {"KB", 1e3}} {
		if n >= u.unit {
			return fmt.Sprintf("%.3g %s", float64(n)/float64(u.unit), u.name)
		}
	}
	return fmt.Sprintf("%d bytes", n)
}

// reader returns r with what is read charged to b. Its Read returns a *Skip
// when b is used up, and the context's error when ctx is done.
func (b *Budget) reader(ctx context.Context, r io.Reader) io.Reader {
	return &budgetReader{ctx: ctx, r: r, b: b}
}

type budgetReader struct {
	ctx context.Context
	r   io.Reader
	b   *Budget
	err error // sticky
}

func (r *budgetReader) Read(p []byte) (int, error) {
	if r.err == nil {
		r.err = r.ctx.Err()
	}
	if r.err != nil || len(p) == 0 {
		return 0, r.err
	}
	room := r.b.left() - r.b.reserve
	if room <= 0 { // the end may be right here: then nothing is missing
		var one [1]byte
		n, err := r.r.Read(one[:])
		if n > 0 {
			err = r.b.limit()
		}
		r.err = err
		return 0, err
	}
	n, err := r.r.Read(p[:min(int64(len(p)), room)])
	r.b.charge(int64(n))
	r.err = err
	return n, err
}

// A source is the packed side of an archive. It remembers the error with which
// reading it ended, so that a share that fails is told from a damaged archive.
type source struct {
	ctx context.Context
	r   io.Reader
	n   int64 // bytes read
	err error // never io.EOF
}

func (s *source) Read(p []byte) (int, error) {
	if s.err == nil {
		s.err = s.ctx.Err()
	}
	if s.err != nil {
		return 0, s.err
	}
	n, err := s.r.Read(p)
	s.n += int64(n)
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}

// fault tells why decoding what was read from s ended with err: the error of s
// if there is one, else a *Skip that says the archive is damaged.
func (s *source) fault(err error) error {
	if s.err != nil {
		return s.err
	}
	return damaged(err)
}

// damaged makes a decoder's error a *Skip. The decoder's own words are left
// out: they may quote the file.
func damaged(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return &Skip{ReasonDamaged, "truncated: what came before the end was scanned"}
	}
	return &Skip{ReasonDamaged, "damaged: what came before was scanned"}
}
