package extract

import (
	"bytes"
	"fmt"

	"github.com/shikiri/shikiri/extract/xmlscan"
)

// odfFrames holds the elements whose text stands apart, wherever they are: notes,
// comments, shapes, what a picture shows.
var odfFrames = map[string]bool{
	"note-body": true, "footnote-body": true, "endnote-body": true, "annotation": true, "text-box": true, "title": true, "desc": true,
	"custom-shape": true, "rect": true, "circle": true, "ellipse": true, "polygon": true, "polyline": true, "path": true, "line": true,
	"connector": true, "measure": true, "caption": true, "regular-polygon": true,
}

// start takes the start of an element.
func (o *odfReader) start() error {
	if odfFrames[string(o.t.Name)] {
		o.enter()
		return nil
	}
	switch string(o.t.Name) {
	case "p", "h":
		o.paras[len(o.paras)-1]++
	case "s":
		return o.run(bytes.Repeat([]byte{' '}, min(max(atoi(o.t.Attr("c")), 1), 256)))
	case "tab":
		return o.run([]byte{'\t'})
	case "line-break":
		return o.lineBreak()
	case "ruby-text":
		o.rt++
	case "note-citation", "footnote-citation", "endnote-citation": // a number that would go on the word before it
		o.mute++
	case "deletion":
		o.inGone++
	case "changed-region":
		o.region = append(o.region[:0], o.t.Attr("id")...)
	case "change":
		return o.restore()
	case "page":
		o.pages++
		return o.beginPage(false)
	case "notes":
		if o.notes++; o.pages > 0 {
			return o.beginPage(true)
		}
	case "master-page":
		return o.s.part("master")
	case "header", "header-left", "header-first", "footer", "footer-left", "footer-first":
		if o.paras[len(o.paras)-1] == 0 { // else a field
			return o.s.part(string(o.t.Name[:len("header")]))
		}
	case "meta":
		o.meta++
		return o.s.part("properties")
	case "body":
		if o.flat {
			return o.s.part("body")
		}
	case "frame":
		o.preview = false
	case "config-item":
		if string(o.t.Attr("type")) == "base64Binary" { // of a printer
			o.mute++
		}
	case "binary-data":
		return o.file()
	default:
		o.table()
	}
	return nil
}

func (o *odfReader) lineBreak() error {
	if o.inGone > 0 {
		return o.goneText([]byte{' '})
	}
	if o.paras[len(o.paras)-1] == 0 {
		return nil
	}
	return o.s.text([]byte{'\n'})
}

// table takes the start of a table, row or cell.
func (o *odfReader) table() {
	if o.inGone > 0 {
		return
	}
	switch string(o.t.Name) {
	case "table":
		o.s.beginTable()
	case "table-cell", "covered-table-cell":
		o.span = max(1, atoi(o.t.Attr("number-columns-repeated")))
		o.s.beginCell()
	}
}

// end takes the end of an element.
func (o *odfReader) end() error {
	if err := o.endOther(); err != nil {
		return err
	}
	if odfFrames[string(o.t.Name)] {
		return o.leave()
	}
	switch string(o.t.Name) {
	case "p", "h":
		return o.paragraph()
	case "ruby-text":
		o.rt = max(o.rt-1, 0)
	case "note-citation", "footnote-citation", "endnote-citation":
		o.mute = max(o.mute-1, 0)
	case "deletion":
		if o.inGone = max(o.inGone-1, 0); o.inGone == 0 {
			o.endGone()
		}
	case "notes":
		if o.notes = max(o.notes-1, 0); o.pages > 0 {
			return o.beginPage(false)
		}
	case "document":
		o.closed = true
	case "config-item", "binary-data":
		o.mute = 0
	case "meta":
		o.meta = max(o.meta-1, 0)
	case "header", "header-left", "header-first", "footer", "footer-left", "footer-first":
		if o.paras[len(o.paras)-1] == 0 {
			return o.s.part("master")
		}
	case "table-cell", "covered-table-cell":
		if o.inGone == 0 {
			return o.s.endCell(o.span)
		}
	case "table-row":
		if o.inGone == 0 {
			return o.s.endRow()
		}
	case "table":
		if o.preview = true; o.inGone == 0 {
			return o.s.endTable()
		}
	}
	return nil
}

// paragraph ends a paragraph.
func (o *odfReader) paragraph() error {
	n := &o.paras[len(o.paras)-1]
	*n = max(*n-1, 0)
	if o.inGone > 0 {
		return o.goneText([]byte{'\n'})
	}
	o.s.aside(o.ruby)
	o.ruby = o.ruby[:0]
	return o.s.paragraph()
}

// attributes puts what attributes tell apart: fields and forms with what people
// wrote, and where links lead to.
func (o *odfReader) attributes() {
	for key, v := range o.t.Attrs() {
		switch string(key) {
		case "string-value", "string-value-if-true", "string-value-if-false", "current-value", "label", "help-message", "description", "column-name":
		case "value":
			switch string(o.t.Name) { // of a cell it is what is shown, too
			case "label", "text", "textarea", "combobox", "formatted-text", "option", "hidden", "password", "file", "property":
			default:
				continue
			}
		case "title":
			if string(o.t.Name) == "template" {
				continue
			}
		case "href":
			if bytes.IndexByte(v, ':') < 0 && bytes.IndexByte(v, '@') < 0 {
				continue
			}
		default:
			continue
		}
		o.s.aside(appendLine(nil, xmlscan.AppendUnescaped(nil, v)))
	}
}

// file hands out a file that is written in the text (19.28): a picture, an
// object.
func (o *odfReader) file() error {
	if o.t.Empty {
		return nil
	}
	if o.preview { // a picture of the table before it
		o.mute++
		return nil
	}
	o.binary++
	return base64Member(o.ctx, o.f, o.s.out, o.x, &o.t, fmt.Sprintf("object %d", o.binary))
}
