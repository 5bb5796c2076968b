package crawl

import (
	"fmt"
	"io"
	"io/fs"
	"path"
	"sync"
	"sync/atomic"

	"github.com/pkg/sftp"
)

// An sftpFile is an open file of an SSH server.
type sftpFile struct {
	*remoteFile[*sftpConn]
	attrs atomic.Pointer[sftp.FileStat] // when it was opened last
}

// Access tells owner and group by number, as the server does, and what the mode
// bits allow. Access lists (ACLs) are not told over SFTP 3. A server that tells
// no owner looks as if it were 0.
func (f *sftpFile) Access() (Access, error) {
	a := f.attrs.Load()
	access := Access{Owner: fmt.Sprintf("uid %d", a.UID)}
	if a.Mode&0o040 != 0 {
		access.Readers = append(access.Readers, fmt.Sprintf("gid %d", a.GID))
	}
	if a.Mode&0o004 != 0 {
		access.Readers = append(access.Readers, "Everyone")
	}
	return access, nil
}

// A folderMet says that a folder was met where a file was to be opened.
type folderMet struct{ info *info }

func (folderMet) Error() string { return errIsFolder.Error() }

// opener returns how to open a file on a connection. It looks first: a FIFO is
// opened when somebody writes to it, and until then OpenSSH, which serves a
// connection with one thread, answers nothing at all. What is opened is looked
// at again, because it may have been swapped.
func (s *sftpShare) opener(name string, f *sftpFile) func(*sftpConn) (handle, error) {
	return func(c *sftpConn) (handle, error) {
		if err := s.way(c, path.Dir(name)); err != nil {
			return nil, err
		}
		i, before, err := s.look(c, name)
		switch {
		case err != nil:
			return nil, err
		case i.IsDir():
			return nil, folderMet{i}
		case i.mode&fs.ModeSymlink != 0:
			return nil, errLink
		case !i.mode.IsRegular():
			return nil, specialError{i.mode}
		}
		h, err := c.open(s.full(name))
		if err != nil {
			return nil, err
		}
		if err := h.inspect(base(name), before); err != nil {
			_ = h.Close()
			return nil, err
		}
		f.attrs.Store(h.attrs)
		return h, nil
	}
}

// An sftpHandle is a file that is open on a connection.
type sftpHandle struct {
	conn  *sftpConn
	file  *sftp.File
	info  *info
	attrs *sftp.FileStat
}

// inspect asks what was opened, and compares it with what was seen before. A log
// may have grown; another owner, group or mode is another file.
func (h *sftpHandle) inspect(name string, before *sftp.FileStat) error {
	err := h.conn.ask(func(*sftp.Client) error {
		fi, err := h.file.Stat()
		if err == nil {
			h.attrs = fi.Sys().(*sftp.FileStat)
		}
		return err
	})
	if err != nil {
		return err
	}
	if h.info, err = infoOf(name, h.attrs); err != nil {
		return err
	}
	if !h.info.mode.IsRegular() {
		return specialError{h.info.mode}
	}
	if h.attrs.Mode != before.Mode || h.attrs.UID != before.UID || h.attrs.GID != before.GID {
		return errChanged
	}
	return nil
}

func (h *sftpHandle) stat() (*info, error) { return h.info, nil }

// ReadAt asks for as much in one packet as the server can send, and for several
// packets at once. The library would do so too, but takes an answer that is
// shorter than what was asked for the end of the file (pkg/sftp issue 658);
// of one packet it asks for the rest.
func (h *sftpHandle) ReadAt(p []byte, off int64) (int, error) {
	n, err := h.readAll(p, off)
	if err == io.EOF && off+int64(n) < h.info.size {
		return n, &shortError{at: off + int64(n), size: h.info.size}
	}
	return n, err
}

func (h *sftpHandle) readAll(p []byte, off int64) (int, error) {
	parts := (len(p) + h.conn.packet - 1) / h.conn.packet
	if parts <= 1 {
		return h.readPacket(p, off)
	}
	size := (len(p) + parts - 1) / parts
	got, errs := make([]int, parts), make([]error, parts)
	var under sync.WaitGroup
	for i := range parts {
		from, to := i*size, min((i+1)*size, len(p))
		under.Go(func() { got[i], errs[i] = h.readPacket(p[from:to], off+int64(from)) })
	}
	under.Wait()
	n := 0
	for i := range parts {
		n += got[i]
		if errs[i] != nil {
			return n, errs[i]
		}
	}
	return n, nil
}

// readPacket reads what fits into one packet.
func (h *sftpHandle) readPacket(p []byte, off int64) (n int, err error) {
	err = h.conn.ask(func(*sftp.Client) error {
		n, err = h.file.ReadAt(p, off)
		return err
	})
	return n, err
}

// A shortError says that a file ended before its size. Its errChanged makes it
// worth another try.
type shortError struct{ at, size int64 }

func (e *shortError) Error() string {
	return fmt.Sprintf("ended after %d of %d bytes: %v", e.at, e.size, errChanged)
}

func (e *shortError) Is(target error) bool { return target == errChanged }

// Close does not wait for the answer: nothing depends on it, and of the five
// questions that a small file costs it is one.
func (h *sftpHandle) Close() error {
	h.conn.background(func() {
		_ = h.conn.ask(func(*sftp.Client) error { return h.file.Close() })
	})
	return nil
}
