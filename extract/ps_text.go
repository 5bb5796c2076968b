package extract

import "strings"

// psEncoding returns how text in a font of that name is written, by the CMap at
// its end (Adobe: Technical Note 5078, The Adobe-Japan1 Character Collection), or
// "".
func psEncoding(name string) string {
	if !strings.HasSuffix(name, "-H") && !strings.HasSuffix(name, "-V") {
		return ""
	}
	name = name[:len(name)-2]
	for _, end := range []string{"RKSJ", "EUC", "UTF16", "UTF8", "UTF32", "UCS2", "UCS2-HW", "Identity"} {
		if strings.HasSuffix(name, "-"+end) {
			return end
		}
	}
	for _, face := range []string{"Ryumin", "Gothic", "Mincho", "Jun", "Futo", "Midashi", "Maru", "Kyokasho", "Shin", "Hei", "Heisei", "Koz", "IPA", "Noto", "Hiragino"} {
		if strings.Contains(name, face) {
			return "JIS"
		}
	}
	return ""
}

// draw puts a string on the page, or notes that it is not text as it stands.
func (s *psReader) draw(b []byte) {
	text := s.text[:0]
	switch s.font {
	case "RKSJ":
		text = appendUTF8(text, b, cp932)
	case "EUC":
		text = appendUTF8(text, b, eucJP)
	case "UTF8":
		text = appendUTF8(text, b, utf8Text)
	case "UTF16", "UCS2", "UCS2-HW":
		text, _ = appendUTF16(text, b[:len(b)&^1], utf16BE)
	case "JIS":
		text = appendJIS(text, b)
	case "UTF32", "Identity":
		s.glyphs = true
		return
	default:
		text = appendUTF8(text, b, lineCharset(b, cp932))
		if !printable(text) || s.foreign && indexHigh(b) < len(b) { // fonts of the file have codes of their own
			s.glyphs = true
			return
		}
	}
	s.text = text
	s.drawn++
	s.page.add(s.x, s.y, 0, text)
	s.x += 6 * float64(halfWidths(text)) // lest what follows without a move stand at the same place
}

// printable reports whether text is what people read: no controls, nothing that
// could not be decoded, and hardly anything that Japanese has not.
func printable(text []byte) bool {
	strange, n := 0, 0
	for _, r := range string(text) {
		n++
		switch {
		case r < ' ' || r == '\uFFFD' || r >= 0xE000 && r < 0xF900:
			return false
		case r < 0x7F, r >= 0x3000 && r < 0x3100, r >= 0x4E00 && r < 0xA000, r >= 0xFF00 && r < 0xFFF0:
		default:
			strange++
		}
	}
	return strange*8 <= n
}

// appendJIS appends JIS X 0208 in bytes of 7 bits, two a character.
func appendJIS(dst, b []byte) []byte {
	pair := make([]byte, 0, len(b))
	for _, c := range b {
		pair = append(pair, c|0x80)
	}
	return appendUTF8(dst, pair[:len(pair)&^1], eucJP)
}
