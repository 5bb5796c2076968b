package rules

import (
	"regexp"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

const referenceHint = "file:PATH, command:CMD, credential:NAME, keyring:NAME, env:NAME or prompt; never the password itself"

var variable = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// reference reads where a password or key is, by its shape only. A value that
// has another shape is probably the password itself: no error repeats it.
func (d *decoder) reference(n ast.Node, at string) string {
	s, ok := n.(*ast.StringNode)
	if !ok || strings.ContainsFunc(s.Value, func(r rune) bool { return r < ' ' }) {
		return d.noReference(n, at)
	}
	if s.Value == "prompt" {
		return s.Value
	}
	scheme, rest, _ := strings.Cut(s.Value, ":")
	switch {
	case strings.TrimSpace(rest) == "":
	case scheme == "file":
		return "file:" + d.resolve(rest)
	case scheme == "command", scheme == "keyring":
		return s.Value
	case scheme == "env" && variable.MatchString(rest):
		return s.Value
	case scheme == "credential" && !strings.ContainsAny(rest, `/\`):
		return s.Value
	}
	return d.noReference(n, at)
}

func (d *decoder) noReference(n ast.Node, at string) string {
	d.hide(n)
	d.fail(n, at, lastKey(at)+" does not tell where the secret is", referenceHint)
	return ""
}

// user reads a user name. What comes after a : or % is a password to some
// programs, so neither is accepted or repeated.
func (d *decoder) user(n ast.Node, at string) string {
	text, ok := d.text(n, at)
	if ok && strings.ContainsAny(text, ":%") {
		d.hide(n)
		d.fail(n, at, "a user name has no : or %", "a password does not belong there: write password-from")
		return ""
	}
	return text
}
