package detect

import "bytes"

// Dates that only a label or column of births makes dates.

// shortDate reads what a column of births may have beside dates: a year and a
// month, or a date in six digits without century.
func shortDate(b []byte, i, hi int) (int, bool) {
	v, n, end := readNumber(b, i, hi)
	switch {
	case n == 6:
		return end, validDay(v/100%100, v%100) || v/100 >= 1868 && v/100 <= 2100 && validDay(v%100, 1)
	case n == 4 && v >= 1868 && v <= 2100:
		joint := dateJoint(b, end, hi)
		m, digits, stop := readNumber(b, joint, hi)
		if joint > end && digits > 0 && digits <= 2 && validDay(m, 1) {
			if bytes.HasPrefix(b[stop:hi], []byte("月")) {
				stop += 3
			}
			return stop, true
		}
	}
	return i, false
}

// shortYear reads a date whose year has no century: 85/04/01.
func shortYear(b []byte, i, hi int) (int, bool) {
	var n [3]int
	for k := range n {
		_, digits, end := readNumber(b, i, hi)
		if digits == 0 || digits > 2 || k == 0 && digits != 2 {
			return i, false
		}
		n[k], _, i = readNumber(b, i, end)
		if k < 2 {
			joint := dateJoint(b, i, hi)
			if joint == i {
				return i, false
			}
			i = joint
		}
	}
	return i, validDay(n[1], n[2])
}

// englishDate reads a date as English has it: April 1, 1985; 1 Apr 1985;
// 01/04/1985.
func englishDate(b []byte, i, hi int) (int, bool) {
	day := 0
	j := skipMonth(b, i, hi)
	if j == i {
		var n int
		if day, n, j = readNumber(b, i, hi); n == 0 || n > 2 {
			return i, false
		}
		if k := dateJoint(b, j, hi); k > j { // 01/04/1985
			month, n, k := readNumber(b, k, hi)
			year := dateJoint(b, k, hi)
			y, digits, end := readNumber(b, year, hi)
			return end, n > 0 && n <= 2 && year > k && digits == 4 && y >= 1868 && y <= 2100 && (validDay(month, day) || validDay(day, month))
		}
		j = skipSpaces(b, skipOrdinal(b, j, hi), hi)
		k := skipMonth(b, j, hi)
		if k == j {
			return i, false
		}
		j = k
	} else {
		var n int
		if day, n, j = readNumber(b, j, hi); n == 0 || n > 2 {
			return i, false
		}
		j = skipOrdinal(b, j, hi)
	}
	for j < hi && (b[j] == ',' || b[j] == ' ') {
		j++
	}
	y, n, end := readNumber(b, j, hi)
	return end, n == 4 && y >= 1868 && y <= 2100 && day >= 1 && day <= 31
}

// skipMonth skips the English name of a month, or its first three letters, and
// what joins it to what follows.
func skipMonth(b []byte, i, hi int) int {
	if hi-i < 3 {
		return i
	}
	for _, m := range months {
		if foldsTo(b[i:], m) {
			for i < hi && isLetter(b[i]) {
				i++
			}
			for i < hi && (b[i] == '.' || b[i] == ' ' || b[i] == ',' || b[i] == '-') {
				i++
			}
			return i
		}
	}
	return i
}

var months = cueWords("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

// skipOrdinal skips st, nd, rd, th.
func skipOrdinal(b []byte, i, hi int) int {
	if i+1 < hi && isLetter(b[i]) && isLetter(b[i+1]) && (i+2 == hi || !isLetter(b[i+2])) {
		return i + 2
	}
	return i
}
