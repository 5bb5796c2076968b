package output

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode"
)

// What all pages of HTML have around them.

// contentPolicy allows this style and this script, by their hashes, and nothing
// else: whatever a file name might smuggle in would not run, and nothing is ever
// asked for on a network. Without a script ("") none runs. See
// https://www.w3.org/TR/CSP3/.
func contentPolicy(style, script string) string {
	scripts := ""
	if script != "" {
		scripts = "script-src " + cspHash(script) + "; "
	}
	return "default-src 'none'; " + scripts + "style-src " + cspHash(style) + "; base-uri 'none'; form-action 'none'"
}

func cspHash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// cssString returns s, made visible, as a string of CSS in which nothing but
// letters and digits stands for itself, so that it cannot end the string or the
// style.
func cssString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range visible(s) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, `\%06x`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
