package extract

import (
	"context"
	"io"
	"slices"
	"strings"

	"github.com/shikiri/shikiri/extract/xmlscan"
)

// The media types of OpenDocument that are read as running text (OpenDocument
// 1.3 part 2, 3.3). Templates and masters have more behind these.
const (
	odfText         = "application/vnd.oasis.opendocument.text"
	odfPresentation = "application/vnd.oasis.opendocument.presentation"
	odfGraphics     = "application/vnd.oasis.opendocument.graphics"
)

// odfEncrypted is why a document with a password is not read.
var odfEncrypted = Skip{ReasonEncrypted, "a document with a password"}

// An odfPackage is a zip with an OpenDocument in it.
type odfPackage struct {
	ctx       context.Context
	z         *zipFile
	out       Out
	encrypted map[string]bool // members, by name
	done      map[string]bool
}

// openODF opens f; the caller closes the zip. What is encrypted is known.
func openODF(ctx context.Context, f *File, out Out) (*odfPackage, error) {
	z, err := openZip(ctx, f)
	if err != nil {
		return nil, err
	}
	p := &odfPackage{ctx: ctx, z: z, out: out, encrypted: make(map[string]bool), done: make(map[string]bool)}
	if err := p.manifest(); err != nil {
		z.close()
		return nil, err
	}
	return p, nil
}

// manifest notes which members are encrypted (part 2, 4.8).
func (p *odfPackage) manifest() error {
	const name = "META-INF/manifest.xml"
	p.done[name] = true
	if !p.z.has(name) {
		return nil
	}
	member := ""
	return p.xml(name, func(r io.Reader) error {
		return eachTag(r, func(t *xmlscan.Token) error {
			switch string(t.Name) {
			case "file-entry":
				member = string(xmlscan.AppendUnescaped(nil, t.Attr("full-path")))
			case "encryption-data":
				if len(p.encrypted) < zipDocumentParts {
					p.encrypted[member] = true
				}
			}
			return nil
		})
	})
}

// locked reports whether the text itself is encrypted, alone or with all the
// rest in one member.
func (p *odfPackage) locked() bool {
	return p.encrypted["content.xml"] || p.z.has("encrypted-package")
}

// xml has read called with a member as UTF-8 text; see readXMLPart.
func (p *odfPackage) xml(name string, read func(io.Reader) error) error {
	return readXMLPart(p.ctx, p.z, p.out, name, read)
}

// take reports whether a member is there, can be read and was not, and notes
// that it is.
func (p *odfPackage) take(name string) bool {
	if p.done[name] || !p.z.has(name) {
		return false
	}
	p.done[name] = true
	if p.encrypted[name] {
		p.out.Skip(name, odfEncrypted)
		return false
	}
	return true
}

// rest has read called for the XML nobody took, properties last.
func (p *odfPackage) rest(read func(name string) error) error {
	names := p.z.names()
	slices.SortStableFunc(names, func(a, b string) int { return odfRank(a) - odfRank(b) })
	for _, name := range names {
		if isXMLPart(strings.ToLower(name)) || strings.HasSuffix(name, ".rdf") {
			if err := read(name); err != nil {
				return err
			}
		}
	}
	return nil
}

// odfRank puts styles.xml, which holds headers, first and programs' settings
// last.
func odfRank(name string) int {
	i := slices.Index([]string{"content.xml", "styles.xml"}, name)
	switch {
	case i >= 0:
		return i
	case name == "meta.xml":
		return 4
	case name == "settings.xml" || strings.HasPrefix(name, "Configurations2/"):
		return 5
	case strings.HasSuffix(name, "/content.xml"):
		return 2
	}
	return 3
}

// files hands out the files inside: pictures, embedded objects.
func (p *odfPackage) files() error {
	for _, name := range p.z.names() {
		// Where Writer broke lines last time is no data, and the preview of a table
		// is the table again.
		if name == "mimetype" || name == "layout-cache" || strings.HasPrefix(name, "Pictures/TablePreview") || !p.take(name) {
			continue
		}
		if err := handMember(p.ctx, p.z, p.out, name); err != nil {
			return err
		}
	}
	return nil
}

// odfHolds returns how a package of a media type is told, and of that which
// OpenOffice had before OpenDocument: its elements are called alike.
func odfHolds(media, old string) func(has func(string) bool) bool {
	return func(has func(string) bool) bool { return has("mimetype="+media) || has("mimetype="+old) }
}

// extractODF reads a document whose pages are called so: "slide".
func extractODF(page string) func(context.Context, *File, Out) error {
	return func(ctx context.Context, f *File, out Out) error {
		p, err := openODF(ctx, f, out)
		if err != nil {
			return err
		}
		defer p.z.close()
		if p.locked() {
			return p.z.fault(&odfEncrypted)
		}
		s := newStory(out, "body")
		text := newODFText(ctx, s, f, page)
		err = p.rest(func(name string) error {
			if !p.take(name) {
				return nil
			}
			if err := s.part(odfLabel(name)); err != nil {
				return err
			}
			return p.xml(name, text.read)
		})
		if cerr := s.close(); err == nil {
			err = cerr
		}
		if err == nil {
			err = p.files()
		}
		return p.z.fault(err)
	}
}

// odfLabel is what people call a part.
func odfLabel(name string) string {
	switch name {
	case "content.xml":
		return "body"
	case "styles.xml":
		return "styles"
	case "meta.xml":
		return "properties"
	}
	return visible(strings.TrimSuffix(name, "/content.xml"))
}
