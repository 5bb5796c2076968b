//go:build unix

package crawl

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/pkg/sftp"
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

// TestSFTPShortAnswers: answers that are shorter than what was asked for do not
// end a file, and a file that ends early is no file.
func TestSFTPShortAnswers(t *testing.T) {
	const size = 300_000
	content := make([]byte, size)
	for i := range content {
		content[i] = byte(i * 7 >> 3)
	}
	for _, tt := range []struct {
		most, ends int
		ok         bool
	}{{32 << 10, size, true}, {1000, size, true}, {32 << 10, size - 1, false}, {5000, 0, false}, {32 << 10, 150_000, false}} {
		h := startHostile(t, nil, func(kind byte, body []byte) []byte {
			switch kind {
			case fxLstat, fxFstat:
				if !strings.HasSuffix(string(body), "/") {
					return append([]byte{fxAttrs}, attrs(size, modeFile)...)
				}
			case fxRead:
				body = body[len(text("h")):]
				off, n := int(binary.BigEndian.Uint64(body)), int(binary.BigEndian.Uint32(body[8:]))
				if off >= tt.ends {
					return status(fxEOF)
				}
				return append([]byte{fxData}, text(string(content[off:min(off+min(n, tt.most), tt.ends)]))...)
			}
			return emptyFolder(kind)
		})
		src := openWith(t, h.url("/"), Options{KnownHosts: h.known})
		got, err := readAllOf(src, "a")
		if tt.ok && (err != nil || got != string(content)) {
			t.Errorf("answers of %d bytes at most: %d bytes, %v; want all", tt.most, len(got), err)
		}
		if !tt.ok && (!errors.Is(err, errChanged) || !Temporary(err) || SkipFor(err).Reason != ReasonUnreadable) {
			t.Errorf("a file of %d bytes that ends after %d: %d bytes, %v; want %v", size, tt.ends, len(got), err, errChanged)
		}
	}
}

// TestSFTPSwapped: what is opened is not what was looked at.
func TestSFTPSwapped(t *testing.T) {
	for mode, want := range map[uint32]string{modeFIFO: "is a FIFO", 0o100600: errChanged.Error()} {
		h := startHostile(t, nil, func(kind byte, body []byte) []byte {
			switch {
			case kind == fxFstat:
				return append([]byte{fxAttrs}, attrs(0, mode)...)
			case kind == fxLstat && !strings.HasSuffix(string(body), "/"):
				return append([]byte{fxAttrs}, attrs(0, modeFile)...)
			}
			return emptyFolder(kind)
		})
		src := openWith(t, h.url("/"), Options{KnownHosts: h.known})
		if _, err := src.Open("a"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("a file that became one of mode %o: %v; want %s", mode, err, want)
		}
	}
}

// FuzzSFTPAnswers lets a server say anything.
func FuzzSFTPAnswers(f *testing.F) {
	f.Add(byte(fxLstat), []byte{fxAttrs, 0, 0, 0, 15})
	f.Add(byte(fxReaddir), []byte{fxName, 255, 255, 255, 255})
	f.Add(byte(fxRead), []byte{fxData, 0, 0, 0, 9, 1})
	f.Add(byte(fxRealpath), []byte{fxName, 0, 0, 0, 1, 0, 0, 0, 1, 'x', 0, 0, 0, 0, 0, 0, 0, 0})
	f.Add(byte(fxOpendir), []byte{fxStatus, 0, 0, 0, 4})
	f.Fuzz(func(t *testing.T, asked byte, answer []byte) {
		if len(answer) == 0 {
			return
		}
		var once atomic.Int32
		c, end := startPipe(t, func(kind byte, body []byte) []byte {
			if kind == asked && once.Add(1) == 1 {
				return answer
			}
			return emptyFolder(kind)
		})
		defer end()
		_ = c.canList("/")
		if all, err := c.readDir("/"); err == nil {
			r := &sftpFolder{look: func(string) listed { return listed{err: fs.ErrInvalid} }}
			for _, fi := range all {
				if l := r.entry(fi); l.err == nil && strings.ContainsAny(l.name, "/\x00") {
					t.Errorf("a folder holds %q", l.name)
				}
			}
		}
		if h, err := c.open("/a"); err == nil {
			if err := h.inspect("a", &sftp.FileStat{Mode: 0o40755, UID: 1000, GID: 1000}); err == nil {
				_, err = h.ReadAt(make([]byte, 100), 0)
				if err == io.EOF && h.info.size > 0 {
					t.Error("a file ended before its size, and nobody says so")
				}
			}
		}
	})
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
