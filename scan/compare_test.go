package scan

import (
	"context"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/shikiri/shikiri/crawl"
	"github.com/shikiri/shikiri/detect"
	"github.com/shikiri/shikiri/internal/servers"
	"github.com/shikiri/shikiri/netzone"
)

const (
	compareScale = 0.04 // of replay small: 4,000 files, 11 MB
	compareLarge = 256 << 20
)

// BenchmarkCompare reads the same share with shikiri and with the tools at hand,
// side by side, each as its users call it. "shikiri" is all that a scan does but
// looking at what it has read; "shikiri scan" is the whole, which none of the
// others does. docs/performance.md says how to run it and what came out.
func BenchmarkCompare(b *testing.B) {
	b.Run("smb-small", func(b *testing.B) {
		s := compareServers(b, compareScale)
		s.reads(b, s.smb("SMB", "data"))
		b.Run("smbclient-mget", func(b *testing.B) { s.smbclient(b, "data", "prompt OFF; recurse ON; mget *") })
	})
	b.Run("smb-large", func(b *testing.B) {
		s := compareServers(b, 0)
		for _, share := range []string{"data", "secret"} { // encryption is a property of the second
			b.Run("shikiri-"+share, func(b *testing.B) { s.read(b, s.smb("SMB", share)) })
			b.Run("smbclient-get-"+share, func(b *testing.B) { s.smbclient(b, share, "get large /dev/null") })
		}
	})
	b.Run("sftp-small", func(b *testing.B) {
		s := compareServers(b, compareScale)
		s.reads(b, s.sftp())
		b.Run("sftp-r", func(b *testing.B) { s.sftpGet(b, "get -r "+s.disk, ".") })
	})
	b.Run("sftp-large", func(b *testing.B) {
		s := compareServers(b, 0)
		b.Run("shikiri", func(b *testing.B) { s.read(b, s.sftp()) })
		b.Run("sftp-get", func(b *testing.B) { s.sftpGet(b, "get "+s.disk+"/large", "/dev/null") })
	})
	b.Run("local-walk", compareWalk)
	b.Run("local-small", func(b *testing.B) {
		s := &compared{disk: b.TempDir()}
		s.fill(b, compareScale)
		s.reads(b, &place{url: s.disk})
		b.Run("os.ReadFile", func(b *testing.B) { s.readFiles(b, 1) })
		b.Run("os.ReadFile-at-once", func(b *testing.B) { s.readFiles(b, runtime.GOMAXPROCS(0)) })
	})
}

// compared is a share that is compared.
type compared struct {
	*servers.Servers
	disk, name   string // its folder on this machine, and its name in share "data"
	files, bytes int64
}

// compareServers fills a folder of the test servers: with small files, or with a
// large one if scale is 0.
func compareServers(b *testing.B, scale float64) *compared {
	s := &compared{Servers: servers.Get(b)}
	b.Setenv("HOME", b.TempDir()) // with nobody's keys and configuration
	b.Setenv("SSH_AUTH_SOCK", "")
	s.disk, s.name = s.Dir(b)
	s.fill(b, scale)
	return s
}

func (s *compared) fill(b *testing.B, scale float64) {
	if scale == 0 {
		writeFile(b, filepath.Join(s.disk, "large"), make([]byte, compareLarge))
	} else {
		copyReplay(b, s.disk, "small", scale)
	}
	err := filepath.WalkDir(s.disk, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		fi, err := d.Info()
		s.files, s.bytes = s.files+1, s.bytes+fi.Size()
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
}

// A place is where shikiri finds a share.
type place struct {
	url     string
	options crawl.Options
}

func (s *compared) smb(key, share string) *place {
	u := url.URL{Scheme: "smb", User: url.User(s.Value("USER")), Host: s.Value(key), Path: "/" + share + "/" + s.name}
	return &place{u.String(), crawl.Options{Password: func(context.Context) (string, error) { return s.Value("PASSWORD"), nil }}}
}

func (s *compared) sftp() *place {
	u := url.URL{Scheme: "sftp", User: url.User(s.Value("USER")), Host: s.Value("SFTP"), Path: s.disk}
	return &place{u.String(), crawl.Options{KeyFiles: []string{s.Value("KEY")}, KnownHosts: []string{s.Value("KNOWN_HOSTS")}}}
}

// config opens the share; a login is none of what is compared.
func (p *place) config(b *testing.B) Config {
	source, err := crawl.Open(b.Context(), p.url, p.options)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { source.Close() })
	set, err := detect.Default()
	if err != nil {
		b.Fatal(err)
	}
	cfg := Config{Shares: []Share{{URL: p.url, Zone: "office", Source: source}}, Policy: netzone.Default(), Set: set, TempDir: b.TempDir()}
	cfg.complete()
	return cfg
}

// reads measures the reading of a scan, and a scan.
func (s *compared) reads(b *testing.B, p *place) {
	b.Run("shikiri", func(b *testing.B) { s.read(b, p) })
	b.Run("shikiri-scan", func(b *testing.B) { s.scan(b, p) })
}

func (s *compared) read(b *testing.B, p *place) {
	cfg := p.config(b)
	s.measure(b, func() {
		if files, bytes := readShare(b, &cfg); files != s.files || bytes != s.bytes {
			b.Fatalf("read %d files of %d bytes, want %d of %d", files, bytes, s.files, s.bytes)
		}
	})
}

func (s *compared) scan(b *testing.B, p *place) {
	cfg := p.config(b)
	s.measure(b, func() {
		run := mustRun(b, cfg)
		if share := run.Shares[0]; !run.Complete || share.Files != s.files || share.Bytes != s.bytes {
			b.Fatalf("complete %v, %d files of %d bytes, want %d of %d", run.Complete, share.Files, share.Bytes, s.files, s.bytes)
		}
	})
}

// measure runs what goes through the whole share.
func (s *compared) measure(b *testing.B, once func()) {
	b.SetBytes(s.bytes)
	b.ReportAllocs()
	for b.Loop() {
		once()
	}
	b.ReportMetric(float64(s.files)*float64(b.N)/b.Elapsed().Seconds(), "files/s")
}

// readShare walks, opens and reads as a scan does, by its workers and with the
// files that it opens ahead.
func readShare(b *testing.B, cfg *Config) (files, bytes int64) {
	people := newCrowd(cfg.TempDir)
	defer people.Close()
	var f, n atomic.Int64
	jobs := make(chan job, 256)
	var g errgroup.Group
	for range cfg.Workers {
		w := newWorker(cfg, people, nil, nil, time.Time{})
		g.Go(func() error {
			buf := make([]byte, 256<<10)
			for j := range jobs {
				w.share, w.number, w.entry = &cfg.Shares[j.share], j.share, j.entry
				w.file.reset(j)
				file, done, err := w.open()
				if err == nil {
					var got int64
					got, err = io.CopyBuffer(struct{ io.Writer }{io.Discard}, struct{ io.Reader }{file}, buf)
					f.Add(1)
					n.Add(got)
				}
				if done(); err != nil {
					b.Error(err)
				}
			}
			return nil
		})
	}
	l := newLine(b.Context(), cfg, nil, new(aside), jobs)
	err := walk(b.Context(), cfg, make([]shareState, len(cfg.Shares)), l)
	if cerr := l.close(); err != nil || cerr != nil {
		b.Error(err, cerr)
	}
	close(jobs)
	_ = g.Wait() // none fails
	return f.Load(), n.Load()
}
