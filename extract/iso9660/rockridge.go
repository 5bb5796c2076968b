package iso9660

import "encoding/binary"

// A suspEntry is what Rock Ridge says of a record.
type suspEntry struct {
	name   string
	packed bool // by zisofs
	link   bool // to a folder that is elsewhere in the tree, or a symbolic one
}

// areasMost bounds the areas that a record's entries go on in.
const areasMost = 32

// findSUSP tells whether records have entries, and how many bytes come before
// these: the record of the root for itself says so (SUSP 5.3).
func (t *tree) findSUSP(m *Image) {
	b := make([]byte, sector)
	if m.read(b, t.root.at*t.block) != nil {
		return
	}
	self, ok := parseRecord(b)
	if !ok {
		return
	}
	for _, skip := range []int{0, 14} { // of CD-ROM XA
		if s := self.system; len(s) >= skip+7 && string(s[skip:skip+2]) == "SP" && s[skip+4] == 0xbe && s[skip+5] == 0xef {
			t.rock, t.skip = true, int(s[skip+6])
			return
		}
	}
}

// susp reads the entries of a record.
func (t *tree) susp(m *Image, r record) suspEntry {
	var e suspEntry
	area := r.system
	area = area[min(t.skip, len(area)):]
	for range areasMost {
		more := e.read(area)
		if more == nil {
			break
		}
		// Where the area goes on: block, offset and length, each in both orders.
		le := binary.LittleEndian
		at := int64(le.Uint32(more))*t.block + int64(le.Uint32(more[8:]))
		area = make([]byte, min(le.Uint32(more[16:]), sector))
		if m.read(area, at) != nil {
			break
		}
	}
	return e
}

// read reads entries and returns the one that says where there are more, or nil.
func (e *suspEntry) read(b []byte) (more []byte) {
	for len(b) >= 4 && b[2] >= 4 && int(b[2]) <= len(b) {
		entry := b[4:b[2]]
		switch string(b[:2]) {
		case "NM":
			if len(entry) > 1 && entry[0]&6 == 0 && len(e.name) < 1<<12 {
				e.name += string(entry[1:])
			}
		case "ZF":
			e.packed = true
		case "CL", "SL":
			e.link = true
		case "CE":
			if len(entry) >= 24 {
				more = entry
			}
		case "ST":
			return more
		}
		b = b[b[2]:]
	}
	return more
}
