package main

import (
	"bytes"
	"context"
	"errors"
	"sort"
	"strings"

	"github.com/shikiri/shikiri/detect"
	"github.com/shikiri/shikiri/extract"
)

// scan finds what is in the texts of g: those of one source as one file, or
// each alone.
func (g *gold) scan(set *detect.Set, alone bool) error {
	for first := 0; first < len(g.texts); {
		last := first + 1
		for !alone && last < len(g.texts) && g.texts[last].source == g.texts[first].source {
			last++
		}
		if err := scanFile(set, g.texts[first:last]); err != nil {
			return err
		}
		first = last
	}
	return nil
}

// scanFile scans texts as the lines of one file.
func scanFile(set *detect.Set, texts []text) error {
	var joined strings.Builder
	starts := make([]int, len(texts))
	for i := range texts {
		starts[i] = joined.Len()
		joined.WriteString(texts[i].text)
		joined.WriteByte('\n')
	}
	p := &placer{set: set, scanner: set.Scanner(), input: []byte(joined.String())}
	budget := extract.Budget{Depth: 8, Bytes: 1 << 30, Ratio: 1000}
	file := &extract.File{Name: "eval.txt", Size: int64(len(p.input)), Reader: bytes.NewReader(p.input), Budget: &budget}
	var skip *extract.Skip
	if err := extract.Extract(context.Background(), file, p); err != nil && !errors.As(err, &skip) {
		return err // a skip says that it is read only partly: what was found counts
	}
	for _, f := range p.found {
		i := sort.SearchInts(starts, f.start+1) - 1
		f.start, f.end = f.start-starts[i], min(f.end-starts[i], len(texts[i].text)) // what goes on in the next text is cut
		texts[i].found = append(texts[i].found, f)
	}
	return nil
}

// A placer is told the text of a file and notes where in the file the detectors
// find something.
type placer struct {
	set     *detect.Set
	scanner *detect.Scanner
	input   []byte
	pos     int // up to where the blocks have told it
	matches []detect.Match
	found   []span
}

// Text scans a block. Blocks of plain text are parts of the input; where a
// reader changes the text, values are looked for one after the other.
func (p *placer) Text(b *extract.Block) error {
	db := detect.Block{Text: b.Text, Seen: b.Seen, Next: b.Next}
	if t := b.Table; t != nil {
		db.Table = &detect.Table{ID: t.ID, First: t.First, Cells: t.Cells, Rows: t.Rows}
	}
	p.matches = p.scanner.Append(p.matches[:0], &db)
	from := max(0, p.pos-b.Seen)
	base := bytes.Index(p.input[from:], b.Text)
	if base >= 0 {
		p.pos = from + base + len(b.Text)
	}
	for _, m := range p.matches {
		if m.Part > 0 && m.Part != detect.Related {
			continue // what continues a value is not counted
		}
		value := b.Text[m.Start:m.End]
		at := from + base + int(m.Start)
		if base < 0 {
			if at = bytes.Index(p.input[p.pos:], value); at < 0 {
				continue
			}
			at += p.pos
			p.pos = at
		}
		kind := p.set.ID(m)
		if alias, ok := kinds[kind]; ok {
			kind = alias
		}
		p.found = append(p.found, span{start: at, end: at + len(value), kind: kind, confidence: m.Confidence})
	}
	return nil
}

func (p *placer) Member(*extract.File) error { return nil }

func (p *placer) Skip(string, extract.Skip) {}
