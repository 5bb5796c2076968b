package numfmt

import (
	"math"
	"strconv"
)

// significant is how many digits programs keep of what is no whole number.
const significant = 15

// appendPlain appends v with all its digits. written is how the file has it, or
// nil.
func appendPlain(dst []byte, v float64, written []byte) []byte {
	if whole(written) {
		return append(dst, written...)
	}
	var d decimal
	if math.IsInf(v, 0) || math.IsNaN(v) || !d.set(v, written) {
		if written != nil {
			return append(dst, written...)
		}
		return strconv.AppendFloat(dst, v, 'g', -1, 64)
	}
	if d.negative {
		dst = append(dst, '-')
	}
	dst = append(dst, d.whole()...)
	if f := d.fraction(); len(f) > 0 {
		dst = append(append(dst, '.'), f...)
	}
	return dst
}

// around appends v as it is, with the literals around it. s may be nil.
func (s *section) around(dst []byte, v float64, written []byte) []byte {
	if s == nil || len(s.tokens) == 0 || s.whole+s.decimal > 0 {
		return appendPlain(dst, v, written)
	}
	for _, t := range s.tokens {
		switch t.kind {
		case literal:
			dst = append(dst, t.text...)
		case general, text:
			dst = appendPlain(dst, v, written)
		}
	}
	return dst
}

// literals appends what is shown whatever the number.
func (s *section) literals(dst []byte) []byte {
	for _, t := range s.tokens {
		if t.kind == literal {
			dst = append(dst, t.text...)
		}
	}
	return dst
}

// A decimal is a number in digits.
type decimal struct {
	negative bool
	digits   []byte
	point    int // how many of digits are before the point
	buf      [64]byte
}

// maxExponent is how many digits a number may have before its point: 1e300 is
// no number of anybody.
const maxExponent = 40

// set makes d the number v, written like that in the file. It reports whether it
// has a size that can be shown in digits.
func (d *decimal) set(v float64, written []byte) bool {
	d.negative = v < 0
	v = math.Abs(v)
	if v >= 1e40 || v != 0 && v < 1e-20 {
		return false
	}
	d.digits = d.buf[:0]
	switch {
	case whole(written):
		if written[0] == '-' {
			written = written[1:]
		}
		if len(written) > maxExponent {
			return false
		}
		d.digits = append(d.digits, written...)
	case v == math.Trunc(v):
		d.digits = strconv.AppendFloat(d.digits, v, 'f', 0, 64)
	default:
		d.digits = strconv.AppendFloat(d.digits, v, 'e', significant-1, 64)
		v, _ = strconv.ParseFloat(string(d.digits), 64) // a value is kept in 15 digits
		d.digits = strconv.AppendFloat(d.digits[:0], v, 'f', -1, 64)
	}
	d.point = len(d.digits)
	for i, c := range d.digits {
		if c == '.' {
			d.point = i
			d.digits = append(d.digits[:i], d.digits[i+1:]...)
			break
		}
	}
	d.trim()
	return true
}

// trim takes away zeros that mean nothing.
func (d *decimal) trim() {
	for len(d.digits) > d.point && d.digits[len(d.digits)-1] == '0' {
		d.digits = d.digits[:len(d.digits)-1]
	}
	for d.point > 0 && len(d.digits) > 0 && d.digits[0] == '0' {
		d.digits = d.digits[1:]
		d.point--
	}
}

// whole returns the digits before the point, at least one.
func (d *decimal) whole() []byte {
	if d.point <= 0 {
		return []byte{'0'}
	}
	return d.digits[:d.point]
}

// fraction returns the digits behind the point.
func (d *decimal) fraction() []byte { return d.digits[max(d.point, 0):] }

// shift multiplies d by a power of ten.
func (d *decimal) shift(n int) {
	if n < 0 {
		for d.point < -n { // zeros, so that point stays in digits
			d.digits = append([]byte{'0'}, d.digits...)
			d.point++
		}
	}
	d.point += n
	for d.point > len(d.digits) {
		d.digits = append(d.digits, '0')
	}
	d.trim()
}

// round keeps n digits behind the point, half away from zero.
func (d *decimal) round(n int) {
	keep := d.point + n
	if keep >= len(d.digits) {
		return
	}
	up := d.digits[keep] >= '5'
	d.digits = d.digits[:keep]
	for i := keep - 1; up; i-- {
		if i < 0 {
			d.digits = append([]byte{'1'}, d.digits...)
			d.point++
			break
		}
		if d.digits[i] < '9' {
			d.digits[i]++
			break
		}
		d.digits[i] = '0'
	}
	d.trim()
}

// appendNumber appends v in the places that the section has for its digits.
// signed says that the section marks negative numbers itself.
func (s *section) appendNumber(dst []byte, v float64, written []byte, signed bool) []byte {
	var d decimal
	if !d.set(v, written) {
		return appendPlain(dst, v, written)
	}
	if s.scale != 0 {
		d.shift(min(max(s.scale, -maxExponent), maxExponent))
	}
	d.round(s.decimal)
	start := len(dst)
	if d.negative && !signed && len(d.digits) > 0 {
		dst = append(dst, '-')
	}
	body := len(dst)
	n := &numberWriter{dst: dst, s: s, d: &d}
	for _, t := range s.tokens {
		n.token(t)
	}
	dst = trimSpace(n.dst, body)
	if len(dst) == body { // "#" for zero
		return append(dst[:start], '0')
	}
	return dst
}

// trimSpace takes away spaces around dst[from:].
func trimSpace(dst []byte, from int) []byte {
	for len(dst) > from && dst[len(dst)-1] == ' ' {
		dst = dst[:len(dst)-1]
	}
	n := from
	for n < len(dst) && dst[n] == ' ' {
		n++
	}
	return append(dst[:from], dst[n:]...)
}

// A numberWriter puts the digits of a number into the places of a section.
type numberWriter struct {
	dst    []byte
	s      *section
	d      *decimal
	placed int // places before the point that were passed
	behind int // and behind it
	point  bool
}

func (n *numberWriter) token(t token) {
	switch t.kind {
	case literal:
		n.dst = append(n.dst, t.text...)
	case percent:
		n.dst = append(n.dst, '%')
	case point:
		n.point = true
		if len(n.d.fraction()) > 0 || n.s.fixed > 0 {
			n.dst = append(n.dst, '.')
		}
	case place:
		if n.point {
			n.fraction()
		} else {
			n.whole()
		}
	}
}

// whole fills a place before the point. The first takes all digits for which
// there is no place.
func (n *numberWriter) whole() {
	digits := n.d.digits[:max(n.d.point, 0)]
	left := n.s.whole - n.placed // places from this one on
	n.placed++
	from := len(digits) - left
	if n.placed > 1 && from < 0 || from < 0 && left > len(digits) {
		if left <= n.s.zeros {
			n.one('0', left)
		}
		return
	}
	if n.placed > 1 {
		n.one(digits[from], left)
		return
	}
	for i, c := range digits[:from+1] {
		n.one(c, len(digits)-i)
	}
}

// one writes a digit that has left-1 digits after it before the point.
func (n *numberWriter) one(c byte, left int) {
	n.dst = append(n.dst, c)
	if n.s.group && left > 1 && (left-1)%3 == 0 {
		n.dst = append(n.dst, ',')
	}
}

// fraction fills a place behind the point.
func (n *numberWriter) fraction() {
	f := n.d.fraction()
	switch {
	case n.behind < len(f):
		n.dst = append(n.dst, f[n.behind])
	case n.behind < n.s.fixed:
		n.dst = append(n.dst, '0')
	}
	n.behind++
}
