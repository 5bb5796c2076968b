package extract

// rtfSpecial holds the words that stand for a character.
var rtfSpecial = map[string]string{
	"tab": "\t", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
	"emspace": " ", "enspace": " ", "qmspace": " ", "line": "\n", "lbr": "\n",
}

// act takes a control word and its number.
func (o *rtfReader) act(word string, n int, has bool) error {
	star := o.star
	o.star = false
	if s, ok := rtfSpecial[word]; ok {
		return o.text(s)
	}
	if d, ok := rtfDests[word]; ok {
		switch word {
		case "shptxt":
			o.mark(1)
		case "shprslt", "do":
			o.mark(2)
		}
		return o.begin(d, word)
	}
	switch word {
	case "upr":
		o.st.outer, o.st.skipped = o.st.dest, true
	case "ud":
		if len(o.stack) > 0 {
			o.st.dest, o.st.skipped = o.st.outer, false
		}
	case "bin":
		return o.binary(n)
	default:
		if done, err := o.layout(word); done || err != nil {
			return err
		}
		if o.format(word, n, has) || !star {
			return nil
		}
		return o.begin(rtfSkip, word)
	}
	return nil
}

// mark says that a text box is told twice: 1 the first time, 2 the second.
func (o *rtfReader) mark(once int8) {
	o.st.once = once
	if once == 1 {
		o.s.remember = 1
	} else {
		o.s.known = 1
	}
}

// layout takes words that end paragraphs, cells and rows.
func (o *rtfReader) layout(word string) (bool, error) {
	switch word {
	case "par", "sect", "page", "cell", "row", "nestcell", "nestrow":
	default:
		return false, nil
	}
	inTable, level := o.st.table, 1
	switch word {
	case "cell", "row":
		o.st.table = true // not all programs say so before
	case "nestcell", "nestrow":
		o.st.table = true
		level = max(o.st.level, 2)
	}
	err := o.flush()
	o.st.table = inTable
	if err != nil || o.st.dest != rtfText {
		return true, err
	}
	if word == "par" || word == "sect" || word == "page" {
		if err := o.inTable(); err != nil {
			return true, err
		}
		return true, o.s.paragraph()
	}
	if err := o.levels(level); err != nil {
		return true, err
	}
	if word == "row" || word == "nestrow" {
		return true, o.s.endRow()
	}
	if t := o.s.frame().table(); t != nil && !t.open {
		o.s.beginCell()
	}
	return true, o.s.endCell(1)
}

// inTable opens the table and cell that text is in, and ends those it is not in.
func (o *rtfReader) inTable() error {
	level := 0
	if o.st.table {
		level = max(o.st.level, 1)
	}
	if err := o.levels(level); err != nil {
		return err
	}
	if t := o.s.frame().table(); level > 0 && t != nil && !t.open {
		o.s.beginCell()
	}
	return nil
}

// levels makes so many tables be open in each other.
func (o *rtfReader) levels(n int) error {
	n = min(n, storyDepth)
	for o.tables > n {
		o.tables--
		if err := o.s.endTable(); err != nil {
			return err
		}
	}
	for ; o.tables < n; o.tables++ {
		if t := o.s.frame().table(); t != nil && !t.open {
			o.s.beginCell()
		}
		o.s.beginTable()
	}
	return nil
}

// format takes words that change the state. It reports whether it knows word.
func (o *rtfReader) format(word string, n int, has bool) bool {
	on := !has || n != 0
	switch word {
	case "uc":
		o.st.uc = min(max(n, 0), 16)
	case "intbl":
		o.st.table = true
	case "itap":
		o.st.level = min(max(n, 0), storyDepth)
		o.st.table = n > 0
	case "pard":
		o.st.table, o.st.level = false, 0
	case "plain":
		o.setChange(unchanged)
		o.useFont(o.deffont)
	case "deleted":
		o.setChange(pick(on, deleted, unchanged))
	case "revised":
		o.setChange(pick(on, inserted, unchanged))
	default:
		return o.charset(word, n)
	}
	return true
}

func pick(on bool, yes, no change) change {
	if on {
		return yes
	}
	return no
}

// setChange says to which version of the text what follows belongs.
func (o *rtfReader) setChange(c change) {
	if c != o.st.change {
		_ = o.flush() // what is wrong with out comes back the next time
		o.st.change = c
	}
}

// charset takes words that say what bytes are. It reports whether it knows word.
func (o *rtfReader) charset(word string, n int) bool {
	switch word {
	case "ansicpg", "mac", "pc", "pca":
		page := map[string]int{"ansicpg": n, "mac": 10000, "pc": 437, "pca": 850}[word]
		if page > 0 {
			o.ansi = page
			o.setPage(page)
		}
	case "deff":
		o.deffont = n
	case "f":
		if o.font = n; o.st.dest != rtfFonts {
			o.useFont(n)
		}
	case "fcharset":
		if page, ok := rtfCharsets[n]; ok && o.st.dest == rtfFonts && len(o.fonts) < 32<<10 {
			o.fonts[o.font] = page
		}
	case "cpg":
		if o.st.dest == rtfFonts && n > 0 && len(o.fonts) < 32<<10 {
			o.fonts[o.font] = n
		}
	case "pngblip", "jpegblip", "emfblip", "wmetafile", "dibitmap", "wbitmap", "macpict", "pmmetafile":
		o.st.blip = word
	default:
		return false
	}
	return true
}

// useFont makes the charset of a font that of the text.
func (o *rtfReader) useFont(n int) {
	page, ok := o.fonts[n]
	if !ok {
		page = o.ansi
	}
	o.setPage(page)
}
