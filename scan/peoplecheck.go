package scan

import (
	"hash"
	"hash/crc32"
	"io"
)

// A checkedReader hashes what is read. Its CRC-32C is of all but the last four
// bytes, which are where the file holds it.
type checkedReader struct {
	in   io.Reader
	sum  hash.Hash
	crc  uint32
	tail []byte
}

func (r *checkedReader) Read(b []byte) (int, error) {
	n, err := r.in.Read(b)
	r.sum.Write(b[:n])
	r.tail = append(r.tail, b[:min(n, 4)]...)
	if n > 4 {
		r.crc = crc32.Update(crc32.Update(r.crc, castagnoli, r.tail[:len(r.tail)-4]), castagnoli, b[:n-4])
		r.tail = append(r.tail[:0], b[n-4:n]...)
	} else if over := len(r.tail) - 4; over > 0 {
		r.crc = crc32.Update(r.crc, castagnoli, r.tail[:over])
		r.tail = append(r.tail[:0], r.tail[over:]...)
	}
	return n, err
}
