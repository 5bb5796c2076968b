package detect

import (
	"bytes"
	"strings"
)

// A numberUnit follows a number of an address.
type numberUnit struct {
	text []byte
	kind unitKind
}

// A unitKind says what a word behind a number counts.
type unitKind uint8

const (
	noUnit   unitKind = iota
	areaUnit          // of an area: 丁目
	lotUnit           // of a house or lot: 番地
	roomUnit          // of a room, floor or building
)

// numberUnits, longer ones first where one begins with another.
var numberUnits = []numberUnit{
	{[]byte("丁目"), areaUnit}, {[]byte("丁町"), noUnit}, {[]byte("丁"), areaUnit}, {[]byte("町目"), areaUnit},
	{[]byte("番地割"), areaUnit}, {[]byte("番地"), lotUnit}, {[]byte("番外地"), lotUnit}, {[]byte("番戸"), lotUnit}, {[]byte("番屋敷"), lotUnit}, {[]byte("番町"), areaUnit}, {[]byte("番丁"), areaUnit}, {[]byte("番館"), roomUnit}, {[]byte("番"), lotUnit},
	{[]byte("号室"), roomUnit}, {[]byte("号棟"), roomUnit}, {[]byte("号館"), roomUnit}, {[]byte("号地"), lotUnit}, {[]byte("号"), lotUnit},
	{[]byte("の部"), areaUnit}, {[]byte("条通"), areaUnit}, {[]byte("条"), areaUnit}, {[]byte("線"), areaUnit}, {[]byte("地割"), areaUnit}, {[]byte("区"), areaUnit}, {[]byte("組"), areaUnit}, {[]byte("班"), areaUnit},
	{[]byte("階"), roomUnit}, {[]byte("棟"), roomUnit}, {[]byte("室"), roomUnit}, {[]byte("F"), roomUnit}, {[]byte("Ｆ"), roomUnit},
}

// unitWords are their texts.
var unitWords = func() *wordList {
	var l wordList
	for i := range numberUnits {
		l.add(numberUnits[i].text)
	}
	return &l
}()

// unitAt returns the width and kind of the unit at the start of b.
func unitAt(b []byte) (n int, kind unitKind) {
	if unitWords.at(b) == 0 {
		return 0, noUnit
	}
	for i := range numberUnits {
		if u := &numberUnits[i]; bytes.HasPrefix(b, u.text) {
			if u.kind == noUnit {
				return 0, noUnit
			}
			n = len(u.text)
			if u.kind == roomUnit && len(u.text) <= 3 && (b[0] == 'F' || b[0] == 0xEF) && n < len(b) && (isLetter(b[n]) || b[n] == 0xEF && wideLetterAt(b, n)) {
				return 0, noUnit // Fuji
			}
			if u.kind == lotUnit && n == 3 && n+2 < len(b) && notLot(b[n:]) {
				return 0, noUnit
			}
			return n, u.kind
		}
	}
	return 0, noUnit
}

func wideLetterAt(b []byte, i int) bool {
	r, _ := runeAt(b, i)
	return scriptOf(r) == wideLetter
}

// notLot reports whether what follows 番 or 号 makes another word of it: 3番線,
// 2番目, 1号機.
func notLot(b []byte) bool {
	switch r, _ := runeAt(b, 0); r {
	case '線', '目', '車', '機', '手', '艦', '艇', '店', '人', '組', '議', '法', '様', '墳', '炉', '作', '俸':
		return true
	}
	return false
}

// isNumberKanji reports whether r is a digit in kanji.
func isNumberKanji(r rune) bool {
	switch r {
	case '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '〇', '百', '千', '壱', '弐', '参', '拾', '零', '廿':
		return true
	}
	return false
}

// lotLetter reports whether r may stand before the number of a lot: 甲12, イ12.
func lotLetter(r rune) bool {
	switch r {
	case '甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸', '子', '丑', '寅', '卯', '辰', '巳', '午', '未', '申', '酉', '戌', '亥', '天', '地', '人', '上', '下', '東', '西', '南', '北', '元', '新', '第':
		return true
	}
	s := scriptOf(r)
	return s == katakana && r != 'ー' || s == hiragana && !notLotKana(r) || s == wideLetter || r < 0x80 && isLetter(byte(r)) || s == halfKana && r != 'ｰ'
}

// wordAfterUnit reports whether a kanji number and unit are part of a name: 三条通,
// 七条院町, 一番町, 二区画.
func wordAfterUnit(after, unit []byte) bool {
	if len(after) == 0 || unit[0] == 0xE7 && !bytes.Equal(unit, []byte("番")) {
		return false
	}
	r, _ := runeAt(after, 0)
	switch string(unit) {
	case "条", "番", "号", "線", "区", "組", "丁", "条通", "班":
		switch r {
		case '通', '町', '院', '坂', '橋', '大', '坊', '本', '河', '田', '寺', '山', '川', '野', '原', '沢', '堀', '堂', '油', '烏', '御', '新', '室', '高', '柳', '壬', '画', '合', '谷', '台', '場', '組':
			return true
		}
	}
	return false
}

// wholeLots say that a place has no number.
var wholeLots = listOf(`番外地 無番地 無番戸 官有地 官有無番地 官有林 国有林`)

// notLotKana reports whether no lot is called by a hiragana: lots go by the order
// of いろは, and these are far likelier particles.
func notLotKana(r rune) bool {
	switch r {
	case 'の', 'り', 'で', 'を', 'が', 'も', 'や', 'か':
		return true
	}
	return false
}

// siteEnd reads on over what says where at a lot: 地先, 地内.
func siteEnd(b []byte, i, hi int) int {
	if n := siteWords.at(b[i:hi]); delimited(b, i+n, hi) || scriptOf(first(b, i+n)) == hiragana {
		return i + n
	}
	return i
}

// counterAt reports whether what stands behind a bare number makes it a count, a
// date or a measure: 2年, 3人, 1,000, 2.5, 12:30.
func counterAt(b []byte, i, hi int, inside bool) bool {
	if i >= hi {
		return false
	}
	r, w := runeAt(b[:hi], i)
	if w == 3 && i+6 <= hi && (string(b[i+3:i+6]) == "所" || string(b[i+3:i+6]) == "国") {
		switch r {
		case 'ヶ', 'ケ', 'か', 'カ', '箇':
			return true
		}
	}
	if w == 3 && i+6 <= hi && string(b[i+3:i+6]) == "営" {
		return false // 市営住宅
	}
	switch r {
	case '年', '月', '日', '時', '分', '秒', '円', '人', '名', '件', '歳', '才', '回', '本', '台', '個', '枚', '度', '校', '位', '種', '世', '周', '代', '次', '点', '軒', '頭', '匹', '機', '社', '店', '市', '町', '村', '県', '国', '万', '億', '千', '百', '割', '倍', '両', '便', '戦', '勝', '敗', '対', '季', '章', '条', '項', '%', '％', '℃', '㎡', '㎞', '㎝', '泊', '杯', '曲', '作', '冊', '巻', '都', '府', '政', '駅', '系', '級', '期', '以', '余', '連', '試', '者', '番':
		return !inside || r == '年' || r == '月' || r == '日' || r == '円' || r == '歳'
	case ',', '，', '.', '．', ':', '：', '/', '／', '~', '～', '〜':
		return i+w < hi && digitOrWide(b, i+w, hi) && !inside
	}
	return r < 0x80 && isLetter(byte(r)) && r != 'F' && !inside
}

// Words that are looked for at a place in the text.
var (
	siteWords = listOf(`地先 地内 先 地`)
)

// A wordList is words that are looked for at a place in the text.
type wordList struct {
	words  [][]byte
	begins [1 << 6]uint64 // a bit for each first rune, hashed: nearly always the answer is no
}

// listOf makes a list of words that spaces separate.
func listOf(list string) *wordList {
	var l wordList
	for w := range strings.FieldsSeq(list) {
		l.add([]byte(w))
	}
	return &l
}

func (l *wordList) add(word []byte) {
	r, _ := runeAt(word, 0)
	h := uint32(r) * 0x9E3779B1 >> 20
	l.words = append(l.words, word)
	l.begins[h>>6] |= 1 << (h & 63)
}

// at returns the length of the longest word that b begins with, 0 if none.
func (l *wordList) at(b []byte) (n int) {
	if len(b) == 0 {
		return 0
	}
	r, _ := runeAt(b, 0)
	if h := uint32(r) * 0x9E3779B1 >> 20; l.begins[h>>6]>>(h&63)&1 == 0 {
		return 0
	}
	for _, w := range l.words {
		if len(w) > n && bytes.HasPrefix(b, w) {
			n = len(w)
		}
	}
	return n
}
