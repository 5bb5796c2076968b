package scan

import (
	"math/rand/v2"
	"testing"

	"github.com/shikiri/shikiri/report"
)

// BenchmarkCopies counts 100,000 people in 50 files of a print zone and 50 copies
// of them in an office zone: by client and zone only, and with the search for
// copies. Common names are those that 40 people have.
func BenchmarkCopies(b *testing.B) {
	for _, bench := range []struct {
		name  string
		stock int
	}{{"rare-names", 0}, {"common-names", 2_500}} {
		c := newCrowd(b.TempDir())
		defer c.Close()
		c.client("")
		r := rand.New(rand.NewPCG(1, 1))
		const people, files = 100_000, 50
		for range files {
			list := invent(r, people/files, bench.stock)
			for share := range uint32(2) {
				g := c.newGroup(holding{share: int(share)})
				for i := range list {
					list[i] = list[i].in(0, share, g)
				}
				if err := c.add(list); err != nil {
					b.Fatal(err)
				}
			}
		}
		for _, copies := range []bool{false, true} {
			name := bench.name + "/count"
			if copies {
				name = bench.name + "/copies"
			}
			b.Run(name, func(b *testing.B) {
				b.SetBytes(2 * people * sightingSize)
				b.ReportAllocs()
				for b.Loop() {
					n := newCensus(c, zonesOf([]int{0, 1}))
					if err := n.take(c); err != nil {
						b.Fatal(err)
					}
					if run := new(report.Run); copies {
						if err := n.tellCopies(run, c, []Share{{URL: "/office"}, {URL: "/print"}}); err != nil || len(run.Copies) != files {
							b.Fatalf("%d copies, %v, want %d", len(run.Copies), err, files)
						}
					}
				}
			})
		}
	}
}
