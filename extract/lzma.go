package extract

import (
	"bufio"
	"encoding/binary"
	"io"
	"math/bits"
)

func init() {
	register(&Format{
		Name:    "lzma",
		Family:  "archives",
		Doc:     ".lzma: one packed file",
		Limits:  "dictionaries up to 64 MiB",
		Exts:    []string{".lzma", ".tlz"},
		Match:   matchLZMA,
		Extract: lzmaPacking.extract,
	})
}

var lzmaPacking = &packing{
	ends: map[string]string{".lzma": "", ".tlz": ".tar"},
	open: func(r *bufio.Reader) (io.Reader, func(), error) {
		z, err := newLZMA(r)
		return &oneStream{z, r}, func() {}, err
	},
}

// matchLZMA reports whether head begins a .lzma file. It has no mark, so all of
// its head must be as encoders write it: properties, a dictionary of 2^n or
// 2^n + 2^(n-1) bytes, a size below 256 GiB or none, and a zero, with which the
// range coder begins.
func matchLZMA(head []byte) bool {
	if len(head) < 18 || head[0] >= 9*5*5 || head[13] != 0 {
		return false
	}
	dict, size := binary.LittleEndian.Uint32(head[1:]), binary.LittleEndian.Uint64(head[5:])
	if size != 1<<64-1 && (size == 0 || size >= 1<<38) {
		return false
	}
	top := bits.Len32(dict)
	return dict == 1<<32-1 || top > 12 && bits.OnesCount32(dict) <= 2 && dict&(1<<(top-1)|1<<(top-2)) == dict
}

// A oneStream is the only one in a file.
type oneStream struct {
	dec io.Reader
	br  *bufio.Reader
}

func (o *oneStream) Read(p []byte) (int, error) {
	n, err := o.dec.Read(p)
	if err == io.EOF {
		err = rest(o.br)
	}
	return n, err
}
