package crawl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

func init() {
	register(&Kind{Scheme: "file", Doc: "A folder or a file of this computer: /srv/share", Open: openLocal})
}

// errIsFolder means that bytes were asked of a folder.
var errIsFolder = errors.New("is a folder")

// A local is a folder of this computer, or one file of it.
type local struct {
	ctx  context.Context
	root *root  // the operating system's part
	path string // absolute and without symbolic links, to tell whether a link leads out
	only string // name in root of the one file the share is, or ""
}

func openLocal(ctx context.Context, u *url.URL, o Options) (Source, error) {
	given, err := localPath(u)
	if err != nil {
		return nil, err
	}
	l, err := openWithin(ctx, o.timeout(), func() (*local, error) { return openFolder(ctx, given) })
	switch {
	case err != nil:
		return nil, err
	case onServer(l.path):
		return &patient{src: l, ctx: ctx, timeout: o.timeout(), server: serverAddresses(l.path)}, nil
	}
	return l, nil
}

// openFolder opens a folder, or a file, that the user named.
func openFolder(ctx context.Context, given string) (*local, error) {
	abs, err := filepath.Abs(given)
	if err != nil {
		return nil, bare(err)
	}
	fi, err := os.Stat(abs)
	if err != nil {
		return nil, hint(given, err)
	}
	// A share may itself be a symbolic link: the user chose it. Where Windows
	// cannot resolve a path that exists (mapped drives), its own name must do.
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		abs = real
	}
	l := &local{ctx: ctx, path: abs}
	if !fi.IsDir() {
		if !fi.Mode().IsRegular() {
			return nil, fmt.Errorf("%w (name a folder or a file)", specialError{fi.Mode()})
		}
		l.path, l.only = filepath.Dir(abs), filepath.Base(abs)
	}
	if l.root, err = openRoot(l.path); err != nil {
		return nil, hint(given, err)
	}
	if err := l.check(); err != nil {
		l.Close()
		return nil, hint(given, err)
	}
	return l, nil
}

// localPath returns the path of a file URL. Open builds one for a plain path,
// and then Path is that path, untouched.
func localPath(u *url.URL) (string, error) {
	switch {
	case u.Host != "" && u.Host != "localhost":
		return "", errors.New("the URL names a computer (write file:///path for a folder of this one, smb:// or sftp:// for another)")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return "", errors.New("the URL holds ? or # (write %3F or %23, or give the path alone)")
	case u.Path == "":
		return "", errors.New("the path is empty")
	case strings.ContainsRune(u.Path, 0):
		return "", errors.New("the path holds a NUL")
	case runtime.GOOS == "windows" && len(u.Path) > 2 && u.Path[0] == '/' && u.Path[2] == ':':
		return u.Path[1:], nil // file:///C:/share
	}
	return u.Path, nil
}

// hint says what to do about an error in opening a share.
func hint(path string, err error) error {
	err = bare(err)
	switch {
	case strings.HasPrefix(path, `\\`) || strings.HasPrefix(path, "//"):
		return fmt.Errorf("%w (for a share of another computer write smb://server/share)", err)
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%w (is it spelled right, and mounted?)", err)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%w (run as a user who may read it)", err)
	}
	return err
}

// check reads the share once, so that a share that cannot be read at all is an
// error at once.
func (l *local) check() error {
	if l.only != "" {
		f, err := l.root.open(l.ctx, l.only)
		if err != nil {
			return err
		}
		return f.Close()
	}
	r, err := l.root.list(".")
	if err != nil {
		return err
	}
	return r.Close()
}

// use reports whether name may be used now.
func (l *local) use(name string) error {
	if err := l.ctx.Err(); err != nil {
		return err
	}
	if !validName(name) {
		return fs.ErrInvalid
	}
	if l.only != "" && name != "." && name != l.only {
		return fs.ErrNotExist
	}
	return nil
}

// Open looks before it opens: opening a device may do things (a tape rewinds, a
// watchdog starts), and opening a FIFO wakes its writer. What is opened is
// looked at again, because it may have been swapped.
func (l *local) Open(name string) (fs.File, error) {
	if err := l.use(name); err != nil {
		return nil, pathError("open", name, err)
	}
	i, err := l.root.lstat(name)
	if err == nil {
		switch i.mode.Type() {
		case 0:
			var f fs.File
			if f, err = l.root.open(l.ctx, name); err == nil {
				return f, nil
			}
		case fs.ModeDir:
			return &folder{src: l, name: name, info: i}, nil
		case fs.ModeSymlink:
			err = errLink
		default:
			err = specialError{i.mode}
		}
	}
	return nil, pathError("open", name, err)
}

func (l *local) openMet(name string) (fs.File, error) {
	err := l.use(name)
	if err == nil {
		var f fs.File
		if f, err = l.root.open(l.ctx, name); err == nil {
			return f, nil
		}
	}
	return nil, pathError("open", name, err)
}

func (l *local) ReadDir(name string) ([]fs.DirEntry, error) {
	r, err := l.list(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	all, err := readAll(r, name, l.lstat)
	if err != nil {
		err = pathError("read folder", name, err)
	}
	return all, err
}

func (l *local) Close() error { return l.root.Close() }

func (l *local) lstat(name string) (*info, error) {
	err := l.use(name)
	if err == nil {
		var i *info
		if i, err = l.root.lstat(name); err == nil {
			return i, nil
		}
	}
	return nil, pathError("stat", name, err)
}

// list is what Walk uses.
func (l *local) list(name string) (dirReader, error) {
	err := l.use(name)
	if err == nil && l.only != "" {
		var i *info
		if i, err = l.root.lstat(l.only); err == nil {
			return &oneFile{i}, nil
		}
	} else if err == nil {
		var r dirReader
		if r, err = l.root.list(name); err == nil {
			return r, nil
		}
	}
	return nil, pathError("open folder", name, err)
}

// oneFile lists a share that is a file.
type oneFile struct{ *info }

func (o *oneFile) id() dirID    { return dirID{} }
func (o *oneFile) Close() error { return nil }

func (o *oneFile) next() ([]listed, error) {
	return []listed{{name: o.name, mode: o.mode, size: o.size, modified: o.modified, change: o.change}}, io.EOF
}

// trace follows a symbolic link by names only; nothing is opened.
func (l *local) trace(name string) *Skip {
	full := filepath.Join(l.path, filepath.FromSlash(name))
	_, err := os.Stat(full)
	var real string
	if err == nil {
		real, err = filepath.EvalSymlinks(full)
	}
	switch {
	case errors.Is(err, syscall.ELOOP):
		return &Skip{ReasonLink, linkCircle}
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return &Skip{ReasonLink, leadsNowhere}
	case err != nil:
		return &Skip{ReasonLink, "cannot be followed: " + SkipFor(err).Detail}
	}
	prefix := strings.TrimSuffix(l.path, string(filepath.Separator)) + string(filepath.Separator)
	if real != l.path && !strings.HasPrefix(real, prefix) {
		return &Skip{ReasonLink, leadsOut}
	}
	return nil
}
