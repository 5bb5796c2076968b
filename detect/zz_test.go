package detect

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

func TestZZ(t *testing.T) {
	p := os.Getenv("ZZ")
	if p == "" {
		t.Skip()
	}
	set, _ := Default()
	s := set.Scanner()
	s.Reset()
	var text []byte
	tb := &Table{ID: 1, First: true}
	for _, l := range strings.Split(strings.TrimSpace(p), ";") {
		tb.Rows = append(tb.Rows, uint32(len(tb.Cells)/2))
		for _, c := range strings.Split(l, ",") {
			st := len(text)
			text = append(text, c...)
			tb.Cells = append(tb.Cells, uint32(st), uint32(len(text)))
			text = append(text, ' ')
		}
		text = append(text, '\n')
	}
	tb.Rows = append(tb.Rows, uint32(len(tb.Cells)/2))
	ms := s.Append(nil, &Block{Text: text, Table: tb})
	for _, c := range s.table.columns {
		fmt.Printf("%+v\n", c)
	}
	for _, m := range ms {
		fmt.Println(set.ID(m), m.Confidence, string(text[m.Start:m.End]), s.Explain(m))
	}
}
