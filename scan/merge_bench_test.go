package scan

import (
	"context"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// benchSightings is how many sightings the benchmark merges, in two runs.
const benchSightings = 1_000_000

// inventedRun is a run with n sightings of half as many people in a thousand
// files, and its people file.
func inventedRun(tb testing.TB, dir, name string, n int, seed uint64) Input {
	tb.Helper()
	c := newCrowd(dir)
	defer c.Close()
	client := c.client("")
	run := oneShare(int(seed), share("smb://fs.example.com/"+name, "office"))
	var held []fileHolders
	for i := range 1000 {
		path := filepath.Join("folder", string(rune('a'+i%26)), name, string(rune(0x4e00+i))+".csv")
		c.newGroup(holding{0, client, path, ""})
		held = append(held, fileHolders{0, client, path, holders{int64(n / 1000), 0}})
	}
	r := rand.New(rand.NewPCG(1, seed))
	batch := make([]sighting, 0, batchSize)
	for i := range n {
		s := newSighting(r.Uint64N(uint64(n)/2), 0, 0, 0)
		s.traits[byBirth], s.traits[byResidence] = s.name[0]|1, s.name[1]|1
		s.group = uint32(1 + i%1000)
		if batch = append(batch, s); len(batch) == batchSize || i == n-1 {
			if err := c.add(batch); err != nil {
				tb.Fatal(err)
			}
			batch = batch[:0]
		}
	}
	file := filepath.Join(dir, name+".people")
	out := &PeopleOutput{Name: name + ".people", Write: func(write func(io.Writer) error) error {
		f, err := os.Create(file)
		if err != nil {
			return err
		}
		defer f.Close()
		return write(f)
	}}
	h := peopleHeader{Key: "k", Shares: []peopleShare{{run.Shares[0].URL, "office"}}}
	if err := writePeopleFile(run, out, h, c, held); err != nil {
		tb.Fatal(err)
	}
	return Input{Name: name, Run: run, People: func() (io.ReadCloser, error) { return os.Open(file) }}
}

// BenchmarkMerge merges two runs whose people are the same for the most part.
func BenchmarkMerge(b *testing.B) {
	dir := b.TempDir()
	a, c := inventedRun(b, dir, "a", benchSightings/2, 1), inventedRun(b, dir, "b", benchSightings/2, 2)
	size := int64(0)
	for _, in := range []Input{a, c} {
		info, err := os.Stat(filepath.Join(dir, in.Run.People.File))
		if err != nil {
			b.Fatal(err)
		}
		size += info.Size()
	}
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		x, y := *a.Run, *c.Run
		got, err := Merge(context.Background(), MergeConfig{TempDir: dir, Inputs: []Input{
			{Name: "a", Run: &x, People: a.People}, {Name: "b", Run: &y, People: c.People},
		}})
		if err != nil {
			b.Fatal(err)
		}
		if got.Summary.Records != benchSightings || got.Summary.People == 0 {
			b.Fatalf("got %+v", got.Summary)
		}
		b.ReportMetric(float64(got.Summary.People), "people")
	}
	b.ReportMetric(float64(size)/benchSightings, "B/sighting")
}
