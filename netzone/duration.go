package netzone

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// day is what retention counts in: 24 hours, whatever the calendar does.
const day = 24 * time.Hour

// maxDuration bounds retention well below what a time.Duration can hold (292
// years).
const maxDuration = 36500 * day

// ParseDuration reads a whole number and its unit, h for hours, d for days of
// 24 hours or w for weeks: "36h", "14d", "8w". Months and years are refused,
// since they have no fixed length, and so is zero, which some would read as
// "delete at once" and others as "keep without end". The error says what to
// write instead.
func ParseDuration(s string) (time.Duration, error) {
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	number, unit := s[:digits], s[digits:]
	if number == "" {
		return 0, fmt.Errorf("%q is not a duration: write a number and h, d or w, as 14d", s)
	}
	if number[0] == '0' && len(number) > 1 {
		return 0, fmt.Errorf("%q is not a duration: it has a leading zero", s)
	}
	length, err := unitLength(number, unit)
	if err != nil {
		return 0, fmt.Errorf("%q is not a duration: %w", s, err)
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n > int64(maxDuration/length) {
		return 0, fmt.Errorf("%q is too long: the most is 36500d", s)
	}
	if n == 0 {
		return 0, fmt.Errorf("%q is no time at all: leave retention out to keep data without end, or forbid personal data", s)
	}
	return time.Duration(n) * length, nil
}

func unitLength(number, unit string) (time.Duration, error) {
	switch unit {
	case "h":
		return time.Hour, nil
	case "d":
		return day, nil
	case "w":
		return 7 * day, nil
	case "":
		return 0, fmt.Errorf("it has no unit, write %sd for days", number)
	case "m", "M", "mo", "y", "Y":
		return 0, errors.New("months and years have no fixed length, write days or weeks, as 180d or 26w")
	}
	return 0, fmt.Errorf("its unit is %q, write h, d or w", unit)
}

// formatDuration says a duration in words as coarse as they are exact: "14
// days", "1 day 12 hours".
func formatDuration(d time.Duration) string {
	var words []string
	for _, u := range units {
		if n := d / u.length; n > 0 {
			d -= n * u.length
			words = append(words, plural(int64(n), u.name))
		}
	}
	if len(words) == 0 {
		return "0 seconds"
	}
	return strings.Join(words, " ")
}

var units = [...]struct {
	length time.Duration
	name   string
}{{day, "day"}, {time.Hour, "hour"}, {time.Minute, "minute"}, {time.Second, "second"}}

// formatAge says an age in the coarsest unit that still shows it to be more
// than limit, so that no reader meets "unchanged for 14 days, kept 14 days".
func formatAge(age, limit time.Duration) string {
	for _, u := range units {
		if whole := age.Truncate(u.length); whole > limit {
			return formatDuration(whole)
		}
	}
	return "just over " + formatDuration(limit)
}

func plural(n int64, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return strconv.FormatInt(n, 10) + " " + unit + "s"
}
