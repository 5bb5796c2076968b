package probe

import (
	"math/rand/v2"
	"testing"
)

// play runs a schedule as Try does, with attempts that end in any order and are
// silent as often as silent says. It returns how often each target was tried.
func play(t *testing.T, s *schedule, n uint64, window int, random *rand.Rand, silent func(index uint64, pass int) bool) []int {
	t.Helper()
	tries, told := make([]int, n), make([]bool, n)
	var flying []turn
	for {
		var none bool
		for len(flying) < window {
			next, ok := s.next()
			if !ok {
				none = true
				break
			}
			if tries[next.index] != next.pass || told[next.index] {
				t.Fatalf("target %d: got try %d after %d tries, told: %v", next.index, next.pass+1, tries[next.index], told[next.index])
			}
			tries[next.index]++
			flying = append(flying, next)
		}
		if len(flying) == 0 {
			if !none {
				t.Fatal("got neither a turn nor the end")
			}
			break
		}
		i := random.IntN(len(flying))
		over := flying[i]
		flying[i] = flying[len(flying)-1]
		flying = flying[:len(flying)-1]
		if silent(over.index, over.pass) {
			told[over.index] = !s.silence(over)
		} else {
			s.done(over)
			told[over.index] = true
		}
	}
	for index, is := range told {
		if !is {
			t.Fatalf("target %d was not told, after %d tries", index, tries[index])
		}
	}
	return tries
}

// Each target is tried until it answers or its retries are used up, whatever is silent
// and in whatever order it ends.
func TestSchedule(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for round := range 400 {
		ports, part := uint64(1+random.IntN(4)), uint64(1+random.IntN(200))
		n := uint64(random.IntN(700)) * ports
		retries, window := random.IntN(4), 1+random.IntN(40)
		s := newSchedule(n/ports, ports, uint64(round), retries)
		s.part = min(part, s.part)
		need := make([]int, n) // tries until it answers
		for i := range need {
			need[i] = 1 + random.IntN(6)
		}
		tries := play(t, s, n, window, random, func(index uint64, pass int) bool { return pass+1 < need[index] })
		for i, got := range tries {
			if want := min(need[i], retries+1); got != want {
				t.Fatalf("round %d, target %d, %d retries: got %d tries, want %d", round, i, retries, got, want)
			}
		}
	}
}

// What is put aside in the middle is told with the tries that it had.
func TestScheduleWaiting(t *testing.T) {
	s := newSchedule(5, 2, 1, 2)
	var turns []turn
	for range 10 {
		next, _ := s.next()
		turns = append(turns, next)
	}
	for _, over := range turns {
		s.silence(over)
	}
	again, _ := s.next()
	s.silence(again)
	flying, _ := s.next()
	got := map[uint64]int{}
	s.waiting(func(index uint64, attempts int) { got[index] = attempts })
	if len(got) != 9 || got[again.index] != 2 || got[flying.index] != 0 {
		t.Errorf("got %v, want 9 without %d, and 2 tries of %d", got, flying.index, again.index)
	}
	for _, over := range turns {
		if over.index != again.index && over.index != flying.index && got[over.index] != 1 {
			t.Errorf("target %d: got %d tries, want 1", over.index, got[over.index])
		}
	}
}
