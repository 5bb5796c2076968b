package detect

import "cmp"

// Explain returns the reasons for m in words. It must be called before the next
// Reset. The slice is shared: it must not be changed.
func (s *Scanner) Explain(m Match) []string {
	place := ""
	switch {
	case m.Place&labelPlace != 0:
		place = s.set.words[m.Place]
	case m.Place > 0 && m.Place&slotPlace == 0 && int(m.Place) <= len(s.table.columns):
		place = s.table.columns[m.Place-1].label.text
	}
	if place == "" || m.Evidence&ByHeader == 0 {
		place = cmp.Or(s.set.texts[m.Label], place)
	}
	key := explained{m.Evidence, place}
	words, ok := s.explained[key]
	if !ok {
		if s.explained == nil {
			s.explained = make(map[explained][]string)
		}
		words = m.Evidence.Words(place)
		s.explained[key] = words
	}
	return words
}

// explained is what the words of Explain depend on. They are made once and
// shared: a report may hold hundreds of thousands of them.
type explained struct {
	evidence Evidence
	place    string
}
