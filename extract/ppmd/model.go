package ppmd

// A context has a number of symbols less one, flags, the sum of frequencies, and
// where its states and the context of one symbol less are. Of one symbol it holds
// the state itself. A state is symbol, frequency and what follows: a place in the
// text, or a context.
const stateSize = 6

type model struct {
	heap
	order, method     int
	orderFall         int
	initEsc           int
	prevSuccess       int
	runLength, initRL int32
	min, max, found   uint32
	indexOf           [260]uint8 // of frequencies
	binaryOf          [256]uint8 // of numbers of symbols
	binaries          [25][64]uint16
	sees              [24][32]see
	dummy             see
}

// A see guesses how often a context does not have the symbol.
type see struct {
	summ         uint16
	shift, count uint8
}

func (s *see) update() {
	if s.shift < 7 {
		if s.count--; s.count == 0 {
			s.summ <<= 1
			s.count = 3 << s.shift
			s.shift++
		}
	}
}

var (
	initBinary = [8]uint16{0x3cdd, 0x1f3f, 0x59bf, 0x48f3, 0x64a1, 0x5abc, 0x6632, 0x6051}
	expEscape  = [16]uint8{25, 14, 9, 7, 5, 5, 4, 4, 4, 3, 3, 3, 2, 2, 2, 2}
)

func (m *model) numStats(c uint32) byte { return m.mem[c] }
func (m *model) flags(c uint32) byte    { return m.mem[c+1] }
func (m *model) summ(c uint32) uint16   { return m.u16(c + 2) }
func (m *model) stats(c uint32) uint32  { return m.u32(c + 4) }
func (m *model) suffix(c uint32) uint32 { return m.u32(c + 8) }
func oneState(c uint32) uint32          { return c + 2 }

func (m *model) sym(s uint32) byte          { return m.mem[s] }
func (m *model) freq(s uint32) byte         { return m.mem[s+1] }
func (m *model) setFreq(s uint32, f byte)   { m.mem[s+1] = f }
func (m *model) successor(s uint32) uint32  { return m.u32(s + 2) }
func (m *model) setSuccessor(s, v uint32)   { m.put32(s+2, v) }
func (m *model) addSumm(c uint32, n uint16) { m.put16(c+2, m.summ(c)+n) }
func (m *model) copyState(to, from uint32)  { copy(m.mem[to:to+stateSize], m.mem[from:from+stateSize]) }

func (m *model) swap(a, b uint32) {
	for i := range uint32(stateSize) {
		m.mem[a+i], m.mem[b+i] = m.mem[b+i], m.mem[a+i]
	}
}

// high is a flag: whether a symbol is not a control character, digit or mark.
func high(symbol, flag byte) byte {
	if symbol >= 0x40 {
		return flag
	}
	return 0
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (m *model) init(order int, size uint32, method int) {
	m.makeTables(size)
	m.order, m.method = order, method
	for i := range m.binaryOf {
		switch {
		case i == 0:
		case i == 1:
			m.binaryOf[i] = 2
		case i < 11:
			m.binaryOf[i] = 4
		default:
			m.binaryOf[i] = 6
		}
	}
	for i := range 5 {
		m.indexOf[i] = uint8(i)
	}
	for i, v, k := 5, 5, 1; i < len(m.indexOf); i++ {
		m.indexOf[i] = uint8(v)
		if k--; k == 0 {
			v++
			k = v - 4
		}
	}
	m.dummy = see{shift: 7, count: 64}
	m.restart()
}

// restart begins with a model that knows nothing.
func (m *model) restart() {
	m.reset()
	m.orderFall = m.order
	m.initRL = -int32(min(m.order, 12)) - 1
	m.runLength, m.prevSuccess = m.initRL, 0
	m.hi -= unit
	m.min, m.max = m.hi, m.hi
	m.mem[m.min], m.mem[m.min+1] = 255, 0
	m.put16(m.min+2, 257)
	m.found = m.lo
	m.put32(m.min+4, m.lo)
	m.put32(m.min+8, noRef)
	m.lo += 128 * unit
	for i := range uint32(256) {
		s := m.found + i*stateSize
		m.mem[s], m.mem[s+1] = byte(i), 1
		m.setSuccessor(s, 0)
	}
	i := 0
	for n := range m.binaries {
		for int(m.indexOf[i]) == n {
			i++
		}
		for k := range m.binaries[n] {
			m.binaries[n][k] = binScale - initBinary[k%8]/uint16(i+1)
		}
	}
	i = 0
	for n := range m.sees {
		for int(m.indexOf[i+3]) == n+3 {
			i++
		}
		for k := range m.sees[n] {
			m.sees[n][k] = see{summ: uint16(2*i+5) << 3, shift: 3, count: 7}
		}
	}
}

// binary is how likely the symbol of a context of one is, of binScale.
func (m *model) binary() *uint16 {
	s := oneState(m.min)
	row := &m.binaries[m.indexOf[m.freq(s)-1]]
	return &row[int(m.binaryOf[m.numStats(m.suffix(m.min))])+m.prevSuccess+int(m.flags(m.min))+int(m.runLength>>26&0x20)]
}

// escape guesses how often none of the symbols left is meant.
func (m *model) escape(masked byte) (*see, uint32) {
	n := int(m.numStats(m.min))
	if n == 255 {
		return &m.dummy, 1
	}
	s := &m.sees[int(m.indexOf[n+2])-3][truth(int(m.summ(m.min)) > 11*(n+1))+2*truth(2*n < int(m.numStats(m.suffix(m.min)))+int(masked))+int(m.flags(m.min))]
	r := s.summ >> s.shift
	s.summ -= r
	return s, uint32(max(r, 1))
}

// updateFirst is for the likeliest symbol of a context.
func (m *model) updateFirst() {
	m.prevSuccess = truth(2*int(m.freq(m.found)) >= int(m.summ(m.min)))
	m.runLength += int32(m.prevSuccess)
	m.addSumm(m.min, 4)
	m.setFreq(m.found, m.freq(m.found)+4)
	if m.freq(m.found) > maxFreq {
		m.rescale()
	}
	m.nextContext()
}

// updateOther is for any other.
func (m *model) updateOther() {
	s := m.found
	m.setFreq(s, m.freq(s)+4)
	m.addSumm(m.min, 4)
	if m.freq(s) > m.freq(s-stateSize) {
		m.swap(s, s-stateSize)
		m.found = s - stateSize
		if m.freq(m.found) > maxFreq {
			m.rescale()
		}
	}
	m.nextContext()
}

// updateOne is for the only one.
func (m *model) updateOne() {
	if f := m.freq(m.found); f < 196 {
		m.setFreq(m.found, f+1)
	}
	m.prevSuccess = 1
	m.runLength++
	m.nextContext()
}

// updateMasked is for one of a shorter context.
func (m *model) updateMasked() {
	m.addSumm(m.min, 4)
	m.setFreq(m.found, m.freq(m.found)+4)
	if m.freq(m.found) > maxFreq {
		m.rescale()
	}
	m.runLength = m.initRL
	m.update()
	m.min = m.max
}

func (m *model) nextContext() {
	c := m.successor(m.found)
	if m.orderFall == 0 && c >= m.unitsStart {
		m.min, m.max = c, c
		return
	}
	m.update()
	m.min = m.max
}

// rescale halves the frequencies of a context and sorts it.
func (m *model) rescale() {
	stats, c := m.stats(m.min), m.min
	for s := m.found; s != stats; s -= stateSize {
		m.swap(s, s-stateSize)
	}
	s := stats
	escape := int(m.summ(c)) - int(m.freq(s))
	adder := truth(m.orderFall != 0)
	m.setFreq(s, byte((int(m.freq(s))+4+adder)>>1))
	sum := int(m.freq(s))
	for range m.numStats(c) {
		s += stateSize
		escape -= int(m.freq(s))
		m.setFreq(s, byte((int(m.freq(s))+adder)>>1))
		sum += int(m.freq(s))
		for t := s; t != stats && m.freq(t) > m.freq(t-stateSize); t -= stateSize {
			m.swap(t, t-stateSize)
		}
	}
	if m.freq(s) == 0 {
		n := m.numStats(c)
		gone := 0
		for m.freq(s) == 0 {
			gone++
			s -= stateSize
		}
		escape += gone
		m.mem[c] = n - byte(gone)
		if m.numStats(c) == 0 {
			m.single(stats, uint32(n), escape)
			return
		}
		from, to := (uint32(n)+2)>>1, (uint32(m.numStats(c))+2)>>1
		if from != to {
			m.put32(c+4, m.shrink(stats, from, to))
		}
		flags := m.flags(c) &^ 8
		for s, i := m.stats(c), 0; i <= int(m.numStats(c)); s, i = s+stateSize, i+1 {
			flags |= high(m.sym(s), 8)
		}
		m.mem[c+1] = flags
	}
	m.put16(c+2, uint16(sum+escape-escape>>1))
	m.mem[c+1] |= 4
	m.found = m.stats(c)
}

// single makes the context one of one symbol.
func (m *model) single(stats, n uint32, escape int) {
	c := m.min
	f := min((2*int(m.freq(stats))+escape-1)/max(escape, 1), maxFreq/3)
	var s [stateSize]byte
	copy(s[:], m.mem[stats:])
	s[1] = byte(f)
	m.insert(stats, m.index((n+2)>>1))
	m.mem[c+1] = m.flags(c)&0x10 + high(s[0], 8)
	m.found = oneState(c)
	copy(m.mem[m.found:], s[:])
}
