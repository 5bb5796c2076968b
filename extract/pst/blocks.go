package pst

import (
	"encoding/binary"
	"fmt"
	"io"
)

// maxBlocks bounds the blocks of one node: 8 GB.
const maxBlocks = 1 << 20

// dataBlocks returns the blocks of data that id stands for (2.2.2.8.3.2).
func (f *File) dataBlocks(id uint64) ([]block, error) {
	if id == 0 {
		return nil, nil
	}
	b, err := f.block(id)
	if err != nil {
		return nil, err
	}
	if !b.internal() {
		return []block{b}, nil
	}
	lists := 0
	return f.list(nil, b, 3, &lists)
}

// maxLists bounds the lists of blocks of one node.
const maxLists = 2 << 10

func (f *File) list(dst []block, b block, level int, lists *int) ([]block, error) {
	if *lists++; *lists > maxLists {
		return dst, ErrTooLarge
	}
	data, err := f.read(b)
	if err != nil {
		return dst, err
	}
	if len(data) < 8 || data[0] != 1 || int(data[1]) >= level || data[1] == 0 {
		return dst, ErrDamaged
	}
	w, count := f.width(), int(binary.LittleEndian.Uint16(data[2:]))
	if count*w > len(data)-8 {
		return dst, ErrDamaged
	}
	for i := range count {
		b, err := f.block(f.number(data[8+i*w:]))
		if err != nil {
			return dst, err
		}
		if len(dst) >= maxBlocks {
			return dst, ErrTooLarge
		}
		if !b.internal() {
			dst = append(dst, b)
			continue
		}
		if dst, err = f.list(dst, b, int(data[1]), lists); err != nil {
			return dst, err
		}
	}
	return dst, nil
}

// A dataReader reads the blocks of a node one after another.
type dataReader struct {
	f      *File
	blocks []block
	data   []byte
}

func (d *dataReader) Read(p []byte) (int, error) {
	for len(d.data) == 0 {
		if len(d.blocks) == 0 {
			return 0, io.EOF
		}
		var err error
		if d.data, err = d.f.read(d.blocks[0]); err != nil {
			return 0, err
		}
		d.blocks = d.blocks[1:]
	}
	n := copy(p, d.data)
	d.data = d.data[n:]
	return n, nil
}

// subnodes returns the nodes below a node (2.2.2.8.3.3).
func (f *File) subnodes(id uint64) ([]node, error) {
	if id == 0 {
		return nil, nil
	}
	lists := 0
	return f.subtree(nil, id, 3, &lists)
}

// maxSubnodes bounds the nodes below one: attachments, recipients, long values.
const maxSubnodes = 64 << 10

func (f *File) subtree(dst []node, id uint64, level int, lists *int) ([]node, error) {
	if *lists++; *lists > maxLists {
		return dst, ErrTooLarge
	}
	b, err := f.block(id)
	if err != nil {
		return dst, err
	}
	data, err := f.read(b)
	if err != nil {
		return dst, err
	}
	start, w := 4, f.width()
	if f.wide {
		start = 8
	}
	if len(data) < start || data[0] != 2 || int(data[1]) >= level {
		return dst, fmt.Errorf("read nodes below a node: %w", ErrDamaged)
	}
	each := 3 * w
	if data[1] > 0 {
		each = 2 * w
	}
	for i := range int(binary.LittleEndian.Uint16(data[2:])) {
		if start+(i+1)*each > len(data) {
			return dst, ErrDamaged
		}
		e := data[start+i*each:][:each]
		if len(dst) >= maxSubnodes {
			return dst, ErrTooLarge
		}
		if data[1] == 0 {
			dst = append(dst, f.node(e))
		} else if dst, err = f.subtree(dst, f.number(e[w:]), int(data[1]), lists); err != nil {
			return dst, err
		}
	}
	return dst, nil
}
