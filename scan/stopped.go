package scan

import (
	"maps"
	"slices"
)

const (
	// stoppedPause is how many days may lie between two files though nothing was
	// deleted: the holidays of the end of the year, of May and of August.
	stoppedPause = 14
	// stoppedDays is how many days with files that should be gone are more than
	// some that were forgotten, and stoppedAlone is how many if no file is younger
	// than the retention, so that nothing tells how often there are any.
	stoppedDays  = 5
	stoppedAlone = 8
	// recentDays is how many days with young files tell how many there usually are.
	recentDays = 3
)

// stoppedFor tells for how many days automatic deletion has probably not run; 0:
// there is no sign that it stopped. ages are those of the files that should be
// deleted, in days, each once; retention is the age at which they should.
//
// A deletion that runs leaves nothing older than the retention, and one that
// stopped leaves all that came since: from just beyond the retention back to the
// day that it stopped there are files, without larger gaps than elsewhere and
// about as many days with files as lately. A few that were forgotten are further
// apart, and some that lie together long ago do not reach up to now.
func stoppedFor(ages map[int64]bool, retention int64) int64 {
	all := slices.Sorted(maps.Keys(ages))
	young, _ := slices.BinarySearch(all, retention+1)
	old := all[young:]
	if retention <= 0 || len(old) < stoppedDays || len(old) < stoppedAlone && young == 0 {
		return 0
	}
	pause := pauseOf(all)
	last, days := retention, int64(0)
	for _, age := range old {
		if age-last > pause {
			break
		}
		last = age
		days++
	}
	switch {
	case days < stoppedDays || days < stoppedAlone && young == 0:
		return 0
	case int64(young) < min(recentDays, retention+1): // too few to tell how many there usually are
		if !regular(old[:days]) {
			return 0
		}
	case 2*days*(retention+1) < int64(young)*(last-retention):
		return 0 // fewer than half as many as lately: most were deleted
	}
	return last - retention
}

// pauseOf is how many days there are at most between files of which none was
// deleted. Where longer pauses come again and again and are alike, as of jobs in
// the first days of each month, they are the job's.
func pauseOf(ages []int64) int64 {
	gaps := gapsOf(ages)
	pause := max(stoppedPause, 3*gaps[len(gaps)/2])
	short, _ := slices.BinarySearch(gaps, pause+1)
	long := gaps[short:]
	if len(long) < recentDays {
		return pause
	}
	if longest := long[len(long)-1]; 2*longest <= 3*long[len(long)/2] {
		return longest
	}
	return pause
}

// regular reports whether half of the files or more come in equal steps. What was
// forgotten here and there does not.
func regular(ages []int64) bool {
	gaps := gapsOf(ages)
	usual, same := gaps[len(gaps)/2], 0
	for _, g := range gaps {
		if max(g-usual, usual-g)*4 <= usual {
			same++
		}
	}
	return 2*same >= len(gaps)
}

// gapsOf returns the days from one age to the next, the shortest first.
func gapsOf(ages []int64) (gaps []int64) {
	for i := 1; i < len(ages); i++ {
		gaps = append(gaps, ages[i]-ages[i-1])
	}
	slices.Sort(gaps)
	return gaps
}
