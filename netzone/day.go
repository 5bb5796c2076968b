package netzone

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// A Day is a day of the calendar as the number 20260901; 0 is none. It has no
// time zone: what is dated says a day, and means that of the place it lies in.
type Day int32

// NewDay returns a day, or 0 if there is none such or it is before 1970 or
// behind 2199: a number that looks like a date.
func NewDay(year, month, day int) Day {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if y, m, d := t.Date(); y != year || int(m) != month || d != day || year < 1970 || year > 2199 {
		return 0
	}
	return Day(year*10000 + month*100 + day)
}

// DayOf returns the day that a time is in, at its own location.
func DayOf(t time.Time) Day {
	y, m, d := t.Date()
	return Day(y*10000 + int(m)*100 + d)
}

// In returns the beginning of the day at a location.
func (d Day) In(l *time.Location) time.Time {
	return time.Date(int(d)/10000, time.Month(int(d)/100%100), int(d)%100, 0, 0, 0, 0, l)
}

// Since returns how many days of the calendar d is before now; 0 for a later day.
func (d Day) Since(now time.Time) int64 {
	return max(0, int64(DayOf(now).In(time.UTC).Sub(d.In(time.UTC))/day))
}

// String returns the day as "2026-09-01".
func (d Day) String() string { return d.In(time.UTC).Format(time.DateOnly) }

// A dayForm is a way to write a day. Its groups are an era or nothing, a year, a
// month and, unless the month is all that it says, a day. The ends see to it
// that no digit is left over: of a number with ten digits no eight are a day.
type dayForm struct {
	*regexp.Regexp
	short bool // the year has two digits
}

const (
	dayEra = `(令和|平成|昭和|[RrHhSs])`
	// Behind the day there may be the time, with or without something between.
	dayEnd = `(?:\D|\d{4}(?:\D|$)|\d{6}(?:\D|$)|$)`
)

// dayForms are tried in this order: what says more comes first, so that 201209
// is September 2012 and not a day of 2020, the one date that both read as.
var dayForms = []dayForm{
	{Regexp: regexp.MustCompile(`(?:^|[^A-Za-z])` + dayEra + `[ .]?(元|\d{1,2}) ?[年./-] ?(\d{1,2}) ?[月./-] ?(\d{1,2})(?:\D|$)`)},
	{Regexp: regexp.MustCompile(`(?:^|[^A-Za-z])` + dayEra + `(\d\d)(\d\d)(\d\d)(?:\D|$)`)},
	{Regexp: regexp.MustCompile(`(?:^|\D)()(\d{4}) ?[-/._年] ?(\d{1,2}) ?[-/._月] ?(\d{1,2})(?:\D|$)`)},
	{Regexp: regexp.MustCompile(`(?:^|\D)()(\d{4})(\d\d)(\d\d)` + dayEnd)},
	{Regexp: regexp.MustCompile(`(?:^|[^A-Za-z])` + dayEra + `[ .]?(元|\d{1,2}) ?年 ?(\d{1,2}) ?月 ?(?:[^\d ]|$)`)},
	{Regexp: regexp.MustCompile(`(?:^|\D)()(\d{4}) ?[-/._年] ?(\d{1,2})(?:月 ?(?:[^\d ]|$)|[-/._](?:\D|$)|[^-/._月\d]|$)`)},
	{Regexp: regexp.MustCompile(`(?:^|\D)()(\d{4})(\d\d)(?:\D|$)`)},
	{Regexp: regexp.MustCompile(`(?:^|\D)()(\d\d) ?[-/._年] ?(\d{1,2}) ?[-/._月] ?(\d{1,2})(?:\D|$)`), short: true},
	{Regexp: regexp.MustCompile(`(?:^|\D)()(\d\d)(\d\d)(\d\d)(?:\D|$)`), short: true},
}

// ParseDay returns the first day in a text, in the ways that Japan writes one:
// 20260901, 2026-09-01, 2026/9/1, 2026.09.01, 2026年9月1日, 令和8年9月1日,
// R08.09.01, 260901, and in full width. Of a year and month it is the last day.
// 0: there is none.
func ParseDay(text string) Day {
	text = norm.NFKC.String(text)
	for _, f := range dayForms {
		for at := 0; at < len(text); {
			m := f.FindStringSubmatchIndex(text[at:])
			if m == nil {
				break
			}
			if d := f.day(text[at:], m); d != 0 {
				return d
			}
			at += m[2*2] + 1 // behind the first digit of the year that was none
			for at < len(text) && text[at] >= '0' && text[at] <= '9' {
				at++ // a number is tried once: its tail is no number
			}
		}
	}
	return 0
}

// day returns the day of a match, or 0 if there is no such day.
func (f *dayForm) day(text string, m []int) Day {
	group := func(i int) string { return text[m[2*i]:m[2*i+1]] }
	number := func(i int) int {
		n, _ := strconv.Atoi(group(i)) // digits, four at most
		return n
	}
	year, month := number(2), number(3)
	switch {
	case group(1) != "":
		year = eraYear(group(1), group(2))
	case f.short && year < 70:
		year += 2000
	case f.short:
		year += 1900
	}
	if len(m) > 2*4 {
		return NewDay(year, month, number(4))
	}
	last := NewDay(year, month, 1)
	if last == 0 {
		return 0
	}
	return DayOf(last.In(time.UTC).AddDate(0, 1, -1))
}

// eraYear returns the year of an era: 令和 began in 2019, 平成 in 1989, 昭和 in
// 1926 (元号法, and the orders that named each).
func eraYear(era, year string) int {
	n, _ := strconv.Atoi(year)
	if year == "元" {
		n = 1
	}
	if n == 0 {
		return 0
	}
	switch strings.ToUpper(era) {
	case "令和", "R":
		return 2018 + n
	case "平成", "H":
		return 1988 + n
	}
	return 1925 + n
}

// foldDigits writes digits of full width as those of ASCII, so that \d finds
// them, and leaves all else as patterns expect it.
func foldDigits(text string) string {
	if !strings.ContainsFunc(text, isWideDigit) {
		return text
	}
	return strings.Map(func(r rune) rune {
		if isWideDigit(r) {
			return r - '０' + '0'
		}
		return r
	}, text)
}

func isWideDigit(r rune) bool { return r >= '０' && r <= '９' }
