package crawl

import (
	"encoding/binary"
	"errors"
)

// An smbSession is a connection to an SMB server that is logged in. With
// smbTree it is all that shikiri asks of a library: negotiation, login, signing
// and encryption. What is sent on it is made here, in smbrequest.go. A library
// that knows Kerberos would implement these two.
type smbSession interface {
	// tree connects to a share, named without its server ([MS-SMB2] 2.2.9).
	tree(share string) (smbTree, error)
	limits() smbLimits
	// Close ends the connection. What is asked on it fails at once.
	Close() error
}

// An smbTree is a share on a session. It is safe for concurrent use.
type smbTree interface {
	// ask sends one request and returns the answer, header and all: the offsets
	// in answers count from there. Errors are an smbStatus, with the answer, or a
	// *lineError, after which the session is of no more use.
	ask(r *smbRequest) ([]byte, error)
}

// smbLimits are the most bytes that a server takes or gives at once ([MS-SMB2]
// 2.2.4).
type smbLimits struct{ read, transact int }

// An smbRequest is a request without its header.
type smbRequest struct {
	command uint16
	body    []byte
	// payload is how many bytes are sent or come back, the larger of the two:
	// it is what a request costs.
	payload int
	// length is where the body says how many bytes may come back, to lower it
	// when the server has not granted that many. 0: cannot be lowered.
	length int
}

// A lineError ends a session: the connection broke, or what came over it makes
// no sense.
type lineError struct{ err error }

func (e *lineError) Error() string { return e.err.Error() }
func (e *lineError) Unwrap() error { return e.err }

// smbBroken reports whether after err another connection is needed.
func smbBroken(err error) bool {
	var line *lineError
	var status smbStatus
	return errors.As(err, &line) || errors.As(err, &status) && status.kind() == kindBroken
}

// smbBusy reports whether the server wants to be asked again later.
func smbBusy(err error) bool {
	var status smbStatus
	return errors.As(err, &status) && status.kind() == kindBusy
}

// smbRefused reports whether the login must not be tried again.
func smbRefused(err error) bool {
	var status smbStatus
	return errors.As(err, &status) && status.kind() == kindRefused || errors.Is(err, errGuest)
}

// smbHeader is the size of the header of a request or an answer ([MS-SMB2] 2.2.1).
const smbHeader = 64

// Fields of a header.
func smbStatusOf(p []byte) smbStatus   { return smbStatus(binary.LittleEndian.Uint32(p[8:])) }
func smbCommandOf(p []byte) uint16     { return binary.LittleEndian.Uint16(p[12:]) }
func smbFlagsOf(p []byte) uint32       { return binary.LittleEndian.Uint32(p[16:]) }
func smbNextOf(p []byte) uint32        { return binary.LittleEndian.Uint32(p[20:]) }
func smbMessageOf(p []byte) uint64     { return binary.LittleEndian.Uint64(p[24:]) }
func smbUnasked(p []byte) bool         { return smbMessageOf(p) == 1<<64-1 } // a notice of the server
func smbFinal(p []byte) bool           { return smbStatusOf(p) != statusPending && !smbUnasked(p) }
func smbSigned(p []byte) bool          { return smbFlagsOf(p)&0x8 != 0 }
func smbIs(p []byte, mark string) bool { return len(p) >= 4 && string(p[:4]) == mark }

const (
	statusPending     smbStatus = 0x00000103
	statusMoreWork    smbStatus = 0xc0000016 // of a login: the next step
	statusNoMoreFiles smbStatus = 0x80000006
	statusNoSuchFile  smbStatus = 0xc000000f
	statusEndOfFile   smbStatus = 0xc0000011
	statusPipeEmpty   smbStatus = 0xc00000d9
	statusBadShare    smbStatus = 0xc00000cc
	statusNotFound    smbStatus = 0xc0000034
)
