package crawl

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"runtime"
	"testing"
	"time"
)

// A hanging share never answers for what is named "hang", until it is released.
type hanging struct {
	*local
	released chan struct{}
}

func (h *hanging) wait(name string) {
	if base(name) == "hang" {
		<-h.released
	}
}

func (h *hanging) Open(name string) (fs.File, error) {
	h.wait(name)
	f, err := h.local.Open(name)
	if err == nil && base(name) == "slow" {
		return &hangingFile{File: f, ReaderAt: f.(io.ReaderAt), released: h.released}, nil
	}
	return f, err
}

func (h *hanging) list(name string) (dirReader, error) {
	h.wait(name)
	return h.local.list(name)
}

type hangingFile struct {
	fs.File
	io.ReaderAt
	released chan struct{}
}

func (f *hangingFile) Read(p []byte) (int, error) {
	<-f.released
	return f.File.Read(p)
}

func newPatient(t *testing.T, ctx context.Context, files map[string]string) Source {
	dir := t.TempDir()
	write(t, dir, files)
	l, err := openFolder(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return &patient{src: l, ctx: ctx, timeout: 10 * time.Second}
}

func TestPatientSource(t *testing.T) { testSource(t, runtime.GOOS == "linux", newPatient) }

// TestPatientHangs has a file, a folder and a reading that never end, and a run
// that ends all the same.
func TestPatientHangs(t *testing.T) {
	before := runtime.NumGoroutine()
	p := newPatient(t, t.Context(), map[string]string{"a": "alpha", "d/hang": "", "hang/file": "", "slow": "text"}).(*patient)
	released := make(chan struct{})
	p.src, p.timeout = &hanging{p.src.(*local), released}, 700*time.Millisecond
	checkSummary(t, p, "a", "d/hang", "slow", "hang timeout: the server did not answer in time")
	if f, err := p.Open("d/hang"); !errors.Is(err, errTimeout) || !Temporary(err) {
		t.Errorf("Open of what hangs = %v, %v; want a timeout, and that it is temporary", f, err)
	}
	f, err := p.Open("slow")
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if n, err := f.Read(make([]byte, 8)); n != 0 || !errors.Is(err, errTimeout) {
			t.Errorf("Read that hangs = %d, %v; want a timeout", n, err)
		}
	}
	if err := f.Close(); err != nil {
		t.Errorf("Close of a file that hangs: %v", err)
	}
	if got, err := readAllOf(p, "a"); got != "alpha" {
		t.Errorf("reading what does not hang = %q, %v; want alpha", got, err)
	}
	close(released)
	for wait := time.Millisecond; runtime.NumGoroutine() > before && wait < 5*time.Second; wait *= 2 {
		time.Sleep(wait)
	}
	if after, stuck := runtime.NumGoroutine(), p.stuck.Load(); after > before || stuck != 0 {
		t.Errorf("once released: %d goroutines, %d calls that hang; want %d as before, and none", after, stuck, before)
	}
}

// TestPatientGivesUp: each call that hangs keeps a thread, so that there is a
// number from which nothing more is asked.
func TestPatientGivesUp(t *testing.T) {
	p := &patient{ctx: t.Context(), timeout: time.Millisecond}
	calls := make(chan struct{}, 100)
	released := make(chan struct{})
	defer close(released)
	for range 50 {
		_, err := inTime(p, func() (int, error) { calls <- struct{}{}; <-released; return 0, nil }, func(int) {})
		if err != errTimeout {
			t.Fatalf("a call that hangs: %v, want a timeout", err)
		}
	}
	if len(calls) != maxStuck {
		t.Errorf("%d calls were made of a file system that hangs, want %d", len(calls), maxStuck)
	}
}
