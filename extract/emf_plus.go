package extract

import (
	"encoding/binary"
	"math"
)

// comment takes an EMR_COMMENT, which may hold records of EMF+.
func (e *emfReader) comment(b []byte) {
	le := binary.LittleEndian
	if len(b) < 8 || string(b[4:8]) != "EMF+" {
		return
	}
	if n := int64(le.Uint32(b)); n >= 4 && n+4 <= int64(len(b)) {
		b = b[:4+n]
	}
	b = b[8:]
	for len(b) >= 12 {
		kind, flags, size, data := le.Uint16(b), le.Uint16(b[2:]), int64(le.Uint32(b[4:])), int64(le.Uint32(b[8:]))
		if size < 12 || size > int64(len(b)) || data > size-12 {
			return
		}
		e.plusRecord(kind, flags, b[12:12+data])
		b = b[size:]
	}
}

// plusRecord takes a record of [MS-EMFPLUS] section 2.3.4.
func (e *emfReader) plusRecord(kind, flags uint16, b []byte) {
	le := binary.LittleEndian
	float := func(at int) float64 { return float64(math.Float32frombits(le.Uint32(b[at:]))) }
	switch {
	case kind == 0x4001: // the header: bit 0 says that EMF has the same
		e.plus = flags&1 == 0
	case !e.plus:
	case kind == 0x401A || kind == 0x401B: // pictures
		e.images++
	case kind == 0x401C && len(b) >= 28: // DrawString
		n := int64(le.Uint32(b[8:]))
		if 28+2*n <= int64(len(b)) {
			e.text = appendUnits(e.text[:0], b[28:28+2*n])
			e.drawn.add(float(12), float(16), 0, e.text)
		}
	case kind == 0x4036 && len(b) >= 16: // DrawDriverString
		n := int64(le.Uint32(b[12:]))
		switch {
		case le.Uint32(b[4:])&1 == 0:
			e.glyphs++
		case n > 0 && 16+2*n <= int64(len(b)):
			e.text = appendUnits(e.text[:0], b[16:16+2*n])
			x, y := 0.0, 0.0
			if at := int((16 + 2*n + 3) &^ 3); at+8 <= len(b) {
				x, y = float(at), float(at+4)
			}
			e.drawn.add(x, y, 0, e.text)
		}
	}
}
