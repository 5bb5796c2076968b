//go:build unix

package crawl

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// settle waits until no more goroutines run than before.
func settle(t *testing.T, before int) {
	t.Helper()
	for range 100 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	stacks := make([]byte, 1<<20)
	t.Errorf("%d goroutines run, %d did before:\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
}

func manyFiles(n int) map[string]string {
	files := map[string]string{}
	for i := range n {
		files[fmt.Sprintf("folder%d/%04d", i%10, i)] = strings.Repeat("x", 100+i)
	}
	return files
}

// TestSFTPKilled kills the processes that serve us while files are read.
func TestSFTPKilled(t *testing.T) {
	d := startSSHD(t)
	files := manyFiles(2000)
	write(t, d.dir, files)
	before := runtime.NumGoroutine()
	src, err := Open(t.Context(), d.url(d.dir), d.options(t))
	if err != nil {
		t.Fatal(err)
	}
	var read atomic.Int64
	stop := make(chan struct{})
	var killer sync.WaitGroup
	killer.Go(func() {
		for n := int64(300); ; n += 500 {
			for read.Load() < n {
				select {
				case <-stop:
					return
				case <-time.After(time.Millisecond):
				}
			}
			d.sessions(t, syscall.SIGKILL)
		}
	})
	var bad atomic.Int64
	err = Walk(t.Context(), src, WalkOptions{Workers: 16}, func(e Entry) error {
		got, err := readAllOf(src, e.Name)
		if err != nil || got != files[e.Name] {
			bad.Add(1)
			t.Errorf("reading %s: %d bytes, %v", e.Name, len(got), err)
		}
		read.Add(1)
		return nil
	})
	close(stop)
	killer.Wait()
	if err != nil || int(read.Load()) != len(files) || bad.Load() > 0 {
		t.Errorf("Walk: %v; %d files of %d, %d of them wrong", err, read.Load(), len(files), bad.Load())
	}
	src.Close()
	settle(t, before)
}

// TestSFTPFrozen freezes the server: everything ends in time, also Close, and
// goes on when the server does.
func TestSFTPFrozen(t *testing.T) {
	for _, way := range []string{"direct", "jump"} {
		t.Run(way, func(t *testing.T) {
			d := startSSHD(t)
			write(t, d.dir, map[string]string{"a": "alpha", "b": strings.Repeat("b", 1<<20)})
			o := d.options(t)
			o.Timeout = 300 * time.Millisecond
			share := d.url(d.dir)
			if way == "jump" {
				host, port, _ := strings.Cut(d.addr, ":")
				writeFile(t, home(t)+"/.ssh/config", fmt.Sprintf("Host far\n ProxyJump %[1]s@hop\nHost hop far\n HostName %[2]s\n Port %[3]s\n User %[1]s\n", d.Value("USER"), host, port))
				share = "sftp://far" + d.dir
			}
			before := runtime.NumGoroutine()
			src, err := Open(t.Context(), share, o)
			if err != nil {
				t.Fatal(err)
			}
			p := src.(*sftpShare).pool
			p.patience = time.Second
			f, err := src.Open("b")
			if err != nil {
				t.Fatal(err)
			}
			d.signal(t, syscall.SIGSTOP)
			if n, err := f.Read(make([]byte, 10)); !Temporary(err) || SkipFor(err).Reason != ReasonTimeout {
				t.Errorf("Read = %d, %v, skipped as %+v; want %s", n, err, SkipFor(err), ReasonTimeout)
			}
			if _, err := src.Open("a"); !Temporary(err) || SkipFor(err).Reason != ReasonTimeout {
				t.Errorf("Open: %v; want %s", err, ReasonTimeout)
			}
			f.Close()
			d.signal(t, syscall.SIGCONT)
			p.mu.Lock()
			p.resting = time.Time{}
			p.mu.Unlock()
			if got, err := readAllOf(src, "a"); got != "alpha" {
				t.Errorf("reading a once the server goes on = %q, %v", got, err)
			}
			d.signal(t, syscall.SIGSTOP)
			src.Close()
			settle(t, before)
		})
	}
}

func home(t *testing.T) string {
	t.Helper()
	c, err := readSSHConfig(&Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c.home
}

// TestSFTPSilent is a server that answers nothing at some point, but whose sshd
// says that all is well.
func TestSFTPSilent(t *testing.T) {
	for _, silent := range []byte{fxRealpath, fxOpendir, fxOpen, fxFstat, fxRead, fxReaddir} {
		h := startHostile(t, nil, func(kind byte, body []byte) []byte {
			switch {
			case kind == silent:
				return nil
			case kind == fxLstat && !strings.HasSuffix(string(body), "/") || kind == fxFstat:
				return append([]byte{fxAttrs}, attrs(5, modeFile)...)
			}
			return emptyFolder(kind)
		})
		src, err := Open(t.Context(), h.url("/"), Options{KnownHosts: h.known, Timeout: 50 * time.Millisecond})
		if err == nil {
			_, err = readAllOf(src, "a")
			if err == nil || silent == fxReaddir {
				_, err = src.ReadDir(".")
			}
			src.Close()
		}
		if !errors.Is(err, errTimeout) || SkipFor(err).Reason != ReasonTimeout {
			t.Errorf("a server that does not answer %d: %v; want %v", silent, err, errTimeout)
		}
	}
}

// TestSFTPPoison: a file that the server falls silent over, as over one on a
// disk that hangs, costs two tries and no other file.
func TestSFTPPoison(t *testing.T) {
	end := make(chan struct{})
	defer close(end)
	h := startHostile(t, nil, func(kind byte, body []byte) []byte {
		switch {
		case kind == fxOpen && strings.Contains(string(body), "poison"):
			<-end
		case kind == fxLstat && !strings.HasSuffix(string(body), "/"), kind == fxFstat:
			return append([]byte{fxAttrs}, attrs(4, modeFile)...)
		case kind == fxRead:
			return append([]byte{fxData}, text("good")...)
		}
		return emptyFolder(kind)
	})
	src := openWith(t, h.url("/"), Options{KnownHosts: h.known, Timeout: 100 * time.Millisecond})
	var wg sync.WaitGroup
	for i := range 60 {
		wg.Go(func() {
			name := fmt.Sprint("file", i)
			if i%10 == 0 {
				name = fmt.Sprint("poison", i)
			}
			got, err := readAllOf(src, name)
			if i%10 != 0 && (got != "good" || err != nil) {
				t.Errorf("reading %s = %q, %v; want it good", name, got, err)
			}
			if i%10 == 0 && (!Temporary(err) || SkipFor(err).Reason != ReasonTimeout) {
				t.Errorf("reading %s: %v; want %s", name, err, ReasonTimeout)
			}
		})
	}
	wg.Wait()
}

// TestSFTPDeadDisk: a server that takes connections and answers nothing any more
// is not asked by each file in turn.
func TestSFTPDeadDisk(t *testing.T) {
	end := make(chan struct{})
	defer close(end)
	var dead atomic.Bool
	h := startHostile(t, nil, func(kind byte, body []byte) []byte {
		if dead.Load() {
			<-end
		}
		return emptyFolder(kind)
	})
	src := openWith(t, h.url("/"), Options{KnownHosts: h.known, Timeout: 50 * time.Millisecond})
	src.(*sftpShare).pool.patience = 200 * time.Millisecond
	dead.Store(true)
	const files = 200
	var wg sync.WaitGroup
	for i := range files {
		wg.Go(func() {
			if _, err := src.Open(fmt.Sprint("file", i)); !Temporary(err) || SkipFor(err).Reason != ReasonTimeout {
				t.Errorf("Open(file%d): %v; want %s", i, err, ReasonTimeout)
			}
		})
	}
	wg.Wait()
	if n := h.taken.Load(); n > files/4 {
		t.Errorf("%d files make %d connections to a server that answers nothing", files, n)
	}
}
