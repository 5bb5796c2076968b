// Package pst reads the folders of Outlook: PST files, and OST files up to Outlook
// 2010, of 32 and of 64 bits ([MS-PST], whose sections are quoted). It reads what
// is asked for and holds little of it: a mailbox may have 50 GB. What is damaged
// costs the message that it belongs to. [Open] is where to start.
//
// The library mooijtech/go-pst was tried: its last release is of 2023, it holds
// both trees of the file in memory, and what is damaged ends the reading.
package pst

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
)

var (
	// ErrFormat says that the file is no PST, or too damaged to begin with.
	ErrFormat = errors.New("pst: not a folder file, or its head is damaged")
	// ErrVersion says that the file is an OST as Outlook has written it since 2013.
	ErrVersion = errors.New("pst: a version that is not read")
	// ErrDamaged says that a part of the file is not what it should be.
	ErrDamaged = errors.New("pst: damaged")
	// ErrTooLarge says that a part needs more memory than it gets.
	ErrTooLarge = errors.New("pst: too large")
)

const (
	pageSize = 512
	// maxLevels bounds trees, of which the deepest that can be has 8 levels.
	maxLevels = 12
	// cachedPages bounds the pages of the trees that are kept: 1 MB.
	cachedPages = 2048
)

// A File is an open PST. It is not safe for concurrent use.
type File struct {
	r      io.ReaderAt
	size   int64
	wide   bool // 64 bits
	cipher byte
	nodes  int64 // the root page of the tree of nodes
	blocks int64 // of the tree of blocks
	pages  map[int64][]byte
	sums   int // blocks whose checksum is wrong
	walked int64
}

// Open reads the head of a file (2.2.2.6).
func Open(r io.ReaderAt, size int64) (*File, error) {
	var h [564]byte
	if n, err := r.ReadAt(h[:], 0); n < len(h) {
		if err == io.EOF {
			err = ErrFormat
		}
		return nil, err
	}
	if string(h[:4]) != "!BDN" {
		return nil, ErrFormat
	}
	f := &File{r: r, size: size, pages: make(map[int64][]byte)}
	le := binary.LittleEndian
	switch v := le.Uint16(h[10:]); {
	case v == 14 || v == 15:
		f.nodes, f.blocks, f.cipher = int64(le.Uint32(h[188:])), int64(le.Uint32(h[196:])), h[461]
	case v >= 20 && v < 36:
		f.wide = true
		f.nodes, f.blocks, f.cipher = int64(le.Uint64(h[224:])), int64(le.Uint64(h[240:])), h[513]
	default:
		return nil, ErrVersion
	}
	if f.cipher > cyclic {
		return nil, ErrVersion
	}
	return f, nil
}

// WrongSums is how many blocks were read whose checksum is wrong, and how many
// folders have lost their names.
func (f *File) WrongSums() int { return f.sums }

// number reads an identifier or offset, and returns how long it is.
func (f *File) number(b []byte) uint64 {
	if f.wide {
		return binary.LittleEndian.Uint64(b)
	}
	return uint64(binary.LittleEndian.Uint32(b))
}

func (f *File) width() int {
	if f.wide {
		return 8
	}
	return 4
}

// A page is one of a tree (2.2.2.7.7.1).
type page struct {
	entries []byte
	count   int
	each    int
	level   int
}

func (f *File) page(at int64) (page, error) {
	b, ok := f.pages[at]
	if !ok {
		if at <= 0 || at > f.size-pageSize {
			return page{}, ErrDamaged
		}
		b = make([]byte, pageSize)
		if n, err := f.r.ReadAt(b, at); n < len(b) {
			if err == io.EOF {
				err = ErrDamaged
			}
			return page{}, err
		}
		if len(f.pages) >= cachedPages {
			clear(f.pages)
		}
		f.pages[at] = b
	}
	n := 496
	if f.wide {
		n = 488
	}
	p := page{entries: b[:n], count: int(b[n]), each: int(b[n+2]), level: int(b[n+3])}
	least := 2 * f.width()
	if p.level > 0 {
		least = 3 * f.width()
	}
	if p.each < least || p.count*p.each > n || p.level > maxLevels {
		return page{}, ErrDamaged
	}
	return p, nil
}

// find returns the entry of key in the tree at root, or nil.
func (f *File) find(root int64, key uint64) ([]byte, error) {
	level := maxLevels + 1
	for at := root; ; {
		p, err := f.page(at)
		if err != nil {
			return nil, err
		}
		if p.level >= level {
			return nil, ErrDamaged
		}
		level = p.level
		var found []byte
		for i := range p.count {
			e := p.entries[i*p.each:]
			k := f.number(e)
			if k > key {
				break
			}
			if p.level > 0 || k == key {
				found = e[:p.each]
			}
		}
		if found == nil || p.level == 0 {
			return found, nil
		}
		at = int64(f.number(found[2*f.width():]))
	}
}

// A block is where a block of data is.
type block struct {
	id   uint64
	at   int64
	size int
}

// internal says that a block holds numbers of blocks, not data (2.2.2.2).
func (b block) internal() bool { return b.id&2 != 0 }

func (f *File) block(id uint64) (block, error) {
	id &^= 1
	e, err := f.find(f.blocks, id)
	if err != nil {
		return block{}, err
	}
	w := f.width()
	if e == nil || len(e) < 2*w+2 {
		return block{}, ErrDamaged
	}
	return block{id, int64(f.number(e[w:])), int(binary.LittleEndian.Uint16(e[2*w:]))}, nil
}

// read returns the data of a block.
func (f *File) read(b block) ([]byte, error) {
	trailer := 12
	if f.wide {
		trailer = 16
	}
	whole := (b.size + trailer + 63) &^ 63
	if b.at <= 0 || b.at > f.size-int64(whole) {
		return nil, ErrDamaged
	}
	data := make([]byte, whole)
	if n, err := f.r.ReadAt(data, b.at); n < len(data) {
		if err == io.EOF {
			err = ErrDamaged
		}
		return nil, err
	}
	tail := data[whole-trailer:]
	sum := binary.LittleEndian.Uint32(tail[4:])
	if !f.wide {
		sum = binary.LittleEndian.Uint32(tail[8:])
	}
	data = data[:b.size]
	// The checksum is CRC-32 without its inversions (5.3).
	if ^crc32.Update(0xffffffff, crc32.IEEETable, data) != sum {
		f.sums++
	}
	if !b.internal() {
		reveal(data, f.cipher, b.id)
	}
	return data, nil
}

// A node is an entry of the tree of nodes, or of the tree below one.
type node struct {
	id     uint32
	data   uint64 // the block
	sub    uint64 // the block of the tree below; 0: none
	parent uint32
}

// Kinds of nodes: the low five bits of their numbers (2.2.2.1).
const (
	kindFolder     = 0x02
	kindMessage    = 0x04
	kindAttachment = 0x05
	kindAssociated = 0x08
)

func (n node) kind() uint32 { return n.id & 31 }

func (f *File) node(e []byte) node {
	w := f.width()
	n := node{id: binary.LittleEndian.Uint32(e), data: f.number(e[w:]), sub: f.number(e[2*w:])}
	if len(e) >= 3*w+4 {
		n.parent = binary.LittleEndian.Uint32(e[3*w:])
	}
	return n
}

// walk calls each for all nodes, in order. damaged is called for each page that
// cannot be read.
func (f *File) walk(at int64, level int, each func(node) error, damaged func(error) error) error {
	p, err := f.page(at)
	if f.walked++; err == nil && (p.level >= level || f.walked > f.size/pageSize) { // more than there are: a circle
		err = ErrDamaged
	}
	if err != nil {
		return damaged(err)
	}
	for i := range p.count {
		e := p.entries[i*p.each : (i+1)*p.each]
		if p.level > 0 {
			err = f.walk(int64(f.number(e[2*f.width():])), p.level, each, damaged)
		} else if len(e) >= 3*f.width() {
			err = each(f.node(e))
		}
		if err != nil {
			return err
		}
	}
	return nil
}
