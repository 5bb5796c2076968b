package scan

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/shikiri/shikiri/netzone/probe"
	"github.com/shikiri/shikiri/report"
)

// BenchmarkMergeProbes merges two probes of a /16 of which every address refuses,
// made on one machine: the newer one takes the place of the older.
func BenchmarkMergeProbes(b *testing.B) {
	var saved [][]byte
	size := 0
	for hours := range 2 {
		r := probeFrom("pc", "office", hours, seenPort{"print", "10.20.0.1", 445, probe.Refused})
		row := r.Targets[0]
		row.Refused = probe.FormatPorts(probe.DefaultPorts)
		r.Targets = nil
		for i := range 65534 {
			row.Host = fmt.Sprintf("10.20.%d.%d", (i+1)/256, (i+1)%256)
			r.Targets = append(r.Targets, row)
		}
		f := &r.Flows[0]
		f.Ports, f.Hosts, f.Tried = row.Refused, 65534, 65534*int64(len(probe.DefaultPorts))
		f.Refused = f.Tried
		data, err := json.Marshal(r)
		if err != nil {
			b.Fatal(err)
		}
		saved = append(saved, data)
		size += len(data)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		var inputs []Input
		for _, data := range saved {
			in := Input{Run: new(report.Run)}
			if err := json.Unmarshal(data, in.Run); err != nil {
				b.Fatal(err)
			}
			inputs = append(inputs, in)
		}
		b.StartTimer()
		got, err := Merge(context.Background(), MergeConfig{Inputs: inputs})
		if err != nil {
			b.Fatal(err)
		}
		if len(got.Vantages) != 1 || len(got.Targets) != 65534 {
			b.Fatalf("got %d vantages, %d targets", len(got.Vantages), len(got.Targets))
		}
	}
}
