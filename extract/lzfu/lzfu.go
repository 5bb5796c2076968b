// Package lzfu unpacks the RTF in Outlook's messages ([MS-OXRTFCP]).
package lzfu

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
)

// ErrFormat is returned for what is not packed RTF.
var ErrFormat = errors.New("lzfu: not packed RTF")

// first is what the dictionary begins with (2.1.2.1).
const first = "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"

const (
	packed   = 0x75465A4C
	unpacked = 0x414C454D
	window   = 4096
)

// NewReader returns a reader of the RTF that r holds packed. It ends with
// io.ErrUnexpectedEOF where r does before its end.
func NewReader(r io.Reader) (io.Reader, error) {
	var h [16]byte
	if _, err := io.ReadFull(r, h[:]); err != nil {
		return nil, err
	}
	switch binary.LittleEndian.Uint32(h[8:]) {
	case unpacked:
		return r, nil
	case packed:
		d := &reader{br: bufio.NewReader(r), at: len(first)}
		copy(d.dict[:], first)
		return d, nil
	}
	return nil, ErrFormat
}

type reader struct {
	br   *bufio.Reader
	dict [window]byte
	at   int // where the next byte goes
	from int // what is copied
	left int // bytes to copy
	run  byte
	bits int // of run that are left
	err  error
}

func (d *reader) Read(p []byte) (n int, err error) {
	for n < len(p) && d.err == nil {
		if d.left == 0 {
			d.err = d.next()
			continue
		}
		c := d.dict[d.from%window]
		d.from++
		d.left--
		d.dict[d.at%window] = c
		d.at++
		p[n] = c
		n++
	}
	if n > 0 {
		return n, nil
	}
	return 0, d.err
}

// next reads a byte as it is, or a reference to what came before.
func (d *reader) next() error {
	if d.bits == 0 {
		c, err := d.br.ReadByte()
		if err != nil {
			return cut(err)
		}
		d.run, d.bits = c, 8
	}
	reference := d.run&1 != 0
	d.run >>= 1
	d.bits--
	c, err := d.br.ReadByte()
	if err != nil {
		return cut(err)
	}
	if !reference {
		d.dict[d.at%window] = c // copied from here to here
		d.from, d.left = d.at, 1
		return nil
	}
	low, err := d.br.ReadByte()
	if err != nil {
		return cut(err)
	}
	token := int(c)<<8 | int(low)
	if token>>4 == d.at%window {
		return io.EOF
	}
	d.from, d.left = token>>4, token&15+2
	return nil
}

func cut(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
