package numfmt

import (
	"strconv"
	"strings"
)

// bracket reads what stands in brackets: a currency, a condition, a time that
// counts beyond its day. Colours and the like are left out.
func (s *section) bracket(b string) {
	if b == "" {
		return
	}
	switch lower := strings.ToLower(b); {
	case b[0] == '$':
		currency, locale, _ := strings.Cut(b[1:], "-")
		s.add(currency)
		s.gannen = s.gannen || strings.Contains(strings.ToLower(locale), "gannen")
	case b[0] == '<' || b[0] == '>' || b[0] == '=':
		s.condition(b)
	case strings.Trim(lower, lower[:1]) == "" && strings.Contains("hms", lower[:1]):
		s.date = true
		s.tokens = append(s.tokens, token{kind: elapsed, n: int(lower[0]), text: b})
	}
}

// condition reads a condition.
func (s *section) condition(b string) {
	for _, op := range []struct {
		sign string
		cond byte
	}{{"<=", 'l'}, {">=", 'g'}, {"<>", '!'}, {"<", '<'}, {">", '>'}, {"=", '='}} {
		if rest, ok := strings.CutPrefix(b, op.sign); ok {
			if v, err := strconv.ParseFloat(strings.TrimSpace(rest), 64); err == nil {
				s.cond, s.limit = op.cond, v
			}
			return
		}
	}
}
