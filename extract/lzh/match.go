package lzh

import (
	"bufio"
	"bytes"
	"encoding/binary"
)

// Match reports whether head looks like the start of an archive, also of one
// whose first header is damaged: the method is known, and the level, which in a
// text would be a character.
func Match(head []byte) bool {
	if len(head) < 7 || !method(head[2:7]) {
		return false
	}
	if len(head) > 20 {
		return head[20] <= 3
	}
	return bytes.IndexByte(head, 0) >= 0 // cut off
}

// matchHeader reports whether head begins with a header: method, level, and for
// levels 0 and 1 the sum over it, are right.
func matchHeader(head []byte) bool {
	if len(head) < headerLeast || !method(head[2:7]) || head[20] > 3 {
		return false
	}
	switch head[20] {
	case 2:
		return binary.LittleEndian.Uint16(head) >= 26
	case 3:
		return binary.LittleEndian.Uint16(head) == 4
	}
	n := int(head[0]) + 2
	return n >= headerLeast && len(head) >= n && sum(head[2:n]) == head[1]
}

func method(b []byte) bool {
	if b[0] != '-' || b[4] != '-' || b[1] != 'l' && b[1] != 'p' {
		return false
	}
	return Known(string(b)) || Folder(string(b)) || strange(b)
}

// strange reports whether a method is one that was in use and is not unpacked.
func strange(method []byte) bool {
	switch string(method[:4]) {
	case "-lh2", "-lh3", "-lh8", "-lh9", "-lha", "-lhb", "-lhc", "-lhe", "-lz2", "-lz3", "-lz7", "-lz8", "-pm1", "-pm2":
		return true
	}
	return false
}

// Seek goes on to the next header in r, and returns how many bytes it passed.
// The error is io.EOF if there is none, or that of r.
func Seek(r *bufio.Reader) (passed int64, err error) {
	for {
		b, err := r.Peek(r.Size())
		for i := 2; i+headerLeast <= len(b); i++ {
			j := bytes.IndexByte(b[i:], '-')
			if j < 0 {
				break
			}
			i += j
			if matchHeader(b[i-2:]) {
				n, _ := r.Discard(i - 2)
				return passed + int64(n), nil
			}
		}
		if err != nil {
			return passed, err
		}
		n, _ := r.Discard(max(len(b)-headerMargin, 1))
		passed += int64(n)
	}
}

// headerMargin is what matchHeader looks at.
const headerMargin = 257
