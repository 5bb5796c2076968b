package crawl

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/shikiri/shikiri/internal/chaos"
	"github.com/shikiri/shikiri/internal/servers"
)

// goroutinesBack fails the test when more goroutines run at its end than now.
func goroutinesBack(t *testing.T) {
	before := runtime.NumGoroutine()
	t.Cleanup(func() {
		for range 200 {
			if runtime.NumGoroutine() <= before {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
		all := make([]byte, 1<<20)
		t.Errorf("%d goroutines, %d before:\n%s", runtime.NumGoroutine(), before, all[:runtime.Stack(all, true)])
	})
}

func TestSMBFrozenServer(t *testing.T) {
	s := servers.Own(t)
	goroutinesBack(t)
	disk, name := s.Dir(t)
	write(t, disk, map[string]string{"f": strings.Repeat("x", 3<<20)})
	o := smbOptions(s)
	o.Timeout = 500 * time.Millisecond
	src := openSMBWith(t, t.Context(), smbURL(s, "SMB", "data/"+name), o).(*smb)
	src.home.pool.patience, src.home.pool.rest = time.Second, 100*time.Millisecond
	f, err := src.Open("f")
	if err != nil {
		t.Fatal(err)
	}
	s.Freeze("SMB")
	_, err = io.Copy(io.Discard, f)
	if skip := SkipFor(err); err == nil || !Temporary(err) || skip.Reason != ReasonTimeout {
		t.Errorf("reading from a frozen server: %v (%+v), want a temporary %s", err, skip, ReasonTimeout)
	}
	f.Close()
	s.Thaw("SMB")
	time.Sleep(200 * time.Millisecond)
	if got, err := readAllOf(src, "f"); err != nil || len(got) != 3<<20 {
		t.Errorf("after the server goes on: %d bytes, %v; want %d", len(got), err, 3<<20)
	}
	s.Freeze("SMB") // Close must not wait for it, and ends those who do
	defer s.Thaw("SMB")
	waiting := make(chan error)
	go func() {
		_, err := src.Open("f")
		waiting <- err
	}()
	time.Sleep(50 * time.Millisecond)
	if err := src.Close(); err != nil {
		t.Error(err)
	}
	if err := <-waiting; !errors.Is(err, fs.ErrClosed) {
		t.Errorf("an Open under way when the share is closed: %v, want fs.ErrClosed", err)
	}
}

// What is read and listed while the server's processes are killed is the same
// as without, and told once.
func TestSMBKilledServer(t *testing.T) {
	const files = 6000
	s := servers.Own(t)
	disk, name := s.Dir(t)
	all := map[string]string{}
	for i := range files {
		all[fmt.Sprintf("顧客の名簿とその続き%05d.csv", i)] = fmt.Sprint(i, strings.Repeat("x", i%500))
	}
	write(t, disk, all)
	src := openSMBShare(t, s, "SMB", "data/"+name)
	var met, kills atomic.Int64
	read := make(chan Entry, files)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for e := range read {
				if got, err := readAllOf(src, e.Name); err != nil || got != all[e.Name] {
					t.Errorf("%s: %d bytes, %v; want %d", e.Name, len(got), err, len(all[e.Name]))
				}
			}
		})
	}
	err := Walk(t.Context(), src, WalkOptions{}, func(e Entry) error {
		if e.Skip != nil {
			t.Errorf("%s: %+v", e.Path, *e.Skip)
		}
		if n := met.Add(1); n%1500 == 700 {
			kills.Add(int64(s.KillSessions("SMB")))
		}
		read <- e
		return nil
	})
	close(read)
	wg.Wait()
	if err != nil || met.Load() != files || kills.Load() == 0 {
		t.Errorf("Walk met %d files, %v, with %d processes killed; want %d, each once", met.Load(), err, kills.Load(), files)
	}
}

// Connections are cut at every place.
func TestSMBCutConnections(t *testing.T) {
	s := servers.Get(t)
	goroutinesBack(t)
	disk, name := s.Dir(t)
	all := map[string]string{"big": strings.Repeat("0123456789abcdef", 200000)}
	for i := range 300 {
		all[fmt.Sprintf("d%d/f%d", i%7, i)] = fmt.Sprint(i)
	}
	write(t, disk, all)
	p, err := chaos.New(s.Value("SMB"))
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	u := strings.Replace(smbURL(s, "SMB", "data/"+name), s.Value("SMB"), p.Addr(), 1)
	src := openSMBWith(t, t.Context(), u, smbOptions(s))
	defer src.Close()
	p.CutAfter(2_500_000)
	got := 0
	for _, e := range walkAll(t, src) {
		text, err := readAllOf(src, e.Name)
		if err != nil || text != all[e.Name] {
			t.Errorf("%s: %d bytes, %v; want %d", e.Name, len(text), err, len(all[e.Name]))
		}
		got++
	}
	if c := p.Counters(); c.Connections < 2 {
		t.Errorf("%d connections: none was cut", c.Connections)
	}
	if got != len(all) {
		t.Errorf("Walk met %d files, want %d", got, len(all))
	}
}

// A signed server answers slow reads with "wait", unsigned, which go-smb2 takes
// for a forgery.
func TestSMBLargeSignedFile(t *testing.T) {
	s := servers.Get(t)
	disk, name := s.Dir(t)
	want := make([]byte, 12<<20)
	for i := range want {
		want[i] = byte(i >> 7)
	}
	if err := os.WriteFile(filepath.Join(disk, "f"), want, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, where := range []struct{ key, share string }{{"SMB_SIGN", "data"}, {"SMB", "secret"}} {
		src := openSMBShare(t, s, where.key, where.share+"/"+name)
		got, err := readAllOf(src, "f")
		if err != nil || !bytes.Equal([]byte(got), want) {
			t.Errorf("%s %s: %d bytes, %v; want %d, the same", where.key, where.share, len(got), err, len(want))
		}
	}
}

// Thirty-two lists at once, of folders with more entries than an answer holds:
// go-smb2's own way loses whole folders here.
func TestSMBManyLists(t *testing.T) {
	s := servers.Get(t)
	disk, name := s.Dir(t)
	all := map[string]string{}
	for i := range 32 * 200 {
		all[fmt.Sprintf("d%d/%s%d", i%32, strings.Repeat("あ", 60), i)] = ""
	}
	write(t, disk, all)
	src := openSMBShare(t, s, "SMB", "data/"+name)
	var wg sync.WaitGroup
	for i := range 32 {
		wg.Go(func() {
			entries, err := src.ReadDir(fmt.Sprintf("d%d", i))
			if err != nil || len(entries) != 200 {
				t.Errorf("folder %d has %d entries, %v; want 200", i, len(entries), err)
			}
		})
	}
	wg.Wait()
}

func TestSMBOthersWork(t *testing.T) {
	s := servers.Get(t)
	disk, name := s.Dir(t)
	write(t, disk, map[string]string{"f": "text"})
	src := openSMBShare(t, s, "SMB", "data").(*smb)
	f, err := src.Open(name + "/f")
	if err != nil {
		t.Fatal(err)
	}
	place := smbPlace{share: "data", path: name + "/f"}
	openAs := func(rights uint32, share byte) (*smbHandle, error) {
		var h *smbHandle
		err := src.home.pool.do(func(u use[*smbConn]) error {
			tree, err := u.conn.at(place.share)
			if err != nil {
				return err
			}
			path, _ := nameToUTF16(place.path)
			r := createRequest(smbOpen{name: path, rights: rights})
			r.body[32] = share
			answer, err := tree.ask(r)
			if err == nil {
				opened, _ := parseCreate(answer)
				h = &smbHandle{conn: u.conn, tree: tree, opened: opened}
			}
			return err
		})
		return h, err
	}
	const rightDelete, shareAll = 0x10000, 7
	h, err := openAs(rightDelete|rightWriteData, shareAll)
	if err != nil {
		t.Fatalf("while a scan reads a file, somebody cannot write or rename it: %v", err)
	}
	h.Close()
	f.Close()
	for _, l := range src.home.pool.lines {
		if l.open {
			l.conn.under.Wait() // until the server knows
		}
	}
	if h, err = openAs(rightReadData, 0); err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	if _, err := src.Open(name + "/f"); !errors.Is(err, errInUse) || !Temporary(err) {
		t.Errorf("a file that somebody holds alone: %v, want %v, and worth another try", err, errInUse)
	}
}

// An idle session stays: silence is a fault only while an answer is due.
func TestSMBIdle(t *testing.T) {
	s := servers.Get(t)
	o := smbOptions(s)
	o.Timeout = 300 * time.Millisecond
	src := openSMBWith(t, t.Context(), smbURL(s, "SMB", "data"), o).(*smb)
	time.Sleep(time.Second)
	if _, err := src.ReadDir("."); err != nil {
		t.Error(err)
	}
	if turn := src.home.pool.lines[0].turn; turn != 0 {
		t.Errorf("%d connections were opened again", turn)
	}
}

// A slow line is not a silent one: one block takes many times the timeout here.
func TestSMBSlowLine(t *testing.T) {
	s := servers.Get(t)
	disk, name := s.Dir(t)
	want := strings.Repeat("0123456789abcdef", 64<<10)
	write(t, disk, map[string]string{"f": want})
	p, err := chaos.New(s.Value("SMB"))
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	o := smbOptions(s)
	o.Timeout = 300 * time.Millisecond
	u := strings.Replace(smbURL(s, "SMB", "data/"+name), s.Value("SMB"), p.Addr(), 1)
	src := openSMBWith(t, t.Context(), u, o).(*smb)
	p.SetRate(300 << 10)
	if got, err := readAllOf(src, "f"); err != nil || got != want {
		t.Errorf("over a slow line: %d bytes, %v; want %d", len(got), err, len(want))
	}
	if turn := src.home.pool.lines[0].turn; turn != 0 {
		t.Errorf("the connection was opened again %d times", turn)
	}
}
