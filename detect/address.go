package detect

func init() {
	register(&Detector{
		ID:       "jp-address",
		Doc:      "Postal address in Japan\n\nFrom prefecture or municipality down to number, building and room; towns are looked up in 日本郵便's list.",
		Japanese: true,
		Check:    checkAddress,
		Labels: []string{
			"住所", "所在地", "居所", "居住地", "本籍", "本籍地", "住居", "現住所", "送付先住所", "届け先住所", "届先住所", "宛先住所", "住所地", "ご住所", "住所漢字", "漢字住所", "都道府県市区町村", "自宅住所", "契約者住所", "物件所在地",
			"住所番地/2", "方書/2", "=番地/2", "町域番地/2", "建物名/2", "=建物/2", "建物部屋番号/2", "マンション名/2", "アパート名/2", "住所建物/2", "部屋番号/2", "様方/2", "番地等/2", "町名番地/2", "丁目番地/2",
			"ジュウショ", "ジユウシヨ", "addr", "address", "jusho", "juusho", "jyusho", "adr", "homeaddress", "homeaddr", "custaddr", "mailingaddress", "streetaddress", "addresskanji", "addrkanji", "~location", "building/2", "street/2", "katagaki/2",
		},
		Field: fieldAddress,
		Good:  []string{"住所：東京都千代田区千代田1-1-1", "大阪府大阪市北区梅田二丁目2番22号"},
		Bad:   []string{"東京都", "千代田区の計画", "住所：不明", "住所：氏名："},
	})
}

// checkAddress judges an address that nothing announced: it must name a place
// down to the number of a house.
func checkAddress(c *Candidate) Confidence {
	p := placeAt(c.Text, c.Start, c.Hi)
	if !p.city {
		return None
	}
	defer func(line int) { c.Hi = line }(c.Hi)
	p = c.overLines(p, c.Start)
	t := c.readTail(p, false)
	if !t.lots.house && !t.street {
		return c.townOnly(p, t)
	}
	c.End = t.end
	if t.loose && (!p.prefecture || c.standsAlone()) {
		c.Evidence |= lonePlace
		return Low
	}
	c.Evidence |= ByDictionary
	after := c.Text[c.End:max(c.End, min(c.Hi, c.End+60))]
	if !p.town && !t.street && t.vague(c, p) || companyBefore(c.Text, c.Lo, c.Start) || facilityAfter(c.Text[c.Lo:c.Start], after) || isCompany(after) {
		return Low
	}
	if postalAgrees(c.Text, c.Start, p) {
		c.Evidence |= ByTable
		return High
	}
	if p.within && p.town && !p.section && t.lots.strong() {
		return High
	}
	return Medium
}

// overLines returns the place at i if its town stands in the next line, which is
// taken into the candidate then: 東京都新宿区 and, below it, 西新宿2-8-1. Else it returns p.
func (c *Candidate) overLines(p place, i int) place {
	if !c.lines || !p.city || p.town || p.end < trimSpaces(c.Text, p.end, c.Hi) {
		return p
	}
	end := nextLineEnd(c.Text, c.Hi)
	next := placeAt(c.Text, i, end)
	if !next.town {
		return p
	}
	c.Hi = end
	return next
}

// townOnly judges a place without the number of a house: part of an entry if it
// stands alone, nobody's address if a sentence speaks of it.
func (c *Candidate) townOnly(p place, t tail) Confidence {
	end := max(p.end, t.lots.end)
	if end < c.Hi {
		rest := c.Text[end:c.Hi]
		if t.lots.groups > 0 && livesThere(rest) {
			c.End = end
			c.Evidence |= ByDictionary | ByCue
			return Medium
		}
		if s := scriptOf(first(c.Text, end)); s != other && s != wideSpace && s != maskRune {
			return None
		}
	}
	if !p.town {
		return None
	}
	c.End = end
	if !c.standsAlone() {
		return None
	}
	c.Evidence |= lonePlace
	return Low
}

// vague reports whether a number right behind a municipality, or behind a town
// that no dictionary has, may be anything: 横浜市西区3-1で勝利.
func (t *tail) vague(c *Candidate, p place) bool {
	if t.direct {
		return !t.lots.named && t.lots.groups < 3 && !delimited(c.Text, t.lots.end, c.Hi)
	}
	return !p.prefecture && !t.lots.strong()
}

// standsAlone reports whether the candidate begins a line or cell, or a part of
// it, and ends one.
func (c *Candidate) standsAlone() bool {
	if !delimited(c.Text, c.End, c.Hi) {
		return false
	}
	r, w := runeBefore(c.Text[c.Lo:c.Start], c.Start-c.Lo)
	return w == 0 || isSpace(r) || r == ',' || r == '"' || r == '.' || r == '：' || r == ':'
}

// livesThere reports whether b goes on to say that somebody lives there.
func livesThere(b []byte) bool {
	return livingWords.at(b) > 0
}

// fieldAddress judges a value that a label or column says is an address.
func fieldAddress(c *Candidate) Confidence {
	i := skipSpaces(c.Text, c.Start, c.End)
	if start, none := skipRemark(c.Text, i, c.End); none {
		return None
	} else if !c.Cell {
		i = start
	}
	if i < c.End { // 〒100-0001 東京都…
		if next := skipPostal(c.Text, i, c.End); next > i && (!c.Cell || next < c.End) {
			i = next
		}
	}
	end := c.End
	if c.Cell && !c.Weak && end-i >= 18 && c.Text[i] >= 0xE3 && (c.Evidence&ByHeader != 0 || looksLikeAddress(c.Text[i:end])) {
		c.Start, c.End = i, trimSpaces(c.Text, i, end)
		return High // the column says so, and it is too long for a word that says there is none
	}
	p := placeAt(c.Text, i, c.End)
	townOnly := false
	if !c.Cell {
		end, townOnly = c.announcedEnd(i, p)
	}
	end = trimSpaces(c.Text, i, end)
	if end <= i {
		return None
	}
	c.Start, c.End = i, end
	value := c.Bytes()
	if placeholders.has(value) || c.set.isLabel(value) {
		return None
	}
	switch {
	case len(value) < 6:
		if c.Continues && digitsIn(value) > 0 && !c.Weak && c.Evidence&ByColumn == 0 {
			return Medium // 番地：1-2
		}
		return None
	case p.city || p.town:
		c.Evidence |= ByDictionary
		return High
	case p.prefecture && len(value) > 12:
		return High
	case c.Weak && looksLikeAddress(value):
		return Low
	case c.Weak:
		return None
	case townOnly || looksLikeAddress(value) || c.Continues && (digitsIn(value) > 0 && (c.Evidence&ByColumn == 0 || hasJapanese(value)) || buildingWord(value)) || townNumber(value):
		return Medium
	case c.Cell && hasJapanese(value) && len(value) >= 9:
		return Medium
	}
	return None
}

// announcedEnd returns where an address ends that a label in running text
// announced, and whether it begins at its town: 住所 丸の内1-9-2.
func (c *Candidate) announcedEnd(i int, p place) (end int, townOnly bool) {
	limit := valueEnd(c.Text, i, c.End)
	if p.city || p.prefecture {
		c.Start = i
		defer func(line int) { c.Hi = line }(c.Hi)
		if t := c.readTail(c.overLines(p, i), true); t.lots.groups > 0 || t.street {
			return t.end, false
		}
		return wordsEnd(c.Text, p.end, limit), false
	}
	if number, _ := areaEnd(c.Text, i, limit, false, false); number > i {
		if l := readLots(c.Text, number, limit); l.strong() {
			return buildingEnd(c.Text, l.end, limit, true), true
		}
	}
	return limit, false
}

// wordsEnd returns where the words end that begin at i: at a bracket, a mark or
// two spaces.
func wordsEnd(b []byte, i, hi int) int {
	for i < hi {
		r, w := runeAt(b[:hi], i)
		if next := skipOneSpace(b, i, hi); next > i {
			if b[next] < 0x80 && isLetter(b[next]) {
				break // address2=
			}
			i = next
			continue
		}
		if s := scriptOf(r); s == other && !isDash(r) && r != '・' && !variation(r) && !(r < 0x80 && (isLetter(byte(r)) || isDigit(byte(r)))) || s == wideSpace || s == hiragana && particleAt(b[i:hi], false) {
			break
		}
		i += w
	}
	return i
}

// townNumber reports whether a value is a town and the number of a house.
func townNumber(b []byte) bool {
	number, _ := areaEnd(b, 0, len(b), false, false)
	if number < 6 {
		return false
	}
	l := readLots(b, number, len(b))
	return l.strong() && buildingEnd(b, l.end, len(b), true) == len(b)
}

func hasJapanese(b []byte) bool {
	for _, c := range b {
		if c >= 0xE3 && c <= 0xEF {
			return true
		}
	}
	return false
}

// Words that are looked for at a place in the text.
var (
	livingWords = listOf(`在住 に在住 居住 に居住 に住 の自宅 に転居`)
)
