package extract

import (
	"strings"
	"sync"
)

// noChar is the gain of what is no character of text.
const noChar = -128

// rawGains holds, for each way to write a character, how much likelier it is in
// text than in random bytes, in half bits: 16 for each of its bytes, less its
// cost in text.
type rawGains struct {
	ascii  [256]int8      // noChar for controls and from 0x80 on
	cp932  [128][256]int8 // of two bytes
	euc    [128][256]int8
	utf16  [1 << 16]int8
	utf16H [256]int8 // the highest of utf16 for an upper byte

	// bound is the most that a byte may add to the score of a run, in a lane of
	// 8 bits for each charset, and inRun for what a run may hold.
	bound [256]uint32
}

// Lanes of rawGains.bound: shifts. A sum in a lane may reach 128 and 31 more.
const (
	laneUTF8  = 0
	laneCP932 = 8
	laneEUC   = 16
	laneOnes  = 1<<laneUTF8 | 1<<laneCP932 | 1<<laneEUC
	inRun     = 1 << 31
)

var gains = sync.OnceValue(buildGains)

func buildGains() *rawGains {
	g, cost := new(rawGains), costs()
	gain := func(r rune, bytes int) int8 {
		if c := int(cost[r]); c < costControl || c > costControl && c < costBroken {
			return int8(16*bytes - c)
		}
		return noChar
	}
	for c := range g.ascii {
		g.ascii[c] = asciiGain(byte(c))
	}
	cp, euc := cp932Table(), eucTable()
	for lead := range 128 {
		for trail := range 256 {
			g.cp932[lead][trail], g.euc[lead][trail] = noChar, noChar
			if e := cp[lead][trail]; e != 0 && e>>entryIn&3 == 2 {
				g.cp932[lead][trail] = gain(entryRune(e), 2)
			}
			if e := euc[lead][trail]; e != 0 && e>>entryIn&3 == 2 {
				g.euc[lead][trail] = gain(entryRune(e), 2)
			}
		}
	}
	for r := range g.utf16 {
		switch {
		case r < 0x80 && g.ascii[r] == noChar || r >= 0xD800 && r < 0xF900:
			g.utf16[r] = noChar
		case r < 0x80:
			g.utf16[r] = 16 + g.ascii[r]
		default:
			g.utf16[r] = gain(rune(r), 2)
		}
	}
	for r, v := range g.utf16 {
		g.utf16H[r>>8] = max(g.utf16H[r>>8], v)
	}
	g.setBounds()
	return g
}

func (g *rawGains) setBounds() {
	for c := range 0x80 {
		if g.ascii[c] != noChar {
			g.bound[c] = uint32(max(g.ascii[c], 0))*laneOnes | inRun
		}
	}
	for c := 0x80; c < 0xFF; c++ {
		var u, w, e int8
		switch {
		case c == 0xE3: // kana
			u = 48 - costKana
		case c == 0xE2, c >= 0xE4 && c <= 0xE9, c == 0xEF, c == 0xF0: // kanji, symbols, full width
			u = 48 - costCommon
		case c >= 0xC2 && c <= 0xDF:
			u = 32 - costLatin
		}
		switch {
		case c >= 0xDE && c <= 0xDF:
			w = 16 - costHalfNext + 6
		case c >= 0xA1 && c <= 0xDF:
			w = 16 - costHalfNext
		}
		for trail := range 256 {
			w, e = max(w, g.cp932[c-0x80][trail]), max(e, g.euc[c-0x80][trail])
		}
		g.bound[c] = uint32(u)<<laneUTF8 | uint32(w)<<laneCP932 | uint32(e)<<laneEUC | inRun
	}
}

// asciiGain weighs ASCII. Text, names and numbers in it are mostly made of
// small letters and digits; random bytes are so of rare punctuation.
func asciiGain(c byte) int8 {
	switch {
	case c == '\t':
		return 0
	case c < 0x20 || c >= 0x7F:
		return noChar
	case c == ' ' || strings.IndexByte("etaoinsrhlducm", c) >= 0:
		return 6
	case '0' <= c && c <= '9' || 'a' <= c && c <= 'z':
		return 4
	case 'A' <= c && c <= 'Z':
		return 2
	case strings.IndexByte("-./:,_@()=\"", c) >= 0:
		return 0
	}
	return -6
}
