package extract

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// An rtfDest is where the text of a group goes.
type rtfDest uint8

const (
	rtfText    rtfDest = iota // the story
	rtfSkip                   // nowhere
	rtfFonts                  // the table of fonts
	rtfAside                  // apart
	rtfCode                   // that of a field
	rtfForeign                // apart if it is more than ASCII: names that programs give, too
	rtfAuthors                // apart, one after each semicolon
	rtfProperty
	rtfPropertyName
	rtfShapeName
	rtfShapeValue
	rtfPicture
	rtfObject
	rtfRuns  // hexadecimal data in which readable runs are looked for
	rtfFrame // a text apart: a note, a text box
	rtfPart  // a header or footer
	rtfInner // as around it
	rtfTag   // a tag of HTML that the text was made from
)

// rtfDests holds the destinations. One that is not here and may be skipped, for
// \* says so, is.
var rtfDests = map[string]rtfDest{
	"fonttbl": rtfFonts, "colortbl": rtfSkip, "stylesheet": rtfSkip, "listtable": rtfSkip, "listoverridetable": rtfSkip, "rsidtbl": rtfSkip,
	"generator": rtfSkip, "xmlnstbl": rtfSkip, "themedata": rtfSkip, "colorschememapping": rtfSkip, "latentstyles": rtfSkip, "filetbl": rtfAside,
	"datastore": rtfRuns, "revtbl": rtfAuthors, "fldinst": rtfCode, "fldrslt": rtfInner, "nonesttables": rtfSkip, "pgptbl": rtfSkip,
	"footnote": rtfFrame, "annotation": rtfFrame, "shptxt": rtfFrame, "dptxbxtext": rtfFrame, "ftnsep": rtfSkip, "ftnsepc": rtfSkip, "aftnsep": rtfSkip, "aftnsepc": rtfSkip,
	"atnid": rtfAside, "atnauthor": rtfAside, "atnref": rtfSkip, "atndate": rtfSkip, "atntime": rtfSkip, "atrfstart": rtfSkip, "atrfend": rtfSkip, "atnparent": rtfSkip,
	"header": rtfPart, "headerl": rtfPart, "headerr": rtfPart, "headerf": rtfPart, "footer": rtfPart, "footerl": rtfPart, "footerr": rtfPart, "footerf": rtfPart,
	"title": rtfProperty, "subject": rtfProperty, "author": rtfProperty, "operator": rtfProperty, "manager": rtfProperty, "company": rtfProperty, "category": rtfProperty,
	"keywords": rtfProperty, "comment": rtfProperty, "doccomm": rtfProperty, "hlinkbase": rtfProperty, "propname": rtfPropertyName, "staticval": rtfProperty, "linkval": rtfProperty,
	"pict": rtfPicture, "shppict": rtfInner, "nonshppict": rtfSkip, "objdata": rtfObject, "objclass": rtfSkip, "objname": rtfForeign, "result": rtfInner,
	"blipuid": rtfSkip, "picprop": rtfInner, "shpinst": rtfInner, "shprslt": rtfInner, "do": rtfInner, "sn": rtfShapeName, "sv": rtfShapeValue,
	"listtext": rtfInner, "pntext": rtfInner, "pn": rtfInner, "pntxta": rtfSkip, "pntxtb": rtfSkip, "bkmkstart": rtfForeign, "bkmkend": rtfSkip,
	"ffname": rtfForeign, "ffdeftext": rtfAside, "ffl": rtfAside, "ffhelptext": rtfAside, "ffstattext": rtfAside, "formfield": rtfInner, "xe": rtfAside, "tc": rtfAside,
	"mailmerge": rtfInner, "mmconnectstr": rtfAside, "mmdatasource": rtfAside, "mmquery": rtfAside, "mmaddfieldname": rtfAside, "mmmailsubject": rtfAside,
	"mmconnectstrdata": rtfAside, "mmheadersource": rtfAside, "docvar": rtfInner, "hlfr": rtfAside, "hlloc": rtfAside, "hlsrc": rtfAside, "hl": rtfInner,
	"moMath": rtfInner, "moMathPara": rtfInner, "mmath": rtfInner, "mmathPr": rtfSkip, "nesttableprops": rtfInner, "template": rtfForeign, "userprops": rtfPart, "info": rtfPart,
	"htmltag": rtfTag, "mhtmltag": rtfTag, "protusertbl": rtfAuthors, "writereservation": rtfSkip, "passwordhash": rtfSkip, "wgrffmtfilter": rtfSkip,
	"oldcprops": rtfSkip, "oldpprops": rtfSkip, "oldtprops": rtfSkip, "oldsprops": rtfSkip, "background": rtfInner, "falt": rtfSkip, "panose": rtfSkip, "fontemb": rtfSkip,
	"txfieldtext": rtfInner, "listname": rtfForeign, "leveltext": rtfSkip, "levelnumbers": rtfSkip, "atnicn": rtfInner,
}

// rtfLabels says what properties are called that name people.
var rtfLabels = map[string]string{"author": "作成者", "operator": "更新者", "manager": "管理者", "company": "会社名"}

// begin takes a destination at the beginning of its group.
func (o *rtfReader) begin(d rtfDest, word string) error {
	if err := o.flush(); err != nil {
		return err
	}
	st := &o.st
	if d == rtfInner || st.dest == rtfSkip || st.dest == rtfFonts {
		return nil
	}
	switch d {
	case rtfFrame:
		if st.dest != rtfText || st.frame {
			return nil
		}
		st.frame, st.tables = true, o.tables
		o.tables, st.table = 0, false
		o.s.enter()
	case rtfPart:
		if st.dest != rtfText || st.part {
			return nil
		}
		st.part, st.line, st.nth = true, 0, 0
		o.tables, st.table = 0, false
		if err := o.s.end(); err != nil {
			return err
		}
		if err := o.s.prose.end(); err != nil {
			return err
		}
		st.line, st.nth = o.s.prose.block.Line, o.s.nth
		return o.s.part(rtfPartName(word))
	case rtfProperty:
		if label := rtfLabels[word]; label != "" {
			word = label
		}
		if word != "staticval" {
			o.name = append(o.name[:0], word...)
		}
		fallthrough
	default:
		st.dest, st.gather = d, true
	}
	return nil
}

// rtfPartName is what a part is called.
func rtfPartName(word string) string {
	for _, name := range []string{"header", "footer"} {
		if strings.HasPrefix(word, name) {
			return name
		}
	}
	return "properties"
}

// leave ends what the group began.
func (o *rtfReader) leave() error {
	st := &o.st
	if st.once > 0 {
		o.s.remember, o.s.known = 0, 0
	}
	switch {
	case st.frame:
		o.tables = st.tables
		return o.s.leave()
	case st.part:
		o.tables = 0
		line, nth := st.line, st.nth
		err := o.s.part(o.body)
		o.s.prose.block.Line, o.s.nth = line, nth
		return err
	case st.gather:
		return o.gathered()
	}
	return nil
}

// flush hands on the text that was read.
func (o *rtfReader) flush() error {
	if err := o.broken(); err != nil {
		return err
	}
	if len(o.run) == 0 {
		return nil
	}
	run := o.run
	o.run = o.run[:0]
	if !utf8.Valid(run) {
		run = bytes.ToValidUTF8(run, []byte("\uFFFD"))
	}
	switch o.st.dest {
	case rtfText:
		if err := o.inTable(); err != nil {
			return err
		}
		return o.s.changedText(run, o.st.change)
	case rtfSkip, rtfFonts, rtfPicture, rtfObject, rtfRuns:
		return nil
	}
	o.other = append(o.other, run...)
	if len(o.other) > storyAsides {
		return o.gathered()
	}
	return nil
}

// surrounding is the destination around the group.
func (o *rtfReader) surrounding() rtfDest {
	if n := len(o.stack); n > 0 {
		return o.stack[n-1].dest
	}
	return rtfSkip
}

// gathered ends the text of a destination.
func (o *rtfReader) gathered() error {
	b := bytes.TrimSpace(o.other)
	o.other = o.other[:0]
	if len(b) == 0 {
		return nil
	}
	switch o.st.dest {
	case rtfCode:
		if guide, base, ok := phoneticField(b); ok && o.surrounding() == rtfText {
			o.s.aside(guide)
			return firstError(o.inTable(), o.s.changedText(base, o.st.change))
		}
		o.s.aside(b)
	case rtfAside:
		o.s.aside(b)
	case rtfForeign:
		if indexHigh(b) < len(b) {
			o.s.aside(b)
		}
	case rtfAuthors:
		for name := range bytes.SplitSeq(b, []byte{';'}) {
			if string(name) != "Unknown" {
				o.s.aside(name)
			}
		}
	case rtfPropertyName, rtfShapeName:
		o.name = append(o.name[:0], b[:min(len(b), 1<<10)]...)
	case rtfProperty:
		o.s.aside(bytes.Join([][]byte{o.name, b}, []byte(": ")))
	case rtfShapeValue:
		if indexHigh(b) < len(b) || bytes.HasPrefix(o.name, []byte("wz")) || string(o.name) == "gtextUNICODE" || bytes.HasPrefix(o.name, []byte("pihl")) {
			o.s.aside(b)
		}
	case rtfTag: // addresses, and what stands for a picture
		if bytes.Contains(b, []byte("href")) || bytes.Contains(b, []byte("alt=")) || bytes.Contains(b, []byte("title=")) || indexHigh(b) < len(b) {
			o.s.aside(b)
		}
	}
	if len(o.s.asides) < storyAsides {
		return nil
	}
	return o.s.settle()
}
