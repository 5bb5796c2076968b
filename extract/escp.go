package extract

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
)

func init() {
	register(&Format{
		Name: "escp", Family: "print",
		Doc:     "print data for Japanese dot and page printers (ESC/P, PC-PR201 and NPDL): text in JIS kanji, Shift_JIS and kana",
		Limits:  "pictures and characters that the job brings along are not read",
		Match:   isESCP,
		Extract: extractWith(readESCP),
	})
}

// isESCP reports whether head is print data with Japanese modes: commands of ESC/P
// (FS & and FS .) or PC-PR201 (ESC K and ESC H), in pairs, or a reset of either.
func isESCP(head []byte) bool {
	head = head[:min(len(head), 16<<10)]
	if bytes.IndexByte(head, 0) >= 0 && !bytes.HasPrefix(bytes.TrimLeft(head, "\x00"), []byte("\x1b@")) && !bytes.HasPrefix(head, []byte("\x1bc1")) {
		return false
	}
	epson := bytes.Count(head, []byte("\x1c&"))
	nec := bytes.Count(head, []byte("\x1bK"))
	switch {
	case bytes.HasPrefix(bytes.TrimLeft(head, "\x00"), []byte("\x1b@")), bytes.HasPrefix(head, []byte("\x1bc1")):
		return true
	case epson > 0 && bytes.Contains(head, []byte("\x1c.")):
		return true
	}
	return nec > 1 && bytes.Count(head, []byte("\x1bH")) > 1
}

// An escpReader reads lines of a printer that has a place for the next character.
type escpReader struct {
	r     *bufio.Reader
	p     *prose
	nec   bool // PC-PR201: ESC K is kanji there and a picture in ESC/P
	wide  bool // two bytes a character
	line  []byte
	text  []byte
	pages int
	image bool
}

func readESCP(ctx context.Context, r *bufio.Reader, p *prose) (missed string, err error) {
	head, _ := r.Peek(16 << 10)
	e := escpReader{r: r, p: p, nec: !bytes.Contains(head, []byte("\x1c&")) && !bytes.Contains(head, []byte("\x1b@"))}
	for n := 0; err == nil; n++ {
		if n%4096 == 0 {
			err = ctx.Err()
		}
		if err == nil {
			err = e.step()
		}
	}
	if err == io.EOF {
		err = nil
	}
	if done := e.end(); err == nil {
		err = done
	}
	if e.image {
		missed = "what it draws as pictures was not read"
	}
	return missed, err
}

const escpLine = 32 << 10

// step reads a character or a command.
func (e *escpReader) step() error {
	c, err := e.r.ReadByte()
	if err != nil {
		return err
	}
	switch c {
	case 0x1b:
		return e.escape()
	case 0x1c:
		return e.kanji()
	case '\n', 0x0B:
		return e.end()
	case '\f':
		if err := e.end(); err != nil {
			return err
		}
		e.pages++
		return e.p.part(fmt.Sprintf("page %d", e.pages+1))
	case '\t':
		e.flush()
		e.text = append(e.text, '\t')
	case '\r':
		e.flush()
		if len(e.text) > 0 {
			e.text = append(e.text, ' ')
		}
	default:
		if c >= ' ' {
			e.line = append(e.line, c)
		}
		if len(e.line) > escpLine {
			return e.end()
		}
	}
	return nil
}

// flush decodes the characters read so far in the mode they were read in.
func (e *escpReader) flush() {
	if e.wide {
		e.text = appendJIS(e.text, e.line)
	} else {
		e.text = appendUTF8(e.text, e.line, cp932)
	}
	e.line = e.line[:0]
}

func (e *escpReader) end() error {
	e.flush()
	if err := e.p.write(e.text); err != nil {
		return err
	}
	e.text = e.text[:0]
	return e.p.line()
}

func (e *escpReader) mode(wide bool) error {
	e.flush()
	e.wide = wide
	return nil
}

// skip passes over the parameters of a command.
func (e *escpReader) skip(n int) error {
	_, err := io.CopyN(io.Discard, e.r, int64(n))
	return err
}

// kanji reads a command that begins with FS (Epson: ESC/P Reference Manual).
func (e *escpReader) kanji() error {
	c, err := e.r.ReadByte()
	if err != nil {
		return err
	}
	switch c {
	case '&':
		return e.mode(true)
	case '.':
		return e.mode(false)
	case '-', 'W', 'x', 'k', 'r', 'Y':
		return e.skip(1)
	case 'S', 'T', '!':
		return e.skip(2 - int(map[byte]int{'!': 1}[c]))
	case '2': // a character of the user's: its code and a picture of 24 by 24
		e.image = true
		return e.skip(2 + 72)
	}
	return nil
}

// escape reads a command that begins with ESC.
func (e *escpReader) escape() error {
	c, err := e.r.ReadByte()
	if err != nil {
		return err
	}
	switch {
	case c == '@':
		return e.mode(false)
	case e.nec && c == 'K':
		return e.mode(true)
	case e.nec && (c == 'H' || c == 'P' || c == 'N' || c == 'Q' || c == 'E' || c == '$'):
		return e.mode(false)
	case !e.nec && (c == 'K' || c == 'L' || c == 'Y' || c == 'Z' || c == '*'):
		return e.picture(c)
	case e.nec && (c == 'S' || c == 'I' || c == 'J'): // pictures: digits tell how wide
		return e.necPicture(c)
	case e.nec:
		return e.skip(necParameters[c])
	case c == '(': // a letter, a length, that many
		var head [3]byte
		if _, err := io.ReadFull(e.r, head[:]); err != nil {
			return err
		}
		return e.skip(int(head[1]) | int(head[2])<<8)
	}
	return e.skip(escpParameters[c])
}

// escpParameters are how many bytes follow commands that move or set something.
var escpParameters = map[byte]int{
	'!': 1, '$': 2, '\\': 2, '-': 1, 'A': 1, 'J': 1, 'j': 1, '3': 1, '+': 1, 'C': 1, 'N': 1, 'Q': 1, 'l': 1, 'R': 1, 'S': 1, 'W': 1, 'X': 3,
	'a': 1, 'k': 1, 'p': 1, 'q': 1, 't': 1, 'w': 1, 'x': 1, 'c': 2, 'e': 2, 'r': 1, 's': 1, 'U': 1, '/': 1, ' ': 1, '%': 1,
}

// necParameters are the same for PC-PR201.
var necParameters = map[byte]int{'c': 1, 'F': 4, 'T': 2, 'L': 3, '/': 3, 'e': 2, 's': 1, 'l': 3, 'R': 4}

// picture passes over a picture of dots in columns.
func (e *escpReader) picture(c byte) error {
	mode := byte(0)
	if c == '*' {
		var err error
		if mode, err = e.r.ReadByte(); err != nil {
			return err
		}
	}
	var n [2]byte
	if _, err := io.ReadFull(e.r, n[:]); err != nil {
		return err
	}
	size := int(n[0]) | int(n[1])<<8
	switch {
	case mode >= 64:
		size *= 6
	case mode >= 32:
		size *= 3
	}
	e.image = true
	return e.skip(size)
}

// necPicture passes over a picture: four digits tell its columns, of one byte, or
// of two or three.
func (e *escpReader) necPicture(c byte) error {
	var digits [4]byte
	if _, err := io.ReadFull(e.r, digits[:]); err != nil {
		return err
	}
	n := 0
	for _, d := range digits {
		if d-'0' > 9 {
			return nil
		}
		n = n*10 + int(d-'0')
	}
	e.image = true
	return e.skip(n * map[byte]int{'S': 1, 'I': 2, 'J': 3}[c])
}
