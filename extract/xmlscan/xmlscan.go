// Package xmlscan reads XML as a stream of tokens: names, attributes and text,
// in bounded memory and without copying.
//
// It is for documents made by programs. It knows no DTD, expands no entities but
// the five of XML and character references, so that no document can blow up by
// them, and drops prefixes: "w:t" is "t". What is not well-formed is read as well
// as it can be. encoding/xml is three times slower and gives up at the first
// fault.
package xmlscan

import (
	"bytes"
	"errors"
	"io"
	"iter"
)

// A Kind is a kind of token.
type Kind uint8

const (
	Start Kind = iota // <name attrs>; <name/> is a Start with Empty and no End
	End               // </name>
	Text              // what is between tags, CDATA too; long text comes in several tokens
)

// A Token is valid until the next call of Next.
type Token struct {
	Kind  Kind
	Empty bool   // of a Start: the element has neither text nor End
	Name  []byte // without prefix
	Text  []byte // UTF-8 with references replaced
	attrs []byte
}

// ErrTag is returned for a tag longer than MaxTag.
var ErrTag = errors.New("xml: a tag is too long")

const (
	// MaxTag bounds the length of a tag with its attributes.
	MaxTag = 1 << 20
	// textStep is how long a piece of text may be before it is handed out.
	textStep = 32 << 10
)

// A Reader reads tokens from UTF-8 text.
type Reader struct {
	src   io.Reader
	buf   []byte
	at, n int // buf[at:n] is not read
	err   error
	text  []byte // reused, for text with references
	cdata bool   // in a CDATA section
}

// NewReader returns a Reader of r.
func NewReader(r io.Reader) *Reader { return &Reader{src: r, buf: make([]byte, 2*textStep)} }

// Reset makes x read r.
func (x *Reader) Reset(r io.Reader) { *x = Reader{src: r, buf: x.buf, text: x.text} }

// Next reads the next token into t. At the end the error is io.EOF; any other is
// that of the source, or ErrTag.
func (x *Reader) Next(t *Token) error {
	for {
		if x.at == x.n && !x.more() {
			return x.err
		}
		if x.cdata {
			if x.section(t) {
				return nil
			}
			continue
		}
		if x.buf[x.at] != '<' {
			x.chars(t)
			return nil
		}
		done, err := x.markup(t)
		if done || err != nil {
			return err
		}
	}
}

// more reads on, and reports whether there was anything.
func (x *Reader) more() bool {
	if x.err != nil {
		return false
	}
	if x.at > 0 {
		x.n = copy(x.buf, x.buf[x.at:x.n])
		x.at = 0
	}
	if x.n == len(x.buf) {
		x.buf = append(x.buf, make([]byte, len(x.buf))...)
	}
	for range 100 { // as bufio does: a reader that gives nothing forever is broken
		n, err := x.src.Read(x.buf[x.n:])
		x.n += n
		x.err = err
		if n > 0 || err != nil {
			return n > 0
		}
	}
	x.err = io.ErrNoProgress
	return false
}

// chars reads text up to a tag.
func (x *Reader) chars(t *Token) {
	for from := 0; ; {
		b := x.buf[x.at:x.n]
		i := bytes.IndexByte(b[from:], '<')
		if i >= 0 {
			x.emit(t, b[:from+i])
			return
		}
		if from = len(b); from >= textStep {
			x.emit(t, b[:whole(b)])
			return
		}
		if !x.more() {
			x.emit(t, x.buf[x.at:x.n])
			return
		}
	}
}

// emit makes b, which begins at x.at, a token.
func (x *Reader) emit(t *Token, b []byte) {
	x.at += len(b)
	t.Kind, t.Name, t.attrs, t.Empty = Text, nil, nil, false
	t.Text = b
	if bytes.IndexByte(b, '&') >= 0 {
		x.text = AppendUnescaped(x.text[:0], b)
		t.Text = x.text
	}
}

// whole returns how much of b can be handed out without cutting a character or
// a reference.
func whole(b []byte) int {
	n := len(b)
	if i := bytes.LastIndexByte(b[n-maxReference:], '&'); i >= 0 {
		n = n - maxReference + i
	}
	for i := 0; i < 3 && n > 1 && b[n-1] >= 0x80; i++ { // back to before the last character
		n--
		if b[n] >= 0xC0 {
			break
		}
	}
	return n
}

// section reads text of a CDATA section. It reports whether there is any.
func (x *Reader) section(t *Token) bool {
	for {
		b := x.buf[x.at:x.n]
		end := bytes.Index(b, []byte("]]>"))
		if end < 0 && len(b) < textStep {
			if x.more() {
				continue
			}
			b = x.buf[x.at:x.n] // more has moved it
		}
		over := 0
		switch {
		case end >= 0:
			x.cdata, over = false, 3
		case len(b) > textStep:
			end = whole(b[:len(b)-2])
		default:
			end = len(b)
		}
		t.Kind, t.Text, t.Name, t.attrs, t.Empty = Text, b[:end], nil, nil, false
		x.at += end + over
		return end > 0
	}
}

// markup reads what begins with "<". It reports whether that is a token.
func (x *Reader) markup(t *Token) (bool, error) {
	for x.n-x.at < len("<![CDATA[") && x.more() {
	}
	b := x.buf[x.at:x.n]
	switch {
	case bytes.HasPrefix(b, []byte("<!--")):
		return false, x.pass("-->")
	case bytes.HasPrefix(b, []byte("<![CDATA[")):
		x.at += len("<![CDATA[")
		x.cdata = true
		return false, nil
	case bytes.HasPrefix(b, []byte("<?")):
		return false, x.pass("?>")
	case bytes.HasPrefix(b, []byte("<!")):
		return false, x.pass(">")
	}
	for {
		b := x.buf[x.at:x.n]
		if i := tagEnd(b); i >= 0 {
			x.at += i + 1
			t.tag(b[1:i])
			return true, nil
		}
		if len(b) > MaxTag {
			return false, ErrTag
		}
		if !x.more() {
			if x.err == io.EOF {
				return false, io.ErrUnexpectedEOF
			}
			return false, x.err
		}
	}
}

// tagEnd returns where the tag in b ends, or -1. A ">" may stand in quotes.
func tagEnd(b []byte) int {
	for i := 1; ; {
		j := bytes.IndexByte(b[i:], '>')
		if j < 0 {
			return -1
		}
		k := bytes.IndexByte(b[i:i+j], '=')
		if k < 0 {
			return i + j
		}
		// Attributes: go from quote to quote.
		q := i + k + 1
		for q < len(b) && (b[q] == ' ' || b[q] == '\n' || b[q] == '\r' || b[q] == '\t') {
			q++
		}
		if q >= len(b) {
			return -1
		}
		if b[q] != '"' && b[q] != '\'' {
			i = q
			continue
		}
		e := bytes.IndexByte(b[q+1:], b[q])
		if e < 0 {
			return -1
		}
		i = q + 1 + e + 1
	}
}

// pass goes behind the next end.
func (x *Reader) pass(end string) error {
	for {
		if i := bytes.Index(x.buf[x.at:x.n], []byte(end)); i >= 0 {
			x.at += i + len(end)
			return nil
		}
		x.at = max(x.at, x.n-len(end)+1)
		if !x.more() {
			if x.err == io.EOF {
				return io.ErrUnexpectedEOF
			}
			return x.err
		}
	}
}

// tag makes t the tag g, which is without its angle brackets.
func (t *Token) tag(g []byte) {
	t.Kind, t.Text, t.attrs, t.Empty = Start, nil, nil, false
	switch {
	case len(g) > 0 && g[0] == '/':
		t.Kind = End
		g = g[1:]
	case len(g) > 0 && g[len(g)-1] == '/':
		t.Empty = true
		g = g[:len(g)-1]
	}
	if i := bytes.IndexAny(g, " \t\r\n"); i >= 0 {
		g, t.attrs = g[:i], g[i+1:]
	}
	t.Name = local(g)
}

func local(b []byte) []byte {
	if i := bytes.IndexByte(b, ':'); i >= 0 {
		return b[i+1:]
	}
	return b
}

// Attr returns the value of an attribute, by its name without prefix, as it
// stands in the tag: see AppendUnescaped. It is nil if there is none.
func (t *Token) Attr(name string) []byte {
	for key, value := range t.Attrs() {
		if string(key) == name {
			return value
		}
	}
	return nil
}

// Attrs yields the attributes, by their names without prefixes: there may be
// two of one name. Values are as they stand in the tag.
func (t *Token) Attrs() iter.Seq2[[]byte, []byte] {
	return func(yield func(key, value []byte) bool) {
		for a := t.attrs; ; {
			i := bytes.IndexByte(a, '=')
			if i < 0 {
				return
			}
			key := bytes.TrimSpace(a[:i])
			if a = bytes.TrimLeft(a[i+1:], " \t\r\n"); len(a) == 0 {
				return
			}
			j := bytes.IndexByte(a[1:], a[0])
			if j < 0 || !yield(local(key), a[1:1+j]) {
				return
			}
			a = a[j+2:]
		}
	}
}

// Is reports whether t is a tag of that name.
func (t *Token) Is(kind Kind, name string) bool { return t.Kind == kind && string(t.Name) == name }
