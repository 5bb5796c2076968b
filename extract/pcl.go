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
		Name: "pcl", Family: "print",
		Doc:     "print data in PCL 5, with HP-GL/2: the text between the commands, as it stands on the page",
		Limits:  "what is drawn as a picture or with fonts that the job brings along is not read, and said to be there",
		Exts:    []string{".pcl", ".pcl5"},
		Match:   isPCL,
		Extract: extractWith(readPCL),
	})
}

// extractWith reads a file that is in one printer's language.
func extractWith(read printLanguage) func(context.Context, *File, Out) error {
	return func(ctx context.Context, f *File, out Out) error {
		src := &source{ctx: ctx, r: f.Reader}
		p := newProse(out, "page 1")
		missed, err := read(ctx, bufio.NewReaderSize(src, 64<<10), p)
		if done := p.close(); done != nil {
			return done
		}
		switch {
		case err == io.EOF || err == io.ErrUnexpectedEOF:
			return src.fault(err)
		case err != nil:
			return cmpError(src.err, err)
		case missed != "":
			return &Skip{ReasonPartial, missed}
		}
		return nil
	}
}

// isPCL reports whether head begins with commands of PCL: several of them.
func isPCL(head []byte) bool {
	if len(head) < 6 || head[0] != 0x1b {
		return false
	}
	n := 0
	for i := 0; i+3 < len(head) && i < 512; i++ {
		if head[i] != 0x1b {
			continue
		}
		if c := head[i+1]; c == 'E' || (c == '&' || c == '*' || c == '(' || c == ')') && (head[i+2] >= '`' && head[i+2] <= '~' || head[i+2]-'0' < 10) {
			n++
		}
	}
	return n >= 2 && (head[1] == 'E' || head[1] == '&' || head[1] == '*' || head[1] == '(')
}

// A pclReader reads PCL (HP: PCL 5 Printer Language Technical Reference Manual).
type pclReader struct {
	r       *bufio.Reader
	p       *prose
	page    drawn
	pages   int
	x, y    float64 // in dots of 1/300 inch
	plotY   float64 // of labels of HP-GL/2
	run     []byte  // text that is not on the page yet
	startX  float64
	text    []byte
	picture bool
	font    bool // the job brings fonts along
}

const (
	pclColumn = 30.0 // dots of a character of 10 to the inch
	pclRow    = 50.0 // dots of a line of 6 to the inch
	pclRun    = 8 << 10
)

func readPCL(ctx context.Context, r *bufio.Reader, p *prose) (missed string, err error) {
	c := pclReader{r: r, p: p}
	if err = c.readAll(ctx); err == io.EOF {
		err = nil
	}
	c.put()
	if flushed := c.page.flush(p); err == nil {
		err = flushed
	}
	switch {
	case c.picture:
		missed = "what it draws as pictures was not read"
	case c.font:
		missed = "text in it that is drawn with its own fonts may be glyph numbers"
	}
	return missed, err
}

func (c *pclReader) readAll(ctx context.Context) error {
	for n := 0; ; n++ {
		if n%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		b, err := c.r.ReadByte()
		if err != nil {
			return err
		}
		switch {
		case b == 0x1b:
			err = c.escape()
		case b == '\r':
			c.put()
			c.x = 0
		case b == '\n':
			c.put()
			c.y += pclRow
		case b == '\f':
			err = c.eject()
		case b == '\t':
			c.put()
			c.x += 8 * pclColumn
		case b >= ' ':
			c.char(b)
		}
		if err != nil {
			return err
		}
	}
}

// char adds a byte of text.
func (c *pclReader) char(b byte) {
	if len(c.run) == 0 {
		c.startX = c.x
	}
	if c.run = append(c.run, b); len(c.run) >= pclRun {
		c.put()
	}
}

// put puts the text on the page.
func (c *pclReader) put() {
	if len(c.run) == 0 {
		return
	}
	c.text = appendUTF8(c.text[:0], c.run, lineCharset(c.run, cp932))
	c.page.add(c.startX, c.y, 0, c.text)
	c.x = c.startX + pclColumn*float64(halfWidths(c.text))
	c.run = c.run[:0]
}

// eject ends the page.
func (c *pclReader) eject() error {
	c.put()
	c.x, c.y = 0, 0
	if len(c.page.pieces) == 0 && c.pages == 0 {
		return nil
	}
	err := c.page.flush(c.p)
	c.pages++
	if err == nil {
		err = c.p.part(fmt.Sprintf("page %d", c.pages+1))
	}
	return err
}

// escape reads a command.
func (c *pclReader) escape() error {
	kind, err := c.r.ReadByte()
	if err != nil {
		return err
	}
	if kind < '!' || kind > '/' {
		if kind == 'E' {
			return c.eject()
		}
		return nil
	}
	group := byte(0)
	if next, _ := c.r.Peek(1); len(next) == 1 && next[0] >= '`' && next[0] <= '~' {
		group, _ = c.r.ReadByte()
	}
	for {
		value, relative, end, err := c.value()
		if err != nil {
			return err
		}
		last := end >= '@' && end <= '^'
		if end >= '`' {
			end -= 0x20
		}
		if err := c.command(kind, group, end, value, relative); err != nil {
			return err
		}
		if last || end < '@' {
			return nil
		}
	}
}

// value reads the number before a letter, and that.
func (c *pclReader) value() (value float64, relative bool, end byte, err error) {
	scale, negative := 0.0, false
	for n := 0; ; n++ {
		b, err := c.r.ReadByte()
		if err != nil {
			return 0, false, 0, err
		}
		switch {
		case n == 0 && (b == '+' || b == '-'):
			relative, negative = true, b == '-'
		case b-'0' < 10 && n < 16:
			if scale > 0 {
				value += float64(b-'0') * scale
				scale /= 10
			} else {
				value = value*10 + float64(b-'0')
			}
		case b == '.' && scale == 0:
			scale = 0.1
		case b == ' ':
		default:
			if negative {
				value = -value
			}
			return value, relative, b, nil
		}
	}
}

// command takes one, with the data that follows it.
func (c *pclReader) command(kind, group, end byte, value float64, relative bool) error {
	move := func(at *float64, unit float64) {
		c.put()
		if relative {
			*at += value * unit
		} else {
			*at = value * unit
		}
	}
	switch {
	case kind == '%' && end == 'B':
		c.put()
		return c.plot()
	case kind == '&' && group == 'p' && end == 'X': // transparent: text whatever it is
		for range int64(max(value, 0)) {
			b, err := c.r.ReadByte()
			if err != nil {
				return err
			}
			if b >= ' ' {
				c.char(b)
			}
		}
	case end == 'W' || kind == '*' && group == 'b' && end == 'V':
		c.picture = c.picture || kind == '*' && group == 'b'
		c.font = c.font || group == 's'
		_, err := io.CopyN(io.Discard, c.r, int64(max(value, 0)))
		return err
	case kind == '*' && group == 'p' && end == 'X':
		move(&c.x, 1)
	case kind == '*' && group == 'p' && end == 'Y':
		move(&c.y, 1)
	case kind == '&' && group == 'a':
		switch end {
		case 'C':
			move(&c.x, pclColumn)
		case 'R':
			move(&c.y, pclRow)
		case 'H':
			move(&c.x, 300.0/720)
		case 'V':
			move(&c.y, 300.0/720)
		}
	}
	return nil
}

// plot reads HP-GL/2 up to the return to PCL: its labels are text.
func (c *pclReader) plot() error {
	var label []byte
	in := false
	last := byte(0)
	for {
		b, err := c.r.ReadByte()
		if err != nil {
			return err
		}
		switch {
		case in && b == 0x03:
			in = false
			text := appendUTF8(nil, label, lineCharset(label, cp932))
			c.plotY += pclRow // where labels stand is not followed: they come last
			c.page.add(0, 1e9+c.plotY, 0, text)
			label = label[:0]
		case in && len(label) < pclRun:
			label = append(label, b)
		case b == 0x1b:
			next, _ := c.r.Peek(3)
			if len(next) > 0 && next[0] == 'E' || bytes.HasPrefix(next, []byte("%")) {
				if next[0] == 'E' {
					return c.r.UnreadByte()
				}
				_, _ = c.r.ReadByte()
				_, _, _, err := c.value()
				return err
			}
		case last == 'L' && b == 'B':
			in = true
		}
		last = b
	}
}
