package extract

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/shikiri/shikiri/extract/xmlscan"
)

// odfErased bounds the deleted text that waits for the place it stood in.
const odfErased = 256 << 10

// An odfReader reads one part of an OpenDocument (1.3 part 3) as a story: text,
// tables, shapes and pages. In a paragraph all text counts, whatever the field
// it is in; outside of one each element with text is a line.
type odfReader struct {
	ctx     context.Context
	s       *story
	f       *File
	page    string // what a page is called
	flat    bool   // all parts are one file
	closed  bool   // which has come to its end
	preview bool   // what follows shows the table before it
	x       *xmlscan.Reader
	t       xmlscan.Token

	paras  []int // depth of paragraphs, in each frame
	label  []byte
	other  []byte // text outside paragraphs
	ruby   []byte
	rt     int // depth of phonetic guides, and of what is not read
	mute   int
	meta   int
	notes  int
	span   int
	pages  int
	binary int // files inside

	region []byte // the change that is read
	gone   []byte // deleted text in it
	inGone int
	erased map[string][]byte // deleted text by change
	size   int
}

// newODFText returns a reader of parts of f into s.
func newODFText(ctx context.Context, s *story, f *File, page string) *odfReader {
	return &odfReader{ctx: ctx, s: s, f: f, page: page}
}

// read reads one part from UTF-8 text.
func (o *odfReader) read(r io.Reader) error {
	*o = odfReader{ctx: o.ctx, s: o.s, f: o.f, page: o.page, flat: o.flat, x: xmlscan.NewReader(r), paras: []int{0}, erased: make(map[string][]byte), binary: o.binary}
	for {
		err := o.x.Next(&o.t)
		if err == nil {
			err = o.token()
		}
		if err != nil {
			o.endOther()
			o.s.aside(o.ruby)
			o.s.aside(o.gone)
			for _, b := range o.erased {
				o.s.aside(b)
			}
			if serr := o.s.end(); serr != nil {
				return serr
			}
			if err == io.EOF && o.flat && !o.closed {
				return io.ErrUnexpectedEOF
			}
			if err == io.EOF {
				return nil
			}
			return err
		}
	}
}

func (o *odfReader) token() error {
	switch o.t.Kind {
	case xmlscan.Text:
		return o.chars()
	case xmlscan.Start:
		if err := o.endOther(); err != nil {
			return err
		}
		o.label = append(o.label[:0], o.t.Name...)
		if v := o.t.Attr("name"); o.meta > 0 && len(v) > 0 {
			o.label = appendLine(o.label[:0], xmlscan.AppendUnescaped(nil, v))
		}
		if err := o.start(); err != nil {
			return err
		}
		o.attributes()
		if !o.t.Empty {
			return nil
		}
	}
	return o.end()
}

// chars takes text.
func (o *odfReader) chars() error {
	b := o.t.Text
	switch {
	case o.mute > 0:
	case o.rt > 0:
		o.ruby = appendLine(o.ruby, b)
		if len(o.ruby) > storyAsides {
			o.s.aside(o.ruby)
			o.ruby = o.ruby[:0]
		}
	case o.paras[len(o.paras)-1] > 0:
		return o.run(b)
	default:
		o.other = appendLine(o.other, b)
		if len(o.other) > storyAsides {
			return o.endOther()
		}
	}
	if len(o.s.asides) > storyAsides {
		return o.s.settle()
	}
	return nil
}

// run adds running text. Line breaks in it are those of the XML.
func (o *odfReader) run(b []byte) error {
	if bytes.IndexByte(b, '\n') >= 0 || bytes.IndexByte(b, '\r') >= 0 {
		b = appendLine(nil, b)
	}
	if o.inGone > 0 {
		return o.goneText(b)
	}
	return o.s.text(b)
}

// endOther ends the text of an element outside paragraphs.
func (o *odfReader) endOther() error {
	b := bytes.TrimSpace(o.other)
	o.other = o.other[:0]
	if len(b) == 0 {
		return nil
	}
	if o.meta == 0 {
		if !isSetting(b) {
			o.s.aside(b)
		}
		return nil
	}
	for _, name := range propertyCounts {
		if name == string(o.label) {
			return nil
		}
	}
	if l := propertyLabels[string(o.label)]; l != "" {
		o.label = append(o.label[:0], l...)
	}
	return writeProperty(o.s, o.label, b)
}

// isSetting reports whether text is a number or truth value of a program.
func isSetting(b []byte) bool {
	if string(b) == "true" || string(b) == "false" {
		return true
	}
	for i, c := range b {
		if (c < '0' || c > '9') && (i > 0 || c != '-') {
			return false
		}
	}
	return len(b) < 10
}

// beginPage begins a page of a presentation or drawing, or the notes to it.
func (o *odfReader) beginPage(notes bool) error {
	name := fmt.Sprintf("%s %d", o.page, o.pages)
	if notes {
		name = "notes of " + name
	}
	o.paras = append(o.paras[:0], 0)
	return o.s.part(name)
}

// enter begins a text apart, in the middle of a paragraph.
func (o *odfReader) enter() {
	if o.inGone == 0 && len(o.paras) < zipDocumentParts {
		o.paras = append(o.paras, 0)
		o.s.enter()
	}
}

func (o *odfReader) leave() error {
	if n := len(o.paras); o.inGone == 0 && n > 1 {
		o.paras = o.paras[:n-1]
		return o.s.leave()
	}
	return nil
}

// goneText keeps deleted text.
func (o *odfReader) goneText(b []byte) error {
	o.gone = append(o.gone, b...)
	if len(o.gone) < storyAsides {
		return nil
	}
	o.s.aside(o.gone)
	o.gone = o.gone[:0]
	return o.s.settle()
}

// endGone ends what a change deleted: a piece of a paragraph waits for its
// place, more than that is text of its own.
func (o *odfReader) endGone() {
	b := bytes.TrimSuffix(o.gone, []byte{'\n'})
	if len(b) > 0 && bytes.IndexByte(b, '\n') < 0 && len(o.region) > 0 && o.size+len(b)+len(o.region) < odfErased {
		o.size += len(b) + len(o.region)
		o.erased[string(o.region)] = append(o.erased[string(o.region)], b...)
	} else {
		o.s.aside(b)
	}
	o.gone = o.gone[:0]
}

// restore puts deleted text where it stood.
func (o *odfReader) restore() error {
	id := string(o.t.Attr("change-id"))
	b, ok := o.erased[id]
	if !ok || o.inGone > 0 {
		return nil
	}
	delete(o.erased, id)
	return o.s.changedText(b, deleted)
}
