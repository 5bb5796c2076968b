package crawl

import (
	"errors"
	"io"
	"io/fs"
	"math"
	"path"
	"strings"
	"time"

	"github.com/pkg/sftp"
)

// list is what Walk uses.
func (s *sftpShare) list(name string) (dirReader, error) {
	err := s.use(name)
	if err == nil && s.only != "" {
		var i *info
		if i, err = s.lstat(s.only); err == nil {
			return &oneFile{i}, nil
		}
	} else if err == nil {
		r := new(sftpFolder)
		if err = s.pool.do(func(u use[*sftpConn]) error { return s.listOn(u.conn, name, r) }); err == nil {
			return r, nil
		}
	}
	return nil, pathError("open folder", name, err)
}

// listOn lists a folder as a whole: the library has no other way. A connection
// that breaks meanwhile costs nothing but time, since the list begins again.
func (s *sftpShare) listOn(c *sftpConn, name string, r *sftpFolder) error {
	if err := s.way(c, path.Dir(name)); err != nil {
		return err
	}
	if name != "." {
		// Once more for the folder itself, though it was seen before: opening a
		// folder follows a symbolic link that has taken its place.
		i, _, err := s.look(c, name)
		switch {
		case err != nil:
			return err
		case i.mode&fs.ModeSymlink != 0:
			return errLink
		case !i.IsDir():
			return errNotFolder
		}
		s.learn(name)
	}
	all, err := c.readDir(s.full(name))
	if err == nil {
		err = s.complete(c, name, len(all))
	}
	if isLost(err) || err != nil && len(all) == 0 {
		return err
	}
	r.rest, r.err, r.look = all, err, func(child string) listed {
		l := listed{name: child}
		i, err := s.lstat(join(name, child))
		if l.err = err; err == nil {
			l.mode, l.size, l.modified = i.mode, i.size, i.modified
		}
		return l
	}
	return nil
}

// complete says why a list may lack names. OpenSSH leaves out, without a word,
// those that it cannot look at (process_readdir in its sftp-server.c): all of a
// folder that may be read and not entered, and those whose path is too long.
func (s *sftpShare) complete(c *sftpConn, name string, n int) error {
	if n == 0 {
		if _, err := c.lstat(s.full(name) + "/."); isLost(err) || errors.Is(err, fs.ErrPermission) {
			return err
		}
	}
	if len(s.full(name)) > sftpPathSafe {
		return errLongPath
	}
	return nil
}

// sftpPathSafe is how long the path of a folder may be for any name in it to be
// told: PATH_MAX of Linux is 4,096 with a NUL, and a name has up to 255 bytes.
const sftpPathSafe = 4096 - 1 - 255 - 1

var errLongPath = errors.New("the server leaves out names whose path is longer than it can handle")

// An sftpFolder serves a folder that was listed.
type sftpFolder struct {
	rest  []fs.FileInfo
	err   error                     // that ended the list, after the entries
	look  func(child string) listed // asks for what the list does not say
	batch []listed
}

func (f *sftpFolder) id() dirID    { return dirID{} } // SFTP 3 has no inodes
func (f *sftpFolder) Close() error { return nil }

func (f *sftpFolder) next() ([]listed, error) {
	n := min(len(f.rest), batchSize)
	f.batch = f.batch[:0]
	for i, fi := range f.rest[:n] {
		f.batch = append(f.batch, f.entry(fi))
		f.rest[i] = nil
	}
	f.rest = f.rest[n:]
	switch {
	case len(f.rest) > 0:
		return f.batch, nil
	case f.err != nil:
		return f.batch, f.err
	}
	return f.batch, io.EOF
}

// errOddName means that a server lists a name that would lead elsewhere.
var errOddName = errors.New("the server lists a name that is none")

func (f *sftpFolder) entry(fi fs.FileInfo) listed {
	name := fi.Name()
	if name == "" || name == "." || name == ".." || strings.ContainsAny(name, "/\x00") {
		return listed{name: strings.NewReplacer("/", "_", "\x00", "_", ".", "_").Replace(name + "_"), err: errOddName}
	}
	i, err := infoOf(name, fi.Sys().(*sftp.FileStat))
	if err != nil {
		return f.look(name)
	}
	return listed{name: name, mode: i.mode, size: i.size, modified: i.modified}
}

// errNoKind means that the attributes of a name lack the permissions, which
// tell what it is; draft-ietf-secsh-filexfer-02 section 5 lets servers do so.
// Without the flag the library has 0 there, which it takes for a file.
var errNoKind = errors.New("the server does not tell whether it is a file or a folder")

// sftpKind are the bits of the permissions that tell what a name is: S_IFMT of
// POSIX, which draft-ietf-secsh-filexfer-02 section 5 refers to.
const sftpKind = 0o170000

// infoOf checks the attributes that a server tells.
func infoOf(name string, a *sftp.FileStat) (*info, error) {
	if a == nil || a.Mode&sftpKind == 0 {
		return nil, errNoKind
	}
	i := &info{name: name, mode: a.FileMode(), size: int64(min(a.Size, math.MaxInt64)), modified: time.Unix(int64(a.Mtime), 0)}
	return i, nil
}

// ReadDir lists a folder, ordered by name.
func (s *sftpShare) ReadDir(name string) ([]fs.DirEntry, error) {
	r, err := s.list(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	all, err := readAll(r, name, s.lstat)
	if err != nil {
		err = pathError("read folder", name, err)
	}
	return all, err
}

// trace follows a symbolic link by names only; nothing is opened. OpenSSH tells
// circles as it tells what is not there.
func (s *sftpShare) trace(name string) *Skip {
	var real string
	err := s.use(name)
	if err == nil {
		err = s.pool.do(func(u use[*sftpConn]) error {
			return u.conn.ask(func(c *sftp.Client) error {
				_, err := c.Stat(s.full(name))
				if err == nil {
					real, err = c.RealPath(s.full(name))
				}
				return err
			})
		})
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &Skip{ReasonLink, leadsNowhere}
	case err != nil:
		return &Skip{ReasonLink, "cannot be followed: " + SkipFor(err).Detail}
	case s.only != "" || real != s.root && !strings.HasPrefix(real, strings.TrimSuffix(s.root, "/")+"/"):
		return &Skip{ReasonLink, leadsOut}
	}
	return nil
}
