package crawl

import (
	"errors"
	"time"
)

// errNoMore means that the server took no further connection a short while ago.
var errNoMore = errors.New("the server takes no more connections")

// connect opens the connection of a line, and waits for a server that cannot be
// reached. Others who want the line wait too.
func (p *pool[C]) connect(l *line[C]) (use[C], error) {
	l.dialing.Lock()
	defer l.dialing.Unlock()
	u := use[C]{line: l}
	start := time.Now()
	for try := 1; ; try++ {
		p.mu.Lock()
		u.conn, u.turn = l.conn, l.turn
		open, others, patience, shut := l.open, p.openLines(), p.patience, l.shut
		if p.lost != nil {
			patience = 0 // it was waited for already
		}
		p.mu.Unlock()
		if err := p.gone(); open || err != nil {
			return u, err
		}
		if others > 0 && time.Now().Before(shut) {
			if other, err := p.share(l, errNoMore); err == nil { // somebody has just tried
				return other, nil
			}
			continue // the others broke just now
		}
		conn, err := p.dial(p.ctx)
		if err == nil {
			return p.adopt(l, conn)
		}
		if gone := p.gone(); gone != nil {
			return u, gone
		}
		if p.refused(err) {
			return u, p.giveUp(err)
		}
		if others > 0 && try == 1 {
			if other, err := p.share(l, err); err == nil {
				return other, nil
			}
		}
		if time.Since(start)+wait(try) > patience {
			return p.lose(l, err)
		}
		if err := p.sleep(wait(try)); err != nil {
			return u, err
		}
	}
}

func (p *pool[C]) openLines() (n int) {
	for _, l := range p.lines {
		if l.open {
			n++
		}
	}
	return n
}

// adopt puts a new connection into its line.
func (p *pool[C]) adopt(l *line[C], conn C) (use[C], error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lost = nil // whatever another line has met meanwhile
	if err := p.goneLocked(); err != nil {
		_ = conn.Close()
		return use[C]{line: l}, err
	}
	l.conn, l.open = conn, true
	l.turn++
	return use[C]{conn, l, l.turn}, nil
}

// share moves a user of l, for which the server takes no connection, to one that
// is open: servers limit how many they take. For a while none is tried here.
func (p *pool[C]) share(l *line[C], err error) (use[C], error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.shareLocked(l, err)
}

func (p *pool[C]) shareLocked(l *line[C], err error) (use[C], error) {
	for _, other := range p.lines {
		if other.open {
			if err != errNoMore {
				l.shut = time.Now().Add(p.rest)
			}
			l.users--
			other.users++
			return use[C]{other.conn, other, other.turn}, nil
		}
	}
	return use[C]{line: l}, &faultError{err} // it broke just now
}

// drop closes a connection that is broken. The one that has taken its place
// stays.
func (p *pool[C]) drop(u use[C]) {
	p.mu.Lock()
	drop := u.line.open && u.line.turn == u.turn
	if drop {
		u.line.open = false
	}
	p.mu.Unlock()
	if drop {
		_ = u.conn.Close()
	}
}

// lose notes that the server cannot be reached, unless another line has it by
// now. Thousands of files are not to wait for it one after the other.
func (p *pool[C]) lose(l *line[C], err error) (use[C], error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.openLines() > 0 {
		return p.shareLocked(l, err)
	}
	p.lost, p.resting = &faultError{err}, time.Now().Add(p.rest)
	return use[C]{line: l}, p.lost
}
