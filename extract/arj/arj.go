// Package arj reads the headers of ARJ archives, as the file TECHNOTE.TXT that
// came with ARJ describes them. Their packed data is read by package lzh.
package arj

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"

	"github.com/shikiri/shikiri/extract/lzh"
)

// ErrDamaged says that a header cannot be right.
var ErrDamaged = errors.New("damaged ARJ header")

// Kinds of headers that are no files.
const (
	KindArchive = 2 // the first header
	KindFolder  = 3
	KindLabel   = 4 // of a disk
	KindChapter = 5 // of archives that keep former versions
)

// A Header says what a member is.
type Header struct {
	Name         []byte // CP932 or what the system had, with slashes or backslashes
	Kind         byte
	Method       byte // 0 stored, 1 to 4; 8 and 9 without content
	Packed, Size int64
	CRC          uint32 // IEEE
	Encrypted    bool
	Continues    bool // in the next part of a split archive, or from the one before
}

const (
	mark       = "\x60\xea"
	headerMost = 2600 // bytes, by the format
	least      = 30

	flagGarbled = 0x01
	flagVolume  = 0x04
	flagBefore  = 0x08
)

// Match reports whether head begins with the header of an archive.
func Match(head []byte) bool {
	if len(head) < 4+least || string(head[:2]) != mark {
		return false
	}
	n := int(binary.LittleEndian.Uint16(head[2:]))
	return n >= least && n <= headerMost && int(head[4]) >= least && int(head[4]) <= n && head[10] == KindArchive
}

// ReadHeader reads a header and leaves r where the packed data begins. The error
// is io.EOF at the end mark, ErrDamaged, io.ErrUnexpectedEOF or that of r.
func ReadHeader(r *bufio.Reader) (*Header, error) {
	b, err := r.Peek(4)
	if err != nil {
		return nil, unexpected(err)
	}
	le := binary.LittleEndian
	n := int(le.Uint16(b[2:]))
	if string(b[:2]) != mark || n > headerMost || n != 0 && n < least {
		return nil, ErrDamaged
	}
	if n == 0 {
		_, _ = r.Discard(4)
		return nil, io.EOF
	}
	b, err = r.Peek(4 + n + 4)
	if err != nil {
		return nil, unexpected(err)
	}
	b = b[4:]
	first := int(b[0])
	if crc32.ChecksumIEEE(b[:n]) != le.Uint32(b[n:]) || first < least || first > n {
		return nil, ErrDamaged
	}
	h := &Header{
		Method: b[5], Kind: b[6], Encrypted: b[4]&flagGarbled != 0, Continues: b[4]&(flagVolume|flagBefore) != 0,
		Packed: int64(le.Uint32(b[12:])), Size: int64(le.Uint32(b[16:])), CRC: le.Uint32(b[20:]),
	}
	name, _, _ := bytes.Cut(b[first:n], []byte{0})
	h.Name = bytes.Clone(name)
	_, _ = r.Discard(4 + n + 4)
	if h.Kind == KindArchive {
		h.Packed = 0 // these fields have another meaning there
	}
	return h, passExtended(r)
}

func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// passExtended goes behind the extended headers, of which none was ever in use.
func passExtended(r *bufio.Reader) error {
	for range 64 {
		b, err := r.Peek(2)
		if err != nil {
			return unexpected(err)
		}
		n := int(binary.LittleEndian.Uint16(b))
		_, _ = r.Discard(2)
		if n == 0 {
			return nil
		}
		if _, err := r.Discard(n + 4); err != nil {
			return unexpected(err)
		}
	}
	return ErrDamaged
}

// Seek goes on to the next header in r. The error is io.EOF if there is none, or
// that of r.
func Seek(r *bufio.Reader) error {
	for {
		b, err := r.Peek(r.Size())
		for i := 0; ; i++ {
			j := bytes.Index(b[i:], []byte(mark))
			if j < 0 || i+j+8 > len(b) {
				break
			}
			i += j
			n := int(binary.LittleEndian.Uint16(b[i+2:]))
			if n >= least && n <= headerMost && i+8+n <= len(b) && crc32.ChecksumIEEE(b[i+4:i+4+n]) == binary.LittleEndian.Uint32(b[i+4+n:]) {
				_, _ = r.Discard(i)
				return nil
			}
		}
		if err != nil {
			return err
		}
		_, _ = r.Discard(max(len(b)-headerMost-8, 1))
	}
}

// NewReader returns the content of a member, packed in r; see lzh.NewReader. The
// error is lzh.ErrMethod if the method is not known.
func NewReader(h *Header, r io.Reader) (io.Reader, error) {
	switch h.Method {
	case 0:
		return lzh.NewReader("-lh0-", r, h.Size)
	case 1, 2, 3:
		return lzh.NewReader("arj", r, h.Size)
	case 4:
		return lzh.NewReader("arj-fastest", r, h.Size)
	}
	return nil, lzh.ErrMethod
}
