package extract

import "encoding/binary"

// A hostCut is where the records of a host's file begin and end.
type hostCut struct {
	how  hostCutting
	size int // of a record, if all are as long
	left int // of the block, for hostBlocks
}

type hostCutting uint8

const (
	hostPieces hostCutting = iota // there are none: text is cut where it is blank
	hostFixed
	hostLines  // a line end of EBCDIC follows each
	hostWords  // a record descriptor word is before each: its length with that word, and two bytes
	hostBlocks // the same, and before each block a word with its length
)

// next returns where in b, which begins with a record, its text is, and where
// the next one begins. It is not ok if the length before it cannot be.
func (c *hostCut) next(b []byte, eof bool) (from, to, next int, ok bool) {
	switch c.how {
	case hostFixed:
		n := min(c.size, len(b))
		return 0, n, n, true
	case hostLines:
		for i, x := range b[:min(len(b), hostRecord)] {
			if x == 0x15 || x == 0x25 {
				return 0, i, i + 1, true
			}
		}
	case hostWords, hostBlocks:
		if c.how == hostBlocks && c.left == 0 && hostWord(b) {
			c.left = int(binary.BigEndian.Uint16(b)) - 4
			return 4, 4, 4, true
		}
		if hostWord(b) {
			n := int(binary.BigEndian.Uint16(b))
			c.left = max(0, c.left-n)
			end := min(n, len(b))
			return 4, end, end, end == n
		}
		n := c.resync(b)
		return 0, n, n, false
	}
	n := min(len(b), hostRecord/2)
	if n < len(b) || !eof {
		for i := n; i > n/2; i-- {
			if b[i-1] == 0x40 {
				return 0, i, i, true
			}
		}
	}
	return 0, n, n, true
}

// hostWord reports whether b begins with a record or block descriptor word (z/OS
// DFSMS Using Data Sets, "Variable-Length Records").
func hostWord(b []byte) bool {
	if len(b) < 4 {
		return false
	}
	n := binary.BigEndian.Uint16(b)
	return n >= 4 && n <= 32760 && b[2] <= 3 && b[3] == 0
}

// resync returns where in b records go on after one whose length cannot be.
func (c *hostCut) resync(b []byte) int {
	end := min(len(b), hostRecord/2)
	for at := 1; at < end; at++ {
		next := at
		for n := 0; hostWord(b[min(next, len(b)):]); n++ {
			if n == 3 {
				c.left = 0
				return at
			}
			next += int(binary.BigEndian.Uint16(b[next:]))
		}
	}
	return end
}

// sniffWords reports whether head is records with their lengths before them, in
// blocks or not. A length that cannot be ends the search: behind several that can
// be it is damage.
func sniffWords(head []byte) (hostCutting, bool) {
	const several = 4
	for _, how := range []hostCutting{hostWords, hostBlocks} {
		c := hostCut{how: how}
		records, at := 0, 0
		for at < len(head) && hostWord(head[at:]) {
			from, to, next, ok := c.next(head[at:], true)
			if to > from && ok {
				records++
			}
			if at += next; how == hostBlocks && c.left > 0 && at < len(head) && (!hostWord(head[at:]) || int(binary.BigEndian.Uint16(head[at:])) > c.left) {
				break
			}
		}
		if at >= len(head) && records > 1 || records > several {
			return how, true
		}
	}
	return 0, false
}

// sniffHostLines reports whether line ends of EBCDIC end records that are not
// all as long: nearly all that is below 0x40 and in no kanji are line ends.
func sniffHostLines(head []byte) bool {
	ends, others := 0, 0
	for _, c := range head {
		switch {
		case c == 0x15 || c == 0x25:
			ends++
		case c < 0x40 && c != 0x0D && c != 0x0A && c != 0x0E && c != 0x0F && c != 0x28 && c != 0x29 && c != 0x05:
			others++
		}
	}
	return ends > 1 && ends*2000 > len(head) && ends > 4*others
}
