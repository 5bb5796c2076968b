package extract

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strings"

	"github.com/bodgit/sevenzip"
)

const (
	sevenZipMark = "7z\xbc\xaf\x27\x1c"
	// sevenZipHeader bounds the packed list of members. It unpacks to some ten
	// times as much in memory: a million members.
	sevenZipHeader = 16 << 20
)

func init() {
	register(&Format{
		Name:    "7z",
		Family:  "archives",
		Doc:     "7-Zip: LZMA, LZMA2, PPMd, bzip2, deflate, deflate64, zstd, brotli, lz4, filters, solid, also encrypted, names included",
		Limits:  "not read: dictionaries beyond 256 MiB (64 MiB inside another archive); split archives (.7z.001) until their parts are joined",
		Exts:    []string{".7z"},
		Match:   func(head []byte) bool { return bytes.HasPrefix(head, []byte(sevenZipMark)) },
		Apart:   true,
		Extract: extract7z,
	})
}

func extract7z(ctx context.Context, f *File, out Out) error {
	c, err := f.content(ctx)
	if err != nil {
		return err
	}
	defer c.close()
	if err := f.Budget.enter(c.size); err != nil {
		return err
	}
	defer f.Budget.leave()
	s := &sevenZip{ctx: ctx, f: f, c: c, out: out, limit: sevenZipNested}
	if f.Budget.level == 1 {
		s.limit = sevenZipOuter
	}
	defer s.gate.leave()
	return c.fault(s.read())
}

// A sevenZip reads one archive.
type sevenZip struct {
	ctx   context.Context
	f     *File
	c     *content
	out   Out
	limit int64 // of the memory of a decoder
	gate  sevenZipGate
	// open holds the archive opened with each password, open[0] without, or nil:
	// the library takes one for the archive, and members may have others.
	open []*sevenzip.Reader
	// listed is with which of them the list of members could be read. Its members
	// are known by their place in it.
	listed int
}

func (s *sevenZip) passwords() []string {
	if s.f.Budget.Settings == nil {
		return nil
	}
	return s.f.Budget.Settings.Passwords
}

func (s *sevenZip) read() error {
	if err := s.checkStart(); err == io.EOF {
		return nil
	} else if err != nil {
		return err
	}
	if err := s.list(); err != nil {
		return err
	}
	var packed []int
	for i, f := range s.open[s.listed].File {
		switch {
		case f.FileInfo().IsDir():
		case f.UncompressedSize > 0:
			packed = append(packed, i)
		default:
			if err := s.f.handOut(s.ctx, s.out, visible(f.Name), 0, bytes.NewReader(nil)); err != nil {
				return err
			}
		}
	}
	for len(packed) > 0 {
		n := 1
		for n < len(packed) && s.file(packed[n]).Stream == s.file(packed[0]).Stream {
			n++
		}
		if err := s.stream(packed[:n]); err != nil {
			return err
		}
		packed = packed[n:]
	}
	return nil
}

func (s *sevenZip) file(i int) *sevenzip.File { return s.open[s.listed].File[i] }

// checkStart looks at the header that says where the list of members is. The
// error is io.EOF if there are none.
func (s *sevenZip) checkStart() error {
	var h [32]byte
	if n, err := s.c.ReadAt(h[:], 0); n < len(h) {
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		return damaged(err)
	}
	if crc32.ChecksumIEEE(h[12:]) != binary.LittleEndian.Uint32(h[8:]) {
		return &Skip{ReasonDamaged, "damaged at its start: nothing of it could be read"}
	}
	offset, size := binary.LittleEndian.Uint64(h[12:]), binary.LittleEndian.Uint64(h[20:])
	if size == 0 {
		return io.EOF // nothing is in it
	}
	if size > sevenZipHeader {
		return &Skip{ReasonTooLarge, "has more members than fit in memory"}
	}
	if end := offset + size; end < offset || end > uint64(s.c.size-int64(len(h))) {
		if strings.HasSuffix(s.f.Name, ".001") {
			return &Skip{ReasonPartial, "one part of a split archive: join the parts; nothing of it could be read"}
		}
		return &Skip{ReasonDamaged, "truncated, and the list of members is at its end: nothing of it could be read"}
	}
	return nil
}

// list opens the archive with the password that the list of members needs.
func (s *sevenZip) list() error {
	s.open = make([]*sevenzip.Reader, 1+len(s.passwords()))
	err := s.openArchive(0)
	if !errors.Is(err, errNoPassword) {
		return s.why(err)
	}
	for i := range s.passwords() {
		s.listed = i + 1
		if err := s.openArchive(s.listed); err == nil {
			return nil
		}
		if err := s.stopped(); err != nil {
			return err
		}
	}
	return s.noPasswordFits()
}

// noPasswordFits says why something encrypted is not read.
func (s *sevenZip) noPasswordFits() *Skip {
	if len(s.passwords()) == 0 {
		return &Skip{ReasonEncrypted, ""}
	}
	return &Skip{ReasonEncrypted, fmt.Sprintf("none of the %d passwords fits", len(s.passwords()))}
}

// openArchive makes open[i] be there.
func (s *sevenZip) openArchive(i int) error {
	if s.open[i] != nil {
		return nil
	}
	password := ""
	if i > 0 {
		password = s.passwords()[i-1]
	}
	return s.gate.run(s, func() (err error) {
		z, err := sevenzip.NewReaderWithPassword(s.c, s.c.size, password)
		if err == nil {
			s.open[i] = z
		}
		return err
	})
}

// stopped is why reading must end: the share failed, or the scan was stopped.
func (s *sevenZip) stopped() error {
	if err := s.c.broken(); err != nil {
		return err
	}
	return s.ctx.Err()
}

// why makes an error of the library a *Skip.
func (s *sevenZip) why(err error) error {
	var skip *Skip
	switch {
	case err == nil:
		return nil
	case s.stopped() != nil:
		return s.stopped()
	case errors.As(err, &skip):
		return skip
	case errors.Is(err, errNoPassword):
		return s.noPasswordFits()
	case strings.Contains(err.Error(), "unsupported compression algorithm"):
		return &Skip{ReasonUnsupported, "packed by a method that is not read"}
	case strings.Contains(err.Error(), "TODO"):
		return &Skip{ReasonUnsupported, "made in a way that is not read"}
	}
	return damaged(err)
}
