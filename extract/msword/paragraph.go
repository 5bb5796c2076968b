package msword

// paragraph ends a paragraph, whose mark is at fc.
func (d *document) paragraph(fc int64) error {
	if d.inCode > 0 {
		if err := d.noField(); err != nil {
			return err
		}
	}
	if err := d.flush(); err != nil {
		return err
	}
	in := d.inTable
	if d.paragraphs != nil {
		if now, _, ok := d.paragraphs.look(fc); ok {
			in = now
		}
	} else {
		in = false
	}
	d.empty = false
	switch {
	case in:
		d.inTable = true
		d.sink.InCell()
	case d.inTable:
		d.inTable = false
		if err := d.sink.Table(); err != nil {
			return err
		}
	}
	return d.sink.Paragraph()
}

// cell ends a cell or a row. Where properties are not known, an empty cell ends
// a row.
func (d *document) cell(fc int64) error {
	if d.inCode > 0 {
		if err := d.noField(); err != nil {
			return err
		}
	}
	if err := d.flush(); err != nil {
		return err
	}
	row, known := false, false
	if d.paragraphs != nil {
		_, row, known = d.paragraphs.look(fc)
	}
	if !known {
		row = d.empty
	}
	d.inTable = true
	if row {
		d.empty = false
		return d.sink.Row()
	}
	d.empty = true
	d.sink.InCell()
	return d.sink.Cell()
}

// finish ends the part.
func (d *document) finish() error {
	if err := d.decode(); err != nil {
		return err
	}
	if len(d.code) > 0 {
		if err := d.noField(); err != nil {
			return err
		}
	}
	d.inCode, d.fields, d.high, d.empty, d.inTable = 0, 0, 0, false, false
	return d.flush()
}
