package replay

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"
)

// A word is written and read; read is katakana.
type word struct{ text, kana string }

// A person is nobody who exists.
type person struct {
	surname, given word
	birth          time.Time
	male           bool
	address        address
	phone, email   string
}

// name returns the kanji name, surname first.
func (p *person) name(sep string) string { return p.surname.text + sep + p.given.text }

// kana returns the name in katakana, surname first.
func (p *person) kana(sep string) string { return p.surname.kana + sep + p.given.kana }

type nameTables struct{ surnames, givens, rareSurnames, rareGivens []word }

var names = sync.OnceValue(func() *nameTables {
	return &nameTables{words(commonSurnames), words(commonGivens), words(rareSurnames), words(rareGivens)}
})

func words(table string) []word {
	var ws []word
	for _, f := range strings.Fields(table) {
		text, kana, _ := strings.Cut(f, ",")
		ws = append(ws, word{text, kana})
	}
	return ws
}

// A cast makes people. No two of them share a name, however it is folded, so
// that the number of people is known even where a name is all that is written.
// A namesake is made only by a cast whose key holds more than the name.
type cast struct {
	rng   *rand.Rand
	towns []town
	seen  map[uint64]struct{}
	// key tells people apart; nil is by kanji, by kana and by romaji.
	key func(p *person) []string
	// set is the character set that must hold the name; utf8 holds all.
	set charset
}

func newCast(rng *rand.Rand, towns []town, set charset) *cast {
	return &cast{rng: rng, towns: towns, seen: map[uint64]struct{}{}, set: set}
}

// next makes a person unlike all before.
func (c *cast) next() *person {
	for {
		p := c.any()
		if c.set.can(p.name("")) && c.admit(p) {
			return p
		}
	}
}

func (c *cast) admit(p *person) bool {
	keys := []string{"n" + foldName(p.name("")), "k" + p.kana(""), "r" + foldRomaji(p)}
	if c.key != nil {
		keys = c.key(p)
	}
	for _, k := range keys {
		if _, ok := c.seen[fnv64(k)]; ok {
			return false
		}
	}
	for _, k := range keys {
		c.seen[fnv64(k)] = struct{}{}
	}
	return true
}

// any makes a person: 18 % with a name that no dictionary holds, 4 % of the
// others with an itaiji, 0.4 % with a gaiji.
func (c *cast) any() *person {
	r := c.rng
	p := &person{surname: common(r, names().surnames), given: common(r, names().givens), male: r.IntN(2) == 0}
	switch n := r.IntN(1000); {
	case n < 100:
		p.surname = pick(r, names().rareSurnames)
	case n < 150:
		p.given = pick(r, names().rareGivens)
	case n < 180:
		p.surname, p.given = pick(r, names().rareSurnames), pick(r, names().rareGivens)
	case n < 220:
		p.surname.text = variant(r, p.surname.text)
	case n < 224:
		p.surname.text = gaiji(r, p.surname.text)
	}
	p.birth = time.Date(between(r, 1932, 2012), time.Month(between(r, 1, 12)), between(r, 1, 28), 0, 0, 0, 0, time.UTC)
	p.address = newAddress(r, pick(r, c.towns))
	p.phone = newPhone(r, p.address)
	p.email = newEmail(r, p)
	return p
}

// common picks from words ordered by frequency: the first of 400 one time in
// 20, the last one time in 800.
func common(r *rand.Rand, ws []word) word {
	u := r.Float64()
	return ws[int(u*u*float64(len(ws)))]
}

// itaiji are variants that share a name's meaning and not its code point: each
// pair is the plain character and one variant.
const itaiji = "高髙 崎﨑 辺邊 辺邉 吉𠮷 浜濵 柳栁 黒黑 沢澤 斎齋 桑桒 瀬瀨 徳德 清淸 増增 横橫 広廣 島嶋 富冨 峰峯 槙槇 曽曾 渋澁 国國 恵惠 真眞 桜櫻 斉齊 条條 薗園 栄榮 滝瀧 渕淵 桧檜"

// variant returns s with one character replaced by an itaiji, or s if it has
// none.
func variant(r *rand.Rand, s string) string {
	var all []string
	for _, pair := range strings.Fields(itaiji) {
		rs := []rune(pair)
		if strings.ContainsRune(s, rs[0]) {
			all = append(all, strings.Replace(s, string(rs[0]), string(rs[1]), 1))
		}
	}
	if len(all) == 0 {
		return s
	}
	return pick(r, all)
}

// gaiji returns s with its first character in the private use area, as a
// company's own font would have it.
func gaiji(r *rand.Rand, s string) string {
	rs := []rune(s)
	rs[0] = rune(0xE000 + r.IntN(40))
	return string(rs)
}

var foldItaiji = func() *strings.Replacer {
	pairs := []string{"斉", "斎", "齊", "斎", "齋", "斎"}
	for _, pair := range strings.Fields(itaiji + " 凛凜 灯燈 遥遙 野埜") {
		rs := []rune(pair)
		pairs = append(pairs, string(rs[1]), string(rs[0]))
	}
	return strings.NewReplacer(pairs...)
}()

// foldName returns a name such that whoever takes variants to be the same gets
// the same.
func foldName(s string) string { return foldItaiji.Replace(s) }

func foldRomaji(p *person) string {
	return strings.ReplaceAll(romaji(p.surname.kana)+romaji(p.given.kana), "h", "")
}

func myNumber(r *rand.Rand) string { return withCheckDigit(fmt.Sprintf("%011d", r.Int64N(1e11))) }

// withCheckDigit returns 11 digits of an individual number and the check digit
// of 平成26年総務省令第85号第5条: 11 less the weighted sum modulo 11, and 0 where that
// exceeds 9.
func withCheckDigit(digits string) string {
	sum := 0
	for i, weight := range []int{6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2} {
		sum += int(digits[i]-'0') * weight
	}
	check := 11 - sum%11
	if check > 9 {
		check = 0
	}
	return digits + string(rune('0'+check))
}

func newEmail(r *rand.Rand, p *person) string {
	s, g := strings.ToLower(romaji(p.surname.kana)), strings.ToLower(romaji(p.given.kana))
	return []string{s + "." + g, g + "-" + s, s + p.birth.Format("06"), g[:1] + "_" + s}[r.IntN(4)] + "@" +
		pick(r, []string{"", "mail.", "home.", "mx2."}) + "example.jp"
}
