package extract

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/shikiri/shikiri/extract/cfb"
)

// A storedStream is a stream of a compound file by its path.
type storedStream struct{ path, data string }

// oleOf makes a compound file.
func oleOf(t testing.TB, streams ...storedStream) []byte {
	t.Helper()
	nodes := []cfb.Node{{Name: "Root Entry", Storage: true}}
	place := map[string]int{".": 0}
	var storage func(name string) int
	storage = func(name string) int {
		at, ok := place[name]
		if !ok {
			parent := storage(path.Dir(name))
			at = len(nodes)
			nodes = append(nodes, cfb.Node{Name: path.Base(name), Storage: true, Parent: parent})
			place[name] = at
		}
		return at
	}
	for _, s := range streams {
		parent := storage(path.Dir(s.path))
		nodes = append(nodes, cfb.Node{Name: path.Base(s.path), Data: strings.NewReader(s.data), Size: int64(len(s.data)), Parent: parent})
	}
	p := cfb.Pack(nodes)
	b, err := io.ReadAll(io.NewSectionReader(p, 0, p.Size()))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// gatherTexts is gather with what the texts are, whatever their blocks: a
// line "path [part] text" for each, and one for each skip.
func gatherTexts(t testing.TB, name string, data []byte, s *Settings) []string {
	t.Helper()
	g := &textGatherer{path: name, lines: new([]string)}
	b := DefaultBudget()
	b.Settings = s
	if err := g.read(&File{Name: name, Size: int64(len(data)), Reader: bytes.NewReader(data), Budget: &b}); err != nil {
		t.Fatal(err)
	}
	return *g.lines
}

type textGatherer struct {
	path  string
	lines *[]string
}

func (g *textGatherer) add(s string) { *g.lines = append(*g.lines, g.path+" "+s) }

func (g *textGatherer) Text(b *Block) error {
	g.add("[" + b.Part + "] " + strings.TrimSpace(string(b.Text)))
	return nil
}

func (g *textGatherer) Member(f *File) error {
	m := *g
	m.path += "!" + f.Name
	return m.read(f)
}

func (g *textGatherer) Skip(member string, s Skip) { g.add("skip " + member + ": " + s.Error()) }

func (g *textGatherer) read(f *File) error {
	err := Extract(context.Background(), f, g)
	if s, ok := err.(*Skip); ok {
		g.add("skip: " + s.Error())
		return nil
	}
	return err
}

func wideOf(s string) string {
	var b []byte
	for _, r := range s {
		b = binary.LittleEndian.AppendUint16(b, uint16(r))
	}
	return string(b)
}

func TestOLEUnknown(t *testing.T) {
	inner := oleOf(t, storedStream{"DocumentText", wideOf("埋め込まれた文書の本文")})
	native := "\x02\x00note.txt\x00C:\\note.txt\x00\x00\x00\x03\x00\x0c\x00\x00\x00C:\\tmp\\note\x00\x06\x00\x00\x00inside"
	native = string(binary.LittleEndian.AppendUint32(nil, uint32(len(native)))) + native
	data := oleOf(t,
		storedStream{"DocumentText", wideOf("架空 太郎の住所録です") + "\x01\x02"},
		storedStream{"Objects/1/\x01Ole10Native", native},
		storedStream{"Objects/2/CONTENTS", string(inner)},
		storedStream{"\x01CompObj", "\x01\x00"},
	)
	got := gatherTexts(t, "a.jtd", data, nil)
	expect(t, got,
		"a.jtd [stream DocumentText, offset 0x0] 架空 太郎の住所録です",
		"a.jtd!note.txt [] inside",
		"a.jtd!Objects/2/CONTENTS [stream DocumentText, offset 0x0] 埋め込まれた文書の本文",
		"a.jtd!Objects/2/CONTENTS skip: partial: no reader for this kind of compound file: readable runs were scanned",
		"a.jtd skip: partial: no reader for this kind of compound file: readable runs were scanned")

	got = gatherTexts(t, "a.jtd", data[:2<<9], nil) // the directory is lost
	expect(t, got, "a.jtd skip: damaged: the tables of the container cannot be read: readable runs were scanned")
}

// A bomb: many entries that share their sectors.
func TestOLEBomb(t *testing.T) {
	streams := []storedStream{{"Objects/0/CONTENTS", strings.Repeat("x", 1<<20)}}
	for range 2000 {
		streams = append(streams, storedStream{"Objects/a/CONTENTS", ""})
	}
	data := oleOf(t, streams...)
	one := bytes.Index(data, []byte(wideOf("CONTENTS")))
	for at := one + 128; ; at += 128 {
		i := bytes.Index(data[at:], []byte(wideOf("CONTENTS")))
		if i < 0 {
			break
		}
		at += i
		copy(data[at+116:at+128], data[one+116:one+128])
	}
	b := Budget{Depth: 4, Bytes: 16 << 20}
	lines := []string{}
	g := &gatherer{path: "a", lines: &lines, text: new(int)}
	if err := g.read(&File{Name: "a", Size: int64(len(data)), Reader: bytes.NewReader(data), Budget: &b}); err != nil {
		t.Fatal(err)
	}
	if last := lines[len(lines)-1]; !strings.Contains(last, ReasonTooLarge) || *g.text > 32<<20 {
		t.Errorf("got %d bytes of text and last %q, want the limit of 16 MB", *g.text, last)
	}
}

// list.xls was made by LibreOffice 7.4 from a flat ODF file: two sheets, the
// second of them hidden, a date, a number with zeros before it, a formula, a note.
func TestXLS(t *testing.T) {
	data, err := os.ReadFile("testdata/ole/list.xls")
	if err != nil {
		t.Fatal(err)
	}
	got := gatherTexts(t, "a.xls", data, nil)
	for _, want := range []string{
		"a.xls [名簿] 氏名\t生年月日\t番号\t写し\n架空 太郎\t1980",
		"\t0000123\t架空 太郎 様\n架空 花子\t\t12345678901",
		"a.xls [text boxes of 名簿] 注記 架空 三郎",
		"a.xls [隠し] 隠した 架空 次郎",
		"a.xls [properties] 架空名簿\n作成者: 架空 作成",
	} {
		if !slices.ContainsFunc(got, func(l string) bool { return strings.Contains(l, want) }) {
			t.Errorf("got %q, want %q in it", got, want)
		}
	}
	for _, l := range got {
		if strings.Contains(l, "skip") {
			t.Errorf("got %q, want nothing skipped", l)
		}
	}
}

func FuzzOLE(f *testing.F) {
	xls, err := os.ReadFile("testdata/ole/list.xls")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(xls)
	f.Add([]byte("\x09\x04\x06\x00\x00\x00\x10\x00\x00\x00\x04\x02\x09\x00\x00\x00\x00\x00\x00\x00\x01\x00a\x0a\x00\x00\x00"))
	fuzzArchive(f, "a.xls")
}
