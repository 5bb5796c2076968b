package scan

import (
	"maps"
	"slices"
)

const (
	// stoppedPause is how many days without files are no sign that something was
	// deleted: the holidays of the end of the year and of May.
	stoppedPause = 10
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
	pause := max(stoppedPause, 3*usualGap(all))
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
	case young >= recentDays && 2*days*(retention+1) < int64(young)*(last-retention):
		return 0 // fewer than half as many as lately: most were deleted
	}
	return last - retention
}

// usualGap is the median of the days from one age to the next.
func usualGap(ages []int64) int64 {
	var gaps []int64
	for i := 1; i < len(ages); i++ {
		gaps = append(gaps, ages[i]-ages[i-1])
	}
	slices.Sort(gaps)
	return gaps[len(gaps)/2]
}
