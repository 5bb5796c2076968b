package detect

// settleNeighbours lets the parts of a person's entry support each other: a
// name, an address and a telephone number on neighbouring lines are surer
// together than each alone.
func (s *Scanner) settleNeighbours(first int) {
	if s.inTable && !s.table.person {
		return // a list of places or goods: no cell makes another a person's
	}
	ms := s.out
	for i := first; i < len(ms); {
		j := i + 1
		for j < len(ms) && near(&ms[j-1], &ms[j]) {
			j++
		}
		if j-i > 1 {
			s.support(ms[i:j])
		}
		i = j
	}
}

// nearBytes is how far apart the parts of one entry may be in running text.
const nearBytes = 120

func near(a, b *Match) bool {
	return b.Entry-a.Entry <= 2 && int(b.Start)-int(a.End) <= nearBytes
}

// support raises what is low in a group that has a name and something else of a
// person. Where a company is named and no person, the rest is the company's.
func (s *Scanner) support(group []Match) {
	names, others, companies := false, false, false
	for i := range group {
		m := &group[i]
		switch d := int(m.Detector); {
		case s.colleague(m): // nobody's entry
		case d == s.set.name, d == s.set.kana, d == s.set.romaji:
			names = true
		case d == s.set.company:
			companies = true
		case d == s.set.address, d == s.set.phone, d == s.set.postal, d == s.set.email, d == s.set.birth, d == s.set.account:
			others = true
		}
	}
	for i := range group {
		m := &group[i]
		switch {
		case s.colleague(m):
		case int(m.Detector) == s.set.address && m.Confidence == Low && !s.namedBeside(group, i):
			// a place and what may be a name: lists of places are full of these
		case names && others && m.Confidence == Low && m.Evidence&ByWrongCheck != 0 && m.Evidence&(ByLabel|ByHeader) != 0:
			m.Confidence = Medium // announced in a person's entry: mistyped rather than another number
			m.Evidence |= ByNeighbours
		case names && others && m.Confidence == Low && m.Evidence&ByWrongCheck == 0 && !s.set.detectors[m.Detector].Explains && int(m.Detector) != s.set.myNumber && int(m.Detector) != s.set.license && int(m.Detector) != s.set.card:
			m.Confidence = Medium
			m.Evidence |= ByNeighbours
		case companies && !names && (m.Confidence == Medium || m.Confidence == High && int(m.Detector) == s.set.address && m.Evidence&(ByLabel|ByHeader|ByColumn) == 0) && (int(m.Detector) == s.set.address || int(m.Detector) == s.set.phone || int(m.Detector) == s.set.email):
			m.Confidence = Low
			m.Evidence |= CompanyBeside
		}
	}
}

// colleague reports whether m is a surname alone that its sentence makes a name,
// 山田部長, and nothing more: letters and minutes hold such beside the address and
// the telephone of the company.
func (s *Scanner) colleague(m *Match) bool {
	return int(m.Detector) == s.set.name && m.Confidence == Low && m.Evidence&(ByContext|ByCue) != 0 && m.Evidence&(ByLabel|ByHeader|ByHonorific) == 0 && isSurname(s.c.Text[m.Start:m.End])
}

// namedBeside reports whether a name that is more than a guess stands right
// beside the i'th of a group, which may go on over many lines.
func (s *Scanner) namedBeside(group []Match, i int) bool {
	for j := max(0, i-3); j < min(len(group), i+4); j++ {
		a, b := &group[min(i, j)], &group[max(i, j)]
		if j != i && s.set.isName(int(group[j].Detector)) && group[j].Confidence >= Medium && near(a, b) {
			return true
		}
	}
	return false
}
