package detect

import (
	"strings"
)

// buildingWords stand in the names of buildings, of either width of katakana.
// Those of one kanji count at the end of a word and before a number.
var buildingWords, buildingKanji = func() (words wordList, single map[rune]bool) {
	for w := range strings.FieldsSeq(`マンション ハイツ コーポ ビル ビルディング 号室 号棟 号館 団地 アパート レジデンス メゾン ハイム パレス 住宅 タワー コート ヒルズ 会館
		アパルトマン ハウス ヴィラ ビラ プラザ テラス ガーデン シャトー カーサ ドエル ドミール グランド レジデンシャル フラット ステージ スクエア
		キャッスル ルネス サンハイツ ロイヤル ライオンズ パーク プレイス ホームズ エステート フロア センター ホテル 様方 官舎 公舎 宿舎 社宅 文化住宅 県営 市営 町営 都営 別館 本館 新館 東館 西館 南館 北館 地下 号舎 庁舎`) {
		words.add([]byte(w))
		if half := narrowed(w); half != w {
			words.add([]byte(half))
		}
	}
	single = map[rune]bool{}
	for _, r := range "荘館寮棟階方邸苑閣塔舎室" {
		single[r] = true
	}
	return words, single
}()

// narrowed returns katakana in half width.
func narrowed(s string) string {
	var b strings.Builder
	for _, r := range s {
		n := narrow(r)
		switch {
		case len(n) == 0:
			b.WriteRune(r)
		case n[0] == 'ﾞ' || n[0] == 'ﾟ':
			base := narrow(r - 1)
			if n[0] == 'ﾟ' {
				base = narrow(r - 2)
			}
			b.WriteString(string(base) + string(n))
		default:
			b.WriteString(string(n))
		}
	}
	return b.String()
}

// buildingAt returns the end of a word for buildings at i, or i.
func buildingAt(b []byte, i, hi int) int {
	if b[i] < 0xE3 {
		return i
	}
	if r, w := runeAt(b[:hi], i); scriptOf(r) == kanji && buildingKanji[r] {
		if end := i + w; delimited(b, end, hi) || digitOrWide(b, end, hi) || scriptOf(first(b, end)) == hiragana || breaksSentence(b[end:hi]) {
			return end
		}
	}
	return i + buildingWords.at(b[i:hi])
}

// maxPiece is how many runes one word of a building may have.
const maxPiece = 40

// buildingEnd reads on from the end of the number: what is attached to it and
// then up to three words after a space each, as long as they are a building, a
// floor, a room or somebody's house (田中様方). It returns i if there is none.
func buildingEnd(b []byte, i, hi int, announced bool) int {
	end := i
	for n := range 4 {
		k := end
		if next := skipOneSpace(b, k, hi); next > k {
			k = next
		} else if next := skipSpaces(b, k, hi); n == 0 && next == k+6 { // two full-width spaces: only a word for a building tells
			if stop := pieceEnd(b, next, hi, false, false, false); stop == next || !buildingWord(b[next:stop]) {
				break
			}
			k = next
		} else if n > 0 || !announced && k < hi && b[k] < 0x80 && isDigit(b[k]) {
			break
		}
		stop := k
		word := latinWordEnd(b, k, hi)
		if word > k {
			stop = latinBuilding(b, k, hi)
		}
		if stop <= k && word > k+1 && k > end && otherField(b, k, word, hi) {
			break
		}
		if stop <= k && (word <= k+1 || end > i || k == i || announced || word < hi && !isSpace(first(b, word)) && !digitOrWide(b, word, hi)) {
			stop = pieceEnd(b, k, hi, end > i, k == i, announced)
		}
		if stop <= k {
			break
		}
		end = stop
	}
	return end
}

// pieceEnd returns the end of the part of a building that begins at k: inside
// tells that a building was named before it, attached that no space is before.
func pieceEnd(b []byte, k, hi int, inside, attached, announced bool) int {
	if k >= hi || phoneAhead(b, k, hi) {
		return k
	}
	if end := roomEnd(b, k, hi, inside || announced); end > k {
		if delimited(b, end, hi) || breaksSentence(b[end:hi]) {
			return end
		}
		if rest := pieceEnd(b, end, hi, true, true, announced); rest > end {
			return rest
		}
		if scriptOf(first(b, end)) == hiragana || !inside {
			return end
		}
	}
	if digitOrWide(b, k, hi) {
		return k
	}
	s := readPiece(b, k, hi)
	piece := b[k:s.end]
	stop := s.end
	if s.broken && s.good > k && insideWord(b[s.good:s.end]) {
		stop = s.good
	}
	roomBehind := !s.numbered && roomBehind(b, stop, hi)
	switch {
	case s.end == k || s.end < hi && labelAhead(b[s.end:hi]) || notBuilding(piece):
		return k
	case s.good > k:
		return stop
	case s.words >= 3 && s.numbered && (s.foreign >= 3 || attached || announced):
		return stop
	case s.foreign >= 3 && roomBehind:
		return stop
	case s.foreign >= 4 && (attached || s.broken) && !latin(piece):
		return stop
	case s.foreign >= 4 && s.foreign < s.words && nameQuality(piece) < fullTier2:
		return stop
	case s.foreign >= 4 && !s.broken && s.foreign == s.words && kanaQuality(piece) < fullTier2 && !latin(piece):
		return stop
	case announced && !s.broken && s.words >= 2 && nameQuality(piece) < fullTier2:
		return stop
	}
	return k
}

// piece is what was read of one word.
type piece struct {
	end      int
	good     int  // behind the last word for a building or number of a room
	words    int  // runes that are no digits
	foreign  int  // of these katakana and letters
	numbered bool // it ends with a number
	broken   bool // the sentence goes on: a particle, 在住
}

// readPiece reads a word up to where the sentence goes on.
func readPiece(b []byte, k, hi int) (p piece) {
	p.end, p.good = k, k
	prev := other
	for n := 0; p.end < hi && n < maxPiece; n++ {
		i := p.end
		r, w := runeAt(b[:hi], i)
		s := scriptOf(r)
		if end := buildingAt(b, i, hi); end > i {
			for j := i; j < end; j += 3 {
				p.words++
				p.foreign++
			}
			p.end, p.good, p.numbered, prev = end, end, false, katakana
			continue
		}
		switch {
		case s == wideDigit || r < 0x80 && isDigit(byte(r)):
			if end := roomEnd(b, i, hi, true); end > i {
				p.end, p.numbered = end, true
				if p.good > k || p.foreign >= 2 || p.words >= 2 {
					p.good = end
				}
				prev = wideDigit
				continue
			}
			if _, m, end := readNumber(b, i, hi); m > 5 && end > i {
				p.broken = true
				return p
			}
			p.numbered = true
		case s == kanji:
			if breaksSentence(b[i:hi]) {
				p.broken = true
				return p
			}
			p.words++
			p.numbered = false
		case s == hiragana:
			if p.end > k && (breaksSentence(b[i:hi]) || prev != hiragana && particleAt(b[i:hi], p.good == i) || particleAt(b[i:hi], false) && kanjiAfter(b, i, hi)) {
				p.broken = true
				return p
			}
			if p.end == k && particle(r) && particleAt(b[i:hi], true) {
				return p
			}
			p.words++
			p.numbered = false
		case s == katakana, s == halfKana, s == wideLetter, r < 0x80 && isLetter(byte(r)), r >= 0x2160 && r <= 0x217F:
			p.words++
			p.foreign++
			p.numbered = r >= 0x2160 && r <= 0x217F
		case isDash(r), r == '・', r == '&', r == '＆', r == '\'', r == '’', r == '.', r == '#', r == '＃', variation(r):
		default:
			return p
		}
		prev = s
		p.end = i + w
	}
	return p
}

// buildingWord reports whether b holds a word for a building.
func buildingWord(b []byte) bool {
	for i := 0; i < len(b); {
		if buildingAt(b, i, len(b)) > i {
			return true
		}
		_, w := runeAt(b, i)
		i += w
	}
	return false
}
