//go:build !linux || portable

package crawl

import (
	"context"
	"io"
	"io/fs"
	"net/netip"
	"os"
	"runtime"
	"syscall"
)

// A root is an open folder under which names are opened. os.Root sees to it
// that nothing outside is. Access times are the system's affair here.
//
// The build tag portable gives this root to Linux too, to be tested there.
type root struct{ dir *os.Root }

// onServer is for Linux: elsewhere the system's clients give up by themselves.
func onServer(path string) bool { return false }

func serverAddresses(string) []netip.Addr { return nil }

func openRoot(path string) (*root, error) {
	dir, err := os.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	return &root{dir}, nil
}

func (r *root) Close() error { return r.dir.Close() }

func (r *root) lstat(name string) (*info, error) {
	fi, err := r.dir.Lstat(name)
	if err != nil {
		return nil, err
	}
	return &info{base(name), fi.Mode(), fi.Size(), fi.ModTime(), 0}, nil
}

// open opens a regular file. O_NONBLOCK keeps a FIFO that took its place from
// blocking.
func (r *root) open(ctx context.Context, name string) (fs.File, error) {
	flags := os.O_RDONLY
	if runtime.GOOS != "windows" {
		flags |= syscall.O_NONBLOCK
	}
	f, err := r.dir.OpenFile(name, flags, 0)
	if err != nil {
		return nil, err
	}
	fi, err := f.Stat()
	if err == nil && !fi.Mode().IsRegular() {
		err = specialError{fi.Mode()}
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return &portableFile{ctx, name, f}, nil
}

// A portableFile is an open regular file.
type portableFile struct {
	ctx  context.Context
	name string
	f    *os.File
}

func (f *portableFile) Read(p []byte) (int, error) {
	return f.read(func() (int, error) { return f.f.Read(p) })
}

// ReadAt may be called by several goroutines at once.
func (f *portableFile) ReadAt(p []byte, off int64) (int, error) {
	return f.read(func() (int, error) { return f.f.ReadAt(p, off) })
}

func (f *portableFile) read(call func() (int, error)) (int, error) {
	if err := f.ctx.Err(); err != nil {
		return 0, pathError("read", f.name, err)
	}
	n, err := call()
	if err != nil && err != io.EOF {
		err = pathError("read", f.name, err)
	}
	return n, err
}

func (f *portableFile) Stat() (fs.FileInfo, error) {
	fi, err := f.f.Stat()
	if err != nil {
		return nil, pathError("stat", f.name, err)
	}
	return &info{base(f.name), fi.Mode(), fi.Size(), fi.ModTime(), 0}, nil
}

func (f *portableFile) Close() error {
	if err := f.f.Close(); err != nil {
		return pathError("close", f.name, err)
	}
	return nil
}

// list opens a folder for Walk.
func (r *root) list(name string) (dirReader, error) {
	fi, err := r.dir.Lstat(name)
	switch {
	case err != nil:
		return nil, err
	case fi.Mode()&fs.ModeSymlink != 0:
		return nil, errLink
	case !fi.IsDir():
		return nil, errNotFolder
	}
	f, err := r.dir.Open(name)
	if err != nil {
		return nil, err
	}
	return &portableDir{f: f}, nil
}

// A portableDir reads a folder. What vanishes while it is read is not listed.
type portableDir struct {
	f     *os.File
	batch []listed
}

// id is unknown: os.Root leads through no link, so there are no circles to find.
func (d *portableDir) id() dirID    { return dirID{} }
func (d *portableDir) Close() error { return d.f.Close() }

func (d *portableDir) next() ([]listed, error) {
	entries, err := d.f.ReadDir(batchSize)
	d.batch = d.batch[:0]
	for _, e := range entries {
		d.batch = append(d.batch, look(e))
	}
	return d.batch, err
}
