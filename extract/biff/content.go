package biff

import "math"

// content reads a record of a sheet.
func (w *workbook) content() error {
	d := w.r.data
	switch w.r.kind {
	case 0xFD: // LABELSST
		if c, rest, ok := w.cell(d); ok && len(rest) >= 4 {
			return w.put(c, w.pool.get(le.Uint32(rest)))
		}
	case 0x04, 0x204, 0xD6:
		return w.label()
	case 0x02: // INTEGER
		if c, rest, ok := w.cell(d); ok && len(rest) >= 2 {
			return w.putNumber(c, float64(le.Uint16(rest)))
		}
	case 0x03, 0x203: // NUMBER
		if c, rest, ok := w.cell(d); ok && len(rest) >= 8 {
			return w.putNumber(c, math.Float64frombits(le.Uint64(rest)))
		}
	case 0x7E, 0x27E: // RK
		if c, rest, ok := w.cell(d); ok && len(rest) >= 4 {
			return w.putNumber(c, rk(le.Uint32(rest)))
		}
	case 0xBD:
		return w.mulRK()
	case 0x06, 0x206, 0x406:
		return w.formulaResult()
	case 0x07, 0x207:
		return w.formulaText()
	case 0x14, 0x15:
		return w.headerText()
	case 0x1C:
		return w.note()
	case 0x1B6:
		return w.textObject()
	case 0x5C: // WRITEACCESS
		return w.writer()
	case 0x100D:
		return w.seriesText()
	case 0xCD: // SXSTRING
		w.text, _ = w.unicode(w.text[:0], &run{r: w.r, b: d}, 2)
		return w.beside(Pivot)
	case 0xC9: // SXNUM
		if len(d) >= 8 {
			w.text = w.opt.Number(w.text[:0], math.Float64frombits(le.Uint64(d)), "", false)
			return w.beside(Pivot)
		}
	default:
		if len(d) >= 6 && !dull[w.r.kind] {
			w.unknown = true
			return w.sink.Record(d)
		}
	}
	return nil
}

// old reports whether the record is one of version 2. Some programs write these
// into streams of later versions.
func (w *workbook) old() bool {
	return w.r.kind < 0x10 && (w.r.kind != 0x06 || w.version == 2)
}

// cell reads where a cell is, and its style. In version 2 that is three bytes:
// number of a style, of a format, and more.
func (w *workbook) cell(d []byte) (c cell, rest []byte, ok bool) {
	n := 6
	if w.old() {
		n = 7
	}
	if len(d) < n {
		return c, nil, false
	}
	c = cell{int(le.Uint16(d)), int(le.Uint16(d[2:])), 0}
	if w.old() {
		c.style = -1 - int(d[5]&0x3F)
	} else {
		c.style = int(le.Uint16(d[4:]))
	}
	return c, d[n:], true
}

// put hands out a cell.
func (w *workbook) put(c cell, text []byte) error {
	if len(text) == 0 {
		return nil
	}
	if w.inChart() {
		return w.sink.Text(Chart, text)
	}
	return w.sink.Cell(c.row, c.col, text)
}

func (w *workbook) putNumber(c cell, v float64) error {
	w.text = w.number(w.text[:0], v, c.style)
	return w.put(c, w.text)
}

// rk is a number in 30 bits (2.5.217).
func rk(v uint32) float64 {
	f := math.Float64frombits(uint64(v&^3) << 32)
	if v&2 != 0 {
		f = float64(int32(v) >> 2)
	}
	if v&1 != 0 {
		f /= 100
	}
	return f
}

func (w *workbook) mulRK() error {
	d := w.r.data
	if len(d) < 6 {
		return nil
	}
	row, col := int(le.Uint16(d)), int(le.Uint16(d[2:]))
	for d = d[4:]; len(d) >= 8; d = d[6:] {
		if err := w.putNumber(cell{row, col, int(le.Uint16(d))}, rk(le.Uint32(d[2:]))); err != nil {
			return err
		}
		col++
	}
	return nil
}

// label reads a cell that has its text with it.
func (w *workbook) label() error {
	c, d, ok := w.cell(w.r.data)
	if !ok || len(d) < 2 {
		return nil
	}
	switch {
	case w.old():
		w.text = w.short8(w.text[:0], d)
	case w.version >= 8:
		w.text, _ = w.unicode(w.text[:0], &run{r: w.r, b: d}, 2)
	default:
		w.text = w.long8(w.text[:0], d)
	}
	return w.put(c, w.text)
}

// long8 is short8 with a length of two bytes.
func (w *workbook) long8(dst, d []byte) []byte {
	if len(d) < 2 {
		return dst
	}
	return w.opt.Decode(dst, d[2:][:min(int(le.Uint16(d)), len(d)-2)], w.codepage)
}

// formulaResult reads what a formula came to (2.4.127): text follows in a record
// of its own.
func (w *workbook) formulaResult() error {
	c, d, ok := w.cell(w.r.data)
	w.pending = false
	if !ok || len(d) < 8 {
		return nil
	}
	if d[6] == 0xFF && d[7] == 0xFF { // no number
		w.formula, w.pending = c, d[0] == 0
		return nil
	}
	return w.putNumber(c, math.Float64frombits(le.Uint64(d)))
}

func (w *workbook) formulaText() error {
	if !w.pending {
		return nil
	}
	w.pending = false
	switch {
	case w.old():
		w.text = w.short8(w.text[:0], w.r.data)
	case w.version >= 8:
		w.text, _ = w.unicode(w.text[:0], &run{r: w.r, b: w.r.data}, 2)
	default:
		w.text = w.long8(w.text[:0], w.r.data)
	}
	return w.put(w.formula, w.text)
}

// beside hands out a text that is in no cell.
func (w *workbook) beside(kind Kind) error {
	if len(w.text) == 0 {
		return nil
	}
	return w.sink.Text(kind, w.text)
}

func (w *workbook) headerText() error {
	if w.version >= 8 {
		w.text, _ = w.unicode(w.text[:0], &run{r: w.r, b: w.r.data}, 2)
	} else {
		w.text = w.short8(w.text[:0], w.r.data)
	}
	return w.beside(Header)
}

// note reads a comment, before version 8 with its text, which may go on in notes
// of row 65,535; since then its author.
func (w *workbook) note() error {
	d := w.r.data
	if w.version >= 8 {
		if len(d) < 11 {
			return nil
		}
		w.text, _ = w.unicode(w.text[:0], &run{r: w.r, b: d[8:]}, 2)
		return w.beside(Comment)
	}
	if len(d) < 6 {
		return nil
	}
	if le.Uint16(d) != 0xFFFF || w.noteLeft == 0 {
		w.noteLeft = int(le.Uint16(d[4:]))
	}
	k := min(w.noteLeft, len(d)-6)
	w.text = w.opt.Decode(w.text[:0], d[6:6+k], w.codepage)
	w.noteLeft -= k
	return w.beside(Comment)
}

// textObject reads the text of a box or comment (2.4.329), which follows in
// records that continue this one, each with a flag before its characters.
func (w *workbook) textObject() error {
	if len(w.r.data) < 12 {
		return nil
	}
	n := int(le.Uint16(w.r.data[10:]))
	if n == 0 {
		return nil
	}
	s := &run{r: w.r}
	if !s.fill() {
		return nil
	}
	flag := s.b[0]
	s.b = s.b[1:]
	w.text, _ = w.chars(w.text[:0], s, n, flag&wideChars != 0)
	return w.beside(Box)
}

// writer reads who saved the file (2.4.349): filled with spaces.
func (w *workbook) writer() error {
	d := w.r.data
	if w.version >= 8 {
		w.text, _ = w.unicode(w.text[:0], &run{r: w.r, b: d}, 2)
	} else {
		w.text = w.short8(w.text[:0], d)
	}
	return w.beside(Name)
}

// seriesText reads a title in a chart (2.4.254).
func (w *workbook) seriesText() error {
	d := w.r.data
	if len(d) < 4 {
		return nil
	}
	if w.version >= 8 {
		w.text, _ = w.unicode(w.text[:0], &run{r: w.r, b: d[2:]}, 1)
	} else {
		w.text = w.short8(w.text[:0], d[2:])
	}
	return w.beside(Chart)
}
