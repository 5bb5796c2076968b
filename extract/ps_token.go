package extract

import (
	"bufio"
	"bytes"
	"io"
)

// A psToken is a token of PostScript (Adobe: PostScript Language Reference,
// section 3.2).
type psToken struct {
	kind psKind
	text []byte // of a name without its /, of a string without its delimiters, of a comment
}

type psKind uint8

const (
	psName    psKind = iota // executable, or a number
	psLiteral               // /name
	psString                // (…), <hex>, <~ASCII85~>
	psComment
	psOther // brackets
)

// psLongest bounds a token. What is longer is data, not text.
const psLongest = 64 << 10

// A psLexer reads tokens. The text of one is valid until the next is read.
type psLexer struct {
	r    *bufio.Reader
	buf  []byte
	line bool // a line begins
	base bool // there is data in ASCII85, which has brackets in it
}

func (l *psLexer) next() (psToken, error) {
	for {
		if l.line {
			l.line = false
			if skipped, err := l.skipData(); skipped || err != nil {
				if err != nil {
					return psToken{}, err
				}
				continue
			}
		}
		c, err := l.r.ReadByte()
		if err != nil {
			return psToken{}, err
		}
		l.buf = l.buf[:0]
		switch {
		case c == '\n' || c == '\r':
			l.line = true
		case c <= ' ':
		case c == '%':
			err = l.until('\n', '\r')
			l.line = true
			return psToken{psComment, l.buf}, notEnd(err)
		case c == '(':
			return psToken{psString, l.buf}, l.string()
		case c == '<':
			return l.angle()
		case c == '/':
			err = l.name()
			return psToken{psLiteral, l.buf}, notEnd(err)
		case c == '{', c == '}', c == '[', c == ']', c == '>', c == ')':
			return psToken{psOther, append(l.buf, c)}, nil
		default:
			l.buf = append(l.buf, c)
			err = l.name()
			return psToken{psName, l.buf}, notEnd(err)
		}
	}
}

// notEnd leaves the end of the file to the next token.
func notEnd(err error) error {
	if err == io.EOF {
		return nil
	}
	return err
}

// skipData skips a line that is data of a picture or font: as long as such lines
// are, and without a blank.
func (l *psLexer) skipData() (bool, error) {
	const long = 60
	head, _ := l.r.Peek(long)
	if len(head) < long {
		return false, nil
	}
	hex := 0
	for _, c := range head {
		if c <= ' ' || c == '%' && hex == 0 {
			return false, nil
		}
		if c-'0' < 10 || c|0x20 >= 'a' && c|0x20 <= 'f' {
			hex++
		}
	}
	if hex < long && !l.base && (bytes.IndexByte(head, '(') >= 0 && bytes.IndexByte(head, ')') >= 0 || bytes.IndexByte(head, '<') == 0) {
		return false, nil
	}
	err := l.until('\n', '\r')
	l.line = true
	return true, notEnd(err)
}

// until reads up to one of two bytes, and keeps what fits.
func (l *psLexer) until(a, b byte) error {
	for {
		c, err := l.r.ReadByte()
		if err != nil || c == a || c == b {
			return err
		}
		if len(l.buf) < psLongest {
			l.buf = append(l.buf, c)
		}
	}
}

func (l *psLexer) name() error {
	for {
		c, err := l.r.ReadByte()
		if err != nil {
			return err
		}
		if c <= ' ' || bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 {
			return l.r.UnreadByte()
		}
		if len(l.buf) < psLongest {
			l.buf = append(l.buf, c)
		}
	}
}

// string reads the rest of a string in brackets. The error is nil at the end of
// the file: then it is a string cut short.
func (l *psLexer) string() error {
	depth := 1
	for {
		c, err := l.r.ReadByte()
		if err != nil {
			return notEnd(err)
		}
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return nil
			}
		case '\\':
			if c, err = l.escaped(); err != nil {
				return notEnd(err)
			}
			if c == '\n' {
				continue
			}
		}
		if len(l.buf) >= psLongest {
			return nil // no string is so long: what follows is data
		}
		l.buf = append(l.buf, c)
	}
}

// escaped reads what follows a backslash; a line end is none of the string.
func (l *psLexer) escaped() (byte, error) {
	c, err := l.r.ReadByte()
	if err != nil {
		return 0, err
	}
	switch c {
	case 'n':
		return ' ', nil
	case 'r', 't':
		return ' ', nil
	case 'b', 'f':
		return ' ', nil
	case '\r', '\n':
		return '\n', nil
	}
	if c < '0' || c > '7' {
		return c, nil
	}
	v := int(c - '0')
	for range 2 {
		d, err := l.r.ReadByte()
		if err != nil {
			break
		}
		if d < '0' || d > '7' {
			_ = l.r.UnreadByte()
			break
		}
		v = v*8 + int(d-'0')
	}
	if v == '\n' {
		v = ' '
	}
	return byte(v), nil
}

// angle reads what begins with <: a dictionary, hexadecimal or ASCII85.
func (l *psLexer) angle() (psToken, error) {
	c, err := l.r.ReadByte()
	if err != nil {
		return psToken{psOther, nil}, notEnd(err)
	}
	if c == '<' {
		return psToken{psOther, nil}, nil
	}
	if c == '~' {
		err := l.until('>', '>')
		return psToken{psOther, nil}, notEnd(err)
	}
	half, high := false, byte(0)
	for ; c != '>'; c, err = l.r.ReadByte() {
		if err != nil {
			return psToken{psString, l.buf}, notEnd(err)
		}
		var d byte
		switch {
		case c-'0' < 10:
			d = c - '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			d = c | 0x20 - 'a' + 10
		case c <= ' ':
			continue
		default:
			return psToken{psOther, nil}, nil // data that happens to hold a <
		}
		if half = !half; half {
			high = d << 4
		} else if len(l.buf) < psLongest {
			l.buf = append(l.buf, high|d)
		}
	}
	if half && len(l.buf) < psLongest {
		l.buf = append(l.buf, high)
	}
	return psToken{psString, l.buf}, nil
}
