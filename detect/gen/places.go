package main

import (
	"regexp"
	"slices"
	"strings"
)

// Flags of places, as package detect documents them in lexicon.go. Bits 8-15
// are the number of the prefecture and bits 16-31, but for towns, that of the
// municipality: 0 if there are several.
const (
	prefecture = 1 << iota
	city
	shortCity
	ward
	town
	county
)

// prefectures in the order of JIS X 0401: the first is number 1.
var prefectures = strings.Fields(`北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県
	新潟県 富山県 石川県 福井県 山梨県 長野県 岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県
	岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県`)

func prefectureNumber(name string) uint32 { return uint32(slices.Index(prefectures, name) + 1) }

// addPlace adds a word or, if it is there, its flags; prefecture and municipality
// stay only if they are the same.
func (l *lexicon) addPlace(word string, value uint32) {
	word = l.spell(word)
	if old, ok := l.words[word]; ok {
		for _, part := range []uint32{0xFF00, 0xFFFF0000} {
			if old&part != value&part {
				value &^= part
				old &^= part
			}
		}
		value |= old
	}
	l.words[word] = value
}

// placeLexicon returns prefectures, municipalities and, after each way to write
// a municipality, its towns. Rows are postal code, prefecture, municipality and
// town.
func placeLexicon(rows [][]string, f folder) *lexicon {
	l := newLexicon(f.fold, func(uint32) bool { return false })
	districts := numberDistricts(rows)
	towns := map[string][]string{} // cleaned: many rows have the same
	for _, row := range rows {
		number := prefectureNumber(row[1]) << 8
		l.addPlace(row[1], prefecture|number)
		ways := municipality(row[2])
		if m := countyPattern.FindStringSubmatch(row[2]); m != nil {
			l.addPlace(m[1], county|number)
		}
		if _, ok := towns[row[3]]; !ok {
			towns[row[3]] = townForms(row[3])
		}
		for _, w := range ways {
			l.addPlace(w.name, w.flag|number|districts[district(row)]<<16)
			if w.towns {
				for _, t := range towns[row[3]] {
					l.addPlace(w.name+t, town|number)
				}
			}
		}
	}
	return l
}

// numberDistricts numbers the municipalities from 1 in the order of the rows:
// 大阪府 and 大阪市北区 are one.
func numberDistricts(rows [][]string) map[[2]string]uint32 {
	numbers := map[[2]string]uint32{}
	for _, row := range rows {
		if _, ok := numbers[district(row)]; !ok {
			numbers[district(row)] = uint32(len(numbers) + 1)
		}
	}
	return numbers
}

// district returns the prefecture and municipality of a row.
func district(row []string) [2]string { return [2]string{row[1], row[2]} }

// A way is one to write a municipality.
type way struct {
	name  string
	flag  uint32
	towns bool // they may follow
}

var (
	// The two of 島 are the branch offices of Tokyo that stand where a county would; other villages have 島 in their own name.
	countyPattern = regexp.MustCompile(`^(.+?郡|三宅島|八丈島)(.+[町村])$`)
	wardPattern   = regexp.MustCompile(`^(.+市)(.+区)$`)
)

// municipality returns the ways to write a municipality: in full, and without
// its county or, if it is a ward, without its city.
func municipality(name string) []way {
	ways := []way{{name, city, true}}
	if m := countyPattern.FindStringSubmatch(name); m != nil {
		return append(ways, way{m[2], shortCity, true})
	}
	if m := wardPattern.FindStringSubmatch(name); m != nil {
		return append(ways, way{m[1], shortCity, false}, way{m[2], ward, true})
	}
	return ways
}

var (
	// floorPattern is a storey, which offices have a code for.
	floorPattern = regexp.MustCompile(`[０-９]+階$`)
	// lotPattern is the numbered lots of Iwate, of which a row may have several: 種市第８地割〜第１４地割.
	lotPattern = regexp.MustCompile(`第?[０-９]+地割$`)
	// A number that people write in kanji or in digits, by what follows it.
	kanjiNumber = regexp.MustCompile(`[一二三四五六七八九十]+(?:条|丁|番|線|号|区|軒|地割|町目)`)
	digitNumber = regexp.MustCompile(`[０-９]{1,2}(?:条|丁|番|線|号|区|軒|地割|町目)`)
)

// townForms returns the ways to write a town: without notes in parentheses and
// storeys, and with numbers in digits and in kanji. It returns nil for a row
// that stands for the rest of a municipality.
func townForms(t string) []string {
	if i := strings.IndexAny(t, "（、〜～ 　"); i >= 0 {
		t = t[:i]
	}
	if t = floorPattern.ReplaceAllString(t, ""); t == "" || strings.HasPrefix(t, "以下に") {
		return nil
	}
	forms := []string{t}
	if lot := lotPattern.ReplaceAllString(t, ""); lot != t && lot != "" {
		forms = append(forms, lot)
	}
	for _, other := range []string{
		replaceNumber(kanjiNumber, t, digits),
		replaceNumber(digitNumber, t, kanjiDigits),
	} {
		if other != t {
			forms = append(forms, other)
		}
	}
	return forms
}

// replaceNumber applies to the number of each match of pattern.
func replaceNumber(pattern *regexp.Regexp, t string, to func(number string) string) string {
	return pattern.ReplaceAllStringFunc(t, func(m string) string {
		end := strings.IndexFunc(m, func(r rune) bool {
			return !strings.ContainsRune("一二三四五六七八九十０１２３４５６７８９", r)
		})
		return to(m[:end]) + m[end:]
	})
}

const kanjiOnes = "〇一二三四五六七八九"

// digits writes a number below 100 in ASCII digits, or digit by digit (二四)
// what is none.
func digits(kanji string) string {
	tens, ones, ok := strings.Cut(kanji, "十")
	if ok && tens == "" {
		tens = "一"
	}
	if ok && ones == "" {
		ones = "〇"
	}
	var b strings.Builder
	for _, r := range tens + ones {
		if i := slices.Index([]rune(kanjiOnes), r); i >= 0 {
			b.WriteByte(byte('0' + i))
		} else {
			return kanji // 十 twice
		}
	}
	return b.String()
}

// kanjiDigits writes a number of one or two full-width digits in kanji.
func kanjiDigits(number string) string {
	var n int
	for _, r := range number {
		n = 10*n + int(r-'０')
	}
	ones := []rune(kanjiOnes)
	var b strings.Builder
	if n >= 20 {
		b.WriteRune(ones[n/10])
	}
	if n >= 10 {
		b.WriteRune('十')
	}
	if n%10 != 0 {
		b.WriteRune(ones[n%10])
	}
	return b.String()
}
