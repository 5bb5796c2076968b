package crawl

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"sync"
)

// A handle is a file that is open on a connection. Its methods may be called by
// several goroutines at once.
type handle interface {
	io.ReaderAt // io.EOF only at the end of the file
	io.Closer
	stat() (*info, error)
}

// A remoteFile is an open file of a server. When its connection breaks it is
// opened again on another, and reading goes on where it was.
type remoteFile[C io.Closer] struct {
	pool *pool[C]
	name string
	open func(C) (handle, error)

	mu      sync.RWMutex // held for reading while h is used
	h       handle       // nil: not open now
	at      use[C]       // where h is open
	first   *info        // as it was when it was opened
	closed  bool
	blocks  blocks
	offset  int64 // of Read
	reading sync.Mutex

	ctx    context.Context // ends with the file: nobody waits at the gate to read one that is closed
	cancel context.CancelFunc
}

// openRemote opens a file of the server. open returns its errors bare.
func openRemote[C io.Closer](p *pool[C], name string, open func(C) (handle, error)) (*remoteFile[C], error) {
	f := &remoteFile[C]{pool: p, name: name, open: open}
	f.blocks.source = f.readAt
	f.ctx, f.cancel = p.ctx, func() {}
	if p.gate != nil {
		f.ctx, f.cancel = context.WithCancel(p.ctx)
	}
	if err := f.openAgain(); err != nil {
		f.cancel()
		return nil, pathError("open", name, err)
	}
	f.blocks.size = f.first.size
	return f, nil
}

// openAgain opens the file. It must be the one it was.
func (f *remoteFile[C]) openAgain() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return fs.ErrClosed
	}
	if f.h != nil {
		return nil // somebody else was faster
	}
	return f.pool.do(func(u use[C]) error {
		h, err := f.open(u.conn)
		if err != nil {
			return err
		}
		i, err := h.stat()
		if err == nil && f.first != nil && (i.size != f.first.size || !i.modified.Equal(f.first.modified)) {
			err = errChanged
		}
		if err != nil {
			_ = h.Close()
			return err
		}
		f.pool.hold(u)
		f.h, f.at = h, u
		if f.first == nil {
			f.first = i
		}
		return nil
	})
}

// errNoData means that a server says that all is well, and sends nothing.
var errNoData = errors.New("the server answers without the data that was asked for")

// leastPiece is what is asked for at once, at least, of a server whose
// connections break.
const leastPiece = 64 << 10

// readAt reads from the server, and goes on when the connection breaks.
func (f *remoteFile[C]) readAt(p []byte, off int64) (int, error) {
	got, piece := 0, len(p)
	for try := 0; ; {
		if err := f.openAgain(); err != nil {
			return got, err
		}
		ask := p[got:min(len(p), got+piece)]
		if err := f.pool.gate.pass(f.ctx, len(ask)); err != nil {
			return got, cmp.Or(f.pool.gone(), fs.ErrClosed)
		}
		n, u, err := f.readOnce(ask, off+int64(got))
		f.pool.gate.settle(len(ask), n)
		if got += n; err == io.EOF || err == nil && got == len(p) {
			return got, err
		}
		if n > 0 {
			try = 0
		}
		if err == nil || u.line == nil {
			continue // there is more; or it was let go meanwhile
		}
		try += weight(err)
		piece = max(piece/2, leastPiece) // some ways break after so many bytes, each time
		if f.pool.broken(err) {
			f.letGo(u)
		}
		if err = f.pool.after(u, err, try); err != errAgain {
			return got, err
		}
	}
}

// readOnce reads on the connection where the file is open, if it is.
func (f *remoteFile[C]) readOnce(p []byte, off int64) (int, use[C], error) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	if f.h == nil {
		return 0, use[C]{}, fs.ErrClosed
	}
	n, err := f.h.ReadAt(p, off)
	if err == nil && n < len(p) {
		err = errNoData // lest the same is asked for without end
	}
	return n, f.at, err
}

// letGo forgets the handle of a connection that is broken.
func (f *remoteFile[C]) letGo(u use[C]) {
	f.pool.drop(u) // ends what others read on it
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.h != nil && f.at.line == u.line && f.at.turn == u.turn {
		_ = f.h.Close()
		f.h = nil
		f.pool.release(f.at)
	}
}

// Read reads on from where the last Read ended.
func (f *remoteFile[C]) Read(p []byte) (int, error) {
	f.reading.Lock()
	defer f.reading.Unlock()
	if err := f.use(); err != nil || len(p) == 0 {
		return 0, err
	}
	n, err := f.blocks.read(p, f.offset)
	f.offset += int64(n)
	return n, f.told(err)
}

// ReadAt may be called by several goroutines at once.
func (f *remoteFile[C]) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 {
		return 0, pathError("read", f.name, fs.ErrInvalid)
	}
	for n := 0; ; {
		if err := f.use(); err != nil {
			return n, err
		}
		if n == len(p) {
			return n, nil
		}
		got, err := f.blocks.read(p[n:], off+int64(n))
		if n += got; err != nil {
			return n, f.told(err)
		}
	}
}

// use reports why the file cannot be used any more, even if what is asked for
// is in memory.
func (f *remoteFile[C]) use() error {
	f.mu.RLock()
	closed := f.closed
	f.mu.RUnlock()
	if closed {
		return pathError("read", f.name, fs.ErrClosed)
	}
	if err := f.pool.ctx.Err(); err != nil {
		return pathError("read", f.name, f.pool.gone())
	}
	return nil
}

func (f *remoteFile[C]) told(err error) error {
	if err == nil || err == io.EOF {
		return err
	}
	return pathError("read", f.name, err)
}

// Stat tells what the file was when it was opened.
func (f *remoteFile[C]) Stat() (fs.FileInfo, error) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	if f.closed {
		return nil, pathError("stat", f.name, fs.ErrClosed)
	}
	return f.first, nil
}

// Close waits for the reading that is under way.
func (f *remoteFile[C]) Close() error {
	f.mu.Lock()
	if f.closed {
		f.mu.Unlock()
		return pathError("close", f.name, fs.ErrClosed)
	}
	f.closed = true
	h, at := f.h, f.at
	f.h = nil
	f.mu.Unlock()
	f.cancel()
	f.blocks.stop()
	if h != nil {
		_ = h.Close() // it was only read
		f.pool.release(at)
	}
	return nil
}
