package main

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// bankEndings end the names of the list. Text has them or a longer form (静清信用金庫
// for 静清信金), so that names are kept without.
var bankEndings = []string{"信漁連", "信連", "信金", "信組", "農協", "漁協", "漁連", "労金", "信託"}

// encodeBanks returns the file banks.bin, whose layout is described at the
// bank table of package detect. The columns of a row are the bank's code and
// name, the branch's code and name.
func encodeBanks(rows [][]string) ([]byte, error) {
	branches := map[uint16]*[126]byte{}
	var banks, pairs []uint32
	for _, row := range rows {
		bank, err := bankCode(row[0], 4)
		if err != nil {
			return nil, err
		}
		branch, err := bankCode(row[2], 3)
		if err != nil {
			return nil, err
		}
		if branches[bank] == nil {
			branches[bank] = new([126]byte)
		}
		branches[bank][branch/8] |= 1 << (branch % 8)
		name := row[1]
		for _, e := range bankEndings {
			name = strings.TrimSuffix(name, e)
		}
		h := bankHash(2166136261, name)
		banks = append(banks, h)
		pairs = append(pairs, bankHash(bankHash(h, "/"), strings.TrimSuffix(row[3], "支店")))
	}
	codes := make([]uint16, 0, len(branches))
	for c := range branches {
		codes = append(codes, c)
	}
	slices.Sort(codes)
	slices.Sort(banks)
	slices.Sort(pairs)
	banks, pairs = slices.Compact(banks), slices.Compact(pairs)
	out := append([]byte("SKB1"), binary.LittleEndian.AppendUint32(nil, uint32(len(codes)))...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(banks)))
	for _, c := range codes {
		out = append(binary.LittleEndian.AppendUint16(out, c), branches[c][:]...)
	}
	for _, h := range append(banks, pairs...) {
		out = binary.LittleEndian.AppendUint32(out, h)
	}
	return out, nil
}

func bankCode(s string, digits int) (uint16, error) {
	n, err := strconv.ParseUint(s, 10, 16)
	if err != nil || len(s) != digits {
		return 0, fmt.Errorf("%q is no code of %d digits", s, digits)
	}
	return uint16(n), nil
}

// bankHash is FNV-1a over the runes of a name as package detect folds them.
func bankHash(h uint32, name string) uint32 {
	for _, r := range name {
		if r = bankFold(r); r != 0 {
			h = (h ^ uint32(r)) * 16777619
		}
	}
	return h
}

// bankFold returns the form of a rune that names of banks are compared by, 0
// for what is left out. Package detect has the same.
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
