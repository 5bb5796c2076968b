package extract

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
)

// encodeAs encodes s in cs.
func encodeAs(t testing.TB, s string, cs charset) []byte {
	t.Helper()
	var e *encoding.Encoder
	switch cs {
	case cp932:
		e = japanese.ShiftJIS.NewEncoder()
	case eucJP:
		e = japanese.EUCJP.NewEncoder()
	default:
		return []byte(s)
	}
	b, err := e.Bytes([]byte(s))
	if err != nil {
		t.Fatalf("encode invented text as %v: %v", cs, err)
	}
	return b
}

// A fieldMaker makes the values of a field of an invented layout.
type fieldMaker struct {
	kind  string
	width int // bytes in CP932
	pad   string
	right bool
	make  func(*rand.Rand) string
}

const (
	surnameKanji = "山田中村佐木鈴高橋井上松本小林加藤吉岡原石川長谷部"
	givenKanji   = "太郎花子一二三美恵健誠実優希陽翔結衣和明"
	kanaLetters  = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾏﾐﾑﾒﾓﾔﾕﾖ"
)

func letters(rng *rand.Rand, from string, n int) string {
	r := []rune(from)
	var b strings.Builder
	for range n {
		b.WriteRune(r[rng.Intn(len(r))])
	}
	return b.String()
}

func inventName(rng *rand.Rand) string {
	n := 2
	switch k := rng.Intn(100); {
	case k < 6:
		n = 1
	case k < 18:
		n = 3
	}
	given := 2
	switch k := rng.Intn(100); {
	case k < 12:
		given = 1
	case k < 30:
		given = 3
	}
	return letters(rng, surnameKanji, n) + "　" + letters(rng, givenKanji, given)
}

func inventAddress(rng *rand.Rand) string {
	pref := []string{"東京都", "大阪府", "神奈川県", "北海道", "静岡県"}[rng.Intn(5)]
	s := pref + letters(rng, surnameKanji, 1+rng.Intn(3)) + "市" + letters(rng, surnameKanji, 1+rng.Intn(4)) + "町"
	return s + fmt.Sprintf("%d－%d", 1+rng.Intn(30), 1+rng.Intn(200))
}

func digits(n int) func(*rand.Rand) string {
	return func(rng *rand.Rand) string { return letters(rng, "0123456789", n) }
}

func optional(percent int, f func(*rand.Rand) string) func(*rand.Rand) string {
	return func(rng *rand.Rand) string {
		if rng.Intn(100) >= percent {
			return ""
		}
		return f(rng)
	}
}

// displayWidth is the number of bytes of s in CP932.
func displayWidth(s string) int {
	n := 0
	for _, r := range s {
		if n++; r >= 0x80 && (r < 0xFF61 || r > 0xFF9F) {
			n++
		}
	}
	return n
}

func (f fieldMaker) field(rng *rand.Rand) (padded, value string) {
	value = f.make(rng)
	for displayWidth(value) > f.width {
		r := []rune(value)
		value = string(r[:len(r)-1])
	}
	pad := strings.Repeat(f.pad, (f.width-displayWidth(value))/displayWidth(f.pad))
	pad += strings.Repeat(" ", f.width-displayWidth(value)-displayWidth(pad))
	if f.right {
		return pad + value, value
	}
	return value + pad, value
}

// inventLayout makes 3 to 12 fields among which are a name, a kana name, an
// address and an account, in any order.
func inventLayout(rng *rand.Rand) []fieldMaker {
	pad := func() string { return []string{" ", "　"}[rng.Intn(2)] }
	even := func(n int) int { return n &^ 1 }
	kana := func(rng *rand.Rand) string {
		return letters(rng, kanaLetters, 2+rng.Intn(5)) + " " + letters(rng, kanaLetters, 2+rng.Intn(4))
	}
	p := pad()
	fields := []fieldMaker{
		{"name", even(16 + rng.Intn(16)), p, false, inventName},
		{"kana", 16 + rng.Intn(14), " ", false, kana},
		{"address", even(40 + rng.Intn(30)), p, false, inventAddress},
		{"account", 7, " ", false, func(rng *rand.Rand) string { return "***" + digits(4)(rng) }},
	}
	more := []fieldMaker{
		{"id", 8, " ", false, digits(8)},
		{"zip", 8, " ", false, func(rng *rand.Rand) string { return digits(3)(rng) + "-" + digits(4)(rng) }},
		{"building", even(30 + rng.Intn(20)), p, false, optional(30, func(rng *rand.Rand) string {
			return letters(rng, surnameKanji, 2+rng.Intn(5)) + "ビル　" + fmt.Sprint(101+rng.Intn(800))
		})},
		{"amount", 10, " ", true, func(rng *rand.Rand) string { return fmt.Sprint(1 + rng.Intn(999999)) }},
		{"bank", even(20 + rng.Intn(10)), p, false, func(rng *rand.Rand) string { return letters(rng, surnameKanji, 2+rng.Intn(4)) + "銀行" }},
		{"branch", even(16 + rng.Intn(10)), p, false, func(rng *rand.Rand) string { return letters(rng, surnameKanji, 2+rng.Intn(3)) + "支店" }},
		{"date", 8, " ", false, digits(8)},
		{"filler", 10 + rng.Intn(20), " ", false, func(*rand.Rand) string { return "" }},
	}
	rng.Shuffle(len(more), func(i, j int) { more[i], more[j] = more[j], more[i] })
	fields = append(fields, more[:rng.Intn(len(more)+1)]...)
	rng.Shuffle(len(fields), func(i, j int) { fields[i], fields[j] = fields[j], fields[i] })
	if fields[0].kind == "filler" {
		fields[0], fields[1] = fields[1], fields[0]
	}
	return fields
}

// inventRecords makes n records of a layout; end is the line end or nothing.
func inventRecords(rng *rand.Rand, fields []fieldMaker, n int, end string) (text string, values [][]string) {
	var b strings.Builder
	for range n {
		var row []string
		for _, f := range fields {
			padded, value := f.field(rng)
			b.WriteString(padded)
			row = append(row, value)
		}
		b.WriteString(end)
		values = append(values, row)
	}
	return b.String(), values
}

func layoutName(fields []fieldMaker) string {
	var b strings.Builder
	for _, f := range fields {
		fmt.Fprintf(&b, " %s:%d%q", f.kind, f.width, f.pad)
	}
	return b.String()
}

func withoutKana(fields []fieldMaker) []fieldMaker {
	out := append([]fieldMaker(nil), fields...)
	for i := range out {
		if out[i].kind == "kana" {
			out[i].make = digits(5)
		}
	}
	return out
}
