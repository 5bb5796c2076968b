package access

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"
)

// A Row is a row of a table, valid until the next one is read. Columns are told
// by their place in Table.Columns.
type Row struct {
	// Deleted rows stay until the database is compacted. Rows that became too long
	// for their page are marked so, too, where they are now.
	Deleted bool

	d       *Database
	t       *Table
	row     []byte
	mask    []byte // a bit for each column that has a value
	columns int
	ends    []int // where values of any length begin, and where the last ends
}

// Rows calls each with the rows of a page of t. The error is that of each, or
// ErrPage if rows were left out.
func (d *Database) Rows(t *Table, page []byte, each func(*Row) error) error {
	var fault error
	r := &Row{d: d, t: t}
	count := int(le.Uint16(page[d.layout.rowCount:]))
	if d.layout.rowTable+2*count > len(page) {
		return ErrPage
	}
	for n := range count {
		from, to, flags, ok := d.row(page, n)
		if !ok {
			fault = ErrPage
			continue
		}
		if flags&rowElse != 0 || from == to {
			continue // what is elsewhere is read there
		}
		r.Deleted = flags&rowDeleted != 0
		if !r.open(page[from:to]) {
			if !r.Deleted {
				fault = ErrPage
			}
			continue
		}
		if err := each(r); err != nil {
			return err
		}
	}
	return fault
}

// open finds the values of a row.
func (r *Row) open(row []byte) bool {
	r.row, r.ends = row, r.ends[:0]
	size := 2 // of numbers
	if r.d.layout == &jet3 {
		size = 1
	}
	if len(row) < size+1 {
		return false
	}
	r.columns = int(row[0])
	if size == 2 {
		r.columns = int(le.Uint16(row))
	}
	mask := (r.columns + 7) / 8
	if r.columns == 0 || len(row) < size+mask {
		return false
	}
	r.mask = row[len(row)-mask:]
	if !r.variable() {
		return true
	}
	if size == 1 {
		return r.ends3(row[:len(row)-mask])
	}
	return r.ends4(row[:len(row)-mask])
}

// variable reports whether some columns have values of any length.
func (r *Row) variable() bool {
	for _, c := range r.t.Columns {
		if !c.isFixed {
			return true
		}
	}
	return false
}

// ends4 reads where values begin: numbers from the end of b backwards.
func (r *Row) ends4(b []byte) bool {
	if len(b) < 4 {
		return false
	}
	count := int(le.Uint16(b[len(b)-2:]))
	if len(b) < 2+2+2*(count+1) {
		return false
	}
	for i := range count + 1 {
		r.ends = append(r.ends, int(le.Uint16(b[len(b)-4-2*i:])))
	}
	return true
}

// ends3 does so for Jet 3, whose numbers are bytes: the columns with which
// another 256 begin are listed before.
func (r *Row) ends3(b []byte) bool {
	if len(b) < 2 {
		return false
	}
	count := int(b[len(b)-1])
	jumps := (len(r.row) - 1) / 256
	at := len(b) - 2 - jumps // of the first number
	if at-count < 1 {
		return false
	}
	if (at-count)/256 < jumps { // the last is not used
		jumps--
	}
	used := 0
	for i := range count + 1 {
		for used < jumps && i == int(b[len(b)-2-used]) {
			used++
		}
		r.ends = append(r.ends, int(b[at-i])+used*256)
	}
	return true
}

// bytes returns the bytes of column i; ok is false if it has no value.
func (r *Row) bytes(i int) (b []byte, ok bool) {
	c := &r.t.Columns[i]
	if c.number >= r.columns || r.mask[c.number/8]&(1<<(c.number%8)) == 0 {
		return nil, false
	}
	if c.isFixed {
		from := 2 + c.fixed
		if r.d.layout == &jet3 {
			from = 1 + c.fixed
		}
		if from+c.length > len(r.row) {
			return nil, false
		}
		return r.row[from : from+c.length], true
	}
	if c.variable+1 >= len(r.ends) {
		return nil, false
	}
	from, to := r.ends[c.variable], r.ends[c.variable+1]
	if from > to || to > len(r.row) {
		return nil, false
	}
	return r.row[from:to], true
}

// Bool returns whether column i, of kind Bool, is true: that is in the mask.
func (r *Row) Bool(i int) bool {
	n := r.t.Columns[i].number
	return n < r.columns && r.mask[n/8]&(1<<(n%8)) != 0
}

// Bytes returns the value of column i as it is in the row.
func (r *Row) Bytes(i int) []byte {
	b, _ := r.bytes(i)
	return b
}

// Integer returns the value of column i if it is a whole number.
func (r *Row) Integer(i int) (n int64, ok bool) {
	b, ok := r.bytes(i)
	if !ok {
		return 0, false
	}
	switch k := r.t.Columns[i].Kind; {
	case k == Byte && len(b) >= 1:
		return int64(b[0]), true
	case k == Int && len(b) >= 2:
		return int64(int16(le.Uint16(b))), true
	case k == Long && len(b) >= 4:
		return int64(int32(le.Uint32(b))), true
	case k == BigInt && len(b) >= 8:
		return int64(le.Uint64(b)), true
	}
	return 0, false
}

// Text appends the value of column i, of kind Text, as UTF-8, or in Jet 3 as it
// is. For a Memo it appends what is in the row itself: see Long.
func (r *Row) Text(dst []byte, i int) (text []byte, ok bool) {
	b, ok := r.bytes(i)
	if !ok {
		return dst, false
	}
	if r.t.Columns[i].Kind == Memo {
		if len(b) < longHeader || le.Uint32(b)&longHere == 0 {
			return dst, false
		}
		b = b[longHeader:]
	}
	return r.d.AppendText(dst, b), true
}

// AppendText appends text of the database as UTF-8, or in Jet 3 as it is.
func (d *Database) AppendText(dst, b []byte) []byte {
	switch {
	case d.layout == &jet3:
		return append(dst, b...)
	case len(b) >= 2 && b[0] == 0xFF && b[1] == 0xFE:
		return appendUTF16(dst, unpackText(b[2:]))
	}
	return appendUTF16(dst, b)
}

// unpackText returns the UTF-16LE of a text that is packed: of characters up to
// U+00FF only the low byte is there. A zero byte changes from packed to not
// packed and back.
func unpackText(b []byte) []byte {
	dst := make([]byte, 0, 2*len(b))
	for packed := true; ; packed = !packed {
		n := 0
		for n < len(b) && b[n] != 0 {
			n++
		}
		if packed {
			for _, c := range b[:n] {
				dst = append(dst, c, 0)
			}
		} else {
			dst = append(dst, b[:n&^1]...)
		}
		if n == len(b) {
			return dst
		}
		b = b[n+1:]
	}
}

// Number appends the value of column i, if it is a number, date or GUID, as
// people write it. Nothing is appended if it has none.
func (r *Row) Number(dst []byte, i int) []byte {
	b, ok := r.bytes(i)
	if !ok {
		return dst
	}
	if n, ok := r.Integer(i); ok {
		return strconv.AppendInt(dst, n, 10)
	}
	switch c := &r.t.Columns[i]; {
	case c.Kind == Money && len(b) >= 8:
		return appendScaled(dst, big.NewInt(int64(le.Uint64(b))), 4)
	case c.Kind == Single && len(b) >= 4:
		return strconv.AppendFloat(dst, float64(math.Float32frombits(le.Uint32(b))), 'f', -1, 32)
	case c.Kind == Double && len(b) >= 8:
		return appendDouble(dst, math.Float64frombits(le.Uint64(b)))
	case c.Kind == Date && len(b) >= 8:
		return appendDate(dst, math.Float64frombits(le.Uint64(b)))
	case c.Kind == DateLong:
		return appendDateLong(dst, b)
	case c.Kind == GUID && len(b) >= 16:
		return fmt.Appendf(dst, "{%08X-%04X-%04X-%X-%X}", le.Uint32(b), le.Uint16(b[4:]), le.Uint16(b[6:]), b[8:10], b[10:16])
	case c.Kind == Numeric && len(b) >= 17:
		return appendNumeric(dst, b, c.scale)
	}
	return dst
}

func appendDouble(dst []byte, v float64) []byte {
	if math.Abs(v) < 1e18 {
		return strconv.AppendFloat(dst, v, 'f', -1, 64)
	}
	return strconv.AppendFloat(dst, v, 'g', -1, 64)
}

// appendDate writes days since 30 December 1899, whose fraction is the time
// whatever the sign.
func appendDate(dst []byte, v float64) []byte {
	if !(v > -657435 && v < 2958466) { // the years 100 to 9999
		return dst
	}
	days, part := math.Modf(v)
	at := time.Date(1899, 12, 30, 0, 0, int(math.Round(math.Abs(part)*86400)), 0, time.UTC).AddDate(0, 0, int(days))
	switch {
	case part == 0:
		return at.AppendFormat(dst, "2006-01-02")
	case days == 0:
		return at.AppendFormat(dst, "15:04:05")
	}
	return at.AppendFormat(dst, "2006-01-02 15:04:05")
}

// appendDateLong writes a date that is kept in digits: days since the first of
// the first year, and seconds of the day.
func appendDateLong(dst, b []byte) []byte {
	parts := strings.SplitN(string(b), ":", 3)
	days, err := strconv.ParseInt(parts[0], 10, 64)
	if err != nil || days < 0 || days > 3652058 {
		return dst
	}
	seconds := int64(0)
	if len(parts) > 1 && len(parts[1]) >= 12 {
		if s, err := strconv.ParseInt(parts[1][:12], 10, 64); err == nil && s >= 0 && s < 86400 {
			seconds = s
		}
	}
	at := time.Date(1, 1, 1, 0, 0, int(seconds), 0, time.UTC).AddDate(0, 0, int(days))
	if seconds == 0 {
		return at.AppendFormat(dst, "2006-01-02")
	}
	return at.AppendFormat(dst, "2006-01-02 15:04:05")
}

// appendNumeric writes a decimal: a sign, then four numbers of 32 bits, the
// highest first.
func appendNumeric(dst, b []byte, scale int) []byte {
	var digits [16]byte
	for i := range 4 {
		for k := range 4 {
			digits[4*i+k] = b[1+4*i+3-k]
		}
	}
	n := new(big.Int).SetBytes(digits[:])
	if b[0]&0x80 != 0 {
		n.Neg(n)
	}
	return appendScaled(dst, n, min(scale, 28))
}

// appendScaled writes n / 10^scale without zeros at its end.
func appendScaled(dst []byte, n *big.Int, scale int) []byte {
	if n.Sign() < 0 {
		dst = append(dst, '-')
	}
	s := new(big.Int).Abs(n).String()
	if len(s) <= scale {
		s = strings.Repeat("0", scale-len(s)+1) + s
	}
	dst = append(dst, s[:len(s)-scale]...)
	if rest := strings.TrimRight(s[len(s)-scale:], "0"); rest != "" {
		dst = append(append(dst, '.'), rest...)
	}
	return dst
}
