package extract

import (
	"encoding/binary"
	"math"
	"slices"
	"testing"
	"unicode/utf16"
)

// brt makes a record of xlsb: numbers of 32 bits, bytes, and strings with their
// length.
func brt(kind int, fields ...any) []byte {
	var body []byte
	for _, f := range fields {
		switch v := f.(type) {
		case int:
			body = binary.LittleEndian.AppendUint32(body, uint32(v))
		case byte:
			body = append(body, v)
		case float64:
			body = binary.LittleEndian.AppendUint64(body, math.Float64bits(v))
		case string:
			units := utf16.Encode([]rune(v))
			body = binary.LittleEndian.AppendUint32(body, uint32(len(units)))
			for _, u := range units {
				body = binary.LittleEndian.AppendUint16(body, u)
			}
		case []byte:
			body = append(body, v...)
		}
	}
	b := []byte{byte(kind)}
	if kind >= 0x80 {
		b = []byte{byte(kind) | 0x80, byte(kind >> 7)}
	}
	n := len(body)
	for n >= 0x80 {
		b = append(b, byte(n)|0x80)
		n >>= 7
	}
	return append(append(b, byte(n)), body...)
}

// bookBin makes a binary workbook of one sheet.
func bookBin(t testing.TB, sheet, strs, styles []byte) []byte {
	t.Helper()
	return zipOf(t,
		packed{name: "[Content_Types].xml", text: xlsxTypes},
		packed{name: "_rels/.rels", text: rels("officeDocument", "xl/workbook.bin")},
		packed{name: "xl/workbook.bin", text: string(slices.Concat(brt(brtWbProp, 0), brt(brtBundleSh, 0, 1, "rId1", "顧客")))},
		packed{name: "xl/_rels/workbook.bin.rels", text: rels("worksheet", "worksheets/sheet1.bin", "sharedStrings", "sharedStrings.bin", "styles", "styles.bin")},
		packed{name: "xl/worksheets/sheet1.bin", text: string(sheet)},
		packed{name: "xl/sharedStrings.bin", text: string(strs)},
		packed{name: "xl/styles.bin", text: string(styles)},
		packed{name: "xl/comments1.bin", text: string(slices.Concat(brt(brtAuthor, "例示 太郎"), brt(brtCommentText, byte(0), "電話した")))},
		packed{name: "xl/pivotCache/pivotCacheDefinition1.bin", text: string(brt(24, "架空 五郎"))},
	)
}

func TestXLSB(t *testing.T) {
	quoted := append([]byte{0x17, 4, 0}, brt(0, "架空花子")[6:]...)
	sheet := slices.Concat(
		brt(brtSheetData),
		brt(brtRowHdr, 0), brt(brtCellIsst, 0, 0, 0), brt(brtCellRk, 1, 1, 11001<<2|2), brt(brtCellReal, 2, 2, 29235.0), brt(brtShortBlank+5, 0, "短い"),
		brt(brtRowHdr, 4), brt(brtFmlaString, 0, 0, "結果", quoted), brt(brtCellBool, 1, 0, byte(1)), brt(brtCellError, 2, 0, byte(0x2A)), brt(brtCellRString, 3, 0, byte(0), "飾り"),
		brt(brtRowHdr, 5), brt(brtCellIsst, 0, 0, 9),
		brt(brtEndSheetData),
		brt(brtMergeCell, 0, 1, 0, 0), brt(brtHeaderFooter, []byte{0, 0}, "&C見出し", "足"), brt(64, 0, 0, 0, "入力の例"),
	)
	strs := brt(brtSSTItem, byte(2), "架空 太郎", "カクウタロウ")
	styles := slices.Concat(brt(brtFmt, []byte{164, 0}, "000-0000"), brt(brtBeginXFs, 3), brt(brtXF, []byte{0, 0, 0, 0}), brt(brtXF, []byte{0, 0, 164, 0}), brt(brtXF, []byte{0, 0, 14, 0}), brt(brtEndXFs))
	o := partsOf(t, "a.xlsb", bookBin(t, sheet, strs, styles))
	o.says(t, "顧客", "1 架空 太郎|001-1001|1980/1/15|短い", "5 結果|TRUE|#N/A|飾り")
	o.says(t, "phonetic", "カクウタロウ")
	o.says(t, "formulas of 顧客", "架空花子")
	o.says(t, "header of 顧客", "見出し")
	o.says(t, "footer of 顧客", "足")
	o.says(t, "details of 顧客", "入力の例")
	o.says(t, "xl/comments1.bin", "例示 太郎", "電話した")
	o.says(t, "xl/pivotCache/pivotCacheDefinition1.bin", "架空 五郎")
	if want := "xl/worksheets/sheet1.bin: damaged: 1 cells name texts that are not there"; !slices.Equal(o.skips, []string{want}) {
		t.Errorf("got skips %q, want %q", o.skips, want)
	}
}

// A record that goes on for longer than a string may is cut, and told.
func TestXLSBLongRecord(t *testing.T) {
	sheet := slices.Concat(brt(brtSheetData), brt(brtRowHdr, 0), brt(brtCellSt, 0, 0, "架空"), brt(500, make([]byte, xlsbMost+1)), brt(brtCellSt, 1, 0, "太郎"))
	o := partsOf(t, "a.xlsb", bookBin(t, sheet, nil, nil))
	o.says(t, "顧客", "1 架空|太郎")
	if len(o.skips) != 1 {
		t.Errorf("got skips %q, want one for the long record", o.skips)
	}
}

func FuzzXLSB(f *testing.F) {
	f.Add(slices.Concat(brt(brtSheetData), brt(brtRowHdr, 0), brt(brtCellIsst, 0, 0, 0), brt(brtFmlaString, 0, 0, "x", []byte{0x17, 2, 0, 1, 2, 3, 4})), brt(brtSSTItem, byte(3), "架空", 1, 0, "カ"), brt(brtXF, 1))
	f.Fuzz(func(t *testing.T, sheet, strs, styles []byte) {
		partsOf(t, "a.xlsb", bookBin(t, sheet, strs, styles))
	})
}
