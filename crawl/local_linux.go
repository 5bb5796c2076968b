//go:build linux && !portable

package crawl

import (
	"context"
	"encoding/binary"
	"io"
	"io/fs"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

const (
	// O_NOATIME needs the owner of the file or CAP_FOWNER; see openAt.
	readFlags = unix.O_RDONLY | unix.O_CLOEXEC | unix.O_NOFOLLOW | unix.O_LARGEFILE | unix.O_NOATIME
	pathFlags = unix.O_PATH | unix.O_CLOEXEC | unix.O_NOFOLLOW | unix.O_DIRECTORY

	pathMax   = 4096             // longest name in one system call, with its NUL
	direntBuf = 32 << 10         // some 1,000 entries
	leaseWait = time.Millisecond // for a lease at first; doubled each time
	leaseMax  = 4 * time.Second  // the last wait
)

// A root is an open folder under which names are opened. It calls the system
// itself: os.Root opens every folder on the way and registers each file with
// the poller.
type root struct {
	// mu is held for reading while fd is used, lest Close gives its number to
	// some other folder meanwhile.
	mu sync.RWMutex
	fd int // -1 once closed
	// openat2 (Linux 5.6) opens a/b/c at once and refuses links on the way.
	// Without it (old kernels, old container filters) each element is opened.
	openat2 bool
	readers sync.Pool // of *linuxDir

	accounts accounts
}

func openRoot(path string) (*root, error) {
	fd, err := retry(func() (int, error) {
		return unix.Open(path, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	})
	if err != nil {
		return nil, err
	}
	r := &root{fd: fd, openat2: true}
	probe, err := r.openAt(fd, ".", pathFlags)
	if r.openat2 = err == nil; err == nil {
		unix.Close(probe)
	}
	return r, nil
}

func (r *root) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.fd < 0 {
		return fs.ErrClosed
	}
	fd := r.fd
	r.fd = -1
	return unix.Close(fd)
}

// enter returns the folder to open name's rest in: r itself unless the name is
// too long for one system call. The caller calls leave unless there is an error.
func (r *root) enter(name string) (dir int, rest string, err error) {
	r.mu.RLock()
	if dir = r.fd; dir < 0 {
		r.mu.RUnlock()
		return -1, "", fs.ErrClosed
	}
	for {
		cut := -1
		if !r.openat2 {
			cut = strings.IndexByte(name, '/')
		} else if len(name) >= pathMax {
			cut = strings.LastIndexByte(name[:pathMax], '/')
		}
		if cut < 0 {
			return dir, name, nil
		}
		next, err := r.openAt(dir, name[:cut], pathFlags)
		if err != nil {
			r.leave(dir)
			return -1, "", err
		}
		if dir != r.fd {
			unix.Close(dir)
		}
		dir, name = next, name[cut+1:]
	}
}

func (r *root) leave(dir int) {
	if dir != r.fd {
		unix.Close(dir)
	}
	r.mu.RUnlock()
}

// openAt opens what name stands for in dir, never through a symbolic link and
// never above dir.
func (r *root) openAt(dir int, name string, flags int) (int, error) {
	fd, err := retry(func() (int, error) {
		if !r.openat2 {
			return unix.Openat(dir, name, flags, 0)
		}
		return unix.Openat2(dir, name, &unix.OpenHow{
			Flags:   uint64(flags),
			Resolve: unix.RESOLVE_BENEATH | unix.RESOLVE_NO_SYMLINKS,
		})
	})
	switch {
	case err == unix.EPERM && flags&unix.O_NOATIME != 0:
		return r.openAt(dir, name, flags&^unix.O_NOATIME)
	case err == unix.ELOOP:
		err = errLink
	case err == unix.ENOTDIR && flags&unix.O_DIRECTORY != 0:
		err = errNotFolder
	}
	return fd, err
}

func (r *root) lstat(name string) (*info, error) {
	dir, rest, err := r.enter(name)
	if err != nil {
		return nil, err
	}
	defer r.leave(dir)
	var st unix.Stat_t
	if err := lstatAt(dir, rest, &st); err != nil {
		return nil, err
	}
	if st.Mode&unix.S_IFMT == unix.S_IFDIR {
		// Callers look into folders: make sure that no link led to this one.
		fd, err := r.openAt(dir, rest, pathFlags)
		if err != nil {
			return nil, err
		}
		unix.Close(fd)
	}
	return statInfo(name, &st), nil
}

func lstatAt(dir int, name string, st *unix.Stat_t) error {
	_, err := retry(func() (int, error) {
		return 0, unix.Fstatat(dir, name, st, unix.AT_SYMLINK_NOFOLLOW)
	})
	return err
}

// open opens a regular file. O_NONBLOCK keeps a FIFO that took its place from
// blocking; with it a file that a Samba client holds an oplock (a lease) on
// gives EAGAIN while the kernel asks for it back.
func (r *root) open(ctx context.Context, name string) (fs.File, error) {
	dir, rest, err := r.enter(name)
	if err != nil {
		return nil, err
	}
	defer r.leave(dir)
	fd, err := r.openAt(dir, rest, readFlags|unix.O_NONBLOCK)
	for wait := leaseWait; err == unix.EAGAIN && wait <= leaseMax; wait *= 2 {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(wait):
		}
		fd, err = r.openAt(dir, rest, readFlags|unix.O_NONBLOCK)
	}
	if err != nil {
		return nil, err
	}
	var st unix.Stat_t
	if err = unix.Fstat(fd, &st); err == nil && st.Mode&unix.S_IFMT != unix.S_IFREG {
		err = specialError{fileMode(st.Mode)}
	}
	if err != nil {
		unix.Close(fd)
		return nil, err
	}
	return &linuxFile{ctx: ctx, fd: fd, name: name, info: statInfo(name, &st), accounts: &r.accounts}, nil
}

// list opens a folder for Walk.
func (r *root) list(name string) (dirReader, error) {
	dir, rest, err := r.enter(name)
	if err != nil {
		return nil, err
	}
	defer r.leave(dir)
	fd, err := r.openAt(dir, rest, readFlags|unix.O_DIRECTORY)
	if err != nil {
		return nil, err
	}
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		unix.Close(fd)
		return nil, err
	}
	d, _ := r.readers.Get().(*linuxDir)
	if d == nil {
		d = &linuxDir{root: r}
	}
	d.fd, d.ident, d.names = fd, dirID{uint64(st.Dev), st.Ino}, false
	return d, nil
}

// A linuxDir reads a folder.
type linuxDir struct {
	root  *root
	fd    int
	ident dirID
	names bool // and nothing else; see namer
	batch []listed
	buf   [direntBuf]byte
}

func (d *linuxDir) id() dirID  { return d.ident }
func (d *linuxDir) namesOnly() { d.names = true }

func (d *linuxDir) Close() error {
	err := unix.Close(d.fd)
	d.fd = -1
	clear(d.batch) // the names
	d.root.readers.Put(d)
	return err
}

func (d *linuxDir) next() ([]listed, error) {
	n, err := retry(func() (int, error) { return unix.Getdents(d.fd, d.buf[:]) })
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, io.EOF
	}
	d.batch = d.batch[:0]
	for b := d.buf[:n]; len(b) > 0; {
		name, kind, size := dirent(b)
		if size == 0 {
			return d.batch, unix.EIO
		}
		b = b[size:]
		if name != "." && name != ".." {
			d.batch = append(d.batch, d.entry(name, kind))
		}
	}
	return d.batch, nil
}

// entry looks at what needs to be looked at: folders, links and special files
// are told by their type alone, which saves half the time in a tree of folders,
// and so are files if their names do.
func (d *linuxDir) entry(name string, kind byte) listed {
	switch kind {
	case unix.DT_DIR, unix.DT_LNK, unix.DT_FIFO, unix.DT_SOCK, unix.DT_CHR, unix.DT_BLK:
		return listed{name: name, mode: fileMode(uint32(kind) << 12)} // as S_IFMT has them
	case unix.DT_REG:
		if d.names {
			return listed{name: name, size: unknownSize}
		}
	}
	var st unix.Stat_t
	if err := lstatAt(d.fd, name, &st); err != nil {
		return listed{name: name, err: err}
	}
	return listed{name: name, mode: fileMode(st.Mode), size: st.Size, modified: modTime(&st), change: changeNumber(&st)}
}

// dirent splits a struct linux_dirent64 off b; see getdents64(2). size is how
// long it is, 0 if b holds none.
func dirent(b []byte) (name string, kind byte, size int) {
	const header = 8 + 8 + 2 + 1 // d_ino, d_off, d_reclen, d_type
	if len(b) < header {
		return "", 0, 0
	}
	size = int(binary.NativeEndian.Uint16(b[16:]))
	if size < header || size > len(b) {
		return "", 0, 0
	}
	text := b[header:size]
	for i, c := range text {
		if c == 0 {
			text = text[:i]
			break
		}
	}
	return string(text), b[18], size
}

// retry calls f until no signal interrupts it.
func retry(f func() (int, error)) (int, error) {
	for {
		n, err := f()
		if err != unix.EINTR {
			return n, err
		}
	}
}
