package extract

import (
	"bytes"
	"errors"

	"github.com/shikiri/shikiri/extract/cfb"
)

// propertiesMost bounds a property set, which may hold a thumbnail.
const propertiesMost = 4 << 20

// properties reads a property set: title, author, company, what users named.
func (o *oleFile) properties(e *cfb.Entry) error {
	b, err := o.all(e, propertiesMost)
	if err != nil && len(b) == 0 {
		return err
	}
	list, bad := cfb.Properties(b)
	p := newProse(o.out, "properties")
	defer p.close()
	var text []byte
	for _, v := range list {
		text = append(appendCodepage(text[:0], v.Text, v.Codepage), '\n')
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
