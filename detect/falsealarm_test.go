package detect

import (
	"bytes"
	"fmt"
	"math/rand"
	"testing"
)

// A maker makes a number that is nobody's; n counts the rows.
type maker struct {
	name, header string
	value        func(r *rand.Rand, n int) string
}

// ean returns the check digit of GS1's numbers.
func ean(s string) string {
	sum := 0
	for i := range s {
		w := 1
		if (len(s)-i)%2 == 1 {
			w = 3
		}
		sum += w * int(s[i]-'0')
	}
	return s + fmt.Sprint((10-sum%10)%10)
}

func digits(r *rand.Rand, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = '0' + byte(r.Intn(10))
	}
	return string(b)
}

var makers = []maker{
	{"timestamp to the minute", "登録日時", func(r *rand.Rand, n int) string {
		return fmt.Sprintf("%d%02d%02d%02d%02d", 2000+r.Intn(27), 1+r.Intn(12), 1+r.Intn(28), r.Intn(24), r.Intn(60))
	}},
	{"timestamp to the second", "updated_at", func(r *rand.Rand, n int) string {
		return fmt.Sprintf("%d%02d%02d%02d%02d%02d", 2000+r.Intn(27), 1+r.Intn(12), 1+r.Intn(28), r.Intn(24), r.Intn(60), r.Intn(60))
	}},
	{"timestamp of two digits of year", "処理日時", func(r *rand.Rand, n int) string {
		return fmt.Sprintf("%02d%02d%02d%02d%02d%02d", r.Intn(27), 1+r.Intn(12), 1+r.Intn(28), r.Intn(24), r.Intn(60), r.Intn(60))
	}},
	{"epoch", "ts", func(r *rand.Rand, n int) string { return fmt.Sprint(1600000000000 + r.Int63n(200000000000)) }},
	{"epoch in seconds", "ts", func(r *rand.Rand, n int) string { return fmt.Sprint(1600000000 + r.Int63n(200000000)) }},
	{"date", "作成日", func(r *rand.Rand, n int) string {
		return fmt.Sprintf("%d/%02d/%02d", 1960+r.Intn(66), 1+r.Intn(12), 1+r.Intn(28))
	}},
	{"date of an era", "契約日", func(r *rand.Rand, n int) string {
		era := []string{"昭和", "平成", "令和"}[r.Intn(3)]
		return fmt.Sprintf("%s%d年%d月%d日", era, 1+r.Intn(8), 1+r.Intn(12), 1+r.Intn(28))
	}},
	{"JAN code", "JANコード", func(r *rand.Rand, n int) string { return ean("49" + digits(r, 10)) }},
	{"UPC", "商品コード", func(r *rand.Rand, n int) string { return ean(digits(r, 11)) }},
	{"GTIN-14", "GTIN", func(r *rand.Rand, n int) string { return ean("1" + digits(r, 12)) }},
	{"ISBN", "ISBN", func(r *rand.Rand, n int) string {
		return "978-4-" + digits(r, 3) + "-" + digits(r, 5) + "-" + digits(r, 1)
	}},
	{"part number", "部品番号", func(r *rand.Rand, n int) string { return digits(r, 4) + "-" + digits(r, 6) }},
	{"part number of three groups", "型番", func(r *rand.Rand, n int) string { return digits(r, 4) + "-" + digits(r, 6) + "-" + digits(r, 1) }},
	{"part number with letters", "品番", func(r *rand.Rand, n int) string {
		return string(rune('A'+r.Intn(26))) + string(rune('A'+r.Intn(26))) + digits(r, 7)
	}},
	{"serial number", "シリアル", func(r *rand.Rand, n int) string {
		return fmt.Sprintf("%c%c%08d%c%c", 'A'+r.Intn(26), 'A'+r.Intn(26), r.Intn(1e8), 'A'+r.Intn(26), 'A'+r.Intn(26))
	}},
	{"order number", "注文番号", func(r *rand.Rand, n int) string { return digits(r, 12) }},
	{"order numbers in sequence", "受注番号", func(r *rand.Rand, n int) string { return fmt.Sprint(240000000000 + n) }},
	{"order number in groups", "伝票番号", func(r *rand.Rand, n int) string { return digits(r, 4) + "-" + digits(r, 4) + "-" + digits(r, 4) }},
	{"tracking number", "追跡番号", func(r *rand.Rand, n int) string { return digits(r, 4) + " " + digits(r, 4) + " " + digits(r, 4) }},
	{"slip of 16 digits", "伝票", func(r *rand.Rand, n int) string { return digits(r, 16) }},
	{"number of 7 digits", "管理番号", func(r *rand.Rand, n int) string { return digits(r, 7) }},
	{"number of 8 digits", "社員コード", func(r *rand.Rand, n int) string { return digits(r, 8) }},
	{"number of 10 digits", "取引番号", func(r *rand.Rand, n int) string { return digits(r, 10) }},
	{"number of 11 digits", "整理番号", func(r *rand.Rand, n int) string { return digits(r, 11) }},
	{"version", "バージョン", func(r *rand.Rand, n int) string {
		return fmt.Sprintf("%d.%d.%d.%d", r.Intn(20), r.Intn(100), r.Intn(1000), r.Intn(10000))
	}},
	{"coordinates", "緯度", func(r *rand.Rand, n int) string { return fmt.Sprintf("%.8f %.8f", 35+r.Float64(), 139+r.Float64()) }},
	{"UUID", "uuid", func(r *rand.Rand, n int) string {
		return fmt.Sprintf("%08x-%04x-4%03x-%04x-%012x", r.Uint32(), r.Intn(1<<16), r.Intn(1<<12), r.Intn(1<<16), r.Int63n(1<<48))
	}},
	{"hash", "sha1", func(r *rand.Rand, n int) string {
		return fmt.Sprintf("%016x%016x%08x", r.Uint64(), r.Uint64(), r.Uint32())
	}},
	{"IP address", "接続元", func(r *rand.Rand, n int) string {
		return fmt.Sprintf("%d.%d.%d.%d:%d", r.Intn(256), r.Intn(256), r.Intn(256), r.Intn(256), r.Intn(65536))
	}},
	{"MAC address", "mac", func(r *rand.Rand, n int) string {
		return fmt.Sprintf("%02x:%02x:%02x:%02x:%02x:%02x", r.Intn(256), r.Intn(256), r.Intn(256), r.Intn(256), r.Intn(256), r.Intn(256))
	}},
	{"price", "価格", func(r *rand.Rand, n int) string { return fmt.Sprintf("¥%d,%03d", r.Intn(1000), r.Intn(1000)) }},
	{"amount", "金額", func(r *rand.Rand, n int) string { return digits(r, 9) }},
	{"measurements", "値", func(r *rand.Rand, n int) string { return fmt.Sprintf("%.4f", r.NormFloat64()*1000) }},
	{"range", "範囲", func(r *rand.Rand, n int) string { return fmt.Sprintf("%d-%d", r.Intn(9999), r.Intn(99999)) }},
	{"bits", "flags", func(r *rand.Rand, n int) string { return fmt.Sprintf("%012b", r.Intn(4096)) }},
	{"telephone exchanges", "内線", func(r *rand.Rand, n int) string { return "0120-" + digits(r, 3) + "-" + digits(r, 3) }},
}

// TestNobodysNumbers: of all kinds together fewer than two false alarms per MB,
// in running text, in tables of a single column and in small tables, in which
// numbers pass a check digit by chance.
func TestNobodysNumbers(t *testing.T) {
	set, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	var total, wrong int
	for _, form := range []struct {
		name string
		make func(m maker, r *rand.Rand) *Block
	}{
		{"text", func(m maker, r *rand.Rand) *Block {
			return &Block{Text: lines(m, r, "処理 %s を登録しました\n", 3000)}
		}},
		{"list", func(m maker, r *rand.Rand) *Block { return &Block{Text: lines(m, r, "%s\n", 3000)} }},
		{"label", func(m maker, r *rand.Rand) *Block { return &Block{Text: lines(m, r, m.header+"：%s\n", 2000)} }},
		{"key", func(m maker, r *rand.Rand) *Block {
			return &Block{Text: lines(m, r, "  \""+m.header+"\": \"%s\",\n", 2000)}
		}},
		{"log", func(m maker, r *rand.Rand) *Block {
			return &Block{Text: lines(m, r, "2026-04-01T12:34:56.789+09:00 INFO [main-12] c.e.Job - done id=%s took=123ms\n", 2000)}
		}},
		{"table", func(m maker, r *rand.Rand) *Block { return tableOf(m, r, 2000, true) }},
		{"table of persons", func(m maker, r *rand.Rand) *Block { return personsOf(m, r, 1000, true) }},
		{"table of persons without header", func(m maker, r *rand.Rand) *Block { return personsOf(m, r, 1000, false) }},
		{"letter", func(m maker, r *rand.Rand) *Block {
			return &Block{Text: lines(m, r, "佐藤 花子 様\n"+m.header+" %s の件について\n\n以上\n\n\n", 1000)}
		}},
		{"table without header", func(m maker, r *rand.Rand) *Block { return tableOf(m, r, 2000, false) }},
	} {
		for _, m := range makers {
			b := form.make(m, rand.New(rand.NewSource(7)))
			n, first := alarms(set, b)
			total, wrong = total+len(b.Text), wrong+n
			if n > 0 {
				t.Logf("%s of %s: %d false alarms, the first %s", form.name, m.name, n, first)
			}
		}
	}
	r := rand.New(rand.NewSource(8))
	for range 2000 { // tables of 3 to 30 rows
		m := makers[r.Intn(len(makers))]
		b := tableOf(m, r, 3+r.Intn(28), r.Intn(2) == 0)
		n, first := alarms(set, b)
		total, wrong = total+len(b.Text), wrong+n
		if n > 0 {
			t.Logf("small table of %s: %d false alarms, the first %s", m.name, n, first)
		}
	}
	if perMB := float64(wrong) / (float64(total) / 1e6); perMB >= 2 {
		t.Errorf("got %.2f false alarms per MB in %.1f MB, want fewer than 2", perMB, float64(total)/1e6)
	} else {
		t.Logf("%.2f false alarms per MB in %.1f MB", perMB, float64(total)/1e6)
	}
}

func alarms(set *Set, b *Block) (n int, first string) {
	for _, m := range set.Scanner().Append(nil, b) {
		if m.Confidence >= Medium && !set.detectors[m.Detector].Explains && !set.isName(int(m.Detector)) {
			if n == 0 {
				first = set.ID(m) + " " + string(b.Text[m.Start:m.End])
			}
			n++
		}
	}
	return n, first
}

func lines(m maker, r *rand.Rand, format string, rows int) []byte {
	var b bytes.Buffer
	for n := range rows {
		fmt.Fprintf(&b, format, m.value(r, n))
	}
	return b.Bytes()
}

func personsOf(m maker, r *rand.Rand, rows int, header bool) *Block {
	var b bytes.Buffer
	if header {
		fmt.Fprintf(&b, "氏名,%s\n", m.header)
	}
	for n := range rows {
		name := []string{"佐藤", "鈴木", "高橋", "田中", "伊藤"}[r.Intn(5)] + " " + []string{"太郎", "花子", "一郎", "美咲"}[r.Intn(4)]
		fmt.Fprintf(&b, "%s,%s\n", name, bytes.ReplaceAll([]byte(m.value(r, n)), []byte(","), nil))
	}
	text := bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	return &Block{Text: text, Table: cut(text, ',')}
}

func tableOf(m maker, r *rand.Rand, rows int, header bool) *Block {
	var b bytes.Buffer
	if header {
		fmt.Fprintf(&b, "行,%s,状態\n", m.header)
	}
	for n := range rows {
		fmt.Fprintf(&b, "%d,%s,完了\n", n+1, bytes.ReplaceAll([]byte(m.value(r, n)), []byte(","), nil))
	}
	text := bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	return &Block{Text: text, Table: cut(text, ',')}
}
