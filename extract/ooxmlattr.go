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
	"attribute": {"!val"}, "smartTag": {"!element"}, "attr": {"val"}, "control": {"!name"}, "property": {"name"},
}

// attributes puts what attributes of the element tell apart.
func (o *ooxmlText) attributes() {
	for _, key := range ooxmlAttributes[string(o.t.Name)] {
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
