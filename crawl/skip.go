package crawl

import (
	"errors"
	"io/fs"
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

// SkipFor says why a file is not examined when Source.Open, Read or ReadAt
// gave err. It never returns nil. The detail is the innermost error, so that it
// does not repeat the path.
func SkipFor(err error) *Skip {
	var sp specialError
	switch {
	case errors.As(err, &sp):
		return &Skip{ReasonSpecial, special(sp.mode)}
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
