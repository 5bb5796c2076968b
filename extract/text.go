package extract

import (
	"bytes"
	"context"
	"io"
	"sync"
)

const (
	// blockSize bounds the text of a block, and with it the memory a file takes.
	// Rows of CSV are read at 1.34 GB/s in blocks of 64 KB, at 1.43 in blocks of
	// 256 KB and of 1 MB.
	blockSize = 256 << 10
	// lap is how much of a line that is longer than a block both blocks hold.
	lap = 2 << 10
	// cutRange is how far back from the end of a block a good place to cut is
	// looked for.
	cutRange = 4 << 10
	// sampleSize is how much text tells what kind of text it is.
	sampleSize = 32 << 10
)

var blockPool = sync.Pool{New: func() any { return new([blockSize]byte) }}

// extractOther reads a file that no registered format takes: text if it is
// text, else its readable runs. whole says that head is all of the file.
func extractOther(ctx context.Context, f *File, head []byte, whole bool, out Out) error {
	if binaryMark(head) {
		return extractRaw(ctx, f, out)
	}
	cs := sniffCharset(head)
	if kind := opaqueText(head); kind != "" {
		return extractOpaque(ctx, f.Reader, cs, kind, out)
	}
	if !isText(head, cs) {
		if l := sniffFixed(head, f.Size, cs); l != nil {
			return extractFixed(ctx, f.Reader, l, cs, out)
		}
		return extractRaw(ctx, f, out)
	}
	buf := blockPool.Get().(*[blockSize]byte)
	defer blockPool.Put(buf)
	sample := sampleText(buf[:], head[:min(len(head), sampleSize)], cs)
	text := func() io.Reader { return newUnpercenter(newUnescaper(newDecoder(f.Reader, cs))) }
	// Lines of JSON and markup may all be as long: records are asked for last.
	switch {
	case sniffJSON(sample):
		return extractWhole(ctx, text(), unescapeJSON, endsJSON(sample), out)
	case sniffHTML(sample):
		return extractPage(ctx, text(), out)
	case sniffXML(sample):
		return extractWhole(ctx, text(), unescapeXML, endsXML(sample), out)
	}
	if holdsJSON(sample) {
		return extractLines(ctx, text(), out) // a log into which programs wrote in two manners
	}
	if delim, ok := sniffDelimited(sample, whole && len(head) <= sampleSize); ok {
		return extractDelimited(ctx, text(), delim, out)
	}
	if l := sniffFixed(head, f.Size, cs); l != nil {
		return extractFixed(ctx, f.Reader, l, cs, out)
	}
	return extractLines(ctx, text(), out)
}

// holdsJSON reports whether some lines of a text are JSON objects. Their quotes
// and commas are not those of a table, whose reader would swallow them.
func holdsJSON(sample []byte) bool {
	lines := 0
	for line := range bytes.Lines(sample) {
		line = bytes.TrimRight(line, "\r\n")
		if bytes.HasPrefix(line, []byte(`{"`)) && bytes.HasSuffix(line, []byte("}")) {
			if lines++; lines == 2 {
				return true
			}
		}
	}
	return false
}

// sampleText decodes head into buf, which it fits into.
func sampleText(buf, head []byte, cs charset) []byte {
	n, _ := io.ReadFull(newDecoder(bytes.NewReader(head), cs), buf)
	return buf[:n]
}

// extractLines hands out the UTF-8 text that r yields in blocks that end where
// lines end. Lines end with \n, \r\n, or, in a file without \n, \r, which comes
// out as \n. A line longer than a block is cut, see Block.Seen.
func extractLines(ctx context.Context, r io.Reader, out Out) error {
	buf := blockPool.Get().(*[blockSize]byte)
	defer blockPool.Put(buf)
	b := &Block{Line: 1}
	n := 0
	var fault error
	for first, mac := true, false; ; first = false {
		if err := ctx.Err(); err != nil {
			return err
		}
		old := n
		for n < len(buf) && fault == nil {
			var m int
			m, fault = r.Read(buf[n:])
			n += m
		}
		if first {
			mac = bytes.IndexByte(buf[:n], '\n') < 0 && bytes.IndexByte(buf[:n], '\r') >= 0
		}
		if mac {
			endLines(buf[old:n])
		}
		end := n
		b.Next = 0
		if fault == nil {
			end, b.Next = cut(buf[:n], b.Seen)
		}
		b.Text = buf[:end]
		if end > 0 {
			if err := out.Text(b); err != nil {
				return err
			}
		}
		if fault == io.EOF {
			return nil
		}
		if fault != nil {
			return fault
		}
		end -= b.Next
		b.Line += bytes.Count(buf[:end], []byte{'\n'})
		b.Seen = b.Next
		n = copy(buf[:], buf[end:n])
	}
}

// endLines makes each \r the end of a line.
func endLines(b []byte) {
	for {
		i := bytes.IndexByte(b, '\r')
		if i < 0 {
			return
		}
		if i+1 == len(b) || b[i+1] != '\n' {
			b[i] = '\n'
		}
		b = b[i+1:]
	}
}

// cut returns where the block that b begins with ends, after its first seen
// bytes, and how much of it the next block has to repeat.
func cut(b []byte, seen int) (end, next int) {
	if i := bytes.LastIndexByte(b[seen:], '\n'); i >= 0 {
		return seen + i + 1, 0
	}
	end = len(b)
	for from := len(b) - cutRange; end > from; end-- {
		switch c := b[end-1]; {
		case c == '}' || c == ',' || c == ' ' || c == ';' || c == '\t' || c == '>':
		case end >= 3 && c == 0x82 && b[end-2] == 0x80 && b[end-3] == 0xE3: // 。
		default:
			continue
		}
		break
	}
	if end == len(b)-cutRange {
		end = wholeRunes(b)
	}
	start := wholeRunes(b[:end-lap])
	return end, end - start
}
