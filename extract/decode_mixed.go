package extract

import (
	"bytes"
	"unicode/utf8"
)

// decode8 decodes text of 8 bits, with lines of EUC-JP among those of CP932.
func (d *decoder) decode8(src []byte, final bool) int {
	done := 0
	for d.cs == cp932 {
		start, end := d.lineOfEUC(src[done:], final)
		if start == end {
			break
		}
		d.decodeWords(src[done:done+start], true)
		d.out = d.appendLine(d.out, src[done+start:done+end])
		done += end
	}
	return done + d.decodeWords(src[done:], final)
}

// lineOfEUC returns the bounds of the first line of src, which should be CP932,
// that is more likely EUC-JP: nearly all of EUC-JP is half-width katakana in
// CP932 and would pass for it. Both are 0 if there is none.
func (d *decoder) lineOfEUC(src []byte, final bool) (start, end int) {
	for start < len(src) {
		end := lineEnd(src, start)
		if !final && end == len(src) && src[end-1] != '\n' {
			break
		}
		bias := favour
		if d.euc {
			bias = favour / 2
		}
		if likelyEUC(src[start:end], bias) {
			d.euc = true
			return start, end
		}
		start = end
	}
	return 0, 0
}

// likelyEUC reports whether a line that should be CP932 is EUC-JP, which must be
// cheaper by bias.
func likelyEUC(line []byte, bias int) bool {
	line = line[indexHigh(line):]
	if len(line) < 2 || leadsCP932(line) {
		return false
	}
	line = line[:min(len(line), weigh8)]
	return cost8(line, eucJP, false)+bias < cost8(line, cp932, false)
}

// leadsCP932 reports whether b holds a byte that leads a character in CP932 and
// is none in EUC-JP.
func leadsCP932(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 && c < 0xA0 && c != 0x8E && c != 0x8F {
			return true
		}
	}
	return false
}

// lineCharset returns the charset of 8 bits that a line of a file in cs is in.
// Nearly all are in cs, which costs little to see.
func lineCharset(line []byte, cs charset) charset {
	other := cs
	valid := validUTF8(line) == len(line)
	switch {
	case valid && cs != utf8Text:
		other = utf8Text
	case !valid && cs == utf8Text && likelyEUC(line, 0):
		other = eucJP
	case !valid && cs == utf8Text, cs == eucJP && leadsCP932(line):
		other = cp932
	case cs == cp932 && likelyEUC(line, favour):
		return eucJP
	}
	if other == cs || indexHigh(line) == len(line) {
		return cs
	}
	line = line[:min(len(line), weigh8)]
	if cost8(line, other, false)+favour < cost8(line, cs, false) {
		return other
	}
	return cs
}

// decodeWords decodes text of 8 bits. Where it is not d.cs it goes back to the
// beginning of the line and decides word by word.
func (d *decoder) decodeWords(src []byte, final bool) int {
	all := len(src)
	base, done := len(d.out), 0
	for done < len(src) {
		var n int
		d.out, n = appendPlain(d.out, src[done:], d.cs, true)
		done += n
		if done == len(src) {
			break
		}
		r, k := oneRune(src[done:], d.cs)
		if k == 0 && !final {
			break
		}
		if r != utf8.RuneError && (d.cs != cp932 || !otherwiseUTF8(src[done:])) {
			d.out = utf8.AppendRune(d.out, r)
			done += k
			continue
		}
		start := bytes.LastIndexByte(src[:done], '\n') + 1
		end := lineEnd(src, done)
		if !final && end == len(src) && src[end-1] != '\n' {
			end = done + wordLen(src[done:]) // the line is not read to its end
		}
		d.out = d.out[:base+bytes.LastIndexByte(d.out[base:], '\n')+1]
		d.out = d.appendLine(d.out, src[start:end])
		base, src, done = len(d.out), src[end:], 0
	}
	return all - len(src) + done
}

// appendPlain decodes up to what is not of cs, or with stop may not be.
func appendPlain(dst, src []byte, cs charset, stop bool) (out []byte, n int) {
	switch cs {
	case cp932:
		return appendDouble(dst, src, cp932Table(), stop)
	case eucJP:
		return appendDouble(dst, src, eucTable(), stop)
	}
	n = validUTF8(src)
	return append(dst, src[:n]...), n
}

// lineEnd is the index after the end of the line that holds b[at].
func lineEnd(b []byte, at int) int {
	if i := bytes.IndexByte(b[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(b)
}

// wordLen is the length of the word that b begins with, and what separates it
// from the next. Bytes below 0x40 separate: they are no part of a character of
// several bytes in any charset of 8 bits.
func wordLen(b []byte) int {
	i := 0
	for i < len(b) && b[i] >= 0x40 {
		i++
	}
	for i < len(b) && b[i] < 0x40 {
		i++
	}
	return i
}

// favour is by how many half bits the charset of the file is preferred for a
// word: less than one impossible character, more than one rare kanji.
const favour = 30

// otherwiseUTF8 reports whether b, which is CP932, is more likely UTF-8.
func otherwiseUTF8(b []byte) bool {
	b = b[:min(len(b), wordLen(b), 64)]
	if n := validUTF8(b); n < len(b) && !cutUTF8(b[n:]) {
		return false
	}
	return cost8(b, utf8Text, true)+favour < cost8(b, cp932, true)
}

// appendLine decodes a line that is not all of d.cs. Each word of it is UTF-8,
// or what the line's other words taken together are most likely to be.
func (d *decoder) appendLine(dst, line []byte) []byte {
	sum := scores{euc: charsetPrior[eucJP]}
	for b := line; len(b) > 0; {
		n := wordLen(b)
		if validUTF8(b[:n]) < n {
			sum.cp932 += cost8(b[:n], cp932, false)
			sum.euc += cost8(b[:n], eucJP, false)
		}
		b = b[n:]
	}
	if d.cs == eucJP {
		sum.euc -= favour
	}
	other := cp932
	if sum.euc < sum.cp932 {
		other = eucJP
	}
	for len(line) > 0 {
		n := wordLen(line)
		word := line[:n]
		line = line[n:]
		cs := utf8Text
		if d.cs != utf8Text && indexHigh(word) < n || validUTF8(word) < n {
			bias := 0
			switch d.cs {
			case other:
				bias = favour
			case utf8Text:
				bias = -favour
			}
			if cost8(word, other, true) < cost8(word, utf8Text, true)+bias {
				cs = other
			}
		}
		dst = appendAll(dst, word, cs)
	}
	return dst
}

// appendAll decodes all of src in a charset of 8 bits; what is not of it is U+FFFD.
func appendAll(dst, src []byte, cs charset) []byte {
	if cs == utf8Text {
		return appendValid(dst, src)
	}
	for {
		var n int
		dst, n = appendPlain(dst, src, cs, false)
		if src = src[n:]; len(src) == 0 {
			return dst
		}
		r, n := oneRune(src, cs)
		dst = utf8.AppendRune(dst, r)
		src = src[max(n, 1):]
	}
}

// appendUTF8 appends src, which is complete and in cs, as UTF-8. What is not of
// cs is U+FFFD: no byte of ASCII is lost, and nothing else is tried.
func appendUTF8(dst, src []byte, cs charset) []byte {
	d := decoder{cs: cs, out: dst}
	switch cs {
	case utf16LE, utf16BE, iso2022JP:
		d.decode(src, true)
		return d.out
	}
	return appendAll(dst, src, cs)
}
