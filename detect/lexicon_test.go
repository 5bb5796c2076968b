package detect

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// listRows reads a list that the dictionaries were made from.
func listRows(t testing.TB, name string) [][]string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("gen", "data", name))
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for lines := bufio.NewScanner(z); lines.Scan(); {
		rows = append(rows, strings.Split(lines.Text(), "\t"))
	}
	return rows
}

func onlyKatakana(s string) bool {
	return strings.TrimFunc(s, func(r rune) bool { return r == 'ー' || unicode.Is(unicode.Katakana, r) }) == ""
}

func anyKanji(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// Every name with a kanji, and every reading, is found with the flags of its
// list and at least its weight.
func TestNamesAreFound(t *testing.T) {
	for list, file := range []string{"names.tsv.gz", "names2.tsv.gz"} {
		dictionary := []*trie{&lexNames, &lexNames2}[list]
		for _, row := range listRows(t, file) {
			flag, weight := uint32(lexGiven<<(2*list)), lexGivenWeight
			if row[0] == "sei" {
				flag, weight = lexSurname<<(2*list), lexSurnameWeight
			}
			var want uint8
			if share, err := strconv.ParseFloat(row[3], 64); err == nil {
				want = uint8(math.Round(1 + 8*math.Log2(share*100_000)))
			}
			latin := strings.ContainsFunc(row[1], func(r rune) bool {
				return !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) && r != 'ー'
			})
			if anyKanji(row[1]) && !latin {
				v, ok := dictionary.lookup([]byte(row[1]))
				if list == 1 && v&flag == 0 { // then list 1 has it
					v, ok = lexNames.lookup([]byte(row[1]))
					v <<= 2
				}
				if !ok || v&flag == 0 || weight(v) < want {
					t.Errorf("%s: %s %s: value %#x, found %v; want flag %#x and weight %d", file, row[0], row[1], v, ok, flag, want)
				}
			}
			for _, reading := range strings.Split(row[2], "/") {
				v, ok := lexKana.lookup([]byte(reading))
				if onlyKatakana(reading) && (!ok || v&(flag|flag<<2|flag>>2) == 0) {
					t.Errorf("%s: %s %s: value %#x, found %v; want flag %#x", file, row[0], reading, v, ok, flag)
				}
			}
		}
	}
}

// Every town is found after its municipality, which is found itself.
func TestPlacesAreFound(t *testing.T) {
	for _, file := range []string{"kenall.tsv.gz", "zipcode.tsv.gz"} {
		for _, row := range listRows(t, file) {
			if v, ok := lexPlaces.lookup([]byte(row[1])); !ok || v&lexPrefecture == 0 {
				t.Fatalf("%s: %s: value %#x, found %v; want a prefecture", file, row[1], v, ok)
			}
			if v, ok := lexPlaces.lookup([]byte(row[2])); !ok || v&lexCity == 0 {
				t.Errorf("%s: %s: value %#x, found %v; want a municipality", file, row[2], v, ok)
			}
			if row[3] == "" || strings.ContainsAny(row[3], "階〜、　（") {
				continue
			}
			if v, ok := lexPlaces.lookup([]byte(row[2] + row[3])); !ok || v&lexTown == 0 {
				t.Errorf("%s: %s%s: value %#x, found %v; want a town", file, row[2], row[3], v, ok)
			}
		}
	}
}

var lookups = []struct {
	dictionary *trie
	text       string
	want       uint32 // flags that must be set, 0: no word
}{
	{&lexNames, "高橋", lexSurname},
	{&lexNames, "髙橋", lexSurname},
	{&lexNames, "髙𣘺", lexSurname},
	{&lexNames, "﨑山", lexSurname},
	{&lexNames, "𠮷田", lexSurname},
	{&lexNames, "渡邉", lexSurname},
	{&lexNames, "渡邊", lexSurname},
	{&lexNames, "齋藤", lexSurname},
	{&lexNames, "齊藤", lexSurname},
	{&lexNames, "濵田", lexSurname},
	{&lexNames, "栁田", lexSurname},
	{&lexNames, "桒田", lexSurname},
	{&lexNames, "橫山", lexSurname},
	{&lexNames, "黑木", lexSurname},
	{&lexNames, "神\U000E0100田", lexSurname},     // with a variation selector
	{&lexNames, "\uFA19田", lexSurname},          // compatibility form of 神
	{&lexNames, "⼭⽥", lexSurname},               // radicals, from a PDF
	{&lexNames, "花子", lexGiven},                 // kanji
	{&lexNames, "さくら", lexGiven | lexKanaGiven}, // kana
	{&lexNames, "さクら", 0},                       // not the same spelling
	{&lexNames, "千葉", lexSurname | lexPlace},    // both
	{&lexNames, "原子力", lexCommon},               // no person
	{&lexNames, "高橋酒造本店", lexOrganization},      // no person
	{&lexNames, "山口県", lexPlace},
	{&lexNames, "A子", 0},          // made anonymous
	{&lexNames, "佐々", lexSurname}, // the beginning of another
	{&lexNames, "", 0},            // nothing
	{&lexNames, "高橋様", 0},         // more than a word
	{&lexKana, "スズキ", lexSurname},
	{&lexKana, "すずき", lexSurname},
	{&lexKana, "カーソル", lexCommon},
	{&lexKana, "ハナコ", lexGiven},
	{&lexPlaces, "東京都", lexPrefecture},
	{&lexPlaces, "札幌市北区", lexCity},
	{&lexPlaces, "札幌市", lexShortCity},
	{&lexPlaces, "北区", lexWard | lexCity}, // of Tokyo too
	{&lexPlaces, "中京区", lexWard},
	{&lexPlaces, "北群馬郡", lexCounty},
	{&lexPlaces, "北群馬郡吉岡町", lexCity},
	{&lexPlaces, "吉岡町", lexShortCity},
	{&lexPlaces, "吉岡町大久保", lexTown},
	{&lexPlaces, "札幌市北区北十条西", lexTown},
	{&lexPlaces, "札幌市北区北10条西", lexTown},
	{&lexPlaces, "札幌市北区北１０条西", lexTown}, // full width
	{&lexPlaces, "北区北10条西", lexTown},
	{&lexPlaces, "千代田区霞が関", lexTown},
	{&lexPlaces, "千代田区霞ヶ関", lexTown},
	{&lexPlaces, "千代田区霞ケ関", lexTown},
	{&lexPlaces, "浜松市中区板屋町", lexTown}, // before 2024
	{&lexPlaces, "浜松市中央区板屋町", lexTown},
	{&lexPlaces, "濱松市中央区板屋町", lexTown}, // old form
	{&lexPlaces, "東京都千代田区", 0},         // the caller begins again after a prefecture
	{&lexPlaces, "以下に掲載がない場合", 0},
	{&lexPlaces, "札幌市北区以下に掲載がない場合", 0},
}

func TestLookup(t *testing.T) {
	for _, c := range lookups {
		v, ok := c.dictionary.lookup([]byte(c.text))
		if ok != (c.want != 0) || v&c.want != c.want {
			t.Errorf("%q: value %#x, found %v; want flags %#x", c.text, v, ok, c.want)
		}
	}
}

func TestPlacePrefecture(t *testing.T) {
	for text, want := range map[string]int{"北海道": 1, "沖縄県": 47, "札幌市北区": 1, "北区": 0, "中京区": 26, "世田谷区": 13} {
		v, _ := lexPlaces.lookup([]byte(text))
		if got := lexPlacePrefecture(v); got != want {
			t.Errorf("%s: prefecture %d, want %d", text, got, want)
		}
	}
}

// Words made of the letters of names at random are not found unless they are
// in a list.
func TestOtherWordsAreNotFound(t *testing.T) {
	known := map[string]bool{}
	spell := func(w string) string {
		var key []byte
		for _, r := range w {
			key = append(key, byte(lexNames2.code(r)>>8), byte(lexNames2.code(r)))
		}
		return string(key)
	}
	var letters []rune
	for _, row := range listRows(t, "names2.tsv.gz") {
		known[spell(row[1])] = true
		letters = append(letters, []rune(row[1])...)
	}
	random := rand.New(rand.NewPCG(3, 4))
	found := 0
	for range 200_000 {
		var w []rune
		for range 2 + random.IntN(3) {
			w = append(w, letters[random.IntN(len(letters))])
		}
		if _, ok := lexNames2.lookup([]byte(string(w))); ok {
			found++
			if !known[spell(string(w))] {
				t.Errorf("%q is in no list, but found", string(w))
			}
		}
	}
	if found == 0 {
		t.Error("no random word is a name: the test asks for nothing")
	}
}

// The filter lets every word through, and few other pairs of letters.
func TestBegins(t *testing.T) {
	for file, d := range map[string]*trie{"names.tsv.gz": &lexNames, "names2.tsv.gz": &lexNames2} {
		for _, row := range listRows(t, file) {
			w := []rune(row[1])
			if v, ok := d.lookup([]byte(row[1])); !ok {
				continue
			} else if len(w) == 1 && v&(lexSurname|lexSurname2) != 0 != d.single(d.mark(w[0])) {
				t.Errorf("%s: single(%s) is %v, its value %#x", file, row[1], d.single(d.mark(w[0])), v)
			} else if len(w) > 1 && !d.begins(d.code(w[0]), d.code(w[1])) {
				t.Errorf("%s: %s begins with a pair that begins no word", file, row[1])
			}
		}
	}
	random := rand.New(rand.NewPCG(5, 6))
	through := 0
	for range 100_000 {
		if lexNames.begins(uint16(2+random.IntN(5000)), uint16(2+random.IntN(5000))) {
			through++
		}
	}
	if through > 10_000 {
		t.Errorf("%d of 100,000 pairs pass the filter, want no more than 10,000", through)
	}
}

func TestPostal(t *testing.T) {
	want := map[uint32]string{}
	for _, file := range []string{"office.tsv.gz", "zipcode.tsv.gz", "kenall.tsv.gz"} {
		for _, row := range listRows(t, file) {
			code, err := strconv.ParseUint(row[0], 10, 32)
			if err != nil {
				t.Fatal(err)
			}
			want[uint32(code)] = row[1]
		}
	}
	for code, prefecture := range want {
		v, _ := lexPlaces.lookup([]byte(prefecture))
		if got, _ := postalPlace(code); got != lexPlacePrefecture(v) {
			t.Errorf("%07d is in prefecture %d, want %s", code, got, prefecture)
		}
	}
	known := 0
	for code := range uint32(10_000_000) {
		if postalKnown(code) {
			known++
		}
	}
	if known != len(want) {
		t.Errorf("%d postal codes are known, want %d", known, len(want))
	}
	for _, code := range []uint32{0, 9_999_999, 10_000_000, math.MaxUint32} {
		if p, d := postalPlace(code); postalKnown(code) || p != 0 || d != 0 {
			t.Errorf("%d is known, in prefecture %d, municipality %d", code, p, d)
		}
	}
}

func TestLexiconSums(t *testing.T) {
	var got strings.Builder
	for _, f := range []struct {
		name    string
		content []byte
	}{
		{"costs.bin", costsFile}, {"names.bin", namesFile}, {"names2.bin", names2File}, {"kana.bin", kanaFile}, {"places.bin", placesFile}, {"words.bin", wordsFile}, {"lattice.bin", latticeFile}, {"postal.bin", postalFile}, {"banks.bin", banksFile},
	} {
		fmt.Fprintf(&got, "%x  %s\n", sha256.Sum256(f.content), f.name)
	}
	if got.String() != lexiconSums {
		t.Errorf("sha256.txt is\n%swant\n%s", lexiconSums, got.String())
	}
}

func BenchmarkPostalKnown(b *testing.B) {
	b.SetBytes(7)
	b.ReportAllocs()
	for code := uint32(0); b.Loop(); code = (code + 1_234_567) % 10_000_000 {
		postalKnown(code)
	}
}
