package ppmd

// restore makes room when there is none. c1 is the context that could not grow.
func (m *model) restore(c1 uint32) {
	m.text = heapStart
	c := m.max
	for ; c != c1; c = m.suffix(c) {
		m.mem[c]--
		if m.numStats(c) != 0 {
			m.refresh(c, (uint32(m.numStats(c))+3)>>1, 0)
			continue
		}
		s := m.stats(c)
		m.mem[c+1] = m.flags(c)&0x10 + high(m.sym(s), 8)
		m.copyState(oneState(c), s)
		m.freeUnit(s)
		m.setFreq(oneState(c), byte((int(m.freq(oneState(c)))+11)>>3))
	}
	for ; c != m.min; c = m.suffix(c) {
		if m.numStats(c) == 0 {
			f := m.freq(oneState(c))
			m.setFreq(oneState(c), f-f>>1)
			continue
		}
		m.addSumm(c, 4)
		if int(m.summ(c)) > 128+4*int(m.numStats(c)) {
			m.refresh(c, (uint32(m.numStats(c))+2)>>1, 1)
		}
	}
	if m.method == Restart || m.used() < m.size>>1 {
		m.restart()
		return
	}
	for m.suffix(m.max) != noRef {
		m.max = m.suffix(m.max)
	}
	for {
		m.cutOff(m.max, 0)
		m.expandText()
		if m.used() <= 3*(m.size>>2) {
			break
		}
	}
	m.glueCount = 0
	m.orderFall = m.order
}

// refresh counts the frequencies of a context anew, halved if scale is 1.
func (m *model) refresh(c, units uint32, scale uint) {
	n := int(m.numStats(c))
	s := m.shrink(m.stats(c), units, uint32(n+2)>>1)
	m.put32(c+4, s)
	flags := m.flags(c)&(0x10+4*byte(scale)) + high(m.sym(s), 8)
	escape := int(m.summ(c)) - int(m.freq(s))
	m.setFreq(s, byte((int(m.freq(s))+int(scale))>>scale))
	sum := int(m.freq(s))
	for range n {
		s += stateSize
		escape -= int(m.freq(s))
		m.setFreq(s, byte((int(m.freq(s))+int(scale))>>scale))
		sum += int(m.freq(s))
		flags |= high(m.sym(s), 8)
	}
	m.put16(c+2, uint16(sum+(escape+int(scale))>>scale))
	m.mem[c+1] = flags
}

// cutBound is the order up to which contexts of one symbol are kept though
// nothing follows.
const cutBound = 9

// cutOff removes what is longest from the tree of contexts below c, and returns
// c, or 0 if nothing is left of it.
func (m *model) cutOff(c uint32, order int) uint32 {
	if m.numStats(c) == 0 {
		s := oneState(c)
		if m.successor(s) >= m.unitsStart {
			next := uint32(0)
			if order < m.order {
				next = m.cutOff(m.successor(s), order+1)
			}
			m.setSuccessor(s, next)
			if next != 0 || order <= cutBound {
				return c
			}
		}
		m.freeUnit(c)
		return 0
	}
	units := (uint32(m.numStats(c)) + 2) >> 1
	stats := m.moveUp(m.stats(c), units)
	m.put32(c+4, stats)
	i := int(m.numStats(c))
	for k := i; k >= 0; k-- {
		s := stats + uint32(k)*stateSize
		switch {
		case m.successor(s) < m.unitsStart:
			m.setSuccessor(s, 0)
			m.swap(s, stats+uint32(i)*stateSize)
			i--
		case order < m.order:
			m.setSuccessor(s, m.cutOff(m.successor(s), order+1))
		default:
			m.setSuccessor(s, 0)
		}
	}
	if i == int(m.numStats(c)) || order == 0 {
		return c
	}
	if i < 0 {
		m.insert(stats, m.index(units))
		m.freeUnit(c)
		return 0
	}
	m.mem[c] = byte(i)
	if i > 0 {
		m.refresh(c, units, uint(truth(int(m.summ(c)) > 16*i)))
		return c
	}
	m.mem[c+1] = m.flags(c)&0x10 + high(m.sym(stats), 8)
	m.copyState(oneState(c), stats)
	m.insert(stats, m.index(units))
	m.setFreq(oneState(c), byte((int(m.freq(oneState(c)))+11)>>3))
	return c
}
