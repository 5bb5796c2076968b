// Package numfmt shows numbers as spreadsheets do: 29235 as 昭和55年1月15日,
// 312345678 as 0312345678.
//
// It follows ECMA-376 part 1, 18.8.30 and 18.8.31, and leaves its path where a
// program would hide digits that the file holds: no number is shown in
// scientific notation, as a fraction or as nothing at all, and dates show their
// year in full. Colours, alignment and kanji digits are left out.
package numfmt

import (
	"math"
	"strconv"
)

// A Format is a number format. It is not changed once it was parsed; nil shows
// numbers as they are.
type Format struct {
	sections []section // of numbers
	text     *section  // of text, or nil
}

// A section is one of the formats that a format chooses from by the number.
type section struct {
	tokens []token
	cond   byte // '<', '>', '=', 'l' for <=, 'g' for >=, '!' for <>, 0: none
	limit  float64
	date   bool
	plain  bool // General, or what is not followed: a fraction, an exponent
	gannen bool // the first year of an era is 元年

	whole   int  // places for digits before the point
	zeros   int  // of these, the first that shows zero and those after it
	decimal int  // places behind the point
	fixed   int  // of these, up to the last that shows zero
	group   bool // thousands
	scale   int  // powers of ten: percent or thousands
	point   bool
}

// A kind is a kind of token.
type kind uint8

const (
	literal kind = iota
	place        // of a digit: 0, # or ?
	point
	percent
	general
	text
	year      // y, yy, yyyy
	month     // m to mmmmm
	minute    // m, mm beside hours or seconds
	day       // d to dddd
	hour      // h, hh
	second    // s, ss
	subsecond // .0 to .000
	half      // AM/PM, A/P
	weekday   // aaa, aaaa
	era       // g to ggg
	eraYear   // e, ee
	buddhist  // b to bbbb
	elapsed   // [h], [mm], [ss]; n is the letter
)

// A token is a piece of a section.
type token struct {
	kind kind
	n    int    // how many letters, or which one
	text string // of a literal
}

// Builtin returns the code of a format that files name by number only, as Excel
// shows it in Japan; "" for General and numbers that have none.
func Builtin(id int) string {
	if id < 0 || id >= len(builtin) {
		return ""
	}
	return builtin[id]
}

// builtin are the formats of 18.8.30, those from 27 on in their ja-jp form.
var builtin = [...]string{
	1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
	5: `"¥"#,##0;"¥"\-#,##0`, 6: `"¥"#,##0;[Red]"¥"\-#,##0`, 7: `"¥"#,##0.00;"¥"\-#,##0.00`, 8: `"¥"#,##0.00;[Red]"¥"\-#,##0.00`,
	9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
	14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
	27: "ge.m.d", 28: `ggge"年"m"月"d"日"`, 29: `ggge"年"m"月"d"日"`, 30: "m/d/yy", 31: `yyyy"年"m"月"d"日"`, 32: `h"時"mm"分"`, 33: `h"時"mm"分"ss"秒"`,
	34: `yyyy"年"m"月"`, 35: `m"月"d"日"`, 36: "ge.m.d",
	37: "#,##0;-#,##0", 38: "#,##0;[Red]-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;[Red]-#,##0.00",
	41: "#,##0;-#,##0;-;@", 42: `"¥"#,##0;"¥"-#,##0;"¥"-;@`, 43: "#,##0.00;-#,##0.00;-;@", 44: `"¥"#,##0.00;"¥"-#,##0.00;"¥"-;@`,
	45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
	50: "ge.m.d", 51: `ggge"年"m"月"d"日"`, 52: `yyyy"年"m"月"`, 53: `m"月"d"日"`, 54: `ggge"年"m"月"d"日"`,
	55: `yyyy"年"m"月"`, 56: `m"月"d"日"`, 57: "ge.m.d", 58: `ggge"年"m"月"d"日"`,
}

// Append appends v as f shows it. Dates count from 1904 in files that say so,
// else from 1900.
func (f *Format) Append(dst []byte, v float64, date1904 bool) []byte {
	return f.append(dst, v, nil, date1904)
}

// AppendDecimal appends the number that b is written as: its digits come out as
// they are, however many. What is no number comes out as it stands.
func (f *Format) AppendDecimal(dst, b []byte, date1904 bool) []byte {
	if f == nil && whole(b) {
		return append(dst, b...)
	}
	v, err := strconv.ParseFloat(string(b), 64)
	if err != nil && !math.IsInf(v, 0) {
		return append(dst, b...)
	}
	return f.append(dst, v, b, date1904)
}

// whole reports whether b is written as a whole number.
func whole(b []byte) bool {
	if len(b) > 1 && b[0] == '-' {
		b = b[1:]
	}
	for _, c := range b {
		if c-'0' > 9 {
			return false
		}
	}
	return len(b) > 0 && (b[0] != '0' || len(b) == 1)
}

func (f *Format) append(dst []byte, v float64, written []byte, date1904 bool) []byte {
	if f == nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return appendPlain(dst, v, written)
	}
	s, negative := f.choose(v)
	switch {
	case s == nil || s.plain:
		return s.around(dst, v, written)
	case s.date:
		start := len(dst)
		if dst, ok := s.appendDate(dst, v, date1904); ok {
			return dst
		}
		return appendPlain(dst[:start], v, written)
	case s.whole+s.decimal == 0:
		// A text in the place of the number. It may stand for a digit or two
		// ("男" for 1), but hides any more.
		if start := len(dst); math.Abs(v) < 100 && v == math.Trunc(v) {
			if dst = s.literals(dst); len(dst) > start {
				return dst
			}
		}
		return appendPlain(dst, v, written)
	}
	return s.appendNumber(dst, v, written, negative)
}

// choose returns the section for v, nil for none, and whether it is the one for
// negative numbers, which says itself how they are marked.
func (f *Format) choose(v float64) (s *section, negative bool) {
	n := len(f.sections)
	for i := range f.sections {
		s := &f.sections[i]
		switch {
		case s.cond != 0:
			if s.holds(v) {
				return s, false
			}
		case n == 1, i == 2, i == 1 && (n == 2 || f.sections[0].cond != 0):
			return s, i == 1 && f.sections[0].cond == 0
		case i == 0 && (v > 0 || v == 0 && n == 2):
			return s, false
		case i == 1 && v < 0:
			return s, true
		}
	}
	return nil, false
}

// holds reports whether v meets the section's condition.
func (s *section) holds(v float64) bool {
	switch s.cond {
	case '<':
		return v < s.limit
	case '>':
		return v > s.limit
	case 'l':
		return v <= s.limit
	case 'g':
		return v >= s.limit
	case '!':
		return v != s.limit
	}
	return v == s.limit
}

// AppendText appends b, a text, as f shows it: "@様" puts 様 behind it.
func (f *Format) AppendText(dst, b []byte) []byte {
	if f == nil || f.text == nil || len(b) == 0 {
		return append(dst, b...)
	}
	for _, t := range f.text.tokens {
		switch t.kind {
		case literal:
			dst = append(dst, t.text...)
		case text:
			dst = append(dst, b...)
		}
	}
	return dst
}

// Date reports whether f shows numbers as dates or times.
func (f *Format) Date() bool {
	return f != nil && len(f.sections) > 0 && f.sections[0].date
}

// Texts reports whether AppendText does anything.
func (f *Format) Texts() bool { return f != nil && f.text != nil }
