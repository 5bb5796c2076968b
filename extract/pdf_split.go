package extract

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/zlib"
	"context"
	"io"
	"slices"
)

const (
	pdfWindow    = 256 << 10
	pdfBack      = 4 << 10 // how much of what came before is seen again
	pdfDocuments = 10_000
	// pdfChecked bounds what is unpacked of one stream to see whether it is whole.
	pdfChecked = 32 << 20
)

// A pdfSpan is where in a file a document lies.
type pdfSpan struct {
	from, to int64
	end      bool    // its end mark is there
	broken   int     // packed streams that do not unpack: damage, if nothing is encrypted
	xmp      []int64 // where packets of properties begin
}

// A pdfSplitter reads a file once from its begin to its end: it finds the
// documents, and what PDFium does not tell: streams that are damaged, which it
// takes as far as they go without a word, and the properties in XML.
type pdfSplitter struct {
	ctx       context.Context
	c         *content
	documents []pdfSpan
	more      bool // there are more documents
	marks     []pdfMark
	inflate   io.ReadCloser
	packed    *bufio.Reader
}

// split fills documents. The error is that of the share or of ctx.
func (s *pdfSplitter) split() error {
	buf := make([]byte, min(pdfWindow, s.c.size))
	keep := 0
	for at := int64(0); at < s.c.size; {
		if err := s.ctx.Err(); err != nil {
			return err
		}
		n, err := s.c.ReadAt(buf[keep:min(int64(len(buf)), s.c.size-at+int64(keep))], at)
		if n == 0 {
			if err == io.EOF {
				break
			}
			return err
		}
		s.window(buf[:keep+n], at-int64(keep), keep, at+int64(n) >= s.c.size)
		at += int64(n)
		if at < s.c.size {
			tail := min(pdfBack, keep+n)
			keep = copy(buf, buf[keep+n-tail:keep+n])
		}
	}
	if k := len(s.documents); k > 0 && s.documents[k-1].to == 0 {
		s.documents[k-1].to = s.c.size
	}
	return s.c.broken()
}

// window looks at b, which begins at offset base; its first seen bytes were
// looked at before, but for marks that their end cuts.
func (s *pdfSplitter) window(b []byte, base int64, seen int, last bool) {
	const longest = 16 // of a mark with what is looked at behind it
	from, to := max(0, seen-longest), len(b)
	if !last {
		to = max(from, to-longest)
	}
	s.marks = s.marks[:0]
	for _, text := range [...]string{markHead, markEnd, markStream, markXMP} {
		for at := from; ; at += len(text) {
			i := bytes.Index(b[at:], []byte(text))
			if i < 0 || at+i >= to {
				break
			}
			at += i
			s.marks = append(s.marks, pdfMark{at, text})
		}
	}
	slices.SortFunc(s.marks, func(x, y pdfMark) int { return cmp.Compare(x.at, y.at) })
	for _, m := range s.marks {
		s.mark(b, base, m.at, m.text)
	}
}

// A pdfMark is a mark and where in the window it stands.
type pdfMark struct {
	at   int
	text string
}

// Marks in a file. What ends a line after "stream" is part of the syntax (ISO
// 32000-1, 7.3.8).
const (
	markHead   = "%PDF-"
	markEnd    = "%%EOF"
	markStream = "stream"
	markXMP    = "<x:xmpmeta"
)

func (s *pdfSplitter) mark(b []byte, base int64, k int, mark string) {
	var doc *pdfSpan
	if n := len(s.documents); n > 0 {
		doc = &s.documents[n-1]
	}
	switch {
	case mark == markHead:
		if pdfHeader(b[k:min(len(b), k+8)]) == 0 && (doc == nil || pdfEnded(b[max(0, k-pdfBack):k])) {
			s.begin(b, base, k)
		}
	case doc == nil:
	case mark == markEnd:
		doc.end = true
	case mark == markXMP:
		if len(doc.xmp) < 16 {
			doc.xmp = append(doc.xmp, base+int64(k))
		}
	case mark == markStream:
		if rest := b[k+len(mark):]; len(rest) > 0 && (rest[0] == '\n' || rest[0] == '\r') && pdfPacked(b[max(0, k-pdfBack):k]) {
			n := 1
			if rest[0] == '\r' && len(rest) > 1 && rest[1] == '\n' {
				n = 2
			}
			if !s.unpacks(base + int64(k+len(mark)+n)) {
				doc.broken++
			}
		}
	}
}

// begin begins a document at b[k]. That before ends with its end mark, or where
// the commands to the printer begin.
func (s *pdfSplitter) begin(b []byte, base int64, k int) {
	if n := len(s.documents); n > 0 {
		if n == pdfDocuments {
			s.more = true
			return
		}
		gap := b[max(0, k-pdfBack):k]
		end := k
		if i := bytes.LastIndex(gap, []byte(markEnd)); i >= 0 {
			end = k - len(gap) + i + len(markEnd)
		} else if i := bytes.Index(gap, []byte(printerLanguage)); i >= 0 {
			end = k - len(gap) + i
		}
		s.documents[n-1].to = base + int64(end)
	}
	s.documents = append(s.documents, pdfSpan{from: base + int64(k)})
}

// pdfEnded reports whether a document ends in b: then another may begin behind
// it. One that is attached unpacked stands behind the begin of a stream.
func pdfEnded(b []byte) bool {
	i := bytes.LastIndex(b, []byte(markEnd))
	if i < 0 {
		i = bytes.Index(b, []byte(printerLanguage))
	}
	return i >= 0 && !bytes.Contains(b[i:], []byte("endobj")) && !bytes.Contains(b[i:], []byte("stream"))
}

// pdfPacked reports whether what stands before a stream, whose end it is, says
// that the stream is packed by deflate alone or first, and is no picture.
func pdfPacked(b []byte) bool {
	b = bytes.TrimRight(b, " \r\n\t")
	if !bytes.HasSuffix(b, []byte(">>")) {
		return false
	}
	i := bytes.LastIndex(b, []byte(" obj"))
	if i < 0 {
		return false
	}
	b = b[i:]
	i = bytes.Index(b, []byte("/Filter"))
	if i < 0 || bytes.Contains(b, []byte("/Image")) {
		return false
	}
	b = bytes.TrimLeft(b[i+len("/Filter"):], " \r\n\t[")
	return bytes.HasPrefix(b, []byte("/FlateDecode")) || bytes.HasPrefix(b, []byte("/Fl "))
}

// unpacks reports whether a stream of deflate (RFC 1950) that begins at off
// unpacks to its end and to what its sum says. A bomb is not unpacked to its end.
func (s *pdfSplitter) unpacks(off int64) bool {
	r := io.NewSectionReader(s.c, off, s.c.size-off)
	if s.packed == nil {
		s.packed = bufio.NewReaderSize(r, 16<<10)
	} else {
		s.packed.Reset(r)
	}
	var err error
	if s.inflate == nil {
		s.inflate, err = zlib.NewReader(s.packed)
	} else {
		err = s.inflate.(zlib.Resetter).Reset(s.packed, nil)
	}
	if err == nil {
		_, err = io.Copy(io.Discard, io.LimitReader(s.inflate, pdfChecked))
	}
	return err == nil || s.c.broken() != nil || s.ctx.Err() != nil
}
