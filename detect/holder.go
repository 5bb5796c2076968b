package detect

import "bytes"

// In files for banks an account's holder is written in kana alone, and a company
// by the short forms that the banks have agreed on.

// holderReadings head columns of account holders and those whom money goes to:
// whoever stands there has an account, whether a dictionary knows the name or not.
var holderReadings = wordSet("受取人カナ", "名義カナ", "カナ名義", "口座名義カナ", "名義人カナ", "meigikana")

// isHolder reports whether the column's header says that it holds the readings
// of account holders.
func (col *column) isHolder() bool {
	return col.labelled && !col.label.weak && holderReadings.words[col.label.text]
}

// holderCell judges a cell under such a header that has no form of a name:
// ﾔﾏﾀﾞ ﾀﾛｳ(ﾓﾄ, D.ｺ-ﾈﾙ ﾏｲｹﾙ, GARCIA LOPEZ MARIA JOSE.
func (s *Scanner) holderCell(col *column, place uint32, lo, hi int) bool {
	b := s.c.Text[lo:hi]
	kana, letters, words := 0, 0, 1
	for i := 0; i < len(b); {
		r, w := runeAt(b, i)
		i += w
		switch k := scriptOf(r); {
		case k == katakana || k == halfKana:
			kana++
		case r < 0x80 && isLetter(byte(r)):
			letters++
		case isSpace(r):
			words++
		case r >= 0x80 && r != '･' && r != '・' && r != '（' && r != '）':
			return false
		}
	}
	id := s.set.kana
	switch {
	case kana >= 2 && 2*kana >= letters:
	case letters >= 4 && words >= 2:
		id = s.set.romaji
	default:
		return false
	}
	if id < 0 || placeholders.has(b) || kanaPlaceholders.has(b) {
		return false
	}
	s.c.Start, s.c.End, s.c.Evidence, s.c.Masked = lo, hi, col.evidence, false
	s.emit(id, Medium, col.part, place)
	return true
}

// kanaForms are the legal forms as the banks shorten them (全銀協 法人略語), before
// a name with a bracket behind, after it with one before, within it with both.
var kanaForms = wordSet(
	"カ", "カブ", "ユ", "メ", "シ", "ド", "イ", "ザイ", "シヤ", "シユウ", "ガク", "フク", "ホゴ", "ソ", "トクヒ", "ドク", "チドク", "ダイ", "チユウ",
	"ベン", "ギヨ", "シホウ", "ゼイ", "ロウム", "ノウ", "カンリ", "レン", "キヨウクミ", "セイキヨウ", "ロウクミ", "ケンポ", "コクホ", "コクホレン", "ノウキヨウ", "ノウキヨウレン", "ギヨキヨウ", "ギヨレン", "シヤキヨウ", "トクヨウ", "ユウクミ", "セイメイ", "カイジヨウ", "カサイ",
)

// kanaBodies end the kana of businesses and bodies that write no legal form, in
// large kana. No given name of the dictionary ends so.
var kanaBodies = [...]string{
	"シヤクシヨ", "ヤクバ", "クヤクシヨ", "クミアイ", "キヨウクミ", "ロウクミ", "セイキヨウ", "ノウキヨウ", "キヨウカイ", "キヨウギカイ", "ジチカイ", "チヨウナイカイ", "イインカイ", "コウエンカイ", "ギンコウ", "シンヨウキンコ", "ガツコウ", "ダイガク", "ホイクエン", "ヨウチエン", "ビヨウイン", "クリニツク", "ヤツキヨク", "シヨウテン", "シヨウカイ", "コウムテン", "セイサクシヨ", "テツコウシヨ", "ジムシヨ", "エイギヨウシヨ", "コウギヨウ", "サンギヨウ", "ケンセツ", "フドウサン", "センター", "サービス", "システム", "ホールデイングス", "シヨクヒン", "インサツ",
}

// isKanaCompany reports whether a value names a company or body; ok is false if
// that cannot be told by what this file knows: it is not all kana and ASCII, or
// nothing in it speaks for a company.
func isKanaCompany(b []byte) (company, ok bool) {
	var buf foldBuffer
	k := largeKana(buf.katakana(b))
	if k == nil {
		return false, false
	}
	for i := 0; i < len(k); {
		r, w := runeAt(k, i)
		if i += w; r >= 0x80 && scriptOf(r) != katakana && !isSpace(r) && r != '（' && r != '）' && r != '・' {
			return false, false
		}
	}
	bracket := bytes.ContainsAny(k, "()（）")
	if bracket && hasKanaForm(k) {
		return true, true
	}
	for _, e := range kanaBodies {
		if len(k) >= len(e)+6 && bytes.HasSuffix(k, []byte(e)) {
			return true, true
		}
	}
	// A name with another in brackets has what short forms look like: (ｻｶｲ).
	return false, bracket && !bytes.Contains(k, []byte("カブシキ")) && !bytes.Contains(k, []byte("ガイシヤ")) && !bytes.Contains(k, []byte("ホウジン"))
}

// hasKanaForm reports whether one of kanaForms stands in folded kana, with the
// brackets that set it off.
func hasKanaForm(k []byte) bool {
	for start := 0; start <= len(k); {
		end := len(k)
		if i := bytes.IndexAny(k[start:], "()（） "); i >= 0 {
			end = start + i
		}
		opened := start > 0 && k[start-1] != ' '
		closed := end < len(k) && k[end] != ' '
		if end > start && (opened || closed) && kanaForms.words[string(k[start:end])] {
			return true
		}
		if end == len(k) {
			break
		}
		_, w := runeAt(k, end)
		start = end + w
	}
	return false
}

// endsLikeBody asks the last two runes first: few names end so.
func endsLikeBody(b []byte) bool {
	last, w := runeBefore(b, len(b))
	prev, _ := runeBefore(b, len(b)-w)
	h := pairHash(uint32(prev), uint32(last))
	return bodyPairs[h>>6]>>(h&63)&1 != 0
}

// bodyPairs has a bit for the last two runes of each of kanaBodies, in either
// width, with small kana and large.
var bodyPairs = func() *[1 << 6]uint64 {
	var t [1 << 6]uint64
	for _, e := range kanaBodies {
		wide := []rune(e)
		small := []rune(e)
		for i, r := range small {
			if r == 'ヤ' || r == 'ユ' || r == 'ヨ' || r == 'ツ' {
				small[i] = r - 1
			}
		}
		for _, rs := range [][]rune{wide, small, halfWidth(wide), halfWidth(small)} {
			h := pairHash(uint32(rs[len(rs)-2]), uint32(rs[len(rs)-1]))
			t[h>>6] |= 1 << (h & 63)
			if rs[len(rs)-1] == 'ｰ' {
				h = pairHash(uint32(rs[len(rs)-2]), '-')
				t[h>>6] |= 1 << (h & 63)
			}
		}
	}
	return &t
}()

// halfWidth returns katakana as host systems write them, marks apart.
func halfWidth(wide []rune) (half []rune) {
	for _, r := range wide {
		for i, full := range halfToFull {
			h := 'ｦ' + rune(i)
			switch r {
			case full:
				half = append(half, h)
			case voiced(full, 'ﾞ'):
				half = append(half, h, 'ﾞ')
			case voiced(full, 'ﾟ'):
				half = append(half, h, 'ﾟ')
			}
		}
	}
	return half
}
