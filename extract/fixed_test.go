package extract

import (
	"bytes"
	"context"
	"fmt"
	"math/rand"
	"strings"
	"testing"
	"unicode/utf8"
)

func fixedRows(t testing.TB, raw []byte, l *fixedLayout, cs charset, block int) *tableOut {
	t.Helper()
	o := &tableOut{t: t}
	f := fixed{l: l, cs: cs, r: bytes.NewReader(raw), out: o, block: block}
	if err := f.run(context.Background()); err != nil {
		t.Fatalf("got error %v", err)
	}
	return o
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
		if !l.lines {
			return
		}
		if got, want := digitsOf(got), digitsOf(string(raw)); got != want {
			t.Errorf("got digits %q, want %q", got, want)
		}
		if cs != utf8Text {
			return
		}
		// A line of UTF-8 is kept whole; one that is not may be in another charset.
		for _, line := range strings.Split(strings.TrimPrefix(string(raw), string(utf8BOM)), "\n") {
			if !utf8.ValidString(line) {
				continue
			}
			for _, want := range strings.FieldsFunc(line, func(r rune) bool { return r < 0x80 }) {
				if !strings.Contains(got, want) {
					t.Errorf("lost %q", want)
				}
			}
		}
	})
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
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
