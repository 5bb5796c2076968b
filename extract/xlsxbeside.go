package extract

import (
	"bytes"
	"io"

	"github.com/shikiri/shikiri/extract/xmlscan"
)

// headings are the elements of headers and footers (18.3.1.46).
var headings = map[string]string{
	"oddHeader": "header", "evenHeader": "header", "firstHeader": "header", "oddFooter": "footer", "evenFooter": "footer", "firstFooter": "footer",
}

// beside reads what a sheet has beside its cells.
func (s *xlsxSheet) beside(t *xmlscan.Token) error {
	say := s.k.say
	if s.heading != "" {
		switch t.Kind {
		case xmlscan.Text:
			s.buf = append(s.buf, t.Text[:min(len(t.Text), max(0, formulaMost-len(s.buf)))]...)
		case xmlscan.End:
			name := s.heading
			s.heading = ""
			return s.headed(name)
		}
		return nil
	}
	if t.Kind == xmlscan.Start && !t.Empty {
		switch name := string(t.Name); {
		case name == "sheetData":
			s.data = true
			return nil
		case headings[name] != "":
			s.heading, s.buf = headings[name], s.buf[:0]
			return nil
		}
	}
	if err := say.part("details of " + s.name); err != nil {
		return err
	}
	return say.xml(t)
}

// headed hands out a header or footer without its codes (18.3.1.39): the left,
// middle and right part of it a line each.
func (s *xlsxSheet) headed(name string) error {
	say := s.k.say
	if err := say.part(name + " of " + s.name); err != nil {
		return err
	}
	for _, line := range bytes.Split(plainHeading(s.buf), []byte{'\n'}) {
		if line = bytes.TrimSpace(line); len(line) > 0 {
			if err := say.line(line); err != nil {
				return err
			}
		}
	}
	return nil
}

// plainHeading takes the codes out of a header, in place.
func plainHeading(b []byte) []byte {
	n := 0
	for i := 0; i < len(b); i++ {
		if b[i] != '&' || i+1 == len(b) {
			b[n] = b[i]
			n++
			continue
		}
		i++
		switch c := b[i]; {
		case c == '&':
			b[n] = '&'
			n++
		case c == 'L' || c == 'C' || c == 'R':
			b[n] = '\n'
			n++
		case c == '"': // a font
			if end := bytes.IndexByte(b[i+1:], '"'); end >= 0 {
				i += end + 1
			}
		case c == 'K': // a colour
			for k := 0; k < 6 && i+1 < len(b) && (isHexDigit(b[i+1]) || k == 2 && (b[i+1] == '+' || b[i+1] == '-')); k++ {
				i++
			}
		case c-'0' <= 9: // a size
			for i+1 < len(b) && b[i+1]-'0' <= 9 {
				i++
			}
		}
	}
	return b[:n]
}

func isHexDigit(c byte) bool { return c-'0' <= 9 || c|0x20 >= 'a' && c|0x20 <= 'f' }

// spansScanned is how much of a sheet is looked through for merged cells, which
// stand behind all others: 256 MB take half a second.
const spansScanned = 256 << 20

// spans returns the merged ranges of a sheet, nil for none. What it reads is not
// charged: it is read again.
func (k *workbook) spans(part string) (*cellSpans, error) {
	r, done, err := k.z.open(part)
	if r == nil || err != nil {
		return nil, nil // told when the sheet is read
	}
	defer done()
	before := k.budget.used
	var found *cellSpans
	if isBinaryPart(part) {
		found = binarySpans(io.LimitReader(r, spansScanned))
	} else {
		found = scanSpans(io.LimitReader(sheetXML(r), spansScanned))
	}
	k.budget.charge(before - k.budget.used)
	return found, k.z.c.broken()
}

// scanSpans looks for merged cells without reading the rest.
func scanSpans(r io.Reader) *cellSpans {
	var found cellSpans
	buf := make([]byte, 64<<10)
	mark := []byte("mergeCell ")
	n := 0
	for {
		m, err := r.Read(buf[n:])
		n += m
		b := buf[:n]
		for {
			i := bytes.Index(b, mark)
			if i < 0 {
				b = b[max(0, len(b)-len(mark)):]
				break
			}
			end := bytes.IndexByte(b[i:], '>')
			if end < 0 {
				if b = b[i:]; len(b) > 4<<10 {
					b = b[len(mark):]
					continue
				}
				break
			}
			if _, ref, ok := bytes.Cut(b[i:i+end], []byte("ref=\"")); ok {
				ref, _, _ = bytes.Cut(ref, []byte{'"'})
				if v, ok := rangeAt(ref); ok {
					found.add(v)
				}
			}
			b = b[i+end:]
		}
		if err != nil {
			break
		}
		n = copy(buf, b)
	}
	if found.n == 0 {
		return nil
	}
	return &found
}
