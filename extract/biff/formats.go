package biff

// builtin are the formats that files name by number only (2.4.126): those of
// Excel and those that Japanese Excel adds (ECMA-376 part 1, 18.8.30).
var builtin = map[int]string{
	1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
	5: `"¥"#,##0`, 6: `"¥"#,##0`, 7: `"¥"#,##0.00`, 8: `"¥"#,##0.00`,
	9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
	14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
	20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
	27: "[$-411]ge.m.d", 28: `[$-411]ggge"年"m"月"d"日"`, 29: `[$-411]ggge"年"m"月"d"日"`, 30: "m/d/yy",
	31: `yyyy"年"m"月"d"日"`, 32: `h"時"mm"分"`, 33: `h"時"mm"分"ss"秒"`, 34: `yyyy"年"m"月"`, 35: `m"月"d"日"`, 36: "[$-411]ge.m.d",
	37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00",
	45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
	50: "[$-411]ge.m.d", 51: `[$-411]ggge"年"m"月"d"日"`, 52: `yyyy"年"m"月"`, 53: `m"月"d"日"`,
	54: `[$-411]ggge"年"m"月"d"日"`, 55: `yyyy"年"m"月"`, 56: `m"月"d"日"`, 57: "[$-411]ge.m.d", 58: `[$-411]ggge"年"m"月"d"日"`,
}

const (
	maxFormats = 8 << 10
	maxStyles  = 64 << 10
)

// format reads a FORMAT record. Before version 5 formats are numbered as they come.
func (w *workbook) format() {
	if len(w.formats) >= maxFormats {
		return
	}
	d, id := w.r.data, w.nextFormat
	w.nextFormat++
	if w.version >= 4 {
		if len(d) < 2 {
			return
		}
		if w.version >= 5 {
			id = int(le.Uint16(d))
		}
		d = d[2:]
	}
	var code []byte
	if w.version >= 8 {
		code, _ = w.unicode(nil, &run{r: w.r, b: d}, 2)
	} else {
		code = w.short8(nil, d)
	}
	w.formats[id] = string(code)
}

// style reads an XF record: of it the format of numbers counts.
func (w *workbook) style() {
	d, id := w.r.data, 0
	switch {
	case len(w.styles) >= maxStyles || len(d) < 4:
		return
	case w.version >= 5:
		id = int(le.Uint16(d[2:]))
	case w.version >= 3:
		id = int(d[1])
	default:
		id = int(d[2] & 0x3F)
	}
	w.styles = append(w.styles, uint16(id))
}

// number appends a number as the style of its cell shows it.
func (w *workbook) number(dst []byte, v float64, style int) []byte {
	id := -1
	if style >= 0 && style < len(w.styles) {
		id = int(w.styles[style])
	}
	if style < 0 { // a cell of version 2 names its format
		id = -1 - style
	}
	code, ok := w.formats[id]
	if !ok && w.version >= 5 {
		code = builtin[id]
	}
	return w.opt.Number(dst, v, code, w.date1904)
}
