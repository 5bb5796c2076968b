package crawl

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// Details of a Skip that several kinds of share give.
const (
	leadsOut     = "leads out of the share"
	leadsNowhere = "leads nowhere"
	linkCircle   = "a circle of links"
)

// A specialError says that a name is neither a file nor a folder.
type specialError struct{ mode fs.FileMode }

func (e specialError) Error() string { return "is a " + special(e.mode) + ", not a file" }

// special names what is neither file, folder nor symbolic link.
func special(m fs.FileMode) string {
	switch {
	case m&fs.ModeNamedPipe != 0:
		return "FIFO"
	case m&fs.ModeSocket != 0:
		return "socket"
	case m&fs.ModeDevice != 0:
		return "device"
	}
	return "special file" // Windows: a junction or another reparse point
}

// errLink means that a name is, or passes through, a symbolic link.
var errLink = errors.New("is reached through a symbolic link")

// errNotFolder means that what was listed as a folder is one no longer.
var errNotFolder = errors.New("is no longer a folder")

// A faultError is a failure of the server or of the way to it, not of the file.
type faultError struct{ err error }

func (e *faultError) Error() string { return e.err.Error() }
func (e *faultError) Unwrap() error { return e.err }

// A refusedError is what a server refuses whatever is asked of it: the password
// is wrong, or the server is not the one it should be.
type refusedError struct{ err error }

func (e *refusedError) Error() string { return e.err.Error() }
func (e *refusedError) Unwrap() error { return e.err }

// Refused reports whether err, of Open, means that the same credential must not
// be tried on that host again: some more failed logins lock the account.
func Refused(err error) bool {
	var refused *refusedError
	return errors.As(err, &refused)
}

// errTimeout means that a server stayed silent for too long.
var errTimeout = errors.New("no answer in time")

// errChanged means that a file is another than it was when its reading began.
var errChanged = errors.New("changed while it was read")

// errOffline means that to read the file would fetch it from tape or cloud.
var errOffline = errors.New("is kept elsewhere; reading would fetch it")

// A linkError says that a name leads elsewhere: "a junction to D:\\data".
type linkError string

func (e linkError) Error() string { return "is " + string(e) }

// errInUse means that a program holds the file so that nobody else may read it.
var errInUse = errors.New("in use by a program that lets nobody else read it")

// Temporary reports whether it is worth another try later to do what gave err:
// the server did not answer, or somebody else had the file.
func Temporary(err error) bool {
	var fault *faultError
	return errors.As(err, &fault) || errors.Is(err, errTimeout) || errors.Is(err, errChanged) || errors.Is(err, errInUse) ||
		errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, syscall.EIO) || errors.Is(err, syscall.EAGAIN)
}

// SkipFor says why a file is not examined when Source.Open, Read or ReadAt
// gave err. It never returns nil. The detail is the innermost error, so that it
// does not repeat the path.
func SkipFor(err error) *Skip {
	var sp specialError
	var link linkError
	switch {
	case errors.As(err, &sp):
		return &Skip{ReasonSpecial, special(sp.mode)}
	case errors.Is(err, errTimeout), errors.Is(err, os.ErrDeadlineExceeded):
		return &Skip{ReasonTimeout, "the server did not answer in time"}
	case errors.Is(err, errOffline):
		return &Skip{ReasonOffline, "kept on tape or in a cloud; reading would fetch it"}
	case errors.As(err, &link):
		return &Skip{ReasonLink, string(link)}
	case errors.Is(err, errLink):
		return &Skip{ReasonLink, "became a symbolic link, or lies behind one"}
	case errors.Is(err, syscall.ELOOP):
		return &Skip{ReasonLink, linkCircle}
	case errors.Is(err, fs.ErrNotExist):
		return &Skip{ReasonVanished, "was listed and is gone"}
	case errors.Is(err, fs.ErrPermission):
		return &Skip{ReasonUnreadable, "permission denied"}
	}
	for next := err; next != nil; next = errors.Unwrap(next) {
		err = next
	}
	return &Skip{ReasonUnreadable, DecodeName(err.Error())}
}

// bare takes the operation and the path off an error, for a caller that adds
// its own.
func bare(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// pathError is what a Source returns. The name is decoded because errors end on
// terminals.
func pathError(op, name string, err error) error {
	return &fs.PathError{Op: op, Path: DecodeName(name), Err: bare(err)}
}
