package scan

import (
	"bytes"
	"context"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/shikiri/shikiri/crawl"
	"github.com/shikiri/shikiri/detect"
	"github.com/shikiri/shikiri/internal/replay"
	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/report"
)

// shareConfig returns the configuration of a scan of one local folder by one
// worker.
func shareConfig(tb testing.TB, dir string) Config {
	tb.Helper()
	source, err := crawl.Open(context.Background(), dir, crawl.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { source.Close() })
	set, err := detect.Default()
	if err != nil {
		tb.Fatal(err)
	}
	return Config{Shares: []Share{{URL: dir, Zone: "office", Source: source}}, Policy: netzone.Default(), Set: set, Workers: 1, TempDir: tb.TempDir()}
}

func mustRun(tb testing.TB, cfg Config) *report.Run {
	tb.Helper()
	run, err := Run(context.Background(), cfg)
	if err != nil {
		tb.Fatal(err)
	}
	return run
}

// benchSize is about how many bytes a benchmark reads at a time.
const benchSize = 8 << 20

// BenchmarkScan is a whole scan of a share in the page cache, by one worker:
// walk, read, decode, detect, judge and count. Run it with -cpu 1.
func BenchmarkScan(b *testing.B) {
	for _, bench := range []struct {
		name  string
		write func(tb testing.TB, dir string)
	}{
		{"log-utf8-personal", writeLogs},
		{"csv-cp932-personal", func(tb testing.TB, dir string) { copyReplay(tb, dir, "amagasaki", 0.08) }},
		{"fixed-cp932-personal", func(tb testing.TB, dir string) { copyReplay(tb, dir, "kubota", 0.4) }},
		{"prose", writeProse},
		{"source", writeSource},
	} {
		b.Run(bench.name, func(b *testing.B) {
			dir := b.TempDir()
			bench.write(b, dir)
			cfg := shareConfig(b, dir)
			b.SetBytes(mustRun(b, cfg).Shares[0].Bytes)
			b.ReportAllocs()
			for b.Loop() {
				mustRun(b, cfg)
			}
		})
	}
}

// BenchmarkScanState is what a state adds where there are people in each line.
func BenchmarkScanState(b *testing.B) {
	dir := b.TempDir()
	copyReplay(b, dir, "amagasaki", 0.08)
	for _, name := range []string{"none", "new"} {
		b.Run(name, func(b *testing.B) {
			cfg := shareConfig(b, dir)
			if name == "new" {
				cfg.State = filepath.Join(b.TempDir(), "state")
			}
			b.SetBytes(mustRun(b, cfg).Shares[0].Bytes)
			b.ReportAllocs()
			for b.Loop() {
				if cfg.State != "" {
					os.RemoveAll(cfg.State)
				}
				mustRun(b, cfg)
			}
		})
	}
}

// copyReplay writes the share of a replay.
func copyReplay(tb testing.TB, dir, name string, scale float64) *replay.Truth {
	tb.Helper()
	truth, err := replay.Make(name, dir, replay.Options{Scale: scale, Now: time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		tb.Fatal(err)
	}
	for _, file := range []string{"shikiri.yaml", "truth.json"} {
		if err := os.Remove(filepath.Join(dir, file)); err != nil {
			tb.Fatal(err)
		}
	}
	return truth
}

// writeLogs writes the UTF-8 logs of replay tokai that label names or end them
// in 様, in files of a few hundred kilobytes.
func writeLogs(tb testing.TB, dir string) {
	tb.Helper()
	labelled := []string{"atena", "key-value", "honorific", "honorific-sentence", "ndjson", "file-name"}
	from := tb.TempDir()
	var text bytes.Buffer
	truth := copyReplay(tb, from, "tokai", 1)
	for _, f := range truth.Files {
		if f.Charset != "utf-8" || f.Member != "" || strings.HasSuffix(f.Path, ".gz") || !slices.Contains(labelled, f.Style) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(from, f.Share, filepath.FromSlash(f.Path)))
		if os.IsNotExist(err) {
			continue // its name on disk is not UTF-8
		}
		if err != nil {
			tb.Fatal(err)
		}
		text.Write(data)
	}
	whole := text.Bytes()
	for i := 0; i*len(whole) < benchSize; i++ {
		writeFile(tb, filepath.Join(dir, "job"+string(rune('a'+i))+".log"), whole)
	}
}

// writeProse writes minutes and rules that are about nobody, sentence after
// sentence in random order.
func writeProse(tb testing.TB, dir string) {
	tb.Helper()
	from := tb.TempDir()
	copyReplay(tb, from, "office-clean", 1)
	var lines []string
	eachFile(tb, from, func(path string, data []byte) {
		if strings.Contains(path, "文書") && filepath.Ext(path) == ".txt" && utf8.Valid(data) && !bytes.Contains(data, []byte("\x1b")) {
			lines = append(lines, strings.SplitAfter(string(data), "\n")...)
		}
	})
	r := rand.New(rand.NewPCG(1, 1))
	for i := range 8 {
		var text bytes.Buffer
		for text.Len() < benchSize/8 {
			text.WriteString(lines[r.IntN(len(lines))])
		}
		writeFile(tb, filepath.Join(dir, "minutes"+string(rune('a'+i))+".txt"), text.Bytes())
	}
}

// writeSource copies the Go files of this module, which hold Japanese in
// comments and tables, again and again.
func writeSource(tb testing.TB, dir string) {
	tb.Helper()
	size := 0
	for i := 0; size < benchSize; i++ {
		eachFile(tb, "..", func(path string, data []byte) {
			if filepath.Ext(path) == ".go" && !strings.HasSuffix(path, "_test.go") && !strings.Contains(path, "replay") {
				size += len(data)
				writeFile(tb, filepath.Join(dir, string(rune('a'+i)), filepath.Base(filepath.Dir(path)), filepath.Base(path)), data)
			}
		})
	}
}

// eachFile calls fn for every file below dir.
func eachFile(tb testing.TB, dir string, fn func(path string, data []byte)) {
	tb.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if err == nil {
			fn(path, data)
		}
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
}

func writeFile(tb testing.TB, path string, data []byte) {
	tb.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		tb.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o666); err != nil {
		tb.Fatal(err)
	}
}
