package scan

import (
	"errors"
	"io"
	"io/fs"
	"sync"
	"sync/atomic"
)

// countingFile counts what is read, to tell a file that shrank, and remembers
// that the share failed, whatever the reader of the format makes of it.
type countingFile struct {
	io.Reader
	progress *atomic.Int64
	n        int64
	eof      bool

	mu  sync.Mutex
	err error // the first, but for io.EOF
}

func (c *countingFile) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	c.progress.Add(int64(n))
	c.eof = c.eof || err == io.EOF
	c.note(err)
	return n, err
}

func (c *countingFile) note(err error) {
	if err == nil || err == io.EOF || errors.Is(err, fs.ErrInvalid) { // an offset that a damaged file gives
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err == nil {
		c.err = err
	}
}

// fault is the first error of the share, or nil.
func (c *countingFile) fault() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}

// countingFileAt is a countingFile that can also be read in any order.
type countingFileAt struct {
	*countingFile
	at io.ReaderAt
}

func (c *countingFileAt) ReadAt(p []byte, off int64) (int, error) {
	n, err := c.at.ReadAt(p, off)
	c.note(err)
	return n, err
}
