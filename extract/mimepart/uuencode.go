package mimepart

import (
	"bufio"
	"bytes"
	"io"
)

// UUBegin returns the name in a line that begins a uuencoded file: "begin 644
// a.xls". The mode is three or four octal digits (POSIX, uuencode).
func UUBegin(line []byte) (name []byte, ok bool) {
	rest, ok := bytes.CutPrefix(bytes.TrimRight(line, "\r\n"), []byte("begin "))
	if !ok {
		return nil, false
	}
	mode, name, ok := bytes.Cut(rest, []byte(" "))
	if !ok || len(mode) < 3 || len(mode) > 4 || len(name) == 0 {
		return nil, false
	}
	for _, c := range mode {
		if c < '0' || c > '7' {
			return nil, false
		}
	}
	return name, true
}

// UULine reports whether a line may be one of a uuencoded file: its first
// character says how many bytes it holds.
func UULine(line []byte) bool {
	line = bytes.TrimRight(line, "\r\n")
	if len(line) == 0 || line[0] < ' ' || line[0] > '`' {
		return false
	}
	need := (int(line[0]-' ')&63 + 2) / 3 * 4
	if len(line)-1 > need+4 || len(bytes.TrimRight(line, " "))-1 > need+4 {
		return false
	}
	for _, c := range line[1:] {
		if c < ' ' || c > '`' {
			return false
		}
	}
	return need == 0 || len(line)-1 >= need-3 || len(line) > 1 // mailers cut spaces off
}

// appendUU appends what a line holds. ok is false for a line that is none.
func appendUU(dst, line []byte) (_ []byte, ok bool) {
	line = bytes.TrimRight(line, "\r\n")
	if !UULine(line) {
		return dst, false
	}
	n := int(line[0]-' ') & 63
	at := func(i int) uint32 {
		if i < len(line) {
			return uint32(line[i]-' ') & 63
		}
		return 0
	}
	start := len(dst)
	for i := 1; len(dst)-start < n; i += 4 {
		v := at(i)<<18 | at(i+1)<<12 | at(i+2)<<6 | at(i+3)
		dst = append(dst, byte(v>>16), byte(v>>8), byte(v))
	}
	return dst[:start+n], true
}

// A UUReader reads one uuencoded file of which the first line was read. It ends
// behind the line "end", or before a line that is none of such a file.
type UUReader struct {
	br     *bufio.Reader
	out    []byte
	buf    []byte
	done   bool
	faulty bool
	err    error
}

// NewUUReader returns a reader of the file whose lines r holds.
func NewUUReader(r *bufio.Reader) *UUReader { return &UUReader{br: r} }

// Faulty reports whether the file ended without its end line.
func (u *UUReader) Faulty() bool { return u.faulty }

func (u *UUReader) Read(p []byte) (int, error) {
	for len(u.out) == 0 {
		if u.done {
			return 0, u.err
		}
		line, err := peekLine(u.br)
		if len(line) == 0 {
			u.done, u.faulty, u.err = true, true, err
			continue
		}
		text := bytes.TrimRight(line, "\r\n ")
		if string(text) == "end" {
			u.br.Discard(len(line))
			u.done, u.err = true, io.EOF
			continue
		}
		var ok bool
		if u.buf, ok = appendUU(u.buf[:0], line); !ok {
			if len(text) == 0 { // the line of no bytes, without its space
				u.br.Discard(len(line))
				continue
			}
			u.done, u.faulty, u.err = true, true, io.EOF
			continue
		}
		u.out = u.buf
		u.br.Discard(len(line))
	}
	n := copy(p, u.out)
	u.out = u.out[n:]
	return n, nil
}

// A uuBody is a body that is said to be one uuencoded file.
type uuBody struct {
	br     *bufio.Reader
	uu     *UUReader
	faulty bool
}

func (u *uuBody) Faulty() bool { return u.faulty || u.uu != nil && u.uu.Faulty() }

func (u *uuBody) Read(p []byte) (int, error) {
	for u.uu == nil {
		line, err := peekLine(u.br)
		if len(line) == 0 {
			u.faulty = true
			return 0, err
		}
		if _, ok := UUBegin(line); ok {
			u.uu = NewUUReader(u.br)
		}
		u.br.Discard(len(line))
	}
	return u.uu.Read(p)
}
