package extract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/shikiri/shikiri/extract/xmlscan"
)

func init() {
	register(&Format{
		Name:    "wordxml",
		Family:  "office",
		Doc:     "Word and PowerPoint documents that are one file of XML, of Word 2003 and as flat packages: as docx; pictures and files in them as files of their own",
		Exts:    []string{".xml"},
		Match:   func(head []byte) bool { return wordXMLRoot(head) != "" },
		Extract: extractWordXML,
	})
}

// wordXMLRoot returns the root of a document that is one file of XML, "" if head
// is none: w:wordDocument of Word 2003, pkg:package since.
func wordXMLRoot(head []byte) string {
	head = bytes.TrimLeft(trimBOM(head), " \t\r\n")
	if len(head) == 0 || head[0] != '<' {
		return ""
	}
	x := xmlscan.NewReader(bytes.NewReader(head))
	var t xmlscan.Token
	for {
		if x.Next(&t) != nil {
			return ""
		}
		if t.Kind != xmlscan.Start {
			continue
		}
		switch name := string(t.Name); name {
		case "wordDocument":
			return name
		case "package":
			if bytes.Contains(head, []byte("schemas.microsoft.com/office/2006/xmlPackage")) {
				return name
			}
		}
		return ""
	}
}

func extractWordXML(ctx context.Context, f *File, out Out) error {
	if err := f.Budget.enter(f.Size); err != nil {
		return err
	}
	defer f.Budget.leave()
	src := &source{ctx: ctx, r: f.Reader}
	s := newStory(out, "body")
	text := newOOXMLText(s)
	text.flat = &ooxmlFlat{ctx: ctx, f: f}
	err := text.read(newDecoder(src, utf8Text))
	if cerr := s.close(); err == nil {
		err = cerr
	}
	if err == nil && !text.flat.closed {
		err = io.ErrUnexpectedEOF
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, xmlscan.ErrTag) {
		return src.fault(err)
	}
	return err
}

// An ooxmlFlat is what a document in one file has besides the parts that are in
// it, and what Word 2003 did in another way.
type ooxmlFlat struct {
	ctx    context.Context
	f      *File
	root   string
	closed bool
	files  int
	name   string // of the part that is read
	notes  []byte // annotations that are open: 'c' comments, 'd' deleted, 'i' inserted
}

// start takes the start of an element before anybody else. It reports whether
// that is all there is to it.
func (f *ooxmlFlat) start(o *ooxmlText) (done bool, err error) {
	if f.root == "" {
		f.root = string(o.t.Name)
	}
	switch string(o.t.Name) {
	case "part":
		if f.name = strings.TrimPrefix(string(o.t.Attr("name")), "/"); f.root == "package" {
			return true, o.s.part(partLabel(f.name, nil))
		}
	case "binData", "binaryData":
		if o.t.Empty {
			return true, nil
		}
		f.files++
		name := f.name
		if name == "" {
			name = fmt.Sprintf("object %d", f.files)
		}
		return true, base64Member(f.ctx, f.f, o.s.out, o.x, &o.t, visible(name))
	case "annotation":
		return true, f.annotation(o)
	case "Relationship":
		if string(o.t.Attr("TargetMode")) == "External" {
			o.s.aside(appendLine(nil, xmlscan.AppendUnescaped(nil, o.t.Attr("Target"))))
		}
	}
	return false, nil
}

// annotation begins a comment or a change of Word 2003.
func (f *ooxmlFlat) annotation(o *ooxmlText) error {
	if o.t.Empty || len(f.notes) >= zipDocumentParts {
		return nil
	}
	kind := byte(' ')
	switch string(o.t.Attr("type")) {
	case "Word.Comment":
		kind = 'c'
		o.flushAsides()
		o.s.enter()
	case "Word.Deletion":
		kind = 'd'
		o.del++
	case "Word.Insertion":
		kind = 'i'
		o.ins++
	}
	o.author("author")
	f.notes = append(f.notes, kind)
	return nil
}

// end takes the end of an element before anybody else.
func (f *ooxmlFlat) end(o *ooxmlText) error {
	switch name := string(o.t.Name); {
	case name == f.root:
		f.closed = true
	case name == "annotation" && len(f.notes) > 0 && !o.t.Empty:
		kind := f.notes[len(f.notes)-1]
		f.notes = f.notes[:len(f.notes)-1]
		switch kind {
		case 'c':
			o.flushAsides()
			return o.s.leave()
		case 'd':
			o.del = max(o.del-1, 0)
		case 'i':
			o.ins = max(o.ins-1, 0)
		}
	}
	return nil
}
