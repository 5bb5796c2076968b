package detect

import "bytes"

// A mail address alone is low: programs and documents name those of their
// makers. A file whose lines are mail addresses and nothing else is a list of
// people: that of a newsletter, or one column of a customer list.

// fewestMails is how many lines make such a list.
const fewestMails = 5

// mailCount counts the lines of a file that are neither empty nor a label, and of
// them those that are the address of no role.
type mailCount struct {
	mails, lines uint32
	headed       bool // a line says that addresses follow
}

// list reports whether four of five lines are addresses.
func (c mailCount) list() bool {
	return (c.mails >= fewestMails || c.headed) && c.mails*5 >= c.lines*4
}

// settleMails decides about the addresses that have a line for themselves. first
// is the first match of the block.
func (s *Scanner) settleMails(first int) {
	if s.set.email < 0 || !s.hasLowMail(first) {
		return
	}
	text, m, c := s.c.Text, first, &s.slots.mails
	for lo := 0; lo < len(text); {
		hi := lineEnd(text, lo)
		line := bytes.Trim(text[lo:hi], mailEnds)
		switch {
		case len(line) == 0:
		case c.lines < fewestMails && s.isMailLabel(line): // at the top
			c.headed = true
		default:
			c.lines++
		}
		for ; m < len(s.out) && int(s.out[m].Start) < hi; m++ {
			if s.isLowMail(m) && len(line) == int(s.out[m].End-s.out[m].Start) {
				c.mails++
			}
		}
		lo = hi + 1
	}
	if !c.list() {
		return
	}
	for i := first; i < len(s.out); i++ {
		if s.isLowMail(i) {
			s.out[i].Confidence = Medium
			s.out[i].Evidence |= BySlot
		}
	}
}

// mailEnds are what stands around the addresses of a list.
const mailEnds = " \t\r\"'<>,;"

func (s *Scanner) hasLowMail(first int) bool {
	for i := first; i < len(s.out); i++ {
		if s.isLowMail(i) {
			return true
		}
	}
	return false
}

// isMailLabel reports whether a line is a label of mail addresses.
func (s *Scanner) isMailLabel(line []byte) bool {
	if len(line) > longestHeading || bytes.IndexByte(line, '@') >= 0 {
		return false
	}
	l, ok := s.labels.of(&s.set.labels, line)
	return ok && !l.weak && l.detector == s.set.email
}

// isLowMail reports whether match i is a mail address of no role that nothing
// has raised.
func (s *Scanner) isLowMail(i int) bool {
	m := &s.out[i]
	return int(m.Detector) == s.set.email && m.Confidence == Low && !roleAddress(s.c.Text[m.Start:m.End])
}
