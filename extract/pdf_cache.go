package extract

import "io"

const (
	cachedBlock  = 32 << 10
	cachedBlocks = 64
)

// A blockCache answers small reads here and there from blocks that it keeps: one
// read of a share for thousands of PDFium's.
type blockCache struct {
	r      io.ReaderAt
	size   int64
	blocks [cachedBlocks]cached
}

type cached struct {
	number int64 // of the block, from 1; 0: none
	data   []byte
}

func (c *blockCache) ReadAt(p []byte, off int64) (n int, err error) {
	for n < len(p) {
		b, err := c.block((off + int64(n)) / cachedBlock)
		from := (off + int64(n)) % cachedBlock
		if from < int64(len(b)) {
			n += copy(p[n:], b[from:])
			continue
		}
		if err == nil {
			err = io.EOF
		}
		return n, err
	}
	return n, nil
}

func (c *blockCache) block(i int64) ([]byte, error) {
	b := &c.blocks[i%cachedBlocks]
	if b.number == i+1 {
		return b.data, nil
	}
	if b.data == nil {
		b.data = make([]byte, min(cachedBlock, c.size))
	}
	b.number, b.data = 0, b.data[:cap(b.data)]
	n, err := c.r.ReadAt(b.data, i*cachedBlock)
	b.data = b.data[:n]
	if err == nil || err == io.EOF {
		b.number, err = i+1, nil
	}
	return b.data, err
}
