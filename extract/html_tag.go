package extract

import (
	"bytes"
	"html"
	"strconv"
	"unicode"
)

// tag reads the tag, comment or declaration that b begins with and returns its
// length; 0 if b begins with none, or cuts it. last says that there is no more
// of it than b.
func (p *htmlPage) tag(b []byte, last bool) int {
	switch {
	case bytes.HasPrefix(b, []byte("<!--")):
		p.raw = "-->"
		p.put([]byte(" "))
		return 4
	case bytes.HasPrefix(b, []byte("<![CDATA[")):
		return len("<![CDATA[")
	case len(b) < 3 || b[1] != '!' && b[1] != '?' && b[1] != '/' && (b[1]|0x20 < 'a' || b[1]|0x20 > 'z'):
		return 0
	}
	n := tagEnd(b, last)
	if n == 0 {
		return 0
	}
	inner := b[1 : n-1]
	closing := inner[0] == '/'
	if closing {
		inner = inner[1:]
	}
	var lower [12]byte // as long as the names that matter
	k := 0
	for k < len(inner) && k < len(lower) && (inner[k]|0x20 >= 'a' && inner[k]|0x20 <= 'z' || inner[k] >= '0' && inner[k] <= '9') {
		lower[k] = inner[k] | 0x20
		k++
	}
	p.element(lower[:k], inner[k:], closing)
	lines := bytes.Count(b[:n], []byte{'\n'})
	p.line += lines
	p.ahead -= lines
	return n
}

// tagEnd is the length of the tag that b begins with, or 0. A > within quotes
// is not its end, unless the quotes have none, which shows in the last of it.
func tagEnd(b []byte, last bool) int {
	var quote byte
	for i := 1; i < len(b); i++ {
		switch c := b[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '>':
			return i + 1
		case (c == '"' || c == '\'') && b[i-1] == '=':
			quote = c
		}
	}
	if quote != 0 && last {
		return bytes.IndexByte(b, '>') + 1
	}
	return 0
}

// element does what a tag says.
func (p *htmlPage) element(name, attrs []byte, closing bool) {
	switch string(name) {
	case "script", "style", "textarea", "title":
		p.breakLine()
		if !closing && (len(attrs) == 0 || attrs[len(attrs)-1] != '/') && (name[0] == 's') {
			p.raw = "</" + string(name)
		}
	case "table":
		p.table.end()
		p.flush()
		if closing {
			p.table.close()
		} else {
			p.table.open()
		}
	case "tr":
		p.table.endRow()
		p.beforeRows()
		if !closing {
			p.table.beginRow(p.line)
		}
	case "td", "th":
		p.table.endCell()
		p.beforeRows()
		if !closing {
			columns, value := cellAttributes(attrs)
			p.table.beginCell(p.line, columns, value)
		}
	case "br", "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article",
		"header", "footer", "main", "nav", "aside", "form", "fieldset", "legend", "hr", "pre", "blockquote", "address",
		"option", "select", "body", "html", "head", "caption", "figure", "figcaption", "details", "summary", "meta", "link":
		p.breakLine()
	}
	p.flowing(name, closing)
	p.keep(p.table.err)
	p.begun = p.begun || string(name) == "html"
	p.ended = p.ended || closing && (string(name) == "html" || string(name) == "body")
	if !closing && bytes.IndexByte(attrs, '=') >= 0 {
		p.attributes(attrs)
	}
}

// flowing notes whether text is of a paragraph, in which a line break of the
// source is a space: programs wrap their lines anywhere, within a name too.
func (p *htmlPage) flowing(name []byte, closing bool) {
	switch string(name) {
	case "pre", "textarea":
		p.asIs = !closing
		p.flow = false
	case "p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6":
		p.flow = !closing && !p.asIs
	case "div", "table", "td", "th", "tr", "ul", "ol", "dl", "body", "html", "form", "blockquote", "section", "article", "hr":
		p.flow = false
	}
}

// cellAttributes returns how many columns a cell takes, and its value if the
// program that made the page tells it: LibreOffice as sdval, Excel as x:num.
func cellAttributes(attrs []byte) (columns int, value []byte) {
	columns = 1
	eachAttribute(attrs, func(name, v []byte) {
		switch string(name) {
		case "colspan":
			if n, err := strconv.Atoi(string(v)); err == nil {
				columns = max(1, min(n, 100))
			}
		case "sdval", "x:num":
			value = v
		}
	})
	return columns, value
}

// attributes writes those attributes that hold text: what forms are filled in
// with, with its name as a label, what is shown in place of an element or
// beside it, and what looks as if it were about somebody.
func (p *htmlPage) attributes(attrs []byte) {
	var label []byte
	eachAttribute(attrs, func(name, value []byte) {
		switch string(name) {
		case "name", "property":
			label = value
		}
	})
	labelled := false
	eachAttribute(attrs, func(name, value []byte) {
		switch string(name) {
		case "name", "property":
		case "value", "content":
			labelled = true
			p.attribute(label, value)
		case "style", "class", "face", "lang", "dir", "sdval", "sdnum", "x:num", "x:str", "x:fmla",
			"data-sheets-value", "data-sheets-numberformat", "data-sheets-userformat":
			// how it looks, and what a cell shows once more
		case "alt", "title", "placeholder", "label", "summary", "aria-label", "srcdoc":
			p.attribute(nil, value)
		default:
			if telling(value) {
				p.attribute(bytes.TrimPrefix(name, []byte("data-")), value)
			}
		}
	})
	if !labelled && telling(label) {
		p.attribute(nil, label)
	}
}

// telling reports whether an attribute's value may be about somebody: it holds
// more than ASCII, an address of mail, or the digits of a telephone.
func telling(value []byte) bool {
	digits := 0
	for _, c := range value {
		switch {
		case c >= 0x80 || c == '@' || c == '%' || c == '&':
			return true
		case c >= '0' && c <= '9':
			digits++
		}
	}
	return digits >= 7
}

// attribute writes one value, with its label if it has one.
func (p *htmlPage) attribute(label, value []byte) {
	if len(value) == 0 {
		return
	}
	text := make([]byte, 0, len(label)+len(value)+4)
	text = append(text, ' ')
	if len(label) > 0 {
		text = append(append(text, label...), '=')
	}
	text = append(text, '"')
	text = append(text, html.UnescapeString(string(value))...)
	text = append(text, '"', ' ')
	for i, c := range text {
		if c == '\n' || c == '\r' || c == '\t' {
			text[i] = ' ' // the tag's lines are counted once
		}
	}
	p.put(text)
}

// eachAttribute calls f with the name, in lower case, and value of each attribute.
func eachAttribute(b []byte, f func(name, value []byte)) {
	for {
		b = bytes.TrimLeft(b, " \t\r\n/")
		i := bytes.IndexAny(b, "= \t\r\n")
		if i <= 0 {
			return
		}
		name := b[:i]
		if bytes.ContainsFunc(name, unicode.IsUpper) {
			name = bytes.ToLower(name)
		}
		b = bytes.TrimLeft(b[i:], " \t\r\n")
		if len(b) == 0 || b[0] != '=' {
			continue
		}
		b = bytes.TrimLeft(b[1:], " \t\r\n")
		if len(b) == 0 {
			return
		}
		end := 0
		if q := b[0]; q == '"' || q == '\'' {
			b = b[1:]
			end = bytes.IndexByte(b, q)
		} else {
			end = bytes.IndexAny(b, " \t\r\n")
		}
		if end < 0 {
			end = len(b)
		}
		f(name, b[:end])
		if b = b[end:]; len(b) > 0 {
			b = b[1:]
		}
	}
}
