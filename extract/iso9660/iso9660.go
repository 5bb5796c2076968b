// Package iso9660 reads images of discs: ISO 9660 (ECMA-119) with the names of
// Joliet and Rock Ridge (SUSP and RRIP 1.12), several sessions, and images of
// whole sectors.
package iso9660

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
)

var (
	// ErrDamaged says that a volume or a folder cannot be as it is.
	ErrDamaged = errors.New("damaged disc image")
	// ErrTooMany says that there are more members than are looked at.
	ErrTooMany = errors.New("too many members")
)

const (
	sector       = 2048
	firstVolume  = 16 // sectors are not used before
	volumesMost  = 64
	sessionsMost = 99
	membersMost  = 1 << 20
)

// An Image is a disc.
type Image struct {
	r    io.ReaderAt // of sectors
	size int64
	// UDF says that there is a file system of that kind too, which is not read.
	UDF bool
	// End is where the last volume ends, in bytes.
	End int64

	trees []tree
	seen  map[extent]bool // files and folders, lest they come twice
}

// A tree is a hierarchy of folders.
type tree struct {
	root   record
	block  int64 // size of a logical block
	joliet bool
	skip   int // bytes at the start of what systems add to a record
	rock   bool
}

// An extent is where content is.
type extent struct{ at, size int64 }

// Match reports whether head, of 64 KiB, begins a disc with a file system of this
// kind.
func Match(head []byte) bool {
	const raw = firstVolume * 2352
	mark := func(at int) bool { return len(head) >= at+6 && string(head[at:at+6]) == "\x01CD001" }
	return mark(firstVolume*sector) || isRaw(head) && (mark(raw+16) || mark(raw+24)) ||
		len(head) > firstVolume*sector+6 && string(head[firstVolume*sector+1:][:5]) == "CD001"
}

// isRaw reports whether an image has whole sectors, which begin with a sync mark.
func isRaw(head []byte) bool {
	return bytes.HasPrefix(head, []byte("\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00"))
}

// Open reads the volumes of a disc. Where they break off, the image has those
// that could be read, with the error.
func Open(r io.ReaderAt, size int64) (*Image, error) {
	var head [16]byte
	if _, err := r.ReadAt(head[:], 0); err != nil && err != io.EOF {
		return nil, err
	}
	m := &Image{r: r, size: size, seen: make(map[extent]bool)}
	if isRaw(head[:]) {
		m.r, m.size = &rawSectors{r: r, data: 16 + 8*int64(head[15]&2/2)}, size/2352*sector
	}
	at := int64(firstVolume)
	for range sessionsMost {
		if err := m.session(at); err != nil {
			return m, err
		}
		next, err := m.nextSession(at)
		if err != nil || next == 0 {
			return m, err
		}
		at = next
	}
	return m, nil
}

// session reads the descriptors of volumes from a sector on.
func (m *Image) session(at int64) error {
	var primary, joliet []tree
	b := make([]byte, sector)
	for i := range int64(volumesMost) {
		if err := m.read(b, (at+i)*sector); err != nil {
			return err
		}
		id := string(b[1:6])
		if id == "NSR02" || id == "NSR03" {
			m.UDF = true
		}
		if id != "CD001" {
			if id != "BEA01" && id != "TEA01" && id != "NSR02" && id != "NSR03" && id != "BOOT2" {
				break
			}
			continue
		}
		t, ok := m.volume(b)
		switch {
		case !ok:
		case t.joliet:
			joliet = append(joliet, t)
		default:
			primary = append(primary, t)
		}
	}
	if len(primary) == 0 {
		return ErrDamaged
	}
	// Files that Joliet lists are not listed again by their short names.
	m.trees = append(append(m.trees, joliet...), primary...)
	return nil
}

// volume reads the descriptor of a volume that has folders.
func (m *Image) volume(b []byte) (t tree, ok bool) {
	le := binary.LittleEndian
	t = tree{block: int64(le.Uint16(b[128:])), joliet: b[0] == 2}
	if t.block != 512 && t.block != 1024 {
		t.block = sector
	}
	escape := b[88:91]
	if b[0] != 1 && (b[0] != 2 || escape[0] != '%' || escape[1] != '/' || bytes.IndexByte([]byte("@CE"), escape[2]) < 0) {
		return t, false
	}
	if t.root, ok = parseRecord(b[156:190]); !ok || t.root.size == 0 {
		return t, false
	}
	m.End = max(m.End, int64(le.Uint32(b[80:]))*t.block)
	if !t.joliet {
		t.findSUSP(m)
	}
	return t, true
}

// nextSession returns the sector of the next session's first volume, or 0. Between
// sessions there are up to 11,400 sectors and the 16 at their start.
func (m *Image) nextSession(at int64) (int64, error) {
	const gap = 12 << 10
	b := make([]byte, sector)
	from := max((m.End+sector-1)/sector, at+1)
	for i := from; i < from+gap && (i+1)*sector <= m.size; i++ {
		if err := m.read(b, i*sector); err != nil {
			return 0, err
		}
		if string(b[:7]) == "\x01CD001\x01" {
			return i, nil
		}
	}
	return 0, nil
}

// read fills b from an offset in sectors of 2048 bytes.
func (m *Image) read(b []byte, at int64) error {
	if at < 0 || at > m.size-int64(len(b)) {
		return io.ErrUnexpectedEOF
	}
	n, err := m.r.ReadAt(b, at)
	if n == len(b) {
		return nil
	}
	if err == nil || err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return err
}

// rawSectors gives the data of an image of sectors of 2352 bytes.
type rawSectors struct {
	r    io.ReaderAt
	data int64 // where in a sector its data begins
}

func (s *rawSectors) ReadAt(p []byte, at int64) (n int, err error) {
	for n < len(p) {
		in := at % sector
		step := min(len(p)-n, int(sector-in))
		m, err := s.r.ReadAt(p[n:n+step], at/sector*2352+s.data+in)
		n += m
		at += int64(m)
		if m < step {
			return n, err
		}
	}
	return n, nil
}
