package pst

import (
	"encoding/binary"
	"io"
)

// maxHeap bounds the blocks of a heap that are held: 16 MB. Values beyond 3,580
// bytes lie outside of it.
const maxHeap = 2048

// maxItems bounds the items of the trees in one heap.
const maxItems = 64 << 10

// A heap holds the small things of a node (2.3.1).
type heap struct {
	blocks [][]byte
	client byte   // what it is: properties or a table
	root   uint32 // where that begins
	seen   int    // items of trees: one may point at itself
}

const (
	heapProperties = 0xbc
	heapTable      = 0x7c
)

func (f *File) heap(id uint64) (*heap, error) {
	blocks, err := f.dataBlocks(id)
	if err != nil {
		return nil, err
	}
	if len(blocks) > maxHeap {
		return nil, ErrTooLarge
	}
	h := new(heap)
	for _, b := range blocks {
		data, err := f.read(b)
		if err != nil {
			return nil, err
		}
		h.blocks = append(h.blocks, data)
	}
	if len(h.blocks) == 0 || len(h.blocks[0]) < 12 || h.blocks[0][2] != 0xec {
		return nil, ErrDamaged
	}
	h.client, h.root = h.blocks[0][3], binary.LittleEndian.Uint32(h.blocks[0][4:])
	return h, nil
}

// item returns what a number of the heap stands for, nil for none.
func (h *heap) item(id uint32) []byte {
	n, index := int(id>>16), int(id>>5&0x7ff)
	if id&31 != 0 || index == 0 || n >= len(h.blocks) {
		return nil
	}
	b := h.blocks[n]
	if len(b) < 2 {
		return nil
	}
	at := int(binary.LittleEndian.Uint16(b))
	if at+4 > len(b) {
		return nil
	}
	count := int(binary.LittleEndian.Uint16(b[at:]))
	at += 4 + 2*(index-1)
	if index > count || at+4 > len(b) {
		return nil
	}
	from, to := int(binary.LittleEndian.Uint16(b[at:])), int(binary.LittleEndian.Uint16(b[at+2:]))
	if from > to || to > len(b) {
		return nil
	}
	return b[from:to]
}

// records calls each for the records of the tree that begins at id (2.3.2).
func (h *heap) records(id uint32, each func(key, data []byte) error) error {
	head := h.item(id)
	if len(head) < 8 || head[0] != 0xb5 {
		return ErrDamaged
	}
	return h.level(binary.LittleEndian.Uint32(head[4:]), int(head[1]), int(head[2]), min(int(head[3]), maxLevels), each)
}

func (h *heap) level(id uint32, key, size, level int, each func(key, data []byte) error) error {
	if level > 0 {
		size = 4
	}
	if id == 0 {
		return nil // empty
	}
	b := h.item(id)
	if h.seen++; h.seen > maxItems || b == nil || key == 0 || key > 16 {
		return ErrDamaged
	}
	for ; len(b) >= key+size; b = b[key+size:] {
		var err error
		if level > 0 {
			err = h.level(binary.LittleEndian.Uint32(b[key:]), key, size, level-1, each)
		} else {
			err = each(b[:key], b[key:key+size])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// A Property is a value of a message, attachment or recipient.
type Property struct {
	ID   uint16 // 0x0037: the subject
	Type uint16
	// Value is what it is if that is small, else nil: then Open reads it.
	Value []byte
	size  int64
	long  []block
	f     *File
}

// Types of properties ([MS-OXCDATA] 2.11.1).
const (
	TypeInteger32 = 0x0003
	TypeTime      = 0x0040
	TypeString8   = 0x001e
	TypeString    = 0x001f
	TypeBinary    = 0x0102
	TypeObject    = 0x000d
	TypeMultiple  = 0x1000 // several of another type
)

// Open returns all of the value.
func (p *Property) Open() io.Reader {
	if p.long != nil {
		return &dataReader{f: p.f, blocks: p.long}
	}
	return &dataReader{data: p.Value}
}

// Size is how long the value is, in bytes.
func (p *Property) Size() int64 {
	if p.long != nil {
		return p.size
	}
	return int64(len(p.Value))
}

// value fills in what id, a number of the heap or of a node below, stands for.
func (f *File) value(p *Property, h *heap, id uint32, subs []node) error {
	p.f = f
	if id == 0 {
		return nil
	}
	if id&31 == 0 {
		if h == nil {
			return ErrDamaged
		}
		if p.Value = h.item(id); p.Value == nil {
			return ErrDamaged
		}
		return nil
	}
	for _, n := range subs {
		if n.id != id {
			continue
		}
		blocks, err := f.dataBlocks(n.data)
		p.long = append([]block{}, blocks...)
		for _, b := range blocks {
			p.size += int64(b.size)
		}
		return err
	}
	return ErrDamaged
}

// fixed reports whether values of a type are in the record itself: those of up
// to four bytes.
func fixed(typ uint16) bool {
	switch typ {
	case 0x0002, 0x0003, 0x0004, 0x000a, 0x000b:
		return true
	}
	return false
}

// properties calls each for those of a node (2.3.3). One that cannot be read
// goes to damaged.
func (f *File) properties(n node, subs []node, each func(*Property) error, damaged func(error) error) error {
	h, err := f.heap(n.data)
	if err != nil {
		return damaged(err)
	}
	if h.client != heapProperties {
		return damaged(ErrDamaged)
	}
	var stop error
	err = h.records(h.root, func(key, data []byte) error {
		if len(key) != 2 || len(data) != 6 {
			return ErrDamaged
		}
		p := &Property{ID: binary.LittleEndian.Uint16(key), Type: binary.LittleEndian.Uint16(data)}
		if fixed(p.Type) {
			p.Value = data[2:]
		} else if err := f.value(p, h, binary.LittleEndian.Uint32(data[2:]), subs); err != nil {
			stop = damaged(err)
			return stop
		}
		stop = each(p)
		return stop
	})
	if err != nil && stop == nil {
		return damaged(err)
	}
	return stop
}

// rows calls each for the properties of each row of a table (2.3.4).
func (f *File) rows(n node, each func([]*Property) error) error {
	h, err := f.heap(n.data)
	if err != nil {
		return err
	}
	info := h.item(h.root)
	if h.client != heapTable || len(info) < 22 || info[0] != heapTable {
		return ErrDamaged
	}
	subs, err := f.subnodes(n.sub)
	if err != nil {
		return err
	}
	le := binary.LittleEndian
	width, bits := int(le.Uint16(info[8:])), int(le.Uint16(info[6:]))
	var data Property
	if err := f.value(&data, h, le.Uint32(info[14:]), subs); err != nil || width == 0 || bits > width {
		return ErrDamaged
	}
	columns := info[22:]
	columns = columns[:min(len(columns), int(info[1])*8)]
	pieces := [][]byte{data.Value}
	if data.long != nil {
		pieces = pieces[:0]
	}
	for _, b := range data.long { // no row lies across blocks
		piece, err := f.read(b)
		if err != nil {
			return err
		}
		if len(pieces) >= maxHeap {
			return ErrTooLarge
		}
		pieces = append(pieces, piece)
	}
	for _, rows := range pieces {
		for ; len(rows) >= width; rows = rows[width:] {
			if err := each(f.row(h, rows[:width], rows[bits:width], columns, subs)); err != nil {
				return err
			}
		}
	}
	return nil
}

// row returns the strings of a row.
func (f *File) row(h *heap, row, bits, columns []byte, subs []node) (ps []*Property) {
	le := binary.LittleEndian
	for ; len(columns) >= 8; columns = columns[8:] {
		p := &Property{Type: le.Uint16(columns), ID: le.Uint16(columns[2:])}
		at, bit := int(le.Uint16(columns[4:])), int(columns[7])
		if p.Type != TypeString && p.Type != TypeString8 || at+4 > len(row) || bit/8 >= len(bits) || bits[bit/8]&(0x80>>(bit%8)) == 0 {
			continue
		}
		if f.value(p, h, le.Uint32(row[at:]), subs) == nil {
			ps = append(ps, p)
		}
	}
	return ps
}
