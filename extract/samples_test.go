package extract

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"
)

var (
	samplesDir = flag.String("samples", "", "also read the files in `DIR`, and look for what its manifest.json says is in them")
	mutations  = flag.Int("mutations", 0, "cut and change each sample at `N` places instead of a few")
)

// sampleFiles returns the samples of all formats, by path.
func sampleFiles(t *testing.T) []string {
	dirs := []string{"testdata"}
	if *samplesDir != "" {
		dirs = append(dirs, *samplesDir)
	}
	var files []string
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() && d.Name() == "fuzz" {
				return filepath.SkipDir
			}
			if err == nil && d.Type().IsRegular() && d.Name() != "manifest.json" && d.Name() != "README.md" {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// A reading is what reading a file gave.
type reading struct {
	text   bytes.Buffer
	skips  []string // "member: reason: detail"
	images int
	ctx    context.Context
	path   string
}

func (r *reading) Text(b *Block) error {
	r.text.Write(b.Text)
	r.text.WriteByte('\n')
	return r.ctx.Err()
}

func (r *reading) Member(f *File) error {
	outer := r.path
	defer func() { r.path = outer }()
	r.path += "!" + f.Name
	return r.read(f)
}

func (r *reading) Skip(member string, s Skip) {
	r.skips = append(r.skips, r.path+"!"+member+": "+s.Error())
}
func (r *reading) Image() { r.images++ }

func (r *reading) read(f *File) error {
	err := Extract(r.ctx, f, r)
	var s *Skip
	if errors.As(err, &s) {
		r.skips = append(r.skips, r.path+": "+s.Error())
		return r.ctx.Err()
	}
	return err
}

// readSample reads data as the file it is called.
func readSample(t *testing.T, name string, data []byte, limit time.Duration, set *Settings) *reading {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	b := DefaultBudget()
	b.Settings = set
	r := &reading{ctx: ctx}
	if err := r.read(&File{Name: filepath.Base(name), Size: int64(len(data)), Reader: bytes.NewReader(data), Budget: &b}); err != nil {
		t.Errorf("%s: got error %v, want only skips", filepath.Base(name), err)
	}
	return r
}

// normal is text as the manifest compares it.
func normal(s string) string {
	return strings.NewReplacer(" ", "", "\n", "", "\t", "", "\r", "", "‐", "-", "‑", "-", "‒", "-", "–", "-", "—", "-", "―", "-", "−", "-", "\u00ad", "-").Replace(norm.NFKC.String(s))
}

// A manifest says what must come out of each file.
type manifest struct {
	Files map[string]struct{ Expect []string }
}

// What must come out of the samples comes out.
func TestSamples(t *testing.T) {
	if *samplesDir == "" {
		t.Skip("no -samples")
	}
	var m manifest
	data, err := os.ReadFile(filepath.Join(*samplesDir, "manifest.json"))
	if err == nil {
		err = json.Unmarshal(data, &m)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range sampleFiles(t) {
		want, known := m.Files[filepath.Base(path)]
		if !known {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		r := readSample(t, path, data, time.Minute, &Settings{Passwords: []string{"himitsu123"}})
		text := normal(r.text.String())
		missing := slices.DeleteFunc(slices.Clone(want.Expect), func(s string) bool { return strings.Contains(text, normal(s)) })
		n := len(want.Expect)
		line := fmt.Sprintf("%-32s %2d/%2d %7d bytes %5d ms, %d images", filepath.Base(path), n-len(missing), n, len(text), time.Since(start).Milliseconds(), r.images)
		for _, s := range r.skips {
			line += "\n    " + s
		}
		if len(missing) > 0 && len(missing) < 6 {
			line += fmt.Sprintf("\n    missing %q", missing)
		}
		if len(missing) > 0 && len(r.skips) == 0 {
			t.Error("without a reason: " + line)
			continue
		}
		t.Log(line)
	}
}

// Samples that are cut or changed end in a reason: no crash, no hang, and no
// silence if text is lost.
func TestMutatedSamples(t *testing.T) {
	for _, path := range sampleFiles(t) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if len(data) > 1<<20 && *mutations == 0 {
			continue
		}
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			mutateSample(t, path, data)
		})
	}
}

func mutateSample(t *testing.T, path string, data []byte) {
	n := 8
	if *mutations > 0 {
		n = *mutations
	}
	rnd := rand.New(rand.NewPCG(uint64(len(data)), 5))
	whole := readSample(t, path, data, time.Minute, nil)
	silent := 0
	check := func(how string, b []byte) {
		start := time.Now()
		r := readSample(t, path, b, time.Minute, nil)
		if time.Since(start) > 30*time.Second {
			t.Errorf("%s: took %v", how, time.Since(start))
		}
		for _, s := range r.skips {
			if strings.Contains(s, "reader panicked") {
				t.Errorf("%s: %s", how, s)
			}
		}
		if r.text.Len() < whole.text.Len() && len(r.skips) <= len(whole.skips) && strings.HasPrefix(how, "cut") {
			silent++
		}
	}
	for i := range n {
		at := len(data) * i / n
		check(fmt.Sprintf("cut at %d", at), data[:at])
	}
	for range n {
		b := slices.Clone(data)
		for range 1 + rnd.IntN(4) {
			if len(b) > 0 {
				b[rnd.IntN(len(b))] ^= byte(1 << rnd.IntN(8))
			}
		}
		check("bits changed", b)
	}
	if silent > 0 {
		t.Logf("%d of %d cuts lost text without a reason", silent, n)
	}
}
