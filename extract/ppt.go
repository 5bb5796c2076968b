package extract

import (
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/shikiri/shikiri/extract/cfb"
	"github.com/shikiri/shikiri/extract/officecrypt"
	"github.com/shikiri/shikiri/extract/powerpoint"
)

func init() {
	register(&Format{
		Name:   "ppt",
		Family: "office",
		Doc: "PowerPoint presentations of 97 to 2003: slides, notes, masters, comments, links, what earlier versions of the file have left, " +
			"properties; embedded objects and pictures as files of their own; encrypted ones by --archive-passwords",
		Limits:  "cells of tables are read as lines; listed as encrypted: pictures of encrypted presentations; listed as partial: PowerPoint 95 and older",
		Exts:    []string{".ppt", ".pps", ".pot"},
		In:      "ole",
		Holds:   func(has func(string) bool) bool { return has("PowerPoint Document") },
		Extract: func(ctx context.Context, f *File, out Out) error { return extractOLE(ctx, f, out, readPPT) },
	})
}

// currentUserMost bounds the stream that says where to begin.
const currentUserMost = 4 << 10

// readPPT reads a presentation.
func readPPT(o *oleFile) error {
	main := o.take("PowerPoint Document")
	var user []byte
	if e := o.take("Current User"); e != nil {
		var err error
		if user, err = o.all(e, currentUserMost); err != nil && final(err) {
			return err
		}
	}
	s := &ppt{o: o, prose: newProse(o.out, "")}
	opt := &powerpoint.Options{
		Reader: func(at int64) io.Reader {
			return o.f.Budget.reader(o.ctx, io.NewSectionReader(o.Open(main), at, max(0, main.Size-at)))
		},
		Unlock: s.unlock,
	}
	err := powerpoint.Read(o.Open(main), user, opt, s)
	if cerr := s.prose.close(); err == nil {
		err = cerr
	}
	if s.locked {
		o.takeAll()
		return err
	}
	if errors.Is(err, powerpoint.ErrDamaged) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, cfb.ErrLoop) {
		if err = o.fault(err); !final(err) && !s.opened { // what no record leads to may be text
			if rerr := o.streamRuns(main, "stream PowerPoint Document"); final(rerr) {
				return rerr
			}
		}
	}
	if final(err) {
		return err
	}
	if perr := s.pictures(); final(perr) {
		return perr
	}
	return err
}

// A ppt hands out what is in a presentation.
type ppt struct {
	o       *oleFile
	prose   *prose
	name    string // of the part
	objects int
	opened  bool // it was encrypted
	locked  bool // and could not be opened
}

// pictures hands out the pictures: one stream holds those of all slides.
func (p *ppt) pictures() error {
	e := p.o.take("Pictures")
	if e == nil || e.Size == 0 {
		return nil
	}
	if p.opened {
		p.o.out.Skip("Pictures", Skip{ReasonEncrypted, "pictures of encrypted presentations are not read"})
		return nil
	}
	return p.o.note("Pictures", p.o.pictures(p.o.stream(e), ""))
}

// unlock opens an encrypted presentation: each part has a key of its own.
func (p *ppt) unlock(info []byte) (powerpoint.Decrypter, error) {
	passwords := append(p.o.passwords(), officecrypt.PresentationPassword)
	key, err := officecrypt.OpenStream(p.o.ctx, info, 0, passwords)
	if err != nil {
		p.locked = true
		return nil, p.o.locked(err)
	}
	p.opened = true
	return func(id uint32, r io.Reader) io.Reader { return &keyedReader{r: r, key: key.Block(id)} }, nil
}

// A keyedReader decrypts what it reads from the beginning of a block on.
type keyedReader struct {
	r   io.Reader
	key *officecrypt.Stream
	pos int64
}

func (k *keyedReader) Read(b []byte) (int, error) {
	n, err := k.r.Read(b)
	k.key.XOR(b[:n], k.pos)
	k.pos += int64(n)
	return n, err
}

func (p *ppt) Part(kind powerpoint.Kind, nth int) error {
	name := "presentation"
	switch kind {
	case powerpoint.Slide:
		name = fmt.Sprintf("slide %d", nth)
	case powerpoint.Notes:
		name = fmt.Sprintf("notes of slide %d", nth)
	case powerpoint.Master:
		name = "master"
	case powerpoint.Earlier:
		name = "earlier version"
	}
	if name == p.name {
		return nil
	}
	p.name = name
	return p.prose.part(name)
}

func (p *ppt) Text(text []byte) error {
	if err := p.prose.write(text); err != nil {
		return err
	}
	return p.prose.line()
}

func (p *ppt) Object(packed bool, size int64, r io.Reader) error {
	if packed {
		z, err := zlib.NewReader(r)
		if err != nil {
			p.o.out.Skip(p.name, Skip{ReasonDamaged, "an embedded object cannot be unpacked"})
			return nil
		}
		defer z.Close()
		r, size = z, -1
	}
	p.objects++
	b := p.o.f.Budget
	reserve, err := b.hold()
	if err != nil {
		return err
	}
	defer b.release(reserve)
	return p.o.out.Member(&File{
		Name: fmt.Sprintf("object %d", p.objects), Size: size, Reader: b.reader(p.o.ctx, &pictureReader{p.o, r}), Budget: b,
	})
}
