package scan

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/shikiri/shikiri/crawl"
	"github.com/shikiri/shikiri/detect"
	"github.com/shikiri/shikiri/netzone"
)

// killShare and killState name the folders of the process that
// TestStateKilled kills.
const (
	killShare = "SHIKIRI_TEST_KILL_SHARE"
	killState = "SHIKIRI_TEST_KILL_STATE"
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
		Shares: []Share{{URL: share, Zone: "office", Source: newFaulty(source, nil, nil)}}, Policy: netzone.Default(), Set: set, Workers: 2, State: stateDir, stateBatch: 50,
	})
	return err
}

// A scan that is killed again and again goes on where it was, and its report is
// that of one that was not.
func TestStateKilled(t *testing.T) {
	dir, stateDir := t.TempDir(), filepath.Join(t.TempDir(), "state")
	writeAll(t, dir)
	for i := range 400 {
		writeFile(t, filepath.Join(dir, "many", fmt.Sprint(i%20), fmt.Sprint(i)+".csv"), []byte(people(i*7, 60)))
	}
	writeFile(t, filepath.Join(dir, "big.csv"), []byte(people(0, 40_000)))
	settleTimes(t, dir)
	r := rand.New(rand.NewPCG(4, 4))
	killed := 0
	for i := range 7 {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), killShare+"="+dir, killState+"="+stateDir)
		cmd.Stderr = os.Stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(80+(i+1)*r.IntN(60)) * time.Millisecond)
		if cmd.Process.Kill() == nil {
			killed++
		}
		_ = cmd.Wait() // killed
	}
	cfg, src := stateConfig(t, dir, stateDir)
	got := text(t, mustRun(t, cfg))
	if d := difference(got, plainRun(t, dir)); d != "" {
		t.Errorf("after %d kills the report is not that of an unbroken run: %s", killed, d)
	}
	t.Logf("%d kills, %d files left", killed, len(src.opened))
}
