package extract

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
)

func init() {
	register(&Format{
		Name:    "svg",
		Family:  "images",
		Doc:     "SVG drawings: the markup as it stands, with the pieces of a text joined; pictures in it as files of their own",
		Limits:  "letters that are drawn as shapes are not read",
		Exts:    []string{".svg"},
		Match:   matchSVG,
		Extract: extractSVG,
	})
}

// matchSVG reports whether the first element in head is svg.
func matchSVG(head []byte) bool {
	head = bytes.TrimLeft(trimBOM(head), " \t\r\n")
	if len(head) == 0 || head[0] != '<' {
		return false
	}
	i := bytes.Index(head, []byte("<svg"))
	if i < 0 || i+4 == len(head) || bytes.IndexByte([]byte(" \t\r\n>:"), head[i+4]) < 0 {
		return false
	}
	for b := head[:i]; ; { // what comes before is no element
		j := bytes.IndexByte(b, '<')
		if j < 0 || j+1 == len(b) {
			return true
		}
		if nameStart(b[j+1]) {
			return false
		}
		b = b[j+1:]
	}
}

func extractSVG(ctx context.Context, f *File, out Out) error {
	if err := f.Budget.enter(f.Size); err != nil {
		return err
	}
	defer f.Budget.leave()
	cs := utf8Text
	if h, ok := f.Reader.(interface{ head() []byte }); ok {
		cs = sniffCharset(h.head())
	}
	svg := &svgReader{depth: 1, ctx: ctx, f: f, out: out, br: bufio.NewReaderSize(newUnpercenter(newUnescaper(newDecoder(f.Reader, cs))), 2*svgTag)}
	if err := extractLines(ctx, newFilter(svg, unescapeXML), out); err != nil || svg.depth == 0 {
		return err
	}
	return damaged(io.ErrUnexpectedEOF)
}

// svgTag is how much of a tag is looked at.
const svgTag = 4 << 10

// An svgReader yields SVG without the tags that cut a text in pieces (SVG 2,
// 11.2): programs put each change of the font, and each line, in a tspan.
type svgReader struct {
	ctx   context.Context
	f     *File
	out   Out
	br    *bufio.Reader
	text  int    // depth of text elements
	depth int    // of svg elements, 1 if none came
	root  bool   // the first of them has begun
	tag   bool   // in a tag that is longer than was looked at
	ready []byte // to be handed out
	files int
	err   error
}

func (s *svgReader) Read(p []byte) (int, error) {
	for len(s.ready) == 0 {
		if s.err != nil {
			return 0, s.err
		}
		s.err = s.step()
	}
	n := copy(p, s.ready)
	s.ready = s.ready[n:]
	return n, nil
}

// step makes the next piece ready: text up to a tag, a tag, or a piece of one.
func (s *svgReader) step() error {
	b, err := s.br.Peek(svgTag)
	if len(b) == 0 {
		return err
	}
	if !s.tag && b[0] != '<' {
		if i := bytes.IndexByte(b, '<'); i >= 0 {
			b = b[:i]
		}
		s.take(b)
		if s.text > 0 {
			for i, c := range s.ready {
				if c == '\n' || c == '\r' {
					s.ready[i] = ' '
				}
			}
		}
		return nil
	}
	end := bytes.IndexByte(b, '>')
	data := bytes.Index(b, []byte(";base64,"))
	switch {
	case data >= 0 && (end < 0 || data < end):
		s.tag = true
		s.take(b[:data+len(";base64,")])
		return s.file()
	case end < 0:
		keep := len(";base64,") - 1
		if len(b) < svgTag {
			keep = 0
		}
		s.tag = true
		s.take(b[:len(b)-keep])
	case s.tag:
		s.tag = false
		s.take(b[:end+1])
	default:
		s.element(b[:end+1])
	}
	return nil
}

// take makes b, which was peeked, ready.
func (s *svgReader) take(b []byte) {
	s.ready = append(s.ready[:0], b...)
	_, _ = s.br.Discard(len(b))
}

// element takes a whole tag.
func (s *svgReader) element(tag []byte) {
	name := bytes.TrimLeft(tag[1:len(tag)-1], "/")
	if i := bytes.IndexAny(name, " \t\r\n/"); i >= 0 {
		name = name[:i]
	}
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		name = name[i+1:]
	}
	closing, empty := tag[1] == '/', tag[len(tag)-2] == '/'
	switch string(name) {
	case "svg":
		switch {
		case closing, empty && !s.root:
			s.depth--
		case s.root && !empty:
			s.depth++
		}
		s.root = true
	case "text":
		if closing {
			s.text = max(s.text-1, 0)
		} else if !empty {
			s.text++
		}
	case "tspan", "textPath", "tref":
		if s.text == 0 {
			break
		}
		line := !closing && startsLine(tag)
		s.take(tag)
		s.ready = s.ready[:0]
		if line {
			s.ready = append(s.ready, '\n')
		}
		return
	}
	s.take(tag)
}

// startsLine reports whether a tspan begins another line, and not only another
// row of the same one: LibreOffice tells where it broke a line.
func startsLine(tag []byte) bool {
	if bytes.Contains(tag, []byte(`"TextPosition"`)) {
		return false
	}
	return bytes.Contains(tag, []byte(`"TextParagraph"`)) || bytes.Contains(tag, []byte(" y=")) || bytes.Contains(tag, []byte(" dy="))
}

// file hands out a picture that is written in an attribute.
func (s *svgReader) file() error {
	reserve, err := s.f.Budget.hold()
	if err != nil {
		return err
	}
	defer s.f.Budget.release(reserve)
	s.files++
	data := &svgData{br: s.br}
	f := &File{Name: fmt.Sprintf("picture %d", s.files), Size: -1, Budget: s.f.Budget}
	f.Reader = s.f.Budget.reader(s.ctx, &textFault{r: base64.NewDecoder(base64.StdEncoding, data)})
	if err := s.out.Member(f); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, data)
	return err
}

// An svgData reads what base64 is made of, up to whatever is none.
type svgData struct {
	br  *bufio.Reader
	err error
}

func (d *svgData) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) && d.err == nil {
		c, err := d.br.ReadByte()
		switch {
		case err != nil:
			d.err = err
		case isLetter(c) || c >= '0' && c <= '9' || c == '+' || c == '/' || c == '=':
			p[n] = c
			n++
		case c > ' ':
			_ = d.br.UnreadByte()
			d.err = io.EOF
		}
	}
	if n == 0 && d.err != nil {
		return 0, d.err
	}
	return n, nil
}
