package cab

import (
	"encoding/binary"

	"github.com/shikiri/shikiri/extract/huffman"
)

// begin reads the head of a block of LZX.
func (z *lzx) begin() error {
	if z.kind == lzxUncompressed && z.size&1 == 1 {
		z.raw = nil // makes the word full
	}
	z.kind = z.bits.Take(3)
	z.size = z.bits.Take(16)<<8 | z.bits.Take(8)
	z.left = z.size
	if err := z.fault(); err != nil {
		return err
	}
	switch z.kind {
	case lzxAligned:
		var lengths [8]byte
		for i := range lengths {
			lengths[i] = byte(z.bits.Take(3))
		}
		if err := z.aligned.Build(lengths[:]); err != nil {
			return err
		}
		return z.readCodes()
	case lzxVerbatim:
		return z.readCodes()
	case lzxUncompressed:
		return z.readRecent()
	}
	return ErrDamaged
}

// readRecent reads the distances in front of an uncompressed block. Bits end with
// the word; if they ended with one, a word is left out.
func (z *lzx) readRecent() error {
	z.bits.Take(1)
	z.bits.Align(16)
	for i := range z.recent {
		low := z.bits.Take(16)
		z.recent[i] = z.bits.Take(16)<<16 | low
	}
	z.raw = nil
	return z.fault()
}

// readCodes reads the codes of characters and lengths, which are told by how
// they differ from those of the block before.
func (z *lzx) readCodes() error {
	main := z.mainLengths[:lzxChars+8*z.slots]
	for _, part := range [][]byte{main[:lzxChars], main[lzxChars:], z.lengthLengths[:]} {
		if err := z.readLengths(part); err != nil {
			return err
		}
	}
	if err := z.main.Build(main); err != nil {
		return err
	}
	return z.length.Build(z.lengthLengths[:])
}

func (z *lzx) readLengths(lengths []byte) error {
	var pre [lzxPre]byte
	for i := range pre {
		pre[i] = byte(z.bits.Take(4))
	}
	var code huffman.Code
	if err := code.Build(pre[:]); err != nil {
		return err
	}
	differ := func(was byte, by int) byte { return byte((int(was) - by + 17) % 17) }
	for i := 0; i < len(lengths); {
		symbol, err := code.Next(z.bits)
		if err == nil {
			err = z.fault()
		}
		if err != nil {
			return err
		}
		n, value := 1, byte(0)
		switch symbol {
		case 17:
			n = z.bits.Take(4) + 4
		case 18:
			n = z.bits.Take(5) + 20
		case 19:
			n = z.bits.Take(1) + 4
			if symbol, err = code.Next(z.bits); err != nil || symbol > 16 {
				return ErrDamaged
			}
			value = differ(lengths[i], symbol)
		default:
			value = differ(lengths[i], symbol)
		}
		if n > len(lengths)-i {
			return ErrDamaged
		}
		for range n {
			lengths[i] = value
			i++
		}
	}
	return nil
}

// translate undoes what makes programs pack better: behind 0xE8, a call, is an
// address, and was the distance to it.
func (z *lzx) translate() {
	const keep = 10 // bytes at the end of a frame that are as they are
	if z.calls == 0 || z.frames >= lzxLastFrame || len(z.frame) <= keep {
		return
	}
	for i := 0; i < len(z.frame)-keep; i++ {
		if z.frame[i] != 0xe8 {
			continue
		}
		at := int32(z.frames*lzxFrame + i)
		to := int32(binary.LittleEndian.Uint32(z.frame[i+1:]))
		if to >= -at && to < z.calls {
			if to >= 0 {
				to -= at
			} else {
				to += z.calls
			}
			binary.LittleEndian.PutUint32(z.frame[i+1:], uint32(to))
		}
		i += 4
	}
}
