package extract

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/shikiri/shikiri/extract/lzh"
)

// packedRows are the rows in the archives of testdata that real programs made.
func packedRows() string {
	var b strings.Builder
	for i := range 100 {
		fmt.Fprintf(&b, "%07d,架空 太郎,03-0000-%04d\r\n", i, i)
	}
	return b.String()
}

func readTestdata(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestLzhMethods(t *testing.T) {
	rows := fmt.Sprintf("%q", packedRows())
	for _, name := range []string{"lh0_0", "lh1_1", "lh4_2", "lh5_0", "lh6_1", "lh7_2", "lz4_1", "lz5_2", "lzs_0"} {
		t.Run(name, func(t *testing.T) {
			data := readTestdata(t, "lzh/"+name+".lzh")
			expect(t, gather(t, "a.lzh", data, DefaultBudget()), "a.lzh!rows.csv: "+rows, "a.lzh!表示データ/ソート機能4.csv: "+rows)
		})
	}
	t.Run("lhx", func(t *testing.T) { // lh7 with a window of another size
		data := bytes.ReplaceAll(readTestdata(t, "lzh/lh7_2.lzh"), []byte("-lh7-"), []byte("-lhx-"))
		expect(t, gather(t, "a.lzh", data, DefaultBudget()), "a.lzh!rows.csv: "+rows, "a.lzh!表示データ/ソート機能4.csv: "+rows)
	})
	t.Run("lh1, halved", func(t *testing.T) {
		got := strings.Join(gather(t, "a.lzh", readTestdata(t, "lzh/lh1_halved.lzh"), DefaultBudget()), "\n")
		if want := "0000099,架空 太郎,03-0000-0099"; !strings.Contains(got, want) || strings.Contains(got, "damaged") {
			t.Errorf("got %d bytes of lines %.200q, want them to hold %q and no damage", len(got), got, want)
		}
	})
	t.Run("lh2", func(t *testing.T) {
		expect(t, gather(t, "a.lzh", readTestdata(t, "lzh/lh2_0.lzh"), DefaultBudget()),
			"a.lzh: skip rows.csv: unsupported: packed by lh2, which is not read",
			"a.lzh: skip 表示データ/ソート機能4.csv: unsupported: packed by lh2, which is not read")
	})
}

// lzhMember makes a stored member; ext are extended headers: type and content.
func lzhMember(level byte, method, name, text string, ext ...string) []byte {
	le := binary.LittleEndian
	h := append([]byte{0, 0}, method...)
	h = le.AppendUint32(h, uint32(len(text)))
	h = le.AppendUint32(h, uint32(len(text)))
	h = append(h, 1, 2, 3, 4, 0x20, level)
	crc := lzh.CRC(0, []byte(text))
	switch level {
	case 0, 1:
		h = append(append(h, byte(len(name))), name...)
		h = le.AppendUint16(h, crc)
		var chain []byte
		if level == 1 {
			h = append(h, 'w')
			next := 0
			for i := len(ext) - 1; i >= 0; i-- {
				chain = slices.Concat([]byte(ext[i]), le.AppendUint16(nil, uint16(next)), chain)
				next = len(ext[i]) + 2
			}
			h = le.AppendUint16(h, uint16(next))
		}
		le.PutUint32(h[7:], uint32(len(text)+len(chain)))
		h[0] = byte(len(h) - 2)
		for _, c := range h[2:] {
			h[1] += c
		}
		h = append(h, chain...)
	case 2:
		h = append(le.AppendUint16(h, crc), 'w')
		for _, e := range ext {
			h = append(le.AppendUint16(h, uint16(len(e)+2)), e...)
		}
		h = append(h, 0, 0)
		le.PutUint16(h, uint16(len(h)))
	case 3:
		h = append(le.AppendUint16(h, crc), 'w', 0, 0, 0, 0)
		for _, e := range ext {
			h = append(le.AppendUint32(h, uint32(len(e)+4)), e...)
		}
		h = append(h, 0, 0, 0, 0)
		le.PutUint16(h, 4)
		le.PutUint32(h[24:], uint32(len(h)))
	}
	return append(h, text...)
}

// osNine makes a header of level 2 what LHa for OS-9 makes.
func osNine(b []byte) []byte {
	b[0], b[23] = b[0]-2, 'K'
	return b
}

func TestLzhHeaders(t *testing.T) {
	first := lzhMember(0, "-lh0-", "d\\\x95\x5c.txt", "first\n")
	second := lzhMember(1, "-lh0-", "b", "second\n", "\x02\x95\x5c\xffe\xff", "\x01c.txt")
	one, two := `a.lzh!d/表.txt: "first\n"`, `a.lzh!表/e/c.txt: "second\n"`
	lost := "a.lzh: skip: damaged: damaged: members found behind the damage were scanned"
	bad := slices.Clone(first)
	bad[1]++
	wrong := slices.Clone(first)
	wrong[len(wrong)-1] = '!'
	tests := []struct {
		name string
		data []byte
		want []string
	}{
		{"levels 0 and 1", slices.Concat(first, second, []byte{0}), []string{one, two}},
		{"level 2", append(lzhMember(2, "-lh0-", "", "x\n", "\x00\x00\x00", "\x02f", "\x01g.txt"), 0), []string{`a.lzh!f/g.txt: "x\n"`}},
		{"level 3", append(lzhMember(3, "-lz4-", "", "x\n", "\x02f\xff", "\x01g.txt"), 0), []string{`a.lzh!f/g.txt: "x\n"`}},
		{"UTF-16", append(lzhMember(2, "-lh0-", "", "x\n", "\x01?", "\x44\x41\x53g\x00", "\x45\x68\x88\xff\xff"), 0), []string{`a.lzh!表/十g: "x\n"`}},
		{"folder", slices.Concat(lzhMember(1, "-lhd-", "", "", "\x02d\xff"), first, []byte{0}), []string{one}},
		{"no name", append(lzhMember(0, "-pm0-", "", "x\n"), 0), []string{`a.lzh!member 1: "x\n"`}},
		{"padded", slices.Concat(first, make([]byte, 64), []byte{0x1a, 0x1a}), []string{one}},
		{"joined", slices.Concat(first, []byte{0}, second, []byte{0}), []string{one, two}},
		{"more behind", slices.Concat(first, []byte("\x00abc")), []string{one, "a.lzh: skip: damaged: what follows the end mark was not scanned"}},
		{"no end mark of LArc", lzhMember(0, "-lz4-", "d/b.txt", "x\n"), []string{`a.lzh!d/b.txt: "x\n"`}},
		{"OS-9", append(osNine(lzhMember(2, "-lh0-", "", "x\n", "\x01g.txt")), 0), []string{`a.lzh!g.txt: "x\n"`}},
		{"no end mark", slices.Concat(first, second), []string{one, two, "a.lzh: skip: damaged: ends without an end mark: members may be missing"}},
		{"cut in a header", slices.Concat(first, second[:15]), []string{one, "a.lzh: skip: damaged: truncated: what came before the end was scanned"}},
		{"cut in a member", slices.Concat(first, second[:len(second)-3]), []string{one, `a.lzh!表/e/c.txt: "seco"`,
			"a.lzh!表/e/c.txt: skip: damaged: truncated: what came before the end was scanned",
			"a.lzh: skip: damaged: truncated: what came before the end was scanned"}},
		{"checksum", slices.Concat(wrong, second, []byte{0}), []string{`a.lzh!d/表.txt: "first!"`,
			"a.lzh!d/表.txt: skip: damaged: does not match its checksum: what could be unpacked was scanned", two}},
		{"garbage between", slices.Concat(first, []byte("garbage -lh5- and more of it, so that it is long enough"), second, []byte{0}), []string{one, two, lost}},
		{"first header", slices.Concat(bad, second, []byte{0}), []string{two, lost}},
		{"cut in the first header", first[:15], []string{"a.lzh: skip: damaged: truncated: what came before the end was scanned"}},
		{"method", slices.Concat(lzhMember(0, "-pm2-", "x", "text"), first, []byte{0}), []string{
			"a.lzh: skip x: unsupported: packed by pm2, which is not read", one}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			expect(t, gather(t, "a.lzh", tt.data, DefaultBudget()), tt.want...)
		})
	}
}

// A text that looks like a header at a glance is a text.
func TestLzhNotText(t *testing.T) {
	text := "xx-lh5- is how LZH archives begin, more or less.\n"
	expect(t, gather(t, "a.lzh", []byte(text), DefaultBudget()), fmt.Sprintf("a.lzh: %q", text))
}

func FuzzLzh(f *testing.F) {
	for _, name := range []string{"lh1_1", "lh5_0", "lh7_2", "lz5_2", "lzs_0"} {
		f.Add(readTestdata(f, "lzh/"+name+".lzh"))
	}
	f.Add(append(lzhMember(3, "-lz4-", "", "x\n", "\x02f\xff", "\x01g.txt"), 0))
	fuzzArchive(f, "a.lzh")
}
