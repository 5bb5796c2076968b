package mimepart

import (
	"bufio"
	"bytes"
	"io"
)

// A Reader reads a message part by part. Its bodies end at the boundaries of the
// parts that are open, the outer ones too: an inner one may have lost its own.
type Reader struct {
	br     *bufio.Reader
	bounds []boundary
	hit    int // which boundary ended the body; notHit: none
	last   bool
	eof    error // of the message, or nil

	eol   []byte // of the line handed out, held back: it may belong to a boundary
	line  []byte // not handed out
	start bool   // line begins a line
}

// A boundary is what stands between the parts of one multipart.
type boundary struct{ mark []byte }

const notHit = -1

// NewReader returns a reader of the message in r.
func NewReader(r io.Reader) *Reader {
	br, ok := r.(*bufio.Reader)
	if !ok || br.Size() < 16<<10 {
		br = bufio.NewReaderSize(r, 64<<10)
	}
	return &Reader{br: br, hit: notHit, start: true}
}

// Header reads the header that begins here.
func (m *Reader) Header() (Header, error) {
	m.start, m.eol, m.line = true, nil, nil
	if m.hit != notHit || m.eof != nil {
		return Header{}, nil
	}
	h, err := readHeader(m.br, func(line []byte) bool { i, _ := m.match(line); return i != notHit })
	if err == io.EOF {
		m.eof, err = err, nil
	}
	return h, err
}

// Read reads the body that begins here, up to the next boundary or the end.
func (m *Reader) Read(p []byte) (int, error) {
	for len(m.line) == 0 {
		if err := m.next(); err != nil {
			return 0, err
		}
	}
	n := copy(p, m.line)
	m.line = m.line[n:]
	return n, nil
}

// next gets more of the body into line.
func (m *Reader) next() error {
	if m.hit != notHit {
		return io.EOF
	}
	if m.eof != nil {
		m.line, m.eol = m.eol, nil
		if len(m.line) > 0 {
			return nil
		}
		return m.eof
	}
	if m.start && len(m.bounds) > 0 && m.dashes() {
		line, err := peekLine(m.br)
		if err != nil && err != io.EOF {
			m.eof = err
			return nil
		}
		if i, last := m.match(line); i != notHit {
			m.hit, m.last, m.eol = i, last, nil
			err := discardLine(m.br, len(line), bytes.HasSuffix(line, []byte("\n")))
			if err != nil {
				m.eof = err
			}
			return io.EOF
		}
	}
	if len(m.eol) > 0 {
		m.line, m.eol = m.eol, nil
		m.start = false // the boundary was looked for
		return nil
	}
	line, err := m.br.ReadSlice('\n')
	m.start = false
	if err != nil && err != bufio.ErrBufferFull {
		m.eof = err
	}
	if n := len(line); n > 0 && line[n-1] == '\n' {
		m.start, n = true, n-1
		m.eol = []byte("\n")
		if n > 0 && line[n-1] == '\r' {
			n, m.eol = n-1, []byte("\r\n")
		}
		line = line[:n]
	}
	m.line = line
	return nil
}

// dashes reports whether the next line begins as boundaries do.
func (m *Reader) dashes() bool {
	b, _ := m.br.Peek(2)
	return string(b) == "--"
}

// match returns which boundary a line is, and whether it is the last of its parts.
func (m *Reader) match(line []byte) (which int, last bool) {
	if !bytes.HasPrefix(line, []byte("--")) {
		return notHit, false
	}
	line = bytes.TrimRight(line[2:], " \t\r\n")
	for i := len(m.bounds) - 1; i >= 0; i-- {
		rest, ok := bytes.CutPrefix(line, m.bounds[i].mark)
		if ok && (len(rest) == 0 || string(rest) == "--") {
			return i, len(rest) > 0
		}
	}
	return notHit, false
}

// Enter begins a multipart with that boundary. What is read then is its preamble;
// NextPart goes to its parts.
func (m *Reader) Enter(mark []byte) {
	m.bounds = append(m.bounds, boundary{bytes.TrimRight(bytes.Clone(mark), " \t")})
}

// NextPart passes over what is left of the part and reports whether another of
// the innermost multipart begins. whole says, if none does, that its end was
// marked.
func (m *Reader) NextPart() (more, whole bool, err error) {
	if _, err := io.Copy(io.Discard, m); err != nil {
		return false, false, err
	}
	inner := len(m.bounds) - 1
	if m.hit != inner {
		return false, false, nil // the message ends, or a part around this one
	}
	if m.last {
		return false, true, nil
	}
	m.hit, m.start, m.eol = notHit, true, nil
	if m.eof == io.EOF {
		return false, false, nil
	}
	return true, false, nil
}

// Leave ends the innermost multipart. What follows it up to the next boundary of
// those around it can be read as a body.
func (m *Reader) Leave() {
	inner := len(m.bounds) - 1
	m.bounds = m.bounds[:inner]
	if m.hit == inner {
		m.hit, m.last, m.start = notHit, false, true
		m.eol = nil
	}
}

// Ended reports whether the message is read to its end.
func (m *Reader) Ended() bool { return m.eof != nil && m.hit == notHit }
