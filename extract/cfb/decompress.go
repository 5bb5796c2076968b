package cfb

import "io"

// Decompress unpacks the source of macros ([MS-OVBA] 2.4.1). What could be
// unpacked comes with an error too; it is ErrLarge beyond most bytes.
func Decompress(b []byte, most int) (text []byte, err error) {
	if len(b) == 0 || b[0] != 1 {
		return nil, ErrFormat
	}
	b = b[1:]
	for len(b) >= 2 {
		h := int(le.Uint16(b))
		if h>>12&7 != 3 {
			return text, nil // what follows is not of it
		}
		n := h&0xFFF + 3
		if n > len(b) {
			n, err = len(b), io.ErrUnexpectedEOF
		}
		chunk := b[2:n]
		b = b[n:]
		if h&0x8000 == 0 {
			text = append(text, chunk...)
		} else {
			text = appendChunk(text, chunk)
		}
		if len(text) > most {
			return text, ErrLarge
		}
	}
	return text, err
}

// appendChunk unpacks a chunk: eight times a byte as it is or a copy of what came
// before in the chunk (2.4.1.3.5).
func appendChunk(dst, b []byte) []byte {
	const chunk = 4096
	start := len(dst)
	for len(b) > 0 {
		flags := b[0]
		b = b[1:]
		for bit := 0; bit < 8 && len(b) > 0; bit++ {
			if flags>>bit&1 == 0 {
				dst = append(dst, b[0])
				b = b[1:]
				continue
			}
			if len(b) < 2 || len(dst) == start {
				return dst
			}
			token := int(le.Uint16(b))
			b = b[2:]
			bits := uint(4)
			for 1<<bits < len(dst)-start {
				bits++
			}
			length := token&(0xFFFF>>bits) + 3
			back := token>>(16-bits) + 1
			if back > len(dst)-start || len(dst)-start+length > chunk {
				return dst
			}
			for range length {
				dst = append(dst, dst[len(dst)-back])
			}
		}
	}
	return dst
}
