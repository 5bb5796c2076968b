package extract

import (
	"bytes"
	"context"
	"io"
)

// tagLen bounds a tag. What seems to be a longer one is text.
const tagLen = 16 << 10

// extractHTML hands out what a page shows: text with a line for each block of
// it and tables as tables. Tags within a line vanish, so that a name with a part
// in bold is found whole. What is not shown but may hold data comes out as text:
// attributes, comments, scripts and styles.
//
// Block.Line is the line in the page's source; within a block without line
// breaks in its source the lines that tags make count as well.
func extractHTML(ctx context.Context, r io.Reader, out Out) error {
	_, err := readHTML(ctx, r, out)
	return err
}

func readHTML(ctx context.Context, r io.Reader, out Out) (whole bool, err error) {
	buf := blockPool.Get().(*[blockSize]byte)
	defer blockPool.Put(buf)
	p := &htmlPage{text: blockWriter{out: out, buf: blockPool.Get().(*[blockSize]byte)}, line: 1}
	defer blockPool.Put(p.text.buf)
	p.table.out = out
	n := 0
	for {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		var fault error
		for n < len(buf) && fault == nil {
			var m int
			m, fault = r.Read(buf[n:])
			n += m
		}
		done := p.parse(buf[:n], fault != nil)
		if p.err != nil {
			return false, p.err
		}
		n = copy(buf[:], buf[done:n])
		if fault != nil {
			p.table.end()
			p.keep(p.table.err)
			p.keep(p.text.flush())
			if p.err == nil && fault != io.EOF {
				p.err = fault
			}
			return !p.begun || p.ended, p.err
		}
	}
}

// An htmlPage is a page being read.
type htmlPage struct {
	text  blockWriter
	table htmlTable
	line  int // of the source
	// ahead is how many more lines were written than read: a tag that breaks a
	// line takes the place of the next line break of the source.
	ahead      int
	flow, asIs bool   // text is of a paragraph, or of <pre>, where lines are lines
	owed       int    // lines of the source within paragraphs: a blank line pays them
	raw        string // what ends text that holds no tags: "</script"
	begun      bool   // <html> came
	ended      bool   // </html> came, or </body>
	err        error
}

func (p *htmlPage) keep(err error) {
	if p.err == nil {
		p.err = err
	}
}

// parse reads b and returns how much of it: all but what b may cut, and some of
// it in any case if b is full.
func (p *htmlPage) parse(b []byte, final bool) int {
	i, end := 0, -1 // of the tag
	for i < len(b) && p.err == nil {
		rest := b[i:]
		n := 0
		switch {
		case p.raw != "":
			n = p.rawText(rest, final)
		case rest[0] == '<':
			if end < i { // searched once for all tags that lack it
				if end = i + bytes.IndexByte(rest, '>'); end < i {
					end = len(b)
				}
			}
			last := final || len(rest) >= tagLen
			if end < i+tagLen && end < len(b) {
				n = p.tag(rest[:min(len(rest), tagLen)], last)
			}
			if n == 0 {
				if !last {
					return i // the rest of the tag follows
				}
				p.write(rest[:1])
				n = 1
			}
		case rest[0] == '&':
			text, size := entity(rest)
			if n = size; n > 0 {
				p.write([]byte(text))
			} else if n == 0 || final {
				p.write(rest[:1])
				n = 1
			}
		default:
			for n < len(rest) && rest[n] != '<' && rest[n] != '&' {
				n++
			}
			if n == len(rest) && !final {
				n = wholeRunes(rest)
			}
			p.write(rest[:n])
		}
		if n <= 0 {
			break
		}
		i += n
	}
	return i
}

// rawText writes what holds no tags: a script, a style or a comment.
func (p *htmlPage) rawText(b []byte, final bool) int {
	for from := 0; ; {
		i := bytes.IndexByte(b[from:], p.raw[0])
		if i < 0 {
			n := len(b)
			if !final {
				n = wholeRunes(b)
			}
			p.write(b[:n])
			return n
		}
		from += i
		if len(b)-from < len(p.raw) {
			if !final {
				p.write(b[:from])
				return from
			}
		} else if bytes.EqualFold(b[from:from+len(p.raw)], []byte(p.raw)) {
			p.write(b[:from])
			if p.raw == "-->" {
				from += len(p.raw)
				p.write([]byte(" "))
			}
			p.raw = ""
			if from == 0 {
				if n := p.tag(b[:min(len(b), tagLen)], true); n > 0 {
					return n
				}
				p.write(b[:1])
				return 1
			}
			return from
		}
		from++
	}
}

// write writes text, in which it counts the lines.
func (p *htmlPage) write(b []byte) {
	for len(b) > 0 && p.err == nil {
		i := bytes.IndexByte(b, '\n')
		if i < 0 {
			p.put(b)
			return
		}
		p.put(b[:i])
		b = b[i+1:]
		p.newline()
	}
}

// put writes text that holds no line break, into a cell if one is open.
func (p *htmlPage) put(b []byte) {
	if p.table.cell {
		rest := p.table.write(b)
		p.keep(p.table.err)
		if len(rest) == 0 {
			return
		}
		b = rest
	}
	if p.table.depth > 0 && len(bytes.TrimSpace(b)) == 0 {
		return // the space between cells
	}
	if p.table.depth > 0 && p.text.n > blockSize/2 {
		p.table.end()
		p.flush()
	}
	p.text.begin(p.line)
	p.keep(p.text.write(b))
}

// newline takes a line break of the source.
func (p *htmlPage) newline() {
	p.line++
	if p.table.cell || p.table.depth > 0 {
		p.put([]byte(" "))
		return
	}
	if p.flow && !p.text.fresh() {
		p.owed++
		p.put([]byte(" "))
		return
	}
	if p.ahead--; p.ahead >= 0 {
		if !p.text.fresh() {
			p.put([]byte(" "))
		}
		return
	}
	if p.text.fresh() {
		p.ahead, p.owed = p.ahead-p.owed, 0
	}
	for ; p.ahead < 0; p.ahead++ {
		p.text.begin(p.line - 1)
		p.keep(p.text.write([]byte("\n")))
	}
}

// breakLine ends a line for a tag.
func (p *htmlPage) breakLine() {
	if p.table.cell {
		p.put([]byte(" "))
		return
	}
	if !p.text.fresh() {
		p.keep(p.text.write([]byte("\n")))
		p.ahead++
	}
}

// beforeRows hands out the text before the first of the rows that are gathered.
// Text between rows follows them.
func (p *htmlPage) beforeRows() {
	if p.table.depth > 0 && len(p.table.t.Rows) == 0 {
		p.flush()
	}
}

// flush hands out the text before a table, after which lines agree again.
func (p *htmlPage) flush() {
	p.keep(p.text.flush())
	p.ahead, p.owed = 0, 0
}

// A blockWriter gathers text into blocks.
type blockWriter struct {
	out Out
	buf *[blockSize]byte
	n   int
	b   Block
}

// begin says which line text that begins a block is on.
func (w *blockWriter) begin(line int) {
	if w.n == 0 {
		w.b.Line = line
	}
}

// fresh reports whether a line begins.
func (w *blockWriter) fresh() bool { return w.n == 0 || w.buf[w.n-1] == '\n' }

func (w *blockWriter) write(p []byte) error {
	for {
		n := copy(w.buf[w.n:], p)
		w.n += n
		if p = p[n:]; len(p) == 0 {
			return nil
		}
		end, next := cut(w.buf[:w.n], w.b.Seen)
		if err := w.hand(end, next); err != nil {
			return err
		}
	}
}

// flush hands out all there is.
func (w *blockWriter) flush() error { return w.hand(w.n, 0) }

func (w *blockWriter) hand(end, next int) error {
	if end == 0 {
		return nil
	}
	w.b.Text, w.b.Next = w.buf[:end], next
	if err := w.out.Text(&w.b); err != nil {
		return err
	}
	end -= next
	w.b.Line += bytes.Count(w.buf[:end], []byte{'\n'})
	w.b.Seen = next
	w.n = copy(w.buf[:], w.buf[end:w.n])
	return nil
}
