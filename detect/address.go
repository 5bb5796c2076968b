package detect

import "bytes"

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

// place is what the head of an address was found to name.
type place struct {
	end                            int
	prefecture, city, town, number bool
}

// checkAddress judges an address that nothing announced: it must name a place
// down to a number.
func checkAddress(c *Candidate) Confidence {
	p := placeAt(c.Text, c.Start, c.Hi)
	if !p.city {
		return None
	}
	end, number := addressTail(c.Text, p.end, c.Hi, false)
	if !number {
		if !p.town || !p.prefecture {
			return None
		}
		c.End = p.end
		c.Evidence |= ByDictionary
		return Low
	}
	c.End = end
	c.Evidence |= ByDictionary
	if (p.town || p.prefecture) && !companyBefore(c.Text, c.Start) && !isCompany(c.Text[c.End:min(c.Hi, c.End+60)]) {
		return Medium
	}
	return Low
}

// companyBefore reports whether a company or a place of business is named right
// before an address, in its line or the one above.
func companyBefore(b []byte, i int) bool {
	from := runeStart(b, max(0, i-150))
	if n := bytes.Count(b[from:i], []byte("\n")); n > 1 {
		from += bytes.IndexByte(b[from:i], '\n') + 1
		if n > 2 {
			from = max(from, bytes.LastIndexByte(b[:bytes.LastIndexByte(b[:i], '\n')], '\n')+1)
		}
	}
	for _, w := range [][]byte{[]byte("本社"), []byte("支社"), []byte("支店"), []byte("営業所"), []byte("事業所"), []byte("工場"), []byte("本店")} {
		if bytes.Contains(b[from:i], w) {
			return true
		}
	}
	return isCompany(b[from:i])
}

// fieldAddress judges a value that a label or column says is an address.
func fieldAddress(c *Candidate) Confidence {
	i := skipSpaces(c.Text, c.Start, c.End)
	if !c.Cell && i < c.End { // 〒100-0001 東京都…
		i = skipPostal(c.Text, i, c.End)
	}
	end := c.End
	if c.Cell && !c.Weak && end-i >= 18 && c.Text[i] >= 0xE3 && (c.Evidence&ByHeader != 0 || looksLikeAddress(c.Text[i:end])) {
		c.Start, c.End = i, trimSpaces(c.Text, i, end)
		return High // the column says so, and it is too long for a word that says there is none
	}
	p := placeAt(c.Text, i, c.End)
	if !c.Cell {
		if p.city || p.prefecture {
			end, p.number = addressTail(c.Text, p.end, c.End, true)
		} else {
			end = valueEnd(c.Text, i, c.End)
		}
	}
	end = trimSpaces(c.Text, i, end)
	if end <= i {
		return None
	}
	c.Start, c.End = i, end
	value := c.Bytes()
	if placeholders.has(value) || len(value) < 6 {
		return None
	}
	if c.set.isLabel(value) {
		return None
	}
	switch {
	case p.city || p.town:
		c.Evidence |= ByDictionary
		return High
	case p.prefecture && len(value) > 12:
		return High
	}
	if !looksLikeAddress(value) {
		if c.Cell && !c.Weak && hasJapanese(value) && len(value) >= 9 {
			return Medium
		}
		return None
	}
	if c.Weak {
		return Low
	}
	return Medium
}

// placeAt reads prefecture, municipality and town at i.
func placeAt(b []byte, i, hi int) (p place) {
	p.end = i
	n, v := lexPlaces.longest(b[i:hi])
	if n == 0 {
		return p
	}
	if v&lexPrefecture != 0 {
		p.prefecture = true
		p.end = i + n
		i = skipOneSpace(b, p.end, hi)
		n, v = lexPlaces.longest(b[i:hi])
		if n == 0 {
			return p
		}
	}
	if v&(lexCity|lexShortCity|lexWard|lexTown) == 0 {
		return p
	}
	p.city = true
	p.end = i + n
	p.town = v&lexTown != 0
	for _, section := range [][]byte{[]byte("大字"), []byte("字")} { // as sure a sign as a town
		if !p.town && bytes.HasPrefix(b[p.end:hi], section) {
			p.town = true
			p.end += len(section)
		}
	}
	return p
}

// isPlace reports whether b as a whole names a municipality or a prefecture.
func isPlace(b []byte) bool {
	n, v := lexPlaces.longest(b)
	return n == len(b) && v&(lexPrefecture|lexCity|lexShortCity|lexWard) != 0
}

// addressTail reads on from the place: numbers, 丁目 and the like, then, after
// one space at most, a building. It returns where the address ends and whether
// there was a number. An announced address goes on until its value ends.
func addressTail(b []byte, i, hi int, announced bool) (end int, number bool) {
	end = i
	spaces, sinceNumber := 0, 0
	hi = min(hi, i+maxValue)
	start := i
	for i < hi && (number || i-start < maxTown) {
		r, w := runeAt(b[:hi], i)
		s := scriptOf(r)
		switch {
		case r < 0x80 && isDigit(byte(r)), s == wideDigit:
			number = true
			sinceNumber = 0
		case s == kanji, s == katakana, s == halfKana, s == hiragana, s == wideLetter, isDash(r), r < 0x80 && isLetter(byte(r)), r == '#', r == '・', r == '＃', variation(r):
			if number {
				sinceNumber++
			}
			if isNumberKanji(r) && i+w < hi && addressUnit(b[i+w:hi]) {
				number = true
			}
			if !announced && number && s == hiragana && r != 'の' && r != 'ノ' {
				return end, number
			}
			if !announced && !number && s == hiragana && r != 'の' {
				return end, false
			}
		case (r == ' ' || r == '　') && spaces < 2 && i+w < hi:
			next, _ := runeAt(b[:hi], i+w)
			ns := scriptOf(next)
			if isSpace(next) || !(ns == kanji || ns == katakana || ns == halfKana || ns == wideLetter || ns == wideDigit || ns == hiragana && announced || next < 0x80 && (isDigit(byte(next)) || isLetter(byte(next)) && announced)) {
				return end, number
			}
			if number && !buildingAhead(b, i+w, hi) || !number && !announced && !numberAhead(b, i+w, hi) {
				return end, number
			}
			spaces++
			i += w
			continue
		case (r == '(' || r == '（' || r == ')' || r == '）') && announced:
		default:
			return end, number
		}
		i += w
		end = i
		if !announced && sinceNumber > 24 {
			break
		}
	}
	return end, number
}

// maxTown is how many bytes may stand between a known place and the number.
const maxTown = 60

// numberAhead reports whether the number of a house stands at i and not just any
// number: with a dash or a unit behind its digits. Words before it may be a town.
func numberAhead(b []byte, i, hi int) bool {
	_, n, end := readNumber(b, i, hi)
	if n == 0 || end >= hi {
		return n == 0
	}
	r, w := runeAt(b[:hi], end)
	if isDash(r) && end+w < hi {
		_, w := digitAt(b[:hi], end+w)
		return w > 0
	}
	return addressUnit(b[end:hi])
}

// isNumberKanji reports whether r is a digit in kanji.
func isNumberKanji(r rune) bool {
	switch r {
	case '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '〇':
		return true
	}
	return false
}

var addressUnits = [][]byte{[]byte("丁目"), []byte("番"), []byte("号"), []byte("条"), []byte("線"), []byte("地割")}

func addressUnit(b []byte) bool {
	for _, u := range addressUnits {
		if bytes.HasPrefix(b, u) {
			return true
		}
	}
	return false
}

// buildingAhead reports whether what follows a space after the number is a
// building or room and not the next field: it ends with a number, or holds one
// of the words for buildings.
func buildingAhead(b []byte, i, hi int) bool {
	start, kana := i, 0
	if i < hi {
		if _, w := digitAt(b[:hi], i); w > 0 { // 502号室, but not a telephone number
			_, _, end := readNumber(b, i, hi)
			return roomAhead(b[end:hi])
		}
	}
	for i < hi && i-start < 90 {
		r, w := runeAt(b[:hi], i)
		s := scriptOf(r)
		switch {
		case s == katakana || s == halfKana:
			kana++
		case s == wideDigit || r < 0x80 && isDigit(byte(r)):
			if i > start && kana+i-start > 3 {
				return !(i+w < hi && b[i+w] == ':')
			}
		case s == other && !isDash(r) && !(r < 0x80 && isLetter(byte(r))) || isSpace(r):
			return buildingWord(b[start:i]) || kana >= 4 && i > start
		}
		i += w
	}
	return buildingWord(b[start:i]) || kana >= 4
}

// roomAhead reports whether what follows a number says that it is that of a room
// or a floor.
func roomAhead(b []byte) bool {
	for _, w := range [][]byte{[]byte("号"), []byte("階"), []byte("F"), []byte("Ｆ"), []byte("棟")} {
		if bytes.HasPrefix(b, w) {
			return true
		}
	}
	return false
}

var buildingWords = [][]byte{[]byte("マンション"), []byte("ハイツ"), []byte("コーポ"), []byte("荘"), []byte("ビル"), []byte("号室"), []byte("号棟"), []byte("団地"), []byte("アパート"), []byte("レジデンス"), []byte("メゾン"), []byte("ハイム"), []byte("パレス"), []byte("寮"), []byte("方"), []byte("階"), []byte("棟"), []byte("住宅"), []byte("タワー"), []byte("コート"), []byte("ヒルズ"), []byte("館"), []byte("ｺｰﾎﾟ"), []byte("ﾊｲﾂ"), []byte("ﾏﾝｼｮﾝ")}

func buildingWord(b []byte) bool {
	for _, w := range buildingWords {
		if bytes.Contains(b, w) {
			return true
		}
	}
	return false
}

// skipPostal skips a postal code and the space after it.
func skipPostal(b []byte, i, hi int) int {
	j := i
	if r, w := runeAt(b[:hi], j); r == '〒' {
		j = skipSpaces(b, j+w, hi)
	}
	digits := 0
	for j < hi && digits < 7 {
		if _, w := digitAt(b[:hi], j); w > 0 {
			digits++
			j += w
			continue
		}
		r, w := runeAt(b[:hi], j)
		if digits != 3 || !isDash(r) {
			return i
		}
		j += w
	}
	if digits != 7 {
		return i
	}
	return skipSpaces(b, j, hi)
}

// looksLikeAddress reports whether a value that names no known place has the
// form of an address: a unit such as 市 or 町 or 丁目, or kanji before a number.
func looksLikeAddress(b []byte) bool {
	digits, units, kanjis, kana := 0, 0, 0, 0
	for i := 0; i < len(b); {
		r, w := runeAt(b, i)
		s := scriptOf(r)
		switch {
		case s == kanji:
			kanjis++
			switch r {
			case '都', '道', '府', '県', '市', '区', '町', '村', '郡', '丁', '番', '字', '条':
				units++
			}
		case s == hiragana:
			kana++
		case s == wideDigit, r < 0x80 && isDigit(byte(r)):
			digits++
		case r == '=' || r == ':' || r == '@' || r == '{' || r == '<':
			return false
		}
		i += w
	}
	return kanjis >= 2 && units >= 1 && (digits > 0 || units >= 2) && kana <= 4
}

func hasJapanese(b []byte) bool {
	for _, c := range b {
		if c >= 0xE3 && c <= 0xEF {
			return true
		}
	}
	return false
}
