package numfmt

import (
	"strings"
	"unicode/utf8"
)

const (
	// maxCode bounds the code that is parsed: Excel takes 255 characters.
	maxCode = 4 << 10
	// maxSections is what a format may hold.
	maxSections = 4
)

// Parse parses the code of a format. It returns nil for General and for what is
// none: numbers are shown as they are then.
func Parse(code string) *Format {
	if len(code) > maxCode {
		return nil
	}
	f := new(Format)
	for len(code) > 0 && len(f.sections) < maxSections {
		var s section
		code = s.parse(code)
		f.sections = append(f.sections, s)
	}
	if n := len(f.sections); n > 0 && (n == maxSections || f.sections[n-1].isText()) {
		f.text = &f.sections[n-1]
		if f.sections = f.sections[:n-1]; !f.text.isText() {
			f.text = nil // it would hide the text
		}
	}
	if f.text != nil && len(f.text.tokens) == 1 {
		f.text = nil // as it is
	}
	if len(f.sections) == 1 && f.sections[0].bare() {
		f.sections = nil
	}
	if len(f.sections) == 0 && f.text == nil {
		return nil
	}
	return f
}

// isText reports whether the section is for text.
func (s *section) isText() bool {
	for _, t := range s.tokens {
		if t.kind == text {
			return !s.date && s.whole+s.decimal == 0
		}
	}
	return false
}

// bare reports whether the section shows any number as it is.
func (s *section) bare() bool { return s.plain && s.cond == 0 && len(s.tokens) == 1 }

// parse parses the first section of code and returns what follows it.
func (s *section) parse(code string) (rest string) {
	for len(code) > 0 {
		switch c := code[0]; c {
		case ';':
			s.finish()
			return code[1:]
		case '"':
			quoted, after, _ := strings.Cut(code[1:], `"`)
			s.add(quoted)
			code = after
		case '\\', '!':
			n := first(code[1:])
			s.add(code[1 : 1+n])
			code = code[1+n:]
		case '_', '*': // a gap as wide as the next character, or filled with it
			code = code[1+first(code[1:]):]
		case '[':
			inside, after, ok := strings.Cut(code[1:], "]")
			if !ok {
				after = ""
			}
			s.bracket(inside)
			code = after
		default:
			code = s.letter(code)
		}
	}
	s.finish()
	return ""
}

// first is the length of the first character of code.
func first(code string) int {
	_, n := utf8.DecodeRuneInString(code)
	return n
}

// add adds a literal.
func (s *section) add(lit string) {
	if lit == "" {
		return
	}
	if n := len(s.tokens); n > 0 && s.tokens[n-1].kind == literal && s.tokens[n-1].n == 0 {
		s.tokens[n-1].text += lit
		return
	}
	s.tokens = append(s.tokens, token{kind: literal, text: lit})
}

// word reads a name that begins code: General, or what tells halves of the day.
func (s *section) word(code string) (rest string, ok bool) {
	for _, name := range []string{"General", "G/標準", "標準"} {
		if len(code) >= len(name) && strings.EqualFold(code[:len(name)], name) {
			s.plain = true
			s.tokens = append(s.tokens, token{kind: general})
			return code[len(name):], true
		}
	}
	for _, mark := range []string{"AM/PM", "A/P", "午前/午後", "上午/下午"} {
		if len(code) >= len(mark) && strings.EqualFold(code[:len(mark)], mark) {
			s.date = true
			s.tokens = append(s.tokens, token{kind: half})
			return code[len(mark):], true
		}
	}
	return code, false
}

// letter reads what is neither quoted nor in brackets.
func (s *section) letter(code string) (rest string) {
	if rest, ok := s.word(code); ok {
		return rest
	}
	c := code[0] | 0x20
	n := 1
	for n < len(code) && code[n]|0x20 == c {
		n++
	}
	switch code[0] {
	case '0', '#', '?':
		return s.digit(code)
	case '.':
		return s.dot(code)
	case ',':
		s.tokens = append(s.tokens, token{kind: literal, n: ','})
		return code[1:]
	case '%':
		s.scale += 2
		s.tokens = append(s.tokens, token{kind: percent})
		return code[1:]
	case '@':
		s.tokens = append(s.tokens, token{kind: text})
		return code[1:]
	case '/':
		if s.whole > 0 && !s.date && len(code) > 1 && strings.IndexByte("?#0123456789", code[1]) >= 0 {
			s.plain = true
		}
	}
	if c == 'e' && len(code) > 1 && (code[1] == '+' || code[1] == '-') && s.whole+s.decimal > 0 {
		s.plain = true
		return code[2:]
	}
	if c == 'b' && len(code) > 1 && (code[1] == '1' || code[1] == '2') {
		return code[2:] // which calendar
	}
	if k, ok := dateLetters[c]; ok && (c != 'a' || n >= 3) {
		s.date = true
		if c == 'r' && n > 1 {
			s.tokens = append(s.tokens, token{kind: era, n: 3})
		}
		s.tokens = append(s.tokens, token{kind: k, n: n})
		return code[n:]
	}
	n = first(code)
	s.add(code[:n])
	return code[n:]
}

// dateLetters are the letters of dates and times.
var dateLetters = map[byte]kind{
	'y': year, 'm': month, 'd': day, 'h': hour, 's': second, 'a': weekday, 'g': era, 'e': eraYear, 'r': eraYear, 'b': buddhist,
}

// digit reads a place for a digit.
func (s *section) digit(code string) (rest string) {
	s.tokens = append(s.tokens, token{kind: place, n: int(code[0])})
	if s.point {
		s.decimal++
		if code[0] == '0' {
			s.fixed = s.decimal
		}
		return code[1:]
	}
	s.whole++
	if code[0] == '0' || s.zeros > 0 {
		s.zeros++
	}
	return code[1:]
}

// dot reads a point: of a number, of seconds, or between the parts of a date.
func (s *section) dot(code string) (rest string) {
	if s.date {
		n := 1
		for n < len(code) && n < 4 && code[n] == '0' {
			n++
		}
		if n > 1 {
			s.tokens = append(s.tokens, token{kind: subsecond, n: n - 1})
			return code[n:]
		}
		s.add(".")
		return code[1:]
	}
	if s.point || s.whole == 0 && (len(code) == 1 || strings.IndexByte("0#?", code[1]) < 0) {
		s.add(".")
		return code[1:]
	}
	s.point = true
	s.tokens = append(s.tokens, token{kind: point})
	return code[1:]
}

// finish settles what can be told at the end of the section only.
func (s *section) finish() {
	s.commas()
	last := -1 // the last token of a date or time
	for i := range s.tokens {
		t := &s.tokens[i]
		if t.kind < year {
			continue
		}
		if t.kind == month && t.n <= 2 && last >= 0 && (s.tokens[last].kind == hour || s.tokens[last].kind == elapsed && s.tokens[last].n == 'h') {
			t.kind = minute
		}
		if t.kind == second && last >= 0 && s.tokens[last].kind == month && s.tokens[last].n <= 2 {
			s.tokens[last].kind = minute
		}
		last = i
	}
	if s.date {
		s.plain = false
	}
	if !s.date && s.whole+s.decimal == 0 && s.isText() {
		s.plain = true
	}
}

// commas tells those that group thousands from those that scale.
func (s *section) commas() {
	kept := s.tokens[:0]
	before := false // a place for a digit stood directly before
	for i, t := range s.tokens {
		if t.kind == literal && t.n == ',' && t.text == "" {
			switch {
			case !before:
				t = token{kind: literal, text: ","}
			case s.placeAfter(i):
				s.group = true
				continue
			default:
				s.scale -= 3
				continue
			}
		}
		before = t.kind == place
		kept = append(kept, t)
	}
	s.tokens = kept
}

// placeAfter reports whether commas from token i on stand before a place for a
// digit of the whole part.
func (s *section) placeAfter(i int) bool {
	for _, t := range s.tokens[i:] {
		if t.kind != literal || t.n != ',' {
			return t.kind == place
		}
	}
	return false
}
