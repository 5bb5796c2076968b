package extract

import (
	"fmt"
	"strings"
	"testing"
)

// A tableOut gathers blocks as text: cells between bars, a row a line; what is
// not in cells after a '#'.
type tableOut struct {
	t      testing.TB
	rows   strings.Builder
	text   strings.Builder
	next   int
	blocks int
	last   int // table
	where  bool
}

func (o *tableOut) Member(*File) error { return nil }
func (o *tableOut) Skip(string, Skip)  {}

func (o *tableOut) Text(b *Block) error {
	o.blocks++
	if b.Seen != o.next {
		o.t.Fatalf("block %d: got Seen %d, want the Next before it, %d", o.blocks, b.Seen, o.next)
	}
	o.next = b.Next
	if b.Seen > len(b.Text) || b.Next > len(b.Text) {
		o.t.Fatalf("block %d: Seen %d or Next %d beyond the text, %d", o.blocks, b.Seen, b.Next, len(b.Text))
	}
	o.text.Write(b.Text[b.Seen:])
	t := b.Table
	if t == nil {
		fmt.Fprintf(&o.rows, "#%d", len(b.Text)-b.Seen)
		if o.where {
			fmt.Fprintf(&o.rows, "@%d", b.Line)
		}
		o.rows.WriteByte('\n')
		return nil
	}
	if t.First != (t.ID != o.last) {
		o.t.Fatalf("block %d: got First %v for table %d after table %d", o.blocks, t.First, t.ID, o.last)
	}
	if t.First {
		fmt.Fprintf(&o.rows, "T%d\n", t.ID)
	}
	o.last = t.ID
	end := uint32(0)
	for i := 0; i+1 < len(t.Cells); i += 2 {
		if t.Cells[i] < end || t.Cells[i+1] < t.Cells[i] || int(t.Cells[i+1]) > len(b.Text) {
			o.t.Fatalf("block %d: cell %d is [%d:%d] after %d in a text of %d bytes", o.blocks, i/2, t.Cells[i], t.Cells[i+1], end, len(b.Text))
		}
		end = t.Cells[i+1]
	}
	if n := len(t.Rows); n < 2 || t.Rows[0] != 0 || int(t.Rows[n-1]) != len(t.Cells)/2 {
		o.t.Fatalf("block %d: rows %v for %d cells", o.blocks, t.Rows, len(t.Cells)/2)
	}
	if t.Lines != nil && len(t.Lines) != len(t.Rows)-1 {
		o.t.Fatalf("block %d: %d lines for %d rows", o.blocks, len(t.Lines), len(t.Rows)-1)
	}
	for i := 0; i+1 < len(t.Rows); i++ {
		if t.Rows[i] > t.Rows[i+1] {
			o.t.Fatalf("block %d: rows %v do not rise", o.blocks, t.Rows)
		}
		for j := t.Rows[i]; j < t.Rows[i+1]; j++ {
			if j > t.Rows[i] {
				o.rows.WriteByte('|')
			}
			o.rows.Write(b.Text[t.Cells[2*j]:t.Cells[2*j+1]])
		}
		if o.where {
			line := b.Line + i
			if t.Lines != nil {
				line = b.Line + int(t.Lines[i])
			}
			fmt.Fprintf(&o.rows, "@%d", line)
		}
		o.rows.WriteByte('\n')
	}
	return nil
}

func TestSniffDelimited(t *testing.T) {
	source := "package p\n\nimport (\n\t\"fmt\"\n\t\"os\"\n)\n\n// F does a thing, and another.\nfunc F(a, b int) (int, error) {\n" +
		"\tfor i, x := range []int{1, 2, 3} {\n\t\tif x > a {\n\t\t\tfmt.Println(i, x, a, b)\n\t\t}\n\t}\n\treturn a, nil\n}\n\nvar t = map[string]int{\n\t\"a\": 1,\n\t\"b\": 2,\n\t\"c\": 3,\n}\n"
	tests := []struct {
		name, text string
		want       byte // 0: not a table
	}{
		{"comma", "id,name,city\n1,甲野,甲市\n2,乙野,乙市\n", ','},
		{"crlf", "id,name,city\r\n1,甲野,甲市\r\n2,乙野,乙市\r\n", ','},
		{"cr", "id,name,city\r1,甲野,甲市\r2,乙野,乙市\r", ','},
		{"header only", "顧客番号,氏名,住所\n", ','},
		{"two lines", "氏名,電話番号\n甲野乙子,03-0000-0000\n", ','},
		{"tab", "a\tb\n1,5\t2\n3,5\t4\n", '\t'},
		{"semicolon", "id;name;sum\n1;甲野;1,5\n2;乙野;2,5\n3;丙野;3,5\n", ';'},
		{"pipe", "1|甲野|甲市\n2|乙野|乙市\n3|丙野|丙市\n", '|'},
		{"unit separator", "1\x1f甲野\x1f甲市\n2\x1f乙野\x1f乙市\n", 0x1f},
		{"title", "売上一覧\n\nid,name,city\n1,甲野,甲市\n2,乙野,乙市\n3,丙野,丙市\n合計 3件\n", ','},
		{"quotes", "\"id\",\"name, first\",\"note\"\n\"1\",\"甲野, 乙\",\"a\nb\"\n\"2\",\"丙野, 丁\",\"c \"\"d\"\"\"\n", ','},
		{"ragged", "a,b,c,d\n1,2,3,4\n1,2,3\n1,2,3,4\n1,2,3,4,5\n1,2,3,4\n1,2,3,4\n1,2,3,4\n", ','},
		{"record types", "1,a,b,c,d\n2,e,f\n2,g,h\n1,a,b,c,d\n2,e,f\n2,g,h\n2,g,h\n9,a,b,x\n", ','},
		{"two tables", strings.Repeat("a,b,c,d\n", 8) + "\n次\n" + strings.Repeat("e,f,g,h,i,j\n", 8), ','},
		{"tab log", strings.Repeat("2024-01-31 10:00:00\tINFO\t開始しました\n", 5), '\t'},

		{"empty", "", 0},
		{"one word", "甲野\n", 0},
		{"prose", "It was late, and cold.\nNobody came, nobody called, and the rain went on.\nThen, at last, a light.\nHe rose, and went out.\n", 0},
		{"prose of one comma", strings.Repeat("It was late, and cold\n", 10), 0},
		{"japanese prose", "昨日は雨でした。\n今日は晴れ,風が強い。\n明日は曇り,のち雨でしょう。\n", 0},
		{"go source", source, 0},
		{"c source", "int a;\nint b;\nchar *c;\nint f(int x, int y);\nint g(int x, int y);\nint h(int x, int y);\n", 0},
		{"json", "{\n \"a\": 1,\n \"b\": 2,\n \"c\": 3\n}\n", 0},
		{"ndjson", "{\"a\":1,\"b\":2}\n{\"a\":1,\"b\":2}\n{\"a\":1,\"b\":2}\n", 0},
		{"xml", "<a>\n<b>1,2,3</b>\n<b>1,2,3</b>\n</a>\n", 0},
		{"ini", "[main]\nname=a\npath=/b,c\n; comment\nsize=3\n", 0},
		{"markdown", "# Title\n\nSome text, some more.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nMore text.\n", 0},
		{"markdown table", "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n| 3 | 4 |\n", 0},
		{"log times", strings.Repeat("2024-01-31 10:00:00,123 INFO a.b started\n", 10), 0},
		{"user agent", strings.Repeat("192.0.2.1 - - [x] \"GET /\" \"Mozilla/5.0 (X11; Linux) AppleWebKit (KHTML, like Gecko)\"\n", 10), 0},
		{"key value", strings.Repeat("time=1,user=a,action=b\n", 10), 0},
		{"css", "a {\n  color: red;\n  margin: 0;\n}\nb {\n  color: red;\n  margin: 0;\n}\n", 0},
		{"makefile", "all:\n\tgo build\n\tgo test\nclean:\n\trm -f a\n\trm -f b\n\trm -f c\n", 0},
	}
	for _, tt := range tests {
		got, ok := sniffDelimited([]byte(tt.text), true)
		if !ok {
			got = 0
		}
		if got != tt.want {
			t.Errorf("%s: got delimiter %q, want %q", tt.name, got, tt.want)
		}
	}
}
