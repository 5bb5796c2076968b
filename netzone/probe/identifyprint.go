package probe

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	bannerMost = 120 // bytes
	valueMost  = 255 // a DNS name (RFC 1035, 2.3.4)
)

// printable makes text of a stranger fit for reports and terminals: one line, at
// most so many bytes, without characters that steer a terminal, turn the direction
// of writing or cannot be seen.
func printable(text string, most int) string {
	var b strings.Builder
	space := false
	for _, r := range text {
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r):
			space = b.Len() > 0
			continue
		case r == utf8.RuneError:
			r = '?'
		case !unicode.IsPrint(r):
			continue
		}
		size := utf8.RuneLen(r)
		if space {
			size++
		}
		if b.Len()+size > most {
			return b.String()
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}
