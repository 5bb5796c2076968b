package main

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
)

// costs is what package detect needs beside the words to weigh the ways to
// divide a sentence: IPADIC's costs of words and of classes that follow each
// other. Its layout is in detect/lattice.go.
type costs struct {
	classes int
	connect [][]int
	entries []uint32
	lists   map[string]uint32 // where in entries a list is
}

// latticeLexicon returns the words of IPADIC, each with the number of its first
// entry, and the entries.
func latticeLexicon(lexemes, connect [][]string, f folder) (*lexicon, *costs, error) {
	c := &costs{lists: map[string]uint32{}}
	for i, row := range connect {
		ints := make([]int, len(row))
		for j, field := range row {
			n, err := strconv.Atoi(field)
			if err != nil || n < -1<<15 || n >= 1<<15 {
				return nil, nil, fmt.Errorf("read connect.tsv.gz: row %d: %q is no cost", i+1, field)
			}
			ints[j] = n
		}
		c.connect = append(c.connect, ints)
	}
	c.classes = len(c.connect)
	l := newLexicon(f.fold, func(uint32) bool { return false })
	senses := map[string]map[int]int{} // the least cost of each class
	for i, row := range lexemes {
		class, err1 := strconv.Atoi(row[1])
		cost, err2 := strconv.Atoi(row[2])
		w := l.spell(row[0])
		if err1 != nil || err2 != nil || class < 0 || class >= c.classes || cost < -1<<15 || cost >= 1<<15 {
			return nil, nil, fmt.Errorf("read lexemes.tsv.gz: row %d is no class and cost", i+1)
		}
		if w == "" {
			continue
		}
		if senses[w] == nil {
			senses[w] = map[int]int{}
		}
		if known, ok := senses[w][class]; !ok || cost < known {
			senses[w][class] = cost
		}
	}
	words := make([]string, 0, len(senses))
	for w := range senses {
		words = append(words, w)
	}
	slices.Sort(words)
	for _, w := range words {
		l.words[w] = c.add(senses[w])
	}
	return l, c, nil
}

// add returns where the entries of a word stand; words with the same share them.
func (c *costs) add(senses map[int]int) uint32 {
	list := make([]uint32, 0, len(senses))
	for class, cost := range senses {
		list = append(list, uint32(class)|uint32(uint16(int16(cost)))<<16)
	}
	slices.Sort(list)
	list[len(list)-1] |= 1 << 15
	key := fmt.Sprint(list)
	at, ok := c.lists[key]
	if !ok {
		at = uint32(len(c.entries))
		c.entries = append(c.entries, list...)
		c.lists[key] = at
	}
	return at
}

// encode returns the file costs.bin.
func (c *costs) encode() []byte {
	out := append([]byte(nil), "SKC1"...)
	out = binary.LittleEndian.AppendUint32(out, uint32(c.classes))
	for _, row := range c.connect {
		for _, cost := range row {
			out = binary.LittleEndian.AppendUint16(out, uint16(int16(cost)))
		}
	}
	for _, e := range c.entries {
		out = binary.LittleEndian.AppendUint32(out, e)
	}
	return out
}
