package extract

import (
	"bufio"
	"encoding/binary"
	"io"
)

// What follows the members of a zip tells whether they are all there: a stream
// that was cut between two members looks whole until then.

// trailer reads the directory and the end record, and counts what they list. more
// says that another archive follows, as in files made by joining archives.
func (z *zipReader) trailer() (more bool, err error) {
	listed := 0
	for {
		sig, err := z.br.Peek(4)
		if err != nil {
			return false, z.unsure()
		}
		switch string(sig) {
		case zipCentral:
			if _, err := readCentral(z.br); err != nil {
				return false, z.unsure()
			}
			listed++
			continue
		case zipEnd:
			return z.end(listed)
		case zipEnd64:
			err = z.passEnd64()
		case zipLocator64:
			_, err = z.br.Discard(20)
		case zipSignature:
			err = z.passSignature()
		default:
			return false, z.unsure()
		}
		if err != nil {
			return false, z.unsure()
		}
	}
}

// unsure is the fault of an archive whose directory cannot be read to its end.
func (z *zipReader) unsure() error {
	if z.src.err != nil {
		return z.src.err
	}
	return &Skip{ReasonDamaged, "the directory of members is damaged or cut off: members may be missing"}
}

// end reads the end record (4.3.16).
func (z *zipReader) end(listed int) (more bool, err error) {
	var e [22]byte
	if _, err := io.ReadFull(z.br, e[:]); err != nil {
		return false, z.unsure()
	}
	if _, err := z.br.Discard(int(binary.LittleEndian.Uint16(e[20:]))); err != nil {
		return false, z.unsure()
	}
	if want := binary.LittleEndian.Uint16(e[10:]); want != 0xffff && int(want) != listed&0xffff || listed > z.locals {
		return false, &Skip{ReasonDamaged, "the directory lists other members than were found: some may be missing"}
	}
	z.locals = 0
	if sig, _ := z.br.Peek(4); string(sig) == zipLocal {
		return true, nil
	}
	if something(z.br) {
		return false, &Skip{ReasonPartial, "what follows the end of the archive was not scanned"}
	}
	return false, z.src.err
}

func (z *zipReader) passEnd64() error {
	var h [12]byte
	if _, err := io.ReadFull(z.br, h[:]); err != nil {
		return err
	}
	_, err := io.CopyN(io.Discard, z.br, int64(min(binary.LittleEndian.Uint64(h[4:]), 1<<32)))
	return err
}

func (z *zipReader) passSignature() error {
	var h [6]byte
	if _, err := io.ReadFull(z.br, h[:]); err != nil {
		return err
	}
	_, err := z.br.Discard(int(binary.LittleEndian.Uint16(h[4:])))
	return err
}

// something reports whether more than padding follows in r, and reads it to its end.
func something(r *bufio.Reader) bool {
	found := false
	for {
		if _, err := r.Peek(1); err != nil {
			return found
		}
		b, _ := r.Peek(r.Buffered())
		found = found || !allZero(b)
		r.Discard(len(b))
	}
}

// before hands out the members of archives that stand before the one whose
// directory was found: an archive to which another was joined.
func (z *zipReader) before(d *zipDirectory) error {
	var sig [4]byte
	if d.base < 30 {
		return nil
	}
	if _, err := z.at.ReadAt(sig[:], 0); err != nil || string(sig[:]) != zipLocal {
		return z.at.err
	}
	z.src = &source{ctx: z.ctx, r: io.NewSectionReader(z.at, 0, d.base)}
	err := z.stream()
	z.src = nil
	if s, ok := err.(*Skip); ok && s.Reason != ReasonTooLarge {
		z.out.Skip("", *s)
		err = z.at.err
	}
	return err
}

// after returns a *Skip if something follows the archive.
func (z *zipReader) after(d *zipDirectory) error {
	if something(bufio.NewReader(io.NewSectionReader(z.at, d.end, z.f.Size-d.end))) {
		return &Skip{ReasonPartial, "what follows the end of the archive was not scanned"}
	}
	return z.at.err
}
