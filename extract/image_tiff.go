package extract

import (
	"bytes"
	"encoding/binary"
	"image"
	"io"
)

// A tiffFile is a file of tagged fields (TIFF 6.0): a picture, or the Exif data
// in one.
type tiffFile struct {
	r     io.ReaderAt
	base  int64 // offsets count from here
	size  int64
	order binary.ByteOrder
	first int64
	whole bool // it was read as a whole
}

const (
	tiffEntry       = 12
	tagOrientation  = 274
	maxTIFFEntries  = 4096
	exifMark        = "Exif\x00\x00"
	jpegApplication = 0xE1
)

// newTIFF returns the file at base, nil if there is none.
func newTIFF(r io.ReaderAt, base, size int64) *tiffFile {
	var h [8]byte
	if n, _ := r.ReadAt(h[:], base); n < 8 {
		return nil
	}
	t := &tiffFile{r: r, base: base, size: size}
	switch string(h[:4]) {
	case "II*\x00":
		t.order = binary.LittleEndian
	case "MM\x00*":
		t.order = binary.BigEndian
	default:
		return nil
	}
	t.first = int64(t.order.Uint32(h[4:]))
	return t
}

// directory returns the entries of the directory at off and where the next is.
func (t *tiffFile) directory(off int64) (entries []byte, next int64) {
	var n [2]byte
	if off < 8 || off+2 > t.size {
		return nil, 0
	}
	if k, _ := t.r.ReadAt(n[:], t.base+off); k < 2 {
		return nil, 0
	}
	count := int(t.order.Uint16(n[:]))
	if count == 0 || count > maxTIFFEntries {
		return nil, 0
	}
	b := make([]byte, count*tiffEntry+4)
	k, _ := t.r.ReadAt(b, t.base+off+2)
	if k < count*tiffEntry {
		return nil, 0
	}
	if k == len(b) {
		next = int64(t.order.Uint32(b[count*tiffEntry:]))
	}
	return b[:count*tiffEntry], next
}

// pages returns where the directories of the pages are, up to most.
func (t *tiffFile) pages(most int) (offsets []int64, more bool) {
	seen := make(map[int64]bool)
	for off := t.first; off != 0 && !seen[off]; {
		if len(offsets) == most {
			return offsets, true
		}
		entries, next := t.directory(off)
		if entries == nil {
			break
		}
		seen[off] = true
		offsets = append(offsets, off)
		off = next
	}
	return offsets, false
}

// orientation is that of the page whose directory is at off, 1 to 8.
func (t *tiffFile) orientation(off int64) int {
	entries, _ := t.directory(off)
	for ; len(entries) >= tiffEntry; entries = entries[tiffEntry:] {
		if t.order.Uint16(entries) == tagOrientation {
			if v := int(t.order.Uint16(entries[8:])); 1 <= v && v <= 8 {
				return v
			}
		}
	}
	return 1
}

// from returns the file as if the page at off were its first: the decoder reads
// no other.
func (t *tiffFile) from(off int64) io.Reader {
	p := &tiffPage{t: t}
	copy(p.head[:4], map[bool]string{true: "II*\x00", false: "MM\x00*"}[t.order == binary.LittleEndian])
	t.order.PutUint32(p.head[4:], uint32(off))
	return io.NewSectionReader(p, 0, t.size)
}

type tiffPage struct {
	t    *tiffFile
	head [8]byte
}

func (p *tiffPage) ReadAt(b []byte, off int64) (int, error) {
	n, err := p.t.r.ReadAt(b, p.t.base+off)
	if off < 8 {
		copy(b[:n], p.head[off:])
	}
	return n, err
}

// exifOrientation is the orientation that the begin of a JPEG tells, 1 to 8; 1
// if it tells none.
func exifOrientation(head []byte) int {
	if !bytes.HasPrefix(head, []byte("\xff\xd8")) {
		return 1
	}
	for b := head[2:]; len(b) >= 4 && b[0] == 0xFF; {
		n := int(b[2])<<8 | int(b[3])
		if n < 2 || n+2 > len(b) {
			break
		}
		if b[1] == jpegApplication && bytes.HasPrefix(b[4:], []byte(exifMark)) {
			data := b[4+len(exifMark) : n+2]
			if t := newTIFF(bytes.NewReader(data), 0, int64(len(data))); t != nil {
				return t.orientation(t.first)
			}
		}
		b = b[n+2:]
	}
	return 1
}

// turned returns m upright: orientation is as tag 274 has it.
func turned(m *image.Gray, orientation int) *image.Gray {
	if orientation <= 1 {
		return m
	}
	w, h := m.Rect.Dx(), m.Rect.Dy()
	ow, oh := w, h
	if orientation >= 5 {
		ow, oh = h, w
	}
	out := image.NewGray(image.Rect(0, 0, ow, oh))
	for y := range h {
		row := m.Pix[y*m.Stride:][:w]
		for x, v := range row {
			ox, oy := x, y
			switch orientation {
			case 2:
				ox = w - 1 - x
			case 3:
				ox, oy = w-1-x, h-1-y
			case 4:
				oy = h - 1 - y
			case 5:
				ox, oy = y, x
			case 6:
				ox, oy = h-1-y, x
			case 7:
				ox, oy = h-1-y, w-1-x
			case 8:
				ox, oy = y, w-1-x
			}
			out.Pix[oy*out.Stride+ox] = v
		}
	}
	return out
}
