package extract

import (
	"bytes"
	"io"
	"net/url"
	"path"
	"strings"

	"github.com/shikiri/shikiri/extract/xmlscan"
)

// ooxmlLinks bounds the relationships of a part that are kept in memory.
const ooxmlLinks = 16 << 10

// An ooxmlLink is a relationship of a part to another.
type ooxmlLink struct {
	kind   string // last word of its type: "slide", "header"
	target string // the name of the part; "" if it is outside
}

// links returns the relationships of a part, "" for the package, by their IDs
// and in order.
func (p *ooxmlPackage) links(name string) (order []string, byID map[string]ooxmlLink) {
	byID = make(map[string]ooxmlLink)
	dir, base := path.Split(name)
	rels := dir + "_rels/" + base + ".rels"
	if !p.z.has(rels) {
		return nil, byID
	}
	_ = p.xml(rels, func(r io.Reader) error {
		return eachTag(r, func(t *xmlscan.Token) error {
			id := string(t.Attr("Id"))
			if string(t.Name) != "Relationship" || byID[id].kind != "" || len(byID) >= ooxmlLinks {
				return nil
			}
			l := ooxmlLink{kind: path.Base(string(t.Attr("Type")))}
			if string(t.Attr("TargetMode")) != "External" {
				l.target = resolve(dir, string(xmlscan.AppendUnescaped(nil, t.Attr("Target"))))
			}
			byID[id] = l
			order = append(order, id)
			return nil
		})
	})
	return order, byID
}

// resolve makes a target a name of a part.
func resolve(dir, target string) string {
	if s, err := url.PathUnescape(target); err == nil {
		target = s
	}
	if !strings.HasPrefix(target, "/") {
		target = "/" + dir + target
	}
	return strings.TrimPrefix(path.Clean(target), "/")
}

// eachTag calls see for each start of an element.
func eachTag(r io.Reader, see func(*xmlscan.Token) error) error {
	x := xmlscan.NewReader(r)
	var t xmlscan.Token
	for {
		switch err := x.Next(&t); {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
		if t.Kind == xmlscan.Start {
			if err := see(&t); err != nil {
				return err
			}
		}
	}
}

// main returns the name of the document's main part, which is usual unless the
// package says otherwise: some programs number it.
func (p *ooxmlPackage) main(usual string) string {
	_, links := p.links("")
	for _, l := range links {
		if l.kind == "officeDocument" && p.z.has(l.target) {
			return l.target
		}
	}
	return usual
}

// outside reads what links lead to outside: addresses of mail, sources of a
// mail merge.
func (p *ooxmlPackage) outside(names []string) error {
	if err := p.s.part("links"); err != nil {
		return err
	}
	for _, name := range names {
		if !strings.HasSuffix(strings.ToLower(name), ".rels") || !p.take(name) {
			continue
		}
		err := p.xml(name, func(r io.Reader) error {
			return eachTag(r, func(t *xmlscan.Token) error {
				if string(t.Attr("TargetMode")) != "External" {
					return nil
				}
				target := xmlscan.AppendUnescaped(nil, t.Attr("Target"))
				if s, err := url.PathUnescape(string(target)); err == nil {
					target = bytes.ToValidUTF8([]byte(s), []byte("\uFFFD"))
				}
				if err := p.s.text(appendLine(nil, target)); err != nil {
					return err
				}
				return p.s.paragraph()
			})
		})
		if err != nil {
			return err
		}
	}
	return nil
}
