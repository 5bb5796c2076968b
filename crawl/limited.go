package crawl

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"sync/atomic"
)

// A limited is a Source behind a gate. It serves the kinds of share that do not
// pass through it by themselves, which is better: they know what is really asked.
type limited struct {
	Source
	gate   *gate
	ctx    context.Context
	cancel context.CancelCauseFunc
}

func limit(ctx context.Context, src Source, g *gate) *limited {
	l := &limited{Source: src, gate: g}
	l.ctx, l.cancel = context.WithCancelCause(ctx)
	return l
}

// Close ends the waiting, too.
func (l *limited) Close() error {
	l.cancel(fs.ErrClosed)
	return l.Source.Close()
}

// pass waits for the gate.
func (l *limited) pass(op, name string) error {
	return l.ended(l.ctx, op, name, l.gate.pass(l.ctx, 0))
}

// ended is the error of a wait that ended early, or nil.
func (l *limited) ended(ctx context.Context, op, name string, err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(context.Cause(ctx), fs.ErrClosed) {
		err = fs.ErrClosed
	}
	return pathError(op, name, err)
}

func (l *limited) Open(name string) (fs.File, error) {
	if err := l.pass("open", name); err != nil {
		return nil, err
	}
	f, err := l.Source.Open(name)
	if err != nil {
		return nil, err
	}
	if d, ok := f.(fs.ReadDirFile); ok {
		return &limitedFolder{d, l, name}, nil
	}
	lf := &limitedFile{File: f, src: l, name: name}
	if fi, err := f.Stat(); err == nil {
		lf.size = fi.Size()
	}
	lf.ctx, lf.cancel = context.WithCancelCause(l.ctx)
	return lf, nil
}

func (l *limited) ReadDir(name string) ([]fs.DirEntry, error) {
	if err := l.pass("read folder", name); err != nil {
		return nil, err
	}
	return l.Source.ReadDir(name)
}

func (l *limited) list(name string) (dirReader, error) {
	if err := l.pass("open folder", name); err != nil {
		return nil, err
	}
	r, err := listOf(l.Source, name)
	if err != nil {
		return nil, err
	}
	return &limitedReader{r, l, name, true}, nil
}

func (l *limited) trace(name string) *Skip { return traceOf(l.Source, name) }

// filesAhead is none: what is bounded is not opened before somebody wants it.
func (l *limited) filesAhead() int { return 0 }

// Notes are those of the Source.
func (l *limited) Notes() []string {
	if n, ok := l.Source.(Noter); ok {
		return n.Notes()
	}
	return nil
}

// A limitedReader lists a folder. The first batch comes with its opening.
type limitedReader struct {
	dirReader
	src   *limited
	name  string
	first bool
}

func (r *limitedReader) next() ([]listed, error) {
	if !r.first {
		if err := r.src.pass("read folder", r.name); err != nil {
			return nil, err
		}
	}
	r.first = false
	return r.dirReader.next()
}

// A limitedFolder is an open folder.
type limitedFolder struct {
	fs.ReadDirFile
	src  *limited
	name string
}

func (d *limitedFolder) ReadDir(n int) ([]fs.DirEntry, error) {
	if err := d.src.pass("read folder", d.name); err != nil {
		return nil, err
	}
	return d.ReadDirFile.ReadDir(n)
}

// A limitedFile is an open file. Its own context ends the waiting when it is
// closed.
type limitedFile struct {
	fs.File
	src    *limited
	name   string
	size   int64        // when it was opened: no more is planned to be read
	offset atomic.Int64 // of Read: only for planning
	left   atomic.Int64 // what may still be read as part of the last operation
	ctx    context.Context
	cancel context.CancelCauseFunc
}

// plan returns how much of p a read at off is going to fill.
func (f *limitedFile) plan(p []byte, off int64) int {
	return int(max(0, min(int64(len(p)), f.size-off)))
}

// pass waits until so much may be read. Local files are read in pieces of any
// size: a block of them is one operation, as with a server.
func (f *limitedFile) pass(planned int) error {
	ops := 0
	if planned > 0 && f.left.Add(-int64(planned)) < 0 {
		ops = 1
		f.left.Store(fullBlock - int64(planned))
	}
	err := f.src.gate.passMore(f.ctx, ops, planned)
	return f.src.ended(f.ctx, "read", f.name, err)
}

func (f *limitedFile) Read(p []byte) (int, error) {
	planned := f.plan(p, f.offset.Load())
	if err := f.pass(planned); err != nil {
		return 0, err
	}
	n, err := f.File.Read(p)
	f.offset.Add(int64(n))
	f.src.gate.settle(planned, n)
	return n, err
}

func (f *limitedFile) ReadAt(p []byte, off int64) (int, error) {
	at, ok := f.File.(io.ReaderAt)
	if !ok {
		return 0, pathError("read", f.name, errors.ErrUnsupported)
	}
	planned := f.plan(p, off)
	if err := f.pass(planned); err != nil {
		return 0, err
	}
	n, err := at.ReadAt(p, off)
	f.src.gate.settle(planned, n)
	return n, err
}

// Access is that of the file, if it tells.
func (f *limitedFile) Access() (Access, error) {
	if a, ok := f.File.(Accessor); ok {
		return a.Access()
	}
	return Access{}, nil
}

func (f *limitedFile) Close() error {
	f.cancel(fs.ErrClosed)
	return f.File.Close()
}
