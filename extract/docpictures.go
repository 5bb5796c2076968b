package extract

import (
	"encoding/binary"
	"io"

	"github.com/shikiri/shikiri/extract/officeart"
)

// docPictureHead is the least that precedes a picture in the stream Data
// ([MS-DOC] 2.9.190).
const docPictureHead = 0x44

// pictures hands out the pictures in the text, then those that float above it.
func (d *doc) pictures() error {
	if d.data != nil {
		if err := d.o.note("pictures", d.inline()); err != nil {
			return err
		}
	}
	at, size := d.header.Drawings()
	if size <= 0 || at < 0 || at >= d.tables.Size() {
		return nil
	}
	size = min(size, d.tables.Size()-at)
	if err := d.o.note("drawings", d.drawings(at, size)); err != nil {
		return err
	}
	// The pictures are in the first container; the drawings after it stand each
	// behind a byte (2.9.172).
	var h [8]byte
	if _, err := d.tables.ReadAt(h[:], at); err != nil && err != io.EOF {
		return d.o.note("drawings", d.o.fault(err))
	}
	size = min(size, 8+int64(binary.LittleEndian.Uint32(h[4:])))
	return d.o.note("drawings", d.o.pictures(&partReader{d.reader(d.tables, at, size)}, "drawing "))
}

// drawings reads the text in what is drawn, and pictures whose place it tells.
func (d *doc) drawings(at, size int64) error {
	if err := d.runs(d.reader(d.tables, at, size), "drawings"); err != nil {
		return err
	}
	places, err := officeart.Delayed(d.reader(d.tables, at, size))
	for _, p := range places {
		if p >= d.main.Size() {
			continue
		}
		one := &oneRecord{r: d.reader(d.main, p, d.main.Size()-p)}
		if perr := d.o.pictures(one, "floating "); perr != nil && final(perr) {
			return perr
		}
	}
	if isOfficeArt(err) {
		return nil // the pictures tell that once more
	}
	return err
}

func (d *doc) runs(r io.Reader, part string) error {
	_, err := readRuns(d.o.ctx, &File{Size: -1, Reader: &partReader{r}, Budget: d.o.f.Budget}, &partOut{d.o.out, part})
	return err
}

// A partReader ends where a stream is cut: that is told where all of it is read.
type partReader struct{ r io.Reader }

func (p *partReader) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	if err == io.ErrUnexpectedEOF {
		err = io.EOF
	}
	return n, err
}

// A oneRecord ends behind the first record of what it reads.
type oneRecord struct {
	r    io.Reader
	left int64
	head bool
}

func (o *oneRecord) Read(b []byte) (int, error) {
	if !o.head {
		if len(b) < 8 {
			return 0, io.ErrShortBuffer
		}
		o.head = true
		n, err := io.ReadFull(o.r, b[:8])
		if err == nil {
			o.left = int64(binary.LittleEndian.Uint32(b[4:]))
		}
		return n, err
	}
	if o.left <= 0 {
		return 0, io.EOF
	}
	n, err := o.r.Read(b[:min(int64(len(b)), o.left)])
	o.left -= int64(n)
	return n, err
}

// pictureWindow is how much of the stream Data is searched at once.
const pictureWindow = 32 << 10

// inline reads the stream Data: pictures, what forms have beside them, and
// properties of paragraphs. Nothing tells them apart but the heads of pictures.
func (d *doc) inline() error {
	size := d.data.Size()
	from := int64(0) // what was not read yet
	buf := make([]byte, pictureWindow)
	for at := int64(0); at < size; {
		n, err := d.data.ReadAt(buf, at)
		if n == 0 || err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
			return d.o.fault(err)
		}
		i := pictureStart(buf[:n])
		if i < 0 {
			at += int64(max(1, n-docPictureHead-4))
			if at+docPictureHead >= size {
				break
			}
			continue
		}
		at += int64(i)
		head, end := d.pictureBounds(buf[i:n], at)
		if head < 0 {
			at += 4
			continue
		}
		if err := d.gap(from, at); err != nil {
			return err
		}
		if err := d.o.pictures(d.reader(d.data, head, end-head), ""); err != nil {
			return err
		}
		at, from = end, end
	}
	return d.gap(from, size)
}

// gap reads the runs in a part of the stream Data.
func (d *doc) gap(from, to int64) error {
	if to <= from {
		return nil
	}
	return d.runs(d.reader(d.data, from, to-from), "stream Data")
}

// pictureStart returns where what may be the head of a picture begins, or -1: the
// length of the head, then the kind of shape or shape of a file.
func pictureStart(b []byte) int {
	for i := 4; i+docPictureHead+4 <= len(b); i++ {
		if b[i] == docPictureHead && b[i+1] == 0 && (b[i+2] == 0x64 || b[i+2] == 0x66) && b[i+3] == 0 {
			return i - 4
		}
	}
	return -1
}

// pictureBounds returns where the drawing of the picture at at begins and ends, or
// -1 if it is none. b begins with its head.
func (d *doc) pictureBounds(b []byte, at int64) (head, end int64) {
	n := int64(int32(binary.LittleEndian.Uint32(b)))
	h := int64(docPictureHead)
	if b[6] == 0x66 { // a linked one: its name precedes it
		h += 1 + int64(b[docPictureHead])
	}
	if h+8 > n || at+n > d.data.Size() || h+4 > int64(len(b)) || b[h+3] != 0xF0 {
		return -1, -1
	}
	return at + h, at + n
}
