package detect

import "bytes"

// place is what the head of an address was found to name.
type place struct {
	end                      int  // behind what the dictionary knows
	prefecture, city, town   bool // which of these
	within                   bool // the prefecture is written, and the municipality lies in it
	spaced                   bool // its parts stand apart
	section                  bool // 大字 or 字 stands for a town that the dictionary does not know
	kyoto                    bool // in the city whose addresses go by streets
	inPrefecture, inDistrict int  // numbers of the prefecture and municipality, 0 if there are several of the name
}

// placeAt reads prefecture, municipality and town at i, with or without spaces
// between them.
func placeAt(b []byte, i, hi int) (p place) {
	p.end = i
	w := walkPlaces(b, i, hi)
	prefectureEnd := w.end
	if w.v&lexPrefecture != 0 {
		p.prefecture, p.inPrefecture, p.end = true, lexPlacePrefecture(w.v), w.end
		i = w.end
		for n := 0; n < 2 && i < hi; n++ {
			if r, size := runeAt(b[:hi], i); isSpace(r) {
				i += size
			}
		}
		w = walkPlaces(b, i, hi)
	} else if w.v&lexTown == 0 {
		if n, number := shortPrefecture(b[i:hi]); n > 0 { // 東京 千代田区, 福島石川郡
			j := i + n
			if next := skipOneSpace(b, j, hi); next > j {
				j = next
			}
			if short := walkPlaces(b, j, hi); short.end > w.end && short.v&(lexCity|lexShortCity|lexTown) != 0 && lexPlacePrefecture(short.v) == number {
				p.prefecture, p.inPrefecture, p.end, prefectureEnd = true, number, i+n, i+n
				i, w = j, short
			}
		}
	}
	if w.v&(lexCity|lexShortCity|lexWard|lexTown) == 0 {
		return p
	}
	p.city, p.town, p.end = true, w.v&lexTown != 0, w.end
	p.kyoto = bytes.HasPrefix(b[i:hi], kyotoCity) || p.inPrefecture == kyotoPrefecture
	in := lexPlacePrefecture(w.v)
	p.within = p.prefecture && in == p.inPrefecture || p.prefecture && in == 0
	if !p.prefecture {
		p.inPrefecture = in
	}
	p.inDistrict = lexPlaceDistrict(w.district)
	p.spaced = w.spaced || p.prefecture && i > prefectureEnd
	if n := sectionAt(b[p.end:hi]); n > 0 && !p.town {
		p.town, p.section = true, true
		p.end += n
	}
	return p
}

const kyotoPrefecture = 26 // JIS X 0401

var kyotoCity = []byte("京都市")

// walked is the longest word of places and, if that is a town, the municipality
// it begins with.
type walked struct {
	end         int
	v, district uint32
	spaced      bool
}

// walkPlaces is lexPlaces.longest for what people write between a municipality
// and its town: a space, 大字, or the end of a line if hi is beyond it.
func walkPlaces(b []byte, i, hi int) (w walked) {
	w.end = i
	state, best, tried := uint32(0), uint32(0), -1
	for j := i; j < hi; {
		r, size := three(b[:hi], j), 3
		if r == 0 {
			r, size = runeAt(b[:hi], j)
		}
		if next, word, ok := lexPlaces.step(state, lexPlaces.code(r)); ok {
			state = next
			j += size
			if word {
				best = state
				w.v, w.end, w.spaced = lexPlaces.value(best), j, w.spaced || tried >= 0
				if w.v&lexTown == 0 {
					w.district = w.v
				}
			}
			continue
		}
		if variation(r) && j > i {
			if w.end == j {
				w.end += size
			}
			j += size
			continue
		}
		if w.end == i || w.v&lexPrefecture != 0 || tried == w.end {
			break
		}
		n := placeJoint(b, w.end, hi) // behind the last word: 大垣市 is one, and 大垣市大 begins others
		if n == 0 {
			break
		}
		tried, state, j = w.end, best, w.end+n
	}
	return w
}

// placeJoint returns the width of what may stand between the parts of an address.
func placeJoint(b []byte, i, hi int) int {
	j := i
	if next := skipOneSpace(b, j, hi); next > j {
		j = next
	}
	if b[i] == '\r' && i+1 < hi && b[i+1] == '\n' || b[i] == '\n' {
		j = skipSpaces(b, i+1+int(b[i]&1), hi)
	}
	return j + sectionAt(b[j:hi]) - i
}

// sectionAt returns the width of 大字 or 字 at the start of b.
func sectionAt(b []byte) int {
	switch {
	case bytes.HasPrefix(b, []byte("大字")):
		return 6
	case bytes.HasPrefix(b, []byte("字")):
		return 3
	}
	return 0
}

// shortPrefectures are the prefectures in the order of JIS X 0401, as they are
// called without 都, 府 and 県.
var shortPrefectures = [...]string{
	"北海道", "青森", "岩手", "宮城", "秋田", "山形", "福島", "茨城", "栃木", "群馬", "埼玉", "千葉", "東京", "神奈川",
	"新潟", "富山", "石川", "福井", "山梨", "長野", "岐阜", "静岡", "愛知", "三重", "滋賀", "京都", "大阪", "兵庫", "奈良", "和歌山", "鳥取", "島根",
	"岡山", "広島", "山口", "徳島", "香川", "愛媛", "高知", "福岡", "佐賀", "長崎", "熊本", "大分", "宮崎", "鹿児島", "沖縄",
}

// shortPairs has a bit for the two runes that each of them begins with.
var shortPairs = func() (bits [1 << 6]uint64) {
	for _, name := range shortPrefectures {
		h := pairHash(uint32(three([]byte(name), 0)), uint32(three([]byte(name), 3)))
		bits[h>>6] |= 1 << (h & 63)
	}
	return bits
}()

// shortPrefecture returns the width and number of the prefecture that b begins
// with, 0 and 0 if there is none.
func shortPrefecture(b []byte) (n, number int) {
	if len(b) < 9 {
		return 0, 0
	}
	if h := pairHash(uint32(three(b, 0)), uint32(three(b, 3))); shortPairs[h>>6]>>(h&63)&1 == 0 {
		return 0, 0
	}
	for i, name := range shortPrefectures {
		if len(b) > len(name) && string(b[:len(name)]) == name {
			return len(name), i + 1
		}
	}
	return 0, 0
}

// isPlace reports whether b as a whole names a municipality or a prefecture.
func isPlace(b []byte) bool {
	n, v := lexPlaces.longest(b)
	return n == len(b) && v&(lexPrefecture|lexCity|lexShortCity|lexWard) != 0
}
