package extract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"
)

// A gathered is what an extractor handed out, blocks without what two of them
// have in common.
type gathered struct {
	text    strings.Builder
	blocks  []Block // Text and cells copied
	members []string
	skips   []Skip
	keep    bool // blocks
	check   func(*Block)
}

func (g *gathered) Text(b *Block) error {
	if g.check != nil {
		g.check(b)
	}
	// What begins in the first Seen/2 bytes was handed out, and what begins in
	// the last Next - Next/2 bytes will be.
	g.text.Write(b.Text[b.Seen/2 : len(b.Text)-(b.Next-b.Next/2)])
	if g.keep {
		c := *b
		c.Text = bytes.Clone(b.Text)
		if b.Table != nil {
			t := *b.Table
			t.Cells, t.Rows, t.Lines = append([]uint32(nil), t.Cells...), append([]uint32(nil), t.Rows...), append([]uint32(nil), t.Lines...)
			c.Table = &t
		}
		g.blocks = append(g.blocks, c)
	}
	return nil
}

func (g *gathered) Member(f *File) error  { g.members = append(g.members, f.Name); return nil }
func (g *gathered) Skip(_ string, s Skip) { g.skips = append(g.skips, s) }

// gather extracts a file that holds b.
func gatherText(t testing.TB, name string, b []byte) *gathered {
	t.Helper()
	g := &gathered{keep: true}
	if err := Extract(context.Background(), &File{Name: name, Size: int64(len(b)), Reader: bytes.NewReader(b)}, g); err != nil {
		t.Fatalf("extract %s: %v", name, err)
	}
	return g
}

// A token at any place around the end of a block belongs to just one block and
// is whole in it.
func TestBlockBoundary(t *testing.T) {
	t.Parallel()
	const token = "〔架空 太郎 1234-5678〕"
	for name, filler := range map[string]string{"lines": "0123456789abcde\n", "one line": "0123456789{a:b},", "no place": "0123456789abcdef", "kanji": "山田山田a"} {
		for off := -40; off <= 40; off++ {
			at := blockSize + off
			if name == "one line" || name == "no place" || name == "kanji" {
				at = blockSize - lap/2 + off // where a token changes its block
			}
			pad := strings.Repeat(filler, at/len(filler)) + strings.Repeat("x", at%len(filler))
			s := pad + token + strings.Repeat(filler, lap)
			found := 0
			g := &gathered{check: func(b *Block) {
				for i := 0; ; {
					k := bytes.Index(b.Text[i:], []byte(token))
					if k < 0 {
						return
					}
					if i += k; i >= b.Seen/2 && i < len(b.Text)-(b.Next-b.Next/2) {
						found++
					}
					i++
				}
			}}
			if err := extractLines(context.Background(), strings.NewReader(s), g); err != nil {
				t.Fatal(err)
			}
			if found != 1 {
				t.Errorf("%s, token at %d: found whole %d times, want once", name, at, found)
			}
			if g.text.String() != s {
				t.Errorf("%s, token at %d: blocks without what they share are not the text", name, at)
			}
		}
	}
}

func TestBlockLines(t *testing.T) {
	for name, end := range map[string]string{"unix": "\n", "windows": "\r\n", "mac": "\r"} {
		var s strings.Builder
		for i := 1; s.Len() < 3*blockSize; i++ {
			fmt.Fprintf(&s, "line %d%s", i, end)
		}
		blocks := 0
		g := &gathered{check: func(b *Block) {
			blocks++
			var line int
			if fmt.Sscanf(string(b.Text[:20]), "line %d", &line); line != b.Line {
				t.Errorf("%s: block %d begins on line %d by its text, Line is %d", name, blocks, line, b.Line)
			}
		}}
		if err := extractLines(context.Background(), strings.NewReader(s.String()), g); err != nil {
			t.Fatal(err)
		}
		if want := strings.ReplaceAll(s.String(), "\r", "\n"); name == "mac" && g.text.String() != want {
			t.Errorf("mac: line ends are not \\n")
		}
		if blocks < 3 {
			t.Errorf("%s: %d blocks, want 3 or more", name, blocks)
		}
	}
}

// A repeater yields unit until n bytes are read.
type repeater struct {
	unit string
	n    int
	at   int
}

func (r *repeater) Read(p []byte) (int, error) {
	if r.n <= 0 {
		return 0, io.EOF
	}
	m := 0
	for m < len(p) && m < r.n {
		k := copy(p[m:min(len(p), r.n)], r.unit[r.at:])
		m += k
		r.at = (r.at + k) % len(r.unit)
	}
	r.n -= m
	return m, nil
}

func TestOneLineMemory(t *testing.T) {
	for name, unit := range map[string]string{
		"json":  `{"name":"\u67b6\u7a7a\u592a\u90ce","tel":"03-0000-0000"},`,
		"tags":  "<a架空<<",
		"quote": "<a b='架空\">",
		"html":  "<div><b>架空</b>太郎</div>",
		"cell":  "架空太郎",
		"row":   "<td>架空太郎</td>",
		"cp932": "\x89\xcb\x8b\xf3,",
	} {
		prefix := map[string]string{"json": "[", "html": "<html><body>", "tags": "<html>", "quote": "<html>", "cell": "<html><table><tr><td>", "row": "<html><table><tr>"}[name]
		size, length := 0, 8<<20
		if name == "json" {
			length = 16 << 20
		}
		var most uint64
		g := &gathered{check: func(b *Block) {
			if size += len(b.Text); size>>20 != (size-len(b.Text))>>20 {
				var m runtime.MemStats
				runtime.GC() // what is garbage is no growth
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapAlloc)
			}
		}}
		var before runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		r := io.MultiReader(strings.NewReader(prefix), &repeater{unit: unit, n: length})
		err := Extract(context.Background(), &File{Name: name, Size: -1, Reader: r}, discardText{g})
		var end *Skip // that it never ends is told
		if err != nil && !errors.As(err, &end) {
			t.Fatalf("%s: %v", name, err)
		}
		if size < length/4 {
			t.Errorf("%s: %d bytes of text out of %d", name, size, length)
		}
		if grown := int64(most) - int64(before.HeapAlloc); grown > 6<<20 {
			t.Errorf("%s: the heap grew by %d KB over a line of %d MB", name, grown>>10, length>>20)
		}
	}
}

// discardText passes blocks to check only.
type discardText struct{ g *gathered }

func (d discardText) Text(b *Block) error  { d.g.check(b); return nil }
func (d discardText) Member(f *File) error { return nil }
func (d discardText) Skip(string, Skip)    {}

func TestExtractEmpty(t *testing.T) {
	for name, b := range map[string]string{"nothing": "", "a mark": "\xEF\xBB\xBF"} {
		if g := gatherText(t, "a.txt", []byte(b)); len(g.blocks) != 0 || len(g.skips) != 0 {
			t.Errorf("%s: %d blocks, skips %v", name, len(g.blocks), g.skips)
		}
	}
}

// A stray control character leaves text what it is.
func TestStrayControls(t *testing.T) {
	s := strings.Repeat("2024-04-01 架空 太郎 様 完了\n", 30) + "\x00\x07" + strings.Repeat("次の行 0123\n", 30)
	for _, cs := range []charset{utf8Text, cp932, eucJP} {
		g := gatherText(t, "a.log", encode(t, s, cs))
		if g.text.String() != s || len(g.skips) > 0 {
			t.Errorf("%s: %s; skips %v", cs, firstDifference(g.text.String(), s), g.skips)
		}
	}
}

func BenchmarkExtractText(b *testing.B) {
	for _, kind := range []string{"prose", "ascii"} {
		for _, cs := range []charset{utf8Text, cp932} {
			in := encode(b, benchText(kind), cs)
			b.Run(kind+"/"+cs.String(), func(b *testing.B) {
				b.SetBytes(int64(len(in)))
				b.ReportAllocs()
				for b.Loop() {
					f := &File{Name: "a", Size: int64(len(in)), Reader: bytes.NewReader(in)}
					if err := Extract(context.Background(), f, discardText{&gathered{check: func(*Block) {}}}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func FuzzExtractText(f *testing.F) {
	for cs := range encodings {
		f.Add(encode(f, "番号 氏名\n1 架空 太郎\r\n", cs))
	}
	f.Add([]byte(`{"a":"\u67b6\ud842\udfb7\n","b":[1,true]}`))
	f.Add([]byte("<html><table><tr><td colspan=2>a<table><tr><th>b</table><tr><td>c&amp;<!-- x --><script>1<2</script></table>"))
	f.Add([]byte("<?xml version='1.0'?><a b='&#x5C71;'>&lt;<![CDATA[ x ]]></a>"))
	f.Fuzz(func(t *testing.T, b []byte) {
		cs := sniffCharset(b)
		line := 0
		g := &gathered{check: func(b *Block) {
			if !utf8.Valid(b.Text) {
				t.Errorf("not UTF-8: %q", b.Text)
			}
			if b.Line < line {
				t.Errorf("line %d after line %d", b.Line, line)
			}
			line = b.Line
			if b.Seen > len(b.Text) || b.Next > len(b.Text) {
				t.Errorf("Seen %d and Next %d of %d bytes", b.Seen, b.Next, len(b.Text))
			}
			checkTable(t, b)
		}}
		ctx := context.Background()
		for name, read := range map[string]func(io.Reader) error{
			"lines": func(r io.Reader) error { return extractLines(ctx, r, g) },
			"json":  func(r io.Reader) error { return extractLines(ctx, newFilter(r, unescapeJSON), g) },
			"xml":   func(r io.Reader) error { return extractLines(ctx, newFilter(r, unescapeXML), g) },
			"html":  func(r io.Reader) error { return extractHTML(ctx, r, g) },
		} {
			line = 0
			if err := read(newDecoder(bytes.NewReader(b), cs)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		sniffJSON(b)
		isText(b, cs)
	})
}

// checkTable checks that a table is as Table says.
func checkTable(t *testing.T, b *Block) {
	if b.Table == nil {
		return
	}
	c, r := b.Table.Cells, b.Table.Rows
	if len(r) == 0 || r[0] != 0 || int(r[len(r)-1]) != len(c)/2 || b.Table.Lines != nil && len(b.Table.Lines) != len(r)-1 {
		t.Errorf("%d cells, rows %v, lines %v", len(c)/2, r, b.Table.Lines)
	}
	for i := 1; i < len(r); i++ {
		if r[i] < r[i-1] {
			t.Errorf("rows %v", r)
		}
	}
	last := uint32(0)
	for i := 0; i < len(c); i += 2 {
		if c[i] < last || c[i+1] < c[i] || int(c[i+1]) > len(b.Text) {
			t.Errorf("cells %v of %d bytes", c, len(b.Text))
		}
		last = c[i]
	}
}

func BenchmarkExtractMarkup(b *testing.B) {
	for name, unit := range map[string]string{
		"json plain":   `{"name":"架空 太郎","tel":"03-0000-0000"},` + "\n",
		"json escaped": `{"name":"\u67b6\u7a7a \u592a\u90ce","tel":"03-0000-0000"},` + "\n",
		"xml":          "<name>架空 &amp; 太郎</name><tel>03-0000-0000</tel>\n",
		"html":         "<div class=\"a\"><b>架空</b> 太郎<br>03-0000-0000</div>\n",
		"html table":   "<tr><td>架空 太郎</td><td>03-0000-0000</td></tr>\n",
	} {
		prefix := map[string]string{"j": "[", "x": "<?xml version=\"1.0\"?>\n", "h": "<html><table>"}[name[:1]]
		if name == "html" {
			prefix = "<html>"
		}
		in := prefix + strings.Repeat(unit, 1<<20/len(unit))
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(in)))
			b.ReportAllocs()
			for b.Loop() {
				f := &File{Name: "a", Size: int64(len(in)), Reader: strings.NewReader(in)}
				if err := Extract(context.Background(), f, discardText{&gathered{check: func(*Block) {}}}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// Blocks cost no memory each.
func TestBlockAllocs(t *testing.T) {
	in := []byte(strings.Repeat("2024-04-01 架空 太郎 様\n", 8*blockSize/30))
	out := discardText{&gathered{check: func(*Block) {}}}
	allocs := testing.AllocsPerRun(10, func() {
		if err := extractLines(context.Background(), newDecoder(bytes.NewReader(in), utf8Text), out); err != nil {
			t.Fatal(err)
		}
	})
	if allocs > 8 {
		t.Errorf("%v allocations for %d blocks, want a few for the file and none for a block", allocs, len(in)/blockSize)
	}
}
