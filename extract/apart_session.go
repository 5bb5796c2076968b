package extract

import (
	"context"
	"errors"
	"io"
	"os/exec"
	"time"
)

// An apartSession is the reading of one file by a process, as seen from here.
type apartSession struct {
	ctx   context.Context
	a     *Apart
	p     *apartProcess
	c     *content
	f     *File
	out   Out
	used  int64 // what the process said it unpacked, and was charged
	fault error // of out, or of the share
}

// run returns what the format returned. ok is false if the process can not be
// used any more.
func (s *apartSession) run(format *Format) (err error, ok bool) {
	stop := context.AfterFunc(s.ctx, func() { s.p.kill(nil) })
	defer stop()
	b := s.f.Budget
	job := &apartJob{
		Format: format.Name, Name: s.f.Name, Size: s.c.size,
		Depth: b.Depth + 1, // for the format enters it again
		Bytes: b.left() - b.reserve,
	}
	if set := b.Settings; set != nil {
		job.TempDir, job.Passwords, job.OCR = set.TempDir, set.Passwords, set.OCR != nil
	}
	if err := s.send(&message{Kind: messageJob, Job: job}); err != nil {
		return err, false
	}
	for {
		m, err := s.receive()
		if err != nil {
			return err, false
		}
		done, err := s.handle(m)
		if err != nil {
			return err, false
		}
		if done {
			return m.err(), true
		}
	}
}

// err is what a message says went wrong.
func (m *message) err() error {
	switch {
	case m.Skip != nil:
		return m.Skip
	case m.Fault:
		return &Skip{ReasonDamaged, "damaged: what came before was scanned"}
	}
	return nil
}

func (s *apartSession) send(m *message) error {
	if err := s.p.enc.Encode(m); err != nil {
		return errApartGone
	}
	if err := s.p.in.Flush(); err != nil {
		return errApartGone
	}
	return nil
}

// receive waits for the next message, but not for ever.
func (s *apartSession) receive() (*message, error) {
	timer := time.AfterFunc(apartSilence, func() {
		s.p.kill(&Skip{ReasonTimeout, "its reader got nowhere: what came before was scanned"})
	})
	defer timer.Stop()
	m := new(message)
	if err := s.p.dec.Decode(m); err != nil {
		return nil, errApartGone
	}
	s.f.Budget.charge(m.Used - s.used)
	s.used = m.Used
	return m, nil
}

// handle does what a message asks for. It reports whether the file is done. The
// error means that the process is of no use any more.
func (s *apartSession) handle(m *message) (done bool, err error) {
	switch m.Kind {
	case messageRead:
		return false, s.read(m)
	case messageText:
		if m.Block != nil && s.fault == nil {
			s.fault = s.out.Text(m.Block)
		}
	case messageSkip:
		if m.Skip != nil {
			s.out.Skip(m.Name, *m.Skip)
		}
	case messageImage:
		if c, ok := s.out.(ImageCounter); ok {
			c.Image()
		}
	case messageOCR:
		return false, s.recognize(m)
	case messageMember:
		return false, s.member(m)
	case messageDone:
		return true, nil
	}
	return false, nil
}

// read answers with a piece of the file.
func (s *apartSession) read(m *message) error {
	data := make([]byte, min(max(m.Size, 0), 1<<20))
	n, err := s.c.ReadAt(data, m.Off)
	answer := &message{Kind: messageRead, Data: data[:n]}
	if err != nil && err != io.EOF {
		s.fault = err
	}
	answer.Fault = s.fault != nil // let it end soon
	return s.send(answer)
}

func (s *apartSession) recognize(m *message) error {
	answer := &message{Kind: messageOCR}
	text, err := s.f.Budget.Settings.OCR.Recognize(s.ctx, m.Data)
	if err != nil && !errors.As(err, &answer.Skip) {
		s.fault = err
		answer.Fault = true
	}
	answer.Data = text
	return s.send(answer)
}

// member hands out a member while its content comes in.
func (s *apartSession) member(m *message) error {
	r := &apartMember{s: s}
	if s.fault == nil {
		reserve, err := s.f.Budget.hold()
		if err != nil {
			s.fault = err
		} else {
			s.fault = s.out.Member(&File{Name: m.Name, Size: m.Size, Reader: r, Budget: s.f.Budget})
			s.f.Budget.release(reserve)
		}
	}
	for r.err == nil { // what nobody read
		r.data = nil
		r.next()
	}
	if r.gone {
		return errApartGone
	}
	return nil
}

// An apartMember is the content of a member.
type apartMember struct {
	s    *apartSession
	data []byte
	err  error // sticky
	gone bool  // the process is
}

func (r *apartMember) Read(p []byte) (int, error) {
	for len(r.data) == 0 && r.err == nil && len(p) > 0 {
		r.next()
	}
	n := copy(p, r.data)
	r.data = r.data[n:]
	if n == 0 {
		return 0, r.err
	}
	return n, nil
}

// next takes the next message, which is data or the end.
func (r *apartMember) next() {
	m, err := r.s.receive()
	switch {
	case err != nil:
		r.gone = true
		r.err = &Skip{ReasonDamaged, "its reader crashed: what came before was scanned"}
	case m.Kind == messageData:
		r.data = m.Data
	case m.Kind == messageEnd:
		if r.err = m.err(); r.err == nil {
			r.err = io.EOF
		}
	default: // while a member is unpacked the archive is read
		if _, err := r.s.handle(m); err != nil {
			r.gone, r.err = true, &Skip{ReasonDamaged, "its reader crashed: what came before was scanned"}
		}
	}
}

// crashed returns why a process that is of no use any more did not read the
// file to its end.
func (s *apartSession) crashed(err error) error {
	if s.ctx.Err() != nil {
		return s.ctx.Err()
	}
	end := s.a.end(s.p)
	var exit *exec.ExitError
	switch {
	case s.p.why != nil:
		return s.p.why
	case errors.As(end, &exit) && exit.ExitCode() == apartExitMemory:
		return &Skip{ReasonTooLarge, "needs more than " + size(apartMemory) + " of memory to be read: what came before was scanned"}
	case err == errApartGone:
		return &Skip{ReasonDamaged, "its reader crashed: what came before was scanned"}
	}
	return err
}
