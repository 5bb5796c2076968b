package probe

import (
	"context"
	"errors"
	"net/netip"
	"os"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// A fake answers as it is told to, and watches what is on its way.
type fake struct {
	answer   func(to netip.AddrPort) (error, bool) // false: none
	flying   map[int]netip.AddrPort
	byHost   map[netip.Addr]int
	ended    []outcome
	most     int
	mostHost int
	starts   []time.Time
	closed   bool
}

func newFake(answer func(netip.AddrPort) (error, bool)) *fake {
	return &fake{answer: answer, flying: map[int]netip.AddrPort{}, byHost: map[netip.Addr]int{}}
}

func (f *fake) options() Options {
	return Options{Timeout: time.Millisecond, Seed: 1, connector: func(int) (connector, error) { return f, nil }}
}

func (f *fake) start(id int, to netip.AddrPort) (outcome, bool) {
	err, answered := f.answer(to)
	if _, short := classify(err); short {
		return outcome{id: id, err: err}, true
	}
	f.starts = append(f.starts, time.Now())
	f.flying[id] = to
	f.byHost[to.Addr()]++
	f.most = max(f.most, len(f.flying))
	f.mostHost = max(f.mostHost, f.byHost[to.Addr()])
	if answered {
		f.ended = append(f.ended, outcome{id: id, err: err})
	}
	return outcome{}, false
}

func (f *fake) wait(ended []outcome, patience time.Duration) ([]outcome, error) {
	if len(f.ended) == 0 {
		time.Sleep(min(patience, time.Millisecond))
	}
	ended = append(ended, f.ended...)
	f.ended = nil
	for _, o := range ended {
		f.drop(o.id)
	}
	return ended, nil
}

func (f *fake) drop(id int) {
	f.byHost[f.flying[id].Addr()]--
	delete(f.flying, id)
}

func (f *fake) close() { f.closed = true }

func network(t *testing.T, network string, ports int) *Space {
	t.Helper()
	var list []uint16
	for p := range ports {
		list = append(list, uint16(p+1))
	}
	s, err := NewSpace(nil, prefixes(network), list)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTryTellsEachOnce(t *testing.T) {
	answers := []error{nil, syscall.ECONNREFUSED, syscall.EHOSTUNREACH}
	f := newFake(func(to netip.AddrPort) (error, bool) {
		n := int(to.Port()) % 4
		if n == 3 {
			return nil, false
		}
		return answers[n], true
	})
	s := network(t, "10.0.0.0/26", 20)
	o := f.options()
	o.Window, o.Retries = 50, 2
	var attempts atomic.Int64
	o.Attempts = &attempts
	got := map[netip.AddrPort]Result{}
	if err := Try(context.Background(), o, s, func(r Result) {
		if _, twice := got[r.Target]; twice {
			t.Errorf("%v is told twice", r.Target)
		}
		got[r.Target] = r
	}); err != nil {
		t.Errorf("got %v, want no error", err)
	}
	var sum int
	for i := range s.Len() {
		r := got[s.At(i)]
		want, tries := []State{Open, Refused, Unreachable, Filtered}[s.At(i).Port()%4], 1
		if want == Filtered {
			tries = 3
		}
		if sum += tries; r.State != want || r.Attempts != tries || r.At.IsZero() {
			t.Errorf("%v: got %v after %d attempts at %v, want %v after %d", s.At(i), r.State, r.Attempts, r.At, want, tries)
		}
	}
	if int(attempts.Load()) != sum || len(got) != int(s.Len()) {
		t.Errorf("got %d attempts, %d results, want %d, %d", attempts.Load(), len(got), sum, s.Len())
	}
	if f.most > 50 || !f.closed || len(f.flying) > 0 {
		t.Errorf("got %d at a time, %d left, closed: %v, want 50 at most, none, true", f.most, len(f.flying), f.closed)
	}
}

func TestTryPerHost(t *testing.T) {
	f := newFake(func(to netip.AddrPort) (error, bool) { return nil, to.Port()%3 > 0 })
	s := network(t, "10.0.0.0/29", 40)
	o := f.options()
	o.Window, o.PerHost, o.Retries = 30, 4, 1
	var got uint64
	err := Try(context.Background(), o, s, func(Result) { got++ })
	if err != nil || got != s.Len() {
		t.Errorf("got %d results, %v, want %d", got, err, s.Len())
	}
	if f.mostHost > 4 {
		t.Errorf("got %d attempts to one address at a time, want 4 at most", f.mostHost)
	}
}

// The rate is never exceeded, over any stretch of the starts.
func TestTryRate(t *testing.T) {
	f := newFake(func(netip.AddrPort) (error, bool) { return nil, true })
	o := f.options()
	o.Rate = 2000
	if err := Try(context.Background(), o, network(t, "10.0.0.0/28", 20), func(Result) {}); err != nil {
		t.Fatal(err)
	}
	ahead := o.Rate*grain.Seconds() + 1
	for i, first := range f.starts {
		for j := i + 1; j < len(f.starts); j++ {
			if n, most := float64(j-i+1), ahead+o.Rate*f.starts[j].Sub(first).Seconds()+1; n > most {
				t.Fatalf("got %v attempts in %v, want %.1f at most", n, f.starts[j].Sub(first), most)
			}
		}
	}
}

// A shortage makes a smaller window, and never a result.
func TestTryShortage(t *testing.T) {
	var f *fake
	f = newFake(func(netip.AddrPort) (error, bool) {
		if len(f.flying) >= 7 {
			return os.NewSyscallError("socket", syscall.EMFILE), true
		}
		return nil, true
	})
	s := network(t, "10.0.0.0/29", 30)
	o := f.options()
	o.Window = 100
	var got uint64
	err := Try(context.Background(), o, s, func(r Result) {
		if r.State == Open && r.Attempts == 1 {
			got++
		}
	})
	if err != nil || got != s.Len() {
		t.Errorf("got %d open ones, %v, want %d", got, err, s.Len())
	}
}

func TestTryHopeless(t *testing.T) {
	f := newFake(func(netip.AddrPort) (error, bool) { return os.NewSyscallError("socket", syscall.EMFILE), true })
	o := f.options()
	o.pause = 1
	err := Try(context.Background(), o, network(t, "10.0.0.0/30", 3), func(r Result) { t.Errorf("got %v, want no result", r) })
	var unfinished *Unfinished
	if !errors.As(err, &unfinished) || unfinished.NotTried != 6 || !errors.Is(err, syscall.EMFILE) {
		t.Fatalf("got %v, want that 6 were not tried for want of files", err)
	}
	const want = "try ports: 6 of them were not tried: no connection can be opened, after 40 tries: socket: too many open files (raise the number of open files: ulimit -n)"
	if err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
}

// A target that lacks something for ever does not keep the others from their results.
func TestTryOneHopeless(t *testing.T) {
	f := newFake(func(to netip.AddrPort) (error, bool) {
		if to.Port() == 2 {
			return os.NewSyscallError("connect", syscall.ENOBUFS), true
		}
		return nil, true
	})
	o := f.options()
	o.pause = 1
	got := map[uint16]int{}
	err := Try(context.Background(), o, network(t, "10.0.0.0/29", 100), func(r Result) { got[r.Target.Port()]++ })
	var unfinished *Unfinished
	if !errors.As(err, &unfinished) || unfinished.NotTried != 6 || !errors.Is(err, syscall.ENOBUFS) || len(got) != 99 || got[2] > 0 {
		t.Errorf("got %d ports and %v, want 99 and that 6 targets were not tried", len(got), err)
	}
}

// An error that says nothing of the target is not a result, but told, and does
// not end the others.
func TestTryOddError(t *testing.T) {
	f := newFake(func(to netip.AddrPort) (error, bool) {
		if to.Port() == 2 {
			return syscall.EIO, true
		}
		return nil, true
	})
	var got int
	err := Try(context.Background(), f.options(), network(t, "10.0.0.0/30", 3), func(Result) { got++ })
	var unfinished *Unfinished
	if !errors.As(err, &unfinished) || unfinished.NotTried != 2 || got != 4 || !errors.Is(err, syscall.EIO) {
		t.Errorf("got %d results and %v, want 4 and an error of 2 others", got, err)
	}
}

// When time is over, what was silent once is told so, and what was not tried is not.
func TestTryOutOfTime(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var tries int
	f := newFake(func(netip.AddrPort) (error, bool) {
		if tries++; tries == 150 {
			cancel()
		}
		return nil, false
	})
	s := network(t, "10.0.0.0/29", 20)
	o := f.options()
	o.Window, o.Retries = 10, 1
	var once, twice uint64
	err := Try(ctx, o, s, func(r Result) {
		switch {
		case r.State == Filtered && r.Attempts == 1:
			once++
		case r.State == Filtered && r.Attempts == 2:
			twice++
		default:
			t.Errorf("got %v, want silence", r)
		}
	})
	var unfinished *Unfinished
	if !errors.As(err, &unfinished) || !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v, want that it is unfinished since it was cancelled", err)
	}
	if unfinished.NotTried != 0 || unfinished.NotAgain != once || once+twice != s.Len() || once == 0 || twice == 0 {
		t.Errorf("got %d silent once, %d twice, and %+v, want all %d told", once, twice, *unfinished, s.Len())
	}
	if len(f.flying) > 0 && !f.closed {
		t.Error("attempts are left")
	}
}
