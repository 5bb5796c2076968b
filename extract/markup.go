package extract

import (
	"bytes"
	"html"
	"unicode/utf8"
)

// sniffXML reports whether text is XML: a declaration, or an element.
func sniffXML(text []byte) bool {
	text = bytes.TrimLeft(text, " \t\r\n")
	if bytes.HasPrefix(text, []byte("<?xml")) || bytes.HasPrefix(text, []byte("<!DOCTYPE")) {
		return true
	}
	i := bytes.IndexByte(text[:min(len(text), 1<<10)], '>')
	if i < 0 || len(text) < 3 || text[0] != '<' || !nameStart(text[1]) {
		return false
	}
	// "<none> ..." and "<a@b.example>" begin text: markup is closed, too.
	return bytes.Contains(text, []byte("</")) || bytes.Contains(text, []byte("/>"))
}

// nameStart reports whether a name in markup may begin with c.
func nameStart(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80 || c == '_'
}

// sniffHTML reports whether text is HTML or a part of a page.
func sniffHTML(text []byte) bool {
	text = bytes.TrimLeft(text, " \t\r\n")
	if len(text) == 0 || text[0] != '<' {
		return false
	}
	text = bytes.ToLower(text[:min(len(text), 2<<10)])
	for _, tag := range []string{"<!doctype html", "<html"} {
		if bytes.Contains(text, []byte(tag)) {
			return true
		}
	}
	for _, tag := range []string{"<head", "<body", "<table", "<div", "<p>", "<p ", "<span", "<br", "<h1", "<ul", "<form", "<meta ", "<!--"} {
		if bytes.HasPrefix(text, []byte(tag)) {
			return tag != "<!--" || bytes.Contains(text, []byte("</"))
		}
	}
	return false
}

// entityLen bounds an entity: the longest name that HTML has is 33 bytes with
// its ampersand and semicolon. It must stay within filterKeep.
const entityLen = 34

// entity decodes the entity that b, which begins with an ampersand, begins with.
// size is 0 if it is none, and -1 if b cuts it. A space that does not break, or
// a line break, is a space, and what would need more room than it has stays.
func entity(b []byte) (text string, size int) {
	i := bytes.IndexByte(b[:min(len(b), entityLen)], ';')
	if i < 0 {
		for _, c := range b[1:min(len(b), entityLen)] {
			if !nameStart(c) && c != '#' && (c < '0' || c > '9') {
				return "", 0
			}
		}
		if len(b) < entityLen {
			return "", -1
		}
		return "", 0
	}
	size = i + 1
	text = html.UnescapeString(string(b[:size]))
	r, n := utf8.DecodeRuneInString(text)
	switch {
	case text[0] == '&' && text != "&" || len(text) > size:
		return "", 0
	case n == len(text) && (r < ' ' || r == 0xA0):
		text = " "
	}
	return text, size
}

// unescapeXML is the step of a filter that turns entities into what they stand
// for. Tags, attributes and CDATA stay: the tag is the label of the value after
// it. Entities that a document declares stay, too, so that none can be a bomb.
func unescapeXML(b []byte, final bool) (n, keep int) {
	at := bytes.IndexByte(b, '&')
	if at < 0 {
		return len(b), 0
	}
	for n = at; at < len(b); {
		text, size := entity(b[at:])
		switch {
		case size < 0 && !final:
			return n, len(b) - at
		case size > 0:
			n += copy(b[n:], text)
			at += size
		default:
			b[n] = '&'
			n++
			at++
		}
		next := bytes.IndexByte(b[at:], '&')
		if next < 0 {
			next = len(b) - at
		}
		n += copy(b[n:], b[at:at+next])
		at += next
	}
	return n, 0
}
