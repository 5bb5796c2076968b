package output

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/shikiri/shikiri/report"
)

// Dates and times of a report are those of the place of the scan, with its
// offset from UTC. Tables, sheets and markdown show 2026-04-01, which sorts;
// pages for auditors the form of the language.

// span says when a run began and ended, and how long it took.
func (p *page) span(r *report.Run) string {
	end := r.Finished.In(r.Started.Location())
	form := "15:04:05 -07:00"
	if y, m, d := r.Started.Date(); end.Format(time.DateOnly) != fmt.Sprintf("%04d-%02d-%02d", y, m, d) {
		form = "2006-01-02 " + form
	}
	return fmt.Sprintf("%s - %s (%s)", r.Started.Format(time.DateTime), end.Format(form), p.duration(r.Finished.Sub(r.Started)))
}

// duration says how long something took: 6h41m3s, 6時間41分3秒.
func (p *page) duration(d time.Duration) string {
	text := d.Round(time.Second).String()
	if p.words.Lang == "ja" {
		text = strings.NewReplacer("h", "時間", "m", "分", "s", "秒").Replace(text)
	}
	return text
}

// kept says how long a zone keeps data, which the policy writes as 14d.
func (p *page) kept(retention string) string {
	m := written.FindStringSubmatch(retention)
	if m == nil {
		return visible(retention)
	}
	if p.words.Lang == "ja" {
		return m[1] + " " + map[string]string{"h": "時間", "d": "日", "w": "週"}[m[2]]
	}
	return singular(m[1] + " " + map[string]string{"h": "hours", "d": "days", "w": "weeks"}[m[2]])
}

// written is how netzone.ParseDuration takes a retention.
var written = regexp.MustCompile(`^(\d+)([hdw])$`)

// one is a number of things of which there is one.
var one = regexp.MustCompile(`(^|[ (])1 (hour|day|week)s\b`)

// singular says "1 day" where a sentence was made for several.
func singular(text string) string { return one.ReplaceAllString(text, "${1}1 $2") }

// isoDay is a day as verdicts and policies write it.
var isoDay = regexp.MustCompile(`\b(\d{4})-(\d\d)-(\d\d)\b`)

// days says the days of a sentence as a layout of package time does.
func days(text, layout string) string {
	return isoDay.ReplaceAllStringFunc(text, func(day string) string {
		t, err := time.Parse(time.DateOnly, day)
		if err != nil {
			return day
		}
		return t.Format(layout)
	})
}
