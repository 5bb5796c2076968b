package extract

import "github.com/shikiri/shikiri/extract/hostcode"

// segmentHost tells which parts of the records are numbers that are no text, and
// which are kanji without shift codes. The rest is text.
func segmentHost(records [][]byte, scheme hostcode.Scheme) []hostSegment {
	size := 0
	for _, r := range records {
		size = max(size, len(r))
	}
	kinds := make([]hostKind, size)
	if len(records) > 1 {
		p := newHostPlaces(records, size, scheme)
		p.packed(kinds)
		p.binary(kinds)
		p.kanji(kinds)
	}
	var segments []hostSegment
	for at := 0; at < size; {
		end := at
		for end < size && kinds[end] == kinds[at] {
			end++
		}
		segments = append(segments, hostSegment{from: at, to: end, kind: kinds[at], cuts: []int{at}})
		at = end
	}
	return segments
}

// hostPlaces counts what stands at each place of the records.
type hostPlaces struct {
	records [][]byte
	scheme  hostcode.Scheme
	places  []hostPlace
}

// few reports whether there are too few records to weigh: what is told must be
// so in all of them.
func (p *hostPlaces) few() bool { return len(p.records) < fewRecords }

type hostPlace struct {
	all     int // records that go so far
	kanji   int // in a stretch
	blank   int
	zero    int
	strange int // controls and bytes that are no character
	digits  int // two digits of a packed decimal
	sign    int // a digit and a sign
}

func newHostPlaces(records [][]byte, size int, scheme hostcode.Scheme) *hostPlaces {
	p := &hostPlaces{records: records, scheme: scheme, places: make([]hostPlace, size)}
	for _, r := range records {
		for i := 0; i < len(r); {
			if t, ok := scheme.Stretch(r[i:]); ok && t.Pairs > 0 {
				for k := range t.Len() {
					p.places[i+k].all++
					p.places[i+k].kanji++
				}
				i += t.Len()
				continue
			}
			p.places[i].add(r[i])
			i++
		}
	}
	return p
}

func (p *hostPlace) add(c byte) {
	p.all++
	switch hostBytes[c] {
	case hbBlank:
		p.blank++
	case hbNUL:
		p.zero++
	case hbControl, hbNone:
		if c != 0x0D && c != 0x0A || p.kanji > 0 { // line ends that came with a transfer
			p.strange++
		}
	}
	if c>>4 <= 9 {
		if low := c & 0x0F; low <= 9 {
			p.digits++
		} else if low == 0x0C || low == 0x0D || low == 0x0F {
			p.sign++
		}
	}
}

// packed marks packed decimals: digits of four bits, with leading zeros, and a
// sign behind the last (z/Architecture Principles of Operation, "Decimal").
func (p *hostPlaces) packed(kinds []hostKind) {
	for end := len(kinds) - 1; end >= 0; end-- {
		q := &p.places[end]
		if q.sign*50 < q.all*49 || q.kanji > 0 {
			continue
		}
		from, low := end, q.strange
		for from > 0 && end-from < 15 {
			q := &p.places[from-1]
			if q.digits*50 < q.all*49 || q.kanji > 0 || q.blank*2 > q.all {
				break
			}
			low += q.zero + q.strange
			from--
		}
		if low*4 < p.places[end].all || p.few() && (from == end || low < p.places[end].all) {
			continue // stars and brackets
		}
		for i := from; i <= end; i++ {
			kinds[i] = hostSkip
		}
		end = from
	}
}

// binary marks what holds controls and bytes that are no character too often to
// be text, and zeros beside it.
func (p *hostPlaces) binary(kinds []hostKind) {
	for i := range kinds {
		q := &p.places[i]
		rest := q.all - q.kanji
		if p.few() && q.strange*4 < 3*q.all {
			continue
		}
		if kinds[i] != hostText || q.strange*8 < rest || q.strange == 0 || q.kanji*4 > q.all {
			continue
		}
		kinds[i] = hostSkip
		for k := i - 1; k >= 0 && kinds[k] == hostText && p.places[k].zero*2 > p.places[k].all; k-- {
			kinds[k] = hostSkip
		}
	}
}

// kanji marks columns of kanji without shift codes, or unmarks what looked like
// numbers and is such kanji.
func (p *hostPlaces) kanji(kinds []hostKind) {
	for at := 0; at+3 < len(kinds); at++ {
		end, weight := p.chain(at)
		if end == 0 {
			continue
		}
		if other, more := p.chain(at + 1); other > end && more > weight {
			continue
		}
		for i := at; i < end; i++ {
			kinds[i] = hostKanji
		}
		at = end - 1
	}
}

// chain returns where kanji without shift codes end that begin at at, or 0, and
// how many there are.
func (p *hostPlaces) chain(at int) (end, chars int) {
	end = at
	odd := 0
	var first [256]bool
	for end+1 < len(p.places) {
		n, strange, ok := p.pairs(end, &first)
		if !ok || end == at && n*3 < len(p.records) { // columns are filled from their beginning
			break
		}
		chars += n
		odd += strange
		end += 2
	}
	kinds := 0
	for _, seen := range first {
		if seen {
			kinds++
		}
	}
	// A column that is never filled so far is left to what follows.
	for end > at && p.places[end-1].blank+p.places[end-1].zero >= p.places[end-1].all {
		end -= 2
	}
	if end-at < 4 || chars < 2*len(p.records) || kinds < min(4, len(p.records)) {
		return 0, 0
	}
	if p.few() && (chars < 3*len(p.records) || odd*6 < chars) {
		return 0, 0
	}
	if p.scheme == hostcode.IBM && odd*4 < chars*3 || p.scheme != hostcode.IBM && odd*12 < chars {
		return 0, 0
	}
	return end, chars
}

// pairs counts the kanji at a place, and those that are hardly characters of one
// byte: for IBM the first byte says so, for others any that is no character. It
// is not ok if not nearly all records have one or a blank there.
func (p *hostPlaces) pairs(at int, first *[256]bool) (chars, odd int, ok bool) {
	bad, all, numbers := 0, 0, 0
	if q := &p.places[at]; q.kanji*20 > q.all {
		return 0, 0, false
	}
	for _, r := range p.records {
		if at+1 >= len(r) {
			continue
		}
		all++
		a, b := r[at], r[at+1]
		switch {
		case a == 0x40 && b == 0x40, a == 0 && b == 0:
		case p.scheme.Kanji(a, b) == '\uFFFD':
			if bad++; bad*20 > len(p.records) {
				return 0, 0, false
			}
		default:
			chars++
			first[a] = true
			if hostBytes[a] == hbDigit {
				numbers++
			}
			if p.scheme == hostcode.IBM && a >= 0x41 && a <= 0x69 && (hostBytes[a] != hbSign || hostBytes[b] == hbNone) ||
				p.scheme != hostcode.IBM && (hostBytes[a] == hbNone || hostBytes[b] == hbNone) {
				odd++
			}
		}
	}
	return chars, odd, bad*20 <= all && numbers*2 <= chars
}
