package scan

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/shikiri/shikiri/crawl"
	"github.com/shikiri/shikiri/detect"
	"github.com/shikiri/shikiri/netzone"
)

// killShare and killState name the folders of the process that
// TestStateKilled kills.
const (
	killShare = "SHIKIRI_TEST_KILL_SHARE"
	killState = "SHIKIRI_TEST_KILL_STATE"

	killWorkers = 2
	killBatch   = 50
)

// TestMain scans, and does nothing else, in the process of TestStateKilled.
func TestMain(m *testing.M) {
	if os.Getenv(killShare) == "" {
		os.Exit(m.Run())
	}
	if err := scanToBeKilled(os.Getenv(killShare), os.Getenv(killState)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func scanToBeKilled(share, stateDir string) error {
	source, err := crawl.Open(context.Background(), share, crawl.Options{})
	if err != nil {
		return err
	}
	defer source.Close()
	set, err := detect.Default()
	if err != nil {
		return err
	}
	_, err = Run(context.Background(), Config{
		Shares: []Share{{URL: share, Zone: "office", Source: &grantedSource{Source: source}}},
		Policy: netzone.Default(), Set: set, Workers: killWorkers, State: stateDir, stateBatch: killBatch,
	})
	return err
}

// A grantedSource opens a file for each byte on standard input, and tells its
// name on standard output.
type grantedSource struct {
	crawl.Source
	mu sync.Mutex
}

func (s *grantedSource) Open(name string) (fs.File, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var grant [1]byte
	if _, err := io.ReadFull(os.Stdin, grant[:]); err != nil {
		return nil, err
	}
	fmt.Println(name)
	return s.Source.Open(name)
}

// killedScan has another process scan, kills it when it has opened as many files
// as at, and returns how many it opened until it was dead: grants at most.
func killedScan(t *testing.T, share, stateDir string, at, grants int) (opened int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), killShare+"="+share, killState+"="+stateDir)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(in, strings.Repeat(".", grants)); err != nil {
		t.Error(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if opened++; opened == at {
			_ = cmd.Process.Kill() // Wait tells if it did not work
		}
	}
	if err := cmd.Wait(); err == nil || opened < at {
		t.Fatalf("the scan ended by itself after %d files: %v; want it killed after %d", opened, err, at)
	}
	return opened
}

// A scan that is killed again and again goes on where it was, and its report is
// that of one that was not.
func TestStateKilled(t *testing.T) {
	dir, stateDir := t.TempDir(), filepath.Join(t.TempDir(), "state")
	writeAll(t, dir)
	for i := range 1200 {
		writeFile(t, filepath.Join(dir, "many", fmt.Sprint(i%20), fmt.Sprint(i)+".csv"), []byte(people(i*7, 20)))
	}
	writeFile(t, filepath.Join(dir, "big.csv"), []byte(people(0, 40_000)))
	settleTimes(t, dir)
	cfg, src := stateConfig(t, dir, "")
	want := text(t, mustRun(t, cfg))
	most, least := len(src.opened), len(src.opened)
	r := rand.New(rand.NewPCG(4, 4))
	inHand := killWorkers + crawl.FilesAhead(&grantedSource{})
	for range 6 {
		grants := killBatch + inHand + r.IntN(40)
		opened := killedScan(t, dir, stateDir, 1+r.IntN(grants), grants)
		// What a run opens is not in the state. What it does not put there is
		// the files in hand and a batch.
		most -= max(0, opened-killBatch-inHand)
		least -= opened
	}
	cfg, src = stateConfig(t, dir, stateDir)
	got := text(t, mustRun(t, cfg))
	if d := difference(got, want); d != "" {
		t.Errorf("after the kills the report is not that of an unbroken run: %s", d)
	}
	if n := len(src.opened); n < least || n > most {
		t.Errorf("after the kills %d files were opened, want %d to %d", n, least, most)
	}
	t.Logf("%d files left, of %d to %d", len(src.opened), least, most)
}
