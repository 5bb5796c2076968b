package biff

import "github.com/shikiri/shikiri/extract/numfmt"

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
		code = numfmt.Builtin(id)
	}
	return w.opt.Number(dst, v, code, w.date1904)
}
