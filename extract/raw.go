package extract

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"
)

// rawSpan is how much of a file is searched for runs at once. A block says
// where its first run is, so no finding is farther than this from its place.
const rawSpan = 64 << 10

// extractRaw reads content that has no reader of its own. It delivers the runs
// in it that are text, one a line, and returns a *Skip that says so.
func extractRaw(ctx context.Context, f *File, out Out) error {
	kind, err := readRuns(ctx, f, out)
	if err != nil {
		return err
	}
	if kind == "" {
		kind = "this format"
	}
	return &Skip{ReasonPartial, "no reader for " + kind + ": readable runs were scanned"}
}

// readRuns delivers the runs in f that are text. kind is what f is, or "".
func readRuns(ctx context.Context, f *File, out Out) (kind string, err error) {
	n := int64(rawSpan)
	if f.Size >= 0 {
		n = min(n, f.Size+1)
	}
	r := &rawReader{buf: make([]byte, n), out: out}
	err = r.read(ctx, f.Reader)
	return r.kind, err
}

// A rawReader finds runs in one file.
type rawReader struct {
	buf    []byte
	offset int64 // of buf in the file
	runs   []run
	text   []byte
	kind   string // what the file is, or ""
	out    Out
}

// read reads r to its end. What was read before an error is delivered.
func (r *rawReader) read(ctx context.Context, from io.Reader) error {
	n, first := 0, true
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		m, err := io.ReadFull(from, r.buf[n:])
		n += m
		if first {
			r.kind, first = binaryKind(r.buf[:n]), false
		}
		end := err == io.EOF || err == io.ErrUnexpectedEOF
		cut := n
		if err == nil {
			cut = rawCut(r.buf[:n])
		}
		if err := r.deliver(r.buf[:cut]); err != nil {
			return err
		}
		if end {
			return nil
		}
		if err != nil {
			return err
		}
		n = copy(r.buf, r.buf[cut:n])
		r.offset += int64(cut)
	}
}

// rawCut is where the first of two pieces of a file can end without cutting a
// run: before the last line end, before the last two control characters, or
// before the last space. It is in the second half of b.
func rawCut(b []byte) int {
	half := len(b) / 2
	tail := b[half:]
	if i := max(bytes.LastIndexByte(tail, '\n'), bytes.LastIndexByte(tail, '\r')); i > 0 {
		return half + i
	}
	for i := len(tail) - 1; i > 0; i-- {
		if tail[i] < 0x20 && tail[i-1] < 0x20 {
			return half + i - 1
		}
	}
	if i := bytes.LastIndexByte(tail, ' '); i > 0 {
		return half + i
	}
	return len(b)
}

// deliver hands out the runs in b, which begins at r.offset.
func (r *rawReader) deliver(b []byte) error {
	r.runs = appendRuns(r.runs[:0], b)
	if len(r.runs) == 0 {
		return nil
	}
	r.text = r.text[:0]
	for _, u := range r.runs {
		r.text = append(u.appendText(r.text, b), '\n')
	}
	return r.out.Text(&Block{Text: r.text, Part: fmt.Sprintf("offset 0x%x", r.offset+int64(r.runs[0].from))})
}

// A run is a stretch of bytes that is text in a charset.
type run struct {
	from, to int
	cs       charset
	score    int // how much likelier it is as text than as random bytes, in half bits
}

// A run is taken if it is likelier by runScore than random bytes are, that is
// 2^20 times, or by nearRun if it is near to one that is taken. Ten digits, four
// common kanji or twelve half-width kana are enough.
const (
	runScore = 40
	nearRun  = 18
	nearGap  = 32 // bytes: the fields of a record are near to each other
	runBytes = 6  // no run is shorter
	runDrop  = 24 // a run ends where its score has fallen by this
)

// appendRuns appends the runs in b to dst, in order and apart from each other.
func appendRuns(dst []run, b []byte) []run {
	dst = appendRuns8(dst, b)
	n := len(dst)
	dst = appendRuns16(dst, b)
	if len(dst) == n {
		return dst
	}
	return untangle(dst)
}

// untangle puts runs in order. Where two overlap the likelier is kept, and of
// the other what lies outside, if that is much.
func untangle(runs []run) []run {
	slices.SortFunc(runs, func(x, y run) int {
		return cmp.Or(cmp.Compare(x.from, y.from), cmp.Compare(y.score, x.score))
	})
	kept := runs[:0]
	for _, u := range runs {
		for len(kept) > 0 {
			last := &kept[len(kept)-1]
			if last.to <= u.from {
				break
			}
			if u.score <= last.score {
				u = u.cut(min(last.to, u.to), u.to)
				break
			}
			if *last = last.cut(last.from, u.from); last.to-last.from >= runBytes {
				break
			}
			kept = kept[:len(kept)-1]
		}
		if u.to-u.from >= runBytes {
			kept = append(kept, u)
		}
	}
	return kept
}

// cut is u from one place to another, with its share of the score. Half of a
// character of UTF-16 is left out: what it shifts would be other characters.
func (u run) cut(from, to int) run {
	if u.cs == utf16LE {
		from += (from - u.from) & 1
		to -= (to - u.from) & 1
		to = max(from, to)
	}
	u.score = u.score * (to - from) / (u.to - u.from)
	u.from, u.to = from, to
	return u
}

// appendText appends the text of u, a run in b, as UTF-8.
func (u run) appendText(dst, b []byte) []byte {
	src := b[u.from:u.to]
	switch u.cs {
	case utf16LE:
		dst, _ = appendUTF16(dst, src, utf16LE)
		return dst
	case cp932:
		return appendPairs(dst, src, cp932, cp932Table())
	case eucJP:
		return appendPairs(dst, src, eucJP, eucTable())
	}
	return appendValid(dst, src)
}

// appendPairs decodes all of src, which is short, as UTF-8.
func appendPairs(dst, src []byte, cs charset, table *doubleTable) []byte {
	for {
		var n int
		dst, n = appendDouble(dst, src, table, false)
		if src = src[n:]; len(src) == 0 {
			return dst
		}
		r, k := oneRune(src, cs)
		if k == 0 { // cut
			return utf8.AppendRune(dst, utf8.RuneError)
		}
		dst = utf8.AppendRune(dst, r)
		src = src[k:]
	}
}
