package extract

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

func TestTar(t *testing.T) {
	two := tarOf(t, packed{name: "d/"}, packed{name: "d/\x95\x5c.txt", text: "first\n"}, packed{name: "\xc9\xbd\xbc\xa8.txt", text: "second\n"})
	first, second := `a.tar!d/表.txt: "first\n"`, `a.tar!表示.txt: "second\n"`
	v7 := slices.Clone(tarOf(t, packed{name: "b.txt", text: "x\n"}))
	clear(v7[257:345]) // the mark and what POSIX has behind it
	copy(v7[148:], "        ")
	sum := 0
	for _, c := range v7[:512] {
		sum += int(c)
	}
	copy(v7[148:], []byte{'0', '0' + byte(sum>>9&7), '0' + byte(sum>>6&7), '0' + byte(sum>>3&7), '0' + byte(sum&7), 0})
	tests := []struct {
		name string
		data []byte
		want []string
	}{
		{"names in CP932 and EUC", two, []string{first, second}},
		{"joined", slices.Concat(two, tarOf(t, packed{name: "c", text: "third\n"})), []string{first, second, `a.tar!c: "third\n"`}},
		{"padded", slices.Concat(two, make([]byte, 10240)), []string{first, second}},
		{"more behind", slices.Concat(two, []byte("abc")), []string{first, second, "a.tar: skip: damaged: what follows the end mark was not scanned"}},
		{"no end mark", two[:len(two)-1024], []string{first, second, "a.tar: skip: damaged: ends without an end mark: members may be missing"}},
		{"truncated in a member", two[:len(two)-1024-509], []string{first, `a.tar!表示.txt: "sec"`,
			"a.tar!表示.txt: skip: damaged: truncated: what came before the end was scanned",
			"a.tar: skip: damaged: truncated: what came before the end was scanned"}},
		{"damaged header", slices.Concat(two[:1536], bytes.Repeat([]byte("x"), 1024)), []string{first,
			"a.tar: skip: damaged: damaged: what lies between some members was not scanned"}},
		{"v7", v7, []string{`a.tar!b.txt: "x\n"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			expect(t, gather(t, "a.tar", tt.data, DefaultBudget()), tt.want...)
		})
	}
}

// A sparse file's header claims a size that costs nothing.
func TestTarSparseBomb(t *testing.T) {
	const pax = "22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n30 GNU.sparse.name=sparse.txt\n37 GNU.sparse.realsize=1099511627776\n"
	data := tarOf(t, packed{name: "PaxHeaders/x", text: pax}, packed{name: "GNUSparseFile/x", text: "1\n1099511627775\n1\n" + string(make([]byte, 512-18)) + "x"}, packed{name: "b.txt", text: "after\n"})
	for _, h := range []struct {
		at   int
		flag byte
	}{{0, 'x'}, {1024, '0'}} {
		block := data[h.at : h.at+512]
		block[156] = h.flag
		copy(block[257:], "ustar\x0000")
		copy(block[148:], "        ")
		sum := 0
		for _, c := range block {
			sum += int(c)
		}
		copy(block[148:], []byte{'0' + byte(sum>>15&7), '0' + byte(sum>>12&7), '0' + byte(sum>>9&7), '0' + byte(sum>>6&7), '0' + byte(sum>>3&7), '0' + byte(sum&7), 0, ' '})
	}
	b := Budget{Depth: 4, Bytes: 8 << 20}
	var lines []string
	g := &gatherer{path: "a.tar", lines: &lines, text: new(int)}
	if err := g.read(&File{Name: "a.tar", Size: int64(len(data)), Reader: bytes.NewReader(data), Budget: &b}); err != nil {
		t.Fatal(err)
	}
	if len(lines) != 1 || !strings.HasPrefix(lines[0], "a.tar!sparse.txt: skip: too-large-expanded:") {
		t.Errorf("got %q, want one skip by the limit", lines)
	}
}

func FuzzTar(f *testing.F) {
	f.Add(tarOf(f, packed{name: "d/"}, packed{name: "d/b.txt", text: "first\n"}))
	f.Add(slices.Concat(tarOf(f, packed{name: "b.txt", text: "x\n"}), tarOf(f, packed{name: "c.gz", text: string(gzipOf(f, "", "y\n"))})))
	fuzzArchive(f, "a.tar")
}
