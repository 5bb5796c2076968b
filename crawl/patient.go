package crawl

import (
	"context"
	"io"
	"io/fs"
	"net/netip"
	"sync/atomic"
	"time"
)

// maxStuck is how many system calls may hang before nothing more is asked of a
// file system until one of them returns: each keeps a thread.
const maxStuck = 16

// A patient is a local share on a file system whose server is elsewhere: NFS,
// CIFS, FUSE. When that server is silent system calls hang, for ever if it was
// mounted so, and nothing can end them. They are left to hang, and what they
// were for is listed as not examined.
type patient struct {
	src interface {
		Source
		lister
		tracer
		lstater
		metOpener
	}
	ctx     context.Context
	timeout time.Duration
	server  []netip.Addr // where the files are
	stuck   atomic.Int32 // calls that hang
}

// A late is a call that may return when nobody waits for it any more.
type late[T any] struct {
	value T
	err   error
}

// inTime calls f and waits for it for some time. What f returns too late goes to
// drop.
func inTime[T any](p *patient, f func() (T, error), drop func(T)) (T, error) {
	var none T
	if err := p.ctx.Err(); err != nil {
		return none, err
	}
	if p.stuck.Load() >= maxStuck {
		return none, errTimeout
	}
	var taken atomic.Bool // by whoever comes first: the result, or the end of the waiting
	done := make(chan late[T], 1)
	go func() {
		v, err := f()
		if taken.CompareAndSwap(false, true) {
			done <- late[T]{v, err}
			return
		}
		p.stuck.Add(-1)
		if err == nil {
			drop(v)
		}
	}()
	err := errTimeout
	timer := time.NewTimer(p.timeout)
	defer timer.Stop()
	select {
	case r := <-done:
		return r.value, r.err
	case <-p.ctx.Done():
		err = p.ctx.Err()
	case <-timer.C:
	}
	p.stuck.Add(1) // before the call may see that it is late
	if taken.CompareAndSwap(false, true) {
		return none, err
	}
	p.stuck.Add(-1)
	r := <-done
	return r.value, r.err
}

func (p *patient) Open(name string) (fs.File, error) { return p.open(name, p.src.Open) }

func (p *patient) openMet(name string) (fs.File, error) { return p.open(name, p.src.openMet) }

func (p *patient) open(name string, open func(string) (fs.File, error)) (fs.File, error) {
	f, err := inTime(p, func() (fs.File, error) { return open(name) }, closeLate)
	if err != nil {
		return nil, pathError("open", name, err)
	}
	if dir, ok := f.(*folder); ok {
		dir.src = p
		return dir, nil
	}
	return &patientFile{File: f, at: f.(io.ReaderAt), p: p, name: name}, nil
}

func closeLate(f fs.File) { _ = f.Close() }

func (p *patient) ReadDir(name string) ([]fs.DirEntry, error) {
	all, err := inTime(p, func() (late[[]fs.DirEntry], error) {
		all, err := p.src.ReadDir(name)
		return late[[]fs.DirEntry]{all, err}, nil // with an error come entries
	}, func(late[[]fs.DirEntry]) {})
	if err != nil {
		return nil, pathError("read folder", name, err)
	}
	return all.value, all.err
}

func (p *patient) list(name string) (dirReader, error) {
	r, err := inTime(p, func() (dirReader, error) { return p.src.list(name) }, func(r dirReader) { _ = r.Close() })
	if err != nil {
		return nil, pathError("open folder", name, err)
	}
	return &patientDir{dirReader: r, p: p}, nil
}

func (p *patient) lstat(name string) (*info, error) {
	return inTime(p, func() (*info, error) { return p.src.lstat(name) }, func(*info) {})
}

func (p *patient) trace(name string) *Skip {
	s, err := inTime(p, func() (*Skip, error) { return p.src.trace(name), nil }, func(*Skip) {})
	if err != nil {
		return SkipFor(err)
	}
	return s
}

// Close leaves what hangs to itself.
func (p *patient) Close() error {
	if p.stuck.Load() > 0 {
		go p.src.Close() // waits for the calls
		return nil
	}
	return p.src.Close()
}

// A patientDir is of no more use once a call hangs: the call has its buffers.
type patientDir struct {
	dirReader
	p     *patient
	stuck bool
}

func (d *patientDir) namesOnly() {
	if n, ok := d.dirReader.(namer); ok {
		n.namesOnly()
	}
}

func (d *patientDir) next() ([]listed, error) {
	if d.stuck {
		return nil, errTimeout
	}
	r, err := inTime(d.p, func() (late[[]listed], error) {
		batch, err := d.dirReader.next()
		return late[[]listed]{batch, err}, nil // the last batch may come with io.EOF
	}, func(late[[]listed]) { _ = d.dirReader.Close() })
	if err != nil {
		d.stuck = true
		return nil, err
	}
	return r.value, r.err
}

// Close leaves a folder that hangs to the call that hangs.
func (d *patientDir) Close() error {
	if d.stuck {
		return nil
	}
	return d.dirReader.Close()
}

// A patientFile reads into buffers of its own: a call that hangs may write to
// its buffer whenever it returns.
type patientFile struct {
	fs.File
	at   io.ReaderAt
	p    *patient
	name string
	busy atomic.Int32 // calls that hang
}

func (f *patientFile) Read(b []byte) (int, error) {
	return f.read(b, f.File.Read)
}

// ReadAt may be called by several goroutines at once.
func (f *patientFile) ReadAt(b []byte, off int64) (int, error) {
	return f.read(b, func(own []byte) (int, error) { return f.at.ReadAt(own, off) })
}

func (f *patientFile) read(b []byte, call func([]byte) (int, error)) (int, error) {
	if f.busy.Load() > 0 {
		return 0, pathError("read", f.name, errTimeout)
	}
	r, err := inTime(f.p, func() (late[[]byte], error) {
		own := make([]byte, len(b))
		n, err := call(own)
		return late[[]byte]{own[:n], err}, nil // the last bytes may come with io.EOF
	}, func(late[[]byte]) { f.busy.Add(-1) })
	if err != nil {
		f.busy.Add(1)
		return 0, pathError("read", f.name, err)
	}
	return copy(b, r.value), r.err
}

func (f *patientFile) Stat() (fs.FileInfo, error) {
	i, err := inTime(f.p, f.File.Stat, func(fs.FileInfo) {})
	if err != nil {
		return nil, pathError("stat", f.name, err)
	}
	return i, nil
}

// Close closes a file that hangs when its call returns.
func (f *patientFile) Close() error {
	if f.busy.Load() > 0 {
		go f.File.Close() // waits for the call
		return nil
	}
	_, err := inTime(f.p, func() (struct{}, error) { return struct{}{}, f.File.Close() }, func(struct{}) {})
	if err == f.p.ctx.Err() && err != nil {
		go f.File.Close()
		return nil
	}
	return err
}

// openWithin opens a local share, which may hang too.
func openWithin(ctx context.Context, timeout time.Duration, open func() (*local, error)) (*local, error) {
	p := &patient{ctx: ctx, timeout: timeout}
	return inTime(p, open, func(l *local) { _ = l.Close() })
}
