package extract

import (
	"bytes"
	"encoding/binary"
	"math"
	"strings"
	"testing"
)

// A dbfColumn is a column of a table that a test makes.
type dbfColumn struct {
	name     string
	typ      byte
	size     int
	decimals byte
}

// dbfOf makes a table. Rows are joined values, padded as their columns are, with
// the mark of the row in front.
func dbfOf(version, driver byte, columns []dbfColumn, rows ...[]byte) []byte {
	row := 1
	var fields []byte
	for _, c := range columns {
		var b []byte
		if version&^0x88 == 4 {
			b = make([]byte, dbfDescriptor7)
			copy(b, c.name)
			b[32], b[33], b[34] = c.typ, byte(c.size), c.decimals
		} else {
			b = make([]byte, dbfDescriptor)
			copy(b, c.name)
			b[11], b[16], b[17] = c.typ, byte(c.size), c.decimals|byte(c.size>>8)
		}
		fields = append(fields, b...)
		row += c.size
	}
	size := dbfHeaderSize
	if version&^0x88 == 4 {
		size = dbfHeaderSize7
	}
	b := make([]byte, size)
	b[0], b[1], b[2], b[3], b[29] = version, 124, 4, 1, driver
	binary.LittleEndian.PutUint32(b[4:], uint32(len(rows)))
	binary.LittleEndian.PutUint16(b[8:], uint16(size+len(fields)+1))
	binary.LittleEndian.PutUint16(b[10:], uint16(row))
	b = append(append(b, fields...), '\r')
	return append(append(b, bytes.Join(rows, nil)...), dbfEnd)
}

func dbfRow(t testing.TB, columns []dbfColumn, mark string, cs charset, values ...string) []byte {
	row := []byte(mark)
	for i, v := range values {
		b := []byte(v)
		if columns[i].typ == 'C' {
			b = encode(t, v, cs)
		}
		row = append(row, b...)
		row = append(row, strings.Repeat(" ", columns[i].size-len(b))...)
	}
	return row
}

func TestDBF(t *testing.T) {
	columns := []dbfColumn{{"SIMEI", 'C', 20, 0}, {"BIRTH", 'D', 8, 0}, {"TEN", 'N', 8, 2}, {"HAI", 'L', 1, 0}, {"MEMO", 'M', 10, 0}, {"JUSYO", 'C', 300, 0}}
	for _, cs := range []charset{cp932, utf8Text, eucJP} {
		data := dbfOf(0x83, 0, columns,
			dbfRow(t, columns, " ", cs, "架空 太郎", "19800115", "   12.50", "T", "         1", "東京都架空区一丁目"),
			dbfRow(t, columns, "*", cs, "架空 花子", "", "", "?", "", "大阪府架空市"))
		has(t, databaseRows(t, "a", data), " 1: SIMEI|BIRTH|TEN|HAI|JUSYO", " 2: 架空 太郎|1980-01-15|12.50|T|東京都架空区一丁目", " 3: 架空 花子|||?|大阪府架空市")
	}
}

// Short names in half-width katakana read as kanji of EUC-JP by themselves.
func TestDBFHalfWidth(t *testing.T) {
	columns := []dbfColumn{{"ﾌﾘｶﾞﾅ", 'C', 20, 0}, {"SIMEI", 'C', 20, 0}}
	columns[0].name = string(encode(t, columns[0].name, cp932))
	for _, driver := range []byte{0, 0x7B} {
		data := dbfOf(3, driver, columns,
			dbfRow(t, columns, " ", cp932, "ｾｷ ｻｸﾗ", "関 咲良"),
			dbfRow(t, columns, " ", cp932, "ﾀｶｻｷ ﾅﾅﾐ", "高崎 菜々美"),
			dbfRow(t, columns, " ", cp932, "ｻｲﾄｳ ﾌﾐｵ", "斎藤 文雄"))
		has(t, databaseRows(t, "a", data), " 1: ﾌﾘｶﾞﾅ|SIMEI", " 2: ｾｷ ｻｸﾗ|関 咲良", " 3: ﾀｶｻｷ ﾅﾅﾐ|高崎 菜々美", " 4: ｻｲﾄｳ ﾌﾐｵ|斎藤 文雄")
	}
}

// A program that says CP932 and writes EUC-JP is found out.
func TestDBFWrongDriver(t *testing.T) {
	columns := []dbfColumn{{"SIMEI", 'C', 20, 0}, {"JUSYO", 'C', 60, 0}}
	data := dbfOf(3, 0x7B, columns, dbfRow(t, columns, " ", eucJP, "架空 太郎", "東京都架空区一丁目"), dbfRow(t, columns, " ", eucJP, "架空 花子", "大阪府架空市二丁目"))
	has(t, databaseRows(t, "a", data), " 2: 架空 太郎|東京都架空区一丁目", " 3: 架空 花子|大阪府架空市二丁目")
}

func TestDBFFoxPro(t *testing.T) {
	columns := []dbfColumn{{"NAME", 'C', 12, 0}, {"N", 'I', 4, 0}, {"V", 'V', 10, 0}, {"D", 'B', 8, 4}, {"Y", 'Y', 8, 4}, {"T", 'T', 8, 0}, {"_NullFlags", '0', 1, 0}}
	row := dbfRow(t, columns, " ", cp932, "架空")
	row = binary.LittleEndian.AppendUint32(row, math.MaxUint32)
	row = append(row, "abcd     \x04"...)
	row = binary.LittleEndian.AppendUint64(row, math.Float64bits(0.25))
	row = binary.LittleEndian.AppendUint64(row, 12345678)
	row = binary.LittleEndian.AppendUint32(row, 2444240)
	row = binary.LittleEndian.AppendUint32(row, 3600_000)
	row = append(row, 0)
	has(t, databaseRows(t, "a", dbfOf(0x30, 0x7B, columns, row)), " 2: 架空|-1|abcd|0.25|1234.5678|1980-01-01 01:00:00")
}

func TestDBF7(t *testing.T) {
	columns := []dbfColumn{{"氏名", 'C', 12, 0}, {"N", '+', 4, 0}, {"O", 'O', 8, 0}}
	row := dbfRow(t, columns, " ", cp932, "架空")
	row = binary.BigEndian.AppendUint32(row, 1<<31+5)
	row = binary.BigEndian.AppendUint64(row, math.Float64bits(2.5)|1<<63)
	has(t, databaseRows(t, "a", dbfOf(4, 0x13, columns, row)), " 2: 架空|5|2.5")
}

func TestDBFDamaged(t *testing.T) {
	columns := []dbfColumn{{"SIMEI", 'C', 20, 0}}
	a, b := dbfRow(t, columns, " ", cp932, "架空 太郎"), dbfRow(t, columns, " ", cp932, "架空 花子")
	whole := dbfOf(3, 0x7B, columns, a, b)
	has(t, databaseRows(t, "cut", whole[:len(whole)-15]), " 3: 架空 \uFFFD", "skip damaged: truncated: what came before the end was scanned")
	more := dbfOf(3, 0x7B, columns, a)
	has(t, databaseRows(t, "more rows than counted", append(more[:len(more)-1], b...)), " 3: 架空 花子")
	odd := bytes.Clone(whole)
	odd[len(whole)-1-21] = 'x'
	has(t, databaseRows(t, "odd", odd), " 3: 架空 花子", "skip damaged: 1 rows do not begin as rows do")
	has(t, databaseRows(t, "text after", append(bytes.Clone(more), "電話番号は0300000000です"...)), "skip damaged: what follows the last row is not in rows: its readable runs were scanned")
}

func TestDBFIsSure(t *testing.T) {
	columns := []dbfColumn{{"A", 'C', 20, 0}}
	good := dbfOf(3, 0, columns, dbfRow(t, columns, " ", cp932, "x"))
	if _, ok := readDBFHeader(good); !ok {
		t.Fatal("a table is not told")
	}
	for name, change := range map[string]func(b []byte){
		"month":   func(b []byte) { b[2] = 13 },
		"version": func(b []byte) { b[0] = 7 },
		"length":  func(b []byte) { b[10]++ },
		"type":    func(b []byte) { b[32+11] = 'c' },
		"name":    func(b []byte) { b[32] = 1 },
		"end":     func(b []byte) { b[64] = 'x' },
	} {
		b := bytes.Clone(good)
		change(b)
		if _, ok := readDBFHeader(b); ok {
			t.Errorf("a table whose %s is wrong is taken for one", name)
		}
	}
	if _, ok := readDBFHeader(bytes.Repeat([]byte{3}, 400)); ok {
		t.Error("bytes are taken for a table")
	}
}

func FuzzDBF(f *testing.F) {
	columns := []dbfColumn{{"SIMEI", 'C', 20, 0}, {"D", 'D', 8, 0}, {"I", 'I', 4, 0}, {"T", 'T', 8, 0}, {"V", 'V', 9, 0}, {"B", 'B', 8, 0}, {"@", '@', 8, 0}}
	f.Add(dbfOf(0x30, 0x7B, columns, bytes.Repeat([]byte(" "), 66), bytes.Repeat([]byte("*"), 66)))
	f.Add(dbfOf(4, 0, columns, bytes.Repeat([]byte(" "), 66)))
	fuzzArchive(f, "a.dbf")
}
