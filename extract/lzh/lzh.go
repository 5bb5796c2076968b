// Package lzh reads LZH archives, those of LHarc, LHA, LArc and PMarc.
//
// The format has no standard. Headers are described in "LHa for UNIX", file
// header.doc.md of jca02266/lha; methods in the sources of LHarc 1988 (lh1),
// ar002 by Okumura 1990 (lh4, lh5) and Lhasa (lzs, lz5).
package lzh

import (
	"errors"
	"io"

	"github.com/shikiri/shikiri/extract/huffman"
)

var (
	// ErrDamaged says that a header or the packed data cannot be right.
	ErrDamaged = errors.New("damaged LZH data")
	// ErrMethod says that a method is not known.
	ErrMethod = errors.New("unknown LZH method")
)

// minCopy is the shortest piece that is copied from what came before, in all
// methods but lzs, where it is one less.
const minCopy = 3

// Known reports whether NewReader unpacks a method: "-lh5-".
func Known(method string) bool {
	_, err := newTokens(method, &huffman.Bits{})
	return err == nil || method == "-lh0-" || method == "-lz4-" || method == "-pm0-"
}

// Folder reports whether a method marks a folder, which has no content.
func Folder(method string) bool { return method == "-lhd-" }

// NewReader returns the content, of so many bytes, that is packed in r. Methods
// are those of headers, and "arj" for methods 1 to 3 of ARJ and "arj-fastest" for
// its fourth, which are of the same make. Where r
// ends too early the reader gives what can be unpacked, then
// io.ErrUnexpectedEOF. Memory is at most a megabyte and a half.
func NewReader(method string, r io.Reader, size int64) (io.Reader, error) {
	switch method {
	case "-lh0-", "-lz4-", "-pm0-":
		return io.LimitReader(r, max(size, 0)), nil
	}
	t, err := newTokens(method, huffman.NewBits(r))
	if err != nil {
		return nil, err
	}
	return &unpacker{tokens: t, window: t.window(), left: size}, nil
}

// tokens are what packed data is made of: characters and copies.
type tokens interface {
	// next returns a character if n is 0, else that n bytes are to be copied
	// from dist bytes back. dist is from 1 to the size of the window.
	next() (c byte, n, dist int, err error)
	// window returns what there is to copy from before anything is unpacked. Its
	// size is a power of two.
	window() []byte
}

func newTokens(method string, b *huffman.Bits) (tokens, error) {
	switch method {
	case "-lh1-":
		return newAdaptive(b), nil
	case "-lh4-":
		return &blocks{Bits: b, history: 12, lengths: 14, width: 4}, nil
	case "-lh5-":
		return &blocks{Bits: b, history: 13, lengths: 14, width: 4}, nil
	case "-lh6-":
		return &blocks{Bits: b, history: 15, lengths: 16, width: 5}, nil
	case "-lh7-":
		return &blocks{Bits: b, history: 16, lengths: 17, width: 5}, nil
	case "-lhx-":
		return &blocks{Bits: b, history: 20, lengths: 21, width: 5}, nil
	case "-lzs-":
		return &larcBits{Bits: b, at: larcBitsStart}, nil
	case "-lz5-":
		return &larcBytes{Bits: b, at: larcBytesStart}, nil
	case "arj":
		return &blocks{Bits: b, history: 15, lengths: 17, width: 5}, nil
	case "arj-fastest":
		return &fastest{Bits: b}, nil
	}
	return nil, ErrMethod
}

// An unpacker carries out tokens.
type unpacker struct {
	tokens
	window []byte
	at     int   // in window
	left   int64 // to unpack
	copies int   // bytes still to be copied
	dist   int
	err    error // sticky
}

func (u *unpacker) Read(p []byte) (n int, err error) {
	if u.left <= 0 {
		return 0, io.EOF
	}
	p = p[:min(int64(len(p)), u.left)]
	mask := len(u.window) - 1
	for n < len(p) && u.err == nil {
		if u.copies == 0 {
			var c byte
			if c, u.copies, u.dist, u.err = u.next(); u.err == nil && u.copies == 0 {
				p[n], u.window[u.at] = c, c
				u.at = (u.at + 1) & mask
				n++
			}
			continue
		}
		c := u.window[(u.at-u.dist)&mask]
		p[n], u.window[u.at] = c, c
		u.at = (u.at + 1) & mask
		u.copies--
		n++
	}
	u.left -= int64(n)
	return n, u.err
}

// spaces is a window as most methods begin with it.
func spaces(size int) []byte {
	w := make([]byte, size)
	for i := range w {
		w[i] = ' '
	}
	return w
}
