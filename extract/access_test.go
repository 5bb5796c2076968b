package extract

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"github.com/shikiri/shikiri/internal/accessmake"
)

// utf16Of is text as long values hold it.
func utf16Of(t testing.TB, s string) []byte { return encode(t, s, utf16LE) }

// customers is a database with a value of each kind.
func customers(t testing.TB) *accessmake.File {
	zip := storedZip(packed{name: "a.txt", text: "架空 文書"})
	return &accessmake.File{Tables: []accessmake.Table{{
		Name: "顧客",
		Columns: []accessmake.Column{{Name: "番号", Kind: 4}, {Name: "氏名", Kind: 10}, {Name: "会員", Kind: 1}, {Name: "生年月日", Kind: 8}, {Name: "額", Kind: 5},
			{Name: "率", Kind: 16, Scale: 3}, {Name: "住所", Kind: 10}, {Name: "備考", Kind: 12}, {Name: "写真", Kind: 11}, {Name: "大", Kind: 19}, {Name: "ID", Kind: 15}},
		Rows: [][]any{
			{int32(1), "架空 太郎", true, 29235.0, int64(123450000), accessmake.Raw(append([]byte{0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 0x39, 0x30, 0, 0)), "東京都架空区", accessmake.Value{Data: utf16Of(t, "短い備考")}, nil, int64(1) << 40,
				accessmake.Raw{1, 0, 0, 0, 2, 0, 3, 0, 4, 5, 6, 7, 8, 9, 10, 11}},
			{int32(-2), "架空 花子", false, 0.5, nil, nil, nil, accessmake.Value{Data: utf16Of(t, "一枚の備考"), Piece: 4000}, accessmake.Value{Data: zip}, nil, nil},
			{int32(3), accessmake.Value{Data: nil}, false, -1.25, nil, nil, nil, accessmake.Value{Data: utf16Of(t, strings.Repeat("長い備考\n", 1000)), Piece: 4000}, accessmake.Value{Data: zip, Piece: 50}, nil, nil},
		},
	}}}
}

func TestAccess(t *testing.T) {
	file := customers(t)
	file.Tables[0].Rows[2][1] = accessmake.Raw("\xFF\xFESuzuki \x00\xB6\x67\x7A\x7A\x00 x")
	for _, version := range []byte{0, 2, 5} {
		file.ACE = version
		got := databaseRows(t, "a.mdb", file.Make())
		has(t, got,
			"table 顧客 1: 番号|氏名|会員|生年月日|額|率|住所|備考|写真|大|ID",
			"table 顧客 2: 1|架空 太郎|1|1980-01-15|12345|-12.345|東京都架空区|短い備考||1099511627776|{00000001-0002-0003-0405-060708090A0B}",
			"table 顧客 3: -2|架空 花子||12:00:00||||一枚の備考",
			`table 顧客, row 3, column 写真! a.txt! : "架空 文書"`,
			`table 顧客, row 4, column 写真! a.txt! : "架空 文書"`,
		)
		all := strings.Join(got, "\n")
		if !strings.Contains(all, "table 顧客 4: 3|Suzuki 架空 x||1899-12-29 06:00:00||||長い備考\n長い備考") {
			t.Errorf("got no packed text:\n%.1500s", all)
		}
		if n := strings.Count(all, "長い備考"); n != 1000 {
			t.Errorf("got %d lines of a long memo, want 1000", n)
		}
		if strings.Contains(all, "skip") {
			t.Errorf("got a skip:\n%.1500s", all)
		}
	}
}

func TestAccessJet3(t *testing.T) {
	c := func(s string) string { return string(encode(t, s, cp932)) }
	file := &accessmake.File{Jet3: true, Tables: []accessmake.Table{{
		Name:    c("顧客"),
		Columns: []accessmake.Column{{Name: c("氏名"), Kind: 10}, {Name: "n", Kind: 3}, {Name: c("住所"), Kind: 10}, {Name: c("備考"), Kind: 12}, {Name: c("町"), Kind: 10}},
		Rows: [][]any{
			{c("架空 太郎"), int16(5), c("東京都架空区"), nil, c("一丁目")},
			{c("架空 花子"), int16(6), c(strings.Repeat("長", 120)), accessmake.Value{Data: []byte(c("備考です")), Piece: 500}, c("二丁目")},
			{c("架空 次郎"), int16(7), c(strings.Repeat("長", 120)), accessmake.Value{Data: []byte(c(strings.Repeat("注", 150)))}, c("三丁目")},
		},
	}}}
	has(t, databaseRows(t, "a.mdb", file.Make()),
		"table 顧客 1: 氏名|n|住所|備考|町",
		"table 顧客 2: 架空 太郎|5|東京都架空区||一丁目",
		"table 顧客 3: 架空 花子|6|"+strings.Repeat("長", 120)+"|備考です|二丁目",
		"table 顧客 4: 架空 次郎|7|"+strings.Repeat("長", 120)+"|"+strings.Repeat("注", 150)+"|三丁目")
}

// What is encoded by a key in the header is read; what needs a password is not.
func TestAccessEncoded(t *testing.T) {
	file := customers(t)
	file.Key = 0x12345678
	has(t, databaseRows(t, "a.mdb", file.Make()), "table 顧客 3: -2|架空 花子||12:00:00||||一枚の備考")
	file.ACE = 2
	got := databaseRows(t, "a.accdb", file.Make())
	expect(t, got, "skip encrypted: encrypted by a password: not read")
}

func TestAccessDeleted(t *testing.T) {
	name := []accessmake.Column{{Name: "氏名", Kind: 10}}
	file := &accessmake.File{Tables: []accessmake.Table{
		{Name: "a", Columns: name, Rows: [][]any{{"架空 太郎"}, {"架空 花子"}}, Deleted: []int{0}},
		{Name: "b", Columns: name, Rows: [][]any{{"仮名 一郎"}}, Dropped: true},
		{Name: "c", Linked: `C:\他.mdb`},
		{Name: "MSysX", Columns: name, Rows: [][]any{{"system"}}, System: true},
	}}
	got := databaseRows(t, "a.mdb", file.Make())
	has(t, got, "table a 2: 架空 太郎", "table a 3: 架空 花子", "table at page 5 2: 仮名 一郎", "skip table c: partial: a linked table, whose rows are in another file")
	if strings.Contains(strings.Join(got, ""), "system") {
		t.Errorf("got a table of the system:\n%s", strings.Join(got, "\n"))
	}
}

// Attachments are in a table of their own, each with a header and often packed.
func TestAccessAttachments(t *testing.T) {
	content := append([]byte{20, 0, 0, 0}, make([]byte, 16)...)
	content = append(content, "架空 太郎の文書"...)
	raw := binary.LittleEndian.AppendUint32([]byte{0, 0, 0, 0}, uint32(len(content)))
	var packed bytes.Buffer
	packed.Write([]byte{1, 0, 0, 0, byte(len(content)), 0, 0, 0})
	z := zlib.NewWriter(&packed)
	z.Write(content)
	z.Close()
	file := &accessmake.File{ACE: 3, Tables: []accessmake.Table{{
		Name:    "f_0123_添付",
		Columns: []accessmake.Column{{Name: "FileData", Kind: 11}, {Name: "FileName", Kind: 10}},
		Rows:    [][]any{{accessmake.Value{Data: append(raw, content...)}, "生.txt"}, {accessmake.Value{Data: packed.Bytes(), Piece: 20}, "詰.txt"}},
	}}}
	has(t, databaseRows(t, "a.accdb", file.Make()),
		`table f_0123_添付, row 2, column FileData, 生.txt! : "架空 太郎の文書"`,
		`table f_0123_添付, row 3, column FileData, 詰.txt! : "架空 太郎の文書"`)
}

// Access wraps what is put into an OLE column in a header of its own.
func TestAccessObject(t *testing.T) {
	text := func(s string) []byte {
		return append(binary.LittleEndian.AppendUint32(nil, uint32(len(s)+1)), s+"\x00"...)
	}
	object := func(class string, data []byte) []byte {
		b := []byte{0x15, 0x1C, 30, 0}
		b = append(b, make([]byte, 26)...)
		b = append(b, 1, 5, 0, 0, 2, 0, 0, 0)
		b = append(append(append(b, text(class)...), 0, 0, 0, 0), 0, 0, 0, 0)
		return append(binary.LittleEndian.AppendUint32(b, uint32(len(data))), data...)
	}
	file := []byte("架空 太郎の文書\n")
	pack := append([]byte{2, 0}, "a.txt\x00C:\\a.txt\x00"...)
	pack = append(append(pack, 0, 0, 3, 0), text("C:\\t\\a.txt")...)
	pack = append(binary.LittleEndian.AppendUint32(pack, uint32(len(file))), file...)
	db := &accessmake.File{Tables: []accessmake.Table{{
		Name:    "a",
		Columns: []accessmake.Column{{Name: "文書", Kind: 11}},
		Rows:    [][]any{{accessmake.Value{Data: append(object("Package", pack), "trailer"...)}}, {accessmake.Value{Data: append(object("Word.Document.8", file), "trailer"...)}}},
	}}}
	has(t, databaseRows(t, "a.mdb", db.Make()),
		`table a, row 2, column 文書, a.txt! : "架空 太郎の文書\n"`,
		`table a, row 3, column 文書! : "架空 太郎の文書\n"`)
}

func TestAccessDamaged(t *testing.T) {
	file := customers(t)
	for i := range 300 {
		file.Tables[0].Rows = append(file.Tables[0].Rows, []any{int32(i), fmt.Sprintf("架空 %d郎", i), false, nil, nil, nil, "東京都", nil, nil, nil, nil})
	}
	whole := file.Make()
	cut := databaseRows(t, "a.mdb", whole[:len(whole)-4096*2-100])
	if all := strings.Join(cut, "\n"); !strings.Contains(all, "架空 100郎") || !strings.Contains(all, "skip damaged") {
		t.Errorf("got of a cut database:\n%.2000s", all)
	}
	lost := bytes.Clone(whole)
	clear(lost[4096 : 2*4096]) // the maps
	clear(lost[len(lost)-4096:])
	if all := strings.Join(databaseRows(t, "a.mdb", lost), "\n"); !strings.Contains(all, "架空 250郎") || !strings.Contains(all, "skip damaged") {
		t.Errorf("got of a database without its catalog:\n%.2000s", all)
	}
}

func FuzzAccess(f *testing.F) {
	f.Add(customers(f).Make())
	jet3 := &accessmake.File{Jet3: true, Tables: []accessmake.Table{{Name: "a", Columns: []accessmake.Column{{Name: "b", Kind: 10}, {Name: "c", Kind: 12}}, Rows: [][]any{{"x", accessmake.Value{Data: []byte("abcdefghij"), Piece: 3}}}}}}
	f.Add(jet3.Make())
	fuzzArchive(f, "a.mdb")
}
