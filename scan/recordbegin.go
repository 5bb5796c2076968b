package scan

import (
	"bytes"

	"github.com/shikiri/shikiri/detect"
	"github.com/shikiri/shikiri/extract"
)

// begins reports whether m, found in b behind offset from, belongs to another
// record than the open one.
func (l *level) begins(b *extract.Block, from int, m *detect.Match) bool {
	r := &l.record
	newLine := int64(m.Entry) != r.entry
	if b.Table != nil {
		return newLine
	}
	if r.ended {
		return true
	}
	if m.Part == detect.Related && r.related {
		return newLine && r.place == m.Place
	}
	if m.Part > 0 && r.named != detect.Nothing {
		return false
	}
	aspect := l.w.cfg.Set.Aspect(int(m.Detector))
	if newLine && aspect == r.named && r.place == m.Place {
		return true // the same place in the next line: the case of most logs
	}
	between := b.Text[min(from, int(m.Start)):m.Start]
	if aspect == detect.FullName && r.named == aspect && r.place != m.Place && l.sameName(b, m) {
		return false // addressed again: To: and 様
	}
	if newLine && endsEntry(between) || nextObject(between) || newLine && l.has(m) && blankLine(between) {
		return true
	}
	switch aspect {
	case detect.FullName:
		if r.named == detect.FullName {
			return (newLine || r.place == m.Place || !detect.Labelled(m.Place)) && !l.sameName(b, m)
		}
		return newLine && r.company
	case detect.Reading, detect.Latin:
		return newLine && r.named != detect.Nothing && (r.named != detect.FullName || l.has(m))
	case detect.Holder:
		return newLine && (r.named != detect.Nothing || r.company)
	case detect.Number, detect.Birth, detect.Account:
		return newLine && l.has(m)
	case detect.Residence, detect.Contact:
		// A second telephone under a label of its own is the same holder's, unless
		// each line is an entry.
		entries := r.lines == 1 && r.kinds&(r.kinds-1) != 0
		return newLine && l.has(m) && (r.named == detect.Nothing || entries || !detect.Labelled(m.Place) || r.places[aspect] == m.Place)
	}
	return false
}

// sameName reports whether m is the name that the record has already.
func (l *level) sameName(b *extract.Block, m *detect.Match) bool {
	return bytes.Equal(l.w.persons.identity(int(m.Detector), b.Text[m.Start:m.End]), l.record.name)
}

// nextObject reports whether one JSON object or SQL row ends in text and the
// next of a list begins: "}, {", "), (". An object inside the same entry has a
// key before it.
func nextObject(text []byte) bool {
	ended, comma := byte(0), false
	for _, c := range text {
		switch c {
		case '}', ')':
			ended, comma = c, false
		case '{', '(':
			if ended == '}' && c == '{' || ended == ')' && c == '(' && comma {
				return true
			}
			ended = 0
		case ',':
			comma = true
		case ' ', '\n', '\r', '\t':
		default:
			ended = 0
		}
	}
	return false
}

// endsEntry reports whether the text between two matches ends an entry: a rule,
// the end of a page, or half a dozen lines about something else.
func endsEntry(text []byte) bool {
	lines, rule := 0, 0
	for i, c := range text {
		switch c {
		case '\n':
			if lines++; lines > 8 {
				return true
			}
			rule = 0
		case '\f':
			return true
		case '-', '=', '*', '_':
			if i > 0 && text[i-1] == c {
				if rule++; rule >= 9 {
					return true
				}
			}
		}
	}
	return false
}

// blankLine reports whether a line of text is empty. A blank line parts entries
// only if what follows is there already: letters have one between address and
// name.
func blankLine(text []byte) bool {
	blank := false
	for _, c := range text {
		switch c {
		case '\n':
			if blank {
				return true
			}
			blank = true
		case ' ', '\t', '\r':
		default:
			blank = false
		}
	}
	return false
}
