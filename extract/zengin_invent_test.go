package extract

import (
	"fmt"
	"strings"
	"testing"
)

// A zenginGroup is invented: a header, records for n holders and a trailer.
type zenginGroup struct {
	kind    string
	holders []string
}

// inventHolders returns n names of nobody, and a company now and then.
func inventHolders(n int) []string {
	surnames := [...]string{"ﾚｲｼﾞ", "ﾐﾎﾝ", "ｶｸｳ", "ﾃｽﾄﾉ", "ｶﾘﾉ", "ﾅﾅｼ", "ｿﾗﾄﾌﾞ"}
	givens := [...]string{"ﾀﾛｳ", "ﾊﾅｺ", "ｼﾖｳｼﾞ", "ﾕｷ-", "ﾘﾖｳ"}
	holders := make([]string, n)
	for i := range holders {
		holders[i] = surnames[i%len(surnames)] + " " + givens[i/len(surnames)%len(givens)]
		if i%10 == 9 {
			holders[i] = "ｶ)" + holders[i]
		}
	}
	return holders
}

// padded fills s with blanks up to n characters.
func padded(s string, n int) string { return s + strings.Repeat(" ", n-len([]rune(s))) }

// inventZengin returns the records of files for banks, a record an element.
func inventZengin(code string, groups ...zenginGroup) (records []string) {
	size := 0
	for _, g := range groups {
		head := "1" + g.kind + code
		if size = 120; g.kind < "10" {
			size = 200
			account := "10000001"
			if g.kind == "03" {
				account = "00010000000001"
			}
			records = append(records, padded(head+"060401060401060401"+"9999"+padded("ﾐﾎﾝ", 15)+"001"+padded("ﾎﾝﾃﾝ", 15)+account+padded("ﾚｲｼﾞﾂｳｼﾝ", 40), size))
		} else {
			records = append(records, padded(head+"0000000001"+padded("ｶ)ﾚｲｼﾞﾂｳｼﾝ", 40)+"0425"+"9999"+padded("ﾐﾎﾝ", 15)+"001"+padded("ﾎﾝﾃﾝ", 15)+"1"+"0000001", size))
		}
		sum := 0
		for i, holder := range g.holders {
			amount := 1000 + 37*i
			sum += amount
			records = append(records, padded(inventZenginData(g.kind, holder, i, amount), size))
		}
		trailer := fmt.Sprintf("8%06d%012d", len(g.holders), sum)
		switch g.kind {
		case "91", "01":
			trailer += strings.Repeat("0", 18)
		case "03":
			trailer = fmt.Sprintf("8%06d%013d%06d%013d1%014d%07d", len(g.holders), sum, 0, 0, 0, len(g.holders))
		}
		records = append(records, padded(trailer, size))
	}
	return append(records, padded("9", size))
}

func inventZenginData(kind, holder string, i, amount int) string {
	bank, branch := padded("ﾐﾎﾝｷﾞﾝｺｳ", 15), padded("ｴｷﾏｴ", 15)
	switch kind {
	case "01":
		return fmt.Sprintf("2%06d060401060401%010d%020d%s%s%s0", i, amount, 0, padded(holder, 48), bank, branch)
	case "03":
		return fmt.Sprintf("2%08d060401060401111%012d%012d%023d%010d%s%s%s%s", i, amount, 0, 0, 0, padded(holder, 48), bank, branch, padded("ﾌﾘｺﾐ", 20))
	}
	r := fmt.Sprintf("29999%s%03d%s00001%07d%s%010d0", bank, i%999, branch, 1000000+i%9000000, padded(holder, 30), amount)
	if kind == "91" {
		return r + fmt.Sprintf("%020d0", i)
	}
	return r + fmt.Sprintf("%010d%010d", i, 7)
}

// encodeZengin returns records as bytes. page is nil for JIS.
func encodeZengin(t testing.TB, records []string, cs charset, page *ebcdic, end string) []byte {
	t.Helper()
	if page == nil {
		return encodeAs(t, strings.Join(records, end)+end, cs)
	}
	codes := make(map[rune]byte)
	for b, r := range page {
		if b >= 0x40 {
			codes[r] = byte(b)
		}
	}
	var raw []byte
	for _, rec := range records {
		for _, r := range rec {
			code, ok := codes[r]
			if !ok {
				t.Fatalf("encode invented records: the code page has no %q", r)
			}
			raw = append(raw, code)
		}
		raw = append(raw, end...)
	}
	return raw
}
