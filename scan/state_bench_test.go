package scan

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkState scans small files, one in ten with people, without a state, with
// a new one, and with one that knows all. Run it with -cpu 2.
func BenchmarkState(b *testing.B) {
	const files = 20_000
	dir := b.TempDir()
	for i := range files {
		text := "明日の会議は十時からです。\n"
		if i%10 == 0 {
			text = people(i, 3)
		}
		writeFile(b, filepath.Join(dir, fmt.Sprint(i/1000), fmt.Sprint(i)+".csv"), []byte(text))
	}
	settleTimes(b, dir)
	for _, bench := range []struct {
		name        string
		state, keep bool
	}{{"none", false, false}, {"new", true, false}, {"known", true, true}} {
		b.Run(bench.name, func(b *testing.B) {
			stateDir := filepath.Join(b.TempDir(), "state")
			cfg := shareConfig(b, dir)
			cfg.Workers = 2
			if bench.state {
				cfg.State = stateDir
			}
			b.SetBytes(mustRun(b, cfg).Shares[0].Bytes)
			b.ReportAllocs()
			for b.Loop() {
				if !bench.keep {
					os.RemoveAll(stateDir)
				}
				mustRun(b, cfg)
			}
			b.ReportMetric(float64(files)*float64(b.N)/b.Elapsed().Seconds(), "files/s")
		})
	}
}
