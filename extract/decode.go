package extract

import (
	"bytes"
	"io"
	"sync"
)

// rawSize is how much a decoder reads at once. Input and output of one step fit
// into a second-level cache.
const rawSize = 32 << 10

// settleMargin is by how many half bits a charset must be ahead before a decoder
// stops weighing.
const settleMargin = 80

// A decoderBuffer is what decoders pass on to one another.
type decoderBuffer struct {
	raw [rawSize]byte
	out []byte
}

var decoderPool = sync.Pool{New: func() any { return new(decoderBuffer) }}

// A decoder turns text of a charset into UTF-8. A line, or a word in it, that is
// not of the charset is decoded in the one it is of: programs that write into
// one log differ. What is of none is U+FFFD; ASCII always stays.
type decoder struct {
	src     io.Reader
	cs      charset
	hint    charset
	settled bool // cs is not weighed any more
	euc     bool // a line of EUC-JP was found where CP932 should be
	scores  scores
	jis     jisDecoder
	pooled  *decoderBuffer // nil at the end
	buf     *[rawSize]byte // of pooled
	r, w    int            // buf[r:w] is read and not decoded
	out     []byte         // out[o:] is decoded and not handed out
	o       int
	err     error
	begun   bool
}

// newDecoder returns a reader of the UTF-8 text that r holds in cs, without a
// byte order mark. A wrong cs of 8 bits is found out. What is read is valid UTF-8.
func newDecoder(r io.Reader, cs charset) io.Reader {
	settled := cs == utf16LE || cs == utf16BE || cs == iso2022JP
	b := decoderPool.Get().(*decoderBuffer)
	return &decoder{src: r, cs: cs, hint: cs, settled: settled, pooled: b, buf: &b.raw, out: b.out[:0]}
}

func (d *decoder) Read(p []byte) (int, error) {
	for {
		if d.o < len(d.out) {
			n := copy(p, d.out[d.o:])
			d.o += n
			return n, nil
		}
		if len(p) == 0 {
			return 0, nil
		}
		d.out, d.o = d.out[:0], 0
		if d.r == d.w && d.err != nil {
			d.close()
			return 0, d.err
		}
		if d.cs == utf8Text && d.begun {
			if n := d.pass(p); n > 0 {
				return n, nil
			}
		}
		piece, final := d.piece()
		n := d.decode(piece, final)
		d.r += n
	}
}

// close gives the buffer back. A decoder that is not read to its end keeps it.
func (d *decoder) close() {
	if d.pooled != nil {
		d.pooled.out = d.out[:0]
		decoderPool.Put(d.pooled)
		d.pooled, d.buf, d.out = nil, nil, nil
	}
}

// pass copies what is UTF-8, whole lines of it, without decoding.
func (d *decoder) pass(p []byte) int {
	if d.r == d.w && d.err == nil {
		d.r = 0
		d.w, d.err = d.src.Read(d.buf[:])
	}
	b := d.buf[d.r:d.w]
	b = b[:min(len(b), len(p))]
	n := indexHigh(b)
	if n < len(b) && d.settled {
		n += validUTF8(b[n:])
	}
	if n < len(b) {
		n = bytes.LastIndexByte(b[:n], '\n') + 1
	}
	if bytes.IndexByte(b[:n], esc) >= 0 {
		if findJIS(d.buf[d.r:d.w]) >= 0 {
			return 0
		}
		if i := bytes.LastIndexByte(b[:n], esc); n-i <= 4 {
			n = i // the rest of the sequence may follow
		}
	}
	copy(p, b[:n])
	d.r += n
	return n
}

// piece returns what can be decoded at once: lines, or all there is if no line
// ends. final says that nothing follows.
func (d *decoder) piece() (b []byte, final bool) {
	for seen := d.r; ; {
		if d.err != nil {
			d.begin()
			return d.buf[d.r:d.w], true
		}
		if d.cs == utf16LE || d.cs == utf16BE {
			if d.w-d.r >= 4 {
				d.begin()
				return d.buf[d.r:d.w], false
			}
		} else if i := bytes.LastIndexByte(d.buf[seen:d.w], '\n'); i >= 0 && d.enough() {
			end := seen + i + 1
			d.begin()
			return d.buf[d.r:end], false
		}
		if d.r > 0 {
			copy(d.buf[:], d.buf[d.r:d.w])
			seen, d.w, d.r = seen-d.r, d.w-d.r, 0
		}
		if d.w == len(d.buf) {
			d.begin()
			return d.buf[:], false
		}
		if d.settled {
			seen = d.w
		}
		n, err := d.src.Read(d.buf[d.w:])
		d.w += n
		d.err = err
	}
}

// enough reports whether what is read will do to tell the charset.
func (d *decoder) enough() bool {
	if d.settled {
		return true
	}
	b := d.buf[d.r:d.w]
	return len(b)-indexHigh(b) >= weigh8 || indexHigh(b) == len(b)
}

// begin strips a byte order mark, and weighs the charset while it is not settled.
func (d *decoder) begin() {
	b := d.buf[d.r:d.w]
	if !d.begun {
		d.begun = true
		switch {
		case d.cs == utf8Text:
			d.r += len(b) - len(trimBOM(b))
		case len(b) >= 2 && (d.cs == utf16LE || d.cs == utf16BE) && unit(b, d.cs == utf16BE) == 0xFEFF:
			d.r += 2
		}
	}
	if d.settled {
		return
	}
	b = d.buf[d.r:d.w]
	high := indexHigh(b)
	if high == len(b) {
		return
	}
	if surelyUTF8(b[high:min(len(b), high+weigh8)]) {
		d.cs, d.settled = utf8Text, true
		return
	}
	d.scores.add(dense(b[high:], make([]byte, 0, weigh8)))
	cs, margin := d.scores.best(d.hint, d.hint != utf8Text)
	d.cs = cs
	d.settled = margin >= settleMargin
}

// decode appends src to d.out as UTF-8 and returns how much of it that was: all
// but a character that src cuts, or all if final.
func (d *decoder) decode(src []byte, final bool) int {
	done := 0
	if d.cs == utf16LE || d.cs == utf16BE {
		d.out, done = appendUTF16(d.out, src, d.cs)
	} else if d.cs == iso2022JP {
		done = d.decodeJIS(src)
	} else {
		done = d.decodeMixed(src, final)
	}
	if final && done < len(src) {
		d.out = append(d.out, "\uFFFD"...)
		for _, c := range src[done:] {
			if c < 0x80 && c != 0 {
				d.out = append(d.out, c)
			}
		}
		done = len(src)
	}
	return done
}

// decodeJIS decodes ISO-2022-JP, and runs of other bytes in it.
func (d *decoder) decodeJIS(src []byte) int {
	done := 0
	for {
		var n int
		d.out, n = d.jis.append(d.out, src[done:])
		done += n
		if done == len(src) || src[done] < 0x80 {
			return done
		}
		end := done
		for end < len(src) && src[end] >= 0x20 {
			end++
		}
		d.out = d.appendLine(d.out, src[done:end])
		done = end
	}
}

// decodeMixed decodes text of 8 bits, with lines in it that are ISO-2022-JP.
func (d *decoder) decodeMixed(src []byte, final bool) int {
	done := 0
	for {
		i := findJIS(src[done:])
		if i < 0 {
			return done + d.decode8(src[done:], final)
		}
		at := done + i
		start := done + bytes.LastIndexByte(src[done:at], '\n') + 1
		end := lineEnd(src, at)
		d.decode8(src[done:start], true)
		var jis decoder
		jis.out = d.out
		n := jis.decodeJIS(src[start:end])
		d.out = jis.out
		done = start + n
		if n < end-start {
			if !final && end == len(src) {
				return done
			}
			d.out = append(d.out, "\uFFFD"...)
			done = end
		}
		if done == len(src) {
			return done
		}
	}
}
