package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// The committed dictionaries are what the committed lists give: nobody has
// edited a list, or this program, and not run go generate.
func TestCommittedFilesAreCurrent(t *testing.T) {
	if testing.Short() || raced {
		t.Skip("makes all dictionaries anew, for minutes with the race detector")
	}
	files, err := generate("data")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		got, err := os.ReadFile(filepath.Join("..", "lexicon", f.name))
		if err != nil {
			t.Error(err)
		} else if !bytes.Equal(got, f.content) {
			t.Errorf("detect/lexicon/%s is not what the lists give: run go generate ./detect", f.name)
		}
	}
}

// Each dictionary holds the words of its lexicon with their values, and no
// others. They are read back from the units alone, not the way detect does it.
func TestEncodeHoldsItsWordsAndNoOthers(t *testing.T) {
	if testing.Short() || raced {
		t.Skip("makes all dictionaries anew, for minutes with the race detector")
	}
	lists, err := readLists("data")
	if err != nil {
		t.Fatal(err)
	}
	lexica, _, err := lists.lexica()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lexica {
		b, err := l.encode()
		if err != nil {
			t.Fatalf("%s: %v", l.file, err)
		}
		decode(b).check(t, l.file, l)
		t.Logf("%s: %d words, %d bytes", l.file, len(l.words), len(b))
	}
}

// Words of few letters share tails and prefixes in every way there is.
func TestEncodeRandomWords(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for round := range 40 {
		l := newLexicon(func(r rune) rune { return r }, func(uint32) bool { return true })
		letters := []rune("一丁七万丈三𠮷A々")[:1+random.IntN(9)]
		for range 1 + random.IntN(80) {
			var w []rune
			for range 1 + random.IntN(5) {
				w = append(w, letters[random.IntN(len(letters))])
			}
			l.words[string(w)] = random.Uint32N(4) << (8 * random.Uint32N(4))
		}
		b, err := l.encode()
		if err != nil {
			t.Fatal(err)
		}
		again, _ := l.encode()
		if !bytes.Equal(b, again) {
			t.Fatalf("round %d: the same words gave other bytes", round)
		}
		decode(b).check(t, fmt.Sprint("round ", round), l)
	}
}

func TestEncodeNoWords(t *testing.T) {
	if _, err := newLexicon(func(r rune) rune { return r }, nil).encode(); err == nil {
		t.Error("a lexicon of no words has been encoded")
	}
}

// A decoded is what a dictionary holds: codes, and words spelled in codes.
type decoded struct {
	code  map[rune]uint16
	words map[string]uint32
}

func (d *decoded) spell(word string) string {
	var key []byte
	for _, r := range word {
		key = binary.BigEndian.AppendUint16(key, d.code[r])
	}
	return string(key)
}

// check compares d with the words of l.
func (d *decoded) check(t *testing.T, name string, l *lexicon) {
	t.Helper()
	for w, v := range l.words {
		if got, ok := d.words[d.spell(w)]; !ok || got != v {
			t.Errorf("%s: %s has value %#x, found %v; want %#x", name, w, got, ok, v)
		}
	}
	if len(d.words) != len(l.words) {
		t.Errorf("%s: %d words can be read back, want %d", name, len(d.words), len(l.words))
	}
}

// decode reads all words of a dictionary from its units: those of a state have
// its number as check.
func decode(b []byte) *decoded {
	pairs := 1 << binary.LittleEndian.Uint32(b[4:]) / 8
	high := int(binary.LittleEndian.Uint32(b[8:]))
	d := &decoded{code: map[rune]uint16{}, words: map[string]uint32{}}
	for r := range rune(1 << 16) {
		d.code[r] = binary.LittleEndian.Uint16(b[16+2*r:]) &^ (1 << 15)
	}
	b = b[16+1<<17+pairs:]
	for ; high > 0; high-- {
		d.code[rune(binary.LittleEndian.Uint32(b))] = uint16(binary.LittleEndian.Uint32(b[4:])) &^ (1 << 15)
		b = b[8:]
	}
	children := map[uint32][]uint32{}
	for i := range uint32(len(b) / 8) {
		if check := binary.LittleEndian.Uint32(b[8*i+4:]); check != 0xFFFFFFFF {
			children[check] = append(children[check], i)
		}
	}
	var walk func(state uint32, word []byte)
	walk = func(state uint32, word []byte) {
		for _, at := range children[state] {
			code := uint16(at - state)
			if code == 1 {
				continue // the value of word
			}
			unit := binary.LittleEndian.Uint32(b[8*at:])
			next, longer := unit&^(1<<31), binary.BigEndian.AppendUint16(word[:len(word):len(word)], code)
			if unit>>31 != 0 {
				d.words[string(longer)] = binary.LittleEndian.Uint32(b[8*(next+1):])
			}
			walk(next, longer)
		}
	}
	walk(0, nil)
	return d
}
