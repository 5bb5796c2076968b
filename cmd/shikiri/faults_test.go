package main

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/shikiri/shikiri/internal/chaos"
	"github.com/shikiri/shikiri/internal/replay"
	"github.com/shikiri/shikiri/internal/servers"
)

// A scan through a network that freezes, resets and cuts connections, of a
// server that is killed and started again, finds what a quiet one finds, or
// lists what it could not read. With -full there are 100,000 files.
func TestScanUnderFaults(t *testing.T) {
	s := servers.Own(t)
	disk, name := s.Dir(t)
	scale := 0.02
	if *full {
		scale = 1
	}
	made := t.TempDir()
	truth, err := replay.Make("small", made, replay.Options{Scale: scale, Now: replayNow})
	if err != nil {
		t.Fatal(err)
	}
	tree := filepath.Join(disk, "small")
	copyTree(t, tree, filepath.Join(made, "share"))
	quiet := scanShares(t, s, "office="+tree)
	if q := quiet.Shares[0]; q.Files != int64(truth.OnDisk) || q.Bytes != truth.Bytes || quiet.Summary.Records != int64(truth.Records) {
		t.Fatalf("the quiet scan finds %+v and %d records, want %d files, %d bytes and %d records", q, quiet.Summary.Records, truth.OnDisk, truth.Bytes, truth.Records)
	}
	for _, c := range []struct {
		kind, key, path string
		every           int64 // bytes of the server between two faults
	}{
		{"SMB", "SMB", "/data/" + name + "/small", truth.Bytes / 8},
		{"SMB, signed", "SMB_SIGN", "/data/" + name + "/small", truth.Bytes / 6},
		{"SFTP", "SFTP", tree, truth.Bytes / 8},
	} {
		t.Run(c.kind, func(t *testing.T) {
			p, err := chaos.New(s.Value(c.key))
			if err != nil {
				t.Fatal(err)
			}
			defer p.Close()
			scheme, _, _ := strings.Cut(strings.ToLower(c.kind), ",")
			share := (&url.URL{Scheme: scheme, User: url.User(s.Value("USER")), Host: p.Addr(), Path: c.path}).String()
			end, ended := make(chan struct{}), make(chan int)
			go func() { ended <- makeFaults(s, p, c.key, c.every, end) }()
			r := scanShares(t, s, "office="+share, "--timeout", "2s", "--known-hosts", knownAt(t, s, p.Addr()))
			close(end)
			faults := <-ended
			checkUnderFaults(t, quiet, r)
			counters := p.Counters()
			t.Logf("%d faults, %d connections, %d resets; %d of %d files read, %d findings, %d records", faults, counters.Connections, counters.Resets,
				r.Shares[0].Scanned, quiet.Shares[0].Files, len(r.Findings), r.Summary.Records)
			if faults < 4 {
				t.Errorf("%d faults were made in the run, want 4 or more: it tests nothing", faults)
			}
		})
	}
}

// knownAt writes a file of host keys in which the server's are those of another
// address: the proxy's.
func knownAt(t *testing.T, s *servers.Servers, address string) string {
	t.Helper()
	text, err := os.ReadFile(s.Value("KNOWN_HOSTS"))
	if err != nil {
		t.Fatal(err)
	}
	at := func(host string) string { return "[" + strings.Replace(host, ":", "]:", 1) }
	name := filepath.Join(t.TempDir(), "known_hosts")
	if err := os.WriteFile(name, []byte(strings.ReplaceAll(string(text), at(s.Value("SFTP")), at(address))), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// makeFaults makes one fault after the other, whenever so many bytes have come
// from the server, until the end. It returns how many it made.
func makeFaults(s *servers.Servers, p *chaos.Proxy, key string, every int64, end <-chan struct{}) (made int) {
	faults := []func(){
		p.Reset,
		func() { p.Freeze(); time.Sleep(3 * time.Second); p.Thaw() }, // longer than the time-out
		func() { s.KillSessions(key) },
		func() { p.CutAfter(every / 3) },
		func() { p.CutAfter(0); s.Kill(key); time.Sleep(time.Second); s.Restart(key) },
		func() { s.Freeze(key); time.Sleep(3 * time.Second); s.Thaw(key) },
	}
	for next := every; ; next = p.Counters().Down + every {
		for p.Counters().Down < next {
			select {
			case <-end:
				return made
			case <-time.After(5 * time.Millisecond):
			}
		}
		faults[made%len(faults)]()
		made++
	}
}

// checkUnderFaults compares a run with the quiet one: the same files, and what
// is missing is listed as not examined.
func checkUnderFaults(t *testing.T, quiet, r shareRun) {
	t.Helper()
	if len(r.Shares) == 0 {
		t.Fatalf("the scan ends with %d; standard error: %s", r.code, r.stderr)
	}
	listed := map[string]bool{}
	for _, u := range r.Unexamined {
		listed[u.Path] = true
		t.Logf("%s: %s: %s", u.Path, u.Reason, u.Detail)
	}
	got, want := r.Shares[0], quiet.Shares[0]
	if len(listed) == 0 && (got.Files != want.Files || got.Bytes != want.Bytes || got.Scanned != want.Scanned || r.Summary != quiet.Summary) {
		t.Errorf("nothing is listed as missing, and the scan has %+v and %+v; want %+v and %+v", got, r.Summary, want, quiet.Summary)
	}
	type place struct{ path, kind string }
	counts := map[place]int64{}
	for _, f := range r.Findings {
		counts[place{f.Path, f.Kind}] += f.Count
	}
	for _, f := range quiet.Findings {
		at := place{f.Path, f.Kind}
		if counts[at] != f.Count && !listed[f.Path] {
			t.Errorf("%s: %d of %s are found, want %d, or that the file is listed as not examined", f.Path, counts[at], f.Kind, f.Count)
		}
		delete(counts, at)
	}
	for at, n := range counts {
		t.Errorf("%s: %d of %s are found, and none in the quiet scan", at.path, n, at.kind)
	}
	if r.code != quiet.code {
		t.Errorf("the scan ends with %d, want %d; standard error: %s", r.code, quiet.code, r.stderr)
	}
}
