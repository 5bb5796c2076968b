package output

import (
	"fmt"
	"io"
	"testing"

	"github.com/shikiri/shikiri/report"
)

// counter counts what is written to it.
type counter struct{ n int64 }

func (c *counter) Write(b []byte) (int, error) {
	c.n += int64(len(b))
	return len(b), nil
}

// BenchmarkWrite writes a run with many findings; bytes are those written.
func BenchmarkWrite(b *testing.B) {
	r := sampleRuns()["full"]
	one := r.Findings[0]
	r.Findings = nil
	for i := range 100_000 {
		one.ID, one.Path = fmt.Sprintf("f%d", i), fmt.Sprintf("営業/ﾃﾞｰﾀ/%06d.zip", i)
		r.Findings = append(r.Findings, one)
	}
	for _, f := range All() {
		b.Run(f.Name, func(b *testing.B) {
			benchmarkFormat(b, f, r)
		})
	}
}

func benchmarkFormat(b *testing.B, f *Format, r *report.Run) {
	var size counter
	if err := f.Write(&size, r, Options{}); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(size.n)
	b.ReportAllocs()
	for b.Loop() {
		if err := f.Write(io.Discard, r, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
