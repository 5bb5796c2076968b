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

// scattered are ages of files that somebody forgot, drawn at random.
var scattered = []int64{3, 8, 10, 11, 19, 31, 35, 41, 42, 50, 52, 61, 64, 76, 85, 86, 97, 99, 110, 117, 131, 137, 139, 150, 158, 170, 174, 188}

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
		{"with ten days off", join(every(0, 59, 1), every(70, 187, 1)), 7, 180},
		{"the first ten days of each month", join(every(12, 21, 1), every(43, 52, 1), every(73, 82, 1), every(104, 113, 1), every(134, 143, 1), every(165, 174, 1)), 7, 167},
		{"the last job was three weeks ago", every(20, 187, 1), 7, 180},
		{"one day, on weekdays", weekdays(0, 186), 1, 185},
		{"one day, on weekdays, on a Sunday", weekdays(-2, 184)[2:], 1, 183},
		{"many were forgotten, of one day", append(every(0, 1, 1), scattered...), 1, 0},
		{"many were forgotten, before today's job", scattered, 1, 0},
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
