package biff

// poolMost bounds the pool of strings in memory.
const poolMost = 48 << 20

// A pool is the shared strings of a workbook.
type pool struct {
	text []byte
	ends []uint32
}

func (p *pool) get(i uint32) []byte {
	if int64(i) >= int64(len(p.ends)) {
		return nil
	}
	from := uint32(0)
	if i > 0 {
		from = p.ends[i-1]
	}
	return p.text[from:p.ends[i]]
}

// A run of bytes that goes on in the records that continue the first.
type run struct {
	r *records
	b []byte
}

// fill goes on in the next record if this one is used up.
func (s *run) fill() bool {
	for len(s.b) == 0 {
		if !s.r.more() {
			return false
		}
		s.b = s.r.data
	}
	return true
}

// take returns n bytes, n not above 8, or nil.
func (s *run) take(n int, buf *[8]byte) []byte {
	for i := range n {
		if !s.fill() {
			return nil
		}
		buf[i] = s.b[0]
		s.b = s.b[1:]
	}
	return buf[:n]
}

func (s *run) skip(n int64) {
	for n > 0 && s.fill() {
		k := min(n, int64(len(s.b)))
		s.b = s.b[k:]
		n -= k
	}
}

// Flags of a string (2.5.293, 2.5.294).
const (
	wideChars = 1
	hasExtra  = 4 // phonetic text
	hasRuns   = 8
)

// unicode appends a string whose length is in its first lenSize bytes to dst. What
// it is read as is left out: a name and its reading are not one word.
func (w *workbook) unicode(dst []byte, s *run, lenSize int) (out []byte, ok bool) {
	var buf [8]byte
	h := s.take(lenSize+1, &buf)
	if h == nil {
		return dst, false
	}
	chars, flags := int(h[0]), h[lenSize]
	if lenSize == 2 {
		chars = int(le.Uint16(h))
	}
	runs, extra := int64(0), int64(0)
	if flags&hasRuns != 0 {
		if h = s.take(2, &buf); h == nil {
			return dst, false
		}
		runs = int64(le.Uint16(h))
	}
	if flags&hasExtra != 0 {
		if h = s.take(4, &buf); h == nil {
			return dst, false
		}
		extra = int64(le.Uint32(h))
	}
	dst, ok = w.chars(dst, s, chars, flags&wideChars != 0)
	s.skip(4 * runs)
	if ok && extra > 0 {
		w.phonetic(s, extra)
	}
	return dst, ok
}

// chars appends n characters. Where they go on in another record, that begins
// with a flag of its own: the same string may change its width there.
func (w *workbook) chars(dst []byte, s *run, n int, wide bool) (out []byte, ok bool) {
	raw := w.raw[:0]
	for n > 0 {
		if len(s.b) == 0 {
			if !s.fill() {
				break
			}
			if wide != (s.b[0]&wideChars != 0) {
				dst = w.opt.decode(dst, raw, codepage(wide))
				raw, wide = raw[:0], !wide
			}
			s.b = s.b[1:]
		}
		size := 1
		if wide {
			size = 2
		}
		k := min(n, len(s.b)/size)
		if k == 0 {
			s.b = nil // half a character
			continue
		}
		raw = append(raw, s.b[:k*size]...)
		s.b = s.b[k*size:]
		n -= k
	}
	w.raw = raw[:0]
	return w.opt.decode(dst, raw, codepage(wide)), n == 0
}

// codepage is that of characters of two bytes or one: the lower half of UTF-16.
func codepage(wide bool) int {
	if wide {
		return 1200
	}
	return latin
}

// latin is ISO 8859-1.
const latin = 28591

func (o *Options) decode(dst, raw []byte, codepage int) []byte {
	if codepage != latin {
		return o.Decode(dst, raw, codepage)
	}
	for _, c := range raw {
		if c < 0x80 {
			dst = append(dst, c)
		} else {
			dst = append(dst, 0xC0|c>>6, 0x80|c&0x3F)
		}
	}
	return dst
}

// phonetic hands out how a string is read (2.5.86), apart from the string.
func (w *workbook) phonetic(s *run, n int64) {
	const head = 14 // two bytes each: 1, length, font, flags, runs, length, length
	var buf [8]byte
	if n < head {
		s.skip(n)
		return
	}
	s.skip(12)
	h := s.take(2, &buf)
	if h == nil {
		return
	}
	n -= head
	text := w.reading[:0]
	for left := min(int64(le.Uint16(h))*2, n&^1); left > 0; left -= 2 {
		h := s.take(2, &buf)
		if h == nil {
			break
		}
		text = append(text, h...)
		n -= 2
	}
	s.skip(n)
	w.reading = text[:0]
	if len(text) > 0 && w.err == nil {
		w.err = w.sink.Text(Reading, w.opt.Decode(nil, text, 1200))
	}
}

// sst reads the pool of strings (2.4.265).
func (w *workbook) sst() error {
	if len(w.r.data) < 8 {
		return nil
	}
	n := int(le.Uint32(w.r.data[4:]))
	s := &run{r: w.r, b: w.r.data[8:]}
	for range n {
		start := len(w.pool.text)
		text, ok := w.unicode(w.pool.text, s, 2)
		if len(text) > poolMost {
			w.poolFull = true
			if err := w.sink.Text(Shared, text[start:]); err != nil {
				return err
			}
			text = text[:start]
		}
		w.pool.text = text
		w.pool.ends = append(w.pool.ends, uint32(len(text)))
		if len(w.pool.ends) > poolMost/16 {
			w.poolFull = true
		}
		if !ok {
			if len(w.pool.ends) < n {
				w.short = true
			}
			return nil
		}
	}
	return nil
}
