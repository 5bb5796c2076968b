package extract

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// programStub is the start of a program that can read archives itself.
func programStub() []byte {
	b := append([]byte("MZ"), make([]byte, 126)...)
	b = append(b, "PE\x00\x00 Rar!\x1a\x07\x00 7z\xbc\xaf\x27\x1c -lh5- MSCF\x00\x00\x00\x00 \x60\xea PK\x03\x04 "...)
	return append(b, make([]byte, 70000)...)
}

func TestSelfExtracting(t *testing.T) {
	stub, rows := programStub(), fmt.Sprintf("%q", packedRows())
	unpacks := "a.exe: skip: partial: a program that unpacks itself: the archive in it was read, and of the program the readable runs"
	zip := zipOf(t, packed{name: "b.txt", text: "second\n"})
	tests := []struct {
		name string
		data []byte
		want []string
	}{
		{"7z", readTestdata(t, "7z/solid.7z"), []string{"a.exe!archive.7z!rows.csv: " + rows, "a.exe!archive.7z!表.csv: " + rows, unpacks}},
		{"lzh", readTestdata(t, "lzh/lh6_1.lzh"), []string{"a.exe!archive.lzh!rows.csv: " + rows, "a.exe!archive.lzh!表示データ/ソート機能4.csv: " + rows, unpacks}},
		{"rar 4", slices.Concat(rar4Main(0), rar4Member(0, 29, "b.txt", "second\n"), rar4End(0)), []string{"a.exe!archive.rar!b.txt: \"second\\n\"", unpacks}},
		{"rar 5", slices.Concat(rar5Main(), rar5Member(0, "b.txt", "second\n", ""), rar5End(0)), []string{"a.exe!archive.rar!b.txt: \"second\\n\"", unpacks}},
		{"cab, and more", append(readTestdata(t, "cab/stored.cab"), "\x00\x00behind 03-0000-0000 in the program\x00"...), []string{
			"a.exe!archive.cab!rows.csv: " + rows, `a.exe: "behind 03-0000-0000 in the program\n"`, unpacks}},
		{"arj", readTestdata(t, "arj/method1.arj"), []string{"a.exe!archive.arj!rows.csv: " + rows, "a.exe!archive.arj!表.csv: " + rows, unpacks}},
		{"zip", zip, []string{`a.exe!b.txt: "second\n"`, unpacks}},
		{"none", nil, []string{"a.exe: skip: partial: no reader for Windows programs: readable runs were scanned"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, gap := range []int{0, 1, 65530} {
				got := gather(t, "a.exe", slices.Concat(stub, make([]byte, gap), tt.data), DefaultBudget())
				got = slices.DeleteFunc(got, func(s string) bool { return strings.Contains(s, "lh5- MSCF") })
				expect(t, got, tt.want...)
			}
		})
	}
	text := []byte("MZ is how programs begin.\n")
	expect(t, gather(t, "a.txt", text, DefaultBudget()), fmt.Sprintf("a.txt: %q", text))
}

func FuzzSelfExtracting(f *testing.F) {
	f.Add(append(programStub()[:200], readTestdata(f, "lzh/lh6_1.lzh")...))
	f.Add(append(programStub()[:200], readTestdata(f, "cab/mszip.cab")...))
	f.Add(bytes.Join([][]byte{programStub()[:200], rar4Main(0), rar4Member(0, 29, "b.txt", "second\n"), rar4End(0)}, nil))
	fuzzArchive(f, "a.exe")
}
