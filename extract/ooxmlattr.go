package extract

import (
	"bytes"

	"github.com/shikiri/shikiri/extract/xmlscan"
)

// ooxmlAttributes holds the attributes that people write, or that keep what
// they wrote: alternative text, tips, entries of lists, the source of a mail
// merge, variables of macros. "!" before a name asks for more than ASCII in its
// value: the rest are names that programs give.
var ooxmlAttributes = map[string][]string{
	"docPr": {"descr", "title", "!name"}, "cNvPr": {"descr", "title", "!name"},
	"hlinkClick": {"tooltip"}, "hlinkHover": {"tooltip"}, "hyperlink": {"tooltip"}, "hlink": {"dest", "screenTip"},
	"shape": {"alt", "title"}, "rect": {"alt", "title"}, "roundrect": {"alt", "title"}, "oval": {"alt", "title"}, "group": {"alt", "title"},
	"line": {"alt", "title"}, "polyline": {"alt", "title"}, "image": {"alt", "title"}, "imagedata": {"title"}, "textpath": {"string"},
	"tblCaption": {"val"}, "tblDescription": {"val"}, "fldSimple": {"instr"},
	"alias": {"val"}, "tag": {"name", "val"}, "listItem": {"displayText", "!value"}, "docPart": {"!val"},
	"default": {"!val"}, "listEntry": {"val"}, "statusText": {"val"}, "helpText": {"val"}, "result": {"!val"},
	"docVar": {"name", "val"}, "connectString": {"val"}, "query": {"val"}, "udl": {"val"}, "mailSubject": {"val"}, "addressFieldName": {"val"},
	"mappedName": {"val"}, "name": {"!val"}, "bookmarkStart": {"!name"},
	"cSld": {"!name"}, "custShow": {"name"}, "section": {"name"}, "cmAuthor": {"name"}, "author": {"name"}, "person": {"author", "displayName"},
	"attribute": {"!val"}, "smartTag": {"!element"}, "attr": {"val"}, "control": {"!name"}, "property": {"name", "!value"},
}

// ooxmlNames holds the elements whose attributes are names of fonts and styles,
// signs before lines and formats of numbers, in any script.
var ooxmlNames = map[string]bool{
	"rFonts": true, "font": true, "latin": true, "ea": true, "cs": true, "sym": true, "buFont": true, "altName": true, "buChar": true, "numFmt": true,
	"lvlText": true, "pStyle": true, "rStyle": true, "tblStyle": true, "style": true, "basedOn": true, "next": true, "link": true, "numStyleLink": true,
	"styleLink": true, "lsdException": true, "char": true, "begChr": true, "endChr": true, "chr": true, "sepChr": true, "noLineBreaksAfter": true,
	"noLineBreaksBefore": true, "themeFont": true, "clrScheme": true, "fontScheme": true, "fmtScheme": true, "theme": true, "kinsoku": true, "f": true, "path": true,
}

// attributes puts what attributes of the element tell apart.
func (o *ooxmlText) attributes() {
	keys, known := ooxmlAttributes[string(o.t.Name)]
	if !known && !ooxmlNames[string(o.t.Name)] {
		o.anyAttribute()
	}
	for _, key := range keys {
		foreign := key[0] == '!'
		if foreign {
			key = key[1:]
		}
		v := o.t.Attr(key)
		if len(v) == 0 || foreign && indexHigh(v) == len(v) && bytes.IndexByte(v, '&') < 0 && bytes.IndexByte(v, '.') < 0 {
			continue
		}
		o.s.aside(appendLine(nil, xmlscan.AppendUnescaped(nil, v)))
	}
	if string(o.t.Name) == "comment" {
		o.author("author")
	}
}

// anyAttribute puts apart what stands in attributes of elements that are not
// known and is more than ASCII, or an address of mail.
func (o *ooxmlText) anyAttribute() {
	for key, v := range o.t.Attrs() {
		at := bytes.IndexByte(v, '@')
		if indexHigh(v) == len(v) && (at < 1 || bytes.IndexByte(v[at:], '.') < 0 || bytes.IndexByte(v, ',') >= 0) || string(key) == "author" {
			continue
		}
		o.s.aside(appendLine(nil, xmlscan.AppendUnescaped(nil, v)))
	}
}

// author puts the name of who changed something apart, once.
func (o *ooxmlText) author(key string) {
	v := o.t.Attr(key)
	if len(v) == 0 || o.authors[string(v)] || len(o.authors) >= ooxmlAuthors {
		return
	}
	o.authors[string(v)] = true
	o.s.aside(appendLine(nil, xmlscan.AppendUnescaped(nil, v)))
}

// An ooxmlChoice is an AlternateContent (ECMA-376 part 3): the same told in more
// than one way, for programs new and old.
type ooxmlChoice struct {
	frame  *storyFrame
	count  int // of the frame's paragraphs
	start  int // of what is open in the frame's paragraph
	text   []byte
	nested bool // deeper than is followed
}

// alternate takes the start or end of an AlternateContent and of what is in it.
// All is read, but what a Fallback only repeats is dropped: a text box would be
// found twice.
func (o *ooxmlText) alternate(start bool) error {
	if string(o.t.Name) == "AlternateContent" {
		switch n := len(o.choices); {
		case start && n < storyDepth:
			o.choices = append(o.choices, ooxmlChoice{})
			if n == 0 {
				clear(o.s.seen)
			}
		case start:
			o.choices[n-1].nested = true
		case n > 0:
			o.choices = o.choices[:n-1]
			if n == 1 {
				o.s.remember, o.s.known = 0, 0
			}
		}
		return nil
	}
	n := len(o.choices)
	if n == 0 || o.choices[n-1].nested {
		return nil
	}
	c, f, depth := &o.choices[n-1], o.s.frame(), &o.s.remember
	if string(o.t.Name) == "Fallback" {
		depth = &o.s.known
	}
	if start {
		*depth++
		c.frame, c.count, c.start = f, f.count, len(f.para)
		return nil
	}
	*depth = max(*depth-1, 0)
	if c.frame != f || c.count != f.count || c.start > len(f.para) {
		return nil
	}
	switch inline := f.para[c.start:]; {
	case depth == &o.s.remember:
		c.text = append(c.text, inline...)
	case len(c.text) > 0: // two versions in one line would make one word of them
		if !bytes.Equal(c.text, inline) {
			o.s.aside(inline)
		}
		f.para = f.para[:c.start]
	}
	return nil
}
