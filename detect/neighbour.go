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
		case names && others && m.Confidence == Low && m.Evidence&ByWrongCheck == 0 && !s.set.detectors[m.Detector].Explains && int(m.Detector) != s.set.myNumber && int(m.Detector) != s.set.license && int(m.Detector) != s.set.card:
			m.Confidence = Medium
			m.Evidence |= ByNeighbours
		case companies && !names && m.Confidence == Medium && (int(m.Detector) == s.set.address || int(m.Detector) == s.set.phone || int(m.Detector) == s.set.email):
			m.Confidence = Low
			m.Evidence |= CompanyBeside
		}
	}
}
