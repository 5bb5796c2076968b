package main

import (
	"bytes"
	"context"
	"fmt"
	"os"

	"github.com/shikiri/shikiri/detect"
	"github.com/shikiri/shikiri/extract"
)

type o struct{ s *detect.Scanner; set *detect.Set; mode string }

func (x *o) Text(b *extract.Block) error {
	db := detect.Block{Text: b.Text, Seen: b.Seen, Next: b.Next}
	if b.Table != nil {
		db.Table = &detect.Table{ID: b.Table.ID, First: b.Table.First, Cells: b.Table.Cells, Rows: b.Table.Rows}
		fmt.Println("## table id", b.Table.ID, "rows", len(b.Table.Rows)-1)
	} else { fmt.Println("## text", len(b.Text)) }
	ms := x.s.Append(nil, &db)
	if x.mode == "cells" && b.Table != nil {
		for r := 0; r < len(b.Table.Rows)-1 && r < 12; r++ {
			for i := b.Table.Rows[r]; i < b.Table.Rows[r+1]; i++ { fmt.Printf("[%s]", b.Text[b.Table.Cells[2*i]:b.Table.Cells[2*i+1]]) }
			fmt.Println()
		}
	}
	lines := bytes.Split(b.Text, []byte("\n"))
	off := 0; k := 0
	for _, l := range lines {
		var got []string; name := false
		for k < len(ms) && int(ms[k].Start) < off+len(l)+1 {
			m := ms[k]; id := x.set.ID(m)
			got = append(got, fmt.Sprintf("%s/%s[%s]%v", id, m.Confidence, b.Text[m.Start:m.End], x.s.Explain(m)))
			if (id == "jp-name" || id == "jp-name-kana" || id == "romaji-name" || id == "company-name") && m.Confidence >= detect.Medium { name = true }
			k++
		}
		off += len(l) + 1
		if x.mode == "all" || x.mode == "miss" && !name || x.mode=="hit" && len(got)>0 { fmt.Printf("%s\n     => %v\n", l, got) }
	}
	return nil
}
func (x *o) Member(f *extract.File) error { fmt.Println("## member", f.Name); return extract.Extract(context.Background(), f, x) }
func (x *o) Skip(m string, s extract.Skip) { fmt.Println("## skip", m, s) }

func main() {
	set, err := detect.Default()
	if err != nil { panic(err) }
	for _, p := range os.Args[2:] {
		f, err := os.Open(p)
		if err != nil { panic(err) }
		st, _ := f.Stat()
		b := extract.DefaultBudget()
		x := &o{set.Scanner(), set, os.Args[1]}
		x.s.Reset()
		fmt.Println("#", p, extract.Extract(context.Background(), &extract.File{Name: p, Size: st.Size(), Reader: f, Budget: &b}, x))
	}
}
