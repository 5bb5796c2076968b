package crawl

import (
	"errors"
	"io/fs"
	"net"
	"syscall"
)

// Unreachable reports whether err, of Open, says that a server could not be
// reached, and not that what the URL or the login says is wrong.
func Unreachable(err error) bool {
	var network *net.OpError
	var name *net.DNSError
	if Refused(err) {
		return false
	}
	for _, away := range []error{syscall.ECONNREFUSED, syscall.ECONNRESET, syscall.EHOSTUNREACH, syscall.ENETUNREACH, syscall.ETIMEDOUT} {
		if errors.Is(err, away) {
			return true
		}
	}
	return errors.As(err, &network) || errors.As(err, &name) || Temporary(err)
}

// Absent returns a Source in the place of one that could not be opened: its walk
// tells that it could not be examined, and why. Who scans many shares over night
// wants the others scanned.
func Absent(err error) Source { return absent{err} }

type absent struct{ err error }

func (a absent) Open(name string) (fs.File, error) { return nil, pathError("open", name, a.err) }
func (a absent) Close() error                      { return nil }

func (a absent) ReadDir(name string) ([]fs.DirEntry, error) {
	return nil, pathError("open folder", name, a.err)
}
