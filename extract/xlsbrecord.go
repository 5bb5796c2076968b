package extract

import (
	"bufio"
	"encoding/binary"
	"io"
	"math"
	"unicode/utf16"
	"unicode/utf8"
)

// xlsbMost bounds the record that is kept. A string of 32,767 characters with a
// format for each takes 200 KB; what is longer is cut.
const xlsbMost = 1 << 20

func le32(b []byte) uint32 { return binary.LittleEndian.Uint32(b) }

// xlsbRecords calls take for each record of a part: its type and what is in it,
// valid until take returns ([MS-XLSB] 2.1.4).
func xlsbRecords(r io.Reader, take func(kind int, b []byte) error) error {
	br, ok := r.(*bufio.Reader)
	if !ok {
		br = bufio.NewReaderSize(r, packedBuffer)
	}
	var buf []byte
	cut := false
	for {
		kind, err := xlsbNumber(br, 2)
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		n, err := xlsbNumber(br, 4)
		if err != nil {
			return unexpected(err)
		}
		keep := min(n, xlsbMost)
		if cap(buf) < keep {
			buf = make([]byte, 0, min(xlsbMost, max(2*cap(buf), keep, 256)))
		}
		buf = buf[:keep]
		if _, err := io.ReadFull(br, buf); err != nil {
			return unexpected(err)
		}
		if n > keep {
			cut = true
			if _, err := io.CopyN(io.Discard, br, int64(n-keep)); err != nil {
				return unexpected(err)
			}
		}
		if err := take(kind, buf); err != nil {
			return err
		}
	}
	if cut {
		return &Skip{ReasonPartial, "records longer than " + size(xlsbMost) + " were read up to there"}
	}
	return nil
}

// unexpected is err, but for an end in the middle.
func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// xlsbNumber reads a number of up to most bytes of seven bits.
func xlsbNumber(br *bufio.Reader, most int) (n int, err error) {
	for i := range most {
		c, err := br.ReadByte()
		if err != nil {
			if i > 0 {
				err = unexpected(err)
			}
			return 0, err
		}
		n |= int(c&0x7F) << (7 * i)
		if c < 0x80 {
			break
		}
	}
	return n, nil
}

// wideString appends the string that b begins with (2.5.169) as UTF-8, and
// returns what follows it. A string that is cut is taken as far as it goes.
func wideString(dst, b []byte) (text, rest []byte) {
	if len(b) < 4 {
		return dst, nil
	}
	n := le32(b)
	b = b[4:]
	if n == math.MaxUint32 { // no string
		return dst, b
	}
	k := 2 * int(min(uint64(n), uint64(len(b)/2)))
	for s := b[:k]; len(s) > 1; s = s[2:] {
		c := rune(binary.LittleEndian.Uint16(s))
		if utf16.IsSurrogate(c) && len(s) > 3 {
			if pair := utf16.DecodeRune(c, rune(binary.LittleEndian.Uint16(s[2:]))); pair != utf8.RuneError {
				c = pair
				s = s[2:]
			}
		}
		dst = utf8.AppendRune(dst, c)
	}
	return dst, b[k:]
}

// rkNumber is the number in a compressed form (2.5.122).
func rkNumber(v uint32) float64 {
	var f float64
	if v&2 != 0 {
		f = float64(int32(v) >> 2)
	} else {
		f = math.Float64frombits(uint64(v&^3) << 32)
	}
	if v&1 != 0 {
		f /= 100
	}
	return f
}

// xlsbErrors are the errors of cells (2.5.97.2).
var xlsbErrors = map[byte]string{0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA"}
