package detect

import "bytes"

// contextBytes is how far from a number a word may be that says what it is.
const contextBytes = 72

// otherwise are words that, between the word for a kind and a number, say that
// the number is another one: マイナンバーカード受付番号.
var otherwise = cueWords("番号", "コード", "日時", "電話", "No", "NO", "ID", "id")

// cues are words that say of what kind a number is, in lower case.
type cues struct {
	words [][]byte
	first [256]bool // bytes that a word begins with, in either case
}

func newCues(words ...string) *cues {
	c := &cues{words: cueWords(words...)}
	for _, w := range c.words {
		c.first[w[0]] = true
		if isLetter(w[0]) {
			c.first[w[0]&^0x20] = true
		}
	}
	return c
}

// cued reports whether words, in the line or cell, say of what kind the number
// in hand is: before it, with no other number or label between, or behind it in
// brackets or after a particle.
func (c *Candidate) cued(t *cues) bool {
	before := c.Text[max(c.Lo, c.Start-contextBytes):c.Start]
	for i := len(before) - 1; i >= 0; i-- {
		if isDigit(before[i]) {
			break // what is beyond another number means that
		}
		if t.first[before[i]] {
			if n := t.at(before[i:]); n > 0 && bridges(before[i+n:]) {
				return true
			}
		}
	}
	behind := c.Text[c.End:min(c.Hi, c.End+contextBytes)]
	for i, b := range behind {
		if isDigit(b) || i > 24 {
			break
		}
		if t.first[b] && t.at(behind[i:]) > 0 && pointsBack(behind[:i]) {
			return true
		}
	}
	return false
}

// at returns the length of the word that b begins with, or 0.
func (t *cues) at(b []byte) int {
	for _, w := range t.words {
		if len(b) >= len(w) && foldsTo(b, w) {
			return len(w)
		}
	}
	return 0
}

// bridges reports whether b may stand between a word and the number it means.
func bridges(b []byte) bool {
	if len(b) > 48 || digitsIn(b) > 0 {
		return false
	}
	for range 3 {
		b = bytes.TrimLeft(b, " _-（(")
		b = b[prefixOf(b, itself):]
	}
	return !containsAny(b, otherwise)
}

// itself are words right behind the word for a kind that go with it.
var itself = cueWords("の番号", "証番号", "証の番号", "番号", "証", "No", "NO", "no", "Number", "number", "の", "カード")

// pointsBack reports whether b may stand between a number and the word behind
// it that means it: 123456789018（個人番号）, 123456789018 が個人番号です.
func pointsBack(b []byte) bool {
	b = bytes.TrimLeft(b, " 　\"'」』")
	if len(b) == 0 || len(b) > 24 || digitsIn(b) > 0 {
		return false
	}
	switch r, _ := runeAt(b, 0); r {
	case '(', '（', '[', '［', '【', '<', '〔', '※', '←':
		return true
	case 'が', 'は':
		return !bytes.ContainsAny(b, "。、")
	}
	return false
}

// lastFold is bytes.LastIndex without regard to the case of ASCII; w is in lower
// case.
func lastFold(b, w []byte) int {
	for i := len(b) - len(w); i >= 0; i-- {
		if foldsTo(b[i:], w) {
			return i
		}
	}
	return -1
}

func foldsTo(b, w []byte) bool {
	for i, x := range w {
		y := b[i]
		if y >= 'A' && y <= 'Z' {
			y |= 0x20
		}
		if x != y {
			return false
		}
	}
	return true
}
