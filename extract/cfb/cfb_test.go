package cfb

import (
	"bytes"
	"encoding/binary"
	"io"
	"os"
	"strings"
	"testing"
)

// nodes are a small compound file: a stream, and a storage with another.
func nodes(text string) []Node {
	return []Node{
		{Name: "Root Entry", Storage: true},
		{Name: "Empty"},
		{Name: "名簿", Data: strings.NewReader(text), Size: int64(len(text))},
		{Name: "Storage", Storage: true},
		{Name: "\x01Inner", Data: strings.NewReader("inner"), Size: 5, Parent: 3},
	}
}

// packed is such a file with sectors as [MS-CFB] has them.
func packed(t testing.TB, nodes []Node) []byte {
	t.Helper()
	b, err := io.ReadAll(io.NewSectionReader(Pack(nodes), 0, Pack(nodes).Size()))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// texts reads all streams of a file: "path=content".
func texts(t testing.TB, b []byte) (list []string, f *File) {
	t.Helper()
	f, err := Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return []string{err.Error()}, nil
	}
	for _, e := range f.Entries[1:] {
		if e.Storage {
			continue
		}
		text, err := io.ReadAll(f.Reader(e))
		line := e.Path() + "=" + string(text)
		if err != nil {
			line += "; " + err.Error()
		}
		list = append(list, line)
	}
	return list, f
}

func equal(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if g, w := strings.Join(got, "|"), strings.Join(want, "|"); g != w {
		t.Errorf("%s: got %q, want %q", what, g, w)
	}
}

func TestPack(t *testing.T) {
	long := strings.Repeat("架空 太郎 03-0000-0000\n", 9000)
	got, f := texts(t, packed(t, nodes(long)))
	equal(t, "all", got, "Empty=", "名簿="+long, "Storage/\x01Inner=inner")
	if f.Damaged {
		t.Error("got a damaged file, want a whole one")
	}
	b := packed(t, f.Storage(f.Entries[3]))
	got, _ = texts(t, b)
	equal(t, "storage", got, "\x01Inner=inner")
}

func TestDamage(t *testing.T) {
	const sector = 1 << smallShift
	long := strings.Repeat("0123456789abcdef", sector/8) // two sectors
	whole := packed(t, nodes(long))
	change := func(f func(b []byte) []byte) ([]string, *File) { return texts(t, f(bytes.Clone(whole))) }
	dir := 2 * sector

	got, _ := change(func(b []byte) []byte { return b[:len(b)-sector-sector/2] })
	equal(t, "cut", got, "Empty=", "名簿="+long[:sector+sector/2]+"; unexpected EOF", "Storage/\x01Inner=; unexpected EOF")

	got, f := change(func(b []byte) []byte { // the tree loses all but the first entry
		binary.LittleEndian.PutUint32(b[dir+entrySize+72:], 1<<20)
		return b
	})
	equal(t, "tree", got, "Empty=", "名簿="+long, "\x01Inner=inner")
	if !f.Damaged {
		t.Error("tree: got a whole file, want a damaged one")
	}
	got, _ = change(func(b []byte) []byte { // a stream that chains to itself
		binary.LittleEndian.PutUint32(b[sector+4*3:], 3)
		return b
	})
	equal(t, "loop", got[1:2], "名簿="+long[:sector]+long[:sector])

	got, _ = change(func(b []byte) []byte { return b[:sector+100] })
	equal(t, "no directory", got, ErrFormat.Error())
	got, _ = texts(t, nil)
	equal(t, "empty", got, ErrFormat.Error())
}

// A file of storages in storages costs what its bytes cost.
func TestNestedStorages(t *testing.T) {
	list := []Node{{Name: "Root Entry", Storage: true}}
	for i := range 50_000 {
		list = append(list, Node{Name: "s", Storage: true, Parent: i})
	}
	list = append(list, Node{Name: "text", Data: strings.NewReader("deep"), Size: 4, Parent: 50_000})
	got, f := texts(t, packed(t, list))
	equal(t, "nested", got, "text=deep")
	if !f.Damaged || len(f.Entries) > maxDepth+2 {
		t.Errorf("got %d entries, damaged %v, want %d of a damaged file", len(f.Entries), f.Damaged, maxDepth+2)
	}
}

func TestProperties(t *testing.T) {
	le := binary.LittleEndian
	u32 := func(b []byte, vs ...uint32) []byte {
		for _, v := range vs {
			b = le.AppendUint32(b, v)
		}
		return b
	}
	set := u32(nil, 0, 3, 1, 32, 2, 40, 4, 56)
	set = append(u32(set, typeShort), 0xA4, 0x03, 0, 0)                        // code page 932
	set = append(u32(set, typeANSI, 5), "\x96\xBC\x95\xEB\x00\x00\x00\x00"...) // 名簿
	set = append(u32(set, typeWide, 3), "\x6B\x30\x6A\x30\x00\x00\x00\x00"...) // two characters
	b := append(u32([]byte{0xFE, 0xFF, 0, 0}, 0, 0, 0, 0, 0, 1), make([]byte, 16)...)
	b = append(u32(b, 48), set...)
	got, err := Properties(b)
	if err != nil || len(got) != 2 {
		t.Fatalf("got %v, %v, want two properties", got, err)
	}
	if p := got[0]; p.ID != 2 || p.Codepage != 932 || string(p.Text) != "\x96\xBC\x95\xEB" {
		t.Errorf("got %+v, want 名簿 in CP932", p)
	}
	if p := got[1]; p.ID != 4 || p.Codepage != 1200 || len(p.Text) != 4 {
		t.Errorf("got %+v, want two characters of UTF-16", p)
	}
	if got, err := Properties(b[:len(b)-4]); err == nil || len(got) != 2 {
		t.Errorf("of a cut set got %v, %v, want what is there and an error", got, err)
	}
}

// The example of [MS-OVBA] 3.2.2 and one that is cut.
func TestDecompress(t *testing.T) {
	packed := []byte("\x01\x2f\xb0\x00\x23\x61\x61\x61\x62\x63\x64\x65\x82\x66\x00\x70\x61\x67\x68\x69\x6a\x01\x38\x08\x61\x6b\x6c\x00\x30\x6d\x6e\x6f\x70\x06\x71\x02\x70\x04\x10\x72\x73\x74\x75\x76\x10\x77\x78\x79\x7a\x00\x3c")
	got, err := Decompress(packed, 1<<10)
	if want := "#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa"; err != nil || string(got) != want {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
	got, err = Decompress(packed[:20], 1<<10)
	if want := "#aaabcdefaaaaghi"; err != io.ErrUnexpectedEOF || string(got) != want {
		t.Errorf("of a cut one got %q, %v, want its begin and that it is cut", got, err)
	}
}

func FuzzOpen(f *testing.F) {
	small := packed(f, nodes("text"))
	f.Add(small)
	f.Add(small[:3<<smallShift])
	if real, err := os.ReadFile("../testdata/ole/list.xls"); err == nil {
		f.Add(real)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := Open(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		var all int64
		for _, e := range c.Entries {
			if e.Size > int64(len(data)) {
				t.Errorf("got a stream of %d bytes in a file of %d", e.Size, len(data))
			}
			if all += e.Size; e.Storage || all > 16<<20 {
				continue
			}
			_, _ = io.Copy(io.Discard, c.Reader(e))
			b, _ := io.ReadAll(io.LimitReader(c.Reader(e), 1<<20))
			_, _ = Properties(b)
			_, _ = Decompress(b, 1<<20)
		}
		p := Pack(c.Storage(c.Entries[0]))
		if _, err := Open(p, p.Size()); err != nil && err != ErrLarge {
			t.Errorf("got %v for what was packed", err)
		}
	})
}
