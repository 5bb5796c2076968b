package probe

import "testing"

// Every number comes once, whatever the size and the seed.
func TestWalkIsPermutation(t *testing.T) {
	sizes := []uint64{65535, 65536, 65537, 254 * 60, 1<<20 + 7}
	for n := range uint64(600) {
		sizes = append(sizes, n)
	}
	for _, n := range sizes {
		for seed := range uint64(3) {
			w := newWalk(n, seed)
			seen := make([]bool, n)
			for place := range n {
				number := w.at(place)
				if number >= n || seen[number] {
					t.Fatalf("%d numbers, seed %d: got %d at place %d, want one of the others", n, seed, number, place)
				}
				seen[number] = true
			}
		}
	}
}

// A large walk is checked where it costs nothing: neighbours differ, and all is in bounds.
func TestWalkOfAnySize(t *testing.T) {
	for _, n := range []uint64{1 << 40, 1<<62 - 1, 1 << 63} {
		w := newWalk(n, 7)
		seen := map[uint64]bool{}
		for place := range uint64(10000) {
			seen[w.at(place)] = true
			if number := w.at(n - 1 - place); number >= n {
				t.Fatalf("%d numbers: got %d, want less", n, number)
			}
		}
		if len(seen) != 10000 {
			t.Errorf("%d numbers: got %d different ones at 10000 places", n, len(seen))
		}
	}
}

func TestWalkBySeed(t *testing.T) {
	one, same, other := newWalk(1000, 1), newWalk(1000, 1), newWalk(1000, 2)
	var differ int
	for place := range uint64(1000) {
		if one.at(place) != same.at(place) {
			t.Fatalf("place %d: got %d and %d by one seed", place, one.at(place), same.at(place))
		}
		if one.at(place) != other.at(place) {
			differ++
		}
	}
	if differ < 900 {
		t.Errorf("two seeds: got %d different places of 1000, want nearly all", differ)
	}
}
