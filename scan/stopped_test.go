package scan

import "testing"

// every returns the ages from one to another, in steps.
func every(from, to, step int64) (all []int64) {
	for age := from; age <= to; age += step {
		all = append(all, age)
	}
	return all
}

func weekdays(from, to int64) (all []int64) {
	for age := from; age <= to; age++ {
		if age%7 < 5 {
			all = append(all, age)
		}
	}
	return all
}

func TestStoppedFor(t *testing.T) {
	join := func(lists ...[]int64) (all []int64) {
		for _, l := range lists {
			all = append(all, l...)
		}
		return all
	}
	for _, test := range []struct {
		about     string
		ages      []int64
		retention int64
		want      int64 // days since which it has stopped
	}{
		{"nothing", nil, 7, 0},
		{"nothing is old", every(0, 7, 1), 7, 0},
		{"every day, for half a year", every(0, 187, 1), 7, 180},
		{"every weekday", weekdays(0, 186), 7, 179},
		{"with the holidays of the new year", join(every(0, 100, 1), every(110, 187, 1)), 7, 180},
		{"every week", every(3, 187, 7), 7, 178},
		{"every month", every(5, 187, 30), 7, 178},
		{"since a few days", every(0, 12, 1), 7, 5},
		{"a day late", every(0, 8, 1), 7, 0},
		{"a few were forgotten", join(every(0, 7, 1), []int64{20, 44, 90, 91, 160}), 7, 0},
		{"one folder was forgotten", join(every(0, 7, 1), every(300, 340, 1)), 7, 0},
		{"many were forgotten", join(every(0, 7, 1), every(9, 187, 9)), 7, 0},
		{"it stopped, and one was forgotten before", join(every(0, 187, 1), []int64{900}), 7, 180},
		{"no job any more, and some left", []int64{40, 70, 95, 130, 170}, 7, 0},
		{"no retention", every(0, 187, 1), 0, 0},
		{"one day", every(0, 30, 1), 1, 29},
		{"two weeks, until three months ago", every(90, 187, 1), 14, 0},
	} {
		ages := make(map[int64]bool)
		for _, age := range test.ages {
			ages[age] = true
		}
		if got := stoppedFor(ages, test.retention); got != test.want {
			t.Errorf("%s: stopped for %d days, want %d", test.about, got, test.want)
		}
	}
}
