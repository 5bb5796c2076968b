package extract

import (
	"bytes"
	"context"
	"io"
)

// A textTail passes a text on and keeps its end.
type textTail struct {
	r    io.Reader
	tail []byte
}

// textTailLen is how much of a text's end is kept: comments may stand behind
// the last tag.
const textTailLen = 4 << 10

func (t *textTail) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	t.tail = append(t.tail, p[max(0, n-textTailLen):n]...)
	if len(t.tail) > 8*textTailLen {
		t.tail = t.tail[:copy(t.tail, t.tail[len(t.tail)-textTailLen:])]
	}
	return n, err
}

// extractWhole reads JSON or XML, which tell by their end whether it is there.
func extractWhole(ctx context.Context, text io.Reader, step func([]byte, bool) (int, int), ends func(tail []byte) bool, out Out) error {
	t := &textTail{r: text}
	if err := extractLines(ctx, newFilter(t, step), out); err != nil {
		return err
	}
	if !ends(bytes.TrimRight(t.tail, "\x00\x1a \t\r\n")) {
		return damaged(io.ErrUnexpectedEOF)
	}
	return nil
}

// extractPage hands out a page that is a file. One that begins and does not end
// was cut. Of mail that is not asked: much of it is written carelessly.
func extractPage(ctx context.Context, r io.Reader, out Out) error {
	whole, err := readHTML(ctx, r, out)
	if err == nil && !whole {
		return damaged(io.ErrUnexpectedEOF)
	}
	return err
}

// endsJSON returns what tells whether JSON that begins like sample ends like
// tail. Logs have commas between their objects.
func endsJSON(sample []byte) func(tail []byte) bool {
	list := bytes.HasPrefix(bytes.TrimLeft(sample, " \t\r\n"), []byte("["))
	return func(tail []byte) bool {
		if len(tail) == 0 {
			return true
		}
		c := tail[len(tail)-1]
		return c == ']' || !list && (c == '}' || c == ',')
	}
}

// endsXML returns what tells whether XML that begins like sample ends like tail:
// with the end of its first element. Only what calls itself XML is asked.
func endsXML(sample []byte) func(tail []byte) bool {
	name := rootElement(sample)
	return func(tail []byte) bool {
		return name == nil || bytes.Contains(tail, append([]byte("</"), name...)) || len(name) == 0 && bytes.HasSuffix(tail, []byte("/>"))
	}
}

// rootElement is the name of the first element of XML, empty if there is none;
// nil if nothing can be said.
func rootElement(sample []byte) []byte {
	rest := bytes.TrimLeft(sample, " \t\r\n")
	if !bytes.HasPrefix(rest, []byte("<?xml")) {
		return nil
	}
	for {
		i := bytes.IndexByte(rest, '<')
		if i < 0 || i+1 == len(rest) {
			break
		}
		rest = rest[i+1:]
		switch {
		case bytes.HasPrefix(rest, []byte("!--")):
			if i = bytes.Index(rest, []byte("-->")); i < 0 {
				i = len(rest)
			}
			rest = rest[i:]
		case rest[0] == '!': // a list of declarations has no root
			if bytes.HasPrefix(rest, []byte("!E")) || bytes.Contains(rest, []byte("<!E")) {
				return nil
			}
		case nameStart(rest[0]):
			return rootName(rest)
		}
	}
	if len(sample) >= sampleSize/2 {
		return nil // it may come later
	}
	return []byte{}
}

// rootName is the name at the start of a tag; nil if the tag is an element of
// its own or has no end in what is known.
func rootName(tag []byte) []byte {
	end := bytes.IndexByte(tag, '>')
	if end > 0 && tag[end-1] == '/' {
		return nil
	}
	if n := bytes.IndexAny(tag, " \t\r\n/>"); n > 0 {
		return bytes.Clone(tag[:n])
	}
	return bytes.Clone(tag)
}
