package crawl

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// An smbGuard is the TCP connection under a session. go-smb2 trusts what comes
// over it: an answer of ten bytes ends the process, since it panics in a
// goroutine of the library; it waits for ever for one that does not come; and it
// does not tell that the server has let us in as a guest. So the guard
//   - gives up a connection when a frame is malformed,
//   - has a deadline while, and only while, an answer is due,
//   - remembers what the answers to NEGOTIATE and SESSION_SETUP say.
type smbGuard struct {
	net.Conn
	timeout time.Duration // of silence
	came    atomic.Int64  // bytes

	// Of the goroutine that reads.
	in   *bufio.Reader // of Conn: most answers come whole in one call of the system, and not in three
	head [smbHead]byte
	have []byte // of head, not yet delivered
	left int    // bytes of the frame that follow head

	prefix [4]byte // of the goroutine that writes: the length that goes before a packet

	mu        sync.Mutex
	due       int // answers
	sealed    bool
	mustSign  bool
	negotiate []byte    // the answer, or nil
	login     smbStatus // of the last answer to SESSION_SETUP
	guest     bool
	cause     error // why the connection has ended
}

const (
	// smbHead is what is looked at of a frame: its length, the header, and the
	// fields of NEGOTIATE and SESSION_SETUP.
	smbHead = 4 + smbHeader + 40
	// smbBuffer holds some small answers. What is longer is read past it.
	smbBuffer = 16 << 10
	// smbFrame bounds a frame. Nobody asks for more than 1 MiB.
	smbFrame = 9 << 20
)

var (
	errSMB1    = errors.New("the server speaks only SMB1, which is no longer safe to use (turn on SMB2 there)")
	errFrame   = errors.New("the server's answer is no valid SMB")
	errHungUp  = errors.New("the server closed the connection")
	errDropped = errors.New("the connection was given up")
	errForged  = errors.New("an answer is not signed though the session is")
	errDialect = errors.New("the server chose a version of SMB that was not offered")
)

// Write sends the length and the packet, which come one after the other, in one
// piece.
func (g *smbGuard) Write(p []byte) (int, error) {
	if len(p) == len(g.prefix) {
		copy(g.prefix[:], p)
		return len(p), nil
	}
	g.ask(smbIs(p, "\xfdSMB"))
	if err := g.SetWriteDeadline(time.Now().Add(g.timeout)); err != nil {
		return 0, err
	}
	if _, err := g.Conn.Write(append(g.prefix[:], p...)); err != nil {
		return 0, g.fail(err)
	}
	return len(p), nil
}

// ask notes that an answer is due. Only the first starts the clock: a server
// that is silent must not be given more time with each question.
func (g *smbGuard) ask(sealed bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.sealed = g.sealed || sealed
	if g.due++; g.due == 1 {
		_ = g.SetReadDeadline(time.Now().Add(g.timeout)) // fails on a closed connection, as Read will
	}
}

// heard notes that something came, and whether it is the last of an answer.
func (g *smbGuard) heard(final bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if final && g.due > 0 {
		g.due--
	}
	deadline := time.Time{}
	if g.due > 0 {
		deadline = time.Now().Add(g.timeout)
	}
	_ = g.SetReadDeadline(deadline)
}

// fail closes the connection, and returns why it was closed at first.
func (g *smbGuard) fail(err error) error {
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		err = errTimeout
	case err == io.EOF, err == io.ErrUnexpectedEOF:
		err = errHungUp
	}
	g.mu.Lock()
	if g.cause == nil {
		g.cause = err
	}
	err = g.cause
	g.mu.Unlock()
	_ = g.Conn.Close()
	return err
}

// ended returns why the connection was closed, or nil.
func (g *smbGuard) ended() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.cause
}

// Read delivers frames, each only once its header is known to be sound.
func (g *smbGuard) Read(p []byte) (int, error) {
	if len(g.have) == 0 && g.left == 0 {
		if err := g.frame(); err != nil {
			return 0, g.fail(err)
		}
	}
	if len(g.have) > 0 {
		n := copy(p, g.have)
		g.have = g.have[n:]
		return n, nil
	}
	n, err := g.in.Read(p[:min(len(p), g.left)])
	g.left -= n
	g.came.Add(int64(n))
	if err != nil {
		return n, g.fail(err)
	}
	g.heard(false) // a long answer on a slow line is no silence
	return n, nil
}

// frame reads and checks the beginning of the next frame ([MS-SMB2] 2.1, 2.2.1, 2.2.41).
func (g *smbGuard) frame() error {
	if g.in == nil {
		g.in = bufio.NewReaderSize(g.Conn, smbBuffer)
	}
	if _, err := io.ReadFull(g.in, g.head[:4]); err != nil {
		return err
	}
	n := int(binary.BigEndian.Uint32(g.head[:]))
	if n < smbHeader || n > smbFrame {
		return errFrame
	}
	g.have = g.head[:4+min(n, smbHead-4)]
	g.left = n + 4 - len(g.have)
	if _, err := io.ReadFull(g.in, g.have[4:]); err != nil {
		return err
	}
	g.came.Add(int64(len(g.have)))
	switch p := g.have[4:]; {
	case smbIs(p, "\xfeSMB"):
		return g.plain(p)
	case smbIs(p, "\xfdSMB"):
		return g.encrypted(n)
	case smbIs(p, "\xffSMB"):
		return errSMB1
	}
	return errFrame
}

// encrypted sees to a frame whose content only the session can check. Before we
// have encrypted something ourselves the library has no key, and would panic.
func (g *smbGuard) encrypted(n int) error {
	g.mu.Lock()
	sealed := g.sealed
	g.mu.Unlock()
	if !sealed || n < 52+smbHeader {
		return errFrame
	}
	g.heard(false)
	return nil
}

// plain sees to an answer that is not encrypted. Answers are never chained,
// because requests are not.
func (g *smbGuard) plain(p []byte) error {
	if err := soundAnswer(p); err != nil {
		return err
	}
	g.mu.Lock()
	mustSign := g.mustSign
	g.mu.Unlock()
	if mustSign && smbFinal(p) && !smbSigned(p) {
		return errForged
	}
	if err := g.note(p); err != nil {
		return err
	}
	g.heard(smbFinal(p))
	return nil
}

// soundAnswer checks what the library takes for granted of a header.
func soundAnswer(p []byte) error {
	if len(p) < smbHeader || !smbIs(p, "\xfeSMB") || binary.LittleEndian.Uint16(p[4:]) != smbHeader || smbNextOf(p) != 0 {
		return errFrame
	}
	return nil
}

const (
	commandNegotiate = 0
	commandSetup     = 1
)

// note remembers what the library does not tell.
func (g *smbGuard) note(p []byte) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch smbCommandOf(p) {
	case commandNegotiate:
		if g.negotiate != nil || smbStatusOf(p) != 0 {
			return nil
		}
		if len(p) < smbHeader+36 {
			return errFrame
		}
		g.negotiate = append([]byte(nil), p...)
		switch g.dialect() {
		case 0x0202, 0x0210, 0x0300, 0x0302, 0x0311:
			return nil
		}
		return errDialect
	case commandSetup:
		g.login = smbStatusOf(p)
		if len(p) < smbHeader+8 {
			return errFrame
		}
		if g.login != 0 && g.login != statusMoreWork {
			return nil
		}
		const guest, null = 1, 2 // [MS-SMB2] 2.2.6
		g.guest = binary.LittleEndian.Uint16(p[smbHeader+2:])&(guest|null) != 0
		if g.guest && g.login == statusMoreWork {
			return errFrame // too early; the library would have no key to check signatures with
		}
	}
	return nil
}

// These read the answer to NEGOTIATE ([MS-SMB2] 2.2.4), which must be there.
func (g *smbGuard) dialect() uint16    { return binary.LittleEndian.Uint16(g.negotiate[smbHeader+4:]) }
func (g *smbGuard) wantsSigning() bool { return g.negotiate[smbHeader+2]&2 != 0 }

func (g *smbGuard) limits() smbLimits {
	const unit, most = 64 << 10, 1 << 20 // what one credit pays for; more at once only costs memory
	size := func(at int) int {
		n := int(min(binary.LittleEndian.Uint32(g.negotiate[at:]), most))
		if g.dialect() == 0x0202 { // has no larger ones ([MS-SMB2] 3.3.5.4)
			n = min(n, unit)
		}
		return n
	}
	return smbLimits{transact: size(smbHeader + 28), read: size(smbHeader + 32)}
}
