package extract

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/shikiri/shikiri/extract/xmlscan"
)

const (
	// xpsText and xpsRuns bound what of a page is put in order at once.
	xpsText = 1 << 20
	xpsRuns = 32 << 10
	// xpsDepth bounds canvases in each other.
	xpsDepth = 64
)

// An xpsMatrix maps a place of an element to the page: a b c d e f.
type xpsMatrix [6]float64

var xpsSame = xpsMatrix{1, 0, 0, 1, 0, 0}

// within returns m for what is in an element whose matrix is outer.
func (m xpsMatrix) within(outer xpsMatrix) xpsMatrix {
	return xpsMatrix{
		m[0]*outer[0] + m[1]*outer[2], m[0]*outer[1] + m[1]*outer[3],
		m[2]*outer[0] + m[3]*outer[2], m[2]*outer[1] + m[3]*outer[3],
		m[4]*outer[0] + m[5]*outer[2] + outer[4], m[4]*outer[1] + m[5]*outer[3] + outer[5],
	}
}

// An xpsRun is text that stands together, in units along and across its lines.
type xpsRun struct {
	from, to int // in xpsPage.text
	angle    int // of its lines, in degrees
	along    float64
	across   float64
	end      float64 // along
	size     float64 // of the letters
	line     int
}

// An xpsPage puts the text of a page in order. Printer drivers write it as they
// please.
type xpsPage struct {
	s      *story
	text   []byte
	runs   []xpsRun
	stack  []xpsMatrix // of the canvases that are open
	beyond int
	paths  int
	glyphs int // runs without text
	shown  int // runs with text
	images int
}

// page reads one page.
func (p *xpsPackage) page(name string) error {
	if !p.take(name) {
		return nil
	}
	p.pages++
	if err := p.s.part(fmt.Sprintf("page %d", p.pages)); err != nil {
		return err
	}
	page := &xpsPage{s: p.s, stack: []xpsMatrix{xpsSame}}
	err := p.xml(name, page.read)
	if ferr := page.flush(); err == nil {
		err = ferr
	}
	switch {
	case page.glyphs > 0:
		p.glyphs++
	case page.shown == 0 && page.paths > page.images:
		p.shapes++
	}
	return err
}

func (p *xpsPage) read(r io.Reader) error {
	x := xmlscan.NewReader(r)
	var t xmlscan.Token
	for {
		err := x.Next(&t)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch {
		case t.Kind == xmlscan.Start:
			err = p.start(&t)
		case t.Is(xmlscan.End, "Canvas"):
			if p.beyond > 0 {
				p.beyond--
			} else if len(p.stack) > 1 {
				p.stack = p.stack[:len(p.stack)-1]
			}
		}
		if err != nil {
			return err
		}
	}
}

func (p *xpsPage) start(t *xmlscan.Token) error {
	for key, v := range t.Attrs() {
		switch string(key) {
		case "FixedPage.NavigateUri", "AutomationProperties.Name", "AutomationProperties.HelpText":
			p.s.aside(appendLine(nil, xmlscan.AppendUnescaped(nil, v)))
		}
	}
	switch string(t.Name) {
	case "Canvas":
		switch {
		case t.Empty:
		case len(p.stack) == xpsDepth:
			p.beyond++
		default:
			p.stack = append(p.stack, p.matrix(t.Attr("RenderTransform")))
		}
	case "MatrixTransform": // the other way to write that of the canvas
		if n := len(p.stack); n > 1 && p.stack[n-1] == p.stack[n-2] {
			p.stack[n-1] = p.matrix(t.Attr("Matrix"))
		}
	case "Path":
		p.paths++
	case "ImageBrush":
		p.images++
	case "Glyphs":
		return p.run(t)
	}
	return nil
}

// matrix returns the matrix that b writes, within that of the canvas.
func (p *xpsPage) matrix(b []byte) xpsMatrix {
	outer := p.stack[len(p.stack)-1]
	var m xpsMatrix
	for i := range m {
		var one []byte
		one, b, _ = bytes.Cut(b, []byte{','})
		v, err := strconv.ParseFloat(string(bytes.TrimSpace(one)), 64)
		if err != nil || math.IsNaN(v) || math.Abs(v) > 1e9 {
			return outer
		}
		m[i] = v
	}
	return m.within(outer)
}

// run adds one run of text.
func (p *xpsPage) run(t *xmlscan.Token) error {
	from := len(p.text)
	p.text = appendLine(p.text, xmlscan.AppendUnescaped(nil, t.Attr("UnicodeString")))
	if bytes.HasPrefix(p.text[from:], []byte("{}")) { // so that a brace can be first
		p.text = append(p.text[:from], p.text[from+2:]...)
	}
	if len(bytes.TrimSpace(p.text[from:])) == 0 {
		if len(t.Attr("UnicodeString")) == 0 && len(t.Attr("Indices")) > 0 {
			p.glyphs++
		}
		p.text = p.text[:from]
		return nil
	}
	p.shown++
	m := p.matrix(t.Attr("RenderTransform"))
	x, y, size := number(t.Attr("OriginX")), number(t.Attr("OriginY")), number(t.Attr("FontRenderingEmSize"))
	px, py := m[0]*x+m[2]*y+m[4], m[1]*x+m[3]*y+m[5]
	scale := math.Hypot(m[0], m[1])
	if scale == 0 {
		scale = 1
	}
	cos, sin := m[0]/scale, m[1]/scale
	r := xpsRun{from: from, to: len(p.text), angle: int(math.Round(math.Atan2(sin, cos) * 180 / math.Pi)), size: max(size*scale, 1e-3)}
	r.along, r.across = px*cos+py*sin, py*cos-px*sin
	r.end = r.along + r.size*xpsWidth(p.text[from:], t.Attr("Indices"))
	p.runs = append(p.runs, r)
	if len(p.text) < xpsText && len(p.runs) < xpsRuns {
		return nil
	}
	return p.flush()
}

// number returns the number that b writes, 0 if none.
func number(b []byte) float64 {
	v, err := strconv.ParseFloat(string(bytes.TrimSpace(b)), 64)
	if err != nil || math.IsNaN(v) || math.Abs(v) > 1e9 {
		return 0
	}
	return v
}

// xpsWidth is how long text is, in sizes of its letters: what the indices say,
// of which each may have an advance in hundredths, or a guess.
func xpsWidth(text, indices []byte) float64 {
	w := 0.0
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		text = text[n:]
		var one []byte
		one, indices, _ = bytes.Cut(indices, []byte{';'})
		_, advance, ok := bytes.Cut(one, []byte{','})
		advance, _, _ = bytes.Cut(advance, []byte{','})
		switch {
		case ok && len(advance) > 0:
			w += number(advance) / 100
		case r < 0x2000 || r >= 0xFF61 && r <= 0xFF9F:
			w += 0.5
		default:
			w++
		}
	}
	return w
}

// flush hands out what there is of the page, line by line.
func (p *xpsPage) flush() error {
	p.sort()
	text, lines := p.lines()
	for i := 0; i < len(lines); {
		n := tableLines(lines[i:])
		var err error
		if n > 0 {
			err = p.table(text, lines[i:i+n])
		} else {
			n = 1
			err = p.line(text, lines[i])
		}
		if err != nil {
			return err
		}
		i += n
	}
	p.text, p.runs = p.text[:0], p.runs[:0]
	return p.s.settle()
}

// sort puts the runs in lines: what is less than half a letter apart is one.
func (p *xpsPage) sort() {
	slices.SortStableFunc(p.runs, func(a, b xpsRun) int {
		return cmp.Or(cmp.Compare(a.angle, b.angle), cmp.Compare(a.across, b.across))
	})
	first := 0 // of the line
	for i := range p.runs {
		a, b := &p.runs[first], &p.runs[i]
		if a.angle != b.angle || b.across-a.across > min(a.size, b.size)/2 {
			first = i
		}
		b.line = first
	}
	slices.SortStableFunc(p.runs, func(a, b xpsRun) int {
		return cmp.Or(cmp.Compare(a.line, b.line), cmp.Compare(a.along, b.along))
	})
}
