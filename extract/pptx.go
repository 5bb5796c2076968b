package extract

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/shikiri/shikiri/extract/xmlscan"
)

func init() {
	register(&Format{
		Name:   "pptx",
		Family: "office",
		Doc: "PowerPoint presentations (pptx, pptm, ppsx, potx): slides, hidden ones too, notes, comments, tables, charts, SmartArt, masters, " +
			"properties; pictures and embedded files as files of their own",
		Limits: "with a password: see encrypted Office files; what pictures show is read with --ocr only",
		Exts:   []string{".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm"},
		In:     "zip",
		Holds: func(has func(string) bool) bool {
			return has("ppt/presentation.xml") || has("ppt/") && (has("[Content_Types].xml") || has("_rels/.rels"))
		},
		Extract: extractPptx,
	})
}

// pptxLabels says what the parts of a slide are called, by the kind of their
// relationship.
var pptxLabels = map[string]string{"notesSlide": "notes", "comments": "comments", "chart": "chart", "chartEx": "chart", "diagramData": "diagram", "diagramDrawing": "diagram"}

// extractPptx reads the slides in their order, each with what belongs to it,
// then the rest.
func extractPptx(ctx context.Context, f *File, out Out) error {
	return readOOXML(ctx, f, out, func(p *ooxmlPackage) error {
		for i, name := range p.slides() {
			if err := p.slide(name, i+1); err != nil {
				return err
			}
		}
		return nil
	})
}

// slides returns the names of the slides, in the order of the presentation, or,
// if that cannot be read, by their numbers.
func (p *ooxmlPackage) slides() []string {
	main := p.main("ppt/presentation.xml")
	_, links := p.links(main)
	var names []string
	_ = p.xml(main, func(r io.Reader) error {
		return eachTag(r, func(t *xmlscan.Token) error {
			if string(t.Name) != "sldId" || len(names) >= zipDocumentParts {
				return nil
			}
			for key, value := range t.Attrs() { // its own id is a number, the other that of a relationship
				if l := links[string(value)]; string(key) == "id" && l.target != "" {
					names = append(names, l.target)
				}
			}
			return nil
		})
	})
	if len(names) > 0 {
		return names
	}
	for _, name := range p.z.names() {
		if strings.HasPrefix(strings.ToLower(name), "ppt/slides/slide") {
			names = append(names, name)
		}
	}
	slices.SortStableFunc(names, comparePartNames)
	return names
}

// slide reads one slide and what it refers to.
func (p *ooxmlPackage) slide(name string, number int) error {
	if err := p.part(name, fmt.Sprintf("slide %d", number)); err != nil {
		return err
	}
	order, links := p.links(name)
	for _, id := range order {
		l := links[id]
		label := pptxLabels[l.kind]
		if label == "" || !isXMLPart(strings.ToLower(l.target)) {
			continue
		}
		if err := p.part(l.target, fmt.Sprintf("%s of slide %d", label, number)); err != nil {
			return err
		}
	}
	return nil
}
