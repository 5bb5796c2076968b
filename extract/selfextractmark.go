package extract

import (
	"bufio"
	"encoding/binary"
	"hash/crc32"
	"io"

	"github.com/shikiri/shikiri/extract/arj"
	"github.com/shikiri/shikiri/extract/lzh"
)

// An archiveMark is what archives of a kind begin with. size returns how large
// the one at an offset is, or 0 if there is none. Programs that read archives
// hold the marks too, so checksums are looked at.
type archiveMark struct {
	mark string
	back int // bytes of the archive in front of the mark
	ext  string
	size func(p *program, at int64) int64
}

var archiveMarks = []archiveMark{
	{sevenZipMark, 0, ".7z", sevenZipSize},
	{rarMark, 0, ".rar", rarSize},
	{"-lh", 2, ".lzh", lzhSize},
	{"MSCF\x00\x00\x00\x00", 0, ".cab", cabSize},
	{"\x60\xea", 0, ".arj", arjSize},
	{zipLocal, 0, ".zip", zipSize},
}

// rest is what is behind an offset.
func (p *program) rest(at int64) *bufio.Reader {
	return bufio.NewReaderSize(io.NewSectionReader(p.c, at, p.c.size-at), 4<<10)
}

func (p *program) bytes(at int64, n int) []byte {
	b := make([]byte, n)
	if at < 0 || at > p.c.size-int64(n) {
		return nil
	}
	if m, _ := p.c.ReadAt(b, at); m < n {
		return nil
	}
	return b
}

func sevenZipSize(p *program, at int64) int64 {
	h := p.bytes(at, 32)
	le := binary.LittleEndian
	if h == nil || crc32.ChecksumIEEE(h[12:]) != le.Uint32(h[8:]) {
		return 0
	}
	offset, size := le.Uint64(h[12:]), le.Uint64(h[20:])
	left := uint64(p.c.size - at - 32)
	if offset > left || size > left-offset {
		return p.c.size - at // cut off
	}
	return int64(32 + offset + size)
}

// rarSize looks at the checksum of the archive's header.
func rarSize(p *program, at int64) int64 {
	le := binary.LittleEndian
	if h := p.bytes(at, 20); h != nil && h[6] == 0 {
		if h[9] == 0x73 && uint16(crc32.ChecksumIEEE(h[9:])) == le.Uint16(h[7:]) {
			return p.c.size - at
		}
		return 0
	}
	h := p.bytes(at, 14)
	if h == nil || h[6] != 1 || h[7] != 0 || h[12] >= 0x80 { // a size of more than a byte has no header
		return 0
	}
	if b := p.bytes(at+12, 1+int(h[12])); b != nil && crc32.ChecksumIEEE(b) == le.Uint32(h[8:]) {
		return p.c.size - at
	}
	return 0
}

// lzhSize looks whether the first member is followed by another, or the end.
func lzhSize(p *program, at int64) int64 {
	src := io.NewSectionReader(p.c, at, p.c.size-at)
	br := bufio.NewReaderSize(src, 4<<10)
	h, _, err := lzh.ReadHeader(br)
	if err != nil {
		return 0
	}
	read, _ := src.Seek(0, io.SeekCurrent)
	next := at + read - int64(br.Buffered()) + h.Packed
	if next > p.c.size || next < at {
		return 0
	}
	if _, ended, err := lzh.ReadHeader(p.rest(next)); err != nil && !ended && err != io.EOF {
		return 0
	}
	return p.c.size - at
}

func cabSize(p *program, at int64) int64 {
	h := p.bytes(at, 36)
	if h == nil || !matchCab(h) {
		return 0
	}
	le := binary.LittleEndian
	size, files := int64(le.Uint32(h[8:])), int64(le.Uint32(h[16:]))
	if size > p.c.size-at || files < 36 || files > size || le.Uint16(h[26:]) == 0 || le.Uint16(h[28:]) == 0 {
		return 0
	}
	return size
}

func arjSize(p *program, at int64) int64 {
	br := p.rest(at)
	head, _ := br.Peek(64)
	if !arj.Match(head) {
		return 0
	}
	if _, err := arj.ReadHeader(br); err != nil {
		return 0
	}
	return p.c.size - at
}

// zipSize looks whether the first member in the directory at the file's end is
// at the offset.
func zipSize(p *program, at int64) int64 {
	if !p.zipAsked {
		p.zipAsked, p.zipAt = true, p.c.size
		z := &zipReader{ctx: p.ctx, f: &File{Size: p.c.size}, at: &sourceAt{ctx: p.ctx, r: p.c}}
		if d, err := z.directory(); err == nil && d != nil {
			_ = z.entries(d, func(e *zipEntry) error {
				p.zipAt = min(p.zipAt, d.base+e.offset)
				return nil
			})
		}
	}
	if at != p.zipAt {
		return 0
	}
	return p.c.size - at
}
