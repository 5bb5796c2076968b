package extract

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/shikiri/shikiri/extract/hostcode"
)

// A cellTaker writes down cells, and text that is in none.
type cellTaker struct {
	cells map[string]int
	rows  int
	text  strings.Builder
}

func (c *cellTaker) Text(b *Block) error {
	if t := b.Table; t != nil {
		c.rows += len(t.Rows) - 1
		for i := range len(t.Cells) / 2 {
			c.cells[string(b.Text[t.Cells[2*i]:t.Cells[2*i+1]])]++
		}
	}
	c.text.Write(b.Text)
	return nil
}
func (c *cellTaker) Member(f *File) error { return Extract(context.Background(), f, c) }
func (c *cellTaker) Skip(string, Skip)    {}

func takeCells(raw []byte) (*cellTaker, error) {
	c := &cellTaker{cells: map[string]int{}}
	err := Extract(context.Background(), &File{Name: "DATA", Size: int64(len(raw)), Reader: bytes.NewReader(raw)}, c)
	return c, err
}

// Names, kana, addresses and telephone numbers of all records are cells of their own, whatever
// stands beside them.
func TestHostLayouts(t *testing.T) {
	for _, l := range hostLayouts {
		for _, n := range []int{12, 300} {
			raw, people := inventHost(t, l, n)
			got, err := takeCells(raw)
			if err != nil || got.rows != n {
				t.Errorf("%s of %d: got %d rows, %v, want all", l.name, n, got.rows, err)
			}
			missing := 0
			for _, p := range people {
				for value, in := range map[string]string{p.kanji: "ng", p.kana: "k", p.address: "aA", p.phone: "t"} {
					if strings.ContainsAny(l.fields, in) && got.cells[value] == 0 {
						missing++
					}
				}
			}
			if missing > 0 {
				t.Errorf("%s of %d: %d values are no cells, want 0", l.name, n, missing)
			}
		}
	}
}

// A few records of any layout are text at least.
func TestHostFew(t *testing.T) {
	for _, l := range hostLayouts {
		raw, people := inventHost(t, l, 3)
		got, err := takeCells(raw)
		if err != nil {
			t.Errorf("%s: got %v, want that it is read", l.name, err)
		}
		for _, p := range people {
			if text := got.text.String(); !strings.Contains(text, p.kana) {
				t.Errorf("%s: a name in kana is not in the text", l.name)
			}
		}
	}
}

// Half of a record at the end, and a length that cannot be, lose nothing before.
func TestHostDamaged(t *testing.T) {
	for _, l := range hostLayouts {
		raw, people := inventHost(t, l, 100)
		got, err := takeCells(raw[:len(raw)*3/4])
		for _, p := range people[:70] {
			if strings.ContainsRune(l.fields, 'k') && got.cells[p.kana] == 0 {
				t.Errorf("%s cut short: a name before the cut is no cell (%v)", l.name, err)
				break
			}
		}
	}
	raw, people := inventHost(t, hostLayout{code: "cp930", fields: "cnkpatP", words: true}, 100)
	at := bytes.Index(raw[len(raw)/2:], raw[:2]) + len(raw)/2
	copy(raw[at:], "\xFF\xFF")
	got, err := takeCells(raw)
	if want := "damaged: records whose lengths are wrong were scanned as text"; fmt.Sprint(err) != want {
		t.Errorf("a length that cannot be: got %v, want %s", err, want)
	}
	for _, p := range people {
		if !strings.Contains(got.text.String(), p.kana) {
			t.Errorf("a length that cannot be: a name behind it is not in the text")
			break
		}
	}
}

// What is not a host's is not taken for it.
func TestNotHost(t *testing.T) {
	ascii := strings.Repeat("user@example.jp, @home (株) 2024-01-31 10:00\n", 200)
	for name, head := range map[string][]byte{
		"empty":        nil,
		"ASCII":        []byte(ascii),
		"at signs":     []byte(strings.Repeat("@", 5000)),
		"a picture":    []byte(strings.Repeat("@@@@..@@ @@\n", 500)),
		"EUC-JP":       encodeAs(t, strings.Repeat("山田（株）太郎(有)東京都千代田区", 300), eucJP),
		"wide blanks":  encodeAs(t, strings.Repeat("山田　　　　　　　　太郎　　　　", 300), cp932),
		"CP932":        encodeAs(t, strings.Repeat("山田太郎東京都千代田区ガナ", 300), cp932),
		"random":       randomBytes(HeadSize),
		"zeros":        make([]byte, 5000),
		"nothing else": bytes.Repeat([]byte{0xF0}, 5000),
	} {
		if sniffHost(head) {
			t.Errorf("%s: taken for data of a host", name)
		}
	}
}

// The page with small letters is told from the one with kana.
func TestHostPage(t *testing.T) {
	for text, want := range map[string]*hostcode.Page{
		"this is what a program says": hostcode.Page1027,
		"NO LETTERS THAT DIFFER 123":  hostcode.Page290,
	} {
		var count [256]int
		for _, c := range newHostWriter(t, "cp1399").text(t, text) {
			count[c]++
		}
		if got := hostPage(&count); got != want {
			t.Errorf("%s: got the other page", text)
		}
	}
	for _, code := range []string{"cp930", "cp939"} {
		var count [256]int
		for _, s := range hostSurnames {
			_, kana, _ := strings.Cut(s, ":")
			for _, c := range newHostWriter(t, code).text(t, kana) {
				count[c]++
			}
		}
		want, _ := hostcode.Find(code)
		if got := hostPage(&count); got != want.Single {
			t.Errorf("kana of %s: got the other page", code)
		}
	}
}

func FuzzHost(f *testing.F) {
	for _, l := range hostLayouts {
		raw, _ := inventHost(f, l, 4)
		f.Add(raw, 100)
	}
	f.Fuzz(func(t *testing.T, raw []byte, cut int) {
		file := learnHost(raw, int64(len(raw)))
		h := hostReader{r: bytes.NewReader(raw), buf: make([]byte, hostSample+hostRecord)}
		h.fill()
		_ = h.run(context.Background(), file, &cellTaker{cells: map[string]int{}})
		if cut > 0 && cut < len(raw) {
			file = learnHost(raw[:cut], -1)
			h := hostReader{r: bytes.NewReader(raw), buf: make([]byte, hostSample+hostRecord)}
			h.fill()
			_ = h.run(context.Background(), file, &cellTaker{cells: map[string]int{}})
		}
	})
}

func BenchmarkHost(b *testing.B) {
	raw, _ := inventHost(b, hostLayouts[1], 20_000)
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		if err := Extract(context.Background(), &File{Size: int64(len(raw)), Reader: bytes.NewReader(raw)}, noOut{}); err != nil {
			b.Fatal(err)
		}
	}
}
