package rules

import (
	"regexp"
	"slices"
	"strings"
)

// fileKeys are the keys that a configuration or a file of rules begins its parts with.
var fileKeys = []string{"version", "zones", "shares", "files", "clients", "flows", "egress", "probe", "fingerprint-key-from", "sign-key", "sign-key-password-from", "limits", "report", "rules"}

var (
	topKey = regexp.MustCompile(`^\{?\s*["']?([a-zA-Z][\w -]*?)["']?\s*:(?:\s|$|[\[{"'\d])`)
	// flowPart is a key that no other kind of file has in this form; JSON of any
	// kind may have a version.
	flowPart = regexp.MustCompile(`[{,\s]["']?(?:zones|rules|shares)["']?\s*:\s*\[`)
)

// ours reports whether s is plainly a configuration or a file of rules, if one
// with mistakes. Somebody who gives a table of people in its place must not
// read their names in the message about it. It looks at lines: what is no YAML
// has no keys to look at.
func (s *source) ours() bool {
	known, strange := 0, 0
	for _, line := range s.lines {
		if line == "" || strings.ContainsRune(" \t#]}", rune(line[0])) || line[0] == '-' && (len(line) == 1 || strings.ContainsRune(" -", rune(line[1]))) {
			continue
		}
		m := topKey.FindStringSubmatch(line)
		switch {
		case line[0] == '{':
			if !flowPart.MatchString(s.text) {
				return false
			}
			known++
		case m != nil && (slices.Contains(fileKeys, m[1]) || nearest(m[1], fileKeys) != ""):
			known++
		default:
			strange++
		}
	}
	return known > strange
}

var longNumber = regexp.MustCompile(`\d{3,}`)

// notOurs returns the first of the problems of a file that is none of ours, with
// nothing of what is in it: the others follow from that.
func notOurs(s *source, p Problem) Problem {
	p.Text, p.Hint = quoted.ReplaceAllStringFunc(p.Text, withhold), quoted.ReplaceAllStringFunc(p.Hint, withhold)
	p.Text = longNumber.ReplaceAllString(p.Text, "…")
	if strings.HasPrefix(p.Text, notYAML) {
		p.Text = notYAML // the parser's reason may name a character or a word
	}
	if strings.TrimSpace(s.text) == "" {
		return p
	}
	if p.Hint != "" {
		p.Hint += "; "
	}
	p.Hint += "it does not look like the configuration, so its lines are not shown"
	return p
}
