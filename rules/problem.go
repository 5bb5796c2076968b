package rules

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// A Problem is one thing that is wrong with a configuration, and where.
type Problem struct {
	File   string
	Line   int    // from 1
	Column int    // in characters, from 1
	Text   string // `unknown key "retension"; did you mean "retention"?`
	Hint   string // what to do about it, or ""
	Source string // the line with a caret below it, for a monospaced font; or ""
}

// String returns the problem as a message of one to four lines.
func (p *Problem) String() string {
	text := fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Text)
	if p.Source != "" {
		text += "\n" + p.Source
	}
	if p.Hint != "" {
		text += "\n      hint: " + p.Hint
	}
	return text
}

// A ConfigError is all that is wrong with a configuration, in its order. It
// never holds a password that the configuration holds.
type ConfigError struct{ Problems []Problem }

// newConfigError sorts problems and adds the lines they are on, at last, when
// all lines that must not be shown are known. A file that is something else has
// none that may be.
func newConfigError(s *source, problems []Problem) *ConfigError {
	ours := s.ours()
	for i := range problems {
		p := &problems[i]
		if !ours {
			continue
		}
		p.Source = s.excerpt(place{p.Line, p.Column})
		if s.secret(p.Line) {
			p.Text, p.Hint = quoted.ReplaceAllStringFunc(p.Text, withhold), quoted.ReplaceAllStringFunc(p.Hint, withhold)
		}
	}
	slices.SortStableFunc(problems, func(a, b Problem) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	if !ours && len(problems) > 0 {
		problems = []Problem{notOurs(s, problems[0])}
	}
	return &ConfigError{Problems: problems}
}

var quoted = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)

// withhold keeps what a message quotes from a line with a password to itself:
// where the quotes of the file are wrong it may be a piece of the password.
func withhold(quote string) string {
	if slices.Contains(shareKeys, strings.Trim(quote, `"`)) {
		return quote
	}
	return `"…"`
}

// shareKeys are what messages about lines with passwords need to name.
var shareKeys = []string{"url", "zone", "user", "password", "password-from", "fingerprint-key-from", "key", "passphrase-from", "known-hosts", "snapshots", "sign-key", "sign-key-password-from"}

// Error returns all problems, one below the other.
func (e *ConfigError) Error() string {
	texts := make([]string, len(e.Problems))
	for i := range e.Problems {
		texts[i] = e.Problems[i].String()
	}
	return strings.Join(texts, "\n")
}

// add notes a problem or a warning at a place.
func (d *decoder) add(at place, text, hint string, warning bool) {
	if at.line < 1 {
		at = place{1, 1}
	}
	p := Problem{File: d.source.name, Line: at.line, Column: at.column, Text: text, Hint: hint}
	if !warning {
		d.problems = append(d.problems, p)
		return
	}
	if p.Hint != "" {
		p.Text, p.Hint = p.Text+"; "+p.Hint, ""
	}
	d.config.Warnings = append(d.config.Warnings, p.String())
}

// isBad reports whether the part of the policy at a place, or what holds it,
// could not be read.
func (d *decoder) isBad(at string) bool {
	for at != "" {
		if d.bad[at] {
			return true
		}
		at = at[:max(0, strings.LastIndexAny(at, ".["))]
	}
	return false
}
