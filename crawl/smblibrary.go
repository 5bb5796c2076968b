package crawl

import (
	"cmp"
	"context"
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"time"
	"unsafe"

	smb2 "github.com/hirochachacha/go-smb2"
)

// A libSession is a session of go-smb2, behind an smbGuard. The library's own
// ways to cancel are not used: they leave the session unusable, and Logoff
// leaves those waiting who still use it. To end anything is to close the
// connection.
type libSession struct {
	bridge
	guard    *smbGuard
	library  *smb2.Session
	server   string
	patience time.Duration // for one answer, interim ones and all

	ctx   context.Context // ends with the connection, for those who wait for credits
	close context.CancelFunc
}

// smbLeast is how many bytes a server must be ready to give at once; all give 64
// KiB. With one byte at a time nothing would ever end.
const smbLeast = 4 << 10

// An smbLogin says who logs in.
type smbLogin struct{ domain, user, password string }

// String leaves the password out.
func (l smbLogin) String() string { return l.domain + `\` + l.user }

// newLibSession logs in on a connection to a server, once. Any error closes the
// connection.
func newLibSession(g *smbGuard, server string, who smbLogin) (_ *libSession, err error) {
	s := &libSession{guard: g, server: server, patience: 4 * g.timeout}
	s.ctx, s.close = context.WithCancel(context.Background())
	defer func() {
		if err != nil {
			_ = s.Close()
		}
	}()
	dialer := smb2.Dialer{
		MaxCreditBalance: 1024, // with 128, eight lists of large folders at once use them up
		Initiator:        &smb2.NTLMInitiator{User: who.user, Password: who.password, Domain: who.domain},
	}
	err = s.guarded(func() (err error) {
		s.library, err = dialer.Dial(g)
		return err
	})
	switch {
	case g.login != 0 && g.login != statusMoreWork:
		return nil, g.login
	case err != nil:
		return nil, err
	case g.negotiate == nil || g.limits().read < smbLeast || g.limits().transact < smbLeast:
		return nil, &lineError{errFrame}
	}
	if s.bridge, err = bridgeTo(s.library); err != nil {
		return nil, err
	}
	s.takeOver()
	return s, nil
}

// takeOver has the guard check what the library checks wrongly or not at all.
// The library refuses the interim answers of servers that want signing, which
// are never signed ([MS-SMB2] 3.3.4.4), and trusts what it has decrypted: any
// server of the domain can log us in and then send what it likes.
func (s *libSession) takeOver() {
	if s.guard.wantsSigning() && !s.guard.guest {
		s.guard.mu.Lock()
		s.guard.mustSign = true
		s.guard.mu.Unlock()
		*s.requireSigning = false
	}
	if *s.decrypter != nil {
		*s.decrypter = &soundAEAD{*s.decrypter, s.guard}
	}
}

// A soundAEAD checks what was decrypted.
type soundAEAD struct {
	cipher.AEAD
	guard *smbGuard
}

func (a *soundAEAD) Open(dst, nonce, sealed, extra []byte) ([]byte, error) {
	p, err := a.AEAD.Open(dst, nonce, sealed, extra)
	if err == nil {
		err = soundAnswer(p)
	}
	if err != nil {
		return nil, a.guard.fail(err)
	}
	a.guard.heard(smbFinal(p))
	return p, nil
}

// guarded calls the library. Its parsers panic on some answers, and it may wait
// for ever: then the connection is closed. A panic of its own goroutines cannot
// be met here; that is what the guard is for.
func (s *libSession) guarded(call func() error) (err error) {
	w := s.watch()
	defer w.stop()
	defer func() {
		if p := recover(); p != nil {
			err = s.end(fmt.Errorf("%w (%v)", errFrame, p))
		}
	}()
	return s.told(call())
}

// An smbWatch ends the session when one answer takes too long though the server
// is not silent: it can say "wait" for ever. A slow line is no reason, as long as
// it brings something.
type smbWatch struct {
	s *libSession

	mu      sync.Mutex
	timer   *time.Timer
	stopped bool
	seen    int64 // bytes that had come
	rounds  int
}

// smbRounds bounds what a server gets by sending a little all the time: with the
// default timeout, half an hour for an answer of 1 MiB.
const smbRounds = 15

func (s *libSession) watch() *smbWatch {
	w := &smbWatch{s: s, seen: s.guard.came.Load()}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.timer = time.AfterFunc(s.patience, w.look)
	return w
}

func (w *smbWatch) look() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.stopped {
		return
	}
	came := w.s.guard.came.Load()
	if w.rounds++; came-w.seen < smbLeast || w.rounds > smbRounds {
		w.s.end(errTimeout)
		return
	}
	w.seen = came
	w.timer = time.AfterFunc(w.s.patience, w.look)
}

func (w *smbWatch) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stopped = true
	w.timer.Stop()
}

// end closes the connection and returns why it ended.
func (s *libSession) end(err error) error {
	defer s.close()
	return &lineError{s.guard.fail(err)}
}

// told turns an error of the library into ours.
func (s *libSession) told(err error) error {
	var answer *smb2.ResponseError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &answer):
		return smbStatus(answer.Code)
	case errors.Is(err, fs.ErrPermission): // the library keeps the status for itself
		return statusAccessDenied
	case errors.Is(err, fs.ErrNotExist):
		return statusNotFound
	}
	var transport *smb2.TransportError // has no Unwrap
	if errors.As(err, &transport) {
		err = transport.Err
	}
	return s.end(cmp.Or(s.guard.ended(), err))
}

func (s *libSession) limits() smbLimits { return s.guard.limits() }

// Close closes the connection without a word: what was open on it ends with it.
func (s *libSession) Close() error {
	s.end(errDropped)
	return nil
}

func (s *libSession) tree(share string) (smbTree, error) {
	t := &libTree{session: s}
	err := s.guarded(func() error {
		mounted, err := s.library.Mount(`\\` + s.server + `\` + share)
		if err == nil {
			t.tree, err = bridgeToTree(mounted)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return t, nil
}

// A libTree is a treeConn of go-smb2.
type libTree struct {
	session *libSession
	tree    unsafe.Pointer
}

func (t *libTree) ask(r *smbRequest) (answer []byte, err error) {
	err = t.session.guarded(func() error {
		answer, err = t.exchange(r)
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(answer) < smbHeader || smbCommandOf(answer) != r.command {
		return nil, t.session.end(errFrame)
	}
	if status := smbStatusOf(answer); status != 0 {
		return answer, status
	}
	return answer, nil
}

// exchange pays for a request, sends it and waits. An answer brings its own
// credits, whatever its status, so only those of a request that nobody answered
// are given back.
func (t *libTree) exchange(r *smbRequest) ([]byte, error) {
	s := t.session
	credits, granted, err := connLoan(s.conn, max(r.payload, 1), s.ctx)
	if err != nil {
		return nil, err
	}
	if granted < r.payload && r.length > 0 {
		binary.LittleEndian.PutUint32(r.body[r.length:], uint32(granted))
	}
	p := &smbPacket{body: r.body}
	fill(p, r.command, credits)
	waiting, err := treeSend(t.tree, p, context.Background())
	if err == nil {
		var answer []byte
		if answer, err = sessionRecv(s.session, waiting); err == nil {
			return answer, nil
		}
	}
	connCharge(s.conn, credits)
	return nil, err
}
