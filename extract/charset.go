package extract

import "bytes"

// A charset is a way to write text as bytes.
type charset uint8

const (
	utf8Text charset = iota // UTF-8, and ASCII
	utf16LE
	utf16BE
	cp932 // Shift_JIS as Windows has it
	eucJP // with JIS X 0212 and eucJP-ms
	iso2022JP
)

var charsetNames = [...]string{"UTF-8", "UTF-16LE", "UTF-16BE", "CP932", "EUC-JP", "ISO-2022-JP"}

func (c charset) String() string { return charsetNames[c] }

// How likely a charset is before the bytes are seen, in half bits.
var charsetPrior = [...]int{utf8Text: 0, utf16LE: 12, utf16BE: 16, cp932: 2, eucJP: 9, iso2022JP: 0}

// declared is what a declaration of the charset in the text is worth, in half
// bits. It breaks ties: files are converted and keep their declarations.
const declared = 12

// How many bytes are weighed: UTF-16 shows at once, and 8-bit charsets from
// their first byte that is not ASCII.
const (
	weigh16 = 512
	weigh8  = 2 << 10
)

// sniffCharset tells the charset of a text by its first bytes. For ASCII it
// returns UTF-8: a decoder of UTF-8 looks again once there is more than ASCII.
func sniffCharset(head []byte) charset {
	switch {
	case bytes.HasPrefix(head, utf8BOM):
		return utf8Text
	case bytes.HasPrefix(head, []byte("\xFF\xFE")):
		return utf16LE
	case bytes.HasPrefix(head, []byte("\xFE\xFF")):
		return utf16BE
	}
	if cs := sniffUTF16(head[:min(len(head), weigh16)]); cs != utf8Text {
		return cs
	}
	high := indexHigh(head)
	if high == len(head) {
		if findJIS(head) >= 0 || shiftedKana(head) {
			return iso2022JP
		}
		return utf8Text
	}
	if surelyUTF8(head[high:min(len(head), high+weigh8)]) {
		return utf8Text
	}
	var s scores
	s.add(dense(head[high:], make([]byte, 0, weigh8)))
	cs, _ := s.best(declaredCharset(head))
	return cs
}

// sniffUTF16 tells UTF-16 without a byte order mark from anything else, for
// which it returns UTF-8.
func sniffUTF16(b []byte) charset {
	if len(b) < 4 {
		return utf8Text
	}
	b = b[:len(b)&^1]
	if bytes.IndexByte(b, 0) < 0 && (surelyUTF8(b) || indexHigh(b) == len(b) && (bytes.IndexByte(b, '\n') >= 0 || findJIS(b) >= 0)) {
		return utf8Text
	}
	if endsLines8(b) {
		return utf8Text
	}
	best, low := utf8Text, 1<<30
	for _, cs := range []charset{utf8Text, cp932, eucJP} {
		low = min(low, cost8(b, cs, true)+charsetPrior[cs])
	}
	for _, cs := range []charset{utf16LE, utf16BE} {
		// Units of which few are kana, common kanji or ASCII are no text.
		if c := cost16(b, cs) + charsetPrior[cs]; c < low && c < charsetPrior[cs]+len(b)/2*32 {
			best, low = cs, c
		}
	}
	return best
}

// endsLines8 reports whether lines end with a byte of their own, with no zero
// beside it as in UTF-16. Lines of EUC-JP and of UTF-8 in one file are good
// UTF-16 now and then, but not to their ends.
func endsLines8(b []byte) bool {
	ends, zeros := 0, 0
	for i, c := range b {
		if c == '\n' {
			ends++
			if i > 0 && b[i-1] == 0 || i+1 < len(b) && b[i+1] == 0 {
				zeros++
			}
		}
	}
	return ends > 0 && zeros*2 < ends
}

// scores weighs the charsets of 8 bits.
type scores struct{ utf8, cp932, euc int }

func (s *scores) add(b []byte) {
	s.utf8 += cost8(b, utf8Text, false)
	s.cp932 += cost8(b, cp932, false)
	s.euc += cost8(b, eucJP, false)
}

// best returns the cheapest charset and by how much it is cheaper than the next.
func (s *scores) best(hint charset, hinted bool) (cs charset, margin int) {
	cost := [...]int{utf8Text: s.utf8, cp932: s.cp932, eucJP: s.euc}
	for _, c := range []charset{utf8Text, cp932, eucJP} {
		cost[c] += charsetPrior[c]
		if hinted && c == hint {
			cost[c] -= declared
		}
	}
	cs, margin = utf8Text, 1<<30
	for _, c := range []charset{cp932, eucJP} {
		if cost[c] < cost[cs] {
			cs = c
		}
	}
	for _, c := range []charset{utf8Text, cp932, eucJP} {
		if c != cs {
			margin = min(margin, cost[c]-cost[cs])
		}
	}
	return cs, margin
}

// dense appends to dst what of b is near to bytes that are not ASCII, until dst
// is full. It leaves one byte of ASCII between runs, and trail bytes in place.
func dense(b, dst []byte) []byte {
	for len(b) > 0 && len(dst) < cap(dst) {
		n := 0
		for n < len(b) && (b[n] >= 0x80 || n > 0 && b[n-1] >= 0x80) {
			n++
		}
		n = min(n, cap(dst)-len(dst))
		dst = append(dst, b[:n]...)
		b = b[n:]
		b = b[indexHigh(b):]
	}
	return dst
}

// declaredCharset is the charset that an XML declaration or an HTML head names.
func declaredCharset(head []byte) (cs charset, ok bool) {
	head = head[:min(len(head), 1<<10)]
	i := bytes.Index(head, []byte("charset="))
	if j := bytes.Index(head, []byte("encoding=")); i < 0 || j >= 0 && j < i {
		i = j
	}
	if i < 0 {
		return 0, false
	}
	name := head[i+8:] // of "encoding=" the = is left
	name = bytes.ToLower(bytes.TrimLeft(name[:min(len(name), 16)], `="' `))
	for _, n := range []struct {
		prefix string
		cs     charset
	}{{"utf-8", utf8Text}, {"shift", cp932}, {"x-sjis", cp932}, {"sjis", cp932}, {"windows-31j", cp932}, {"cp932", cp932}, {"euc-jp", eucJP}, {"x-euc", eucJP}} {
		if bytes.HasPrefix(name, []byte(n.prefix)) {
			return n.cs, true
		}
	}
	return 0, false
}

// shiftedKana reports whether ASCII text holds kana between SO and SI.
func shiftedKana(b []byte) bool {
	i := bytes.IndexByte(b, shiftOut)
	if i < 0 {
		return false
	}
	run := 0
	for _, c := range b[i+1:] {
		if c < 0x20 || c > 0x5F {
			return run > 0 && c == shiftIn
		}
		run++
	}
	return false
}

// isText reports whether head, in cs, is text rather than something binary. In
// doubt it is: a control character here and there, or NULs as filling, are no
// reason to read a file less well.
func isText(head []byte, cs charset) bool {
	bad, n := 0, len(head)
	switch cs {
	case utf16LE, utf16BE:
		return cost16(head[:min(n, weigh16)&^1], cs) <= min(n, weigh16)/2*38+charsetPrior[cs]
	case cp932, eucJP, utf8Text:
		for b := head[indexHigh(head):]; len(b) > 0; b = b[indexHigh(b):] {
			r, k := oneRune(b, cs)
			if k == 0 {
				break
			}
			if r == '\uFFFD' {
				bad++
			}
			b = b[k:]
		}
	}
	last := byte(1)
	for _, c := range head {
		if control[c] && (c != 0 || last != 0) { // a run of NULs is one
			bad++
		}
		if last = c; c == 0 {
			n--
		}
	}
	return bad*32 <= n || bad <= 2 && bad*10 <= n
}

// control holds the control characters that text has no use for. Reports for
// line printers have form feeds, ESC, backspaces and, at the end, 0x1A.
var control = func() (t [256]bool) {
	for c := range 0x20 {
		t[c] = !bytes.ContainsRune([]byte("\t\n\v\f\r\b\x1A\x1B"), rune(c))
	}
	t[0x7F] = true
	return t
}()
