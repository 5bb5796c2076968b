package rules

import (
	"errors"
	"math"
	"strconv"
	"strings"
)

// sizeUnits are what may follow the number of a size, longest first.
var sizeUnits = []struct {
	name  string
	bytes int64
}{
	{"kib", 1 << 10}, {"mib", 1 << 20}, {"gib", 1 << 30}, {"tib", 1 << 40},
	{"kb", 1e3}, {"mb", 1e6}, {"gb", 1e9}, {"tb", 1e12},
	{"k", 1 << 10}, {"m", 1 << 20}, {"g", 1 << 30}, {"t", 1 << 40},
	{"b", 1}, {"", 1},
}

// ParseSize reads a number of bytes with or without a unit: 4096, 500MB, 20GiB,
// 20G (the same). The case of the unit means nothing.
func ParseSize(s string) (int64, error) {
	digits := strings.TrimRight(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz")
	unit := strings.ToLower(s)[len(digits):]
	for _, u := range sizeUnits {
		if u.name != unit {
			continue
		}
		n, err := strconv.ParseInt(strings.TrimSpace(digits), 10, 64)
		if err != nil || n <= 0 {
			break
		}
		if n > math.MaxInt64/u.bytes {
			return 0, errors.New("too large")
		}
		return n * u.bytes, nil
	}
	return 0, errors.New("not a size: write 500MB or 20GiB")
}

// leastRate is the lowest rate: who writes 50 means 50MB/s, and waits for weeks.
const leastRate = 1000

// ParseRate reads a number of bytes in a second: 50MB/s, or 50MB.
func ParseRate(s string) (int64, error) {
	n, err := ParseSize(strings.TrimSuffix(s, "/s"))
	if err != nil {
		return 0, errors.New(strings.Replace(err.Error(), "not a size: write 500MB or 20GiB", "not a rate: write 50MB/s", 1))
	}
	if n < leastRate {
		return 0, errors.New("too slow, below 1kB/s: write 50MB/s")
	}
	return n, nil
}
