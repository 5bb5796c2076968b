package extract

import (
	"bufio"
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/shikiri/shikiri/extract/xmlscan"
)

// xmlHead is how much of a part tells its charset.
const xmlHead = 4 << 10

// An ooxmlPackage is a document of parts (ECMA-376 part 2): a zip of XML, with
// pictures and files in it. Each part is read once, in the order of whoever asks
// first; rest reads what nobody asked for.
type ooxmlPackage struct {
	ctx  context.Context
	z    *zipFile
	out  Out
	s    *story
	text *ooxmlText
	done map[string]bool // parts that were read, in lower case
}

// readOOXML opens f and has read called for its parts that stand in an order;
// then the others are read, and the files inside are handed out.
func readOOXML(ctx context.Context, f *File, out Out, read func(*ooxmlPackage) error) error {
	z, err := openZip(ctx, f)
	if err != nil {
		return err
	}
	defer z.close()
	p := &ooxmlPackage{ctx: ctx, z: z, out: out, s: newStory(out, "body"), done: make(map[string]bool)}
	p.text = newOOXMLText(p.s)
	err = read(p)
	if err == nil {
		err = p.rest()
	}
	if cerr := p.s.close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = p.files()
	}
	return z.fault(err)
}

// take reports whether a part is there and was not read, and notes that it is.
func (p *ooxmlPackage) take(name string) bool {
	key := strings.ToLower(strings.TrimPrefix(name, "/"))
	if p.done[key] || !p.z.has(key) {
		return false
	}
	p.done[key] = true
	return true
}

// part reads a part as text, which comes under the name of label.
func (p *ooxmlPackage) part(name, label string) error {
	if !p.take(name) {
		return nil
	}
	if err := p.s.part(label); err != nil {
		return err
	}
	if kind, _ := splitPartName(name); strings.Contains(name, "/diagrams/") {
		switch kind { // SmartArt keeps its text and, again, how it was drawn
		case "data":
			p.s.remember = 1
		case "drawing":
			p.s.known = 1
		}
	}
	return p.xml(name, p.text.read)
}

// xml has read called with a part as UTF-8 text. What is wrong with the part is
// noted, and the document goes on.
func (p *ooxmlPackage) xml(name string, read func(io.Reader) error) error {
	return readXMLPart(p.ctx, p.z, p.out, name, read)
}

// readXMLPart has read called with a member of z, which is XML, as UTF-8 text.
// The error is one that ends the document.
func readXMLPart(ctx context.Context, z *zipFile, out Out, name string, read func(io.Reader) error) error {
	r, done, err := z.open(name)
	if err == nil && r != nil {
		defer done()
		err = read(decodeXML(r))
	}
	return noteFault(ctx, out, name, err)
}

// decodeXML returns XML in any charset as UTF-8 text.
func decodeXML(r io.Reader) io.Reader {
	br := bufio.NewReaderSize(r, xmlHead)
	head, _ := br.Peek(xmlHead)
	return newDecoder(br, sniffCharset(head))
}

// noteFault notes why a part of a document was not read to its end and returns
// nil, or returns err if it ends the document.
func noteFault(ctx context.Context, out Out, name string, err error) error {
	if err == nil || ctx.Err() != nil {
		return err
	}
	var s *Skip
	switch {
	case errors.As(err, &s):
		if s.Reason == ReasonTooLarge || s.Reason == ReasonTooDeep {
			return err
		}
	case errors.Is(err, xmlscan.ErrTag), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.ErrNoProgress):
		s = damaged(err).(*Skip)
	default:
		return err
	}
	out.Skip(name, *s)
	return nil
}

// rest reads the XML that nobody asked for: headers and notes, charts, settings,
// then properties, then where links go.
func (p *ooxmlPackage) rest() error {
	names := slices.DeleteFunc(p.z.names(), func(name string) bool {
		key := strings.ToLower(name)
		return p.done[key] || !isXMLPart(key) || strings.HasPrefix(key, "docprops/") || strings.HasPrefix(key, "customxml/item") && !strings.HasPrefix(key, "customxml/itemprops")
	})
	slices.SortStableFunc(names, comparePartNames)
	for _, name := range names {
		if strings.HasSuffix(strings.ToLower(name), ".rels") || strings.EqualFold(name, "[Content_Types].xml") {
			continue
		}
		if err := p.part(name, partLabel(name, names)); err != nil {
			return err
		}
	}
	if err := p.properties(); err != nil {
		return err
	}
	return p.outside(names)
}

// isXMLPart tells XML from files inside by the name, in lower case.
func isXMLPart(key string) bool {
	return strings.HasSuffix(key, ".xml") || strings.HasSuffix(key, ".rels") || strings.HasSuffix(key, ".vml")
}

// files hands out the files inside: pictures, embedded documents, data.
func (p *ooxmlPackage) files() error {
	for _, name := range p.z.names() {
		key := strings.ToLower(name)
		if p.done[key] || key == "[content_types].xml" || strings.HasSuffix(key, ".odttf") {
			continue // fonts, garbled, are no data
		}
		if strings.Contains(key, "/printersettings") { // nor is how a printer was set
			continue
		}
		if err := handMember(p.ctx, p.z, p.out, name); err != nil {
			return err
		}
	}
	return nil
}

// handMember hands out a member of a document as a file of its own.
func handMember(ctx context.Context, z *zipFile, out Out, name string) error {
	reserve, err := z.f.Budget.hold()
	if err != nil {
		return err
	}
	defer z.f.Budget.release(reserve)
	f, done, err := z.member(name)
	if err != nil {
		return noteFault(ctx, out, name, err)
	}
	if f == nil {
		return nil
	}
	defer done()
	return out.Member(f)
}
