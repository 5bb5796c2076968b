package detect

import (
	"bufio"
	"compress/gzip"
	"math/rand"
	"os"
	"slices"
	"strings"
	"testing"
)

// inventor makes up values for frames: names from the lists that the dictionaries
// are made of, put together at random, and names that no dictionary has.
type inventor struct {
	r           *rand.Rand
	sei, mei    [][2]string // spelling and reading
	unknownPart int         // percent
}

func newInventor(t *testing.T, seed int64, unknown int) *inventor {
	t.Helper()
	f, err := os.Open("gen/data/names.tsv.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	v := &inventor{r: rand.New(rand.NewSource(seed)), unknownPart: unknown}
	for s := bufio.NewScanner(z); s.Scan(); {
		row := strings.Split(s.Text(), "\t")
		if row[3] == "" || !hasKanji([]byte(row[1])) {
			continue // the 3,100 names that somebody counted
		}
		reading, _, _ := strings.Cut(row[2], "/")
		if row[0] == "sei" {
			v.sei = append(v.sei, [2]string{row[1], reading})
		} else {
			v.mei = append(v.mei, [2]string{row[1], reading})
		}
	}
	if len(v.sei) < 1000 || len(v.mei) < 1000 {
		t.Fatalf("%d surnames and %d given names, want 1,000 of each", len(v.sei), len(v.mei))
	}
	return v
}

func (v *inventor) pick(list ...string) string { return list[v.r.Intn(len(list))] }

// parts returns a surname and a given name with their readings.
func (v *inventor) parts() (sei, mei [2]string) {
	if v.r.Intn(100) >= v.unknownPart {
		return v.sei[v.r.Intn(len(v.sei))], v.mei[v.r.Intn(len(v.mei))]
	}
	return v.unknown(1+v.r.Intn(2), 2+v.r.Intn(2)), v.unknown(1+v.r.Intn(2), 2+v.r.Intn(2))
}

const (
	rareKanji = "凪鷺嶺祷澪躯颯惺蓼莉柚絆縁翠碧琥珀澄叢椛楪榎樫椰橘櫻沫浬淋湊渚漣灯煌燐玖瑠璃甫畔皐眞祈禰穹笙筑紬絃綸耀聖臥舷茅萌葵蒼蕾薙蘭虹蛍衛誉諏迦遥郁酉釉鈴銀鏡雫霞靖韻頌颪鳳鴇鵜鶴麒黎黛"
	kanaRow   = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワガギグゲゴザジズゼゾダデドバビブベボ"
)

// unknown is a word of n kanji whose reading has m kana, both at random.
func (v *inventor) unknown(n, m int) [2]string {
	ks, rs := []rune(rareKanji), []rune(kanaRow)
	var w, reading strings.Builder
	for range n {
		w.WriteRune(ks[v.r.Intn(len(ks))])
	}
	for range m {
		reading.WriteRune(rs[v.r.Intn(len(rs))])
	}
	return [2]string{w.String(), reading.String()}
}

// write writes a name in a style: kanji, katakana, half, hiragana, or romaji.
func (v *inventor) write(style string, sei, mei [2]string) string {
	gap := v.pick("", " ", "　")
	switch style {
	case "kanji":
		return sei[0] + gap + mei[0]
	case "katakana":
		return sei[1] + v.pick(" ", "　", "　", "") + mei[1]
	case "half":
		return inventHalf(sei[1] + " " + mei[1])
	case "hiragana":
		return hira(sei[1]) + v.pick(" ", "　") + hira(mei[1])
	}
	a, b := inventLatin(sei[1]), inventLatin(mei[1])
	switch v.r.Intn(5) {
	case 0:
		return strings.ToUpper(a) + " " + strings.ToUpper(b)
	case 1:
		return title(b) + " " + title(a)
	case 2:
		return strings.ToUpper(a) + " " + title(b)
	case 3:
		return a + " " + b
	}
	return title(a) + " " + title(b)
}

func title(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func hira(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'ァ' && r <= 'ヶ' {
			return r - 0x60
		}
		return r
	}, s)
}

// inventHalf writes katakana as host systems do.
func inventHalf(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteString(halfRune(r))
	}
	return b.String()
}

func halfRune(r rune) string {
	if i := slices.Index(halfToFull, r); i >= 0 {
		return string('ｦ' + rune(i))
	}
	for i, f := range halfToFull {
		switch {
		case voiced(f, 'ﾞ') == r:
			return string('ｦ'+rune(i)) + "ﾞ"
		case voiced(f, 'ﾟ') == r:
			return string('ｦ'+rune(i)) + "ﾟ"
		}
	}
	return string(r)
}

// inventLatin writes a reading in Hepburn, its long vowels short, as passports do.
func inventLatin(kana string) string {
	var b strings.Builder
	rs := []rune(kana)
	for i := 0; i < len(rs); i++ {
		best, width := "", 1
		for consonant, row := range syllableRows {
			for j, s := range row {
				if s == "" || consonant == "sy" || consonant == "ty" || consonant == "zy" || consonant == "jy" || len(consonant) == 1 && (s == "シ" || s == "チ" || s == "ツ" || s == "ヂ" || s == "ヅ") && consonant != "j" {
					continue
				}
				if w := len([]rune(s)); strings.HasPrefix(string(rs[i:]), s) && (w > width || best == "") {
					best, width = consonant+"aiueo"[j:j+1], w
				}
			}
		}
		for j, s := range vowels {
			if string(rs[i]) == s && best == "" {
				best = "aiueo"[j : j+1]
			}
		}
		switch {
		case rs[i] == 'シ' && width == 1:
			best = "shi"
		case rs[i] == 'フ' && width == 1:
			best = "fu"
		case rs[i] == 'ジ' && width == 1:
			best = "ji"
		case rs[i] == 'ン':
			best = "n"
		}
		if last := b.String(); strings.HasSuffix(last, "o") && (best == "u" || best == "o") || strings.HasSuffix(last, "u") && best == "u" {
			best = ""
		}
		b.WriteString(best)
		i += width - 1
	}
	if s := b.String(); len(s) > 1 {
		return s
	}
	return "abe"
}
