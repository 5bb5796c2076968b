package extract

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// A cabData is a block of a folder: packed bytes and what they unpack to.
type cabData struct {
	packed string
	size   int
}

// A cabFile is a member for cabOf.
type cabFile struct {
	name         string
	size, offset int
	folder       uint16
}

// cabOf makes a cabinet of one folder, with reserved space everywhere.
func cabOf(method uint16, blocks []cabData, files ...cabFile) []byte {
	le := binary.LittleEndian
	var list, data []byte
	for _, f := range files {
		list = le.AppendUint32(list, uint32(f.size))
		list = le.AppendUint32(list, uint32(f.offset))
		list = le.AppendUint16(list, f.folder)
		list = append(append(list, 0, 0, 0, 0, 0x20, 0), f.name+"\x00"...)
	}
	for _, b := range blocks {
		data = append(data, 0, 0, 0, 0)
		data = le.AppendUint16(data, uint16(len(b.packed)))
		data = le.AppendUint16(data, uint16(b.size))
		data = append(data, "xyz"+b.packed...)
	}
	head := []byte("MSCF\x00\x00\x00\x00")
	head = le.AppendUint32(head, uint32(36+4+5+10+len(list)+len(data)))
	head = append(head, 0, 0, 0, 0, 36+4+5+10, 0, 0, 0, 0, 0, 0, 0, 3, 1, 1, 0)
	head = le.AppendUint16(head, uint16(len(files)))
	head = append(head, 4, 0, 1, 0, 0, 0, 5, 0, 2, 3, 'r', 'e', 's', 'e', 'r')
	head = le.AppendUint32(head, uint32(len(head)+10+len(list)))
	head = le.AppendUint16(head, uint16(len(blocks)))
	head = append(le.AppendUint16(head, method), 'v', 'e')
	return slices.Concat(head, list, data)
}

func TestCab(t *testing.T) {
	rows := fmt.Sprintf("%q", packedRows())
	two := []cabData{{"first\nsec", 9}, {"ond\n", 4}}
	one, other := cabFile{"d\\\x95\x5c.txt", 6, 0, 0}, cabFile{"b.txt", 7, 6, 0}
	whole := cabOf(0, two, one, other)
	stored := readTestdata(t, "cab/stored.cab")
	wrong := slices.Clone(stored)
	wrong[len(wrong)-1]++
	tests := []struct {
		name string
		data []byte
		want []string
	}{
		{"MSZIP", readTestdata(t, "cab/mszip.cab"), []string{"a.cab!rows.csv: " + rows, "a.cab!表.csv: " + rows}},
		{"stored", stored, []string{"a.cab!rows.csv: " + rows}},
		{"reserved space", whole, []string{`a.cab!d/表.txt: "first\n"`, `a.cab!b.txt: "second\n"`}},
		{"order", cabOf(0, two, other, one), []string{`a.cab!d/表.txt: "first\n"`, `a.cab!b.txt: "second\n"`}},
		{"overlap", cabOf(0, two, other, one, cabFile{"c", 9, 2, 0}), []string{`a.cab!d/表.txt: "first\n"`, `a.cab!c: "rst\nsecon"`, `a.cab!b.txt: "second\n"`}},
		{"checksum", wrong, []string{"a.cab!rows.csv: skip: damaged: does not match its checksum: what came before was scanned"}},
		{"truncated", whole[:len(whole)-2], []string{`a.cab!d/表.txt: "first\n"`, `a.cab!b.txt: "sec"`,
			"a.cab!b.txt: skip: damaged: truncated: what came before the end was scanned",
			"a.cab: skip: damaged: truncated: what came before the end was scanned"}},
		{"truncated list", whole[:80], []string{"a.cab!d/表.txt: skip: damaged: truncated: what came before the end was scanned",
			"a.cab: skip: damaged: truncated: what came before the end was scanned"}},
		{"Quantum", cabOf(2, two, one), []string{"a.cab: skip d/表.txt: unsupported: packed by Quantum, which is not read"}},
		{"MSZIP, damaged", cabOf(1, []cabData{{"CK\x07", 9}}, one), []string{"a.cab!d/表.txt: skip: damaged: damaged: what came before was scanned"}},
		{"behind damage", cabOf(1, []cabData{{"CK\x07", 9}}, one, other), []string{"a.cab!d/表.txt: skip: damaged: damaged: what came before was scanned",
			"a.cab: skip b.txt: damaged: packed together with something that is damaged"}},
		{"goes on", cabOf(0, append(two, cabData{"thi", 0}), one, cabFile{"c.txt", 9, 6, 0xfffe}), []string{`a.cab!d/表.txt: "first\n"`, `a.cab!c.txt: "second\n"`,
			"a.cab!c.txt: skip: partial: goes on in the next cabinet of the set"}},
		{"began before", cabOf(0, two, cabFile{"c.txt", 9, 0, 0xfffd}, other), []string{
			"a.cab: skip c.txt: partial: begins in the cabinet before this one of the set",
			"a.cab: skip b.txt: partial: packed together with a member that begins in the cabinet before this one of the set"}},
		{"folder", cabOf(0, two, one, cabFile{"c.txt", 9, 0, 7}), []string{`a.cab!d/表.txt: "first\n"`, "a.cab: skip: damaged: damaged: what came before was scanned"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			expect(t, gather(t, "a.cab", tt.data, DefaultBudget()), tt.want...)
		})
	}
}

// Members that all lie over one piece of data are charged for each.
func TestCabBomb(t *testing.T) {
	var files []cabFile
	for i := range 300 {
		files = append(files, cabFile{fmt.Sprint(i), 32 << 10, 0, 0})
	}
	data := cabOf(0, []cabData{{strings.Repeat("x", 32<<10), 32 << 10}}, files...)
	b := Budget{Depth: 4, Bytes: 1 << 20}
	var lines []string
	g := &gatherer{path: "a.cab", lines: &lines, text: new(int)}
	if err := g.read(&File{Name: "a.cab", Size: int64(len(data)), Reader: bytes.NewReader(data), Budget: &b}); err != nil {
		t.Fatal(err)
	}
	if last := lines[len(lines)-1]; !strings.HasPrefix(last, "a.cab: skip: too-large-expanded") || *g.text > 1<<20 {
		t.Errorf("got %d bytes of text and %s, want the limit told and no more than it", *g.text, last)
	}
}

func FuzzCab(f *testing.F) {
	f.Add(readTestdata(f, "cab/mszip.cab"))
	f.Add(cabOf(0, []cabData{{"first\nsec", 9}, {"ond\n", 4}}, cabFile{"a", 6, 0, 0}, cabFile{"b.txt", 7, 6, 0}))
	f.Add(cabOf(0x1503, []cabData{{"\x00\x00\x00\x00\x00\x00", 9}}, cabFile{"a", 6, 0, 0}))
	fuzzArchive(f, "a.cab")
}
