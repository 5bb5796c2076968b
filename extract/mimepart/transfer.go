package mimepart

import (
	"bufio"
	"bytes"
	"io"
	"strings"
)

// A Decoder undoes the encoding of a body.
type Decoder interface {
	io.Reader
	// Faulty reports whether something that was read was no such encoding.
	Faulty() bool
}

// Decode returns a decoder of r by the name of its encoding. What has no
// encoding, or one that is not known, is passed as it is.
func Decode(encoding string, r io.Reader) Decoder {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64", "b":
		return &base64Decoder{br: bufio.NewReaderSize(r, 8<<10)}
	case "quoted-printable", "quoted_printable", "q":
		return &quotedDecoder{br: bufio.NewReaderSize(r, 8<<10)}
	case "x-uuencode", "uuencode", "x-uue", "uue":
		return &uuBody{br: bufio.NewReaderSize(r, 8<<10)}
	}
	return plain{r}
}

type plain struct{ io.Reader }

func (plain) Faulty() bool { return false }

var base64Value = func() (t [256]int8) {
	for i := range t {
		t[i] = -1
	}
	for i, c := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/" {
		t[c] = int8(i)
	}
	t['-'], t['_'] = 62, 63 // of URLs
	return t
}()

// A base64Decoder decodes line by line. Lines hold whole groups of four, so what
// is broken in one costs the rest of that line and no other.
type base64Decoder struct {
	br     *bufio.Reader
	acc    uint32
	n      int // of characters in acc
	bad    bool
	faulty bool
	out    []byte
	buf    [8 << 10]byte
	err    error
}

func (d *base64Decoder) Faulty() bool { return d.faulty }

func (d *base64Decoder) Read(p []byte) (int, error) {
	for len(d.out) == 0 {
		if d.err != nil {
			return 0, d.err
		}
		var line []byte
		line, d.err = d.br.ReadSlice('\n')
		if d.err == bufio.ErrBufferFull {
			d.err = nil
		}
		d.out = d.decode(d.buf[:0], line)
		if d.err == io.EOF {
			d.faulty = d.faulty || d.n == 1
			d.out = d.flush(d.out)
		}
	}
	n := copy(p, d.out)
	d.out = d.out[n:]
	return n, nil
}

func (d *base64Decoder) decode(dst, line []byte) []byte {
	for _, c := range line {
		v := base64Value[c]
		switch {
		case v >= 0:
			d.acc = d.acc<<6 | uint32(v)
			if d.n++; d.n == 4 {
				dst = append(dst, byte(d.acc>>16), byte(d.acc>>8), byte(d.acc))
				d.n = 0
			}
		case c == '=':
			dst = d.flush(dst)
		case c == '\n':
			if d.bad {
				dst = d.flush(dst)
				d.bad = false
			}
		case c > ' ':
			d.bad, d.faulty = true, true
		}
	}
	return dst
}

// flush ends a group that is not full.
func (d *base64Decoder) flush(dst []byte) []byte {
	switch d.n {
	case 2:
		dst = append(dst, byte(d.acc>>4))
	case 3:
		dst = append(dst, byte(d.acc>>10), byte(d.acc>>2))
	}
	d.n = 0
	return dst
}

// A quotedDecoder decodes quoted-printable. An equals sign that begins nothing
// stays: mailers that do not encode it are common, and nothing is lost.
type quotedDecoder struct {
	br     *bufio.Reader
	out    []byte
	buf    []byte
	kept   []byte // of a code
	faulty bool
	err    error
}

func (d *quotedDecoder) Faulty() bool { return d.faulty }

func (d *quotedDecoder) Read(p []byte) (int, error) {
	for len(d.out) == 0 {
		if d.err != nil {
			return 0, d.err
		}
		var line []byte
		line, d.err = d.br.ReadSlice('\n')
		if len(d.kept) > 0 {
			line, d.kept = append(d.kept, line...), nil
		}
		if d.err == bufio.ErrBufferFull {
			d.err = nil
			if i := bytes.LastIndexByte(line[len(line)-2:], '='); i >= 0 { // do not cut a code
				i += len(line) - 2
				line, d.kept = line[:i], bytes.Clone(line[i:])
			}
		}
		d.buf = d.decode(d.buf[:0], line)
		d.out = d.buf
	}
	n := copy(p, d.out)
	d.out = d.out[n:]
	return n, nil
}

func (d *quotedDecoder) decode(dst, line []byte) []byte {
	for {
		i := bytes.IndexByte(line, '=')
		if i < 0 {
			return append(dst, line...)
		}
		dst = append(dst, line[:i]...)
		line = line[i+1:]
		if end := bytes.TrimLeft(line, " \t"); len(end) == 0 || end[0] == '\r' && len(end) <= 2 || end[0] == '\n' {
			return dst // a line that goes on
		}
		if len(line) >= 2 {
			if hi, lo := unhex(line[0]), unhex(line[1]); hi >= 0 && lo >= 0 {
				dst = append(dst, byte(hi<<4|lo))
				line = line[2:]
				continue
			}
		}
		d.faulty = d.faulty || len(line) < 2
		dst = append(dst, '=')
	}
}

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}
