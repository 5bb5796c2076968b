package extract

import (
	"context"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/shikiri/shikiri/extract/xmlscan"
)

func init() {
	register(&Format{
		Name:   "xps",
		Family: "print",
		Doc:    "XPS and OpenXPS, what Windows prints into: text of all pages in lines, by where it stands; links, properties; pictures as files of their own",
		Limits: "pages whose text is drawn as shapes, or told by glyphs only, are listed as partial",
		Exts:   []string{".xps", ".oxps"},
		In:     "zip",
		Holds: func(has func(string) bool) bool {
			for _, name := range []string{"FixedDocSeq.fdseq", "FixedDocumentSequence.fdseq"} {
				if has(name) || has(name+"/") {
					return true
				}
			}
			// Names are free: no other document has these folders.
			return has("Documents/1/Pages/") && (has("[Content_Types].xml") || has("[Content_Types].xml/") || has("_rels/"))
		},
		Extract: extractXPS,
	})
}

// An xpsPackage is a package whose parts may be cut in pieces, which printers
// are sent as they become ready (ECMA-388; ECMA-376 part 2, 9.2.4 interleaving).
type xpsPackage struct {
	ctx    context.Context
	z      *zipFile
	out    Out
	s      *story
	pieces map[string][]string // members of a part, by its name in lower case
	names  []string            // of parts, sorted
	done   map[string]bool
	shapes int // pages with shapes and no text
	glyphs int // pages with text that is told by glyphs only
	pages  int
}

func extractXPS(ctx context.Context, f *File, out Out) error {
	z, err := openZip(ctx, f)
	if err != nil {
		return err
	}
	defer z.close()
	p := &xpsPackage{ctx: ctx, z: z, out: out, s: newStory(out, "page 1"), pieces: make(map[string][]string), done: make(map[string]bool)}
	p.gather()
	err = p.read()
	if cerr := p.s.close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = p.files()
	}
	if err == nil && p.shapes+p.glyphs > 0 {
		err = &Skip{ReasonPartial, fmt.Sprintf("of %d pages %d hold shapes and no text, %d glyphs without text", p.pages, p.shapes, p.glyphs)}
	}
	return z.fault(err)
}

// gather finds the parts: a member each, or pieces "[0].piece" to
// "[n].last.piece" in a folder of the part's name.
func (p *xpsPackage) gather() {
	for _, name := range p.z.names() {
		part, piece := path.Split(name)
		if !strings.HasSuffix(piece, ".piece") || !strings.HasPrefix(piece, "[") {
			part = name
		}
		part = strings.TrimSuffix(part, "/")
		key := strings.ToLower(part)
		if p.pieces[key] == nil {
			p.names = append(p.names, part)
		}
		p.pieces[key] = append(p.pieces[key], name)
	}
	for _, pieces := range p.pieces {
		slices.SortFunc(pieces, func(a, b string) int { return pieceNumber(a) - pieceNumber(b) })
	}
	slices.SortStableFunc(p.names, comparePartNames)
}

func pieceNumber(name string) int {
	number, _, _ := strings.Cut(strings.TrimPrefix(path.Base(name), "["), "]")
	return atoi([]byte(number))
}

// take reports whether a part is there and was not read, and notes that it is.
func (p *xpsPackage) take(name string) bool {
	key := strings.ToLower(name)
	if p.done[key] || p.pieces[key] == nil {
		return false
	}
	p.done[key] = true
	return true
}

// open returns a part from its pieces.
func (p *xpsPackage) open(name string) *xpsPart {
	return &xpsPart{p: p, rest: p.pieces[strings.ToLower(name)]}
}

// An xpsPart reads the pieces of a part one after the other.
type xpsPart struct {
	p    *xpsPackage
	rest []string
	n    int // of pieces that were opened
	last string
	r    io.Reader
	done func()
}

func (x *xpsPart) Read(b []byte) (int, error) {
	for {
		if x.r == nil {
			if err := x.next(); err != nil {
				return 0, err
			}
		}
		n, err := x.r.Read(b)
		if err == io.EOF {
			x.close()
			err = nil
		}
		if n > 0 || err != nil {
			return n, err
		}
	}
}

// next opens the next piece. Where one is missing the part is damaged.
func (x *xpsPart) next() error {
	if len(x.rest) == 0 {
		if strings.HasSuffix(x.last, ".piece") && !strings.HasSuffix(x.last, ".last.piece") {
			return &Skip{ReasonDamaged, "pieces are missing"}
		}
		return io.EOF
	}
	name := x.rest[0]
	if strings.HasSuffix(name, ".piece") && pieceNumber(name) != x.n {
		return &Skip{ReasonDamaged, "pieces are missing"}
	}
	r, done, err := x.p.z.open(name)
	if err != nil {
		return err
	}
	x.r, x.done, x.last, x.rest, x.n = r, done, name, x.rest[1:], x.n+1
	return nil
}

func (x *xpsPart) close() {
	if x.r != nil {
		x.done()
		x.r = nil
	}
}

// xml has read called with a part as UTF-8 text. The error is one that ends the
// document.
func (p *xpsPackage) xml(name string, read func(io.Reader) error) error {
	x := p.open(name)
	defer x.close()
	return noteFault(p.ctx, p.out, name, read(decodeXML(x)))
}

// sources returns the parts that a part refers to by elements of that name.
func (p *xpsPackage) sources(name, element string) (names []string, err error) {
	if !p.take(name) {
		return nil, nil
	}
	err = p.xml(name, func(r io.Reader) error {
		return eachTag(r, func(t *xmlscan.Token) error {
			if string(t.Name) == element && len(names) < zipDocumentParts {
				names = append(names, resolve(path.Dir(name)+"/", string(xmlscan.AppendUnescaped(nil, t.Attr("Source")))))
			}
			return nil
		})
	})
	return names, err
}

// read reads the pages in their order, then those that are in none, then what
// else is XML.
func (p *xpsPackage) read() error {
	for _, name := range p.names {
		if !strings.HasSuffix(strings.ToLower(name), ".fdseq") {
			continue
		}
		documents, err := p.sources(name, "DocumentReference")
		if err != nil {
			return err
		}
		for _, document := range documents {
			pages, err := p.sources(document, "PageContent")
			if err != nil {
				return err
			}
			for _, page := range pages {
				if err := p.page(page); err != nil {
					return err
				}
			}
		}
	}
	for _, name := range p.names {
		if strings.HasSuffix(strings.ToLower(name), ".fpage") {
			if err := p.page(name); err != nil {
				return err
			}
		}
	}
	return p.others()
}

// others reads properties, and tickets of print jobs, which have names.
func (p *xpsPackage) others() error {
	text := newOOXMLText(p.s)
	for _, name := range p.names {
		key := strings.ToLower(name)
		read, label := text.read, visible(name)
		switch {
		case strings.HasPrefix(key, "[content_types].xml"), !isXMLPart(key), strings.HasSuffix(key, ".rels"):
			continue
		case strings.HasPrefix(key, "docprops/"), strings.Contains(key, "coreproperties"), strings.HasSuffix(key, ".psmdcp"):
			label, read = "properties", func(r io.Reader) error { return readProperties(r, p.s) }
		}
		if !p.take(name) {
			continue
		}
		if err := p.s.part(label); err != nil {
			return err
		}
		if err := p.xml(name, read); err != nil {
			return err
		}
	}
	return nil
}

// files hands out pictures and whatever else is inside. Fonts and the structure
// of pages are no data.
func (p *xpsPackage) files() error {
	for _, name := range p.names {
		switch path.Ext(strings.ToLower(name)) {
		case ".odttf", ".ttf", ".otf", ".ttc", ".rels", ".fdseq", ".fdoc", ".struct", ".frag", ".icc", ".icm":
			continue
		}
		if strings.EqualFold(name, "[Content_Types].xml") || !p.take(name) {
			continue
		}
		if err := p.file(name); err != nil {
			return err
		}
	}
	return nil
}

func (p *xpsPackage) file(name string) error {
	reserve, err := p.z.f.Budget.hold()
	if err != nil {
		return err
	}
	defer p.z.f.Budget.release(reserve)
	x := p.open(name)
	defer x.close()
	return p.out.Member(&File{Name: name, Size: -1, Reader: x, Budget: p.z.f.Budget})
}
