package extract

import (
	"bytes"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/shikiri/shikiri/extract/xmlscan"
)

// propertyLabels says what the properties are called that name people (ECMA-376
// part 2, 8.3; OpenDocument 1.3 part 3, 4.3.2); the others are called as in the
// file. The label tells whose name it is.
var propertyLabels = map[string]string{
	"creator": "作成者", "initial-creator": "作成者", "lastModifiedBy": "更新者", "printed-by": "印刷者", "Manager": "管理者", "Company": "会社名",
}

// propertyCounts holds the properties that are only numbers about the document.
var propertyCounts = []string{
	"TotalTime", "Pages", "Words", "Characters", "Lines", "Paragraphs", "CharactersWithSpaces", "DocSecurity", "ScaleCrop", "SharedDoc",
	"HyperlinksChanged", "LinksUpToDate", "AppVersion", "Slides", "Notes", "HiddenSlides", "MMClips", "i4", "bool", "editing-duration", "editing-cycles",
}

// properties reads docProps: who wrote the document, for whom, and what it is
// called.
func (p *ooxmlPackage) properties() error {
	if err := p.s.part("properties"); err != nil {
		return err
	}
	for _, name := range p.z.names() {
		key := strings.ToLower(name)
		if !strings.HasPrefix(key, "docprops/") || path.Ext(key) != ".xml" || !p.take(name) {
			continue
		}
		if err := p.xml(name, func(r io.Reader) error { return readProperties(r, p.s) }); err != nil {
			return err
		}
	}
	return nil
}

// readProperties writes each element with text in r as a line, after its name.
func readProperties(r io.Reader, s *story) error {
	x := xmlscan.NewReader(r)
	var t xmlscan.Token
	var label, text []byte
	for {
		err := x.Next(&t)
		if err != nil {
			if err == io.EOF {
				err = nil
			}
			return err
		}
		switch t.Kind {
		case xmlscan.Start:
			text = text[:0]
			label = propertyLabel(label, &t)
		case xmlscan.Text:
			if len(text) < storyParagraph {
				text = appendLine(text, t.Text)
			}
		case xmlscan.End:
			if len(bytes.TrimSpace(text)) > 0 && !slices.Contains(propertyCounts, string(t.Name)) {
				if err := writeProperty(s, label, text); err != nil {
					return err
				}
			}
			text = text[:0]
		}
	}
}

// propertyLabel is what a property is called: by its user, by us, or by its
// element. The value of a custom one is in an element of its type.
func propertyLabel(label []byte, t *xmlscan.Token) []byte {
	for _, key := range []string{"name"} {
		if v := t.Attr(key); len(v) > 0 {
			return appendLine(label[:0], xmlscan.AppendUnescaped(nil, v))
		}
	}
	switch name := string(t.Name); name {
	case "lpwstr", "lpstr", "bstr", "i4", "r8", "bool", "filetime", "variant", "vector":
		return label
	default:
		if l := propertyLabels[name]; l != "" {
			name = l
		}
		return append(label[:0], name...)
	}
}

func writeProperty(s *story, label, text []byte) error {
	for _, b := range [][]byte{label, []byte(": "), text} {
		if err := s.text(b); err != nil {
			return err
		}
	}
	return s.paragraph()
}
