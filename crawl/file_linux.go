//go:build linux && !portable

package crawl

import (
	"context"
	"io"
	"io/fs"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// A linuxFile is an open regular file. An os.File costs a finalizer and two
// calls to the poller more.
type linuxFile struct {
	ctx      context.Context
	name     string
	info     *info // as it was when it was opened
	accounts *accounts
	// mu is held for reading while fd is used, lest Close gives its number to
	// some other file meanwhile.
	mu sync.RWMutex
	fd int // -1 once closed
}

func (f *linuxFile) Read(p []byte) (int, error) {
	return f.read(p, func(fd int) (int, error) { return unix.Read(fd, p) })
}

// ReadAt may be called by several goroutines at once.
func (f *linuxFile) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 {
		return 0, pathError("read", f.name, fs.ErrInvalid)
	}
	for n := 0; ; {
		rest := p[n:]
		got, err := f.read(rest, func(fd int) (int, error) { return unix.Pread(fd, rest, off+int64(n)) })
		if n += got; err != nil || n == len(p) {
			return n, err
		}
	}
}

func (f *linuxFile) read(p []byte, call func(fd int) (int, error)) (int, error) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	err := f.ctx.Err()
	if f.fd < 0 {
		err = fs.ErrClosed
	}
	if err != nil {
		return 0, pathError("read", f.name, err)
	}
	if len(p) == 0 {
		return 0, nil
	}
	n, err := retry(func() (int, error) { return call(f.fd) })
	switch {
	case err != nil:
		return 0, pathError("read", f.name, err)
	case n == 0:
		return 0, io.EOF
	}
	return n, nil
}

// Stat tells what the file was when it was opened.
func (f *linuxFile) Stat() (fs.FileInfo, error) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	if f.fd < 0 {
		return nil, pathError("stat", f.name, fs.ErrClosed)
	}
	return f.info, nil
}

func (f *linuxFile) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.fd < 0 {
		return pathError("close", f.name, fs.ErrClosed)
	}
	fd := f.fd
	f.fd = -1
	return unix.Close(fd)
}

func statInfo(name string, st *unix.Stat_t) *info {
	return &info{base(name), fileMode(st.Mode), st.Size, modTime(st), changeNumber(st)}
}

func modTime(st *unix.Stat_t) time.Time { return time.Unix(st.Mtim.Unix()) }

// changeNumber is made of the time of the last change, which no program can set
// back, and of the file's number: another file may have taken the name.
func changeNumber(st *unix.Stat_t) uint64 {
	n := uint64(st.Ctim.Nano()) ^ st.Ino*0x9E3779B97F4A7C15
	return max(n, 1)
}

// fileMode turns a st_mode into Go's.
func fileMode(m uint32) fs.FileMode {
	mode := fs.FileMode(m & 0o777)
	switch m & unix.S_IFMT {
	case unix.S_IFREG:
	case unix.S_IFDIR:
		mode |= fs.ModeDir
	case unix.S_IFLNK:
		mode |= fs.ModeSymlink
	case unix.S_IFIFO:
		mode |= fs.ModeNamedPipe
	case unix.S_IFSOCK:
		mode |= fs.ModeSocket
	case unix.S_IFCHR:
		mode |= fs.ModeDevice | fs.ModeCharDevice
	case unix.S_IFBLK:
		mode |= fs.ModeDevice
	default:
		mode |= fs.ModeIrregular
	}
	if m&unix.S_ISUID != 0 {
		mode |= fs.ModeSetuid
	}
	if m&unix.S_ISGID != 0 {
		mode |= fs.ModeSetgid
	}
	if m&unix.S_ISVTX != 0 {
		mode |= fs.ModeSticky
	}
	return mode
}
