package detect

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// A label is a word that announces a value: before it in running text, above it
// in a table. Detectors list theirs in this notation:
//
//	氏名        any label that ends with it: 契約者氏名
//	=姓         only the whole label
//	~名前       other things have it too: the value itself must speak for it
//	方書/2      what stands there continues a value that began elsewhere
//	nm_kanji    ASCII, whatever its case and separators: NM_KANJI, nmKanji, cust-nm-kanji
type label struct {
	text     string
	detector int // index in the Set, or notPersonal
	exact    bool
	weak     bool
	part     uint8
	place    uint32 // tells it from columns, slots and other labels
	number   uint16 // of its text in the Set
}

// unpaired returns l as it is to be understood if nothing has the part that it
// continues: 名 without 姓 may be the name of anything.
func (l label) unpaired(hasFirst func(detector int) bool) label {
	if l.part == 1 && l.detector >= 0 && (l.text == "名" || strings.HasSuffix(l.text, "mei")) && !hasFirst(l.detector) {
		l.part, l.weak = 0, true
	}
	return l
}

// oneWord reports whether l announces a surname or a given name alone.
func (l label) oneWord() bool {
	switch l.text {
	case "姓", "苗字", "名字", "sei", "namelast", "namefamily", "lastkana", "familykana", "lastname", "familyname", "surname", "namesei", "seikanji", "姓漢字", "lname", "lastnm", "myoji", "氏名姓", "名前姓", "セイ", "氏":
		return true
	}
	return l.part == 1
}

// short reports whether l is a word that stands before others in any text.
func (l label) short() bool {
	if len(l.text) == 3 {
		return true
	}
	r, _ := utf8.DecodeRuneInString(l.text)
	sc := scriptOf(r)
	return len(l.text) == 6 && (sc == katakana || sc == hiragana || sc == halfKana)
}

// asGiven makes 名前, beside 名字, a given name.
func (l *label) asGiven() {
	if l.weak && l.text == "名前" {
		l.part, l.weak = 1, false
	}
}

// bareReading reports whether l announces a reading and does not say of what:
// ヨミ, フリガナ, but not 氏名カナ.
func (l label) bareReading() bool {
	switch l.text {
	case "フリガナ", "ふりがな", "振り仮名", "振仮名", "読み仮名", "ヨミガナ", "よみがな", "ヨミ", "よみ", "カナ", "ｶﾅ", "ﾌﾘｶﾞﾅ", "kana", "furigana", "yomi", "yomigana":
		return true
	}
	return false
}

// ofThing reports whether l announces what a thing is called.
func (l label) ofThing() bool {
	return l.detector == notPersonal && !l.weak && (strings.HasSuffix(l.text, "名") || strings.HasSuffix(l.text, "名称") || strings.HasSuffix(l.text, "name") || strings.HasSuffix(l.text, "nm") || strings.HasSuffix(l.text, "mei"))
}

// callsThing reports whether a header that is no label of ours tells what
// something is called: 色名, 動物名称, but not 名.
func callsThing(b []byte) bool {
	b = bytes.TrimSpace(b)
	return len(b) > 3 && (bytes.HasSuffix(b, []byte("名")) || bytes.HasSuffix(b, []byte("名称")))
}

// pairParts gives up given names without surnames among n labels: 名 or MEI alone
// means the name of something. at returns a label and whether there is one.
func pairParts(n int, at func(i int) (*label, bool)) {
	for i := range n {
		l, _ := at(i)
		if i > 0 {
			if left, ok := at(i - 1); ok && left.oneWord() && left.part == 0 {
				l.asGiven()
			}
		}
		*l = l.unpaired(func(detector int) bool {
			for j := range n {
				if o, ok := at(j); j != i && ok && o.detector == detector && o.part == 0 {
					return true
				}
			}
			return false
		})
	}
}

// notPersonal marks labels of other things: 駅名, 商品名, file_name. They keep a
// column of station names from being taken for one of surnames.
const notPersonal = -1

// labels finds the label that a text ends with.
type labels struct {
	by    map[string]label
	kinds [markEnd]int // the detector whose values a mark announces, or -1
}

// add adds a label in the notation of label. The first detector that has it keeps it.
func (ls *labels) add(notation string, detector int) {
	l := label{detector: detector}
	text, part, _ := strings.Cut(notation, "/")
	if part != "" {
		l.part = part[0] - '1'
	}
	text, l.exact = strings.CutPrefix(text, "=")
	text, l.weak = strings.CutPrefix(text, "~")
	l.text = text
	l.place = labelHash(text)
	var n normal
	n.set([]byte(text))
	key := string(n.buf[n.starts[0]:n.n]) // without a polite prefix
	if old, ok := ls.by[key]; !ok || old.detector == notPersonal {
		ls.by[key] = l
	}
}

// of returns the label that text, as written above a column or before a value,
// is or ends with.
func (ls *labels) of(text []byte) (label, bool) {
	var n normal
	n.set(text)
	for i := range n.starts[:n.ns] {
		l, ok := ls.find(n.buf[n.starts[i]:n.n])
		if !ok || i > 0 && l.exact {
			continue
		}
		l.weak = l.weak && !(n.polite && i == 0) // nothing but a person has an お名前
		if n.number > 1 && n.number <= 4 && l.part == 0 && l.detector >= 0 {
			l.part = n.number - 1
		}
		return l, true
	}
	return label{}, false
}

// isLabel reports whether b as a whole is a label of personal data: no value.
func (s *Set) isLabel(b []byte) bool {
	last, w := runeBefore(b, len(b))
	if w == 0 || len(b) > 48 || s.labelEnds[uint16(last)>>6]>>(last&63)&1 == 0 {
		return false
	}
	var n normal
	n.set(b)
	if n.ns == 0 {
		return false
	}
	_, ok := s.labels.find(n.buf[n.starts[0]:n.n])
	return ok
}

// A labelCache remembers labels as they are written: a file uses few.
type labelCache struct {
	entries [64]struct {
		text  [40]byte
		n     uint8
		found bool
		label label
	}
}

func (c *labelCache) of(ls *labels, text []byte) (label, bool) {
	if len(text) == 0 || len(text) > 40 {
		return ls.of(text)
	}
	h := uint32(len(text))
	for _, b := range text {
		h = (h ^ uint32(b)) * fnvPrime
	}
	e := &c.entries[h>>26]
	if int(e.n) != len(text) || !bytes.Equal(e.text[:e.n], text) {
		e.n = uint8(copy(e.text[:], text))
		e.label, e.found = ls.of(text)
	}
	return e.label, e.found
}

// normal is the normalised form of a label: without spaces, brackets and what
// they hold (except kana marks), polite prefix and final number, full-width
// letters as ASCII, lower case.
type normal struct {
	buf    [96]byte
	n      int
	starts [48]uint8 // where a suffix may begin: at each rune of Japanese, at each word of ASCII
	ns     int
	number uint8 // the final number: 住所2
	polite bool  // it had a polite prefix: お名前
}

func (n *normal) set(text []byte) {
	text = bytes.TrimSpace(text)
	prev := rune(0)
	for i := 0; i < len(text) && n.n < len(n.buf)-4 && n.ns < len(n.starts)-1; {
		r, w := runeAt(text, i)
		i += w
		switch s := scriptOf(r); {
		case r == '(' || r == '（' || r == '[' || r == '［' || r == '【' || r == '<' || r == '〔':
			i += n.bracket(text[i:])
			prev = 0
			continue
		case s == wideLetter || s == wideDigit:
			r -= 0xFEE0
		case s == halfKana: // ｱﾃﾅ, as host systems print it
			var mark int
			r, mark = widen(r, text[i:])
			i += mark
		case s == other && r >= 0x80 && r != '〒' || s == wideSpace || s == maskRune:
			prev = 0
			continue
		}
		n.put(r, prev)
		prev = r
	}
	n.trim()
	n.respell()
}

// put appends a rune and notes where a suffix may begin.
func (n *normal) put(r, prev rune) {
	switch {
	case r >= 0x80:
		n.start()
		n.n += copy(n.buf[n.n:], string(r))
	case isLetter(byte(r)):
		upper := r <= 'Z'
		if prev == 0 || !isLetter(byte(prev)) || upper && prev >= 'a' && prev <= 'z' {
			n.start()
		}
		n.buf[n.n] = byte(r) | 0x20
		n.n++
	case isDigit(byte(r)):
		n.buf[n.n] = byte(r)
		n.n++
	}
}

func (n *normal) start() {
	n.starts[n.ns] = uint8(n.n)
	n.ns++
}

// bracket skips what is in brackets, but for a kana mark, and returns its width.
func (n *normal) bracket(rest []byte) int {
	end := bytes.IndexAny(rest, ")）]］】>〕")
	if end < 0 || end > 40 {
		return 0
	}
	_, w := runeAt(rest, end)
	switch what := bytes.TrimSpace(rest[:end]); string(what) {
	case "姓", "氏", "セイ", "せい", "ｾｲ":
		n.put('姓', 0)
	case "名", "メイ", "めい", "ﾒｲ":
		n.put('名', 0)
	case "漢字", "英字", "ローマ字", "英語", "漢字表記", "ローマ字表記", "アルファベット", "半角英字", "全角漢字":
		for _, r := range string(what) {
			n.put(r, 0)
		}
	}
	if n.n+9 < len(n.buf) && containsAny(rest[:end], kanaMarks) {
		for _, r := range "カナ" {
			n.put(r, 0)
		}
	}
	return end + w
}

var kanaMarks = cueWords("カナ", "ｶﾅ", "かな", "ガナ", "ｶﾞﾅ", "がな", "kana", "Kana", "KANA", "読み", "よみ", "ヨミ")

// trim takes the final number and a polite prefix off.
func (n *normal) trim() {
	for n.n > 0 && isDigit(n.buf[n.n-1]) {
		n.number = n.buf[n.n-1] - '0'
		n.n--
	}
	for n.ns > 0 && int(n.starts[n.ns-1]) >= n.n {
		n.ns--
	}
	if n.n > 3 && n.ns > 1 {
		switch string(n.buf[:3]) {
		case "お", "ご", "御":
			copy(n.starts[:], n.starts[1:n.ns])
			n.ns--
			n.polite = true
		}
	}
}
