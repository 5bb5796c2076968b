package extract

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand"
	"strings"
	"testing"
	"testing/iotest"
)

func delimitedRows(t testing.TB, text string, delim byte, block int, where bool) *tableOut {
	t.Helper()
	o := &tableOut{t: t, where: where}
	d := delimited{rowParser: rowParser{delim: delim, eol: '\n'}, r: strings.NewReader(text), out: o,
		block: block, maxRow: 4 * block, lap: block / 8}
	if err := d.run(context.Background()); err != nil {
		t.Fatalf("got error %v", err)
	}
	if o.text.String() != text {
		t.Fatalf("block size %d: text changed: got %q, want %q", block, o.text.String(), text)
	}
	return o
}

func TestExtractDelimited(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"plain", "a,b\n1,2\n", "T1\na|b@1\n1|2@2\n"},
		{"no last line end", "a,b\n1,2", "T1\na|b@1\n1|2@2\n"},
		{"crlf", "a,b\r\n1,2\r\n", "T1\na|b@1\n1|2@2\n"},
		{"cr", "a,b\r1,2\r", "T1\na|b@1\n1|2@2\n"},
		{"bom", "\uFEFFa,b\n1,2\n", "T1\na|b@1\n1|2@2\n"},
		{"blanks", " a , b\t\n1 ,  \n", "T1\na|b@1\n1|@2\n"},
		{"empty cells", ",,\n,1,\n", "T1\n||@1\n|1|@2\n"},
		{"empty lines", "a,b\n\n\n1,2\n", "T1\na|b@1\n1|2@4\n"},
		{"quotes", "\"a\",\"b,c\"\n\" d \",e\n", "T1\na|b,c@1\nd|e@2\n"},
		{"doubled", "\"a \"\"b\"\" c\",1\n\"\",2\n", "T1\na \"\"b\"\" c|1@1\n|2@2\n"},
		{"line end in quotes", "\"a\nb\",1\nc,2\n\"d\n\ne\",3\nf,4\n", "T1\na\nb|1@1\nc|2@3\nd\n\ne|3@4\nf|4@7\n"},
		{"quote inside", "5\" disk,1\na\"b\",2\n", "T1\n5\" disk|1@1\na\"b\"|2@2\n"},
		{"text for Excel", "=\"001\",=\"b\"\n=1,=\n", "T1\n001|b@1\n=1|=@2\n"},
		{"bad quote", "\"a\"b\",1\nc,2\n", "T1\na\"b|1@1\nc|2@2\n"},
		{"unclosed", "a,b,c\n1,2,3\n4,\"5,6\n7,8,9\n1,2,3\n", "T1\na|b|c@1\n1|2|3@2\n4|5|6@3\n7|8|9@4\n1|2|3@5\n"},
		{"unclosed, quoted next", "a,b,c\n1,2,3\n4,\"5,6\n7,\"8\",\"9\"\n1,2,3\n", "T1\na|b|c@1\n1|2|3@2\n4|5|6@3\n7|8|9@4\n1|2|3@5\n"},
		{"unclosed, closed far away", "a,b,c\n1,2,3\n4,\"5,6\n7,8,9\n1,2,3\n4,5,6\"\n7,8,9\n", "T1\na|b|c@1\n1|2|3@2\n4|5|6@3\n7|8|9@4\n1|2|3@5\n4|5|6\"@6\n7|8|9@7\n"},
		{"memo last", "a,b,c\n1,2,3\n4,5,\"x\ny\"\n6,7,8\n", "T1\na|b|c@1\n1|2|3@2\n4|5|x\ny@3\n6|7|8@5\n"},
		{"ragged", "a,b,c\n1,2,3\n1,2\n1,2,3,4\n1,2,3\n", "T1\na|b|c@1\n1|2|3@2\n1|2@3\n1|2|3|4@4\n1|2|3@5\n"},
		{"title", "list\n\na,b,c\n1,2,3\n", "#6@1\nT1\na|b|c@3\n1|2|3@4\n"},
		{"header of another width", "a,b,c\n1,2,3,\n1,2,3,\n", "T1\na|b|c@1\n1|2|3|@2\n1|2|3|@3\n"},
		{"two tables", "a,b\n1,2\n3,4\n\nx,y,z\n1,2,3\n4,5,6\n", "T1\na|b@1\n1|2@2\n3|4@3\nT2\nx|y|z@5\n1|2|3@6\n4|5|6@7\n"},
		{"two tables, titles", "p\na,b\n1,2\n3,4\n\nq\nx,y,z\n1,2,3\n4,5,6\n", "#2@1\nT1\na|b@2\n1|2@3\n3|4@4\nq@6\nT2\nx|y|z@7\n1|2|3@8\n4|5|6@9\n"},
		{"same width again", "a,b\n1,2\n3,4\n\nq\nx,y\n5,6\n", "T1\na|b@1\n1|2@2\n3|4@3\nq@5\nT2\nx|y@6\n5|6@7\n"},
		{"for good", strings.Repeat("a,b\n", 7) + strings.Repeat("x,y,z\n", 6), "T1\na|b@1\na|b@2\na|b@3\na|b@4\na|b@5\na|b@6\na|b@7\nT2\nx|y|z@8\nx|y|z@9\nx|y|z@10\nx|y|z@11\nx|y|z@12\nx|y|z@13\n"},
	}
	for _, tt := range tests {
		if got := delimitedRows(t, tt.text, ',', delimitedBlock, true).rows.String(); got != tt.want {
			t.Errorf("%s: got\n%swant\n%s", tt.name, got, tt.want)
		}
	}
}

func TestDelimitedBlockSizes(t *testing.T) {
	text := "一覧\nid,name,note\n" + strings.Repeat("1,\"甲野　乙\",\"a\nb, \"\"c\"\"\"\n2,丙野,x\n\n3,\"丁,野\",\n", 12)
	want := delimitedRows(t, text, ',', delimitedBlock, true).rows.String()
	for size := 48; size < 300; size++ {
		if got := delimitedRows(t, text, ',', size, true).rows.String(); got != want {
			t.Fatalf("block size %d: got\n%swant\n%s", size, got, want)
		}
	}
}

func TestDelimitedLongRow(t *testing.T) {
	long := strings.Repeat("甲野乙子 ", 900)
	for _, text := range []string{
		"a,b\n1,2\n" + long + ",x\n3,4\n",
		"a,b\n1,2\n\"" + long + "\",x\n3,4\n",
		"a,b\n1,2\n1,\"" + strings.Repeat(long+"\n", 3) + "3,4\n",
		long,
	} {
		o := delimitedRows(t, text, ',', 256, false)
		if strings.HasPrefix(text, "a") && !strings.HasSuffix(o.rows.String(), "\n3|4\n") {
			t.Errorf("rows after a long row: got end %q", o.rows.String()[max(0, o.rows.Len()-20):])
		}
	}
}

func TestDelimitedUnclosedQuoteLosesNoRows(t *testing.T) {
	row := "1,甲野乙子,甲市乙町一丁目,03-0000-0000\n"
	text := strings.Repeat(row, 20) + "1,\"甲野乙子,甲市,2\n" + strings.Repeat(row, 9000)
	o := delimitedRows(t, text, ',', delimitedBlock, false)
	if got, want := strings.Count(o.rows.String(), "1|甲野乙子|甲市"), 9021; got != want {
		t.Errorf("got %d rows of four cells, want %d", got, want)
	}
}

func TestDelimitedReadError(t *testing.T) {
	err := extractDelimited(context.Background(), iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader("a,b\n"))), ',', &tableOut{t: t})
	if err == nil || err == io.EOF {
		t.Errorf("got %v, want the reader's error", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := extractDelimited(ctx, strings.NewReader("a,b\n"), ',', &tableOut{t: t}); err != context.Canceled {
		t.Errorf("cancelled: got %v", err)
	}
}

func FuzzDelimited(f *testing.F) {
	f.Add("a,b\n1,\"2\n3\",4\n\n\"x\"\"y\",\"z\n", byte(','), 40)
	f.Add("a\tb\r\n\"\"a\t\"", byte('\t'), 9)
	f.Add("title\na;b;c\n1;2;3\n\nx;y\n1;2\n", byte(';'), 17)
	f.Fuzz(func(t *testing.T, text string, delim byte, block int) {
		if delim == '"' || delim == '\n' || delim == '\r' || delim == ' ' || delim >= 0x80 || block < 16 || block > 4096 {
			return
		}
		sniffDelimited([]byte(text), true)
		sniffDelimited([]byte(text), false)
		delimitedRows(t, text, delim, block, true)
	})
}

// noOut takes blocks and looks at nothing.
type noOut struct{}

func (noOut) Text(*Block) error  { return nil }
func (noOut) Member(*File) error { return nil }
func (noOut) Skip(string, Skip)  {}

func BenchmarkDelimited(b *testing.B) {
	rng := rand.New(rand.NewSource(1))
	var plain, quoted bytes.Buffer
	for plain.Len() < 8<<20 {
		row := []string{fmt.Sprint(rng.Intn(1e8)), "甲野　乙子", "ｺｳﾉ ｵﾂｺ", fmt.Sprintf("%07d", rng.Intn(1e7)),
			"甲県乙市丙町" + fmt.Sprint(rng.Intn(99)), "03-0000-0000", fmt.Sprint(rng.Intn(1e6)), "2024/01/31"}
		plain.WriteString(strings.Join(row, ",") + "\r\n")
		quoted.WriteString(`"` + strings.Join(row, `","`) + "\"\r\n")
	}
	broken := strings.Repeat("1,\"\"a,\"\"b,\"\"c\n", 1<<18)
	for _, c := range []struct {
		name string
		text []byte
	}{{"plain", plain.Bytes()}, {"quoted", quoted.Bytes()}, {"broken", []byte(broken)}} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(c.text)))
			b.ReportAllocs()
			for b.Loop() {
				if err := extractDelimited(context.Background(), bytes.NewReader(c.text), ',', noOut{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkSniff(b *testing.B) {
	rng := rand.New(rand.NewSource(3))
	var prose bytes.Buffer
	for prose.Len() < HeadSize {
		prose.WriteString(letters(rng, surnameKanji+"のはをに,", 5+rng.Intn(60)) + "。\n")
	}
	b.Run("delimited/prose", func(b *testing.B) {
		b.SetBytes(HeadSize)
		b.ReportAllocs()
		for b.Loop() {
			sniffDelimited(prose.Bytes(), false)
		}
	})
	b.Run("fixed/prose", func(b *testing.B) {
		b.SetBytes(HeadSize)
		b.ReportAllocs()
		for b.Loop() {
			sniffFixed(prose.Bytes(), -1, utf8Text)
		}
	})
}

// TestDelimitedAllocs checks that memory does not grow with the file.
func TestDelimitedAllocs(t *testing.T) {
	allocs := func(rows int) float64 {
		text := strings.Repeat("1,\"甲野　乙子\",甲市乙町,2024/01/31\n", rows)
		return testing.AllocsPerRun(3, func() {
			if err := extractDelimited(context.Background(), strings.NewReader(text), ',', noOut{}); err != nil {
				t.Fatal(err)
			}
		})
	}
	// The buffers are pooled, and the pool may have been emptied: by a collection
	// or, at random, by the race detector. Then one set of them is made anew.
	const oneSet = 100
	if few, many := allocs(40000), allocs(160000); many > few+oneSet {
		t.Errorf("got %v allocations for four times the rows, want at most %v", many, few+oneSet)
	}
}
