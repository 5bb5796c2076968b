package detect

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"sort"
)

// The codes of banks and their branches (統一金融機関コード), made by gen/banks.go
// of the list in gen/data. The layout, little-endian:
//
//	"SKB1", uint32 banks, uint32 names
//	   128 bytes × banks, by code: uint16 code; a bit for each branch 000-999
//	   uint32 × names, ascending: hashes of the names of banks
//	   uint32 to the end, ascending: hashes of the names of bank and branch
//
//go:embed lexicon/banks.bin
var banksFile []byte

const (
	banksHeader = 12
	bankEntry   = 128
)

// branchKnown reports whether a bank, 0 to 9999, has a branch, 0 to 999.
func branchKnown(bank, branch int) bool {
	n := int(binary.LittleEndian.Uint32(banksFile[4:]))
	i := sort.Search(n, func(i int) bool { return bankEntryCode(i) >= bank })
	if i == n || bankEntryCode(i) != bank || branch > 999 {
		return false
	}
	return banksFile[banksHeader+bankEntry*i+2+branch/8]>>(branch%8)&1 != 0
}

func bankEntryCode(i int) int {
	return int(binary.LittleEndian.Uint16(banksFile[banksHeader+bankEntry*i:]))
}

// bankNames returns the hashes of the names of banks, and those of their
// branches.
func bankNames() (banks, branches []byte) {
	from := banksHeader + bankEntry*int(binary.LittleEndian.Uint32(banksFile[4:]))
	names := 4 * int(binary.LittleEndian.Uint32(banksFile[8:]))
	return banksFile[from : from+names], banksFile[from+names:]
}

func hasHash(list []byte, h uint32) bool {
	n := len(list) / 4
	i := sort.Search(n, func(i int) bool { return binary.LittleEndian.Uint32(list[4*i:]) >= h })
	return i < n && binary.LittleEndian.Uint32(list[4*i:]) == h
}

// bankHash goes on with hash h by the name b, as gen/banks.go does.
func bankHash(h uint32, b []byte) uint32 {
	for i := 0; i < len(b); {
		r, w := runeAt(b, i)
		i += w
		if r = bankFold(r); r != 0 {
			h = (h ^ uint32(r)) * fnvPrime
		}
	}
	return h
}

// bankFold is that of gen/banks.go.
func bankFold(r rune) rune {
	switch r {
	case ' ', '　', '・', '、', '，', ',', '.', '．':
		return 0
	case 'の', '之', '乃':
		return 'ノ'
	case 'ヶ', 'が', 'ヵ':
		return 'ケ'
	}
	if r >= 0xFF01 && r <= 0xFF5E {
		r -= 0xFEE0
	}
	if r >= 'a' && r <= 'z' {
		r -= 'a' - 'A'
	}
	return r
}

// bankEndings end the name of a bank as people write it, the longest first.
var bankEndings = cueWords("信用農業協同組合連合会", "農業協同組合", "漁業協同組合", "信用金庫", "信用組合", "労働金庫", "信託銀行", "銀行", "金庫", "信金", "信組", "労金", "農協", "漁協", "信連")

// branchEndings end the name of a branch; only the first is no part of it.
var branchEndings = cueWords("支店", "出張所", "営業部", "本店", "支所")

// A bankPlace is what the text before an account says of where it is.
type bankPlace uint8

const (
	noBank     bankPlace = iota
	someBranch           // the word for a bank and a branch, of which no list knows
	knownBank            // a bank that exists
	knownPair            // bank and branch exist, by name or code
)

// bankBack is how far before an account its bank and branch may stand.
const bankBack = 130

// bankIn looks for the names or codes of a bank and its branch in b, the text
// right before an account.
func bankIn(b []byte) bankPlace {
	b = b[max(0, len(b)-bankBack):]
	b = b[runeStart(b, 0):]
	if codesIn(b) {
		return knownPair
	}
	at, ending := -1, 0
	for _, e := range bankEndings {
		if i := bytes.LastIndex(b, e); i > 0 && i+len(e) > at+ending {
			at, ending = i, len(e)
		}
	}
	if at < 0 {
		return noBank
	}
	place, branch := noBank, b[at+ending:]
	end := 0
	for _, e := range branchEndings {
		if i := bytes.LastIndex(branch, e); i >= 0 && i+len(e) > end {
			end = i + len(e)
			place = someBranch
		}
	}
	name := bytes.TrimSuffix(wordEnding(branch[:end]), branchEndings[0])
	banks, pairs := bankNames()
	for i := at; i > 0 && at-i < 45; { // 振込先みずほ銀行: the name begins somewhere in the word
		r, w := runeBefore(b, i)
		if s := scriptOf(r); s == other && !isLetter(byte(r)) && r != '・' || s == wideSpace {
			break
		}
		i -= w
		h := bankHash(fnvBasis, b[i:at])
		if !hasHash(banks, h) {
			continue
		}
		place = knownBank
		if len(name) > 0 && hasHash(pairs, bankHash(bankHash(h, []byte("/")), name)) {
			return knownPair
		}
	}
	return place
}

// wordEnding returns the last word of b.
func wordEnding(b []byte) []byte {
	i := len(b)
	for i > 0 {
		r, w := runeBefore(b, i)
		if s := scriptOf(r); s == other || s == wideSpace || s == wideDigit {
			break
		}
		i -= w
	}
	return b[i:]
}

// codesIn reports whether the last numbers of b are the codes of a bank, in
// four digits, and of a branch of it, in three; the type of an account may
// follow them.
func codesIn(b []byte) bool {
	bank := -1
	known := false
	for i := 0; i < len(b); {
		v, n, end := readNumber(b, i, len(b))
		if n == 0 {
			_, w := runeAt(b, i)
			i += w
			continue
		}
		i = end
		switch {
		case n == 4:
			bank, known = v, false
		case n == 3 && bank >= 0:
			known, bank = branchKnown(bank, v), -1
		case n == 1 && known:
		default:
			bank, known = -1, false
		}
	}
	return known
}
