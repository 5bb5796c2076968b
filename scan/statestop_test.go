package scan

import (
	"context"
	"io/fs"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/shikiri/shikiri/crawl"
)

// A lateSource is a share that is listed when another was read, and whose first
// file is read when the scan is broken off.
type lateSource struct {
	*faultySource
	after  <-chan struct{}
	cancel func()
}

func (s *lateSource) ReadDir(name string) ([]fs.DirEntry, error) {
	<-s.after
	return s.faultySource.ReadDir(name)
}

func (s *lateSource) Open(name string) (fs.File, error) {
	s.cancel()
	return s.faultySource.Open(name)
}

// An earlySource closes read when its file was read.
type earlySource struct {
	*faultySource
	read chan struct{}
}

func (s *earlySource) Open(name string) (fs.File, error) {
	f, err := s.faultySource.Open(name)
	return &earlyFile{f, s.read}, err
}

type earlyFile struct {
	fs.File
	read chan struct{}
}

func (f *earlyFile) Access() (crawl.Access, error) { return accessOf(f.File) }

func (f *earlyFile) Close() error {
	close(f.read)
	return f.File.Close()
}

// A share that is scanned a second time is not remembered. When its reading is
// broken off, what was remembered before is not taken back.
func TestStateBrokenOffInAnotherZone(t *testing.T) {
	dir, stateDir := t.TempDir(), filepath.Join(t.TempDir(), "state")
	writeFile(t, filepath.Join(dir, "list.csv"), []byte(people(0, 100)))
	settleTimes(t, dir)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	cfg, first := stateConfig(t, dir, stateDir)
	other, second := stateConfig(t, dir, "")
	cfg.Shares = append(cfg.Shares, other.Shares[0])
	read := make(chan struct{})
	cfg.Shares[0].Source = &earlySource{first, read}
	cfg.Shares[1].Zone, cfg.Shares[1].Source = "print", &lateSource{second, read, cancel}
	if run, err := Run(ctx, cfg); err == nil || !run.Interrupted {
		t.Fatalf("got %v, want a scan that was broken off", err)
	}
	cfg, src := stateConfig(t, dir, stateDir)
	run := mustRun(t, cfg)
	if d := difference(text(t, run), plainRun(t, dir)); d != "" || len(run.Warnings) > 0 || len(src.opened) > 0 {
		t.Errorf("the next run opened %v and warns %q, want neither; %s", src.opened, run.Warnings, d)
	}
}

// A reticentSource does not tell whose its files are for a while.
type reticentSource struct {
	*faultySource
	asked atomic.Int64
	err   error
}

func (s *reticentSource) Open(name string) (fs.File, error) {
	f, err := s.faultySource.Open(name)
	return &reticentFile{f, s}, err
}

type reticentFile struct {
	fs.File
	source *reticentSource
}

func (f *reticentFile) Access() (crawl.Access, error) {
	f.source.asked.Add(1)
	return crawl.Access{Owner: "S-1-5-21-1-2-3-1001"}, f.source.err
}

// Whose a file is that was not told by a fault is asked again.
func TestStateAsksAgainWhoseFilesAre(t *testing.T) {
	for _, test := range []struct {
		err  error
		want int64
	}{{nil, 1}, {fs.ErrPermission, 1}, {syscall.EIO, 2}} {
		dir, stateDir := t.TempDir(), filepath.Join(t.TempDir(), "state")
		writeFile(t, filepath.Join(dir, "list.csv"), []byte(people(0, 100)))
		settleTimes(t, dir)
		asked := int64(0)
		for range 2 {
			cfg, src := stateConfig(t, dir, stateDir)
			reticent := &reticentSource{faultySource: src, err: test.err}
			cfg.Shares[0].Source = reticent
			if run := mustRun(t, cfg); run.Findings[0].Owner != "S-1-5-21-1-2-3-1001" {
				t.Errorf("%v: got the owner %q, want what was told", test.err, run.Findings[0].Owner)
			}
			asked += reticent.asked.Load()
		}
		if asked != test.want {
			t.Errorf("%v: in two runs it was asked %d times whose the file is, want %d", test.err, asked, test.want)
		}
	}
}
