package extract

import "bytes"

// maskLogTimes replaces the commas of the times in a log by points, so that they
// are not counted as delimiters: 2024-01-31 10:20:30,123 INFO, as log4j and the
// logging of Python write it. What stands behind the fraction tells it from a
// cell of its own: 10:20:30,123,INFO and 10:20:30,500円 stay. It returns
// how many there are.
func maskLogTimes(buf []byte) (times int) {
	for i := 0; ; i++ {
		n := bytes.IndexByte(buf[i:], ',')
		if n < 0 {
			return times
		}
		if i += n; i >= 7 && buf[i-3] == ':' && buf[i-6] == ':' && hasDigit(buf[i-1:i]) && hasDigit(buf[i-2:i-1]) && hasDigit(buf[i-4:i-3]) && hasDigit(buf[i-7:i-6]) && fractionAt(buf[i+1:]) {
			buf[i] = '.'
			times++
		}
	}
}

// fractionAt reports whether b begins with three to six digits, and with what
// stands behind the time in a log.
func fractionAt(b []byte) bool {
	n := 0
	for n < len(b) && b[n]-'0' < 10 {
		n++
	}
	if n < 3 || n > 6 || n == len(b) {
		return false
	}
	switch b[n] {
	case ' ', '\t', ']', ')', '[', '|', ':', '-', '+', 'Z':
		return true
	}
	return false
}
