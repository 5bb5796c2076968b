package mimepart

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
)

// A Param is a parameter of a field, with the charset that it declares (RFC 2231)
// or "".
type Param struct {
	Value   []byte
	Charset string
}

// Params takes a field as Content-Type apart: its value in lower case, and its
// parameters by their names in lower case. Parameters in pieces are joined.
func Params(field []byte) (value string, params map[string]Param) {
	head, rest := cutUnquoted(field)
	value = strings.ToLower(string(bytes.TrimSpace(head)))
	pieces := map[string][]piece{}
	for n := 0; len(rest) > 0 && n < maxFields; n++ {
		head, rest = cutUnquoted(rest)
		key, v, ok := bytes.Cut(head, []byte("="))
		if !ok {
			continue
		}
		name, p := parsePiece(strings.ToLower(string(bytes.TrimSpace(key))))
		p.value = unquote(bytes.TrimSpace(v))
		pieces[name] = append(pieces[name], p)
	}
	params = make(map[string]Param, len(pieces))
	for name, ps := range pieces {
		params[name] = join(ps)
	}
	return value, params
}

// A piece is name*2*=value: the third piece of name, with percent signs.
type piece struct {
	number  int // -1: the only one
	percent bool
	value   []byte
}

func parsePiece(key string) (name string, p piece) {
	p.number = -1
	key, p.percent = strings.CutSuffix(key, "*")
	name, number, ok := strings.Cut(key, "*")
	if ok {
		n, err := strconv.Atoi(number)
		if err == nil && n >= 0 {
			p.number = n
		}
	}
	return name, p
}

// join makes a parameter of its pieces. One in percent signs is better than one
// for programs that do not know these.
func join(ps []piece) Param {
	slices.SortStableFunc(ps, func(a, b piece) int { return a.number - b.number })
	best := slices.IndexFunc(ps, func(p piece) bool { return p.number < 0 && p.percent })
	if best >= 0 {
		ps = ps[best : best+1]
	} else if i := slices.IndexFunc(ps, func(p piece) bool { return p.number >= 0 }); i > 0 {
		ps = ps[i:]
	} else if i < 0 {
		ps = ps[:1]
	}
	var p Param
	for i, piece := range ps {
		v := piece.value
		if piece.percent {
			if i == 0 {
				if parts := bytes.SplitN(v, []byte("'"), 3); len(parts) == 3 {
					p.Charset, v = strings.ToLower(string(parts[0])), parts[2]
				}
			}
			v = unpercent(v)
		}
		p.Value = append(p.Value, v...)
	}
	return p
}

func unpercent(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] == '%' && i+2 < len(b) {
			if hi, lo := unhex(b[i+1]), unhex(b[i+2]); hi >= 0 && lo >= 0 {
				out = append(out, byte(hi<<4|lo))
				i += 2
				continue
			}
		}
		out = append(out, b[i])
	}
	return out
}

// cutUnquoted cuts at the first semicolon that is in no quotes and in no escape
// of ISO-2022-JP, whose characters may be semicolons and quotes.
func cutUnquoted(b []byte) (head, rest []byte) {
	quoted := false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c == 0x1b:
			i += passJIS(b[i:]) - 1
		case c == '\\' && quoted && !trail(b, i):
			i++
		case c == '"':
			quoted = !quoted
		case c == ';' && !quoted:
			return b[:i], b[i+1:]
		}
	}
	return b, nil
}

// passJIS returns the length of a run of ISO-2022-JP that b begins with.
func passJIS(b []byte) int {
	if !bytes.HasPrefix(b, []byte("\x1b$")) {
		return 1
	}
	if i := bytes.Index(b, []byte("\x1b(")); i > 0 {
		return min(i+3, len(b))
	}
	return 1
}

// trail reports whether b[i] is the second byte of a character of CP932 that
// stands in a header as it is: that of 表 is a backslash.
func trail(b []byte, i int) bool {
	n := 0
	for j := i - 1; j >= 0 && (b[j] >= 0x81 && b[j] <= 0x9f || b[j] >= 0xe0 && b[j] <= 0xfc); j-- {
		n++
	}
	return n%2 == 1
}

func unquote(b []byte) []byte {
	if len(b) == 0 || b[0] != '"' {
		return b
	}
	out := make([]byte, 0, len(b))
	for i := 1; i < len(b); i++ {
		switch c := b[i]; {
		case c == 0x1b:
			n := passJIS(b[i:])
			out = append(out, b[i:i+n]...)
			i += n - 1
		case c == '"':
			return out
		case c == '\\' && i+1 < len(b) && !trail(b, i) && (b[i+1] == '"' || b[i+1] == '\\'):
			i++
			out = append(out, b[i])
		default:
			out = append(out, c)
		}
	}
	return out
}
