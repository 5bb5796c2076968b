// Package mimepart takes mail apart: headers, parts, and what encodes their bodies
// (RFC 5322, 2045 to 2047, 2231). It reads a stream once, in bounded memory, and
// goes on after what is broken: a line that is no header, a boundary that never
// comes, a character that base64 has not. It knows nothing of charsets. [NewReader]
// is where to start.
//
// The library emersion/go-message was tried: it ends a mail at a line in its
// header that is none, and a part at the first character that base64 has not,
// where mails of real servers go on.
package mimepart

import (
	"bufio"
	"bytes"
	"io"
	"strings"
)

const (
	// maxHeader bounds the headers of one part that are kept. Mails that went
	// through many hands have some 20 KB.
	maxHeader = 256 << 10
	// maxFields bounds their number.
	maxFields = 2 << 10
)

// A Field is one line of a header, unfolded: the bytes are as they came.
type Field struct {
	Name  string // as it is written
	Value []byte
}

// A Header is the fields of a message or part, in order.
type Header struct {
	Fields []Field
	Cut    bool // there were more than are kept
}

// Value returns the value of the first field of that name, or nil.
func (h *Header) Value(name string) []byte {
	for i := range h.Fields {
		if strings.EqualFold(h.Fields[i].Name, name) {
			return h.Fields[i].Value
		}
	}
	return nil
}

// readHeader reads up to and with the empty line. A line that is neither a field
// nor goes on with one ends the header and is left: it belongs to a body whose
// empty line was lost.
func readHeader(br *bufio.Reader, boundary func(line []byte) bool) (h Header, err error) {
	size := 0
	for {
		line, err := peekLine(br)
		if len(line) == 0 {
			return h, err
		}
		text := bytes.TrimRight(line, "\r\n")
		if len(text) == 0 {
			br.Discard(len(line))
			return h, nil
		}
		if boundary(text) {
			return h, nil
		}
		folded := text[0] == ' ' || text[0] == '\t'
		colon := fieldName(text)
		if !folded && colon <= 0 {
			if from := bytes.HasPrefix(text, []byte(">From ")) || bytes.HasPrefix(text, []byte("From ")); !from {
				return h, nil
			}
			br.Discard(len(line))
			continue
		}
		switch size += len(text); {
		case size > maxHeader || len(h.Fields) >= maxFields:
			h.Cut = true
		case !folded:
			h.Fields = append(h.Fields, Field{string(bytes.TrimRight(text[:colon], " \t")), bytes.Clone(bytes.TrimLeft(text[colon+1:], " \t"))})
		case len(h.Fields) > 0:
			last := &h.Fields[len(h.Fields)-1]
			last.Value = append(append(last.Value, ' '), bytes.TrimLeft(text, " \t")...)
		}
		if err := discardLine(br, len(line), bytes.HasSuffix(line, []byte("\n"))); err != nil && err != io.EOF {
			return h, err
		}
	}
}

// peekLine returns the next line, or what the buffer holds of a longer one.
func peekLine(br *bufio.Reader) ([]byte, error) {
	for n := 512; ; n *= 2 {
		n = min(n, br.Size())
		b, err := br.Peek(n)
		if i := bytes.IndexByte(b, '\n'); i >= 0 {
			return b[:i+1], nil
		}
		if err != nil || n == br.Size() {
			if err == bufio.ErrBufferFull || len(b) > 0 {
				err = nil
			}
			return b, err
		}
	}
}

// discardLine passes over a line of which n bytes were seen.
func discardLine(br *bufio.Reader, n int, whole bool) error {
	br.Discard(n)
	for !whole {
		b, err := br.ReadSlice('\n')
		if err != nil && err != bufio.ErrBufferFull {
			return err
		}
		whole = bytes.HasSuffix(b, []byte("\n"))
	}
	return nil
}

// fieldName returns where the colon is that ends the name of a field, or -1.
func fieldName(line []byte) int {
	for i, c := range line {
		switch {
		case c == ':':
			return i
		case (c == ' ' || c == '\t') && i > 0: // obsolete: a space before the colon
			rest := bytes.TrimLeft(line[i:], " \t")
			if len(rest) > 0 && rest[0] == ':' {
				return i + len(line[i:]) - len(rest)
			}
			return -1
		case c <= ' ' || c >= 0x7f:
			return -1
		}
	}
	return -1
}

// IsHeader reports whether head, the first bytes of a file, are fields, and how
// many of them known tells. An unfinished last line does not count.
func IsHeader(head []byte, known func(name string) bool) (n int, ok bool) {
	seen := false
	for len(head) > 0 {
		i := bytes.IndexByte(head, '\n')
		if i < 0 {
			return n, seen
		}
		line := bytes.TrimRight(head[:i], "\r")
		head = head[i+1:]
		if len(line) == 0 {
			return n, seen
		}
		if line[0] == ' ' || line[0] == '\t' {
			if !seen {
				return n, false
			}
			continue
		}
		colon := fieldName(line)
		if colon <= 0 {
			return n, false
		}
		seen = true
		if known(strings.ToLower(string(bytes.TrimRight(line[:colon], " \t")))) {
			n++
		}
	}
	return n, seen
}
