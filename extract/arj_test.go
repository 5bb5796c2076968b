package extract

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"slices"
	"testing"
)

// arjHeader makes a header.
func arjHeader(kind, method, flags byte, name, text string) []byte {
	le := binary.LittleEndian
	h := []byte{30, 11, 1, 0, flags, method, kind, 0, 0, 0, 0x21, 0x28}
	h = le.AppendUint32(h, uint32(len(text)))
	h = le.AppendUint32(h, uint32(len(text)))
	h = le.AppendUint32(h, crc32.ChecksumIEEE([]byte(text)))
	h = append(h, 0, 0, 0, 0, 0, 0)
	h = append(h, name+"\x00\x00"...)
	b := le.AppendUint16([]byte("\x60\xea"), uint16(len(h)))
	return append(le.AppendUint32(append(b, h...), crc32.ChecksumIEEE(h)), 0, 0)
}

// arjMember makes a stored member.
func arjMember(name, text string) []byte { return append(arjHeader(0, 0, 0, name, text), text...) }

func TestArj(t *testing.T) {
	rows := fmt.Sprintf("%q", packedRows())
	both := []string{"a.arj!rows.csv: " + rows, "a.arj!表.csv: " + rows}
	head, end := arjHeader(2, 0, 0, "a.arj", ""), []byte("\x60\xea\x00\x00")
	first, second := arjMember("d\\\x95\x5c.txt", "first\n"), arjMember("b.txt", "second\n")
	one, two := `a.arj!d/表.txt: "first\n"`, `a.arj!b.txt: "second\n"`
	wrong := slices.Clone(first)
	wrong[len(wrong)-1] = '!'
	broken := slices.Clone(first)
	broken[20]++
	tests := []struct {
		name string
		data []byte
		want []string
	}{
		{"method 1", readTestdata(t, "arj/method1.arj"), both},
		{"method 4", readTestdata(t, "arj/method4.arj"), both},
		{"stored", slices.Concat(head, first, second, end), []string{one, two}},
		{"folder", slices.Concat(head, arjHeader(3, 0, 0, "d", ""), second, end), []string{two}},
		{"no end mark", slices.Concat(head, first), []string{one, "a.arj: skip: damaged: truncated: what came before the end was scanned"}},
		{"cut in a member", slices.Concat(head, first, second[:len(second)-3]), []string{one, `a.arj!b.txt: "seco"`,
			"a.arj!b.txt: skip: damaged: truncated: what came before the end was scanned",
			"a.arj: skip: damaged: truncated: what came before the end was scanned"}},
		{"checksum", slices.Concat(head, wrong, second, end), []string{`a.arj!d/表.txt: "first!"`,
			"a.arj!d/表.txt: skip: damaged: does not match its checksum: what could be unpacked was scanned", two}},
		{"damaged header", slices.Concat(head, broken, second, end), []string{two, "a.arj: skip: damaged: damaged: members found behind the damage were scanned"}},
		{"encrypted", slices.Concat(head, arjHeader(0, 0, 1, "x", ""), second, end), []string{"a.arj: skip x: encrypted", two}},
		{"first part", slices.Concat(head, arjHeader(0, 0, 4, "c.txt", "thi"), []byte("thi"), end), []string{`a.arj!c.txt: "thi"`,
			"a.arj: skip: partial: one part of a split archive: what is in it was scanned"}},
		{"method", slices.Concat(head, arjHeader(0, 7, 0, "x", ""), second, end), []string{"a.arj: skip x: unsupported: packed by method 7, which is not read", two}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			expect(t, gather(t, "a.arj", tt.data, DefaultBudget()), tt.want...)
		})
	}
}

func FuzzArj(f *testing.F) {
	f.Add(readTestdata(f, "arj/method1.arj"))
	f.Add(readTestdata(f, "arj/method4.arj"))
	f.Add(bytes.Join([][]byte{arjHeader(2, 0, 0, "a.arj", ""), arjMember("b.txt", "second\n"), []byte("\x60\xea\x00\x00")}, nil))
	fuzzArchive(f, "a.arj")
}
