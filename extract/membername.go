package extract

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxMemberName bounds a name in reports, in bytes; zip allows 65,535.
const maxMemberName = 4 << 10

// decodeMemberName returns a member's name as people should see it. Archives do
// not say what their names are encoded in: UTF-8 if it is that, else what makes
// better Japanese of CP932 and EUC-JP. Characters that would act on a terminal
// are escaped: "\x1b".
func decodeMemberName(raw []byte) string { return visible(decodeName(raw)) }

// decodeMemberPath is decodeMemberName for archives of Windows tools, of which
// the old ones separate folders by backslashes. These are looked for once the
// name is decoded: the second byte of 表 is one too.
func decodeMemberPath(raw []byte) string {
	return visible(strings.ReplaceAll(decodeName(raw), `\`, "/"))
}

func decodeName(raw []byte) string {
	raw = raw[:min(len(raw), maxMemberName)]
	if utf8.Valid(raw) {
		return string(raw)
	}
	cs, table := cp932, cp932Table()
	if cost8(raw, eucJP, false)+charsetPrior[eucJP] < cost8(raw, cp932, false)+charsetPrior[cp932] {
		cs, table = eucJP, eucTable()
	}
	return string(appendPairs(nil, raw, cs, table))
}

// visible escapes what would act on a terminal or hide in a report.
func visible(s string) string {
	acts := func(r rune) bool {
		return unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp) || '\u202a' <= r && r <= '\u202e' || '\u2066' <= r && r <= '\u2069'
	}
	if !strings.ContainsFunc(s, acts) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case !acts(r):
			b.WriteRune(r)
		case r < 0x100:
			fmt.Fprintf(&b, `\x%02x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}
