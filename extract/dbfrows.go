package extract

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"time"
)

// A dbfTable is a table whose rows are read.
type dbfTable struct {
	dbfHeader
	br      *bufio.Reader
	src     *source
	r       *records
	charset charset
	sure    bool  // each value is in charset, however it reads by itself
	shown   []int // fields that hold values, not places in another file
	text    []byte
}

// names returns the names of the columns that hold values.
func (t *dbfTable) names() (names []string, shown []int) {
	for i, f := range t.fields {
		if t.elsewhere(f) {
			continue
		}
		shown = append(shown, i)
		names = append(names, string(t.decode(nil, f.name)))
	}
	return names, shown
}

// elsewhere reports whether a column says only where in the memo file a value
// is, or is kept by the program for itself.
func (t *dbfTable) elsewhere(f dbfField) bool {
	switch f.typ {
	case 'M', 'G', 'P', 'W', '0':
		return true
	case 'B':
		return f.to-f.from != 8 // in dBase a memo, in FoxPro a number
	}
	return false
}

// read hands out all rows. How many there are is what the file holds, for the
// number in its header is wrong where a program was stopped.
func (t *dbfTable) read() error {
	row := make([]byte, t.row)
	odd := 0
	for n := uint32(0); ; n++ {
		mark, err := t.br.Peek(1)
		if err != nil || mark[0] == dbfEnd && n >= t.rows {
			return t.ends(n, odd, err)
		}
		if mark[0] != ' ' && mark[0] != '*' {
			if n >= t.rows {
				return t.behind()
			}
			odd++
		}
		k, err := io.ReadFull(t.br, row)
		if err != nil && k == 0 {
			return t.ends(n, odd, err)
		}
		clear(row[k:])
		if err := t.values(row[:max(k, 1)]); err != nil {
			return err
		}
		if err != nil {
			return t.src.fault(err)
		}
	}
}

// ends returns what is wrong after n rows: odd ones, or too few.
func (t *dbfTable) ends(n uint32, odd int, err error) error {
	if err != nil && !errors.Is(err, io.EOF) {
		return t.src.fault(err)
	}
	switch {
	case n < t.rows:
		return t.src.fault(io.ErrUnexpectedEOF)
	case odd > 0:
		return &Skip{ReasonDamaged, fmt.Sprintf("%d rows do not begin as rows do", odd)}
	}
	return nil
}

// behind searches what follows the last row and is no row.
func (t *dbfTable) behind() error {
	b := make([]byte, 64<<10)
	found := false
	for {
		n, err := io.ReadFull(t.br, b)
		if rest := bytes.Trim(b[:n], "\x00\x1a \r\n"); len(rest) > 0 {
			found = true
			if err := addRuns(t.r, rest); err != nil {
				return err
			}
		}
		if err == nil {
			continue
		}
		if t.src.err != nil {
			return t.src.err
		}
		if found {
			return &Skip{ReasonDamaged, "what follows the last row is not in rows: its readable runs were scanned"}
		}
		return nil
	}
}

// values hands out a row, or the beginning of one.
func (t *dbfTable) values(row []byte) error {
	for col, i := range t.shown {
		f := t.fields[i]
		if f.from >= len(row) {
			break
		}
		t.value(col, f, row[f.from:min(f.to, len(row))])
	}
	return t.r.end()
}

func (t *dbfTable) value(col int, f dbfField, b []byte) {
	switch f.typ {
	case 'C':
		t.chars(col, b)
	case 'V':
		if n := len(b); n > 1 && int(b[n-1]) < n && b[n-1] < ' ' {
			b = b[:b[n-1]] // the length is in the last byte
		}
		t.chars(col, b)
	case 'D':
		t.put(col, dbfDate(bytes.Trim(b, " \x00")))
	case 'Q':
		t.r.binary(col, bytes.TrimRight(b, "\x00"))
	case 'I', '+', 'B', 'O', 'Y', 'T', '@':
		t.number(col, f.typ, b)
	default: // N, F and L are written in digits and letters
		t.put(col, bytes.Trim(b, " \x00"))
	}
}

// put adds a value in ASCII; it may be anything in a damaged file.
func (t *dbfTable) put(col int, b []byte) {
	if len(b) > 0 {
		t.r.text(col, b)
	}
}

func (t *dbfTable) chars(col int, b []byte) {
	b = bytes.TrimRight(b, " \x00")
	if len(b) == 0 {
		return
	}
	t.text = t.decode(t.text[:0], b)
	t.r.text(col, t.text)
}

func (t *dbfTable) decode(dst, b []byte) []byte {
	if t.sure {
		return appendCP932(dst, b)
	}
	return appendCharset(dst, b, t.charset)
}

// dbfDate makes 19800115 a date.
func dbfDate(b []byte) []byte {
	if len(b) != 8 || bytes.ContainsFunc(b, func(r rune) bool { return r < '0' || r > '9' }) {
		return b
	}
	return fmt.Appendf(nil, "%s-%s-%s", b[:4], b[4:6], b[6:])
}

// number adds what is not written in digits. dBase 7 has the high byte first and
// its sign turned, so that values sort as bytes do.
func (t *dbfTable) number(col int, typ byte, b []byte) {
	if len(b) != 4 && len(b) != 8 || allZero(b) {
		return
	}
	order := binary.ByteOrder(binary.LittleEndian)
	if t.seven() {
		order = binary.BigEndian
	}
	switch {
	case len(b) == 4 && (typ == 'I' || typ == '+'):
		n := order.Uint32(b)
		if t.seven() {
			n ^= 1 << 31
		}
		t.r.integer(col, int64(int32(n)))
	case len(b) == 8 && typ == 'B':
		t.r.float(col, math.Float64frombits(binary.LittleEndian.Uint64(b)))
	case len(b) == 8 && typ == 'O':
		t.r.float(col, dbfDouble(binary.BigEndian.Uint64(b)))
	case len(b) == 8 && typ == 'Y':
		t.put(col, strconv.AppendFloat(nil, float64(int64(binary.LittleEndian.Uint64(b)))/10000, 'f', -1, 64))
	case len(b) == 8 && typ == 'T':
		t.moment(col, int64(binary.LittleEndian.Uint32(b)), int64(binary.LittleEndian.Uint32(b[4:])))
	case len(b) == 8 && typ == '@':
		ms := int64(dbfDouble(binary.BigEndian.Uint64(b)))
		const epoch = 1721425 // the first day of the first year, as a Julian day
		t.moment(col, epoch-1+ms/86400000, ms%86400000)
	}
}

// dbfDouble is a number whose bytes sort as numbers do.
func dbfDouble(n uint64) float64 {
	if n&(1<<63) != 0 {
		return math.Float64frombits(n &^ (1 << 63))
	}
	return math.Float64frombits(^n)
}

// moment adds a Julian day and the milliseconds of it.
func (t *dbfTable) moment(col int, day, ms int64) {
	const unix = 2440588 // 1 January 1970
	if day < 1721425 || day > 5373484 || ms < 0 || ms > 86400000 {
		return
	}
	layout := "2006-01-02 15:04:05"
	if ms == 0 {
		layout = "2006-01-02"
	}
	t.put(col, time.Unix((day-unix)*86400+ms/1000, 0).UTC().AppendFormat(nil, layout))
}
