package netzone

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// A Dating says where the date of a file stands that its retention counts from.
// nil, or the zero value: the time of modification.
type Dating struct {
	By      string // "path", "header"; "": modified
	pattern *regexp.Regexp
}

// The places of a date, as reports name them.
const (
	ByPath   = "path"
	ByHeader = "header"
)

// maxDating bounds a pattern: one that is longer is a mistake.
const maxDating = 500

// maxDatings is how many matches are looked at for one that is a day.
const maxDatings = 100

// ParseDating reads where a date stands: modified, path "PATTERN" or header
// "PATTERN", with a pattern in the syntax of RE2. Its group, or all that it
// matches, holds the date; of several groups those that match together do.
func ParseDating(s string) (*Dating, error) {
	by, pattern, _ := strings.Cut(strings.TrimSpace(s), " ")
	pattern = strings.TrimSpace(pattern)
	switch {
	case s == "modified":
		return new(Dating), nil
	case by != ByPath && by != ByHeader:
		return nil, fmt.Errorf(`%q says no date: write modified, path "(\d{8})" or header "PATTERN"`, s)
	case len(pattern) < 2 || pattern[0] != pattern[len(pattern)-1] || pattern[0] != '"' && pattern[0] != '\'':
		return nil, fmt.Errorf(`%s needs a pattern in quotes behind it: %s "(\d{8})"`, by, by)
	case len(pattern) > maxDating:
		return nil, fmt.Errorf("the pattern is longer than %d bytes", maxDating)
	}
	re, err := regexp.Compile(pattern[1 : len(pattern)-1])
	if err != nil {
		text, _, _ := strings.Cut(strings.TrimPrefix(err.Error(), "error parsing regexp: "), ": `")
		return nil, fmt.Errorf("bad pattern: %s (patterns are those of RE2: https://github.com/google/re2/wiki/Syntax)", text)
	}
	if re.MatchString("") {
		return nil, errors.New(`the pattern matches an empty text, so it would find no date: let it ask for digits, as \d{8}`)
	}
	return &Dating{by, re}, nil
}

// String returns the dating as the configuration has it: path "(\d{8})"; "" for
// the time of modification.
func (d *Dating) String() string {
	if d == nil || d.By == "" {
		return ""
	}
	return d.By + ` "` + d.pattern.String() + `"`
}

// In returns the first day that the pattern finds in a text, 0 if there is none.
// What it finds and what is no day is passed over.
func (d *Dating) In(text string) Day {
	if found := d.in(text); found != 0 {
		return found
	}
	if folded := foldDigits(text); folded != text {
		return d.in(folded)
	}
	return 0
}

func (d *Dating) in(text string) Day {
	for _, m := range d.pattern.FindAllStringSubmatchIndex(text, maxDatings) {
		if found := ParseDay(dated(text, m)); found != 0 {
			return found
		}
	}
	return 0
}

// dated is what a match holds of a date: its groups that match, with something
// between that a date may have, or all of it if it has none.
func dated(text string, m []int) string {
	var parts []string
	for i := 2; i+1 < len(m); i += 2 {
		if m[i] >= 0 && m[i] < m[i+1] {
			parts = append(parts, text[m[i]:m[i+1]])
		}
	}
	if parts == nil {
		return text[m[0]:m[1]]
	}
	return strings.Join(parts, "-")
}
