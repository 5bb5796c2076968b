package scan

import (
	"context"
	"fmt"
	"io/fs"
	"net/netip"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/shikiri/shikiri/crawl"
)

// A farSource is a share to which each question takes a while. A file keeps what
// its first question brought, as those of servers do.
type farSource struct {
	crawl.Source
	delay        time.Duration
	now, highest atomic.Int64 // files that are open
	asked        atomic.Int64
}

func (s *farSource) ask() {
	s.asked.Add(1)
	time.Sleep(s.delay)
}

func (s *farSource) Open(name string) (fs.File, error) {
	s.ask()
	f, err := s.Source.Open(name)
	if err != nil {
		return nil, err
	}
	for n := s.now.Add(1); ; {
		if h := s.highest.Load(); n <= h || s.highest.CompareAndSwap(h, n) {
			return &farFile{File: f, source: s}, nil
		}
	}
}

type farFile struct {
	fs.File
	source *farSource
	head   [64 << 10]byte
	n, at  int
	asked  bool
}

func (f *farFile) fetch() error {
	if f.asked {
		return nil
	}
	f.asked = true
	f.source.ask()
	var err error
	f.n, err = f.File.Read(f.head[:])
	return err
}

func (f *farFile) ReadAt(p []byte, off int64) (int, error) {
	if err := f.fetch(); err != nil {
		return 0, err
	}
	return copy(p, f.head[min(int(off), f.n):f.n]), nil
}

func (f *farFile) Read(p []byte) (int, error) {
	if err := f.fetch(); err != nil {
		return 0, err
	}
	if f.at < f.n {
		n := copy(p, f.head[f.at:f.n])
		f.at += n
		return n, nil
	}
	return f.File.Read(p)
}

func (f *farFile) Access() (crawl.Access, error) { return accessOf(f.File) }

func (f *farFile) Close() error {
	f.source.now.Add(-1)
	return f.File.Close()
}

func (s *farSource) Addresses() []netip.Addr { return s.Source.(crawl.Addressed).Addresses() }

func farConfig(tb testing.TB, dir string, delay time.Duration) (Config, *farSource) {
	cfg := shareConfig(tb, dir)
	src := &farSource{Source: cfg.Shares[0].Source, delay: delay}
	cfg.Shares[0].Source = src
	return cfg, src
}

// Files of a share that lies far away are opened ahead, each once and not too
// many, and what is found is the same.
func TestAhead(t *testing.T) {
	dir := t.TempDir()
	for i := range 300 {
		writeFile(t, filepath.Join(dir, fmt.Sprint(i%7), fmt.Sprint(i)+".csv"), []byte(people(i, 5)))
	}
	want := text(t, mustRun(t, shareConfig(t, dir)))
	cfg, src := farConfig(t, dir, 0)
	if d := difference(text(t, mustRun(t, cfg)), want); d != "" {
		t.Errorf("the report of a share far away is another: %s", d)
	}
	most := int64(crawl.FilesAhead(src))
	if src.now.Load() != 0 || src.asked.Load() != 600 || src.highest.Load() > most || src.highest.Load() < 2 {
		t.Errorf("%d questions, %d files open at once, %d left open; want 600, 2 to %d, 0", src.asked.Load(), src.highest.Load(), src.now.Load(), most)
	}
}

// A scan that is broken off closes what was opened ahead, and keeps what was
// found in files that were put aside.
func TestAheadInterrupted(t *testing.T) {
	dir := t.TempDir()
	faults := make(map[string][]int64)
	for i := range 500 {
		name := fmt.Sprint(i) + ".csv"
		writeFile(t, filepath.Join(dir, name), []byte(people(i, 5)))
		faults[name] = []int64{100}
	}
	for _, after := range []int64{1, 40, 700} {
		ctx, cancel := context.WithCancel(t.Context())
		cfg := shareConfig(t, dir)
		src := newFaulty(cfg.Shares[0].Source, syscall.EIO, faults)
		cfg.Shares[0].Source = &countdownSource{faultySource: src, cancel: cancel, left: atomic.Int64{}}
		cfg.Shares[0].Source.(*countdownSource).left.Store(after)
		run, err := Run(ctx, cfg)
		if err == nil || !run.Interrupted || src.open != 0 {
			t.Errorf("broken off after %d files: got %v, interrupted %v, %d files open", after, err, run.Interrupted, src.open)
		}
		if after > 500 && len(run.Findings) < 500 {
			t.Errorf("broken off in the second round: got %d findings, want one or more of each of 500 files", len(run.Findings))
		}
		cancel()
	}
}

// A countdownSource breaks the scan off after some openings.
type countdownSource struct {
	*faultySource
	cancel func()
	left   atomic.Int64
}

func (s *countdownSource) Open(name string) (fs.File, error) {
	if s.left.Add(-1) == 0 {
		s.cancel()
	}
	return s.faultySource.Open(name)
}

// BenchmarkAhead reads small files of a server that takes 10 ms for each answer,
// by two workers.
func BenchmarkAhead(b *testing.B) {
	const files = 1000
	dir := b.TempDir()
	for i := range files {
		writeFile(b, filepath.Join(dir, fmt.Sprint(i%10), fmt.Sprint(i)+".csv"), []byte(people(i, 5)))
	}
	cfg, _ := farConfig(b, dir, 10*time.Millisecond)
	cfg.Workers = 2
	b.SetBytes(mustRun(b, cfg).Shares[0].Bytes)
	b.ReportAllocs()
	for b.Loop() {
		mustRun(b, cfg)
	}
	b.ReportMetric(files*float64(b.N)/b.Elapsed().Seconds(), "files/s")
}
