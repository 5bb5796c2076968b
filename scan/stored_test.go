package scan

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// Sightings come back as they were, but for what another run decides.
func TestPackSightings(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	groups := []uint32{3, 4, 9, 1000}
	seen := randomSightings(r, 2000)
	for i := range seen {
		seen[i].group, seen[i].client, seen[i].share = groups[r.IntN(len(groups))], 0, 0
		if i%10 == 0 {
			seen[i].nobody, seen[i].name, seen[i].traits = true, [2]uint64{}, [traits]uint64{}
		}
	}
	i := 0
	err := unpackSightings(packSightings(nil, seen, groups), func(s *sighting) error {
		want := seen[i]
		got := *s
		got.group = groups[s.group]
		if got != want {
			t.Fatalf("sighting %d: got %+v, want %+v", i, got, want)
		}
		i++
		return nil
	})
	if err != nil || i != len(seen) {
		t.Errorf("got %d sightings, %v; want %d", i, err, len(seen))
	}
}

// What a store holds is no more to be trusted than any other file.
func FuzzStored(f *testing.F) {
	groups := []uint32{1, 2}
	seen := []sighting{newSighting(1, 2, 3), newSighting(2), {group: 2, nobody: true, kinds: 5}}
	f.Add(packSightings(nil, seen, groups), []byte(`{"Records":3,"Findings":[{"Detector":1,"Group":2,"Confidence":3,"Count":1,"Samples":[{"line":1}]}],"Unexamined":[{"Reason":"damaged"}]}`))
	f.Add([]byte{64, 0, 1}, []byte(`{}`))
	dir := f.TempDir()
	writeFile(f, filepath.Join(dir, "a"), nil)
	cfg := shareConfig(f, dir)
	cfg.complete()
	f.Fuzz(func(t *testing.T, sightings, rest []byte) {
		w := newWorker(&cfg, newCrowd(t.TempDir()), new(aside), nil, longAgo)
		w.share = &cfg.Shares[0]
		n := 0
		if err := unpackSightings(sightings, func(s *sighting) error { n++; return w.seeAgain(s) }); err == nil && len(w.file.groups) > n {
			t.Errorf("got %d groups of %d sightings", len(w.file.groups), n)
		}
		if w.unpack(rest) == nil {
			for _, found := range w.file.findings {
				if found.group != 0 && !slices.Contains(w.file.groups, found.group) {
					t.Errorf("finding of group %d, which is not there", found.group)
				}
			}
		}
	})
}

// Whatever happens to its file, a state gives an error or the report of a run
// without state.
func TestStateDamaged(t *testing.T) {
	dir, stateDir := t.TempDir(), filepath.Join(t.TempDir(), "state")
	writeAll(t, dir)
	cfg, _ := stateConfig(t, dir, stateDir)
	mustRun(t, cfg)
	want := plainRun(t, dir)
	path := filepath.Join(stateDir, "state.db")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(2, 2))
	refused, warned := 0, 0
	for i := range 12 {
		data := slices.Clone(whole)
		for range 1 + r.IntN(20) {
			data[r.IntN(len(data))] ^= 1 << r.IntN(8)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		cfg, _ := stateConfig(t, dir, stateDir)
		run, err := Run(t.Context(), cfg)
		if err != nil {
			refused++
			continue
		}
		if len(run.Warnings) > 0 {
			warned++
		}
		run.Warnings = nil
		if d := difference(text(t, run), want); d != "" {
			t.Fatalf("damage %d: the report is not that of a run without state: %s", i, d)
		}
	}
	if refused+warned == 0 {
		t.Error("no damage was noticed")
	}
	t.Logf("of 12 damaged states %d were refused, %d warned of", refused, warned)
}
