package extract

// A zenginCode is how a file's digits and blanks are written.
type zenginCode struct {
	zero, blank byte
	page        *ebcdic // nil: JIS X 0201 and what else CP932 has
}

// What a byte may be besides a digit.
const (
	zenginBlank = 10 + iota
	zenginStar  // * or X, where an account is hidden
	zenginOther
)

// digit returns the value of a digit, or what else it is.
func (c *zenginCode) digit(b byte) int {
	switch {
	case b-c.zero < 10:
		return int(b - c.zero)
	case b == c.blank:
		return zenginBlank
	case c.page == nil && (b == '*' || b == 'X'), c.page != nil && (b == 0x5C || b == 0xE7):
		return zenginStar
	}
	return zenginOther
}

// count counts what the part s of rec is made of, as far as rec goes.
func (c *zenginCode) count(rec []byte, s zenginPart) (digits, blanks, stars, others int) {
	for i := s.at; i < min(s.at+s.n, len(rec)); i++ {
		switch c.digit(rec[i]) {
		case zenginBlank:
			blanks++
		case zenginStar:
			stars++
		case zenginOther:
			others++
		default:
			digits++
		}
	}
	return digits, blanks, stars, others
}

// number returns the number in the part s of rec; ok is false if it is none.
func (c *zenginCode) number(rec []byte, s zenginPart) (n int64, ok bool) {
	for i := s.at; i < min(s.at+s.n, len(rec)); i++ {
		switch d := c.digit(rec[i]); {
		case d < zenginBlank:
			n, ok = n*10+int64(d), true
		case d > zenginBlank:
			return 0, false
		}
	}
	return n, ok
}

// kind returns the kind of a record, データ区分, or 0 if it has none.
func (c *zenginCode) kind(rec []byte) int {
	if len(rec) > 0 {
		switch d := c.digit(rec[0]); d {
		case zenginHeader, zenginData, zenginTrailer, zenginEnd:
			return d
		}
	}
	return 0
}

// The kinds of records.
const (
	zenginHeader  = 1
	zenginData    = 2
	zenginTrailer = 8
	zenginEnd     = 9
)

// headerKind returns the 種別コード of a header as ASCII.
func (c *zenginCode) headerKind(rec []byte) (kind [2]byte, ok bool) {
	if len(rec) < 4 || c.kind(rec) != zenginHeader || c.digit(rec[1]) > 9 || c.digit(rec[2]) > 9 {
		return kind, false
	}
	if d := c.digit(rec[3]); d != 0 && d != 1 && d != zenginBlank { // コード区分: JIS, EBCDIC
		return kind, false
	}
	return [2]byte{'0' + byte(c.digit(rec[1])), '0' + byte(c.digit(rec[2]))}, true
}

// fits reports whether b begins with what looks like a record of l.
func (c *zenginCode) fits(b []byte, l *zenginLayout) bool {
	rec := b[:min(len(b), l.size)]
	switch c.kind(rec) {
	case zenginHeader:
		kind, ok := c.headerKind(rec)
		if !ok {
			return false
		}
		l, _ = zenginLayoutOf(kind)
		return len(rec) > l.name.at && c.fitsAll(rec, l.header)
	case zenginData:
		if len(rec) <= l.name.at || !c.fitsAll(rec, l.may) {
			return false
		}
		for _, s := range l.must {
			if digits, _, _, _ := c.count(rec, s); digits < s.n {
				return false
			}
		}
		for _, s := range l.some {
			if _, blanks, _, others := c.count(rec, s); blanks == s.n || others > 0 {
				return false
			}
		}
		return true
	case zenginTrailer:
		return len(rec) > 18 && c.fitsAll(rec, []zenginPart{{1, 18}})
	case zenginEnd:
		return c.filler(rec[1:])
	}
	return false
}

// fitsAll reports whether the parts of rec hold digits and blanks only.
func (c *zenginCode) fitsAll(rec []byte, parts []zenginPart) bool {
	for _, s := range parts {
		if _, _, stars, others := c.count(rec, s); stars+others > 0 {
			return false
		}
	}
	return true
}

// filler reports whether b is blanks, ends of lines and what else fills files up.
func (c *zenginCode) filler(b []byte) bool {
	for _, x := range b {
		switch x {
		case c.blank, ' ', 0, 0x1A, 0x3F, 0xFF:
			if x == 0x3F && c.page == nil { // it is EBCDIC's 0x1A
				return false
			}
		default:
			if !c.endsLine(x) {
				return false
			}
		}
	}
	return true
}

// endsLine reports whether x ends a line. On a host 0x15 or 0x25 does; a file
// that came from there may have lines of its new place.
func (c *zenginCode) endsLine(x byte) bool {
	return x == '\n' || x == '\r' || c.page != nil && (x == 0x15 || x == 0x25)
}

// named reports whether more than digits stand where rec has its holder: rows of
// numbers are something else.
func (c *zenginCode) named(rec []byte, l *zenginLayout) bool {
	_, _, _, others := c.count(rec, l.name)
	return others > 0
}
