package extract

import (
	"bytes"
	"context"
	"io"
	"strconv"

	"github.com/shikiri/shikiri/extract/xmlscan"
)

const (
	// odsRepeats is how often a cell or row that is repeated is handed out: once
	// tells what is in it, more keep rows and columns in their places.
	odsRepeats = 64
	// odsRow bounds the text of a row that is kept to be repeated.
	odsRow = 1 << 20
)

// An odsReader reads the tables of an OpenDocument spreadsheet (1.3 part 3, 9)
// and what is beside their cells.
type odsReader struct {
	ctx   context.Context
	f     *File
	out   Out
	say   *sayings
	story *story // only to hand out files in the document
	x     *xmlscan.Reader
	name  string // of the document, if it is in another
	sheet string
	grid  *cellGrid

	row, col int // of the next row, from 1, and the next cell, from 0
	repeat   int // of the open row
	kept     gridRow
	tables   int

	inCell  bool
	cell    odsCell
	text    []byte // of the cell
	para    []byte
	inPara  int
	comment int // depth of annotations, of shapes
	shape   int
	ruby    int
	mute    int // depth of what nobody wrote
	heading string
	files   int
	element string // the last that began outside of paragraphs
	ended   bool   // the document is
}

// An odsCell is what a cell says of itself.
type odsCell struct {
	kind    string
	value   []byte
	repeat  int
	formula []byte
}

func newODSReader(ctx context.Context, f *File, out Out, name string) *odsReader {
	return &odsReader{ctx: ctx, f: f, out: out, say: newSayings(out), story: &story{out: out}, name: name, sheet: "document"}
}

// read reads a part, or a document in one file.
func (o *odsReader) read(r io.Reader) error {
	o.x = xmlscan.NewReader(r)
	var t xmlscan.Token
	for {
		if err := o.x.Next(&t); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		var err error
		switch t.Kind {
		case xmlscan.Text:
			err = o.chars(t.Text)
		case xmlscan.Start:
			if err = o.start(&t); err == nil && t.Empty {
				err = o.end(string(t.Name))
			}
		default:
			err = o.end(string(t.Name))
		}
		if err != nil {
			return err
		}
	}
}

// finish hands out what is left, after reading that ended with err.
func (o *odsReader) finish(err error) error {
	for _, step := range []func() error{o.endPara, o.endCell, o.endTable, o.say.close} {
		if e := step(); err == nil {
			err = e
		}
	}
	return err
}

// odsMute are the elements in which nobody wrote anything but a program.
var odsMute = map[string]bool{"automatic-styles": true, "font-face-decls": true, "scripts": true, "settings": true, "styles": true}

// odsShapes are those of shapes with text.
var odsShapes = map[string]bool{"frame": true, "custom-shape": true, "rect": true, "ellipse": true, "circle": true, "line": true, "polygon": true, "polyline": true, "path": true, "caption": true, "connector": true, "g": true}

func (o *odsReader) start(t *xmlscan.Token) error {
	name := string(t.Name)
	if o.mute > 0 || odsMute[name] && !o.inCell && o.inPara == 0 {
		o.mute++
		return nil
	}
	switch name {
	case "table":
		return o.beginTable(t)
	case "table-row":
		o.repeat = repeated(t.Attr("number-rows-repeated"))
		o.col = 0
	case "table-cell", "covered-table-cell":
		return o.beginCell(t)
	case "p", "h":
		if o.inPara > 0 { // in a shape that stands in a paragraph
			if err := o.line(); err != nil {
				return err
			}
		}
		o.inPara++
	case "s":
		n := repeated(t.Attr("c"))
		for range min(n, odsRepeats) {
			o.addText([]byte{' '})
		}
	case "tab", "line-break":
		o.addText([]byte{' '})
	case "ruby-text":
		o.ruby++
	case "annotation":
		o.comment++
	case "header", "footer", "header-left", "footer-left", "header-first", "footer-first":
		o.heading = name[:6]
	case "binary-data":
		return o.file(t)
	default:
		if odsShapes[name] {
			o.shape++
		}
		o.element = name
		if err := o.into(); err != nil {
			return err
		}
		return o.say.attrs(t)
	}
	return nil
}

// repeated reads how often something is repeated.
func repeated(b []byte) int {
	n, err := strconv.Atoi(string(b))
	if err != nil || n < 1 {
		return 1
	}
	return min(n, xlsxRows)
}

func (o *odsReader) end(name string) error {
	if o.mute > 0 {
		o.mute--
		return nil
	}
	switch name {
	case "document":
		o.ended = true
	case "table":
		return o.endTable()
	case "table-row":
		return o.endRow()
	case "table-cell", "covered-table-cell":
		return o.endCell()
	case "p", "h":
		return o.endPara()
	case "ruby-text":
		o.ruby = max(0, o.ruby-1)
		return o.say.end()
	case "annotation":
		o.comment = max(0, o.comment-1)
	case "header", "footer", "header-left", "footer-left", "header-first", "footer-first":
		o.heading = ""
	default:
		if odsShapes[name] {
			o.shape = max(0, o.shape-1)
		}
	}
	return nil
}

// into makes what stands beside the cells belong to the part it is in.
func (o *odsReader) into() error {
	switch {
	case o.ruby > 0:
		return o.say.part("phonetic")
	case o.comment > 0:
		return o.say.part("comments of " + o.sheet)
	case o.shape > 0:
		return o.say.part("shapes of " + o.sheet)
	case o.heading != "":
		return o.say.part(o.heading)
	}
	return o.say.part("details of " + o.sheet)
}

// chars reads text: of a paragraph, or an element's own.
func (o *odsReader) chars(b []byte) error {
	switch {
	case o.mute > 0:
	case o.ruby > 0:
		if err := o.into(); err != nil {
			return err
		}
		return o.say.write(b)
	case o.inPara > 0:
		o.addText(b)
		if len(o.para) >= stringsMost {
			return o.line()
		}
	default:
		if b = bytes.TrimSpace(b); len(b) > 0 {
			if err := o.into(); err != nil {
				return err
			}
			if label := propertyLabels[o.element]; label != "" {
				b = append([]byte(label+": "), b...)
			}
			return o.say.line(b)
		}
	}
	return nil
}

func (o *odsReader) addText(b []byte) { o.para = append(o.para, b...) }

func (o *odsReader) endPara() error {
	o.inPara = max(0, o.inPara-1)
	return o.line()
}

// line ends a line of text: of the cell, or of what stands beside it.
func (o *odsReader) line() error {
	b := o.para
	o.para = o.para[:0]
	if len(b) == 0 {
		return nil
	}
	if o.inCell && o.comment == 0 && o.shape == 0 && len(o.text)+len(b) < stringsMost {
		if len(o.text) > 0 {
			o.text = append(o.text, '\n')
		}
		o.text = append(o.text, b...)
		return nil
	}
	if err := o.into(); err != nil {
		return err
	}
	return o.say.line(b)
}

// file hands out a file that is in the document as base64.
func (o *odsReader) file(t *xmlscan.Token) error {
	in := &odfReader{ctx: o.ctx, s: o.story, f: o.f, x: o.x, t: *t, binary: o.files}
	err := in.file()
	o.files = in.binary
	return err
}
