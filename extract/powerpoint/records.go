// Package powerpoint reads the text of PowerPoint presentations of the years
// 1997 to 2003 (ppt). Section numbers are those of [MS-PPT].
package powerpoint

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"unicode/utf16"
)

var le = binary.LittleEndian

// ErrDamaged is returned for presentations of which not all could be read.
var ErrDamaged = errors.New("powerpoint: damaged")

// Types of records (2.13.24).
const (
	recLeast     = 0x03E8 // there is none below
	recSlide     = 0x03EE
	recSlideAtom = 0x03F3 // SlidePersistAtom
	recMaster    = 0x03F8
	recChars     = 0x0FA0
	recBytes     = 0x0FA8
	recString    = 0x0FBA
	recList      = 0x0FF0 // SlideListWithText
	recEdit      = 0x0FF5
	recObject    = 0x1011 // ExOleObjStg
	recTags      = 0x138B // records in what is no container
	recDirectory = 0x1772
	recCrypt     = 0x2F14
)

// A Sink takes what is in a presentation. Slices are valid during the call.
type Sink interface {
	// Part says whose text follows: nth counts from 1, 0 is none of them.
	Part(kind Kind, nth int) error
	// Text is a text of its own, as UTF-8; lines end with \n.
	Text([]byte) error
	// Object is an embedded file: a compound file, packed by zlib or not.
	Object(packed bool, size int64, r io.Reader) error
}

// A Kind is a kind of part.
type Kind uint8

const (
	Document Kind = iota // what belongs to no slide: headers, links, comments
	Slide
	Notes
	Master
	Earlier // what was there before the file was saved once more
)

// maxDepth bounds containers in containers.
const maxDepth = 64

// A header is that of a record (2.3.1).
type header struct {
	version, instance, kind int
	size                    int64
}

func readHeader(r io.Reader) (h header, err error) {
	var b [8]byte
	if _, err := io.ReadFull(r, b[:]); err != nil {
		return h, err
	}
	v := int(le.Uint16(b[:]))
	return header{v & 15, v >> 4, int(le.Uint16(b[2:])), int64(le.Uint32(b[4:]))}, nil
}

// A walker reads records, one after the other and those in containers.
type walker struct {
	br   *bufio.Reader
	sink Sink
	// slide is called for each slide that the document lists: texts that follow
	// are its. nil: not wanted.
	slide func(instance int, persist uint32) error
	// begin is called for containers. nil: not wanted.
	begin func(h header) error

	lists []int // instances of the lists that are open
	ends  []end
	pos   int64
}

// An end is where a container ends.
type end struct {
	pos  int64
	list bool
}

func newWalker(r io.Reader, sink Sink) *walker {
	return &walker{br: bufio.NewReaderSize(r, 32<<10), sink: sink}
}

// walk reads records until the stream or, if only one is wanted, the first record
// ends.
func (w *walker) walk(one bool) error {
	for first := true; ; first = false {
		for n := len(w.ends); n > 0 && w.pos >= w.ends[n-1].pos; n-- {
			if w.ends[n-1].list {
				w.lists = w.lists[:len(w.lists)-1]
			}
			w.ends = w.ends[:n-1]
		}
		if one && !first && len(w.ends) == 0 {
			return nil
		}
		h, err := readHeader(w.br)
		if err == io.EOF && len(w.ends) == 0 && !one {
			return nil
		}
		if err != nil {
			return cut(err)
		}
		w.pos += 8
		if n := len(w.ends); h.kind < recLeast || n > 0 && w.pos+h.size > w.ends[n-1].pos {
			return ErrDamaged
		}
		if err := w.record(h); err != nil {
			return err
		}
	}
}

func cut(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return ErrDamaged
	}
	return err
}

// record reads one record, of a container only its header.
func (w *walker) record(h header) error {
	if h.version == 15 || h.kind == recTags && w.looksLikeRecords(h.size) {
		if len(w.ends) >= maxDepth {
			return ErrDamaged
		}
		w.ends = append(w.ends, end{w.pos + h.size, h.kind == recList})
		if h.kind == recList {
			w.lists = append(w.lists, h.instance)
		}
		if w.begin != nil {
			return w.begin(h)
		}
		return nil
	}
	switch h.kind {
	case recChars, recString:
		return w.text(h.size, true)
	case recBytes:
		return w.text(h.size, false)
	case recSlideAtom:
		return w.listed(h)
	case recObject:
		return w.object(h)
	}
	return w.skip(h.size)
}

// looksLikeRecords reports whether what follows, of size bytes, may be records.
func (w *walker) looksLikeRecords(size int64) bool {
	b, err := w.br.Peek(8)
	return err == nil && size >= 8 && int64(le.Uint32(b[4:]))+8 <= size && int(le.Uint16(b[2:])) >= recLeast
}

func (w *walker) skip(n int64) error {
	m, err := io.CopyN(io.Discard, w.br, n)
	w.pos += m
	return cut(err)
}

// textStep is how much of a text is read at once.
const textStep = 1 << 20

// text hands out a text.
func (w *walker) text(n int64, wide bool) error {
	for n > 0 {
		raw := make([]byte, min(n, textStep))
		m, err := io.ReadFull(w.br, raw)
		w.pos += int64(m)
		n -= int64(m)
		if text := decode(raw[:m], wide); len(text) > 0 {
			if err := w.sink.Text(text); err != nil {
				return err
			}
		}
		if err != nil {
			return cut(err)
		}
	}
	return nil
}

// decode decodes characters of two bytes or the lower halves of such.
func decode(raw []byte, wide bool) []byte {
	units := make([]uint16, 0, len(raw))
	if wide {
		for ; len(raw) >= 2; raw = raw[2:] {
			units = append(units, le.Uint16(raw))
		}
	} else {
		for _, c := range raw {
			units = append(units, uint16(c))
		}
	}
	text := make([]rune, 0, len(units))
	for _, r := range utf16.Decode(units) {
		switch {
		case r == '\r' || r == '\v':
			r = '\n'
		case r < 0x20 && r != '\t' && r != '\n' || r == 0x7F:
			continue
		}
		text = append(text, r)
	}
	return []byte(string(text))
}

// listed takes the entry of a slide in a list of the document (2.4.14.5).
func (w *walker) listed(h header) error {
	var b [4]byte
	if h.size < int64(len(b)) {
		return w.skip(h.size)
	}
	n, err := io.ReadFull(w.br, b[:])
	w.pos += int64(n)
	if err != nil {
		return cut(err)
	}
	if err := w.skip(h.size - int64(n)); err != nil {
		return err
	}
	if w.slide == nil || len(w.lists) == 0 {
		return nil
	}
	return w.slide(w.lists[len(w.lists)-1], le.Uint32(b[:]))
}

// object hands out an embedded file (2.10.34): instance 1 is packed.
func (w *walker) object(h header) error {
	size := h.size
	if h.instance == 1 {
		if size < 4 {
			return w.skip(size)
		}
		if err := w.skip(4); err != nil { // its size unpacked
			return err
		}
		size -= 4
	}
	r := &io.LimitedReader{R: w.br, N: size}
	err := w.sink.Object(h.instance == 1, size, r)
	w.pos += size - r.N
	if err != nil {
		return err
	}
	return w.skip(r.N)
}
