package extract

import (
	"bytes"
	"context"
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

func fixedRows(t testing.TB, raw []byte, l *fixedLayout, cs charset, block int) *tableOut {
	t.Helper()
	o := &tableOut{t: t}
	f := fixed{l: l, cs: cs, r: bytes.NewReader(raw), out: o, block: block}
	if err := f.run(context.Background()); err != nil {
		t.Fatalf("got error %v", err)
	}
	return o
}

func layoutName(fields []fieldMaker) string {
	var b strings.Builder
	for _, f := range fields {
		fmt.Fprintf(&b, " %s:%d%q", f.kind, f.width, f.pad)
	}
	return b.String()
}

// TestFixedLayouts checks that whole cells come out of layouts nobody has seen.
func TestFixedLayouts(t *testing.T) {
	t.Parallel()
	const layouts, records = 60, 400
	for seed := range int64(layouts) {
		rng := rand.New(rand.NewSource(seed))
		fields := inventLayout(rng)
		cs := []charset{cp932, cp932, eucJP, utf8Text}[seed%4]
		end := []string{"\r\n", "\n", ""}[rng.Intn(3)]
		text, values := inventRecords(rng, fields, records, end)
		raw := encodeAs(t, text, cs)
		name := fmt.Sprintf("seed %d, %v, line end %q,%s", seed, cs, end, layoutName(fields))
		// EUC-JP half-width kana are two bytes: such records have no fixed length.
		if cs == eucJP {
			text, values = inventRecords(rng, withoutKana(fields), records, end)
			raw = encodeAs(t, text, cs)
		}
		l := sniffFixed(raw[:min(len(raw), HeadSize)], int64(len(raw)), cs)
		if l == nil {
			t.Errorf("%s: not seen as fixed-length", name)
			continue
		}
		rows := strings.Split(fixedRows(t, raw, l, cs, fixedBlock).rows.String(), "\n")[1:]
		for k, f := range fields {
			if k >= len(values[0]) || f.kind != "name" && f.kind != "kana" && f.kind != "address" && f.kind != "account" || cs == eucJP && f.kind == "kana" {
				continue
			}
			whole, example := 0, ""
			for i, v := range values {
				if i < len(rows) && strings.Contains("|"+rows[i]+"|", "|"+v[k]+"|") {
					whole++
				} else if i < len(rows) {
					example = fmt.Sprintf("%q in %q", v[k], rows[i])
				}
			}
			if whole*1000 < records*995 {
				t.Errorf("%s: %s: %d of %d whole; cuts %v; no %s", name, f.kind, whole, records, l.cuts, example)
			}
		}
	}
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

func TestFixedTextIsWhole(t *testing.T) {
	rng := rand.New(rand.NewSource(7))
	fields := inventLayout(rng)
	for _, end := range []string{"\r\n", ""} {
		text, _ := inventRecords(rng, fields, 200, end)
		for _, tail := range []string{"", "\x1a", "\n", "甲野乙子"} {
			raw := encodeAs(t, text+tail, cp932)
			l := sniffFixed(raw, int64(len(raw)), cp932)
			if l == nil {
				t.Fatalf("line end %q, tail %q: not seen as fixed-length", end, tail)
			}
			for _, block := range []int{512, 1000, fixedBlock} {
				strip := strings.NewReplacer("\n", "", "\r", "")
				got, want := strip.Replace(fixedRows(t, raw, l, cp932, block).text.String()), strip.Replace(text+tail)
				if got != want {
					t.Errorf("line end %q, tail %q, block size %d: the text differs: got %d bytes, want %d", end, tail, block, len(got), len(want))
				}
			}
		}
	}
}

// TestFixedDamage removes and adds bytes: the records after them are found again.
func TestFixedDamage(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewSource(3))
	for seed := range int64(12) {
		fields := inventLayout(rand.New(rand.NewSource(seed)))
		text, values := inventRecords(rng, fields, 600, "")
		raw := encodeAs(t, text, cp932)
		size := len(raw) / 600
		raw = append(raw[:300*size+20:300*size+20], raw[300*size+21:]...)
		raw = append(raw[:400*size+9:400*size+9], append([]byte("xyz"), raw[400*size+9:]...)...)
		l := sniffFixed(raw[:min(len(raw), HeadSize)], int64(len(raw)), cp932)
		if l == nil {
			t.Errorf("seed %d: not seen as fixed-length", seed)
			continue
		}
		rows := fixedRows(t, raw, l, cp932, fixedBlock).rows.String()
		for k, f := range fields {
			whole := 0
			for _, v := range values {
				if f.kind == "name" && strings.Contains(rows, v[k]+"|") {
					whole++
				}
			}
			if f.kind == "name" && k+1 < len(fields) && whole < 595 {
				t.Errorf("seed %d, %s: %d of 600 names whole", seed, layoutName(fields), whole)
			}
		}
	}
}

// TestFixedRecordTypes reads a header, data, a trailer and an end, as banks have.
func TestFixedRecordTypes(t *testing.T) {
	rng := rand.New(rand.NewSource(5))
	var b strings.Builder
	b.WriteString("1210" + "0123456789" + "ｶ)ｺｳﾉｼｮｳｶｲ" + strings.Repeat(" ", 96))
	var names []string
	for range 60 {
		name := letters(rng, kanaLetters, 3+rng.Intn(3)) + " " + letters(rng, kanaLetters, 3+rng.Intn(3))
		names = append(names, name)
		b.WriteString("2" + "0009" + padTo("ｺｳﾉ", 15) + digits(3)(rng) +
			padTo(letters(rng, kanaLetters, 2+rng.Intn(8)), 15) + "    " + "1" + digits(7)(rng) + padTo(name, 30) + digits(10)(rng) + padTo("", 30))
	}
	b.WriteString("8" + digits(18)(rng) + strings.Repeat(" ", 101) + "9" + strings.Repeat(" ", 119))
	raw := encodeAs(t, b.String(), cp932)
	l := sniffFixed(raw, int64(len(raw)), cp932)
	if l == nil {
		t.Fatal("not seen as fixed-length")
	}
	if l.size != 120 {
		t.Errorf("got records of %d bytes, want 120", l.size)
	}
	rows := fixedRows(t, raw, l, cp932, fixedBlock).rows.String()
	for i, n := range names {
		if !strings.Contains(rows, "|"+n+"|") {
			t.Fatalf("record %d: %q is no cell in\n%s", i+2, n, rows)
		}
	}
}

func padTo(s string, width int) string { return s + strings.Repeat(" ", width-displayWidth(s)) }

func FuzzFixed(f *testing.F) {
	rng := rand.New(rand.NewSource(1))
	for _, cs := range []charset{cp932, utf8Text} {
		for _, end := range []string{"\n", ""} {
			text, _ := inventRecords(rng, inventLayout(rng)[:4], 12, end)
			f.Add(encodeAs(f, text, cs), uint8(cs), 700)
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte, c uint8, block int) {
		if block < 16 || block > 4096 {
			return
		}
		cs := charset(c % 6)
		sniffFixed(raw, -1, cs)
		l := sniffFixed(raw, int64(len(raw)), cs)
		if l == nil {
			if len(raw) < 40 || cs != utf8Text && cs != cp932 && cs != eucJP {
				return
			}
			l = &fixedLayout{size: 20, cuts: []int{0, 3, 11}, lines: raw[0]&1 == 0}
		}
		got := fixedRows(t, raw, l, cs, block).text.String()
		if cs == utf8Text { // nothing is lost, but for line ends and the mark at the beginning
			for _, want := range strings.FieldsFunc(strings.ToValidUTF8(strings.TrimPrefix(string(raw), string(utf8BOM)), "\n"), func(r rune) bool { return r < 0x80 }) {
				if l.lines && !strings.Contains(got, want) {
					t.Errorf("lost %q", want)
				}
			}
		}
	})
}

func BenchmarkFixed(b *testing.B) {
	rng := rand.New(rand.NewSource(2))
	fields := inventLayout(rand.New(rand.NewSource(9)))
	for _, end := range []string{"\r\n", ""} {
		text, _ := inventRecords(rng, fields, 20000, end)
		raw := encodeAs(b, text, cp932)
		l := sniffFixed(raw[:HeadSize], int64(len(raw)), cp932)
		b.Run(fmt.Sprintf("lines=%v", end != ""), func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				if err := extractFixed(context.Background(), bytes.NewReader(raw), l, cp932, noOut{}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("sniff/lines=%v", end != ""), func(b *testing.B) {
			b.SetBytes(HeadSize)
			for b.Loop() {
				sniffFixed(raw[:HeadSize], int64(len(raw)), cp932)
			}
		})
	}
}

// TestFixedAllocs checks that memory does not grow with the file.
func TestFixedAllocs(t *testing.T) {
	rng := rand.New(rand.NewSource(2))
	text, _ := inventRecords(rng, inventLayout(rng), 2000, "\n")
	raw := encodeAs(t, text, cp932)
	l := sniffFixed(raw[:HeadSize], int64(len(raw)), cp932)
	if l == nil {
		t.Fatal("not seen as fixed-length")
	}
	allocs := func(times int) float64 {
		raw := bytes.Repeat(raw, times)
		return testing.AllocsPerRun(3, func() {
			if err := extractFixed(context.Background(), bytes.NewReader(raw), l, cp932, noOut{}); err != nil {
				t.Fatal(err)
			}
		})
	}
	if few, many := allocs(2), allocs(8); many > few {
		t.Errorf("got %v allocations for four times the records, want %v", many, few)
	}
}
