package scan

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
)

type fileKind struct {
	group uint32
	slot  uint8
}

// heads is what a census counted.
type heads struct {
	people  int64
	clients map[clientZone]int64
	files   map[fileKind]int64
}

func (a heads) equal(b heads) bool {
	return a.people == b.people && maps.Equal(a.clients, b.clients) && maps.Equal(a.files, b.files)
}

// String tells the sums, which is enough to see what differs.
func (a heads) String() string {
	files := int64(0)
	for _, n := range a.files {
		files += n
	}
	return fmt.Sprintf("%d people, by client and zone %v, by file and kind %d in %d", a.people, a.clients, files, len(a.files))
}

// countHeads puts sightings into a crowd of a limit, 0 for that of a scan, in
// batches of a size, and counts them. zones are those of the shares.
func countHeads(t testing.TB, seen []sighting, limit, batch int, zones ...int) heads {
	t.Helper()
	c := newCrowd(t.TempDir())
	defer c.Close()
	if limit > 0 {
		c.limit = limit
	}
	for part := range slices.Chunk(slices.Clone(seen), batch) {
		if err := c.add(part); err != nil {
			t.Fatal(err)
		}
	}
	for i := range seen { // groups that newGroup did not number
		c.groups = append(c.groups, make([]holding, max(0, int(seen[i].group)+1-len(c.groups)))...)
	}
	n := newCensus(c, zonesOf(zones))
	if err := n.take(c); err != nil {
		t.Fatal(err)
	}
	files := make(map[fileKind]int64)
	for group, counts := range n.files {
		for _, k := range counts {
			files[fileKind{uint32(group), uint8(k.slot)}] = int64(k.people)
		}
	}
	return heads{n.people, n.clients, files}
}

// zonesOf returns the zones of shares by their numbers. The first one is open,
// the others are closed.
func zonesOf(of []int) *zoning {
	n := slices.Max(of) + 1
	z := &zoning{names: make([]string, n), of: of, closed: make([]bool, n)}
	for i := range n {
		z.names[i], z.closed[i] = fmt.Sprint("zone", i), i > 0
	}
	return z
}

// newSighting is a record of kind 0 in the first file of the first share, about
// somebody with a name and, the strongest first, traits; 0 is one that is not
// there.
func newSighting(name uint64, of ...uint64) sighting {
	const spread = 0x9E3779B97F4A7C15 // fingerprints are spread evenly
	s := sighting{name: [2]uint64{(name + 1) * spread, (name + 1) * spread * spread}, group: 1, kinds: 1}
	copy(s.traits[:], of)
	return s
}

// randomSightings returns n sightings of few enough people that many are seen
// again, with other traits, in other files and for other clients.
func randomSightings(r *rand.Rand, n int) []sighting {
	seen := make([]sighting, n)
	for i := range seen {
		s := newSighting(r.Uint64N(uint64(n) / 8))
		for j := range s.traits {
			if r.IntN(2) == 0 {
				s.traits[j] = 1 + r.Uint64N(4)
			}
		}
		s.client, s.share, s.group, s.kinds = r.Uint32N(3), r.Uint32N(3), 1+r.Uint32N(20), 1<<r.IntN(4)|1<<r.IntN(64)
		seen[i] = s
	}
	return seen
}

func TestCrowdSpillsExactly(t *testing.T) {
	for seed := range uint64(5) {
		seen := randomSightings(rand.New(rand.NewPCG(seed, 1)), 20000)
		want := countHeads(t, seen, len(seen)+1, len(seen), 0, 1, 1)
		for _, limit := range []int{1, 7, 100, 3000, 19999} {
			if got := countHeads(t, seen, limit, 97, 0, 1, 1); !got.equal(want) {
				t.Errorf("seed %d, %d sightings in memory: got %v, want as with all in memory %v", seed, limit, got, want)
			}
		}
	}
}

// Workers hand in batches in any order.
func TestCrowdInAnyOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	seen := randomSightings(r, 20000)
	want := countHeads(t, seen, 0, len(seen), 0, 1, 1)
	for i := range 10 {
		r.Shuffle(len(seen), func(i, j int) { seen[i], seen[j] = seen[j], seen[i] })
		limit := []int{0, 500}[i%2]
		if got := countHeads(t, seen, limit, 1+r.IntN(5000), 0, 1, 1); !got.equal(want) {
			t.Errorf("shuffle %d, limit %d: got %v, want %v", i, limit, got, want)
		}
	}
}

// Traits are hashes with a seed of their own in each run: what is counted may
// not depend on which hash is larger, or two runs over one tree would differ.
func TestPeopleDoNotDependOnHashes(t *testing.T) {
	const sets = 3000
	bad := 0
	for seed := range uint64(sets) {
		r := rand.New(rand.NewPCG(seed, 3))
		plain := make([]sighting, 2+r.IntN(7))
		var list [][traits]uint64
		for i := range plain {
			plain[i] = newSighting(1)
			for j := range plain[i].traits {
				if r.IntN(2) == 0 {
					plain[i].traits[j] = 1 + r.Uint64N(3)
				}
			}
			list = append(list, plain[i].traits)
		}
		counts := map[int64]bool{}
		for range 12 {
			counts[settleHashed(r, plain)] = true
		}
		if len(counts) == 1 {
			continue
		}
		if bad++; bad <= 3 {
			t.Errorf("records of one name with the traits (number, birth, residence, contact) %v: the hashes decide whether they are %v people",
				list, slices.Sorted(maps.Keys(counts)))
		}
	}
	if bad > 0 {
		t.Errorf("the number of people depends on the hashes in %d of %d sets of namesakes", bad, sets)
	}
}

// settleHashed counts sightings of one name whose traits, numbers from 1 to 3,
// are replaced by random hashes.
func settleHashed(r *rand.Rand, plain []sighting) int64 {
	var hash [traits][4]uint64
	for i := range hash {
		hash[i] = [4]uint64{0, r.Uint64() | 1, r.Uint64() | 1, r.Uint64() | 1}
	}
	seen := slices.Clone(plain)
	for i := range seen {
		for j, v := range seen[i].traits {
			seen[i].traits[j] = hash[j][v]
		}
	}
	return int64(new(namesakes).people(seen))
}

func TestNamesakes(t *testing.T) {
	const number, birth, home, phone = 11, 21, 31, 41 // one more is another's
	for _, test := range []struct {
		name string
		seen []sighting
		want int64
	}{
		{"nobody", nil, 0},
		{"the same record twice", []sighting{newSighting(1, 0, birth), newSighting(1, 0, birth)}, 1},
		{"two names", []sighting{newSighting(1), newSighting(2)}, 2},
		{"two birth dates", []sighting{newSighting(1, 0, birth), newSighting(1, 0, birth+1)}, 2},
		{"two addresses", []sighting{newSighting(1, 0, 0, home), newSighting(1, 0, 0, home+1)}, 2},
		{"two telephones", []sighting{newSighting(1, 0, 0, 0, phone), newSighting(1, 0, 0, 0, phone+1)}, 2},
		{"the name alone, again and again", []sighting{newSighting(1), newSighting(1), newSighting(1)}, 1},
		{"a name alone adds nobody", []sighting{newSighting(1), newSighting(1, 0, birth), newSighting(1, 0, birth+1)}, 2},
		{"one who moved", []sighting{newSighting(1, 0, birth, home), newSighting(1, 0, birth, home+1)}, 1},
		{"one number and two birth dates, one mistyped", []sighting{newSighting(1, number, birth), newSighting(1, number, birth+1)}, 1},
		{"father and son of one name in one house", []sighting{newSighting(1, 0, birth, home), newSighting(1, 0, birth+1, home)}, 2},
		{"a register, and a list without birth dates", []sighting{newSighting(1, 0, birth, home), newSighting(1, 0, 0, home)}, 1},
		{"nothing in common", []sighting{newSighting(1, 0, birth), newSighting(1, 0, 0, home)}, 1},
		{"who is known by a chain of traits", []sighting{newSighting(1, number, birth), newSighting(1, 0, birth, home), newSighting(1, 0, 0, home, phone), newSighting(1, 0, 0, 0, phone)}, 1},
		{"two chains", []sighting{newSighting(1, 0, birth, home), newSighting(1, 0, 0, home, phone), newSighting(1, 0, birth+1, home+1), newSighting(1, 0, 0, home+1, phone+1)}, 2},
		{"two persons, each also by telephone only", []sighting{newSighting(1, 0, birth, 0, phone), newSighting(1, 0, birth+1, 0, phone+1), newSighting(1, 0, 0, 0, phone), newSighting(1, 0, 0, 0, phone+1)}, 2},
	} {
		for i := range len(test.seen) + 1 { // whoever comes first
			seen := test.seen
			if i > 0 {
				seen = slices.Concat(seen[i:], seen[:i])
			}
			if got := countHeads(t, seen, 0, 10, 0).people; got != test.want {
				t.Errorf("%s, from record %d on: got %d people, want %d", test.name, i, got, test.want)
				break
			}
		}
	}
}

// Many namesakes are counted exactly and in reasonable time.
func TestManyNamesakes(t *testing.T) {
	const n = 20000
	var seen []sighting
	for i := range uint64(n) {
		seen = append(seen, newSighting(1, 0, 1+i, 1+i/3), newSighting(1, 0, 0, 1+i/3), newSighting(1, 0, 1+i), newSighting(1))
	}
	if got := countHeads(t, seen, 0, 4096, 0).people; got != n {
		t.Errorf("got %d people of one name, want %d", got, n)
	}
}

func TestPeopleByClientAndZone(t *testing.T) {
	first := newSighting(1, 0, 9)
	other := first // the same person as another client's
	other.client, other.group, other.kinds = 1, 2, 3
	elsewhere := first // in a share of another zone
	elsewhere.share, elsewhere.group = 2, 3
	sameZone := first // in another share of the first zone
	sameZone.share, sameZone.group = 1, 4
	got := countHeads(t, []sighting{first, other, elsewhere, sameZone}, 0, 1, 0, 0, 1)
	want := heads{
		people:  2,
		clients: map[clientZone]int64{{0, 0}: 1, {0, 1}: 1, {1, 0}: 1},
		files:   map[fileKind]int64{{1, 0}: 1, {2, 0}: 1, {2, 1}: 1, {3, 0}: 1, {4, 0}: 1},
	}
	if !got.equal(want) {
		t.Errorf("got %v %v, want %v %v", got, got.files, want, want.files)
	}
}

// The temporary files hold fixed-size fingerprints and are gone in the end.
func TestCrowdRemovesFiles(t *testing.T) {
	dir := t.TempDir()
	c := newCrowd(dir)
	c.limit = 100
	if err := c.add(randomSightings(rand.New(rand.NewPCG(4, 4)), 5000)); err != nil {
		t.Fatal(err)
	}
	if c.file == nil {
		t.Fatal("nothing was spilled")
	}
	info, err := c.file.Stat()
	if err != nil || info.Size() == 0 || info.Size()%sightingSize != 0 || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("temporary file: got %v bytes, mode %v, %v, want a multiple of %d that only its owner reads", info.Size(), info.Mode(), err, sightingSize)
	}
	// Where an open file may lose its name, a scan that is killed leaves none.
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); c.removed && len(left) > 0 {
		t.Errorf("%d temporary files have a name during the scan", len(left))
	}
	c.Close()
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) > 0 {
		t.Errorf("%d temporary files remain after the scan", len(left))
	}
}

// Without room for its files a crowd says so: a count too low may not pass for
// an exact one.
func TestCrowdWithoutRoom(t *testing.T) {
	c := newCrowd(filepath.Join(t.TempDir(), "nosuch"))
	defer c.Close()
	c.limit = 10
	seen := randomSightings(rand.New(rand.NewPCG(5, 5)), 1000)
	if err := c.add(seen); err == nil {
		t.Error("add without a folder for temporary files: got no error")
	}
	if err := c.add(nil); err == nil {
		t.Error("the error is forgotten by the next call")
	}
}

func TestSightingOnDisk(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	for range 100 {
		want := sighting{client: r.Uint32() >> 3, nobody: r.IntN(2) == 0, short: r.IntN(2) == 0, sole: r.IntN(2) == 0, name: [2]uint64{r.Uint64(), r.Uint64()}, share: r.Uint32(), group: r.Uint32(), kinds: r.Uint64()}
		for i := range want.traits {
			want.traits[i] = r.Uint64()
		}
		b := want.append(nil)
		if len(b) != sightingSize {
			t.Fatalf("a sighting takes %d bytes, want %d", len(b), sightingSize)
		}
		var got sighting
		got.take(b)
		if got != want {
			t.Fatalf("got %+v from disk, want %+v", got, want)
		}
	}
}

// A million records of 250,000 people, each in four records: with all that is
// known, with the birth date, with the address and with the name only. Four in
// a hundred share their name.
func TestCrowdOfAMillion(t *testing.T) {
	const people = 250_000
	seen := make([]sighting, 0, 4*people)
	name := uint64(0)
	for i := range uint64(people) {
		if i%50 != 1 {
			name++ // else a namesake of the one before
		}
		birth, home := 1+2*i, 1+3*i
		for part, s := range []sighting{newSighting(name, 0, birth, home), newSighting(name, 0, birth), newSighting(name, 0, 0, home), newSighting(name)} {
			s.group, s.client = uint32(1+part), uint32(i/50%2)
			seen = append(seen, s)
		}
	}
	rand.New(rand.NewPCG(7, 7)).Shuffle(len(seen), func(i, j int) { seen[i], seen[j] = seen[j], seen[i] })
	got := countHeads(t, seen, 60_000, batchSize, 0)
	if got.people != people || got.clients[clientZone{0, 0}] != people/2 || got.clients[clientZone{1, 0}] != people/2 {
		t.Errorf("got %v, want %d people, half of them each client's", got, people)
	}
	// The name alone stands for one of two namesakes.
	for group, want := range map[uint32]int64{1: people, 2: people, 3: people, 4: int64(name)} {
		if n := got.files[fileKind{group, 0}]; n != want {
			t.Errorf("file %d: got %d people, want %d", group, n, want)
		}
	}
}

func BenchmarkCrowd(b *testing.B) {
	const n = 500_000
	seen := make([]sighting, n)
	r := rand.New(rand.NewPCG(8, 8))
	for i := range seen {
		seen[i] = newSighting(r.Uint64(), 0, r.Uint64()|1, r.Uint64()|1)
	}
	b.SetBytes(n * sightingSize)
	b.ReportAllocs()
	for b.Loop() {
		countHeads(b, seen, 100_000, batchSize, 0)
	}
}
