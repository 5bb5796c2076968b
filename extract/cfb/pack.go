package cfb

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf16"
)

// Sectors of files that Pack makes have 512 bytes or, where the header has no room
// for the table then, so many that it has for 109 GB.
const (
	smallShift = 9
	packShift  = 16
	packTables = 109
)

// A Node is what Pack makes an entry of.
type Node struct {
	Name    string
	Storage bool
	CLSID   [16]byte
	Data    io.ReaderAt // of a stream
	Size    int64
	Parent  int // the place in the list of the storage it is in, which is before it
}

// Storage returns what is below a storage, itself as the root, for Pack.
func (f *File) Storage(root *Entry) []Node {
	nodes := []Node{{Name: "Root Entry", Storage: true, CLSID: root.CLSID}}
	place := map[*Entry]int{root: 0}
	for _, e := range f.Entries {
		parent, ok := place[e.Parent]
		if !ok || e == root {
			continue
		}
		n := Node{Name: e.Name, Storage: e.Storage, CLSID: e.CLSID, Parent: parent}
		if e.Storage {
			place[e] = len(nodes)
		} else {
			n.Data, n.Size = f.Open(e), e.Size
		}
		nodes = append(nodes, n)
	}
	return nodes
}

// A Packed is a compound file that is made while it is read.
type Packed struct {
	// Lost says that some of what was read is not in the file that the nodes are
	// from: zeros stand for it.
	Lost bool

	head  []byte // header and tables
	nodes []Node
	at    []int64 // where the stream of a node begins, rising
	size  int64
	shift uint
}

// Size is the length of the file.
func (p *Packed) Size() int64 { return p.size }

// Pack returns a compound file of nodes, of which the first is the root. It is
// meant for Open: its sectors may be larger than [MS-CFB] allows.
func Pack(nodes []Node) *Packed {
	shift := uint(smallShift)
	fats, dirs, streams := packSectors(nodes, shift)
	if fats > packTables {
		shift = packShift
		fats, dirs, streams = packSectors(nodes, shift)
	}
	fats = min(fats, packTables)
	sector := 1 << shift
	p := &Packed{nodes: nodes, head: make([]byte, (1+fats+dirs)<<shift), shift: shift}
	table := make([]uint32, 0, fats+dirs+streams)
	for range fats {
		table = append(table, 0xFFFFFFFD)
	}
	chain := func(n int) uint32 {
		if n == 0 {
			return endOfChain
		}
		first := uint32(len(table))
		for range n - 1 {
			table = append(table, uint32(len(table)+1))
		}
		table = append(table, endOfChain)
		return first
	}
	p.header(fats, chain(dirs))
	starts := make([]uint32, len(nodes))
	for i, n := range nodes {
		p.at = append(p.at, int64(len(table)+1)<<shift)
		starts[i] = chain(sectorsOf(n.Size, shift))
	}
	p.size = int64(len(table)+1) << shift
	for i, v := range table[:min(len(table), fats*sector/4)] {
		le.PutUint32(p.head[sector+4*i:], v)
	}
	for i := len(table); i < fats*sector/4; i++ {
		le.PutUint32(p.head[sector+4*i:], none)
	}
	p.directory((1+fats)<<shift, starts)
	return p
}

// sectorsOf is how many sectors n bytes take.
func sectorsOf(n int64, shift uint) int { return int((n + 1<<shift - 1) >> shift) }

// packSectors returns how many sectors the tables, the directory and the streams
// take.
func packSectors(nodes []Node, shift uint) (fats, dirs, streams int) {
	dirs = sectorsOf(int64(len(nodes))*entrySize, shift)
	for _, n := range nodes {
		streams += sectorsOf(n.Size, shift)
	}
	for fats = 1; fats<<shift/4 < fats+dirs+streams; {
		fats = sectorsOf(4*int64(fats+dirs+streams), shift)
	}
	return fats, dirs, streams
}

func (p *Packed) header(fats int, dir uint32) {
	h := p.head
	copy(h, Signature)
	le.PutUint16(h[24:], 0x3E)
	le.PutUint16(h[26:], 4)
	le.PutUint16(h[28:], 0xFFFE)
	le.PutUint16(h[30:], uint16(p.shift))
	le.PutUint16(h[32:], miniShift)
	le.PutUint32(h[44:], uint32(fats))
	le.PutUint32(h[48:], dir)
	le.PutUint32(h[56:], 0) // no stream is small
	le.PutUint32(h[60:], endOfChain)
	le.PutUint32(h[68:], endOfChain)
	for i := range 109 {
		n := uint32(none)
		if i < fats {
			n = uint32(i)
		}
		le.PutUint32(h[76+4*i:], n)
	}
}

// directory writes the entries at off. The entries of a storage form a list.
func (p *Packed) directory(off int, starts []uint32) {
	last := make([]int, len(p.nodes)) // entry that was put into a storage, 0: none
	for i, n := range p.nodes {
		b := p.head[off+i*entrySize:][:entrySize]
		name := utf16.Encode([]rune(n.Name))
		name = name[:min(len(name), 31)]
		for k, c := range name {
			le.PutUint16(b[2*k:], c)
		}
		le.PutUint16(b[64:], uint16(2*len(name)+2))
		b[66], b[67] = kindStream, 1
		if n.Storage {
			b[66] = kindStorage
		}
		le.PutUint32(b[68:], none)
		le.PutUint32(b[72:], none)
		le.PutUint32(b[76:], none)
		copy(b[80:], n.CLSID[:])
		le.PutUint32(b[116:], starts[i])
		le.PutUint64(b[120:], uint64(n.Size))
		if i == 0 {
			b[66] = kindRoot
			continue
		}
		if before := last[n.Parent]; before == 0 {
			le.PutUint32(p.head[off+n.Parent*entrySize+76:], uint32(i))
		} else {
			le.PutUint32(p.head[off+before*entrySize+72:], uint32(i))
		}
		last[n.Parent] = i
	}
}

func (p *Packed) ReadAt(b []byte, off int64) (n int, err error) {
	for n < len(b) {
		at := off + int64(n)
		if at < 0 || at >= p.size {
			return n, io.EOF
		}
		m, err := p.piece(b[n:], at)
		n += m
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// piece reads what of b is in one part of the file.
func (p *Packed) piece(b []byte, off int64) (int, error) {
	if off < int64(len(p.head)) {
		return bytes.NewReader(p.head).ReadAt(b[:min(int64(len(b)), int64(len(p.head))-off)], off)
	}
	low, high := 0, len(p.at)
	for high-low > 1 {
		if mid := (low + high) / 2; p.at[mid] <= off {
			low = mid
		} else {
			high = mid
		}
	}
	end := p.size
	if high < len(p.at) {
		end = p.at[high]
	}
	b = b[:min(int64(len(b)), end-off)]
	node := p.nodes[low]
	if in := off - p.at[low]; in < node.Size {
		b = b[:min(int64(len(b)), node.Size-in)]
		n, err := node.Data.ReadAt(b, in)
		switch {
		case n == len(b):
			return n, nil
		case err == nil || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, ErrLoop):
			p.Lost = true
			clear(b[n:])
			return len(b), nil
		}
		return n, err
	}
	clear(b)
	return len(b), nil
}
