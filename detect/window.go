package detect

import "unicode/utf8"

// What the Check and Field of detectors that are data, made in other packages,
// see of a text and tell of it.

// Window returns the characters around the candidate, before of them in front
// of it and after behind it, within the line or cell and behind Known: full-width
// letters, digits and signs as ASCII, so that a pattern need not name both. It
// begins at byte from of Text with skip characters, a few, that only show what
// stands before, and does not end within a number or a word of ASCII. The
// slice is valid until the next call.
func (c *Candidate) Window(before, after int) (window []rune, from, skip int) {
	from = c.Start
	back := func() {
		_, w := runeBefore(c.Text, from)
		from -= max(w, 1)
	}
	for ; before > 0 && from > max(c.Lo, c.Known); before-- {
		back()
	}
	if from = max(from, c.Lo, c.Known); from > c.End { // what is known counts too
		after -= utf8.RuneCount(c.Text[c.End:from])
	}
	for ; skip < windowContext && from > c.Lo; skip++ {
		back()
	}
	from = max(from, c.Lo)
	c.window = c.window[:0]
	extra := maxToken
	for i := from; i < c.Hi; {
		r, w := utf8.DecodeRune(c.Text[i:c.Hi])
		r = Narrow(r)
		if i >= c.End && len(c.window) >= skip {
			switch {
			case after > 0:
				after--
			case extra > 0 && r < 0x80 && (isDigit(byte(r)) || isLetter(byte(r))):
				extra--
			default:
				return c.window, from, skip
			}
		}
		c.window = append(c.window, r)
		i += w
	}
	return c.window, from, skip
}

// windowContext is how much of what stands before a window a pattern may look at.
const windowContext = 16

// maxToken is how much longer than asked for a window may be.
const maxToken = 64

// Narrow returns the ASCII form of a full-width letter, digit, sign or space,
// and other characters as they are.
func Narrow(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		return r - 0xFEE0
	case r == '　':
		return ' '
	}
	return r
}

// Take makes n characters behind the first skip of those from a byte on, as
// Window returned them, the candidate.
func (c *Candidate) Take(from, skip, n int) {
	i := from
	for range skip {
		_, w := utf8.DecodeRune(c.Text[i:c.Hi])
		i += w
	}
	c.Start = i
	for range n {
		_, w := utf8.DecodeRune(c.Text[i:c.Hi])
		i += w
	}
	c.End = i
}

// A GaveUp tells how often a detector could not judge a place of a file within
// its time: what it would have found there is not known.
type GaveUp struct {
	ID string
	N  int
}

// maxGiveUps is how often a detector may run out of time in a file. Then it is
// asked no more, for a hostile file has such places without end.
const maxGiveUps = 3

// GiveUp notes that the detector of an ID ran out of time at the candidate.
func (c *Candidate) GiveUp(id string) {
	for i := range c.gaveUp {
		if c.gaveUp[i].ID == id {
			c.gaveUp[i].N++
			return
		}
	}
	c.gaveUp = append(c.gaveUp, GaveUp{id, 1})
}

// Hopeless reports whether the detector of an ID has given up often enough to
// be left alone until the next file.
func (c *Candidate) Hopeless(id string) bool {
	for i := range c.gaveUp {
		if c.gaveUp[i].ID == id {
			return c.gaveUp[i].N >= maxGiveUps
		}
	}
	return false
}

// GaveUp returns the detectors that ran out of time since the last Reset. The
// slice is valid until the next.
func (s *Scanner) GaveUp() []GaveUp { return s.c.gaveUp }
