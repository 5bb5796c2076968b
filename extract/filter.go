package extract

import "io"

// filterKeep is the most that a filter's step may leave for the next.
const filterKeep = 40

// A filter rewrites a stream of text in place: what it writes is never longer
// than what it reads. Without anything to rewrite it costs a search per read.
type filter struct {
	src io.Reader
	// step rewrites b and returns the length of the result. The last keep bytes
	// of b, filterKeep at most and none if final, are left for the next step.
	step func(b []byte, final bool) (n, keep int)
	kept []byte
	out  []byte // of small, and not handed out
	err  error

	keptBuf [filterKeep]byte
	small   [256]byte
}

func newFilter(src io.Reader, step func(b []byte, final bool) (n, keep int)) io.Reader {
	return &filter{src: src, step: step}
}

func (f *filter) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if len(f.out) == 0 {
		if len(p) >= len(f.small) {
			return f.read(p)
		}
		n, err := f.read(f.small[:])
		if n == 0 {
			return 0, err
		}
		f.out = f.small[:n]
	}
	n := copy(p, f.out)
	f.out = f.out[n:]
	return n, nil
}

func (f *filter) read(p []byte) (int, error) {
	for f.err == nil {
		n := copy(p, f.kept)
		var m int
		m, f.err = f.src.Read(p[n:])
		n += m
		out, keep := f.step(p[:n], f.err != nil)
		f.kept = f.keptBuf[:copy(f.keptBuf[:], p[n-keep:n])]
		if out > 0 {
			return out, nil
		}
	}
	return 0, f.err
}
