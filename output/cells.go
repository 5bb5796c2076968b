package output

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/olekukonko/tablewriter/pkg/twwidth"
)

// visible returns s with everything escaped that could move the cursor, change
// colours, reorder or hide text, or break a line: control characters, bytes
// that are not UTF-8, and format characters such as the bidirectional overrides
// and zero-width joiners. Whoever names a file must not write to the terminal
// of the person who reads the report. Tabs go too: tablewriter looks for an
// .editorconfig in the folders above when it meets one.
func visible(s string) string {
	clean := true
	for _, r := range s {
		if hostile(r) {
			clean = false
			break
		}
	}
	if clean && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case hostile(r):
			quoted := strconv.QuoteRuneToASCII(r)
			b.WriteString(quoted[1 : len(quoted)-1])
		default:
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	return b.String()
}

func hostile(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// cellWidth returns how many terminal cells s takes: 2 for full-width
// characters, 1 for half-width kana and each of their marks (ﾃﾞｰﾀ is 4), 0 for
// combining marks, 1 for characters of ambiguous width, as terminals have it in
// every locale. It is the width tablewriter uses, so that both always agree.
func cellWidth(s string) int { return twwidth.WidthWithOptions(s, twwidth.Options{}) }

// wrap breaks s, which must be visible, into lines of at most width cells: after
// a space in the second half of the line, else anywhere, since most file names
// have none. width must be 2 or more. The lines joined are s; there is at least
// one.
func wrap(s string, width int) []string {
	var lines []string
	start, used := 0, 0 // of the line, in bytes and in cells
	space, before := 0, 0
	for i, r := range s {
		w := cellWidth(string(r))
		if used+w > width {
			at, rest := i, 0
			if before > width/2 {
				at, rest = space, used-before
			}
			lines = append(lines, s[start:at])
			start, used, before = at, rest, 0
		}
		used += w
		if r == ' ' {
			space, before = i+1, used
		}
	}
	return append(lines, s[start:])
}

// cut returns s, which must be visible, shortened to width cells with "..." at
// its end if it is longer.
func cut(s string, width int) string {
	if cellWidth(s) <= width {
		return s
	}
	used := 0
	for i, r := range s {
		w := cellWidth(string(r))
		if used+w > width-3 {
			return s[:i] + "..."
		}
		used += w
	}
	return s
}

// grouped returns n with commas: 77,202.
func grouped[N int | int64](n N) string {
	s := strconv.FormatInt(int64(n), 10)
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// size returns n bytes as people say it: "1.2 MB".
func size(n int64) string {
	if n < 1000 {
		return strconv.FormatInt(n, 10) + " B"
	}
	f, unit := float64(n)/1000, 0
	for f >= 999.95 && unit < 4 {
		f, unit = f/1000, unit+1
	}
	return strconv.FormatFloat(f, 'f', 1, 64) + " " + [...]string{"kB", "MB", "GB", "TB", "PB"}[unit]
}
