package extract

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestGzip(t *testing.T) {
	one, two := gzipOf(t, "", "first\n"), gzipOf(t, "", "second\n")
	bad := slices.Clone(one)
	bad[len(bad)-5] ^= 1 // checksum
	tests := []struct {
		name string
		file string
		data []byte
		want []string
	}{
		{"name of the file", "a/log.txt.gz", one, []string{`a/log.txt.gz!log.txt: "first\n"`}},
		{"name in CP932", "a.gz", gzipOf(t, "\x95\x5c.txt", "x\n"), []string{`a.gz!表.txt: "x\n"`}},
		{"name with a path", "a.gz", gzipOf(t, "c:\\d\\e.txt", "x\n"), []string{`a.gz!e.txt: "x\n"`}},
		{"several", "a.gz", slices.Concat(one, two), []string{`a.gz!a: "first\nsecond\n"`}},
		{"padded", "a.gz", slices.Concat(one, make([]byte, 600)), []string{`a.gz!a: "first\n"`}},
		{"more behind", "a.gz", slices.Concat(one, []byte("abc")), []string{
			`a.gz!a: "first\n"`, "a.gz!a: skip: damaged: what follows the end of the packed data was not scanned"}},
		{"checksum", "a.gz", bad, []string{
			`a.gz!a: "first\n"`, "a.gz!a: skip: damaged: damaged: what came before was scanned"}},
		{"header only", "a.gz", one[:5], []string{"a.gz: skip: damaged: truncated: what came before the end was scanned"}},
		{"tgz", "a.tgz", gzipOf(t, "", string(tarOf(t, packed{name: "b.txt", text: "x\n"}))), []string{`a.tgz!a.tar!b.txt: "x\n"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := gather(t, tt.file, tt.data, DefaultBudget())
			expect(t, got, tt.want...)
		})
	}
}

func TestGzipTruncated(t *testing.T) {
	var text strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&text, "line %d\n", i*i)
	}
	data := gzipOf(t, "", text.String())
	var lines []string
	g := &gatherer{path: "a.gz", lines: &lines, text: new(int)}
	b := DefaultBudget()
	if err := g.read(&File{Name: "a.gz", Size: int64(len(data)), Reader: bytes.NewReader(data[:len(data)-1000]), Budget: &b}); err != nil {
		t.Fatal(err)
	}
	if *g.text < text.Len()/2 {
		t.Errorf("got %d bytes of text, want nearly all of %d", *g.text, text.Len())
	}
	expect(t, lines, "a.gz!a: skip: damaged: truncated: what came before the end was scanned")
}

func FuzzGzip(f *testing.F) {
	one := gzipOf(f, "n", "first\n")
	f.Add(one)
	f.Add(slices.Concat(one, []byte{0, 0}, one))
	f.Add(gzipOf(f, "", string(bytes.Repeat([]byte{0}, 1<<16))))
	fuzzArchive(f, "a.gz")
}
