package powerpoint

import (
	"cmp"
	"io"
	"slices"
)

// A Source is the stream of a presentation.
type Source interface {
	io.ReaderAt
	Size() int64
}

// A Decrypter returns r, a part of the stream, decrypted. id is that of the part.
type Decrypter func(id uint32, r io.Reader) io.Reader

// Options are what a reader needs from outside.
type Options struct {
	// Reader returns a reader of the stream from at to its end.
	Reader func(at int64) io.Reader
	// Unlock returns what decrypts the parts; info is what [MS-OFFCRYPTO] 2.3.5.1
	// describes.
	Unlock func(info []byte) (Decrypter, error)
}

// Limits of what is read of a presentation.
const (
	maxEdits  = 1 << 10
	maxParts  = 256 << 10
	maxCrypto = 64 << 10
)

// encryptedToken tells in the stream Current User that a presentation is
// encrypted (2.3.2).
const encryptedToken = 0xF3D1C4DF

// A part is where a part of the presentation is.
type part struct {
	id      uint32
	at      int64
	current bool // not replaced by an edit
}

// A presentation is one while it is read.
type presentation struct {
	src     Source
	opt     *Options
	sink    Sink
	parts   []part // in the order of the stream
	doc     uint32 // the part that is the document
	crypt   uint32 // the part that tells how all are encrypted
	decrypt Decrypter
	slides  map[uint32]int // number of a slide by its part
	notes   map[uint32]int
	read    map[int64]bool
}

// Read hands what is in a presentation to sink. user is the stream Current User,
// nil if there is none. With ErrDamaged all that could be read was handed out.
func Read(src Source, user []byte, opt *Options, sink Sink) error {
	p := &presentation{src: src, opt: opt, sink: sink, slides: make(map[uint32]int), notes: make(map[uint32]int), read: make(map[int64]bool)}
	err := p.edits(user)
	locked := len(user) >= 16 && le.Uint32(user[12:]) == encryptedToken || p.crypt != 0
	if locked {
		if uerr := p.unlock(err != nil); uerr != nil {
			return uerr
		}
	}
	if err != nil {
		if err != ErrDamaged {
			return err
		}
		return p.sequence()
	}
	return p.all()
}

// edits finds the parts: each time a presentation is saved, what has changed may
// be added to it with a directory of it (2.3.3).
func (p *presentation) edits(user []byte) error {
	if len(user) < 20 {
		return ErrDamaged
	}
	seen := make(map[uint32]bool)
	for at, n := int64(le.Uint32(user[16:])), 0; at != 0; n++ {
		var b [28]byte
		m, err := p.src.ReadAt(b[:], at)
		if m < 28 && err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
			return err
		}
		if n >= maxEdits || m < 28 || le.Uint16(b[2:]) != recEdit {
			return ErrDamaged
		}
		if n == 0 {
			p.doc = le.Uint32(b[24:])
		}
		if le.Uint32(b[4:]) >= 0x20 && p.crypt == 0 {
			p.crypt = p.cryptOf(at)
		}
		if err := p.directory(int64(le.Uint32(b[20:])), seen); err != nil {
			return err
		}
		next := int64(le.Uint32(b[16:]))
		if next >= at {
			break // only earlier places make sense
		}
		at = next
	}
	slices.SortStableFunc(p.parts, func(a, b part) int { return cmp.Compare(a.at, b.at) })
	return nil
}

// cryptOf is the last field of the edit at at.
func (p *presentation) cryptOf(at int64) uint32 {
	var b [4]byte
	if n, _ := p.src.ReadAt(b[:], at+8+0x1C); n < len(b) {
		return 0
	}
	return le.Uint32(b[:])
}

// directory reads where parts are (2.3.4).
func (p *presentation) directory(at int64, seen map[uint32]bool) error {
	var b [8]byte
	n, err := p.src.ReadAt(b[:], at)
	if n < len(b) || le.Uint16(b[2:]) != recDirectory {
		if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
			return err
		}
		return ErrDamaged
	}
	list := make([]byte, min(int64(le.Uint32(b[4:])), 4*maxParts, max(0, p.src.Size()-at-8)))
	n, err = p.src.ReadAt(list, at+8)
	if n < len(list) && err != io.EOF && err != io.ErrUnexpectedEOF {
		return err
	}
	for list = list[:n&^3]; len(list) >= 4; {
		v := le.Uint32(list)
		id, count := v&0xFFFFF, int(v>>20)
		list = list[4:]
		for range count {
			if len(list) < 4 || len(p.parts) >= maxParts {
				return ErrDamaged
			}
			p.parts = append(p.parts, part{id, int64(le.Uint32(list)), !seen[id]})
			seen[id] = true
			id, list = id+1, list[4:]
		}
	}
	return nil
}

// unlock asks for what decrypts the parts.
func (p *presentation) unlock(lost bool) error {
	for _, part := range p.parts {
		if part.id != p.crypt || lost || p.crypt == 0 {
			continue
		}
		h, err := readHeader(io.NewSectionReader(p.src, part.at, 8))
		if err != nil || h.kind != recCrypt {
			break
		}
		info := make([]byte, min(h.size, maxCrypto))
		n, _ := p.src.ReadAt(info, part.at+8)
		p.read[part.at] = true
		p.decrypt, err = p.opt.Unlock(info[:n])
		return err
	}
	_, err := p.opt.Unlock(nil)
	if err == nil {
		err = ErrDamaged
	}
	return err
}

// reader returns a part.
func (p *presentation) reader(part part) io.Reader {
	r := p.opt.Reader(part.at)
	if p.decrypt != nil {
		r = p.decrypt(part.id, r)
	}
	return r
}

// all reads the document, which tells the order of the slides, and then all
// other parts. What is damaged of one costs no other.
func (p *presentation) all() error {
	var fault error
	each := func(want func(part) (kind Kind, nth int, ok bool)) error {
		for _, part := range p.parts {
			kind, nth, ok := want(part)
			if !ok || p.read[part.at] {
				continue
			}
			p.read[part.at] = true
			if err := p.part(part, kind, nth); err == ErrDamaged {
				fault = err
			} else if err != nil {
				return err
			}
		}
		return nil
	}
	err := each(func(a part) (Kind, int, bool) { return Document, 0, a.current && a.id == p.doc })
	if err == nil {
		err = each(func(a part) (Kind, int, bool) {
			return Slide, p.slides[a.id], a.current && p.slides[a.id] > 0
		})
	}
	if err == nil {
		err = each(func(a part) (Kind, int, bool) { return Notes, p.notes[a.id], a.current && p.notes[a.id] > 0 })
	}
	if err == nil {
		err = each(func(a part) (Kind, int, bool) { return Document, 0, a.current })
	}
	if err == nil {
		err = each(func(part) (Kind, int, bool) { return Earlier, 0, true })
	}
	if err == nil {
		err = fault
	}
	return err
}

// part reads one part.
func (p *presentation) part(a part, kind Kind, nth int) error {
	if a.at < 0 || a.at >= p.src.Size() {
		return ErrDamaged
	}
	if err := p.sink.Part(kind, nth); err != nil {
		return err
	}
	w := newWalker(p.reader(a), p.sink)
	document := kind == Document && a.id == p.doc
	w.slide = func(instance int, persist uint32) error { return p.listed(instance, persist, document) }
	if kind == Document {
		w.begin = func(h header) error {
			switch {
			case h.kind == recMaster:
				return p.sink.Part(Master, 0)
			case len(w.ends) == 2 && h.kind != recList && document:
				return p.sink.Part(Document, 0)
			}
			return nil
		}
	}
	return w.walk(true)
}

// listed takes a slide, or its notes, in the order of the presentation (2.4.14.3:
// lists are told apart by their instances).
func (p *presentation) listed(instance int, persist uint32, document bool) error {
	if !document {
		return nil
	}
	switch instance {
	case 0:
		p.slides[persist] = len(p.slides) + 1
		return p.sink.Part(Slide, p.slides[persist])
	case 2:
		p.notes[persist] = len(p.notes) + 1
		return p.sink.Part(Notes, p.notes[persist])
	}
	return p.sink.Part(Master, 0)
}

// sequence reads the records of the stream as they come.
func (p *presentation) sequence() error {
	if p.decrypt != nil {
		return ErrDamaged
	}
	w := newWalker(p.opt.Reader(0), p.sink)
	if err := p.sink.Part(Document, 0); err != nil {
		return err
	}
	slides := 0
	w.begin = func(h header) error {
		if h.kind != recSlide || len(w.ends) != 1 {
			return nil
		}
		slides++
		return p.sink.Part(Slide, slides)
	}
	if err := w.walk(false); err != nil {
		return err
	}
	return ErrDamaged
}
