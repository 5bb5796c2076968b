package extract

import (
	"bytes"
	"io"

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
	bodies  []bool     // text bodies that are open: whether they are frames
	flat    *ooxmlFlat // of a document in one file
	x       *xmlscan.Reader
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
	*o = ooxmlText{s: o.s, authors: o.authors, flat: o.flat, x: xmlscan.NewReader(r)}
	for {
		err := o.x.Next(&o.t)
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
