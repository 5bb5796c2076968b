package extract

import (
	"io"
	"strings"
)

func init() {
	register(&Format{
		Name:    "xlsb",
		Family:  "office",
		Doc:     "Excel binary workbooks: what is read of xlsx",
		Limits:  "of pivot caches, controls and texts in formulas the readable texts, without their places",
		Exts:    []string{".xlsb"},
		In:      "zip",
		Holds:   func(has func(name string) bool) bool { return has("xl/workbook.bin") },
		Extract: extractXLSX,
	})
}

// isBinaryPart reports whether a part holds records and not XML.
func isBinaryPart(name string) bool { return strings.HasSuffix(partKey(name), ".bin") }

// Records of xlsb, [MS-XLSB] 2.3.
const (
	brtRowHdr       = 0
	brtCellRk       = 2
	brtCellError    = 3
	brtCellBool     = 4
	brtCellReal     = 5
	brtCellSt       = 6
	brtCellIsst     = 7
	brtFmlaString   = 8
	brtFmlaNum      = 9
	brtFmlaBool     = 10
	brtFmlaError    = 11
	brtShortBlank   = 12 // from here to 18: as 1 to 7, in the column that follows
	brtShortIsst    = 18
	brtSSTItem      = 19
	brtFmt          = 44
	brtXF           = 47
	brtCellRString  = 62
	brtSheetData    = 145
	brtEndSheetData = 146
	brtWbProp       = 153
	brtBundleSh     = 156
	brtMergeCell    = 176
	brtHeaderFooter = 479
	brtBeginXFs     = 617
	brtEndXFs       = 618
	brtAuthor       = 632
	brtCommentText  = 637
)

// readBookBin is readBook for records.
func (k *workbook) readBookBin(r io.Reader) error {
	return xlsbRecords(r, func(kind int, b []byte) error {
		switch kind {
		case brtWbProp:
			k.date1904 = len(b) > 0 && b[0]&1 != 0
			return nil
		case brtBundleSh:
			if len(b) < 8 || len(k.sheets) == xlsxLinks {
				return nil
			}
			id, rest := wideString(nil, b[8:])
			name, _ := wideString(nil, rest)
			k.sheets = append(k.sheets, xlsxEntry{name: string(name), id: string(id)})
			return k.say.line(name)
		}
		return k.record(b)
	})
}

// readStylesBin is readStyles for records.
func (k *workbook) readStylesBin(r io.Reader) error {
	cells := false
	return xlsbRecords(r, func(kind int, b []byte) error {
		switch {
		case kind == brtBeginXFs:
			cells = true
		case kind == brtEndXFs:
			cells = false
		case kind == brtXF && cells && len(b) >= 4:
			k.styles.add(int(b[2]) | int(b[3])<<8)
		case kind == brtFmt && len(b) >= 2:
			code, _ := wideString(nil, b[2:])
			k.styles.name(int(b[0])|int(b[1])<<8, string(code))
		}
		return nil
	})
}

// readStringsBin is readStrings for records.
func (k *workbook) readStringsBin(r io.Reader) error {
	text := &richText{say: k.say, most: stringsMost}
	return xlsbRecords(r, func(kind int, b []byte) error {
		if kind != brtSSTItem {
			return nil
		}
		text.begin()
		if err := text.rich(b); err != nil {
			return err
		}
		if err := text.end(); err != nil {
			return err
		}
		return k.strings.add(text.text)
	})
}

// rich reads a RichStr (2.5.123): its text, and its reading if it has one.
func (r *richText) rich(b []byte) error {
	if len(b) == 0 {
		return nil
	}
	flags := b[0]
	text, rest := wideString(nil, b[1:])
	if flags&1 != 0 && len(rest) >= 4 {
		n := int(le32(rest))
		rest = rest[min(len(rest), 4+4*max(0, min(n, len(rest)/4))):]
	}
	if flags&2 != 0 {
		r.phon, _ = wideString(r.phon[:0], rest)
		r.phon = r.phon[:min(len(r.phon), stringsMost)]
	}
	return r.add(text)
}

// readCommentsBin reads the part of comments.
func (k *workbook) readCommentsBin(r io.Reader) error {
	return xlsbRecords(r, func(kind int, b []byte) error {
		switch {
		case kind == brtAuthor:
			name, _ := wideString(nil, b)
			return k.say.line(name)
		case kind == brtCommentText && len(b) > 0:
			text, _ := wideString(nil, b[1:])
			return k.say.line(text)
		}
		return nil
	})
}

// readOtherBin reads the texts of a part of records, whatever it is.
func (k *workbook) readOtherBin(r io.Reader) error {
	return xlsbRecords(r, func(_ int, b []byte) error { return k.record(b) })
}

// record hands out what is text in a record: strings with their length before
// them, wherever they begin.
func (k *workbook) record(b []byte) error {
	for len(b) >= 6 {
		n := le32(b)
		if n < 2 || n >= 1<<15 || int(n)*2 > len(b)-4 {
			b = b[1:]
			continue
		}
		if good := plainUnits(b[4 : 4+2*n]); good < int(n) {
			b = b[max(1, 2*good):] // no string begins in what is text
			continue
		}
		var text []byte
		text, b = wideString(nil, b)
		if err := k.say.line(text); err != nil {
			return err
		}
	}
	return nil
}

// plainUnits returns how many characters of UTF-16 at the start of b are text. A
// short string of rare characters is an accident of numbers.
func plainUnits(b []byte) int {
	common := 0
	for i := 0; i+1 < len(b); i += 2 {
		switch c := rune(b[i]) | rune(b[i+1])<<8; {
		case c < ' ' && c != '\n' && c != '\r' && c != '\t', c >= 0xFFF0, c >= 0xE000 && c < 0xF900:
			return i / 2
		case c < 0x7F, c >= 0x3000 && c < 0xA000, c >= 0xFF00:
			common++
		}
	}
	if n := len(b) / 2; n < 8 && common*2 < n {
		return 0
	}
	return len(b) / 2
}
