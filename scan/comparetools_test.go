package scan

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/shikiri/shikiri/crawl"
)

// run runs a tool in an empty folder each time, which is not measured.
func (s *compared) run(b *testing.B, input string, env []string, name string, args ...string) {
	tool, err := exec.LookPath(name)
	if err != nil {
		b.Skipf("%s is not installed", name)
	}
	b.SetBytes(s.bytes)
	for b.Loop() {
		b.StopTimer()
		dir, err := os.MkdirTemp(b.TempDir(), "got")
		if err != nil {
			b.Fatal(err)
		}
		cmd := exec.Command(tool, args...)
		cmd.Dir, cmd.Stdin, cmd.Env = dir, strings.NewReader(input), append(os.Environ(), env...)
		b.StartTimer()
		out, err := cmd.CombinedOutput()
		b.StopTimer()
		if err != nil {
			b.Fatalf("%s: %v\n%s", name, err, out)
		}
		if err := os.RemoveAll(dir); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	b.ReportMetric(float64(s.files)*float64(b.N)/b.Elapsed().Seconds(), "files/s")
}

func (s *compared) smbclient(b *testing.B, share, commands string) {
	host, port, _ := net.SplitHostPort(s.Value("SMB"))
	s.run(b, "", []string{"LC_ALL=C.UTF-8", "PASSWD=" + s.Value("PASSWORD")}, "smbclient",
		"//"+host+"/"+share, "-p", port, "-U", s.Value("USER"), "-D", s.name, "-c", commands)
}

func (s *compared) sftpGet(b *testing.B, what, to string) {
	host, port, _ := net.SplitHostPort(s.Value("SFTP"))
	s.run(b, what+" "+to+"\n", nil, "sftp", "-q", "-b", "-", "-F", "none", "-P", port, "-i", s.Value("KEY"), "-o", "IdentitiesOnly=yes",
		"-o", "UserKnownHostsFile="+s.Value("KNOWN_HOSTS"), s.Value("USER")+"@"+host)
}

// compareWalk lists the files of a folder, 20,000 in 200 folders.
func compareWalk(b *testing.B) {
	s := &compared{disk: b.TempDir(), files: 20_000}
	for i := range s.files {
		writeFile(b, filepath.Join(s.disk, string(rune('a'+i%20)), string(rune('a'+i/20%10)), fmt.Sprintf("file%05d.txt", i)), nil)
	}
	cfg := (&place{url: s.disk}).config(b)
	for _, o := range []struct {
		name string
		crawl.WalkOptions
	}{{"shikiri", crawl.WalkOptions{NamesOnly: true}}, {"shikiri-sizes", crawl.WalkOptions{}}} {
		b.Run(o.name, func(b *testing.B) {
			s.measure(b, func() {
				var met atomic.Int64
				err := crawl.Walk(b.Context(), cfg.Shares[0].Source, o.WalkOptions, func(crawl.Entry) error { met.Add(1); return nil })
				if err != nil || met.Load() != s.files {
					b.Fatalf("met %d files, %v; want %d", met.Load(), err, s.files)
				}
			})
		})
	}
	b.Run("rg-files", func(b *testing.B) { s.run(b, "", nil, "rg", "--files", s.disk) })
}

// readFiles reads the files whose names are known with os.ReadFile, in loops.
func (s *compared) readFiles(b *testing.B, loops int) {
	var names []string
	eachFile(b, s.disk, func(path string, _ []byte) { names = append(names, path) })
	s.measure(b, func() {
		var g errgroup.Group
		var total atomic.Int64
		for i := range loops {
			g.Go(func() error {
				for n := i; n < len(names); n += loops {
					data, err := os.ReadFile(names[n])
					if err != nil {
						return err
					}
					total.Add(int64(len(data)))
				}
				return nil
			})
		}
		if err := g.Wait(); err != nil || total.Load() != s.bytes {
			b.Fatalf("read %d bytes, %v; want %d", total.Load(), err, s.bytes)
		}
	})
}
