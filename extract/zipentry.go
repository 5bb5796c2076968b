package extract

import (
	"bufio"
	"encoding/binary"
	"hash/crc32"
	"io"
	"strings"
	"unicode/utf8"
)

// A zipEntry is what the directory, or the header before its content, says of a
// member.
type zipEntry struct {
	name   string // decoded, with slashes
	flags  uint16
	method uint16 // of packing, also if it is encrypted by AES
	time   uint16 // of its last change, as MS-DOS has it
	aes    zipAES
	crc    uint32
	packed int64
	size   int64
	offset int64 // of its header; only from the directory
	later  bool  // crc and sizes follow the content
	wide   bool  // and are of 64 bits
}

// General purpose flags (4.4.4).
const (
	zipFlagEncrypted = 1 << 0
	zipFlagEndMark   = 1 << 1 // of LZMA: the end is marked
	zipFlagLater     = 1 << 3
	zipFlagPatched   = 1 << 5
	zipFlagStrong    = 1 << 6
	zipFlagMasked    = 1 << 13
)

// dir reports whether e is a folder: nothing to read.
func (e *zipEntry) dir() bool {
	return strings.HasSuffix(e.name, "/") && e.size == 0 && !e.later
}

// readCentral reads an entry of the directory (4.3.12).
func readCentral(br *bufio.Reader) (*zipEntry, error) {
	var h [46]byte
	if _, err := io.ReadFull(br, h[:]); err != nil {
		return nil, err
	}
	if string(h[:4]) != zipCentral {
		return nil, &Skip{ReasonDamaged, "the directory of members is damaged"}
	}
	le := binary.LittleEndian
	e := &zipEntry{
		flags: le.Uint16(h[8:]), method: le.Uint16(h[10:]), time: le.Uint16(h[12:]), crc: le.Uint32(h[16:]),
		packed: int64(le.Uint32(h[20:])), size: int64(le.Uint32(h[24:])), offset: int64(le.Uint32(h[42:])),
	}
	if err := e.readName(br, le.Uint16(h[28:]), le.Uint16(h[30:])); err != nil {
		return nil, err
	}
	_, err := br.Discard(int(le.Uint16(h[32:])))
	return e, err
}

// readLocal reads the header before a member's content (4.3.7).
func readLocal(br *bufio.Reader) (*zipEntry, error) {
	var h [30]byte
	if _, err := io.ReadFull(br, h[:]); err != nil {
		return nil, err
	}
	le := binary.LittleEndian
	e := &zipEntry{
		flags: le.Uint16(h[6:]), method: le.Uint16(h[8:]), time: le.Uint16(h[10:]), crc: le.Uint32(h[14:]),
		packed: int64(le.Uint32(h[18:])), size: int64(le.Uint32(h[22:])),
	}
	if err := e.readName(br, le.Uint16(h[26:]), le.Uint16(h[28:])); err != nil {
		return nil, err
	}
	e.later = e.flags&zipFlagLater != 0 && e.packed == 0
	return e, nil
}

// readName reads name and extra fields, of n and m bytes.
func (e *zipEntry) readName(br *bufio.Reader, n, m uint16) error {
	b := make([]byte, int(n)+int(m))
	if _, err := io.ReadFull(br, b); err != nil {
		return io.ErrUnexpectedEOF
	}
	raw, extra := b[:n], b[n:]
	// The flag that says UTF-8 is not asked: some tools forget it, some lie.
	if name := e.readExtra(extra, raw); name != nil {
		raw = name
	}
	e.name = decodeMemberPath(raw)
	return nil
}

// readExtra reads the extra fields that matter: sizes of 64 bits (4.5.3), how AES
// encrypts it (WinZip), and the name in UTF-8 (4.6.9), which it returns if it
// belongs to the name raw.
func (e *zipEntry) readExtra(extra, raw []byte) (name []byte) {
	le := binary.LittleEndian
	for len(extra) >= 4 {
		id, n := le.Uint16(extra), int(le.Uint16(extra[2:]))
		extra = extra[4:]
		if n > len(extra) {
			return name
		}
		f := extra[:n]
		extra = extra[n:]
		switch id {
		case 0x0001:
			e.wide = true
			for _, v := range []*int64{&e.size, &e.packed, &e.offset} {
				if *v == 0xffffffff && len(f) >= 8 {
					*v = int64(le.Uint64(f) &^ (1 << 63))
					f = f[8:]
				}
			}
		case 0x9901:
			if e.method == 99 && len(f) >= 7 && f[4] >= 1 && f[4] <= 3 {
				e.aes = zipAES{strength: f[4], checked: f[0] == 1}
				e.method = le.Uint16(f[5:])
			}
		case 0x7075:
			if len(f) > 5 && f[0] == 1 && le.Uint32(f[1:]) == crc32.ChecksumIEEE(raw) && utf8.Valid(f[5:]) {
				name = f[5:]
			}
		}
	}
	return name
}
