package extract

import (
	"bytes"
	"errors"
	"strings"

	"github.com/shikiri/shikiri/extract/cfb"
)

// propertiesMost bounds a property set, which may hold a thumbnail.
const propertiesMost = 4 << 20

// documentSummary is the set of what a document says about its parts.
const documentSummary = "\x05DocumentSummaryInformation"

// The properties that name people ([MS-OLEPS] 2.25.1, [MS-OSHARED] 2.3.3.2.1),
// called as those of newer documents.
var (
	summaryLabels  = map[uint32]string{4: propertyLabels["creator"], 8: propertyLabels["lastModifiedBy"]}
	documentLabels = map[uint32]string{14: propertyLabels["Manager"], 15: propertyLabels["Company"]}
)

// properties reads a property set: title, author, company, what users named.
func (o *oleFile) properties(e *cfb.Entry) error {
	b, err := o.all(e, propertiesMost)
	if err != nil && len(b) == 0 {
		return err
	}
	list, bad := cfb.Properties(b)
	labels := summaryLabels
	if strings.EqualFold(e.Name, documentSummary) {
		labels = documentLabels
	}
	p := newProse(o.out, "properties")
	defer p.close()
	var text []byte
	for _, v := range list {
		text = text[:0]
		if name := labels[v.ID]; name != "" && v.Set == 0 {
			text = append(append(text, name...), ": "...)
		}
		text = append(appendCodepage(text, v.Text, v.Codepage), '\n')
		if err := p.write(text); err != nil {
			return err
		}
	}
	if err := p.end(); err != nil {
		return err
	}
	if err == nil && bad != nil {
		err = damaged(bad)
	}
	return err
}

// macroMost bounds the text of a module of macros, unpacked.
const macroMost = 8 << 20

// macro reads the source of a module of macros. It stands packed behind what
// the program made of it; each begins with attributes.
func (o *oleFile) macro(e *cfb.Entry) error {
	b, err := o.all(e, macroMost)
	if err != nil && len(b) == 0 {
		return err
	}
	i := bytes.Index(b, []byte("\x00Attribut"))
	if i < 3 || b[i-3] != 1 {
		return o.streamRuns(e, "macros")
	}
	text, bad := cfb.Decompress(b[i-3:], macroMost)
	p := newProse(o.out, "macros")
	defer p.close()
	if err := p.write(appendCodepage(nil, text, 932)); err != nil {
		return err
	}
	if err := p.end(); err != nil {
		return err
	}
	o.f.Budget.charge(int64(len(text)))
	switch {
	case err != nil:
		return err
	case errors.Is(bad, cfb.ErrLarge):
		return &Skip{ReasonTooLarge, "macros unpack to more than " + size(macroMost)}
	case bad != nil:
		return damaged(bad)
	}
	return nil
}
