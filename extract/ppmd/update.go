package ppmd

// find returns the state of a symbol that a context has.
func (m *model) find(c uint32, symbol byte) uint32 {
	s := m.stats(c)
	for m.sym(s) != symbol {
		s += stateSize
	}
	return s
}

// update teaches the model the symbol that was found.
func (m *model) update() {
	next, freq, symbol := m.successor(m.found), m.freq(m.found), m.sym(m.found)
	s := uint32(0)
	if freq < maxFreq/4 && m.suffix(m.min) != noRef {
		s = m.promote(m.suffix(m.min), symbol)
	}
	c := m.max
	if m.orderFall == 0 && next != 0 {
		created := m.createSuccessors(true, s, m.min)
		m.setSuccessor(m.found, created)
		if created == 0 {
			m.restore(c)
		} else {
			m.max = created
		}
		return
	}
	m.mem[m.text] = symbol
	m.text++
	successor := m.text
	if m.text >= m.unitsStart {
		m.restore(c)
		return
	}
	if next == 0 {
		next = m.reduceOrder(s, m.min)
	} else if next < m.unitsStart {
		next = m.createSuccessors(false, s, m.min)
	}
	if next == 0 {
		m.restore(c)
		return
	}
	if m.orderFall--; m.orderFall == 0 {
		successor = next
		if m.max != m.min {
			m.text--
		}
	}
	n := int(m.numStats(m.min))
	s0 := int(m.summ(m.min)) - n - int(freq)
	for ; c != m.min; c = m.suffix(c) {
		if !m.add(c, successor, symbol, int(freq), n, s0) {
			m.restore(c)
			return
		}
	}
	m.max = next
}

// promote makes a symbol likelier in the next shorter context and returns its state.
func (m *model) promote(c uint32, symbol byte) uint32 {
	if m.numStats(c) == 0 {
		s := oneState(c)
		if f := m.freq(s); f < 32 {
			m.setFreq(s, f+1)
		}
		return s
	}
	s := m.find(c, symbol)
	if s != m.stats(c) && m.freq(s) >= m.freq(s-stateSize) {
		m.swap(s, s-stateSize)
		s -= stateSize
	}
	if f := m.freq(s); f < maxFreq-9 {
		m.setFreq(s, f+2)
		m.addSumm(c, 2)
	}
	return s
}

// add adds a symbol to a context. It reports whether there was room.
func (m *model) add(c, successor uint32, symbol byte, freq, n, s0 int) bool {
	n1 := uint32(m.numStats(c))
	if n1 != 0 {
		if n1&1 != 0 {
			old := (n1 + 1) >> 1
			if i := m.index(old); i != m.index(old+1) {
				p := m.alloc(i + 1)
				if p == 0 {
					return false
				}
				stats := m.stats(c)
				m.move(p, stats, old)
				m.insert(stats, i)
				m.put32(c+4, p)
			}
		}
		m.addSumm(c, uint16(truth(3*int(n1)+1 < n)))
	} else {
		s := m.alloc(0)
		if s == 0 {
			return false
		}
		m.copyState(s, oneState(c))
		m.put32(c+4, s)
		f := m.freq(s)
		if f < maxFreq/4-1 {
			f <<= 1
		} else {
			f = maxFreq - 4
		}
		m.setFreq(s, f)
		m.put16(c+2, uint16(int(f)+m.initEsc+truth(n > 2)))
	}
	cf := 2 * freq * (int(m.summ(c)) + 6)
	sf := s0 + int(m.summ(c))
	if cf < 6*sf {
		cf = 1 + truth(cf > sf) + truth(cf >= 4*sf)
		m.addSumm(c, 4)
	} else {
		cf = 4 + truth(cf > 9*sf) + truth(cf > 12*sf) + truth(cf > 15*sf)
		m.addSumm(c, uint16(cf))
	}
	s := m.stats(c) + (n1+1)*stateSize
	m.setSuccessor(s, successor)
	m.mem[s], m.mem[s+1] = symbol, byte(cf)
	m.mem[c+1] |= high(symbol, 8)
	m.mem[c] = byte(n1 + 1)
	return true
}

// createSuccessors makes contexts for what was read after the symbol in shorter
// ones. It returns 0 if there is no room.
func (m *model) createSuccessors(skip bool, s1, c uint32) uint32 {
	branch, symbol := m.successor(m.found), m.sym(m.found)
	var states [maxOrder + 1]uint32
	n := 0
	if !skip {
		states[n] = m.found
		n++
	}
	for m.suffix(c) != noRef {
		c = m.suffix(c)
		s := s1
		s1 = 0
		switch {
		case s != 0:
		case m.numStats(c) != 0:
			s = m.find(c, symbol)
			if f := m.freq(s); f < maxFreq-9 {
				m.setFreq(s, f+1)
				m.addSumm(c, 1)
			}
		default:
			s = oneState(c)
			if f := m.freq(s); m.numStats(m.suffix(c)) == 0 && f < 24 {
				m.setFreq(s, f+1)
			}
		}
		if next := m.successor(s); next != branch {
			c = next
			if n == 0 {
				return c
			}
			break
		}
		states[n] = s
		n++
	}
	up := m.inherit(c, branch)
	flags := high(symbol, 0x10) + high(up[0], 8)
	for n > 0 {
		one := m.allocContext()
		if one == 0 {
			return 0
		}
		m.mem[one], m.mem[one+1] = 0, flags
		copy(m.mem[oneState(one):], up[:])
		m.put32(one+8, c)
		n--
		m.setSuccessor(states[n], one)
		c = one
	}
	return c
}

// inherit is the state of the symbol in the text at branch, as likely as it is in c.
func (m *model) inherit(c, branch uint32) (up [stateSize]byte) {
	up[0] = m.mem[branch]
	branch++
	up[2], up[3], up[4], up[5] = byte(branch), byte(branch>>8), byte(branch>>16), byte(branch>>24)
	if m.numStats(c) == 0 {
		up[1] = m.freq(oneState(c))
		return up
	}
	cf := int(m.freq(m.find(c, up[0]))) - 1
	s0 := int(m.summ(c)) - int(m.numStats(c)) - cf
	if 2*cf <= s0 {
		up[1] = byte(1 + truth(5*cf > s0))
	} else {
		up[1] = byte(1 + (cf+2*s0-3)/s0)
	}
	return up
}

// reduceOrder goes to a shorter context in which something follows the symbol.
func (m *model) reduceOrder(s1, c uint32) uint32 {
	first, branch := c, m.text
	m.setSuccessor(m.found, branch)
	m.orderFall++
	s := s1
	for {
		if s1 != 0 {
			c = m.suffix(c)
			s, s1 = s1, 0
		} else {
			if m.suffix(c) == noRef {
				return c
			}
			c = m.suffix(c)
			if m.numStats(c) != 0 {
				s = m.find(c, m.sym(m.found))
				if f := m.freq(s); f < maxFreq-9 {
					m.setFreq(s, f+2)
					m.addSumm(c, 2)
				}
			} else {
				s = oneState(c)
				if f := m.freq(s); f < 32 {
					m.setFreq(s, f+1)
				}
			}
		}
		if m.successor(s) != 0 {
			break
		}
		m.setSuccessor(s, branch)
		m.orderFall++
	}
	if m.successor(s) <= branch {
		found := m.found
		m.found = s
		m.setSuccessor(s, m.createSuccessors(false, 0, c))
		m.found = found
	}
	if m.orderFall == 1 && first == m.max {
		m.setSuccessor(m.found, m.successor(s))
		m.text--
	}
	return m.successor(s)
}
