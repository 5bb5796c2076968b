package netzone

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A splitPath is the names in a path, folded.
type splitPath []string

// split makes a path comparable with patterns.
func split(path string) splitPath { return appendSplit(nil, path) }

func appendSplit(dst splitPath, path string) splitPath {
	for name := range strings.SplitSeq(fold(path), "/") {
		if name != "" {
			dst = append(dst, name)
		}
	}
	return dst
}

// fold makes the same name look the same: composed (NFC), since macOS stores
// が as か and a mark, and in lower case, since SMB and Windows ignore case. It
// does not allocate where nothing changes, which is most names.
func fold(s string) string {
	return strings.Map(lower, norm.NFC.String(s))
}

func lower(r rune) rune {
	if r >= 0x3000 && r < 0xA000 { // kana and kanji have no case; unicode would search for one
		return r
	}
	return unicode.ToLower(r)
}

// match reports whether any alternative matches.
func (p pattern) match(path splitPath) bool {
	for _, a := range p {
		if a.match(path) {
			return true
		}
	}
	return false
}

// match reports whether a matches all of path. After a mismatch only the last
// ** is tried with one more name: that is enough, and it bounds the work to
// names times steps.
func (a alternative) match(path splitPath) bool {
	i, j := 0, 0
	retry, mark := -1, 0
	for j < len(path) {
		switch {
		case i < len(a) && a[i].op == across:
			retry, mark = i+1, j
			i++
		case i < len(a) && a[i].match(path[j]):
			i++
			j++
		case retry >= 0:
			mark++
			i, j = retry, mark
		default:
			return false
		}
	}
	for i < len(a) && a[i].op == across {
		i++
	}
	return i == len(a)
}

func (s *step) match(name string) bool {
	switch s.op {
	case one:
		return true
	case literal:
		return s.text == name
	}
	return matchName(s.glob, name)
}

// matchName does with characters what alternative.match does with names.
func matchName(glob []char, name string) bool {
	i, j := 0, 0
	retry, mark := -1, 0
	for j < len(name) {
		r, size := decode(name[j:])
		switch {
		case i < len(glob) && glob[i].op == many:
			retry, mark = i+1, j
			i++
		case i < len(glob) && glob[i].match(r):
			i++
			j += size
		case retry >= 0:
			_, size = decode(name[mark:])
			mark += size
			i, j = retry, mark
		default:
			return false
		}
	}
	for i < len(glob) && glob[i].op == many {
		i++
	}
	return i == len(glob)
}

func (c *char) match(r rune) bool {
	switch c.op {
	case any1:
		return true
	case exact:
		return c.r == r
	}
	return (c.holds(r) || c.holds(unicode.ToUpper(r))) != c.not
}

func (c *char) holds(r rune) bool {
	for i := 0; i < len(c.ranges); i += 2 {
		if c.ranges[i] <= r && r <= c.ranges[i+1] {
			return true
		}
	}
	return false
}
