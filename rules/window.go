package rules

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A Window is a time of the day, on some days of the week, by the clock of the
// machine that scans.
type Window struct {
	Days [7]bool // by time.Weekday: the days on which it begins
	// From and To are times since midnight, below and up to 24 hours. A window
	// whose To is before its From ends on the next day.
	From, To time.Duration
}

var (
	windowForm = regexp.MustCompile(`^(?:(\S+)\s+)?([0-9]{1,2}):([0-9]{2})-([0-9]{1,2}):([0-9]{2})$`)
	dayNames   = [7][2]string{{"sun", "日"}, {"mon", "月"}, {"tue", "火"}, {"wed", "水"}, {"thu", "木"}, {"fri", "金"}, {"sat", "土"}}
)

// ParseWindow reads "08:30-18:00", "22:00-06:00" or "mon-fri,sun 08:30-18:00".
// Days may be written as 月-金, too.
func ParseWindow(s string) (w Window, err error) {
	m := windowForm.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return w, errors.New("not a time of the day")
	}
	if w.Days, err = parseDays(m[1]); err != nil {
		return w, err
	}
	if w.From, err = clockTime(m[2], m[3]); err == nil {
		w.To, err = clockTime(m[4], m[5])
	}
	switch {
	case err != nil:
		return w, err
	case w.From == 24*time.Hour:
		return w, errors.New("24:00 is an end, no beginning")
	case w.From == w.To:
		return w, errors.New("it ends when it begins; the whole day is 00:00-24:00")
	}
	return w, nil
}

func clockTime(hour, minute string) (time.Duration, error) {
	h, _ := strconv.Atoi(hour) // digits, as the form says
	m, _ := strconv.Atoi(minute)
	if h > 24 || m > 59 || h == 24 && m > 0 {
		return 0, fmt.Errorf("there is no time %s:%s", hour, minute)
	}
	return time.Duration(h)*time.Hour + time.Duration(m)*time.Minute, nil
}

// parseDays reads days and ranges of days with commas between. None are all.
func parseDays(s string) (days [7]bool, err error) {
	if s == "" {
		return [7]bool{true, true, true, true, true, true, true}, nil
	}
	for part := range strings.SplitSeq(s, ",") {
		first, last, isRange := strings.Cut(part, "-")
		from, err := parseDay(first)
		to := from
		if err == nil && isRange {
			to, err = parseDay(last)
		}
		if err != nil {
			return days, err
		}
		for day := from; ; day = (day + 1) % 7 {
			if days[day] = true; day == to {
				break
			}
		}
	}
	return days, nil
}

func parseDay(s string) (int, error) {
	for i, names := range dayNames {
		if strings.EqualFold(s, names[0]) || s == names[1] {
			return i, nil
		}
	}
	return 0, fmt.Errorf("there is no day %q, but mon tue wed thu fri sat sun", s)
}

// alwaysQuiet reports whether windows hold every minute of the week.
func alwaysQuiet(windows []Window) bool {
	const dayMinutes, week = 24 * 60, 7 * 24 * 60
	var quiet [week]bool
	for _, w := range windows {
		from, length := int(w.From.Minutes()), int((w.To - w.From).Minutes())
		if length <= 0 {
			length += dayMinutes
		}
		for day, on := range w.Days {
			for i := 0; on && i < length; i++ {
				quiet[(day*dayMinutes+from+i)%week] = true
			}
		}
	}
	for _, q := range quiet {
		if !q {
			return false
		}
	}
	return true
}
