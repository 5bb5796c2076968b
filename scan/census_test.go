package scan

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// countCrowd counts sightings whose clients have names, in shares of zones.
func countCrowd(t testing.TB, seen []sighting, clients []string, zones ...int) *census {
	t.Helper()
	c := newCrowd(t.TempDir())
	t.Cleanup(c.Close)
	for _, name := range clients {
		c.client(name)
	}
	for i := range seen {
		c.groups = append(c.groups, make([]holding, max(0, int(seen[i].group)+1-len(c.groups)))...)
	}
	if err := c.add(slices.Clone(seen)); err != nil {
		t.Fatal(err)
	}
	n := newCensus(c, zonesOf(zones))
	if err := n.take(c); err != nil {
		t.Fatal(err)
	}
	return n
}

// in returns s as it is for another client, in a share, in a file.
func (s sighting) in(client, share, group uint32) sighting {
	s.client, s.share, s.group = client, share, group
	return s
}

func TestPeopleWhateverTheClient(t *testing.T) {
	const none, first, second = 0, 1, 2
	taro, son, other := newSighting(1, 0, 7, 8), newSighting(1, 0, 9, 8), newSighting(2, 0, 0, 5)
	for _, test := range []struct {
		name             string
		seen             []sighting
		people, distinct int64
	}{
		{"one of two clients", []sighting{taro.in(first, 1, 1), taro.in(second, 1, 2)}, 2, 1},
		{"one of a client, and in a file of none", []sighting{taro.in(first, 1, 1), taro.in(none, 0, 2)}, 1, 1},
		{"one of two clients, and in a file of none", []sighting{taro.in(first, 1, 1), taro.in(second, 1, 2), taro.in(none, 0, 3)}, 2, 1},
		{"a namesake of a client's in a file of none", []sighting{taro.in(first, 1, 1), son.in(none, 0, 2)}, 2, 2},
		{"a name alone in a file of none", []sighting{taro.in(first, 1, 1), son.in(first, 1, 1), newSighting(1).in(none, 0, 2)}, 2, 2},
		{"in files of none only", []sighting{taro.in(none, 1, 1), son.in(none, 0, 2), other.in(none, 0, 2)}, 3, 3},
	} {
		got := countCrowd(t, test.seen, []string{"", "甲", "乙"}, 0, 1)
		if got.people != test.people || got.distinct != test.distinct {
			t.Errorf("%s: got %d people by client, %d in all, want %d and %d", test.name, got.people, got.distinct, test.people, test.distinct)
		}
	}
}

// Who is in a closed zone is looked for in the open one, whatever the client
// there.
func TestPeopleInTwoZones(t *testing.T) {
	const none, first, second = 0, 1, 2
	var seen []sighting
	for i := range uint64(10) {
		seen = append(seen, newSighting(i, 0, 1+i).in(first, 1, 1))
		if i < 4 {
			seen = append(seen, newSighting(i, 0, 1+i).in(none, 0, 3)) // the same
		} else if i < 7 {
			seen = append(seen, newSighting(i, 0, 100+i).in(none, 0, 3)) // namesakes
		}
		if i < 3 {
			seen = append(seen, newSighting(i, 0, 1+i).in(second, 1, 2))
		}
	}
	seen = append(seen, newSighting(20).in(second, 1, 2))
	got := countCrowd(t, seen, []string{"", "甲", "乙"}, 0, 1)
	for key, want := range map[overlap]int64{{allClients, 1, 0}: 4, {first, 1, 0}: 4, {second, 1, 0}: 3} {
		if got.both[key] != want {
			t.Errorf("people in both zones, client %d: got %d, want %d", key.client, got.both[key], want)
		}
	}
	if got.zones[0] != 7 || got.zones[1] != 11 || got.distinct != 14 {
		t.Errorf("got %v people by zone, %d in all, want [7 11], 14", got.zones, got.distinct)
	}
}

// A part of the crowd that is larger than what is counted at once is counted
// exactly, and as often as one likes.
func TestCrowdLargerThanALot(t *testing.T) {
	const people = 300_000
	c := newCrowd(t.TempDir())
	defer c.Close()
	c.limit = 100_000
	g := c.newGroup(holding{})
	h := c.newGroup(holding{})
	for _, group := range []uint32{g, h} {
		var batch []sighting
		for i := range uint64(people) {
			s := newSighting(i, 0, 1+i)
			s.name[0] = i * 0x9E3779B97F4A7C15 >> 8 // all in the first part
			s.group = group
			batch = append(batch, s)
		}
		if err := c.add(batch); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		n := newCensus(c, zonesOf([]int{0}))
		if err := n.take(c); err != nil || n.distinct != people || n.in(h, 0) != people {
			t.Fatalf("got %d people, %d in a file, %v, want %d", n.distinct, n.in(h, 0), err, people)
		}
	}
}

// The fingerprint of a file is that of its people: in any order, with fewer
// columns, with a name twice.
func TestFingerprintOfAFile(t *testing.T) {
	var list []sighting
	for i := range uint64(50) {
		list = append(list, newSighting(i, 0, 1+i, 500+i, 900+i))
	}
	print := func(key string, seen []sighting) string {
		for i := range seen {
			seen[i] = seen[i].in(0, 0, 1)
		}
		n := countCrowd(t, seen, []string{""}, 0)
		if key != "" {
			n.key = []byte(key)
		}
		return n.fingerprint(1)
	}
	want := print("key", slices.Clone(list))
	if len(want) != 32 {
		t.Errorf("got %q, want 32 hexadecimal digits", want)
	}
	shuffled := slices.Clone(list)
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(list), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	var names []sighting
	for i := range uint64(50) {
		names = append(names, newSighting(i))
	}
	other := slices.Clone(list)
	other[7] = newSighting(51, 0, 8)
	for _, test := range []struct {
		name, key string
		seen      []sighting
		same      bool
	}{
		{"in another order", "key", shuffled, true},
		{"names only", "key", names, true},
		{"some twice", "key", append(slices.Clone(list), list[:9]...), true},
		{"with another key", "other key", slices.Clone(list), false},
		{"without a key", "", slices.Clone(list), false},
		{"one left out", "key", slices.Clone(list[1:]), false},
		{"another instead", "key", other, false},
	} {
		if got := print(test.key, test.seen); (got == want) != test.same || test.key == "" && got != "" {
			t.Errorf("%s: got %q beside %q, want the same: %v", test.name, got, want, test.same)
		}
	}
	// One namesake is not the other.
	if a, b := print("key", []sighting{newSighting(1, 0, 7)}), print("key", []sighting{newSighting(1, 0, 8)}); a == b {
		t.Errorf("two files about one person each have one fingerprint, %q", a)
	}
}
