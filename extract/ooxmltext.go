package extract

import (
	"bytes"
	"io"
	"unicode/utf8"

	"github.com/shikiri/shikiri/extract/xmlscan"
)

// ooxmlAuthors bounds the authors of changes and comments that are told once.
const ooxmlAuthors = 1 << 10

// An ooxmlText reads one XML part of an Office document (ECMA-376 part 1) as a
// story: WordprocessingML, DrawingML, PresentationML, charts and VML at once,
// since each stands in the others. Elements are told by their local names, so
// that Strict documents and prefixes of any producer are read alike. Text in an
// element that is not known is a line of its own: nothing is left out for being
// new.
type ooxmlText struct {
	s       *story
	t       xmlscan.Token
	leaf    ooxmlLeaf
	other   []byte // text of an element that is not known
	instr   []byte // code of fields
	ruby    []byte
	rubyEnd int // length of the paragraph behind the last ruby
	rt      int // depth of phonetic guides, properties, changes
	props   int
	ins     int
	del     int
	span    int
	bodies  []bool // text bodies that are open: whether they are frames
	choices []ooxmlChoice
	authors map[string]bool
}

// An ooxmlLeaf is what the text of an element is.
type ooxmlLeaf uint8

const (
	leafNone  ooxmlLeaf = iota
	leafOther           // of an element that is not known
	leafRun             // running text
	leafDeleted
	leafCode
	leafIgnored
)

// ooxmlLeaves holds the elements with text. Positions and the like are numbers
// that would read as data.
var ooxmlLeaves = map[string]ooxmlLeaf{
	"t": leafRun, "delText": leafDeleted, "instrText": leafCode, "delInstrText": leafCode,
	"posOffset": leafIgnored, "align": leafIgnored, "pctWidth": leafIgnored, "pctHeight": leafIgnored,
	"pctPosHOffset": leafIgnored, "pctPosVOffset": leafIgnored, "formatCode": leafIgnored,
	"DigestValue": leafIgnored, "SignatureValue": leafIgnored, "Anchor": leafIgnored,
}

// newOOXMLText returns a reader of parts into s.
func newOOXMLText(s *story) *ooxmlText {
	return &ooxmlText{s: s, authors: make(map[string]bool)}
}

// read reads one part from UTF-8 text. What the part leaves open is closed.
func (o *ooxmlText) read(r io.Reader) error {
	*o = ooxmlText{s: o.s, authors: o.authors}
	x := xmlscan.NewReader(r)
	for {
		err := x.Next(&o.t)
		if err == nil {
			err = o.token()
		}
		if err != nil {
			o.endLeaf()
			o.flushAsides()
			if serr := o.s.end(); serr != nil {
				return serr
			}
			if err == io.EOF {
				return nil
			}
			return err
		}
	}
}

func (o *ooxmlText) token() error {
	switch o.t.Kind {
	case xmlscan.Text:
		return o.chars()
	case xmlscan.Start:
		o.endLeaf()
		if err := o.start(); err != nil {
			return err
		}
		if !o.t.Empty {
			return nil
		}
	}
	return o.end()
}

// chars takes text of the element that is open.
func (o *ooxmlText) chars() error {
	b := o.t.Text
	switch o.leaf {
	case leafIgnored:
	case leafRun:
		return o.run(b, o.change())
	case leafDeleted:
		return o.run(b, deleted)
	case leafCode:
		o.instr = appendLine(o.instr, b)
		return o.room()
	default:
		o.other = appendLine(o.other, b)
		if len(o.other) > storyAsides {
			o.endLeaf()
			o.leaf = leafOther
			return o.room()
		}
	}
	return nil
}

// appendLine appends text in which line breaks are spaces.
func appendLine(dst, b []byte) []byte {
	n := len(dst)
	dst = append(dst, b...)
	for i := n; i < len(dst); i++ {
		if dst[i] == '\n' || dst[i] == '\r' {
			dst[i] = ' '
		}
	}
	return dst
}

// change says to which version of the text a run belongs.
func (o *ooxmlText) change() change {
	switch {
	case o.del > 0:
		return deleted
	case o.ins > 0:
		return inserted
	}
	return unchanged
}

// run adds running text.
func (o *ooxmlText) run(b []byte, c change) error {
	if o.rt > 0 {
		o.ruby = appendLine(o.ruby, b)
		return o.room()
	}
	if bytes.IndexByte(b, '\n') >= 0 || bytes.IndexByte(b, '\r') >= 0 {
		b = appendLine(nil, b)
	}
	return o.s.changedText(b, c)
}

// room keeps what stands apart within bounds.
func (o *ooxmlText) room() error {
	if len(o.ruby)+len(o.instr) > storyAsides {
		o.flushAsides()
	}
	if len(o.s.asides) > storyAsides {
		return o.s.settle()
	}
	return nil
}

// flushAsides moves the paragraph's phonetic guides and field codes apart.
func (o *ooxmlText) flushAsides() {
	o.s.aside(o.ruby)
	o.s.aside(o.instr)
	o.ruby, o.instr = o.ruby[:0], o.instr[:0]
}

// endLeaf ends the text of an element that is not known.
func (o *ooxmlText) endLeaf() {
	o.leaf = leafNone
	if len(o.other) > 0 {
		o.s.aside(o.other)
		o.other = o.other[:0]
	}
}

// start takes the start of an element.
func (o *ooxmlText) start() error {
	name := o.t.Name
	if leaf, ok := ooxmlLeaves[string(name)]; ok {
		o.leaf = leaf
		return nil
	}
	o.leaf = leafOther
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
	case "txbxContent":
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
	case "txbxContent":
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
