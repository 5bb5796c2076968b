package rules

import (
	"strings"
	"testing"
	"time"
)

func TestParseWindow(t *testing.T) {
	hm := func(h, m int) time.Duration { return time.Duration(h)*time.Hour + time.Duration(m)*time.Minute }
	for _, test := range []struct {
		text     string
		days     string // Sunday first
		from, to time.Duration
		wantErr  string
	}{
		{"08:30-18:00", "1111111", hm(8, 30), hm(18, 0), ""},
		{" 8:30-18:00 ", "1111111", hm(8, 30), hm(18, 0), ""},
		{"22:00-06:00", "1111111", hm(22, 0), hm(6, 0), ""},
		{"mon-fri 08:30-18:00", "0111110", hm(8, 30), hm(18, 0), ""},
		{"Fri-Mon,wed 00:00-24:00", "1101011", 0, hm(24, 0), ""},
		{"月-金,日 09:00-17:00", "1111110", hm(9, 0), hm(17, 0), ""},
		{"sat 22:00-06:00", "0000001", hm(22, 0), hm(6, 0), ""},
		{"", "", 0, 0, "not a time of the day"},
		{"08:30", "", 0, 0, "not a time of the day"},
		{"8-18", "", 0, 0, "not a time of the day"},
		{"funday 08:30-18:00", "", 0, 0, `there is no day "funday"`},
		{"mon- 08:30-18:00", "", 0, 0, `there is no day ""`},
		{"mon fri 08:30-18:00", "", 0, 0, "not a time of the day"},
		{"25:00-26:00", "", 0, 0, "there is no time 25:00"},
		{"08:60-09:00", "", 0, 0, "there is no time 08:60"},
		{"08:00-24:01", "", 0, 0, "there is no time 24:01"},
		{"24:00-06:00", "", 0, 0, "24:00 is an end"},
		{"08:00-08:00", "", 0, 0, "it ends when it begins"},
	} {
		got, err := ParseWindow(test.text)
		if test.wantErr != "" {
			if err == nil || !strings.Contains(err.Error(), test.wantErr) {
				t.Errorf("quiet hours %q: got %v, error %v; want error %q", test.text, got, err, test.wantErr)
			}
			continue
		}
		days := ""
		for _, on := range got.Days {
			days += map[bool]string{true: "1", false: "0"}[on]
		}
		if err != nil || days != test.days || got.From != test.from || got.To != test.to {
			t.Errorf("quiet hours %q: got days %s, %v to %v, %v; want days %s, %v to %v", test.text, days, got.From, got.To, err, test.days, test.from, test.to)
		}
	}
}

func TestAlwaysQuiet(t *testing.T) {
	for texts, want := range map[string]bool{
		"": false, "08:30-18:00": false, "00:00-24:00": true, "22:00-10:00|10:00-22:00": true, "22:00-10:00|10:01-22:00": false,
		"mon-fri 00:00-24:00|sat,sun 00:00-24:00": true, "mon-fri 00:00-24:00|sat 00:00-24:00|sun 00:00-23:59": false,
	} {
		var all []Window
		for text := range strings.SplitSeq(texts, "|") {
			if w, err := ParseWindow(text); err == nil {
				all = append(all, w)
			}
		}
		if got := alwaysQuiet(all); got != want {
			t.Errorf("quiet hours %q leave no time: %v, want %v", texts, got, want)
		}
	}
}

func TestParseSize(t *testing.T) {
	for s, want := range map[string]int64{
		"4096": 4096, "500MB": 500e6, "20GiB": 20 << 30, "20g": 20 << 30, "1 kb": 1000, "7b": 7,
		"": 0, "0": 0, "-1": 0, "x": 0, "1.5GB": 0, "9223372036854775807k": 0, "1 PB": 0,
	} {
		got, err := ParseSize(s)
		if got != want || (err == nil) != (want > 0) {
			t.Errorf("size %q: got %d, %v; want %d", s, got, err, want)
		}
	}
	for s, want := range map[string]int64{"50MB/s": 50e6, "50MB": 50e6, "1MiB/s": 1 << 20, "/s": 0, "50MB/h": 0, "0/s": 0} {
		got, err := ParseRate(s)
		if got != want || (err == nil) != (want > 0) {
			t.Errorf("rate %q: got %d, %v; want %d", s, got, err, want)
		}
	}
}
