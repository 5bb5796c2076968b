package crawl

import (
	"errors"
	"io"
	"sync"
	"testing"
)

// A counted file is bytes that tell how often they were read.
type counted struct {
	mu    sync.Mutex
	size  int64 // what is there; blocks.size is what was there
	reads map[int64]int
	fail  error
}

func (c *counted) readAt(p []byte, off int64) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.reads[off]++
	if c.fail != nil {
		return 0, c.fail
	}
	n := int(min(int64(len(p)), max(0, c.size-off)))
	for i := range n {
		p[i] = byte((off + int64(i)) >> 10)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func countedFile(size int64) (*counted, *blocks) {
	c := &counted{size: size, reads: map[int64]int{}}
	return c, &blocks{source: c.readAt, size: size}
}

// readBlocks reads n bytes at off in pieces.
func readBlocks(b *blocks, off int64, n, piece int) (got []byte, err error) {
	p := make([]byte, piece)
	for len(got) < n && err == nil {
		var k int
		k, err = b.read(p[:min(piece, n-len(got))], off+int64(len(got)))
		got = append(got, p[:k]...)
	}
	return got, err
}

func TestBlocksReadNothingTwice(t *testing.T) {
	const size = 5<<20 + 123
	c, b := countedFile(size)
	if _, err := readBlocks(b, 0, 4096, 512); err != nil { // to tell the format
		t.Fatal(err)
	}
	got, err := readBlocks(b, 0, size+1, 10_000)
	if err != io.EOF || len(got) != size {
		t.Errorf("%d bytes, %v; want %d and EOF", len(got), err, size)
	}
	for i, x := range got {
		if x != byte(i>>10) {
			t.Fatalf("byte %d is %d, want %d", i, x, byte(i>>10))
		}
	}
	b.stop()
	for off, n := range c.reads {
		if n != 1 {
			t.Errorf("the block at %d was asked for %d times", off, n)
		}
	}
}

func TestBlocksHead(t *testing.T) {
	c, b := countedFile(5 << 20)
	if _, err := readBlocks(b, 0, 100, 100); err != nil {
		t.Fatal(err)
	}
	b.stop()
	if len(c.reads) != 1 || c.reads[0] != 1 {
		t.Errorf("for the head of a file these blocks were asked for: %v, want the first", c.reads)
	}
}

func TestBlocksShrunk(t *testing.T) {
	for _, left := range []int64{0, 10, headBlock, 1 << 20, 2<<20 - 1} {
		c, b := countedFile(2 << 20)
		c.size = left
		if got, err := readBlocks(b, 0, 2<<20, 64<<10); !errors.Is(err, errChanged) {
			t.Errorf("a file of 2 MiB that has %d bytes now: %d bytes, %v; want %v", left, len(got), err, errChanged)
		}
		b.stop()
	}
}

func TestBlocksKeepNoErrors(t *testing.T) {
	c, b := countedFile(1000)
	c.fail = errLine
	if _, err := readBlocks(b, 0, 10, 10); err != errLine {
		t.Errorf("got %v, want %v", err, errLine)
	}
	c.fail = nil
	if got, err := readBlocks(b, 0, 10, 10); len(got) != 10 || err != nil {
		t.Errorf("after an error: %d bytes, %v; want 10", len(got), err)
	}
}

func TestBlocksOfUnknownSize(t *testing.T) {
	c, b := countedFile(300_000)
	b.size = 0
	if got, err := readBlocks(b, 0, 400_000, 50_000); len(got) != 300_000 || err != io.EOF {
		t.Errorf("%d bytes, %v; want 300000 and EOF", len(got), err)
	}
	b.stop()
	if len(c.reads) == 0 {
		t.Error("nothing was read")
	}
}

func TestBlocksAtOnce(t *testing.T) {
	c, b := countedFile(6 << 20)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			if got, err := readBlocks(b, int64(i)*700_001, 1000, 100); len(got) != 1000 || err != nil || got[0] != byte(i*700_001>>10) {
				t.Errorf("at %d: %d bytes, %v", i*700_001, len(got), err)
			}
		})
	}
	wg.Wait()
	b.stop()
	for off, n := range c.reads {
		if n != 1 {
			t.Errorf("the block at %d was asked for %d times", off, n)
		}
	}
}
