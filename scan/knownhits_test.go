package scan

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestHits(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var want []uint64
	h := hits{dir: t.TempDir(), limit: 50}
	defer h.Close()
	for range 30_000 {
		hit := r.Uint64N(20_000)
		want = append(want, hit)
		if err := h.add(hit); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(want)
	want = slices.Compact(want)
	var got []uint64
	if err := h.each(func(hit uint64) { got = append(got, hit) }); err != nil || !slices.Equal(got, want) {
		t.Errorf("got %d hits in order: %v, error %v, want %d", len(got), slices.IsSorted(got), err, len(want))
	}
}
