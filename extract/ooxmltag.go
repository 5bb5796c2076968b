package extract

import "unicode/utf8"

// start takes the start of an element.
func (o *ooxmlText) start() error {
	name := o.t.Name
	if leaf, ok := ooxmlLeaves[string(name)]; ok {
		o.leaf = leaf
		return nil
	}
	o.leaf = leafOther
	if o.flat != nil {
		if done, err := o.flat.start(o); done || err != nil {
			return err
		}
	}
	if len(name) > 2 && name[len(name)-2] == 'P' && name[len(name)-1] == 'r' {
		o.props++
	}
	if o.props > 0 && o.property() {
		return o.room()
	}
	if err := o.structure(); err != nil {
		return err
	}
	o.attributes()
	return o.room()
}

// property takes what stands in properties, where names of text and of changes
// mean other things. It reports whether that is all there is to it.
func (o *ooxmlText) property() bool {
	switch string(o.t.Name) {
	case "gridSpan":
		o.span = atoi(o.t.Attr("val"))
	case "gridBefore":
		o.s.skipCells(atoi(o.t.Attr("val")))
	case "ins", "del", "moveFrom", "moveTo":
		o.author("author")
	case "tab", "br", "p", "r", "rt":
	default:
		return false
	}
	return true
}

// atoi returns the number that b holds, 0 if none: counts of small things.
func atoi(b []byte) int {
	n := 0
	for _, c := range b {
		if c < '0' || c > '9' || n > 1<<20 {
			return 0
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// structure takes the elements that make paragraphs, tables and frames.
func (o *ooxmlText) structure() error {
	switch string(o.t.Name) {
	case "tab", "ptab":
		return o.run([]byte{'\t'}, o.change())
	case "br", "cr":
		if o.rt == 0 {
			return o.s.changedText([]byte{'\n'}, o.change())
		}
	case "noBreakHyphen":
		return o.run([]byte{'-'}, o.change())
	case "sym":
		return o.symbol()
	case "fldChar":
		return o.field()
	case "tbl":
		o.s.beginTable()
	case "tc":
		o.span = 1
		o.s.beginCell()
	case "txbxContent", "footnote", "endnote":
		o.flushAsides()
		o.s.enter()
	case "txBody", "rich":
		t := o.s.frame().table()
		frame := (t == nil || !t.open) && len(o.bodies) < storyDepth
		if len(o.bodies) < 2*storyDepth {
			o.bodies = append(o.bodies, frame)
		}
		if frame {
			o.s.enter()
		}
	case "ruby":
		if n := len(o.s.frame().para); n != o.rubyEnd && len(o.ruby) > 0 {
			o.ruby = append(o.ruby, ' ')
		}
	case "rt":
		o.rt++
	case "ins", "moveTo":
		o.ins++
		o.author("author")
	case "del", "moveFrom":
		o.del++
		o.author("author")
	case "AlternateContent", "Choice", "Fallback":
		return o.alternate(true)
	}
	return nil
}

// field takes the bounds of a field: its code ends here.
func (o *ooxmlText) field() error {
	guide, base, ok := phoneticField(o.instr)
	if !ok {
		if len(o.instr) > 0 {
			o.instr = append(o.instr, ' ')
		}
		return nil
	}
	o.s.aside(guide)
	o.instr = o.instr[:0]
	return o.run(base, o.change())
}

// symbol adds a character that is told by its number (17.3.3.30).
func (o *ooxmlText) symbol() error {
	r := rune(0)
	for _, c := range o.t.Attr("char") {
		d := hexDigit(c)
		if d < 0 || r > 0xFFFF {
			return nil
		}
		r = r<<4 | rune(d)
	}
	if r < ' ' || !utf8.ValidRune(r) {
		return nil
	}
	return o.run(utf8.AppendRune(nil, r), o.change())
}

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// end takes the end of an element.
func (o *ooxmlText) end() error {
	name := o.t.Name
	if o.leaf != leafNone {
		o.endLeaf()
	}
	if len(name) > 2 && name[len(name)-2] == 'P' && name[len(name)-1] == 'r' {
		o.props = max(o.props-1, 0)
		return nil
	}
	if o.flat != nil {
		if err := o.flat.end(o); err != nil {
			return err
		}
	}
	if string(name) == "p" { // ends properties, too, whose end is lost
		o.flushAsides()
		o.props, o.rubyEnd = 0, 0
		return o.s.paragraph()
	}
	if o.props > 0 {
		return nil
	}
	switch string(name) {
	case "tc":
		return o.s.endCell(o.span)
	case "tr":
		return o.s.endRow()
	case "tbl":
		return o.s.endTable()
	case "txbxContent", "footnote", "endnote":
		o.flushAsides()
		return o.s.leave()
	case "txBody", "rich":
		if n := len(o.bodies); n > 0 {
			frame := o.bodies[n-1]
			o.bodies = o.bodies[:n-1]
			if frame {
				return o.s.leave()
			}
		}
	case "rt":
		o.rt = max(o.rt-1, 0)
	case "ruby":
		o.rubyEnd = len(o.s.frame().para)
	case "ins", "moveTo":
		o.ins = max(o.ins-1, 0)
	case "del", "moveFrom":
		o.del = max(o.del-1, 0)
	case "AlternateContent", "Choice", "Fallback":
		return o.alternate(false)
	}
	return nil
}
