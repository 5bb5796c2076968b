package extract

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"
)

// TestSniffFixedRefuses checks that ordinary text is not taken for records.
func TestSniffFixedRefuses(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewSource(4))
	prose := func(n, line int) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(letters(rng, surnameKanji+"のはをにがとでもい、", 1))
			if rng.Intn(25) == 0 {
				b.WriteString("。")
			}
			if line > 0 && i%line == line-1 {
				b.WriteByte('\n')
			}
		}
		return b.String()
	}
	var logs, wrapped, base64, english strings.Builder
	for i := range 200 {
		fmt.Fprintf(&logs, "2024-01-31 10:%02d:00 INFO job %d of %s\n", i%60, i, strings.Repeat("x", rng.Intn(30)))
		wrapped.WriteString(letters(rng, surnameKanji+"のはをにがとでもい、。", 40) + "\n")
		base64.WriteString(letters(rng, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 76) + "\n")
		english.WriteString(letters(rng, "abcdefghijklmnopqrstuvwxyz", 1+rng.Intn(9)) + " ")
	}
	source := "package p\n\nimport \"fmt\"\n\nfunc f(a int) {\n    for i := range a {\n        fmt.Println(i)\n    }\n}\n"
	for name, text := range map[string]string{
		"empty": "", "prose": prose(3000, 0) + "\n", "prose, lines": prose(3000, 33), "wrapped": wrapped.String(),
		"log": logs.String(), "base64": base64.String(), "base64, one line": strings.ReplaceAll(base64.String(), "\n", ""),
		"english, one line": english.String(), "source": source, "ini": "[a]\nb=c\nlonger=value\n[d]\ne=f\n",
		"json, one line": "[" + strings.Repeat(`{"a":1,"name":"甲野乙子"},{"a":222,"name":"丙"},{"b":[]},`, 90) + "]",
		"rule":           strings.Repeat(strings.Repeat("-", 80)+"\n", 20),
		"blanks":         strings.Repeat(strings.Repeat(" ", 80)+"\n", 20),
	} {
		for _, cs := range []charset{cp932, eucJP, utf8Text} {
			raw := encodeAs(t, text, cs)
			for _, size := range []int64{-1, int64(len(raw)), 10 * int64(len(raw))} {
				if l := sniffFixed(raw, size, cs); l != nil {
					t.Errorf("%s, %v, size %d: got records of %d, cuts %v, want none", name, cs, size, l.size, l.cuts)
				}
			}
		}
	}
	for _, cs := range []charset{utf16LE, iso2022JP} {
		if sniffFixed([]byte(strings.Repeat("0001  a   \n", 20)), -1, cs) != nil {
			t.Errorf("%v: got records, want none", cs)
		}
	}
}

// TestFixedSmall checks that names and addresses stay whole when a file has few
// records: a place then often looks like a column by chance.
func TestFixedSmall(t *testing.T) {
	split, seen, total := 0, 0, 0
	for seed := range int64(120) {
		rng := rand.New(rand.NewSource(seed))
		fields := inventLayout(rng)
		n := 6 + rng.Intn(30)
		text, values := inventRecords(rng, fields, n, "\r\n")
		raw := encodeAs(t, text, cp932)
		l := sniffFixed(raw, int64(len(raw)), cp932)
		total++
		if l == nil {
			continue
		}
		seen++
		rows := strings.Split(fixedRows(t, raw, l, cp932, fixedBlock).rows.String(), "\n")[1:]
		for i, v := range values {
			for k, f := range fields {
				if f.kind != "name" && f.kind != "kana" && f.kind != "address" {
					continue
				}
				if !inOneCell(rows[i], v[k]) {
					split++
					if testing.Verbose() {
						t.Logf("seed %d, %d records, %s: %q split in %q", seed, n, layoutName(fields), v[k], rows[i])
					}
				}
			}
		}
	}
	if seen*100 < total*95 {
		t.Errorf("got %d of %d small files seen as fixed-length, want 95 in 100", seen, total)
	}
	if split*1000 > 120*18*3*5 {
		t.Errorf("got %d names and addresses split, want at most 5 in 1000", split)
	}
}

func inOneCell(row, value string) bool {
	for cell := range strings.SplitSeq(row, "|") {
		if strings.Contains(cell, value) {
			return true
		}
	}
	return false
}

// TestFixedColumnUnits reads records that are of one length only as displayed
// or as characters.
func TestFixedColumnUnits(t *testing.T) {
	rng := rand.New(rand.NewSource(8))
	for _, wide := range []bool{true, false} {
		var b strings.Builder
		var names []string
		for i := range 50 {
			name, address := inventName(rng), inventAddress(rng)
			names = append(names, name)
			pad := func(s string, n int) string {
				if wide {
					return padTo(s, n)
				}
				return fmt.Sprintf("%-*s", n, s)
			}
			fmt.Fprintf(&b, "%05d%s%s%s\n", i, pad(name, 20), pad(address, 50), digits(7)(rng))
		}
		l := sniffFixed([]byte(b.String()), int64(b.Len()), utf8Text)
		if l == nil {
			t.Errorf("wide %v: not seen as fixed-length", wide)
			continue
		}
		rows := fixedRows(t, []byte(b.String()), l, utf8Text, fixedBlock).rows.String()
		for _, n := range names {
			if !strings.Contains(rows, "|"+n+"|") {
				t.Errorf("wide %v, cuts %v: %q is no cell", wide, l.cuts, n)
				break
			}
		}
	}
}

// TestFixedTightName has a name field so short that names often fill it, right
// before the address.
func TestFixedTightName(t *testing.T) {
	t.Parallel()
	for seed := range int64(40) {
		rng := rand.New(rand.NewSource(seed))
		fields := []fieldMaker{
			{"id", 8, " ", false, digits(8)},
			{"name", 12, []string{"　", " "}[seed%2], false, inventName},
			{"address", 40, "　", false, inventAddress},
			{"account", 7, " ", false, func(rng *rand.Rand) string { return "***" + digits(4)(rng) }},
		}
		text, values := inventRecords(rng, fields, 300, []string{"\n", ""}[seed/2%2])
		raw := encodeAs(t, text, cp932)
		l := sniffFixed(raw, int64(len(raw)), cp932)
		if l == nil {
			t.Errorf("seed %d: not seen as fixed-length", seed)
			continue
		}
		rows := fixedRows(t, raw, l, cp932, fixedBlock).rows.String()
		whole := 0
		for _, v := range values {
			if strings.Contains(rows, "|"+v[1]+"|") {
				whole++
			}
		}
		if whole < 299 {
			t.Errorf("seed %d: %d of 300 names whole; cuts %v", seed, whole, l.cuts)
		}
	}
}

// TestFixedStrayLines reads records among which stand lines of other lengths.
func TestFixedStrayLines(t *testing.T) {
	rng := rand.New(rand.NewSource(6))
	text, _ := inventRecords(rng, inventLayout(rng), 100, "\n")
	text = "顧客一覧\n" + text + "\n合計 100 件\n"
	raw := encodeAs(t, text, cp932)
	l := sniffFixed(raw, int64(len(raw)), cp932)
	if l == nil {
		t.Fatal("not seen as fixed-length")
	}
	o := fixedRows(t, raw, l, cp932, 600)
	if got := o.text.String(); got != text {
		t.Errorf("got text of %d bytes, want %d", len(got), len(text))
	}
}
