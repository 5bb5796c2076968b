package detect

// fromRomaji writes a word of Hepburn or Kunrei romaji in katakana, or returns
// nil if it does not read as Japanese. Long vowels that romaji leaves out stay
// short: TARO gives タロ.
func (f *foldBuffer) fromRomaji(b []byte) []byte {
	if len(b) < 2 || len(b) > 40 {
		return nil
	}
	out := f[:0]
	for i := 0; i < len(b); {
		if i > 0 && b[i]|0x20 == 'h' && b[i-1]|0x20 == 'o' && (i+1 == len(b) || vowel(b[i+1]) < 0 && b[i+1]|0x20 != 'y') {
			i++ // Ohno, Itoh: a long vowel as passports may have it
			continue
		}
		kana, w := syllable(b[i:])
		if w == 0 || len(out)+6 > len(f) {
			return nil
		}
		out = append(out, kana...)
		i += w
	}
	return out
}

// syllable reads one syllable at the start of b and returns it in katakana.
func syllable(b []byte) (string, int) {
	at := func(i int) byte {
		if i < len(b) {
			return b[i] | 0x20
		}
		return 0
	}
	c := at(0)
	if vowel(c) >= 0 {
		return vowels[vowel(c)], 1
	}
	if c == 'n' && (len(b) == 1 || vowel(at(1)) < 0 && at(1) != 'y') {
		if len(b) > 1 && b[1] == '\'' {
			return "ン", 2
		}
		return "ン", 1
	}
	if c == 'm' && (at(1) == 'b' || at(1) == 'p' || at(1) == 'm') {
		return "ン", 1 // Namba
	}
	if c == at(1) || c == 't' && at(1) == 'c' {
		return "ッ", 1
	}
	for n := 3; n >= 1; n-- { // consonant, consonant and glide
		if n < len(b) && vowel(at(n)) >= 0 {
			var key [3]byte
			for i := range n {
				key[i] = at(i)
			}
			if row, ok := syllableRows[string(key[:n])]; ok && row[vowel(at(n))] != "" {
				return row[vowel(at(n))], n + 1
			}
		}
	}
	return "", 0
}

// vowel numbers the vowels from 0; others give -1.
func vowel(c byte) int {
	switch c | 0x20 {
	case 'a':
		return 0
	case 'i':
		return 1
	case 'u':
		return 2
	case 'e':
		return 3
	case 'o':
		return 4
	}
	return -1
}

var vowels = [5]string{"ア", "イ", "ウ", "エ", "オ"}

// syllableRows holds the kana of each consonant by vowel, Hepburn and Kunrei.
var syllableRows = map[string][5]string{
	"k": {"カ", "キ", "ク", "ケ", "コ"}, "g": {"ガ", "ギ", "グ", "ゲ", "ゴ"},
	"s": {"サ", "シ", "ス", "セ", "ソ"}, "z": {"ザ", "ジ", "ズ", "ゼ", "ゾ"},
	"t": {"タ", "チ", "ツ", "テ", "ト"}, "d": {"ダ", "ヂ", "ヅ", "デ", "ド"},
	"n": {"ナ", "ニ", "ヌ", "ネ", "ノ"}, "h": {"ハ", "ヒ", "フ", "ヘ", "ホ"},
	"b": {"バ", "ビ", "ブ", "ベ", "ボ"}, "p": {"パ", "ピ", "プ", "ペ", "ポ"},
	"m": {"マ", "ミ", "ム", "メ", "モ"}, "y": {"ヤ", "", "ユ", "", "ヨ"},
	"r": {"ラ", "リ", "ル", "レ", "ロ"}, "w": {"ワ", "", "", "", "ヲ"},
	"f": {"", "", "フ", "", ""}, "j": {"ジャ", "ジ", "ジュ", "", "ジョ"},
	"sh": {"シャ", "シ", "シュ", "", "ショ"}, "ch": {"チャ", "チ", "チュ", "", "チョ"}, "ts": {"", "", "ツ", "", ""},
	"ky": {"キャ", "", "キュ", "", "キョ"}, "gy": {"ギャ", "", "ギュ", "", "ギョ"},
	"sy": {"シャ", "", "シュ", "", "ショ"}, "ty": {"チャ", "", "チュ", "", "チョ"},
	"jy": {"ジャ", "", "ジュ", "", "ジョ"}, "zy": {"ジャ", "", "ジュ", "", "ジョ"},
	"ny": {"ニャ", "", "ニュ", "", "ニョ"}, "hy": {"ヒャ", "", "ヒュ", "", "ヒョ"},
	"by": {"ビャ", "", "ビュ", "", "ビョ"}, "py": {"ピャ", "", "ピュ", "", "ピョ"},
	"my": {"ミャ", "", "ミュ", "", "ミョ"}, "ry": {"リャ", "", "リュ", "", "リョ"},
}
