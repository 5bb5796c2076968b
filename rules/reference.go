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
	if !ok || !IsReference(s.Value) {
		return d.noReference(n, at)
	}
	if file, ok := strings.CutPrefix(s.Value, "file:"); ok {
		return "file:" + d.resolve(file)
	}
	return s.Value
}

// IsReference reports whether a text has the shape of a place where a password
// or key is, as [Share].PasswordFrom.
func IsReference(text string) bool {
	if strings.ContainsFunc(text, func(r rune) bool { return r < ' ' }) {
		return false
	}
	scheme, rest, _ := strings.Cut(text, ":")
	switch {
	case text == "prompt":
		return true
	case strings.TrimSpace(rest) == "":
		return false
	case scheme == "env":
		return variable.MatchString(rest)
	case scheme == "credential":
		return !strings.ContainsAny(rest, `/\`) && rest != "." && rest != ".."
	}
	return scheme == "file" || scheme == "command" || scheme == "keyring"
}

func (d *decoder) noReference(n ast.Node, at string) string {
	d.hide(n)
	d.fail(n, at, lastKey(at)+" does not tell where the secret is", referenceHint)
	return ""
}

// keyFile reads the name of a file with a secret key. The key itself in its
// place is not repeated.
func (d *decoder) keyFile(n ast.Node, at string) string {
	text, ok := d.text(n, at)
	if !ok {
		return ""
	}
	if strings.HasPrefix(text, "RW") && len(text) > 100 || strings.ContainsFunc(text, func(r rune) bool { return r < ' ' }) {
		d.hide(n)
		d.fail(n, at, lastKey(at)+" is the name of a file, not the key itself", "shikiri init --sign-key writes one")
		return ""
	}
	return d.resolve(text)
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
