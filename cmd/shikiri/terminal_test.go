package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/shikiri/shikiri/scan"
)

func env(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

func TestLanguage(t *testing.T) {
	for _, test := range []struct {
		flag string
		env  []string
		want string
	}{
		{"", nil, "en"},
		{"", []string{"LANG", "ja_JP.UTF-8"}, "ja"},
		{"", []string{"LANG", "ja"}, "ja"},
		{"", []string{"LANG", "jam_JM.UTF-8"}, "en"},
		{"", []string{"LANG", "ja_JP.UTF-8", "LC_ALL", "C"}, "en"},
		{"", []string{"LANG", "C", "LC_MESSAGES", "ja_JP.eucJP"}, "ja"},
		{"", []string{"LC_ALL", "ja_JP", "LC_MESSAGES", "C"}, "ja"},
		{"en", []string{"LANG", "ja_JP.UTF-8"}, "en"},
		{"ja", nil, "ja"},
		{"fr", nil, ""},
	} {
		p := &program{Getenv: env(test.env...)}
		got, err := p.language(test.flag)
		if got != test.want || (err == nil) != (test.want != "") {
			t.Errorf("--lang %q with %v: got %q, %v; want %q", test.flag, test.env, got, err, test.want)
		}
	}
}

// What is not a terminal gets no colours, unless they are asked for.
func TestReader(t *testing.T) {
	for color, want := range map[string]bool{"auto": false, "always": true, "never": false} {
		p := &program{Out: &bytes.Buffer{}, Getenv: env("TERM", "xterm")}
		if o := p.reader(color, "ja"); o.Color != want || o.Width != 0 || o.Lang != "ja" {
			t.Errorf("--color %s into a pipe: got %+v, want colours %v", color, o, want)
		}
	}
}

func TestColors(t *testing.T) {
	for _, test := range []struct {
		flag string
		tty  bool
		env  []string
		want bool
	}{
		{"auto", true, []string{"TERM", "xterm"}, true},
		{"auto", false, []string{"TERM", "xterm"}, false},
		{"auto", true, []string{"TERM", "xterm", "NO_COLOR", "1"}, false},
		{"auto", true, []string{"TERM", "dumb"}, false},
		{"auto", true, nil, false},
		{"always", true, []string{"NO_COLOR", "1"}, true},
		{"always", false, nil, true},
		{"never", true, []string{"TERM", "xterm"}, false},
	} {
		if got := (&program{Getenv: env(test.env...)}).colors(test.flag, test.tty); got != test.want {
			t.Errorf("--color %s, terminal %v, %v: got %v, want %v", test.flag, test.tty, test.env, got, test.want)
		}
	}
}

func TestConfirmReveal(t *testing.T) {
	for name, p := range map[string]*program{
		"CI":   {Getenv: env("CI", "true"), In: strings.NewReader("yes\n")},
		"pipe": {Getenv: env(), In: strings.NewReader("yes\n")},
	} {
		p.Err = &bytes.Buffer{}
		if err := p.confirmReveal(); err == nil {
			t.Errorf("--reveal with %s: want it refused", name)
		}
	}
}

// A pipe gets whole lines and no control characters.
func TestProgressPlain(t *testing.T) {
	var s scan.Progress
	s.TotalFiles.Store(5678)
	s.Files.Store(1234)
	w := &lines{got: make(chan string, 1000)}
	stop := showProgress(&program{Err: w}, scanMeter(&s), time.Millisecond)
	first := <-w.got
	s.Walked.Store(true)
	stop()
	if !strings.HasPrefix(first, "shikiri: files 1234 of 5678+,") {
		t.Errorf("got %q, want how many files of how many", first)
	}
	if got := progressText(&s, time.Second); strings.Contains(got, "+") {
		t.Errorf("got %q after the walk, want no +", got)
	}
	close(w.got)
	for line := range w.got {
		if strings.ContainsFunc(strings.TrimSuffix(line, "\n"), func(r rune) bool { return r < ' ' }) {
			t.Errorf("line %q holds a control character", line)
		}
	}
}

type lines struct{ got chan string }

func (l *lines) Write(b []byte) (int, error) {
	select {
	case l.got <- string(b):
	default: // nobody reads any more
	}
	return len(b), nil
}
