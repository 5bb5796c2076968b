package cfb

import (
	"unicode/utf16"
)

// readDirectory reads the entries (2.6), chained from start.
func (f *File) readDirectory(start uint32, version uint16) error {
	var raw []rawEntry
	buf := make([]byte, 1<<f.shift)
	for n := start; ; n = f.fat[n] {
		if f.beyond(n) || int64(n) >= int64(len(f.fat)) {
			f.Damaged = f.Damaged || n != endOfChain
			break
		}
		if f.steps--; f.steps < 0 || len(raw) >= maxEntries {
			return ErrLarge
		}
		whole, err := f.sector(n, buf)
		if err != nil {
			return err
		}
		f.Damaged = f.Damaged || !whole
		for b := buf; len(b) >= entrySize; b = b[entrySize:] {
			raw = append(raw, f.entry(b, version))
		}
	}
	if len(raw) == 0 || raw[0].kind != kindRoot {
		return ErrFormat
	}
	f.tree(raw)
	return nil
}

// Kinds of entries (2.6.1).
const (
	kindStorage = 1
	kindStream  = 2
	kindRoot    = 5
)

// A rawEntry is an entry as it stands in the directory.
type rawEntry struct {
	Entry
	kind               byte
	left, right, child uint32
}

func (f *File) entry(b []byte, version uint16) (e rawEntry) {
	n := min(int(le.Uint16(b[64:])), 64)
	var name [32]uint16
	k := 0
	for ; 2*k+2 <= n; k++ {
		if name[k] = le.Uint16(b[2*k:]); name[k] == 0 {
			break
		}
	}
	e.Name = string(utf16.Decode(name[:k]))
	e.kind = b[66]
	e.Storage = e.kind == kindStorage || e.kind == kindRoot
	e.left, e.right, e.child = le.Uint32(b[68:]), le.Uint32(b[72:]), le.Uint32(b[76:])
	copy(e.CLSID[:], b[80:])
	e.start = le.Uint32(b[116:])
	e.Size = int64(le.Uint64(b[120:]))
	if version < 4 { // the upper half may hold anything (2.6.1)
		e.Size = int64(le.Uint32(b[120:]))
	}
	if e.Size < 0 || e.Size > f.size {
		e.Size = f.size
		f.Damaged = f.Damaged || e.kind == kindStream
	}
	return e
}

// tree puts the entries into f.Entries, each after its parent. Streams that the
// tree has lost go into the root.
func (f *File) tree(raw []rawEntry) {
	seen := make([]bool, len(raw))
	type place struct {
		at     uint32
		parent *Entry
	}
	f.Entries = append(f.Entries, &raw[0].Entry)
	seen[0] = true
	todo := []place{{raw[0].child, &raw[0].Entry}}
	for len(todo) > 0 {
		p := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if p.at == none {
			continue
		}
		if int64(p.at) >= int64(len(raw)) || seen[p.at] || p.parent.depth >= maxDepth {
			f.Damaged = true
			continue
		}
		e := &raw[p.at]
		seen[p.at] = true
		todo = append(todo, place{e.right, p.parent}, place{e.left, p.parent})
		if e.kind != kindStorage && e.kind != kindStream {
			f.Damaged = true
			continue
		}
		e.Parent, e.depth = p.parent, p.parent.depth+1
		f.Entries = append(f.Entries, &e.Entry)
		if e.Storage {
			todo = append(todo, place{e.child, &e.Entry})
		}
	}
	for i := range raw {
		if e := &raw[i]; !seen[i] && e.kind == kindStream && e.Size > 0 {
			f.Damaged = true
			e.Parent, e.depth = f.Entries[0], 1
			f.Entries = append(f.Entries, &e.Entry)
		}
	}
}
