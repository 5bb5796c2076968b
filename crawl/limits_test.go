package crawl

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// A fakeClock goes on when somebody sleeps, and only then.
type fakeClock struct {
	mu sync.Mutex
	at time.Time
}

func newFakeClock(hour, minute int) *fakeClock {
	return &fakeClock{at: time.Date(2026, 11, 23, hour, minute, 0, 0, time.Local)} // a Monday
}

func (c *fakeClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *fakeClock) sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
	return ctx.Err()
}

// A stuckClock never wakes a sleeper.
type stuckClock struct{ fakeClock }

func (c *stuckClock) sleep(ctx context.Context, _ time.Duration) error {
	<-ctx.Done()
	return ctx.Err()
}

var everyDay = [7]bool{true, true, true, true, true, true, true}

func TestQuietUntil(t *testing.T) {
	weekdays := [7]bool{false, true, true, true, true, true, false}
	day := Window{weekdays, 8*time.Hour + 30*time.Minute, 18 * time.Hour}
	night := Window{weekdays, 22 * time.Hour, 6 * time.Hour}
	for _, test := range []struct {
		about   string
		windows []Window
		at      string // of November 2026, whose 23rd is a Monday
		want    string
	}{
		{"none", nil, "23 09:00", ""},
		{"before", []Window{day}, "23 08:29", ""},
		{"first minute", []Window{day}, "23 08:30", "23 18:00"},
		{"last minute", []Window{day}, "23 17:59", "23 18:00"},
		{"after", []Window{day}, "23 18:00", ""},
		{"another day", []Window{day}, "22 09:00", ""},
		{"over midnight", []Window{night}, "23 23:00", "24 06:00"},
		{"after midnight", []Window{night}, "24 05:59", "24 06:00"},
		{"after midnight of a day that had none", []Window{night}, "23 05:59", ""},
		{"Friday's night ends on Saturday", []Window{night}, "28 01:00", "28 06:00"},
		{"end of the month", []Window{{everyDay, 22 * time.Hour, 6 * time.Hour}}, "30 23:00", "31 06:00"},
		{"whole day", []Window{{weekdays, 0, 24 * time.Hour}}, "27 12:00", "28 00:00"},
		{"windows that meet", []Window{night, {everyDay, 6 * time.Hour, 7 * time.Hour}}, "23 23:00", "24 07:00"},
	} {
		at, err := time.ParseInLocation("2006-01-02 15:04", "2026-11-"+test.at, time.Local)
		if err != nil {
			t.Fatal(err)
		}
		want := time.Time{}
		if test.want == "31 06:00" {
			want = time.Date(2026, 12, 1, 6, 0, 0, 0, time.Local)
		} else if test.want != "" {
			want, _ = time.ParseInLocation("2006-01-02 15:04", "2026-11-"+test.want, time.Local)
		}
		if got := quietUntil(test.windows, at); !got.Equal(want) {
			t.Errorf("%s: at %s quiet until %v, want %v", test.about, test.at, got, want)
		}
	}
	always := []Window{{everyDay, 0, 24 * time.Hour}}
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.Local)
	if got := quietUntil(always, at); got.Sub(at) < 7*24*time.Hour {
		t.Errorf("always quiet: until %v, want a week later or more, and an end of the search", got)
	}
}

// One host is one gate, however it is spelled and whatever its scheme and port.
func TestLimitsHosts(t *testing.T) {
	l := &Limits{OpsPerSecond: 1}
	for _, test := range []struct {
		a, b string
		same bool
	}{
		{"fs01", "FS01.", true}, {"fs01", "fs02", false}, {"::1", "0:0::1", true}, {"10.0.0.1", "::ffff:10.0.0.1", true}, {"", "fs01", false},
	} {
		if got := l.gate(test.a) == l.gate(test.b); got != test.same {
			t.Errorf("hosts %q and %q share their limits: %v, want %v", test.a, test.b, got, test.same)
		}
	}
	var none *Limits
	if g := none.gate("fs01"); g != nil || g.pass(t.Context(), 1<<40) != nil {
		t.Error("without limits something is held")
	}
}

// writeTree writes files and returns a folder with them.
func writeTree(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o777), os.WriteFile(file, []byte(data), 0o666)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func openLimited(t *testing.T, ctx context.Context, dir string, l *Limits) Source {
	t.Helper()
	src, err := Open(ctx, dir, Options{Limits: l})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { src.Close() })
	return src
}

// A share behind limits is a share like any other.
func TestLimitedSource(t *testing.T) {
	testSource(t, false, func(t *testing.T, ctx context.Context, files map[string]string) Source {
		return openLimited(t, ctx, writeTree(t, files), &Limits{BytesPerSecond: 1e6, OpsPerSecond: 100, clock: newFakeClock(12, 0)})
	})
}

// readEverything walks a share with several workers and reads its files.
func readEverything(t *testing.T, src Source) (files, bytes int64) {
	t.Helper()
	var mu sync.Mutex
	err := Walk(t.Context(), src, WalkOptions{Workers: 4}, func(e Entry) error {
		if e.Skip != nil {
			t.Errorf("%s is not examined: %v", e.Path, *e.Skip)
			return nil
		}
		f, err := src.Open(e.Name)
		if err != nil {
			return err
		}
		defer f.Close()
		n, err := io.Copy(io.Discard, f)
		mu.Lock()
		defer mu.Unlock()
		files, bytes = files+1, bytes+n
		return err
	})
	if err != nil {
		t.Fatalf("Walk: %v", err)
	}
	return files, bytes
}

// Over a run the rate is what was asked for: neither more nor, as far as there
// is nothing else to wait for, less. Two shares of one host have it in common.
func TestLimitsHoldOverARun(t *testing.T) {
	files := map[string]string{"big": strings.Repeat("x", 3_000_000)}
	for i := range 500 {
		files["d/"+strings.Repeat("x", 1+i/100)+string(rune('a'+i%26))+strings.Repeat("y", i%100)] = strings.Repeat("z", 2000)
	}
	dirs := []string{writeTree(t, files), writeTree(t, files)}
	wantFiles, wantBytes := int64(0), int64(0)
	for _, data := range files {
		wantFiles, wantBytes = wantFiles+2, wantBytes+2*int64(len(data))
	}
	for _, l := range []*Limits{{BytesPerSecond: 500_000}, {OpsPerSecond: 50}, {BytesPerSecond: 1_000_000, OpsPerSecond: 10_000}} {
		clock := newFakeClock(12, 0)
		l.clock = clock
		start := clock.now()
		var wg sync.WaitGroup
		var mu sync.Mutex
		var gotFiles, gotBytes int64
		for _, dir := range dirs {
			src := openLimited(t, t.Context(), dir, l)
			wg.Go(func() {
				n, b := readEverything(t, src)
				mu.Lock()
				defer mu.Unlock()
				gotFiles, gotBytes = gotFiles+n, gotBytes+b
			})
		}
		wg.Wait()
		if gotFiles != wantFiles || gotBytes != wantBytes {
			t.Errorf("limits %d B/s, %d op/s: read %d files, %d bytes; want %d, %d", l.BytesPerSecond, l.OpsPerSecond, gotFiles, gotBytes, wantFiles, wantBytes)
		}
		took := clock.now().Sub(start).Seconds()
		if want := float64(l.BytesPerSecond); want > 0 {
			if ratio := float64(gotBytes) / took / want; ratio > 1.05 || ratio < 0.9 {
				t.Errorf("%d B/s asked for: got %.2f times as much", l.BytesPerSecond, ratio)
			}
		} else {
			// Each share: it and its two folders, 501 files opened, 500 read in one
			// block and one in three.
			if ratio := 2 * (3 + 501 + 500 + 3) / took / float64(l.OpsPerSecond); ratio > 1.05 || ratio < 0.95 {
				t.Errorf("%d operations a second asked for: got %.2f times as many", l.OpsPerSecond, ratio)
			}
		}
	}
}

// In quiet hours nothing is asked, in the middle of a file either, and one word
// is said about it.
func TestQuietHours(t *testing.T) {
	clock := newFakeClock(8, 29)
	var told []string
	l := &Limits{BytesPerSecond: 1000, Quiet: []Window{{everyDay, 8*time.Hour + 30*time.Minute, 18 * time.Hour}}, clock: clock,
		Warn: func(text string) { told = append(told, text) }}
	want := strings.Repeat("x", 100_000) // 100 s
	src := openLimited(t, t.Context(), writeTree(t, map[string]string{"a": want}), l)
	f, err := src.Open("a")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var got strings.Builder
	for p := make([]byte, 1000); ; {
		n, err := f.Read(p)
		if got.Write(p[:n]); err == io.EOF {
			break
		}
		if now := clock.now(); err != nil || now.Hour() >= 9 && now.Hour() < 18 {
			t.Fatalf("read %d bytes at %s, %v; want none between 08:30 and 18:00", n, now.Format("15:04"), err)
		}
	}
	if got.String() != want {
		t.Errorf("read %d bytes, want the %d of the file", got.Len(), len(want))
	}
	if want := []string{"paused until Mon 18:00: quiet hours"}; !slices.Equal(told, want) {
		t.Errorf("told %q, want %q", told, want)
	}
	if now := clock.now(); now.Hour() != 18 {
		t.Errorf("done at %s, want after 18:00", now.Format("15:04"))
	}
}

// Who waits at the gate ends with the context, with the share and with the file.
func TestLimitsEndWaiting(t *testing.T) {
	dir := writeTree(t, map[string]string{"a": "alpha"})
	for about, test := range map[string]struct {
		end  func(cancel func(), src Source, f fs.File)
		want error
	}{
		"cancel":      {func(cancel func(), _ Source, _ fs.File) { cancel() }, context.Canceled},
		"close":       {func(_ func(), src Source, _ fs.File) { src.Close() }, fs.ErrClosed},
		"close file":  {func(_ func(), _ Source, f fs.File) { f.Close() }, fs.ErrClosed},
		"close later": {func(_ func(), src Source, f fs.File) { f.Close(); src.Close() }, fs.ErrClosed},
	} {
		clock := &stuckClock{fakeClock{at: newFakeClock(12, 0).at}}
		ctx, cancel := context.WithCancel(t.Context())
		src := openLimited(t, ctx, dir, &Limits{OpsPerSecond: 10, clock: clock})
		f, err := src.Open("a")
		if err != nil {
			t.Fatal(err)
		}
		done := make(chan error)
		go func() {
			for {
				if _, err := f.Read(make([]byte, 1)); err != nil && err != io.EOF {
					done <- err
					return
				}
			}
		}()
		test.end(cancel, src, f)
		if err := <-done; !errors.Is(err, test.want) {
			t.Errorf("%s: waiting ends with %v, want %v", about, err, test.want)
		}
		cancel()
	}
}
