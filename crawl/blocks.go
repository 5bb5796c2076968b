package crawl

import (
	"cmp"
	"io"
	"sync"
)

// The first block of a file is what tells its format, and all of a small file.
// Further ones grow: one question costs a server about the same whatever the
// size of the answer. Reading ahead hides the way to it.
const (
	headBlock = 64 << 10
	nextBlock = 256 << 10 // where the third block begins
	fullBlock = 1 << 20

	readAhead  = 3 // blocks that are asked for ahead, in a file that is read in order
	keptBlocks = 8 // in memory, of one file
)

// blocks reads a file in blocks, keeps some of them and so asks for nothing
// twice: not for the head, which is read first and again in its place, and not
// for the directory of an archive, which is read in small pieces.
type blocks struct {
	source func(p []byte, off int64) (int, error)
	size   int64 // of the file when it was opened; it is read up to there. 0: until it ends

	mu      sync.Mutex
	kept    []*block // the one used last at the end
	last    int64    // offset behind the block used last, to tell that reading is in order
	stopped bool
	under   sync.WaitGroup // readings ahead
}

// A block is some of a file. data and err are valid once ready is closed.
type block struct {
	off   int64
	data  []byte
	err   error
	ready chan struct{}
}

// bounds returns where the block that holds off begins and ends.
func bounds(off int64) (from, to int64) {
	switch {
	case off < headBlock:
		return 0, headBlock
	case off < nextBlock:
		return headBlock, nextBlock
	case off < fullBlock:
		return nextBlock, fullBlock
	}
	from = off / fullBlock * fullBlock
	return from, from + fullBlock
}

// read reads some bytes, from one block. The error is io.EOF only with or after
// the last byte.
func (b *blocks) read(p []byte, off int64) (int, error) {
	from, to := bounds(off)
	b.mu.Lock()
	bl, fresh := b.block(from)
	inOrder := from == b.last && from > 0
	b.last = to
	if inOrder {
		b.ahead(to)
	}
	b.mu.Unlock()
	if fresh {
		b.fetch(bl, to)
	}
	<-bl.ready
	at := off - from
	if at >= int64(len(bl.data)) {
		return 0, cmp.Or(bl.err, io.EOF)
	}
	n := copy(p, bl.data[at:])
	return n, nil
}

// block returns the block that begins at from. If it is fresh the caller fetches it.
func (b *blocks) block(from int64) (bl *block, fresh bool) {
	for i, k := range b.kept {
		if k.off != from {
			continue
		}
		copy(b.kept[i:], b.kept[i+1:])
		b.kept[len(b.kept)-1] = k
		return k, false
	}
	bl = &block{off: from, ready: make(chan struct{})}
	if len(b.kept) >= keptBlocks {
		copy(b.kept, b.kept[1:])
		b.kept[len(b.kept)-1] = bl
	} else {
		b.kept = append(b.kept, bl)
	}
	return bl, true
}

// fetch reads a block. One that could not be read is not kept, so that it can be
// asked for again.
func (b *blocks) fetch(bl *block, to int64) {
	if b.size > 0 {
		to = max(bl.off, min(to, b.size))
	}
	bl.data = make([]byte, to-bl.off)
	n, err := 0, error(nil)
	if len(bl.data) > 0 {
		n, err = b.source(bl.data, bl.off)
	}
	if err == io.EOF && b.size > 0 && n < len(bl.data) {
		err = errChanged // it is shorter than it was: what is missing was not examined
	}
	if bl.data = bl.data[:n]; err == nil && to == b.size {
		err = io.EOF
	}
	bl.err = err
	if err != nil && err != io.EOF {
		b.mu.Lock()
		b.forget(bl)
		b.mu.Unlock()
	}
	close(bl.ready)
}

func (b *blocks) forget(bl *block) {
	for i, k := range b.kept {
		if k == bl {
			b.kept = append(b.kept[:i], b.kept[i+1:]...)
			return
		}
	}
}

// ahead asks for the blocks that begin at off.
func (b *blocks) ahead(off int64) {
	for range readAhead {
		if b.stopped || off >= b.size {
			return
		}
		_, to := bounds(off)
		if bl, fresh := b.block(off); fresh {
			b.under.Go(func() { b.fetch(bl, to) })
		}
		off = to
	}
}

// stop waits for what is under way, and drops everything.
func (b *blocks) stop() {
	b.mu.Lock()
	b.stopped, b.kept = true, nil
	b.mu.Unlock()
	b.under.Wait()
}
