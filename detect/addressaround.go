package detect

import "bytes"

// What stands around an address tells whose it is.

// companyBefore reports whether a company or a place of business is named right
// before an address: in its line, which begins at lo, or in the one above if the
// address stands first in its own.
func companyBefore(b []byte, lo, i int) bool {
	from := runeStart(b, max(lo, i-150))
	if head := trimSpaces(b, lo, i); lo > 0 && head-lo <= 30 && !hasKanji(b[lo:head]) {
		above := lo - 1
		from = runeStart(b, max(0, bytes.LastIndexByte(b[:above], '\n')+1, above-120))
		if skipSpaces(b, from, above) == above && from > 0 { // one empty line
			above = from - 1
			from = runeStart(b, max(0, bytes.LastIndexByte(b[:above], '\n')+1, above-120))
		}
	}
	before := b[from:i]
	for _, w := range businessPlaces.words {
		if bytes.Contains(before, w) {
			return true
		}
	}
	return isCompany(before)
}

// facilityAfter reports whether the sentence says that something stands at the
// address rather than that somebody lives there: X病院は、ADDRESSにある. before
// and rest are what stands around the address in its line.
func facilityAfter(before, rest []byte) bool {
	if bytes.HasPrefix(rest, []byte("の")) {
		return facilityWord(rest[3:])
	}
	if standsThere.at(rest) > 0 {
		return true
	}
	return liesThere.at(rest) > 0 && facilitySubject(before)
}

// facilityWord reports whether b begins with a building that the public goes to.
func facilityWord(b []byte) bool {
	return publicBuildings.at(b) > 0
}

// facilitySubject reports whether b ends with 〜は, and what is before that is no
// person: a school, a station, a company.
func facilitySubject(b []byte) bool {
	b = bytes.TrimSuffix(b, []byte("、"))
	b, is := bytes.CutSuffix(b, []byte("は"))
	if !is {
		return false
	}
	r, _ := runeBefore(b, len(b))
	switch r {
	case '校', '園', '院', '駅', '館', '場', '所', '社', '局', '庁', '寺', '宮', '城', '塔', '橋', '港', '街', '店', '墳', '跡', '湖', '池', '団', '会', '線', '署', '堂', '室', '苑', '坂', '道', '家':
		return true
	}
	return scriptOf(r) == katakana
}

// postalAgrees reports whether a postal code stands before i, on the same line
// or the one above, and belongs to the municipality of p.
func postalAgrees(b []byte, i int, p place) bool {
	end := trimSpaces(b, 0, i)
	if r, w := runeBefore(b, end); r == ')' || r == '）' || r == '】' || r == ']' { // (〒160-0023)
		end = trimSpaces(b, 0, end-w)
	}
	if end > 0 && b[end-1] == '\n' {
		end = trimSpaces(b, 0, end-1)
		if end > 0 && b[end-1] == '\r' {
			end--
		}
	}
	code, scale, digits := uint32(0), uint32(1), 0
	for end > 0 && digits < 7 {
		r, w := runeBefore(b, end)
		d, width := digitAt(b[:end], end-w)
		if width != w || d < '0' || d > '9' {
			if digits != 4 || !isDash(r) {
				return false
			}
			end -= w
			continue
		}
		code += scale * uint32(d-'0')
		scale *= 10
		digits++
		end -= w
	}
	if digits != 7 {
		return false
	}
	prefecture, district := postalPlace(code)
	if district != 0 && p.inDistrict != 0 {
		return district == p.inDistrict
	}
	return prefecture != 0 && (prefecture == p.inPrefecture)
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

// Words that are looked for at a place in the text.
var (
	businessPlaces  = listOf(`本社 支社 支店 営業所 事業所 工場 本店`)
	standsThere     = listOf(`に本社 に本店 に本部 で開催 で行われ に建つ に建てら に開店 に開業 に開院`)
	liesThere       = listOf(`に所在 にある にあった に位置 に存在 に設置 に建設`)
	publicBuildings = listOf(`斎苑 斎場 葬祭 ホール 会館 会場 公園 病院 医院 教会 ホテル 本社 本店 店舗 工場 神社 学校 大学 事務所 市役所 区役所 県庁 駅 スタジアム 体育館 劇場`)
)
