package extract

import (
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// rtfCharsets are the code pages of the charsets of fonts (\fcharset).
var rtfCharsets = map[int]int{
	0: 1252, 2: 1252, 77: 10000, 78: 932, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256,
	186: 1257, 204: 1251, 222: 874, 238: 1250, 254: 437,
}

// rtfPages are the code pages of a byte a character.
var rtfPages = map[int]*charmap.Charmap{
	437: charmap.CodePage437, 850: charmap.CodePage850, 852: charmap.CodePage852, 866: charmap.CodePage866, 874: charmap.Windows874,
	1250: charmap.Windows1250, 1251: charmap.Windows1251, 1252: charmap.Windows1252, 1253: charmap.Windows1253, 1254: charmap.Windows1254,
	1255: charmap.Windows1255, 1256: charmap.Windows1256, 1257: charmap.Windows1257, 1258: charmap.Windows1258, 10000: charmap.Macintosh,
}

// rtfDouble are the code pages of two bytes besides that of Japanese.
var rtfDouble = map[int]encoding.Encoding{936: simplifiedchinese.GBK, 949: korean.EUCKR, 950: traditionalchinese.Big5}

// setPage says what bytes are from here on. A font of Western text in a
// Japanese document may be meant, or be what a program left there: then pairs
// of bytes are Japanese.
func (o *rtfReader) setPage(page int) {
	if page == 10001 {
		page = 932
	}
	o.st.soft = page == 1252 && o.ansi == 932
	o.st.page = page
}

// double reports whether c is the first of two bytes.
func (o *rtfReader) double(c byte) bool {
	switch {
	case o.st.page == 932 || o.st.soft:
		return c >= 0x81 && c <= 0x9F || c >= 0xE0 && c <= 0xFC
	case rtfDouble[o.st.page] != nil:
		return c >= 0x81 && c <= 0xFE
	}
	return false
}

// char takes a byte of text that stands for itself.
func (o *rtfReader) char(c byte) error {
	if (c == '\t' || c < 0x20) && o.skip == 0 {
		if err := o.broken(); err != nil {
			return err
		}
		c = ' '
	}
	return o.code(c, false)
}

// code takes a byte in the code page of the text.
func (o *rtfReader) code(c byte, escaped bool) error {
	if o.skip > 0 {
		o.skip--
		return nil
	}
	if err := o.hexData(c, escaped); err != errNoData {
		return err
	}
	if o.st.page == 65001 {
		o.run = append(o.run, c) // made valid in flush
		return nil
	}
	if o.lead != 0 {
		lead := o.lead
		// Western text has quotes where Japanese has first bytes, before letters.
		if c >= 0x40 && c != 0x7F && (!o.st.soft || escaped && !o.plain) {
			o.lead = 0
			return o.emit(o.pair(lead, c))
		}
		if err := o.broken(); err != nil {
			return err
		}
	}
	if o.double(c) {
		o.lead, o.plain = c, !escaped
		return o.trail(c)
	}
	return o.emit(o.single(c))
}

// trail takes the second byte where programs wrote both as they are and the
// second looks like one that acts.
func (o *rtfReader) trail(lead byte) error {
	if !o.plain || o.st.soft {
		return nil
	}
	b, err := o.br.Peek(1)
	if err != nil || b[0] != '\\' && b[0] != '{' && b[0] != '}' {
		return nil
	}
	if b[0] == '\\' { // an escaped second byte, or the second byte
		if b, err = o.br.Peek(2); err == nil && (b[1] == '\'' || b[1] == '\\') {
			return nil
		}
	}
	_, _ = o.br.Discard(1)
	o.lead = 0
	return o.emit(o.pair(lead, b[0]))
}

// broken takes a first byte whose second does not come.
func (o *rtfReader) broken() error {
	if o.lead == 0 {
		return nil
	}
	c := o.lead
	o.lead = 0
	if o.st.soft {
		return o.emit(o.single(c))
	}
	return o.emit(utf8.RuneError)
}

// pair decodes two bytes.
func (o *rtfReader) pair(lead, c byte) rune {
	if o.st.page == 932 || o.st.soft {
		r, _ := oneCP932([]byte{lead, c})
		return r
	}
	b, err := rtfDouble[o.st.page].NewDecoder().Bytes([]byte{lead, c})
	if err != nil {
		return utf8.RuneError
	}
	r, _ := utf8.DecodeRune(b)
	return r
}

// single decodes one byte.
func (o *rtfReader) single(c byte) rune {
	switch {
	case c < 0x80:
		return rune(c)
	case o.st.page == 932 || o.st.soft && c >= 0xA1 && c <= 0xDF:
		if c >= 0xA1 && c <= 0xDF {
			return kanaRune(c)
		}
		return utf8.RuneError
	}
	page := rtfPages[o.st.page]
	if page == nil {
		page = charmap.Windows1252
	}
	return page.DecodeByte(c)
}

// unicode takes \u: a unit of UTF-16, as a signed number.
func (o *rtfReader) unicode(n int) error {
	if o.lead != 0 {
		if err := o.broken(); err != nil {
			return err
		}
	}
	o.skip = o.st.uc
	r := rune(uint16(n))
	high := o.high
	o.high = 0
	switch {
	case n > 0xFFFF && n <= utf8.MaxRune: // beyond the standard, and met
		r = rune(n)
	case r >= 0xD800 && r < 0xDC00:
		o.high = r
		return nil
	case utf16.IsSurrogate(r):
		r = utf16.DecodeRune(high, r)
	case r < ' ':
		r = ' '
	}
	return o.emit(r)
}

// emit adds a character to the text.
func (o *rtfReader) emit(r rune) error {
	if o.high != 0 { // a surrogate without the other
		o.high = 0
		o.run = utf8.AppendRune(o.run, utf8.RuneError)
	}
	o.run = utf8.AppendRune(o.run, r)
	if len(o.run) < 4<<10 {
		return nil
	}
	return o.flush()
}

// text adds text.
func (o *rtfReader) text(s string) error {
	if err := o.broken(); err != nil {
		return err
	}
	o.run = append(o.run, s...)
	return nil
}
