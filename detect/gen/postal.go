package main

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
)

// several marks, in a block, that its codes are of several prefectures.
const several = 0xFF

// encodePostal returns the file postal.bin, whose layout is described at the
// postalTable of package detect. Each row has a code and its prefecture first.
func encodePostal(rows [][]string) ([]byte, error) {
	known := map[uint32]uint32{} // code to the number of its prefecture
	for _, row := range rows {
		code, err := strconv.ParseUint(row[0], 10, 32)
		if err != nil || len(row[0]) != 7 {
			return nil, fmt.Errorf("%q is no postal code", row[0])
		}
		number := prefectureNumber(row[1])
		if number == 0 {
			return nil, fmt.Errorf("%q is no prefecture", row[1])
		}
		if _, ok := known[uint32(code)]; !ok { // lists that come first are newer
			known[uint32(code)] = number
		}
	}
	codes := make([]uint32, 0, len(known))
	for c := range known {
		codes = append(codes, c)
	}
	slices.Sort(codes)

	blocks := make([]byte, 16) // block 0 is empty
	index := make([]byte, 2*100_000)
	var mixed []uint32
	for len(codes) > 0 {
		head, n := codes[0]/100, 0
		block := make([]byte, 16)
		for ; n < len(codes) && codes[n]/100 == head; n++ {
			last, number := codes[n]%100, byte(known[codes[n]])
			block[last/8] |= 1 << (last % 8)
			if block[13] == 0 || block[13] == number {
				block[13] = number
			} else {
				block[13] = several
			}
		}
		if block[13] == several {
			for _, c := range codes[:n] {
				mixed = append(mixed, c<<6|known[c])
			}
		}
		binary.LittleEndian.PutUint16(index[2*head:], uint16(len(blocks)/16))
		blocks = append(blocks, block...)
		codes = codes[n:]
	}
	if len(blocks)/16 > 0xFFFF {
		return nil, fmt.Errorf("%d blocks of postal codes do not fit 16 bits", len(blocks)/16)
	}
	out := append([]byte("SKP1"), binary.LittleEndian.AppendUint32(nil, uint32(len(blocks)/16))...)
	out = append(append(out, index...), blocks...)
	for _, m := range mixed {
		out = binary.LittleEndian.AppendUint32(out, m)
	}
	return out, nil
}
