// Package cfb reads compound files: the containers of xls, doc, ppt and msg,
// section numbers are those of [MS-CFB].
//
// A compound file is a small file system: a table that chains sectors (FAT),
// a directory of storages and streams, and a stream that holds the small ones.
// What is damaged costs what it describes and nothing else: streams are read as
// far as they are there, and entries that the directory's tree has lost are
// found. All tables are bounded by the size of the file and by the constants
// below, and no chain is followed for ever.
//
// The library richardlehane/mscfb was tried first. It gives up a file of which
// one table is damaged, reads the sectors of a long stream in time that grows
// with their square, and keeps a path for each entry: 131,072 nested storages,
// a file of 16 MB, would take more than 100 GB.
package cfb

import (
	"encoding/binary"
	"errors"
	"io"
)

var le = binary.LittleEndian

// Signature begins a compound file (2.2).
const Signature = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"

// Sectors with a meaning of their own (2.1).
const (
	lastSector = 0xFFFFFFFA // greater ones are no sectors
	endOfChain = 0xFFFFFFFE
	none       = 0xFFFFFFFF // no entry, no sector
)

const (
	maxTable   = 8 << 20   // entries of the FAT: 4 GB in sectors of 512 bytes
	maxMini    = 4 << 20   // entries of the mini FAT: 256 MB of small streams
	maxEntries = 128 << 10 // of the directory
	maxDepth   = 100       // storages in storages
	headerSize = 512
	entrySize  = 128
)

// What is wrong with a file.
var (
	ErrFormat = errors.New("cfb: not a compound file")
	ErrLarge  = errors.New("cfb: the tables are too large")
	ErrLoop   = errors.New("cfb: chains are followed without end")
)

// A File is an open compound file.
type File struct {
	// Entries are the storages and streams; Entries[0] is the root. An entry's
	// parent comes before it.
	Entries []*Entry
	// Damaged says that a table was not read in full, so that streams may be
	// missing or hold what is not theirs.
	Damaged bool

	r       io.ReaderAt
	size    int64
	shift   uint // of the size of a sector
	cutoff  int64
	fat     []uint32
	miniFAT []uint32
	mini    *Stream // what the small streams are in
	steps   int64   // that may still be made along chains
}

// An Entry is a storage or a stream.
type Entry struct {
	Name    string // as it stands: the first character may be a control character
	Storage bool
	Size    int64 // of a stream; not more than that of the file
	Parent  *Entry
	CLSID   [16]byte // of a storage

	start uint32
	depth int
}

// Path is the names of the storages that e is in, and its own, with slashes.
func (e *Entry) Path() string {
	if e.Parent == nil || e.Parent.Parent == nil {
		return e.Name
	}
	return e.Parent.Path() + "/" + e.Name
}

// Open reads the tables of the compound file in r. The error is one of those
// above, or that of r.
func Open(r io.ReaderAt, size int64) (*File, error) {
	f := &File{r: r, size: size}
	var h [headerSize]byte
	if n, err := r.ReadAt(h[:], 0); n < len(h) {
		if err == io.EOF {
			err = ErrFormat
		}
		return nil, err
	}
	f.shift = uint(le.Uint16(h[30:]))
	if string(h[:8]) != Signature || f.shift != 9 && f.shift != 12 && f.shift != packShift {
		return nil, ErrFormat
	}
	if f.cutoff = int64(le.Uint32(h[56:])); f.cutoff > 1<<16 {
		f.cutoff = 4096 // what 2.2 demands
	}
	f.steps = 64<<20 + 16*(size>>f.shift)
	if err := f.readFAT(&h); err != nil {
		return nil, err
	}
	if err := f.readDirectory(le.Uint32(h[48:]), le.Uint16(h[26:])); err != nil {
		return nil, err
	}
	return f, f.readMini(le.Uint32(h[60:]))
}

// sector reads a sector into buf, as much of it as is there.
func (f *File) sector(n uint32, buf []byte) (whole bool, err error) {
	m, err := f.r.ReadAt(buf, f.offset(n))
	clear(buf[m:])
	if err == io.EOF {
		err = nil
	}
	return m == len(buf), err
}

func (f *File) offset(sector uint32) int64 { return (int64(sector) + 1) << f.shift }

// beyond reports whether a sector is not in the file.
func (f *File) beyond(sector uint32) bool { return sector >= lastSector || f.offset(sector) >= f.size }

// readFAT reads the table of chains. Where a sector of it is missing, sectors are
// taken to follow one another, as they nearly always do.
func (f *File) readFAT(h *[headerSize]byte) error {
	per := 1 << f.shift / 4
	sectors := int(min((f.size-1)>>f.shift, maxTable+1)) // that the file has
	if sectors > maxTable {
		return ErrLarge
	}
	need := (sectors + per - 1) / per
	buf := make([]byte, 1<<f.shift)
	add := func(n uint32) error {
		if n >= lastSector || len(f.fat) >= need*per {
			return nil
		}
		whole, err := f.sector(n, buf)
		if err != nil {
			return err
		}
		if !whole {
			f.Damaged = true
			for range per {
				f.fat = append(f.fat, uint32(len(f.fat)+1))
			}
			return nil
		}
		for i := range per {
			f.fat = append(f.fat, le.Uint32(buf[4*i:]))
		}
		return nil
	}
	for i := range 109 {
		if err := add(le.Uint32(h[76+4*i:])); err != nil {
			return err
		}
	}
	list := make([]byte, 1<<f.shift)
	next := le.Uint32(h[68:])
	for range need { // DIFAT sectors, 2.5: more than these cannot be needed
		if f.beyond(next) || len(f.fat) >= need*per {
			break
		}
		if _, err := f.sector(next, list); err != nil {
			return err
		}
		for i := range per - 1 {
			if err := add(le.Uint32(list[4*i:])); err != nil {
				return err
			}
		}
		next = le.Uint32(list[len(list)-4:])
	}
	for len(f.fat) < sectors {
		f.Damaged = true
		f.fat = append(f.fat, uint32(len(f.fat)+1))
	}
	return nil
}

// readMini reads what the small streams need (2.4).
func (f *File) readMini(start uint32) error {
	root := f.Entries[0]
	if root.Size == 0 || root.start >= lastSector {
		return nil
	}
	f.mini = &Stream{f: f, size: root.Size, next: root.start, shift: f.shift}
	buf := make([]byte, 1<<f.shift)
	for n := start; int64(len(f.miniFAT)) < root.Size>>miniShift+1; n = f.fat[n] {
		if f.beyond(n) || int64(n) >= int64(len(f.fat)) {
			break
		}
		if len(f.miniFAT) >= maxMini {
			return ErrLarge
		}
		whole, err := f.sector(n, buf)
		if err != nil {
			return err
		}
		f.Damaged = f.Damaged || !whole
		for b := buf; len(b) >= 4; b = b[4:] {
			v := le.Uint32(b)
			if !whole {
				v = uint32(len(f.miniFAT) + 1)
			}
			f.miniFAT = append(f.miniFAT, v)
		}
	}
	return nil
}
