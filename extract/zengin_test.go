package extract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// zenginRows reads raw as a share does and returns the rows of cells between
// bars, each with its line, and what was wrong with the file.
func zenginRows(t testing.TB, raw []byte) (rows []string, wrong string) {
	t.Helper()
	if sniffZengin(raw[:min(len(raw), HeadSize)]) == nil {
		return nil, "not seen"
	}
	o := &tableOut{t: t, where: true}
	err := Extract(context.Background(), &File{Name: "data", Size: int64(len(raw)), Reader: bytes.NewReader(raw)}, o)
	var s *Skip
	if errors.As(err, &s) {
		wrong = s.Reason + ": " + s.Detail
	} else if err != nil {
		t.Fatalf("got error %v", err)
	}
	return strings.Split(strings.TrimSuffix(o.rows.String(), "\n"), "\n"), wrong
}

// holdersIn returns the cells of the holders, of rows of which the first of a
// table holds the labels.
func holdersIn(rows []string) (holders []string) {
	column := -1
	for _, row := range rows {
		cells := strings.Split(row, "|")
		if i := slices.IndexFunc(cells, func(s string) bool { return strings.HasSuffix(s, "カナ") }); i >= 0 {
			column = i
		} else if column >= 0 && column < len(cells) && cells[0] == "2" {
			holders = append(holders, cells[column])
		}
	}
	return holders
}

func TestZengin(t *testing.T) {
	holders := inventHolders(25)
	for _, kind := range []string{"21", "11", "71", "12", "72", "91", "01", "03"} {
		for _, code := range []struct {
			name string
			cs   charset
			page *ebcdic
			ends []string
		}{
			{"JIS", cp932, nil, []string{"", "\r\n", "\n", "\r", "\r\n\r\n"}},
			{"UTF-8", utf8Text, nil, []string{"", "\r\n"}},
			{"EUC-JP", eucJP, nil, []string{"", "\n"}},
			{"290", 0, ebcdic290, []string{"", "\x15", "\x25", "\r\n", "\r\x25"}},
			{"1027", 0, ebcdic1027, []string{"", "\x15"}},
		} {
			for _, end := range code.ends {
				name := fmt.Sprintf("%s %s, line end %q", kind, code.name, end)
				raw := encodeZengin(t, inventZengin("0", zenginGroup{kind, holders}), code.cs, code.page, end)
				rows, wrong := zenginRows(t, raw)
				if got := holdersIn(rows); wrong != "" || !slices.Equal(got, holders) {
					t.Errorf("%s: got %d holders, %q, want the %d of the file: %.200q", name, len(got), wrong, len(holders), got)
				}
			}
		}
	}
}

func TestZenginCells(t *testing.T) {
	records := inventZengin("0", zenginGroup{"21", []string{"ﾚｲｼﾞ ﾀﾛｳ", "ｶ)ﾐﾎﾝｼﾖｳｼﾞ"}}, zenginGroup{"91", []string{"ﾐﾎﾝ ﾕｷ-"}})
	want := strings.Split(`T1
区分|銀行コード|支店コード|コード|預金種目|口座番号|受取人カナ|金額|区分|備考|結果@2
2|9999|000|0000|1|1000000|ﾚｲｼﾞ ﾀﾛｳ|0000001000|0|00000000000000000007|@2
2|9999|001|0000|1|1000001|ｶ)ﾐﾎﾝｼﾖｳｼﾞ|0000001037|0|00000000010000000007|@3
T2
区分|銀行コード|支店コード|コード|預金種目|口座番号|預金者名義カナ|金額|区分|備考|結果@6
2|9999|000|0000|1|1000000|ﾐﾎﾝ ﾕｷ-|0000001000|0|00000000000000000000|0@6`, "\n")
	for _, end := range []string{"", "\r\n"} {
		got, wrong := zenginRows(t, encodeZengin(t, records, cp932, nil, end))
		if !slices.Equal(got, want) || wrong != "" {
			t.Errorf("line end %q: got\n%s\n%s, want\n%s", end, strings.Join(got, "\n"), wrong, strings.Join(want, "\n"))
		}
	}
}

// What senders and transfers do to files. The holders are all there; only what is
// lost is missed.
func TestZenginOdd(t *testing.T) {
	const n = 12
	good := inventZengin("0", zenginGroup{"11", inventHolders(n)})
	lines := func(change func(i int, rec string) string) []byte {
		var records []string
		for i, rec := range good {
			records = append(records, change(i, rec))
		}
		return encodeZengin(t, records, cp932, nil, "\r\n")
	}
	raw := encodeZengin(t, good, cp932, nil, "")
	host := encodeZengin(t, good, cp932, ebcdic290, "")
	cut := func(b []byte, from, to int) []byte { return slices.Concat(b[:from], b[to:]) }
	for _, tt := range []struct {
		name  string
		raw   []byte
		rows  int
		wrong string
	}{
		{"blanks stripped", lines(func(_ int, r string) string { return strings.TrimRight(r, " ") }), n, ""},
		{"118 columns", lines(func(_ int, r string) string { return r[:len(r)-2] }), n, ""},
		{"empty lines", append([]byte("\r\n"), encodeZengin(t, good, cp932, nil, "\n\n")...), n, ""},
		{"small letters", lines(func(i int, r string) string { return strings.Replace(r, "ﾀﾛｳ", "taro"[:3], 1) }), n, ""},
		{"amount with blanks", lines(func(_ int, r string) string { return strings.Replace(r, " 000000", " "+"      ", 1) }), n, ""},
		{"bank in kanji, by characters", lines(func(_ int, r string) string {
			return strings.Replace(r, "ﾐﾎﾝｷﾞﾝｺｳ  ", "見本銀行本店営業部二", 1)
		}), n, ""},
		{"bank in kanji, by bytes", lines(func(_ int, r string) string {
			return strings.Replace(r, "ﾐﾎﾝｷﾞﾝｺｳ  ", "見本銀行庫", 1)
		}), n, ""},
		{"bank in kanji, by characters, blanks stripped", lines(func(_ int, r string) string {
			return strings.TrimRight(strings.Replace(r, "ﾐﾎﾝｷﾞﾝｺｳ  ", "見本銀行本店営業部二", 1), " ")
		}), n, ""},
		{"accounts hidden", lines(func(_ int, r string) string { return strings.Replace(r, "0000110000", "00001XXXX0", 1) }), n, ""},
		{"BOM", append([]byte("\uFEFF"), encodeZengin(t, good, utf8Text, nil, "\r\n")...), n, ""},
		{"0x1A", append(bytes.Clone(raw), 0x1A), n, ""},
		{"0x1A on a line", append(lines(func(_ int, r string) string { return r }), 0x1A), n, ""},
		{"filled with NUL", append(bytes.Clone(raw), make([]byte, 700)...), n, ""},
		{"filled on a host", append(bytes.Clone(host), bytes.Repeat([]byte{0x40}, 700)...), n, ""},
		{"another kind", lines(func(i int, r string) string { return strings.Replace(r, "1110000000001", "1410000000001", 1) }), n, ""},
		{"a record is missing", cut(raw, 480, 600), n - 1, "damaged: the trailer counts 12 records, there are 11; the amounts do not add up to the trailer's"},
		{"cut in a record", raw[:600+75], 5, "damaged: the file ends before its trailer; records that do not fit the layout: 1"},
		{"cut behind the trailer", raw[:len(raw)-120], n, "damaged: the file ends without its end record"},
		{"bytes lost", cut(raw, 700, 703), n, "damaged: records that do not fit the layout: 1"},
		{"bytes too many", slices.Concat(raw[:700], []byte("  "), raw[700:]), n, "damaged: records that do not fit the layout: 1"},
		{"header lost", raw[120:], n, "damaged: records without a header"},
		{"header lost on a host", host[120:], n, "damaged: records without a header"},
		{"trailer lost", cut(raw, 120*(n+1), 120*(n+2)), n, "damaged: a trailer is missing"},
		{"nobody", encodeZengin(t, inventZengin("0", zenginGroup{kind: "21"}), cp932, nil, ""), 0, ""},
		{"one holder", encodeZengin(t, inventZengin("1", zenginGroup{"12", inventHolders(1)}), cp932, ebcdic1027, ""), 1, ""},
		{"two files", slices.Concat(raw, encodeZengin(t, inventZengin("0", zenginGroup{"01", inventHolders(3)}), cp932, nil, "")), n + 3, ""},
	} {
		rows, wrong := zenginRows(t, tt.raw)
		if got := len(holdersIn(rows)); got != tt.rows || wrong != tt.wrong {
			t.Errorf("%s: got %d holders, %q, want %d, %q\n%s", tt.name, got, wrong, tt.rows, tt.wrong, strings.Join(rows, "\n"))
		}
	}
}

// What somebody wrote where nothing should be is handed out too.
func TestZenginRest(t *testing.T) {
	records := inventZengin("0", zenginGroup{"21", inventHolders(4)})
	records[0] = records[0][:len(records[0])-17] + padded("A-HEADER", 17)
	records[5] = records[5][:60] + padded("A-TRAILER", 60)
	records = slices.Insert(records, 3, padded("3 MEMO", 120))
	rows, wrong := zenginRows(t, encodeZengin(t, records, cp932, nil, ""))
	text := strings.Join(rows, "\n")
	for _, want := range []string{"\nA-HEADER@1\n", "\nA-TRAILER@7", "\n3 MEMO@4\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("got no %q in\n%s", want, text)
		}
	}
	if want := "damaged: records that do not fit the layout: 1"; wrong != want {
		t.Errorf("got %q, want %q", wrong, want)
	}
}

func TestNotZengin(t *testing.T) {
	digits := strings.Repeat("1", 120) + "\n" + strings.Repeat(strings.Repeat("2", 120)+"\n", 20)
	for _, text := range []string{
		"", "1", "1210", strings.Repeat("1210 text\n", 30), strings.Repeat("2024-01-31 10:00:00 INFO started\n", 30), digits, strings.ReplaceAll(digits, "\n", ""),
		"1210,2,3,4\n" + strings.Repeat("2,1,2,3,4,5\n", 40), "1. Introduction\n\n" + strings.Repeat("2.1 Some text about things that are long enough to fill a line of a manual.\n", 9),
		"121" + strings.Repeat("0", 117) + "\n" + strings.Repeat("2"+strings.Repeat("0", 49)+"PART NAME                     "+strings.Repeat("X", 40)+"\n", 9),
	} {
		if sniffZengin([]byte(text)) != nil {
			t.Errorf("taken for a file for a bank: %.60q", text)
		}
	}
}

func TestZenginStreams(t *testing.T) {
	few := encodeZengin(t, inventZengin("0", zenginGroup{"21", inventHolders(5_000)}), cp932, nil, "")
	many := encodeZengin(t, inventZengin("0", zenginGroup{"21", inventHolders(20_000)}), cp932, nil, "")
	allocs := func(raw []byte) float64 {
		return testing.AllocsPerRun(3, func() {
			if err := Extract(context.Background(), &File{Reader: bytes.NewReader(raw)}, noOut{}); err != nil {
				t.Fatal(err)
			}
		})
	}
	if a, b := allocs(few), allocs(many); b > a+8 {
		t.Errorf("got %v allocations for four times the records, want %v", b, a)
	}
	rows, wrong := zenginRows(t, many)
	if got := len(holdersIn(rows)); got != 20_000 || wrong != "" {
		t.Errorf("got %d holders, %q, want 20000", got, wrong)
	}
	o := &tableOut{t: t}
	err := Extract(context.Background(), &File{Reader: iotest.TimeoutReader(bytes.NewReader(many))}, o)
	if !errors.Is(err, iotest.ErrTimeout) {
		t.Errorf("got %v, want the reader's error", err)
	}
	if !strings.Contains(o.rows.String(), "ﾀﾛｳ") {
		t.Error("what came before the error is not handed out")
	}
}

func FuzzZengin(f *testing.F) {
	for _, kind := range []string{"21", "91", "01", "03"} {
		records := inventZengin("0", zenginGroup{kind, inventHolders(4)}, zenginGroup{"11", inventHolders(2)})
		f.Add(encodeZengin(f, records, cp932, nil, ""), 3)
		f.Add(encodeZengin(f, records, utf8Text, nil, "\r\n"), 300)
		f.Add(encodeZengin(f, records, cp932, ebcdic290, ""), 500)
	}
	f.Fuzz(func(t *testing.T, raw []byte, cut int) {
		zenginRows(t, raw)
		if cut > 0 && cut < len(raw) {
			zenginRows(t, raw[:cut])
			zenginRows(t, slices.Concat(raw[:cut], raw[cut/2:]))
		}
	})
}

func BenchmarkZengin(b *testing.B) {
	records := inventZengin("0", zenginGroup{"21", inventHolders(100_000)})
	for _, code := range []struct {
		name string
		page *ebcdic
		end  string
	}{{"JIS", nil, ""}, {"JIS in lines", nil, "\r\n"}, {"EBCDIC", ebcdic290, ""}} {
		raw := encodeZengin(b, records, cp932, code.page, code.end)
		b.Run(code.name, func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				if err := Extract(context.Background(), &File{Reader: bytes.NewReader(raw)}, noOut{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("sniff", func(b *testing.B) {
		text := encodeAs(b, strings.Repeat("1. 例示の文章、2番目の行\n", 4000), cp932)[:HeadSize]
		b.SetBytes(HeadSize)
		for b.Loop() {
			sniffZengin(text)
		}
	})
}
