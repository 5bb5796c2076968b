package extract

import (
	"bytes"
	"encoding/binary"
	"io"

	"github.com/shikiri/shikiri/extract/pst"
)

// lzfuStart is what the window begins with ([MS-OXRTFCP] 2.1.3.1.1).
const lzfuStart = "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"

// lzfuSize bounds RTF that is packed.
const lzfuSize = 16 << 20

// unpackLZFu unpacks the RTF of a message ([MS-OXRTFCP]). ok is false if it ends
// too early; what was unpacked before is returned.
func unpackLZFu(b []byte) (rtf []byte, ok bool) {
	if len(b) < 16 {
		return nil, false
	}
	size, kind := binary.LittleEndian.Uint32(b[4:]), string(b[8:12])
	b = b[16:]
	if kind == "MELA" { // not packed
		n := min(int64(size), int64(len(b)))
		return b[:n], n == int64(size)
	}
	if kind != "LZFu" {
		return nil, false
	}
	var window [4096]byte
	at := copy(window[:], lzfuStart)
	put := func(c byte) {
		rtf = append(rtf, c)
		window[at] = c
		at = (at + 1) % len(window)
	}
	for len(b) > 0 && len(rtf) < 8*lzfuSize {
		flags := b[0]
		b = b[1:]
		for i := 0; i < 8; i++ {
			if flags>>i&1 == 0 {
				if len(b) == 0 {
					return rtf, false
				}
				put(b[0])
				b = b[1:]
				continue
			}
			if len(b) < 2 {
				return rtf, false
			}
			v := int(b[0])<<8 | int(b[1])
			b = b[2:]
			from, n := v>>4, v&15+2
			if from == at {
				return rtf, true
			}
			for range n {
				put(window[from])
				from = (from + 1) % len(window)
			}
		}
	}
	return rtf, uint32(len(rtf)) >= size
}

// packedRTF hands out the RTF of a message that has no other text.
func (p *pstReader) packedRTF(q *pst.Property, where string) error {
	raw, cut, err := q.All(lzfuSize)
	if err != nil {
		return p.damaged(err)
	}
	rtf, ok := unpackLZFu(raw)
	if cut {
		p.mail.out.Skip(where+"body", Skip{ReasonTooLarge, "RTF beyond " + size(lzfuSize)})
	} else if !ok {
		p.mail.out.Skip(where+"body", Skip{ReasonDamaged, "its RTF is damaged: what could be unpacked was scanned"})
	}
	if len(rtf) == 0 {
		return nil
	}
	return p.mail.out.Member(&File{Name: p.mail.names.name(where + "body.rtf"), Size: int64(len(rtf)), Reader: p.mail.b.reader(p.mail.ctx, io.Reader(bytes.NewReader(rtf))), Budget: p.mail.b})
}
