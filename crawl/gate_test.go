package crawl

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// A memoryHandle is an open file of a server that counts what it is asked for.
type memoryHandle struct {
	*strings.Reader
	asked, bytes *atomic.Int64
}

func (h memoryHandle) ReadAt(p []byte, off int64) (int, error) {
	h.asked.Add(1)
	n, err := h.Reader.ReadAt(p, off)
	h.bytes.Add(int64(n))
	return n, err
}

func (h memoryHandle) Close() error         { return nil }
func (h memoryHandle) stat() (*info, error) { return &info{size: h.Size()}, nil }

type noConnection struct{}

func (noConnection) Close() error { return nil }

func newMemoryPool(t *testing.T, l *Limits) *pool[noConnection] {
	t.Helper()
	never := func(error) bool { return false }
	p, err := newPool(t.Context(), server[noConnection]{
		dial:   func(context.Context) (noConnection, error) { return noConnection{}, nil },
		broken: never, busy: never, refused: never, connections: 1, uses: 64, gate: l.gate("fs01"),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

// What is really asked of a server passes the gate, reading ahead too: the rate
// is that of the wire, and is held whatever the readers do.
func TestGateCountsWhatServersAreAsked(t *testing.T) {
	const size, rate, files = 5_000_000, 1_000_000, 4
	clock := newFakeClock(12, 0)
	l := &Limits{BytesPerSecond: rate, OpsPerSecond: 100_000, clock: clock}
	p := newMemoryPool(t, l)
	var asked, bytes atomic.Int64
	text := strings.Repeat("0123456789", size/10)
	start := clock.now()
	for range files {
		f, err := openRemote(p, "a", func(noConnection) (handle, error) { return memoryHandle{strings.NewReader(text), &asked, &bytes}, nil })
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(f)
		if err != nil || string(got) != text {
			t.Errorf("read %d bytes, %v; want those of the file, %d", len(got), err, len(text))
		}
		f.Close()
	}
	if got := bytes.Load(); got != files*size {
		t.Errorf("the server gave %d bytes, want %d: nothing twice", got, files*size)
	}
	// Head, second, third and four whole blocks of a file.
	if got := asked.Load(); got != files*7 {
		t.Errorf("the server was asked for %d blocks, want %d", got, files*7)
	}
	// What is asked for last, 1 MB of 20, is paid for and not waited for; and the slack.
	if ratio := files * size / clock.now().Sub(start).Seconds() / rate; ratio > 1.07 || ratio < 0.9 {
		t.Errorf("%d B/s asked for: got %.3f times as much", rate, ratio)
	}
}

// A file that is closed does not wait for what was asked ahead of it, in quiet
// hours for the evening.
func TestGateEndsWithTheFile(t *testing.T) {
	clock := &stuckClock{fakeClock{at: newFakeClock(12, 0).at}}
	p := newMemoryPool(t, &Limits{BytesPerSecond: 1000, clock: clock})
	var asked, bytes atomic.Int64
	open := func(noConnection) (handle, error) {
		return memoryHandle{strings.NewReader(strings.Repeat("x", 5_000_000)), &asked, &bytes}, nil
	}
	f, err := openRemote(p, "a", open)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() {
		_, err := io.Copy(io.Discard, f) // the head uses up what may be read
		done <- err
	}()
	for asked.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	if err := f.Close(); err != nil {
		t.Errorf("Close() = %v", err)
	}
	if err := <-done; !errors.Is(err, fs.ErrClosed) {
		t.Errorf("reading ends with %v, want fs.ErrClosed", err)
	}
	go func() {
		_, err := openRemote(p, "a", open)
		done <- err
	}()
	p.Close()
	if err := <-done; !errors.Is(err, fs.ErrClosed) {
		t.Errorf("opening ends with %v, want fs.ErrClosed", err)
	}
}

// A refused login is told from other errors, so that it is not tried again.
func TestRefused(t *testing.T) {
	wrong, down := errors.New("wrong password"), errors.New("no route to host")
	for err, want := range map[error]bool{wrong: true, down: false} {
		_, got := newPool(t.Context(), server[noConnection]{
			dial:    func(context.Context) (noConnection, error) { return noConnection{}, err },
			refused: func(err error) bool { return err == wrong },
		})
		if Refused(got) != want || !errors.Is(got, err) {
			t.Errorf("login that ends with %v: Refused(%v) = %v, want %v", err, got, Refused(got), want)
		}
	}
}
