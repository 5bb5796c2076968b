package main

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
)

// encodePostal returns the file postal.bin, whose layout is described at
// postalKnown of package detect. Rows of towns have a code, prefecture and
// municipality first, those of offices a code and prefecture.
func encodePostal(towns, offices [][]string) ([]byte, error) {
	districts := numberDistricts(towns)
	known := map[uint32]uint16{} // code to place: a municipality or, above these, a prefecture
	prefectures := make([]byte, len(districts)+1)
	for _, row := range slices.Concat(towns, offices) {
		code, err := strconv.ParseUint(row[0], 10, 32)
		if err != nil || len(row[0]) != 7 {
			return nil, fmt.Errorf("%q is no postal code", row[0])
		}
		number := prefectureNumber(row[1])
		if number == 0 {
			return nil, fmt.Errorf("%q is no prefecture", row[1])
		}
		place := uint32(len(districts)) + number
		if len(row) > 2 {
			place = districts[district(row)]
			prefectures[place] = byte(number)
		}
		if _, ok := known[uint32(code)]; !ok { // lists that come first are newer
			known[uint32(code)] = uint16(place)
		}
	}
	codes := make([]uint32, 0, len(known))
	for c := range known {
		codes = append(codes, c)
	}
	slices.Sort(codes)
	if len(districts)+100 > 0xFFFF {
		return nil, fmt.Errorf("%d municipalities do not fit 16 bits", len(districts))
	}
	return assemblePostal(codes, known, prefectures)
}

// assemblePostal writes the parts of the file one behind the other.
func assemblePostal(codes []uint32, known map[uint32]uint16, prefectures []byte) ([]byte, error) {
	blocks := make([]byte, 16) // block 0 is empty
	index := make([]byte, 2*100_000)
	var places []byte
	for len(codes) > 0 {
		head := codes[0] / 100
		block := make([]byte, 16)
		rank := len(places) / 2
		block[13], block[14], block[15] = byte(rank), byte(rank>>8), byte(rank>>16)
		n := 0
		for ; n < len(codes) && codes[n]/100 == head; n++ {
			last := codes[n] % 100
			block[last/8] |= 1 << (last % 8)
			places = binary.LittleEndian.AppendUint16(places, known[codes[n]])
		}
		binary.LittleEndian.PutUint16(index[2*head:], uint16(len(blocks)/16))
		blocks = append(blocks, block...)
		codes = codes[n:]
	}
	if len(blocks)/16 > 0xFFFF {
		return nil, fmt.Errorf("%d blocks of postal codes do not fit 16 bits", len(blocks)/16)
	}
	out := append([]byte("SKP2"), binary.LittleEndian.AppendUint32(nil, uint32(len(blocks)/16))...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(prefectures)))
	out = append(append(append(out, index...), blocks...), prefectures...)
	return append(out, places...), nil
}
