package extract

import (
	"bufio"
	"encoding/binary"
	"io"
)

// A zipDirectory says where the directory of members is.
type zipDirectory struct {
	offset, size int64
	count        uint64
	wide         bool  // count is of 64 bits, else of 16, whatever the true number
	base         int64 // what precedes the archive in the file
	end          int64 // where what follows it begins
}

// directory finds the directory and reads it once. It returns nil if there is
// none that can be relied on, and an error only if the archive cannot be read.
func (z *zipReader) directory() (*zipDirectory, error) {
	d, err := z.findDirectory()
	if err != nil || d == nil {
		return nil, err
	}
	n := uint64(0)
	err = z.entries(d, func(*zipEntry) error { n++; return nil })
	if z.at.err != nil {
		return nil, z.at.err
	}
	if err != nil || n != d.count && (d.wide || n&0xffff != d.count) {
		return nil, nil
	}
	return d, nil
}

func (z *zipReader) findDirectory() (*zipDirectory, error) {
	tail := make([]byte, min(z.f.Size, 22+20+65535))
	start := z.f.Size - int64(len(tail))
	n, err := z.at.ReadAt(tail, start)
	if n < len(tail) {
		if err == io.EOF { // shorter than it was
			return nil, nil
		}
		return nil, err
	}
	for i := len(tail) - 22; i >= 0; i-- {
		e := tail[i:]
		if string(e[:4]) != zipEnd || 22+int(binary.LittleEndian.Uint16(e[20:])) > len(e) {
			continue
		}
		if binary.LittleEndian.Uint16(e[4:]) != binary.LittleEndian.Uint16(e[6:]) {
			return nil, &Skip{ReasonPartial, "one part of a split archive: join the parts"}
		}
		d := &zipDirectory{
			count:  uint64(binary.LittleEndian.Uint16(e[10:])),
			size:   int64(binary.LittleEndian.Uint32(e[12:])),
			offset: int64(binary.LittleEndian.Uint32(e[16:])),
		}
		end := start + int64(i)
		d.end = end + 22 + int64(binary.LittleEndian.Uint16(e[20:]))
		if i >= 20 && string(tail[i-20:i-16]) == zipLocator64 {
			at, ok := z.end64(d, int64(binary.LittleEndian.Uint64(tail[i-12:])))
			if !ok {
				return nil, z.at.err
			}
			end = at
		}
		return z.place(d, end)
	}
	return nil, nil
}

// end64 reads the 64-bit end record (4.3.14) at off.
func (z *zipReader) end64(d *zipDirectory, off int64) (at int64, ok bool) {
	var e [56]byte
	if off < 0 || off > z.f.Size-int64(len(e)) {
		return 0, false
	}
	if _, err := z.at.ReadAt(e[:], off); err != nil || string(e[:4]) != zipEnd64 {
		return 0, false
	}
	d.count, d.wide = binary.LittleEndian.Uint64(e[32:]), true
	d.size = int64(binary.LittleEndian.Uint64(e[40:]))
	d.offset = int64(binary.LittleEndian.Uint64(e[48:]))
	return off, true
}

// place checks d against where it must end. Offsets count from the archive's
// start, which a program that unpacks itself may precede, unless the program
// that put it there adjusted them.
func (z *zipReader) place(d *zipDirectory, end int64) (*zipDirectory, error) {
	if d.size < 0 || d.offset < 0 || d.size > end || d.offset > end {
		return nil, nil
	}
	if d.count == 0 && d.size == 0 {
		return d, nil
	}
	for _, base := range []int64{end - d.size - d.offset, 0} {
		var sig [4]byte
		if base < 0 {
			continue
		}
		if _, err := z.at.ReadAt(sig[:], base+d.offset); err == nil && string(sig[:]) == zipCentral {
			d.base = base
			return d, nil
		}
	}
	return nil, z.at.err
}

// entries calls f for each entry of the directory.
func (z *zipReader) entries(d *zipDirectory, f func(*zipEntry) error) error {
	br := bufio.NewReaderSize(io.NewSectionReader(z.at, d.base+d.offset, d.size), packedBuffer)
	for {
		sig, err := br.Peek(4)
		if err == io.EOF && len(sig) == 0 || string(sig) == zipSignature { // 4.3.13
			return nil
		}
		if err != nil {
			return err
		}
		e, err := readCentral(br)
		if err != nil {
			return err
		}
		if err := f(e); err != nil {
			return err
		}
	}
}
