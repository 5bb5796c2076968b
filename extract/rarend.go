package extract

import (
	"encoding/binary"
	"io"
)

// rarEnds reports whether a RAR archive before version 5 is whole at its end. The
// library cannot tell: archives before 3.0 had no end mark, later ones do, and
// say in the headers of members which version is needed. Version 5 and encrypted
// lists of members are the library's matter.
func rarEnds(c *content) bool {
	const (
		mark       = 7
		kindMain   = 0x73
		kindFile   = 0x74
		kindEnd    = 0x7b
		encrypted  = 0x80
		hasData    = 0x8000
		largeData  = 0x100
		withEnd    = 29 // version that members of RAR 3 need
		headerMost = 40
	)
	var h [headerMost]byte
	if _, err := c.ReadAt(h[:mark], 0); err != nil || h[6] != 0 {
		return true
	}
	le := binary.LittleEndian
	for at, newer := int64(mark), false; ; {
		n, err := c.ReadAt(h[:], at)
		if n < mark {
			return !newer || err != io.EOF
		}
		clear(h[n:])
		kind, flags, size := h[2], le.Uint16(h[3:]), int64(le.Uint16(h[5:]))
		switch {
		case kind == kindEnd, kind == kindMain && flags&encrypted != 0, size < mark:
			return true
		case kind == kindFile && h[24] >= withEnd:
			newer = true
		}
		if flags&hasData != 0 {
			size += int64(le.Uint32(h[7:]))
			if kind == kindFile && flags&largeData != 0 {
				size += int64(le.Uint32(h[32:])) << 32
			}
		}
		if size > c.size-at {
			return true // truncated, which the library tells
		}
		at += size
	}
}

// rarSolid reports whether the members of an archive are packed together, or
// that cannot be told.
func rarSolid(c *content) bool {
	var h [64]byte
	n, _ := c.ReadAt(h[:], 0)
	if n < 16 {
		return true
	}
	if h[6] == 0 { // before version 5
		return h[9] != 0x73 || h[10]&0x08 != 0
	}
	// Signature and checksum, then numbers of seven bits a byte: size, kind, flags,
	// size of what is extra, size of data, flags of the archive.
	b := h[12:n]
	number := func() (v uint64) {
		for shift := 0; len(b) > 0 && shift < 63; shift += 7 {
			x := b[0]
			b = b[1:]
			v |= uint64(x&0x7f) << shift
			if x < 0x80 {
				break
			}
		}
		return v
	}
	number()
	if number() != 1 { // encrypted
		return true
	}
	flags := number()
	for bit := uint64(1); bit <= 2; bit <<= 1 {
		if flags&bit != 0 {
			number()
		}
	}
	return number()&4 != 0
}
