package cfb

import (
	"errors"
)

// A Property is a text of a property set: a title, an author.
type Property struct {
	ID       uint32
	Set      int    // 0, or 1: what users have named
	Text     []byte // as it stands
	Codepage int    // of Text; 1200 is UTF-16
}

// ErrProperties is returned for a property set of which not all could be read.
var ErrProperties = errors.New("cfb: property set damaged")

// Types of values in [MS-OLEPS] 2.15.
const (
	typeShort   = 0x02
	typeVariant = 0x0C
	typeANSI    = 0x1E
	typeWide    = 0x1F
	typeVector  = 0x1000
)

const maxProperties = 4 << 10

// Properties returns the texts in a stream that is a property set ([MS-OLEPS]
// 2.21). The slices are part of b.
func Properties(b []byte) ([]Property, error) {
	if len(b) < 28 || le.Uint16(b) != 0xFFFE {
		return nil, ErrProperties
	}
	p := &propertySet{codepage: 932}
	for i := range min(int(le.Uint32(b[24:])), 2) {
		if 28+20*i+20 > len(b) {
			return p.list, ErrProperties
		}
		if off := int64(le.Uint32(b[28+20*i+16:])); off < int64(len(b)) {
			p.number = i
			p.set(b[off:])
		} else {
			p.bad = true
		}
	}
	if p.bad {
		return p.list, ErrProperties
	}
	return p.list, nil
}

type propertySet struct {
	list     []Property
	number   int // of the set
	codepage int
	bad      bool
}

// set reads one set (2.20), which b begins with.
func (p *propertySet) set(b []byte) {
	if len(b) < 8 {
		p.bad = true
		return
	}
	n := min(int(le.Uint32(b[4:])), maxProperties, (len(b)-8)/8)
	at := func(i int) (id uint32, value []byte) {
		id, off := le.Uint32(b[8+8*i:]), int64(le.Uint32(b[12+8*i:]))
		if off > int64(len(b))-4 {
			p.bad = true
			return id, nil
		}
		return id, b[off:]
	}
	for i := range n { // the code page first: it may stand behind what it is for
		if id, v := at(i); id == 1 && len(v) >= 6 && le.Uint16(v) == typeShort {
			p.codepage = int(le.Uint16(v[4:]))
		}
	}
	for i := range n {
		if id, v := at(i); v != nil {
			if id == 0 {
				p.dictionary(v)
				continue
			}
			p.value(id, v)
		}
	}
}

// value reads a value (2.15) and returns what follows it.
func (p *propertySet) value(id uint32, v []byte) []byte {
	if len(v) < 4 {
		p.bad = true
		return nil
	}
	kind := int(le.Uint16(v))
	v = v[4:]
	if kind&typeVector == 0 {
		return p.scalar(id, kind, v)
	}
	if len(v) < 4 {
		p.bad = true
		return nil
	}
	n := min(int(le.Uint32(v)), maxProperties)
	v = v[4:]
	for range n {
		switch kind &^ typeVector {
		case typeVariant:
			v = p.value(id, v)
		case typeANSI, typeWide:
			v = p.scalar(id, kind&^typeVector, v)
		default:
			return nil
		}
		if len(v) == 0 {
			break
		}
	}
	return v
}

// scalar reads a single value. Of those that are no text only the length counts.
func (p *propertySet) scalar(id uint32, kind int, v []byte) []byte {
	if kind != typeANSI && kind != typeWide {
		return v[min(len(v), 4):]
	}
	if len(v) < 4 || len(p.list) >= maxProperties {
		p.bad = true
		return nil
	}
	n, codepage := int64(le.Uint32(v)), p.codepage
	if kind == typeWide {
		n, codepage = 2*n, 1200
	}
	v = v[4:]
	if n > int64(len(v)) {
		p.bad = true
		n = int64(len(v))
	}
	p.add(id, v[:n], codepage)
	return v[min(int64(len(v)), (n+3)&^3):]
}

func (p *propertySet) add(id uint32, text []byte, codepage int) {
	if codepage == 1200 {
		for len(text) >= 2 && le.Uint16(text[len(text)&^1-2:]) == 0 {
			text = text[:len(text)&^1-2]
		}
	} else {
		for len(text) > 0 && text[len(text)-1] == 0 {
			text = text[:len(text)-1]
		}
	}
	if len(text) > 0 {
		p.list = append(p.list, Property{id, p.number, text, codepage})
	}
}

// dictionary reads the names of properties that a user made (2.17).
func (p *propertySet) dictionary(v []byte) {
	n := min(int(le.Uint32(v)), maxProperties)
	v = v[4:]
	for range n {
		if len(v) < 8 || len(p.list) >= maxProperties {
			return
		}
		size := int64(le.Uint32(v[4:]))
		if p.codepage == 1200 {
			size = (2*size + 3) &^ 3
		}
		v = v[8:]
		if size > int64(len(v)) {
			p.bad = true
			return
		}
		p.add(0, v[:size], p.codepage)
		v = v[size:]
	}
}
