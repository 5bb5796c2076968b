package crawl

import (
	"context"
	"errors"
	"io/fs"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

var (
	errLine   = errors.New("the line broke")
	errDown   = errors.New("the server is down")
	errWrong  = errors.New("wrong password")
	errNoFile = fs.ErrNotExist
)

// A fakeHost is a server that can be taken away.
type fakeHost struct {
	mu          sync.Mutex
	down        bool
	wrong       bool
	most        int // connections that it takes; 0: any number
	hang        bool
	dials, open int
}

type fakeConn struct {
	host   *fakeHost
	closed atomic.Bool
}

func (c *fakeConn) Close() error {
	if !c.closed.Swap(true) {
		c.host.mu.Lock()
		defer c.host.mu.Unlock()
		c.host.open--
	}
	return nil
}

func (h *fakeHost) set(change func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	change()
}

func (h *fakeHost) dial(ctx context.Context) (*fakeConn, error) {
	h.mu.Lock()
	h.dials++
	hang := h.hang
	h.mu.Unlock()
	if hang {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.wrong:
		return nil, errWrong
	case h.down, h.most > 0 && h.open >= h.most:
		return nil, errDown
	}
	h.open++
	return &fakeConn{host: h}, nil
}

func (h *fakeHost) count() (dials, open int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.dials, h.open
}

func newFakePool(t *testing.T, h *fakeHost) *pool[*fakeConn] {
	t.Helper()
	goroutinesBack(t)
	p, err := newPool(t.Context(), server[*fakeConn]{
		dial:        h.dial,
		broken:      func(err error) bool { return errors.Is(err, errLine) },
		busy:        func(err error) bool { return errors.Is(err, errInUse) },
		refused:     func(err error) bool { return errors.Is(err, errWrong) },
		connections: 4, uses: 2,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	p.patience, p.rest = 300*time.Millisecond, time.Hour
	return p
}

// all calls f from n goroutines and returns how often each error came.
func all(n int, f func() error) map[error]int {
	var mu sync.Mutex
	var wg sync.WaitGroup
	errs := map[error]int{}
	for range n {
		wg.Go(func() {
			err := f()
			for next := err; next != nil; next = errors.Unwrap(next) {
				err = next
			}
			mu.Lock()
			defer mu.Unlock()
			errs[err]++
		})
	}
	wg.Wait()
	return errs
}

func TestPoolReplacesBrokenConnections(t *testing.T) {
	h := &fakeHost{}
	p := newFakePool(t, h)
	var broke atomic.Int64
	errs := all(200, func() error {
		return p.do(func(u use[*fakeConn]) error {
			if u.conn.closed.Load() || broke.Add(1)%50 == 0 {
				return errLine
			}
			return nil
		})
	})
	if errs[nil] != 200 {
		t.Errorf("200 questions with lines that break end with %v, want no error", errs)
	}
	if _, open := h.count(); open > 4 {
		t.Errorf("%d connections are open, want 4 at most", open)
	}
	for i, l := range p.lines {
		if l.users != 0 {
			t.Errorf("line %d has %d users at the end", i, l.users)
		}
	}
}

func TestPoolWaitsForServer(t *testing.T) {
	h := &fakeHost{}
	p := newFakePool(t, h)
	p.patience = 10 * time.Second
	h.set(func() { h.down = true })
	back := time.AfterFunc(300*time.Millisecond, func() { h.set(func() { h.down = false }) })
	defer back.Stop()
	first := true
	err := p.do(func(use[*fakeConn]) error {
		if first {
			first = false
			return errLine
		}
		return nil
	})
	if err != nil {
		t.Errorf("a server that is away for a while gives %v", err)
	}
}

// Thousands of files are not to wait for a dead server one after the other.
func TestPoolGivesUpDeadServer(t *testing.T) {
	h := &fakeHost{}
	p := newFakePool(t, h)
	h.set(func() { h.down = true })
	errs := all(1000, func() error { return p.do(func(use[*fakeConn]) error { return errLine }) })
	if errs[errDown]+errs[errLine] != 1000 || errs[errDown] == 0 {
		t.Errorf("1000 questions to a dead server end with %v, want %v", errs, errDown)
	}
	dials, _ := h.count()
	errs = all(1000, func() error { return p.do(func(use[*fakeConn]) error { return nil }) })
	if later, _ := h.count(); errs[errDown] != 1000 || later != dials {
		t.Errorf("1000 more end with %v and %d dials, want %v and none", errs, later-dials, errDown)
	}
	if err := p.do(func(use[*fakeConn]) error { return nil }); !Temporary(err) {
		t.Errorf("a dead server gives %v, which is not worth another try later", err)
	}
	h.set(func() { h.down = false })
	p.mu.Lock()
	p.resting = time.Now()
	p.mu.Unlock()
	if err := p.do(func(use[*fakeConn]) error { return nil }); err != nil {
		t.Errorf("when the server is back: %v", err)
	}
}

func TestPoolRefusedOnce(t *testing.T) {
	h := &fakeHost{}
	p := newFakePool(t, h)
	h.set(func() { h.wrong = true })
	before, _ := h.count()
	var once sync.Once
	errs := all(1, func() error {
		return p.do(func(use[*fakeConn]) error {
			err := error(nil)
			once.Do(func() { err = errLine })
			return err
		})
	})
	more := all(100, func() error { return p.do(func(use[*fakeConn]) error { return nil }) })
	if after, _ := h.count(); errs[errWrong] != 1 || more[errWrong] != 100 || after-before != 1 {
		t.Errorf("a refused login: %v and %v after %d tries, want %v after 1", errs, more, after-before, errWrong)
	}
}

// A server that takes two connections serves all on these two, and is not asked
// for a third by everyone.
func TestPoolFewConnections(t *testing.T) {
	h := &fakeHost{most: 2}
	p := newFakePool(t, h)
	errs := all(200, func() error {
		return p.do(func(use[*fakeConn]) error { time.Sleep(time.Millisecond); return nil })
	})
	if dials, _ := h.count(); errs[nil] != 200 || dials > 4 {
		t.Errorf("200 questions end with %v after %d dials, want no error and 4 dials", errs, dials)
	}
}

func TestPoolBusy(t *testing.T) {
	p := newFakePool(t, &fakeHost{})
	n := 0
	err := p.do(func(use[*fakeConn]) error {
		if n++; n < 3 {
			return errInUse
		}
		return errNoFile
	})
	if err != errNoFile || n != 3 {
		t.Errorf("after %d tries: %v; want the third and %v, as it is", n, err, errNoFile)
	}
}

func TestPoolCloseEndsDial(t *testing.T) {
	h := &fakeHost{}
	p := newFakePool(t, h)
	h.set(func() { h.hang = true })
	done := make(chan error)
	for range 10 {
		go func() { done <- p.do(func(use[*fakeConn]) error { return errLine }) }()
	}
	time.Sleep(200 * time.Millisecond)
	p.Close()
	for range 10 {
		if err := <-done; !errors.Is(err, fs.ErrClosed) {
			t.Errorf("a question while the pool is closed: %v, want fs.ErrClosed", err)
		}
	}
}

func TestPoolFirstDial(t *testing.T) {
	h := &fakeHost{wrong: true}
	if _, err := newPool(t.Context(), server[*fakeConn]{dial: h.dial}); !errors.Is(err, errWrong) || h.dials != 1 {
		t.Errorf("a wrong password: %v after %d tries, want %v after 1", err, h.dials, errWrong)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := newPool(ctx, server[*fakeConn]{dial: (&fakeHost{hang: true}).dial}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled dial: %v", err)
	}
}
