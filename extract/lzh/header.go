package lzh

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"unicode/utf16"
)

// A Header says what a member is.
type Header struct {
	Method string // "-lh5-"
	Level  byte   // of the header, 0 to 3
	// Name is its path in the archive as it stands there: CP932 from Windows and
	// MS-DOS, UTF-8 or EUC from others. Folders are told apart by slashes, in
	// level 0 also by backslashes, which only show once it is decoded.
	Name         []byte
	Unicode      string // the path where it is given in UTF-16, else ""
	Packed, Size int64
	CRC          uint16
	HasCRC       bool // level 0 can lack it
	OS           byte // 'M' MS-DOS, 'w' Windows, 'U' Unix, 'm' Macintosh …; 0 unknown

	folder, file               []byte
	unicodeFolder, unicodeFile string
	chain                      uint16 // size of the first extended header of level 1
}

const (
	headerLeast = 22      // bytes that are common to all levels
	headerMost  = 1 << 16 // bytes of headers that are extended, in all
)

func sum(b []byte) (s byte) {
	for _, c := range b {
		s += c
	}
	return s
}

// ReadHeader reads a header, and leaves r where the packed data begins. The
// error is io.EOF at the end mark or the end of r, ErrDamaged, or that of r.
// ended tells whether there was a mark.
func ReadHeader(r *bufio.Reader) (h *Header, ended bool, err error) {
	head, err := r.Peek(1)
	if err != nil {
		return nil, false, err
	}
	first := head[0]
	head, err = r.Peek(headerLeast)
	// The lower byte of the size of a level 2 header may be zero.
	if first == 0 && (len(head) < headerLeast || head[20] != 2 || head[2] != '-') {
		_, _ = r.Discard(1)
		return nil, true, io.EOF
	}
	if err != nil {
		return nil, false, unexpected(err)
	}
	head, _ = r.Peek(max(int(first)+2, headerLeast))
	if !matchHeader(head) {
		return nil, false, ErrDamaged
	}
	le := binary.LittleEndian
	h = &Header{Method: string(head[2:7]), Level: head[20], Packed: int64(le.Uint32(head[7:])), Size: int64(le.Uint32(head[11:])), HasCRC: true}
	switch h.Level {
	case 0:
		err = h.readOld(r)
	case 1:
		if err = h.readOld(r); err == nil {
			err = h.readChain(r)
		}
	case 2:
		n := int(le.Uint16(head))
		if len(head) > 23 && head[23] == 'K' {
			n += 2 // LHa for OS-9 does not count its size
		}
		err = h.readNew(r, n, 24, 2)
	case 3:
		err = h.readWide(r)
	}
	if err != nil {
		return nil, false, unexpected(err)
	}
	h.join()
	return h, false, nil
}

func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// readOld reads a header of level 0, or the first one of level 1.
func (h *Header) readOld(r *bufio.Reader) error {
	n, err := r.ReadByte()
	if err != nil {
		return err
	}
	b := make([]byte, int(n)+2)
	b[0] = n
	if _, err := io.ReadFull(r, b[1:]); err != nil {
		return err
	}
	end := headerLeast + int(b[21])
	if end > len(b) {
		return ErrDamaged
	}
	h.file = b[headerLeast:end]
	if end+2 > len(b) {
		h.HasCRC = false
	} else {
		h.CRC = binary.LittleEndian.Uint16(b[end:])
	}
	if end+3 <= len(b) {
		h.OS = b[end+2]
	}
	if h.Level == 1 {
		if end+5 > len(b) {
			return ErrDamaged
		}
		h.chain = binary.LittleEndian.Uint16(b[len(b)-2:])
	}
	return nil
}

// readChain reads the extended headers of level 1, whose sizes are in front of
// them, that of the first behind the first header, and count as packed data.
func (h *Header) readChain(r *bufio.Reader) error {
	for n, total := int(h.chain), 0; n != 0; {
		if total += n; n < 3 || total > headerMost || int64(n) > h.Packed {
			return ErrDamaged
		}
		b := make([]byte, n)
		if _, err := io.ReadFull(r, b); err != nil {
			return err
		}
		h.Packed -= int64(n)
		h.extend(b[:n-2])
		n = int(binary.LittleEndian.Uint16(b[n-2:]))
	}
	return nil
}

// readNew reads a header of level 2 or 3: n bytes in all, with extended headers
// from offset at, whose sizes have so many bytes.
func (h *Header) readNew(r *bufio.Reader, n, at, sizes int) error {
	if n < at+sizes || n > headerMost {
		return ErrDamaged
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(r, b); err != nil {
		return err
	}
	h.CRC, h.OS = binary.LittleEndian.Uint16(b[21:]), b[23]
	for at+sizes <= n {
		size := int(binary.LittleEndian.Uint16(b[at:]))
		if sizes == 4 {
			size = int(binary.LittleEndian.Uint32(b[at:]))
		}
		if size == 0 {
			break
		}
		if size <= sizes || size > n-at {
			return ErrDamaged
		}
		h.extend(b[at+sizes : at+size])
		at += size
	}
	return nil
}

// readWide reads a header of level 3, in which sizes have four bytes.
func (h *Header) readWide(r *bufio.Reader) error {
	b, err := r.Peek(28)
	if err != nil {
		return err
	}
	n := binary.LittleEndian.Uint32(b[24:])
	if n > headerMost {
		return ErrDamaged
	}
	return h.readNew(r, int(n), 28, 4)
}

// extend takes an extended header: its type and content.
func (h *Header) extend(b []byte) {
	if len(b) == 0 {
		return
	}
	typ, b := b[0], b[1:]
	switch typ {
	case 0x01:
		h.file = b
	case 0x02:
		h.folder = bytes.ReplaceAll(b, []byte{0xff}, []byte{'/'})
	case 0x42: // sizes of 64 bits
		if len(b) >= 16 {
			h.Packed = int64(binary.LittleEndian.Uint64(b) &^ (1 << 63))
			h.Size = int64(binary.LittleEndian.Uint64(b[8:]) &^ (1 << 63))
		}
	case 0x44:
		h.unicodeFile = wide(b)
	case 0x45:
		h.unicodeFolder = wide(b)
	}
}

// wide decodes UTF-16, in which U+FFFF parts folders.
func wide(b []byte) string {
	u := make([]uint16, 0, len(b)/2)
	for ; len(b) >= 2; b = b[2:] {
		c := binary.LittleEndian.Uint16(b)
		if c == 0xffff {
			c = '/'
		}
		u = append(u, c)
	}
	return string(utf16.Decode(u))
}

// join puts names of folder and file together.
func (h *Header) join() {
	name, _, _ := bytes.Cut(h.file, []byte{0}) // a comment may follow
	if len(h.folder) > 0 && h.folder[len(h.folder)-1] != '/' {
		h.folder = append(h.folder[:len(h.folder):len(h.folder)], '/')
	}
	h.Name = append(h.folder[:len(h.folder):len(h.folder)], name...)
	if h.unicodeFile != "" {
		if h.unicodeFolder != "" && h.unicodeFolder[len(h.unicodeFolder)-1] != '/' {
			h.unicodeFolder += "/"
		}
		h.Unicode = h.unicodeFolder + h.unicodeFile
	}
}
