package extract

import (
	"bytes"
)

// A prose hands out running text that a reader comes upon piece by piece: the
// paragraphs of a document, the pages of another.
type prose struct {
	out   Out
	buf   *[blockSize]byte
	n     int
	block Block
}

// newProse returns a prose whose first part is called so. Its close must be
// called.
func newProse(out Out, part string) *prose {
	return &prose{out: out, buf: blockPool.Get().(*[blockSize]byte), block: Block{Part: part, Line: 1}}
}

// write adds UTF-8 text to the line.
func (p *prose) write(b []byte) error {
	for len(b) > 0 {
		if p.n == len(p.buf) {
			end, next := cut(p.buf[:], p.block.Seen)
			if err := p.flush(end, next); err != nil {
				return err
			}
		}
		k := copy(p.buf[p.n:], b)
		p.n += k
		b = b[k:]
	}
	return nil
}

// line ends a line: a paragraph, a cell. Nothing is found across lines.
func (p *prose) line() error { return p.write([]byte{'\n'}) }

// part begins another part, whose lines are counted from 1.
func (p *prose) part(name string) error {
	err := p.end()
	p.block = Block{Part: name, Line: 1}
	return err
}

// end hands out what is there.
func (p *prose) end() error { return p.flush(p.n, 0) }

// flush hands out the first end bytes; the next block repeats the last next.
func (p *prose) flush(end, next int) error {
	if end == p.block.Seen && next == 0 {
		return nil
	}
	p.block.Text, p.block.Next = p.buf[:end], next
	err := p.out.Text(&p.block)
	p.block.Line += bytes.Count(p.buf[:end-next], []byte{'\n'})
	p.block.Seen = next
	p.n = copy(p.buf[:], p.buf[end-next:p.n])
	return err
}

// close hands out what is there and gives the memory back.
func (p *prose) close() error {
	err := p.end()
	blockPool.Put(p.buf)
	p.buf = nil
	return err
}
