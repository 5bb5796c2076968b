package mimepart

import (
	"bytes"
	"io"
	"strings"
)

// Words decodes the encoded words in a field (RFC 2047). text appends to dst what
// raw says in a charset, "" for one that is not declared. Words that stand beside
// each other are joined before they are decoded: mailers cut characters in two.
func Words(dst, field []byte, text func(dst []byte, charset string, raw []byte) []byte) []byte {
	var raw []byte
	charset, pending := "", false
	flush := func() {
		if pending {
			dst = text(dst, charset, raw)
			raw, pending = raw[:0], false
		}
	}
	for len(field) > 0 {
		i := bytes.Index(field, []byte("=?"))
		if i < 0 {
			i = len(field)
		}
		w, n := parseWord(field[i:])
		for i < len(field) && n == 0 { // not a word
			next := bytes.Index(field[i+2:], []byte("=?"))
			if next < 0 {
				i = len(field)
				break
			}
			i += 2 + next
			w, n = parseWord(field[i:])
		}
		between := field[:i]
		if len(bytes.TrimSpace(between)) > 0 || n == 0 {
			flush()
			if len(between) > 0 {
				dst = text(dst, "", between)
			}
		} else if !pending && len(between) > 0 {
			dst = append(dst, between...)
		}
		field = field[i+n:]
		if n == 0 {
			break
		}
		if pending && !strings.EqualFold(charset, w.charset) {
			flush()
		}
		charset, pending = w.charset, true
		raw = append(raw, w.raw...)
	}
	flush()
	return dst
}

type word struct {
	charset string
	raw     []byte
}

// parseWord parses the encoded word that b begins with and returns its length, 0
// if it is none. Spaces in it, where mailers broke the line, are passed over.
func parseWord(b []byte) (w word, n int) {
	if !bytes.HasPrefix(b, []byte("=?")) {
		return w, 0
	}
	q := bytes.IndexByte(b[2:], '?')
	if q <= 0 || q > 80 || bytes.ContainsAny(b[2:2+q], " \t=\"<>") {
		return w, 0
	}
	charset, _, _ := strings.Cut(string(b[2:2+q]), "*") // and a language (RFC 2231)
	rest := b[2+q+1:]
	if len(rest) < 2 || rest[1] != '?' {
		return w, 0
	}
	encoding := rest[0] | 0x20
	rest = rest[2:]
	end := bytes.Index(rest, []byte("?="))
	n = len(b) - len(rest) + end + 2
	if end < 0 { // its end was lost
		end, n = len(rest), len(b)
	}
	body := rest[:end]
	switch encoding {
	case 'b':
		body = bytes.Map(func(r rune) rune {
			if r == ' ' || r == '\t' {
				return -1
			}
			return r
		}, body)
		w.raw, _ = io.ReadAll(Decode("base64", bytes.NewReader(body)))
	case 'q':
		for i := 0; i < len(body); i++ {
			c := body[i]
			if c == '_' {
				c = ' '
			} else if c == '=' && i+2 < len(body) && unhex(body[i+1]) >= 0 && unhex(body[i+2]) >= 0 {
				c = byte(unhex(body[i+1])<<4 | unhex(body[i+2]))
				i += 2
			}
			w.raw = append(w.raw, c)
		}
	default:
		return w, 0
	}
	w.charset = strings.ToLower(charset)
	return w, n
}
