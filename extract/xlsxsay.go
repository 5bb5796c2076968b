package extract

import (
	"bytes"
	"io"
	"net/url"
	"unicode/utf8"

	"github.com/shikiri/shikiri/extract/xmlscan"
)

// sayings hand out what stands beside the cells of a workbook, part by part:
// comments, headers, text boxes, properties.
type sayings struct {
	p    *prose
	name string
	some bool // the line has text
	mute bool // the element says nothing that anybody wrote
	buf  []byte
}

func newSayings(out Out) *sayings { return &sayings{p: newProse(out, "")} }

func (s *sayings) close() error { return s.p.close() }

// part begins another part, unless it is this one.
func (s *sayings) part(name string) error {
	if name == s.name {
		return nil
	}
	if err := s.end(); err != nil {
		return err
	}
	s.name = name
	return s.p.part(name)
}

// write adds text to the line.
func (s *sayings) write(b []byte) error {
	if len(b) == 0 {
		return nil
	}
	s.some = true
	return s.p.write(b)
}

// end ends the line if there is one.
func (s *sayings) end() error {
	if !s.some {
		return nil
	}
	s.some = false
	return s.p.line()
}

// line writes text as a line of its own.
func (s *sayings) line(b []byte) error {
	if err := s.end(); err != nil {
		return err
	}
	if err := s.write(b); err != nil {
		return err
	}
	return s.end()
}

// inlineXML are the elements that do not end a line: pieces of text with a look
// of their own.
var inlineXML = map[string]bool{
	"r": true, "t": true, "rPr": true, "fld": true, "font": true, "span": true, "b": true, "i": true, "u": true, "s": true, "sup": true, "sub": true, "a": true,
}

// muteXML are the elements of shapes and charts whose text only says where they
// are and how they look.
var muteXML = map[string]bool{
	"col": true, "colOff": true, "row": true, "rowOff": true, "Anchor": true, "Row": true, "Column": true, "AutoFill": true, "AutoLine": true,
	"MoveWithCells": true, "SizeWithCells": true, "formatCode": true, "PrintObject": true, "posOffset": true,
}

// spokenAttrs hold words whatever they look like.
var spokenAttrs = map[string]bool{
	"descr": true, "title": true, "prompt": true, "promptTitle": true, "error": true, "errorTitle": true, "display": true, "tooltip": true,
	"author": true, "userName": true, "displayName": true, "userId": true, "url": true, "command": true, "connection": true, "description": true,
	"comment": true, "alt": true, "sourceFile": true, "user": true,
}

// muteAttrs hold nothing that anybody wrote.
var muteAttrs = map[string]bool{
	"typeface": true, "xmlns": true, "uid": true, "guid": true, "script": true, "panose": true,
	"ref": true, "sqref": true, "activeCell": true, "topLeftCell": true, "r": true, "coordsize": true, "style": true, "path": true, "id": true, "spid": true, "type": true, "x": true, "y": true, "cx": true, "cy": true,
	"enhanced-path": true, "d": true, "points": true, "viewBox": true, "transform": true, "end-cell-address": true, "cell-range-address": true,
	"base-cell-address": true, "print-ranges": true, "target-range-address": true, "values-cell-range-address": true, "label-cell-address": true,
}

// xml hands out what a part of any kind says: its text, each element a line, and
// what attributes hold of words and numbers.
func (s *sayings) xml(t *xmlscan.Token) error {
	switch t.Kind {
	case xmlscan.Text:
		b := t.Text
		if s.mute {
			return nil
		}
		if !s.some {
			b = bytes.TrimLeft(b, " \t\r\n")
		}
		return s.write(b)
	case xmlscan.End:
		s.mute = false
		if !inlineXML[string(t.Name)] {
			return s.end()
		}
	case xmlscan.Start:
		s.mute = muteXML[string(t.Name)] && !t.Empty
		switch string(t.Name) {
		case "rPh", "br":
			if err := s.end(); err != nil {
				return err
			}
		}
		return s.attrs(t)
	}
	return nil
}

func (s *sayings) attrs(t *xmlscan.Token) error {
	for name, value := range t.Attrs() {
		if len(value) < 2 || muteAttrs[string(name)] {
			continue
		}
		if bytes.IndexByte(value, '&') >= 0 {
			s.buf = xmlscan.AppendUnescaped(s.buf[:0], value)
			value = s.buf
		}
		if !spokenAttrs[string(name)] && !tellingAttr(value) {
			continue
		}
		if err := s.line(value); err != nil {
			return err
		}
	}
	return nil
}

// tellingAttr reports whether the value of an attribute may be what somebody wrote:
// it has characters that are not ASCII, an @, or many digits and is no GUID.
func tellingAttr(b []byte) bool {
	digits := 0
	for _, c := range b {
		switch {
		case c >= 0x80 || c == '@':
			return true
		case c-'0' <= 9:
			digits++
		}
	}
	return digits >= 7 && b[0] != '{' && bytes.Count(b, []byte{'-'}) < 4
}

// address hands out where a link leads. mailto: and file names are encoded.
func (s *sayings) address(target string) error {
	return s.line([]byte(unpercentName(target)))
}

// unpercentName returns a name with its %XX decoded, if that is text.
func unpercentName(name string) string {
	if plain, err := url.PathUnescape(name); err == nil {
		if utf8.ValidString(plain) {
			return plain
		}
		return decodeName([]byte(plain))
	}
	return name
}

// runs hands out the readable runs of a part that is not XML.
func (k *workbook) runs(name string, r io.Reader) error {
	_, err := readRuns(k.ctx, &File{Name: name, Size: -1, Reader: r, Budget: k.budget}, k.out)
	return err
}
