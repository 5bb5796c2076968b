package extract

import (
	"context"
	"io"
	"strings"
	"sync"
)

// headStep is how much of a file is read first: it tells most archives and
// documents, which then read the rest as they like.
const headStep = 4 << 10

var headPool = sync.Pool{New: func() any { return new([HeadSize]byte) }}

// Extract hands what is in f to out: text, and the files inside. The format is
// told by content, then by extension; text is read as text, and of anything
// else the readable runs.
//
// The error is a *Skip if f was not read, or not to its end, for a reason that
// lies in f. Any other error came from the share, from out or from ctx. What
// was handed out before an error stays valid. f is not changed; its Reader is
// left wherever reading ended, and not closed.
func Extract(ctx context.Context, f *File, out Out) (err error) {
	defer func() {
		// Formats parse what anybody may have made. What was panicked with may
		// quote the file, so it goes nowhere.
		if recover() != nil {
			err = &Skip{ReasonDamaged, "reader panicked"}
		}
	}()
	buf := headPool.Get().(*[HeadSize]byte)
	defer headPool.Put(buf)
	h := &headReader{src: f.Reader, buf: buf}
	g := *f
	g.Reader = h
	if at, ok := f.Reader.(io.ReaderAt); ok {
		g.Reader = &headReaderAt{h, at}
	}
	if g.Budget == nil {
		b := DefaultBudget()
		g.Budget = &b
	}
	if s := g.Budget.Settings; s != nil && s.Layout != nil {
		if l := s.Layout(f.Name); l != nil {
			return extractLayout(ctx, &g, l, out)
		}
	}
	if format := h.format(f.Name); format != nil {
		return format.extract(ctx, &g, out)
	}
	if len(h.head()) == 0 {
		return h.fault()
	}
	return extractOther(ctx, &g, h.head(), h.err == io.EOF, out)
}

// extract reads f, in a process of its own if the format is to be.
func (format *Format) extract(ctx context.Context, f *File, out Out) error {
	if set := f.Budget.Settings; format.Apart && set != nil && set.Apart != nil {
		return set.Apart.extract(ctx, format, f, out)
	}
	return format.Extract(ctx, f, out)
}

// A headReader reads src and lets its first bytes be seen before.
type headReader struct {
	src   io.Reader
	buf   *[HeadSize]byte
	at, n int // buf[at:n] is not handed out
	err   error
}

// headReaderAt keeps what a file on a share has and a member has not.
type headReaderAt struct {
	*headReader
	io.ReaderAt
}

func (h *headReader) head() []byte { return h.buf[:h.n] }

// fill reads until n bytes are seen, or an error.
func (h *headReader) fill(n int) {
	for h.n < n && h.err == nil {
		var m int
		m, h.err = h.src.Read(h.buf[h.n:n])
		h.n += m
	}
}

// fault is the error that kept the head from being read, but for its end.
func (h *headReader) fault() error {
	if h.err == io.EOF {
		return nil
	}
	return h.err
}

func (h *headReader) Read(p []byte) (int, error) {
	if h.at < h.n {
		n := copy(p, h.buf[h.at:h.n])
		h.at += n
		return n, nil
	}
	if h.err != nil {
		return 0, h.err
	}
	n, err := h.src.Read(p)
	h.err = err
	return n, err
}

// format is the registered format of the file, or nil.
func (h *headReader) format(name string) *Format {
	for _, n := range []int{headStep, HeadSize} {
		h.fill(n)
		if h.n == 0 {
			return nil
		}
		for _, f := range formats {
			if f.Match != nil && f.Match(h.head()) {
				return f
			}
		}
		if h.n < n {
			break
		}
	}
	name = strings.ToLower(name)
	for _, f := range formats {
		if f.Match != nil || f.In != "" || f.Extract == nil {
			continue
		}
		for _, ext := range f.Exts {
			if strings.HasSuffix(name, ext) {
				return f
			}
		}
	}
	return nil
}
