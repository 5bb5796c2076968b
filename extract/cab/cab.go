// Package cab reads cabinets, as Windows' makecab makes them ([MS-CAB]).
package cab

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
)

var (
	// ErrDamaged says that the cabinet cannot be as it is.
	ErrDamaged = errors.New("damaged cabinet")
	// ErrChecksum says that packed data does not match its checksum.
	ErrChecksum = errors.New("packed data does not match its checksum")
	// ErrMethod says that a folder is packed in a way that is not known.
	ErrMethod = errors.New("unknown method")
	// ErrContinued says that a folder goes on in the next cabinet of a set.
	ErrContinued = errors.New("goes on in the next cabinet")
)

// A Cabinet is what the head of a cabinet says.
type Cabinet struct {
	Files []File
	Size  int64 // of the cabinet, as it says

	r       io.ReaderAt
	folders []folder
	reserve int // bytes in the head of each block of data
}

// A File is a member.
type File struct {
	Name   []byte // CP932, or UTF-8, with backslashes
	Size   int64
	Folder int   // whose data it is in; -1 if it begins in the cabinet before this
	Offset int64 // in what the folder unpacks to
}

// A Folder is packed data of some members.
type folder struct {
	offset int64
	blocks int
	method uint16
}

// Where in the head of a cabinet (CFHEADER) things are.
const (
	headSize     = 36
	flagPrevious = 1
	flagNext     = 2
	flagReserve  = 4

	fromPrevious = 0xfffd // in the place of the folder's number
	toNext       = 0xfffe
	throughAll   = 0xffff
)

// Open reads the head of a cabinet and the list of its members. Where the list
// breaks off, the cabinet is what could be read, with the error.
func Open(r io.ReaderAt, size int64) (*Cabinet, error) {
	br := bufio.NewReader(io.NewSectionReader(r, 0, size))
	var h [headSize]byte
	if _, err := io.ReadFull(br, h[:]); err != nil {
		return nil, unexpected(err)
	}
	le := binary.LittleEndian
	if string(h[:4]) != "MSCF" {
		return nil, ErrDamaged
	}
	c := &Cabinet{r: r, Size: int64(le.Uint32(h[8:]))}
	folderReserve, err := c.readOptional(br, le.Uint16(h[30:]))
	if err != nil {
		return nil, unexpected(err)
	}
	for range le.Uint16(h[26:]) {
		b := make([]byte, 8+folderReserve)
		if _, err := io.ReadFull(br, b); err != nil {
			return nil, unexpected(err)
		}
		c.folders = append(c.folders, folder{int64(le.Uint32(b)), int(le.Uint16(b[4:])), le.Uint16(b[6:])})
	}
	if le.Uint16(h[28:]) == 0 && len(c.folders) > 0 {
		return nil, ErrDamaged
	}
	at := int64(le.Uint32(h[16:]))
	if at > size {
		return nil, io.ErrUnexpectedEOF
	}
	br.Reset(io.NewSectionReader(r, at, size-at))
	return c, unexpected(c.readFiles(br, int(le.Uint16(h[28:]))))
}

func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// readOptional reads what follows the head if flags say so: sizes of reserved
// space, and names of the cabinets before and behind.
func (c *Cabinet) readOptional(br *bufio.Reader, flags uint16) (folderReserve int, err error) {
	if flags&flagReserve != 0 {
		var b [4]byte
		if _, err := io.ReadFull(br, b[:]); err != nil {
			return 0, err
		}
		folderReserve, c.reserve = int(b[2]), int(b[3])
		if _, err := br.Discard(int(binary.LittleEndian.Uint16(b[:]))); err != nil {
			return 0, err
		}
	}
	names := 0
	for _, flag := range []uint16{flagPrevious, flagNext} {
		if flags&flag != 0 {
			names += 2
		}
	}
	for range names {
		if _, err := readString(br); err != nil {
			return 0, err
		}
	}
	return folderReserve, nil
}

// readString reads a string that ends with a zero byte, of 256 bytes at most.
func readString(br *bufio.Reader) ([]byte, error) {
	var s []byte
	for len(s) <= 256 {
		b, err := br.ReadByte()
		if err != nil || b == 0 {
			return s, err
		}
		s = append(s, b)
	}
	return nil, ErrDamaged
}

func (c *Cabinet) readFiles(br *bufio.Reader, n int) error {
	le := binary.LittleEndian
	for range n {
		var b [16]byte
		if _, err := io.ReadFull(br, b[:]); err != nil {
			return err
		}
		f := File{Size: int64(le.Uint32(b[:])), Offset: int64(le.Uint32(b[4:]))}
		switch number := le.Uint16(b[8:]); number {
		case fromPrevious, throughAll:
			f.Folder = -1
		case toNext:
			f.Folder = len(c.folders) - 1
		default:
			f.Folder = int(number)
		}
		if f.Folder >= len(c.folders) {
			return ErrDamaged
		}
		var err error
		if f.Name, err = readString(br); err != nil {
			return err
		}
		c.Files = append(c.Files, f)
	}
	return nil
}

// Folder returns what a folder unpacks to. Its reader returns ErrChecksum,
// ErrContinued, ErrDamaged or io.ErrUnexpectedEOF where it ends before its end,
// or an error of the cabinet's reader. Memory is at most 2.2 MB.
func (c *Cabinet) Folder(n int) (io.Reader, error) {
	if n < 0 || n >= len(c.folders) {
		return nil, ErrDamaged
	}
	f := c.folders[n]
	b := &blocks{br: bufio.NewReaderSize(io.NewSectionReader(c.r, f.offset, 1<<32), 64<<10), left: f.blocks, reserve: c.reserve}
	switch f.method & 0x0f {
	case 0:
		return &stored{blocks: b}, nil
	case 1:
		return newMSZIP(b), nil
	case 3:
		return newLZX(b, uint(f.method>>8&0x1f))
	}
	return nil, ErrMethod
}

// MethodName names the method of a folder.
func (c *Cabinet) MethodName(n int) string {
	if n >= 0 && n < len(c.folders) && c.folders[n].method&0x0f == 2 {
		return "Quantum"
	}
	return "a method that is not known"
}
