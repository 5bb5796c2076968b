package detect

// romajiCell counts a cell of letters: whether it has the form of a name in
// romaji, and whether one of its two words reads as a known surname and the
// other as a known given name.
func (s *Scanner) romajiCell(n *counts, lo, hi int) {
	b := s.c.Text
	end, words := latinWords(b, lo, hi, false)
	if words < 2 || words > 3 || end != hi || hi-lo > 40 {
		return
	}
	n.latinForms++
	first := latinWord(b, lo, hi)
	second := first
	for second < hi && !isLetter(b[second]) {
		second++
	}
	if words > 2 || hi-lo < 7 || english(b[lo:first]) || english(b[second:hi]) {
		return
	}
	x, y := romajiKnown(b[lo:first]), romajiKnown(b[second:hi])
	if x == 0 || y == 0 || x|y != surnameBit|givenBit {
		return
	}
	if isRomajiPlace(b[lo:first]) && y != givenBit || isRomajiPlace(b[second:hi]) && x != givenBit {
		return // Chiba Ichihara, Kobe Hyogo: nearly all words for places are surnames too
	}
	n.latins++
}

// isRomajiPlace reports whether a word is a prefecture or a large city.
func isRomajiPlace(b []byte) bool {
	var lower [12]byte
	if len(b) > len(lower) {
		return false
	}
	for i, c := range b {
		lower[i] = c | 0x20
	}
	return romajiPlaces.words[string(lower[:len(b)])]
}

// romajiPlaces are the prefectures (ISO 3166-2:JP) and the cities designated by
// ordinance (地方自治法第252条の19第1項の指定都市の指定に関する政令).
var romajiPlaces = wordSet("hokkaido", "aomori", "iwate", "miyagi", "akita", "yamagata", "fukushima", "ibaraki", "tochigi", "gunma",
	"saitama", "chiba", "tokyo", "kanagawa", "niigata", "toyama", "ishikawa", "fukui", "yamanashi", "nagano", "gifu", "shizuoka",
	"aichi", "mie", "shiga", "kyoto", "osaka", "hyogo", "nara", "wakayama", "tottori", "shimane", "okayama", "hiroshima", "yamaguchi",
	"tokushima", "kagawa", "ehime", "kochi", "fukuoka", "saga", "nagasaki", "kumamoto", "oita", "miyazaki", "kagoshima", "okinawa",
	"sapporo", "sendai", "yokohama", "kawasaki", "sagamihara", "hamamatsu", "nagoya", "sakai", "kobe", "kitakyushu")

// isRomaji reports whether the cells of a column are names in romaji: most of
// them known, and hardly any other than words of letters.
func (n *counts) isRomaji(people int) bool {
	return n.latins >= columnHits && n.latins*10 >= people*6 && n.latinForms*10 >= people*8 && n.varied()
}

// isMixed reports whether the cells are names, each in a script of its own.
func (n *counts) isMixed(people int) bool {
	scripts := 0
	for _, k := range [...]int{n.names, n.kanas, n.latins} {
		if k > 0 {
			scripts++
		}
	}
	known := n.names + n.kanas + n.latins
	return scripts > 1 && known >= columnHits && known*10 >= people*6 && (n.nameForms+n.kanaForms+n.latinForms)*10 >= people*9 && n.varied()
}
