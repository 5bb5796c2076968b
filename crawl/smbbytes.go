package crawl

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"
	"unicode/utf16"
)

// errMalformed means that what a server sent is not what the protocol says. It
// may be hostile, so nothing of it is used.
var errMalformed = errors.New("the server's answer is malformed")

// malformed says which part of an answer is wrong.
func malformed(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{errMalformed}, args...)...)
}

// A wireReader reads the little endian fields of an answer. A read beyond the
// end gives zeros and sets short, so that a parser checks once for many fields.
// It allocates nothing from a length that the bytes do not hold.
type wireReader struct {
	b     []byte
	at    int
	short bool
}

// bytes returns the next n bytes of the answer itself, or nil.
func (r *wireReader) bytes(n uint32) []byte {
	if uint64(n) > uint64(r.left()) {
		r.at, r.short = len(r.b), true
		return nil
	}
	p := r.b[r.at : r.at+int(n)]
	r.at += int(n)
	return p
}

func (r *wireReader) left() int     { return len(r.b) - r.at }
func (r *wireReader) skip(n uint32) { r.bytes(n) }

// align goes on to a multiple of n, counted from the start of the answer.
func (r *wireReader) align(n int) { r.skip(uint32((n - r.at%n) % n)) }

func (r *wireReader) u8() uint8 {
	if p := r.bytes(1); p != nil {
		return p[0]
	}
	return 0
}

func (r *wireReader) u16() uint16 {
	if p := r.bytes(2); p != nil {
		return binary.LittleEndian.Uint16(p)
	}
	return 0
}

func (r *wireReader) u32() uint32 {
	if p := r.bytes(4); p != nil {
		return binary.LittleEndian.Uint32(p)
	}
	return 0
}

// text returns the next units of UTF-16, 2 bytes each.
func (r *wireReader) text(units uint32) string {
	if units > uint32(r.left())/2 {
		r.at, r.short = len(r.b), true
		return ""
	}
	return utf16Text(r.bytes(2 * units))
}

// textZ returns UTF-16 up to a zero, which is read too. Without a zero the
// answer is short.
func (r *wireReader) textZ() string {
	for end := r.at; end+1 < len(r.b); end += 2 {
		if r.b[end] == 0 && r.b[end+1] == 0 {
			s := utf16Text(r.b[r.at:end])
			r.at = end + 2
			return s
		}
	}
	r.at, r.short = len(r.b), true
	return ""
}

// from returns a reader of what begins at an offset of the answer. Beyond the
// end it is short.
func (r *wireReader) from(offset uint32) *wireReader {
	s := &wireReader{b: r.b}
	s.skip(offset)
	return s
}

// textAt returns UTF-16 with a zero that begins at an offset of the answer.
func (r *wireReader) textAt(offset uint16) string {
	s := r.from(uint32(offset))
	text := s.textZ()
	r.short = r.short || s.short
	return text
}

// utf16Text decodes UTF-16, little endian. An odd byte at the end is left out,
// and half a surrogate pair becomes U+FFFD.
func utf16Text(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return string(utf16.Decode(units))
}

// appendUTF16 appends s in UTF-16, little endian, without a zero at the end.
func appendUTF16(b []byte, s string) []byte {
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

// fileTimeEpoch is 1970 as a FILETIME: units of 100 ns since 1601 ([MS-DTYP]
// 2.3.3).
const fileTimeEpoch = 116444736000000000

func fileTime(t time.Time) uint64 {
	return uint64(t.Unix()*1e7+int64(t.Nanosecond())/100) + fileTimeEpoch
}
