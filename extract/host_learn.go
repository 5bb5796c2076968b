package extract

import (
	"slices"

	"github.com/shikiri/shikiri/extract/hostcode"
)

// learnHost tells how a file of size bytes (or -1) is read that begins with head.
func learnHost(head []byte, size int64) *hostFile {
	scheme, _ := weighHost(head)
	file := &hostFile{code: hostcode.Code{Scheme: scheme, Single: hostcode.Page290}}
	file.cut = sniffHostCut(head, size, scheme)
	records := file.sample(head)
	file.segments = segmentHost(records, scheme)
	if w := weigh(head, scheme); w.pairs == 0 { // whose kanji without shift codes are tells only more of them
		other := segmentHost(records, hostcode.JEF)
		if kanjiBytes(other) > kanjiBytes(file.segments) {
			file.segments, file.code.Scheme = other, hostcode.JEF
		}
	}
	file.findPage(records)
	if file.cut.how != hostPieces {
		file.findColumns(records)
	}
	file.findPieces(records)
	return file
}

// fewRecords is how many are too few to tell columns at fixed places from places
// that are alike by chance.
const fewRecords = 8

// kanjiBytes counts the bytes of a record that are kanji without shift codes.
func kanjiBytes(segments []hostSegment) (n int) {
	for _, s := range segments {
		if s.kind == hostKanji {
			n += s.to - s.from
		}
	}
	return n
}

// plain reports whether records have no columns at fixed places.
func (f *hostFile) plain() bool {
	return len(f.segments) == 1 && len(f.segments[0].cuts) < 2
}

func sniffHostCut(head []byte, size int64, s hostcode.Scheme) hostCut {
	if how, ok := sniffWords(head); ok {
		return hostCut{how: how}
	}
	if sniffHostLines(head) {
		return hostCut{how: hostLines}
	}
	if n := hostPeriod(head[:min(len(head), HeadSize)], size, s); n > 0 {
		return hostCut{how: hostFixed, size: n}
	}
	return hostCut{}
}

// sample returns the first records.
func (f *hostFile) sample(head []byte) [][]byte {
	var records [][]byte
	c := f.cut
	for at := 0; at < len(head) && len(records) < maxLearn; {
		from, to, next, ok := c.next(head[at:], false)
		if !ok || at+next >= len(head) && len(records) > 0 && (c.how != hostFixed || next < c.size) {
			break // it may be cut
		}
		if to > from {
			records = append(records, head[at+from:at+to])
		}
		at += next
	}
	return records
}

// findPage tells the code page by what stands in segments of text.
func (f *hostFile) findPage(records [][]byte) {
	var count [256]int
	for _, r := range records {
		for _, s := range f.segments {
			if s.kind != hostText {
				continue
			}
			b := r[min(s.from, len(r)):min(s.to, len(r))]
			for i := 0; i < len(b); {
				if t, ok := f.code.Scheme.Stretch(b[i:]); ok {
					i += t.Len()
					continue
				}
				count[b[i]]++
				i++
			}
		}
	}
	f.code.Single = hostPage(&count)
}

// findColumns finds where columns begin in each segment of text.
func (f *hostFile) findColumns(records [][]byte) {
	for i := range f.segments {
		s := &f.segments[i]
		s.cuts = []int{s.from}
		if s.kind != hostText {
			continue
		}
		s.signed = findSigns(records, s)
		rows := make([]classes, 0, len(records))
		for _, r := range f.alike(records) {
			rows = append(rows, f.classes(r, s))
		}
		if len(rows) < fewRecords {
			s.cuts = append(s.cuts, sureCuts(rows, s.from)...)
			continue
		}
		c := columns{rows: rows, size: s.to - s.from, slack: len(rows) / 100}
		c.slack = max(c.slack, 1)
		c.find()
		for _, p := range c.cuts {
			s.cuts = append(s.cuts, s.from+p)
		}
	}
}

// alike returns the records to learn from: of the kind there is most of, where a
// digit at their beginning tells headers and trailers from them.
func (f *hostFile) alike(records [][]byte) [][]byte {
	var first [256]int
	top := byte(0)
	for _, r := range records {
		if first[r[0]]++; first[r[0]] > first[top] {
			top = r[0]
		}
	}
	if n := first[top]; top <= 0xF0 || top > 0xF9 || n*2 < len(records) || n*100 < len(records)*98 && n < len(records)-4 {
		return records
	}
	return slices.DeleteFunc(slices.Clone(records), func(r []byte) bool { return r[0] != top })
}

// classes returns what stands in each byte of a segment of a record.
func (f *hostFile) classes(r []byte, s *hostSegment) classes {
	b := r[min(s.from, len(r)):min(s.to, len(r))]
	row := make(classes, s.to-s.from)
	for i := 0; i < len(b); {
		if t, ok := f.code.Scheme.Stretch(b[i:]); ok {
			row.stretch(b[i:], i, t)
			i += t.Len()
			continue
		}
		row[i] = f.class(b[i])
		if row[i] == clASCII && slices.Contains(s.signed, s.from+i) {
			row[i] = clDigit
		}
		i++
	}
	return row
}

// class returns the class of a character of one byte.
func (f *hostFile) class(c byte) uint8 {
	switch r := f.code.Single[c]; {
	case c <= 0x40:
		return clBlank
	case c >= 0xF0 && c <= 0xF9:
		return clDigit
	case c == 0x5C:
		return clStar
	case hostcode.HalfKana(r):
		return clKana
	}
	return clASCII
}

// stretch sets the classes of kanji between shift codes that b begins with. The
// shift codes belong to the first and the last of them.
func (row classes) stretch(b []byte, at int, t hostcode.Stretch) {
	end := 0 // of what is no blank
	for i := t.Open; i < t.Open+2*t.Pairs; i += 2 {
		if b[i] != 0x40 && (b[i] != 0xA1 || b[i+1] != 0xA1) {
			end = i + 2
		}
	}
	for i := range t.Len() {
		switch p := i - t.Open; {
		case i >= t.Open+2*t.Pairs && end > 0:
			row[at+i] = row[at+i-1] | inside
			if i >= end {
				row[at+i] = clBlank | inside
			}
		case i >= end:
			row[at+i] = clBlank
		case i == 0:
			row[at+i] = clWide
		case p > 0 && p%2 == 0 && i < t.Open+2*t.Pairs:
			if row[at+i] = clWide; b[i] == 0x40 || b[i] == 0xA1 && b[i+1] == 0xA1 {
				row[at+i] = clBlank
			}
		default:
			row[at+i] = row[at+i-1] | inside
		}
	}
}

// findSigns returns the places of a segment where the last digit of numbers has
// their sign in it: 0xC0 to 0xC9 and 0xD0 to 0xD9, after a digit.
func findSigns(records [][]byte, s *hostSegment) []int {
	var signs []int
	for p := s.from + 1; p < s.to; p++ {
		sign, digit, other := 0, 0, 0
		for _, r := range records {
			if p >= len(r) {
				continue
			}
			c, before := r[p], r[p-1]
			switch {
			case c == 0x40 && (before == 0x40 || before == 0):
			case before < 0xF0 || before > 0xF9:
				other++
			case (c&0xF0 == 0xC0 || c&0xF0 == 0xD0) && c&0x0F <= 9:
				sign++
			case c >= 0xF0 && c <= 0xF9:
				digit++
			default:
				other++
			}
		}
		if sign > 0 && other*50 <= sign+digit && sign*4 >= sign+digit {
			signs = append(signs, p)
		}
	}
	return signs
}
