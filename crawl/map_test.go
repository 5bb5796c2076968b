package crawl

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"sync"
	"testing"
	"testing/fstest"
	"time"
)

// A mapSource is the plainest Source there is, and Walk must be right on it.
type mapSource struct {
	fstest.MapFS
	ctx    context.Context
	closed bool
}

func newMapSource(t *testing.T, ctx context.Context, files map[string]string) Source {
	m := fstest.MapFS{}
	for name, text := range files {
		m[name] = &fstest.MapFile{Data: []byte(text), ModTime: time.Now()}
	}
	return &mapSource{MapFS: m, ctx: ctx}
}

func (m *mapSource) Close() error { m.closed = true; return nil }

func (m *mapSource) use(op, name string) error {
	switch {
	case m.closed:
		return pathError(op, name, fs.ErrClosed)
	case m.ctx.Err() != nil:
		return pathError(op, name, m.ctx.Err())
	case !validName(name):
		return pathError(op, name, fs.ErrInvalid)
	}
	return nil
}

func (m *mapSource) Open(name string) (fs.File, error) {
	if err := m.use("open", name); err != nil {
		return nil, err
	}
	f, err := m.MapFS.Open(name)
	if err != nil {
		return nil, pathError("open", name, err)
	}
	i, err := f.Stat()
	if err != nil || i.IsDir() {
		return f, err
	}
	return &mapFile{File: f, Reader: bytes.NewReader(m.MapFS[name].Data), src: m, name: name}, nil
}

func (m *mapSource) ReadDir(name string) ([]fs.DirEntry, error) {
	if err := m.use("read folder", name); err != nil {
		return nil, err
	}
	return m.MapFS.ReadDir(name)
}

type mapFile struct {
	fs.File
	*bytes.Reader
	src    *mapSource
	name   string
	mu     sync.Mutex
	closed bool
}

func (f *mapFile) Read(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return 0, fs.ErrClosed
	}
	if err := f.src.use("read", f.name); err != nil {
		return 0, err
	}
	return f.Reader.Read(p)
}

func (f *mapFile) WriteTo(w io.Writer) (int64, error) { return io.Copy(w, struct{ io.Reader }{f}) }

func (f *mapFile) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return fs.ErrClosed
	}
	f.closed = true
	return nil
}

func TestMapSource(t *testing.T) { testSource(t, false, newMapSource) }
