package extract

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"
)

const (
	// contentMemory is how much of a member is kept in memory, and
	// contentMemoryAll how much of all members that are open at once.
	contentMemory    = 16 << 20
	contentMemoryAll = 128 << 20
)

// contentUsed is how much of contentMemoryAll is in use.
var contentUsed atomic.Int64

// A content is a file that is read at any place. What a share cannot read so, a
// member, is in memory or, beyond contentMemory, in an encrypted temporary file.
type content struct {
	io.ReaderAt
	size int64
	src  *sourceAt // of a file on a share
	end  error     // why a member ended before its end, or nil
	held int64     // of contentUsed
	temp *sealedFile
}

// content returns f to be read at any place; the caller closes it. The error is
// that of the share, of ctx or of the temporary file: what was damaged is in
// content.end, and fault returns it.
func (f *File) content(ctx context.Context) (*content, error) {
	if at, ok := f.Reader.(io.ReaderAt); ok && f.Size >= 0 {
		src := &sourceAt{ctx: ctx, r: at}
		return &content{ReaderAt: src, size: f.Size, src: src}, nil
	}
	c := new(content)
	if err := c.fill(f); err != nil {
		c.close()
		return nil, err
	}
	return c, nil
}

// fill reads all of f.
func (c *content) fill(f *File) error {
	b, err := c.memory(f)
	if err == nil { // there is more
		c.temp, err = newSealedFile(f.Budget)
		if err != nil {
			return err
		}
		c.ReaderAt = c.temp
		c.size, err = c.temp.readFrom(io.MultiReader(bytes.NewReader(b), f.Reader))
		contentUsed.Add(-c.held)
		c.held = 0
	} else {
		c.ReaderAt, c.size = bytes.NewReader(b), int64(len(b))
	}
	var s *Skip
	switch {
	case err == io.EOF:
	case errors.As(err, &s):
		c.end = s
	default:
		return err
	}
	return nil
}

// memory reads as much of f as memory may hold. The error is nil if there may be
// more.
func (c *content) memory(f *File) (b []byte, err error) {
	const step = 256 << 10
	for len(b) < contentMemory && err == nil {
		if len(b) == cap(b) {
			grow := max(step, cap(b))
			if f.Size >= 0 && len(b) == 0 {
				grow = int(min(f.Size, contentMemory)) + 512
			}
			if contentUsed.Add(int64(grow)) > contentMemoryAll {
				contentUsed.Add(-int64(grow))
				return b, nil
			}
			c.held += int64(grow)
			b = append(make([]byte, 0, cap(b)+grow), b...)
		}
		var n int
		n, err = f.Reader.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
	}
	return b, err
}

func (c *content) close() {
	contentUsed.Add(-c.held)
	c.held = 0
	if c.temp != nil {
		c.temp.close()
	}
}

// reader returns all of c as a stream.
func (c *content) reader() *io.SectionReader { return io.NewSectionReader(c, 0, c.size) }

// broken returns why c could not be read to its end though it is whole: the
// share failed, or the scan was stopped.
func (c *content) broken() error {
	if c.src != nil {
		return c.src.err
	}
	return nil
}

// fault is what a format returns when it is done: the error of the share before
// any other, then err, a *Skip or any error of a decoder that means damage, then
// what was wrong with the member.
func (c *content) fault(err error) error {
	if broken := c.broken(); broken != nil {
		return broken
	}
	var s *Skip
	switch {
	case err == nil:
		return c.end
	case errors.As(err, &s), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	}
	return damaged(err)
}

// A sealedFile is a temporary file whose key is in memory only: what was in it
// cannot be read once the program has ended, however it ended.
type sealedFile struct {
	f     *os.File
	block cipher.Block
	iv    [aes.BlockSize]byte
}

func newSealedFile(b *Budget) (*sealedFile, error) {
	dir := ""
	if b != nil && b.Settings != nil {
		dir = b.Settings.TempDir
	}
	var key [32]byte
	s := new(sealedFile)
	if _, err := rand.Read(key[:]); err != nil {
		return nil, fmt.Errorf("make a key for a temporary file: %w", err)
	}
	if _, err := rand.Read(s.iv[:8]); err != nil {
		return nil, fmt.Errorf("make a key for a temporary file: %w", err)
	}
	var err error
	if s.block, err = aes.NewCipher(key[:]); err != nil {
		return nil, err
	}
	if s.f, err = os.CreateTemp(dir, "shikiri-*"); err != nil {
		return nil, fmt.Errorf("make a temporary file: %w", err)
	}
	_ = os.Remove(s.f.Name()) // where an open file cannot be removed, close does it
	return s, nil
}

// stream is the key stream from offset off, a multiple of the block size.
func (s *sealedFile) stream(off int64) cipher.Stream {
	iv := s.iv
	for i, n := 0, uint64(off/aes.BlockSize); i < 8; i, n = i+1, n>>8 {
		iv[15-i] = byte(n)
	}
	return cipher.NewCTR(s.block, iv[:])
}

// readFrom writes all of r. The error is never io.EOF but for success.
func (s *sealedFile) readFrom(r io.Reader) (n int64, err error) {
	stream := s.stream(0)
	buf := make([]byte, 64<<10)
	for {
		m, err := io.ReadFull(r, buf)
		stream.XORKeyStream(buf[:m], buf[:m])
		if _, werr := s.f.WriteAt(buf[:m], n); werr != nil {
			return n, fmt.Errorf("write a temporary file: %w", werr)
		}
		n += int64(m)
		if err == io.ErrUnexpectedEOF {
			err = io.EOF
		}
		if err != nil {
			return n, err
		}
	}
}

func (s *sealedFile) ReadAt(p []byte, off int64) (int, error) {
	n, err := s.f.ReadAt(p, off)
	head := int(off % aes.BlockSize)
	stream := s.stream(off - int64(head))
	var skip [aes.BlockSize]byte
	stream.XORKeyStream(skip[:head], skip[:head])
	stream.XORKeyStream(p[:n], p[:n])
	return n, err
}

func (s *sealedFile) close() {
	_ = s.f.Close()
	_ = os.Remove(s.f.Name())
}
