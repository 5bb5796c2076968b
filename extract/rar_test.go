package extract

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/binary"
	"hash/crc32"
	"slices"
	"testing"
)

// rar4Block makes a block of RAR 1.5 to 4: its head, behind the checksum, and data.
func rar4Block(kind byte, flags uint16, head, data []byte) []byte {
	b := []byte{kind}
	b = binary.LittleEndian.AppendUint16(b, flags)
	b = binary.LittleEndian.AppendUint16(b, uint16(7+len(head)))
	b = append(b, head...)
	sum := binary.LittleEndian.AppendUint16(nil, uint16(crc32.ChecksumIEEE(b)))
	return slices.Concat(sum, b, data)
}

func rar4Main(flags uint16) []byte {
	return append([]byte(rarMark+"\x00"), rar4Block(0x73, flags, make([]byte, 6), nil)...)
}

func rar4End(flags uint16) []byte { return rar4Block(0x7b, 0x4000|flags, nil, nil) }

// rar4Member makes a stored member.
func rar4Member(flags uint16, version byte, name, text string) []byte {
	le := binary.LittleEndian
	h := le.AppendUint32(nil, uint32(len(text)))
	h = le.AppendUint32(h, uint32(len(text)))
	h = append(h, 2)
	h = le.AppendUint32(h, crc32.ChecksumIEEE([]byte(text)))
	h = append(h, 0, 0, 0x21, 0x28, version, 0x30)
	h = le.AppendUint16(h, uint16(len(name)))
	h = le.AppendUint32(h, 0x20)
	return rar4Block(0x74, 0x8000|flags, append(h, name...), []byte(text))
}

// rar5Block makes a block of RAR 5.
func rar5Block(kind, flags uint64, head, extra, data []byte) []byte {
	b := binary.AppendUvarint(nil, kind)
	if len(extra) > 0 {
		flags |= 1
	}
	if data != nil {
		flags |= 2
	}
	b = binary.AppendUvarint(b, flags)
	if len(extra) > 0 {
		b = binary.AppendUvarint(b, uint64(len(extra)))
	}
	if data != nil {
		b = binary.AppendUvarint(b, uint64(len(data)))
	}
	b = slices.Concat(b, head, extra)
	b = append(binary.AppendUvarint(nil, uint64(len(b))), b...)
	return slices.Concat(binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE(b)), b, data)
}

func rar5Main(flags ...byte) []byte {
	return append([]byte(rarMark+"\x01\x00"), rar5Block(1, 0, append(flags, 0)[:max(len(flags), 1)], nil, nil)...)
}

func rar5End(flags byte) []byte { return rar5Block(5, 0, []byte{flags}, nil, nil) }

func rar5Member(flags uint64, name, text, password string) []byte {
	data, extra := []byte(text), []byte(nil)
	if password != "" {
		data, extra = rar5Encrypted(data, password)
	}
	h := []byte{4} // with a checksum
	h = binary.AppendUvarint(h, uint64(len(text)))
	h = append(h, 0x20)
	h = binary.LittleEndian.AppendUint32(h, crc32.ChecksumIEEE([]byte(text)))
	h = append(h, 0, 0)
	h = append(binary.AppendUvarint(h, uint64(len(name))), name...)
	return rar5Block(2, flags, h, extra, data)
}

// rar5Encrypted encrypts data, and makes the record that says how.
func rar5Encrypted(data []byte, password string) (encrypted, extra []byte) {
	salt := []byte("0123456789abcdef")
	derive := func(rounds int) []byte {
		key, err := pbkdf2.Key(sha256.New, password, salt, rounds, 32)
		if err != nil {
			panic(err)
		}
		return key
	}
	check := make([]byte, 8)
	for i, c := range derive(1<<4 + 32) {
		check[i&7] ^= c
	}
	sum := sha256.Sum256(check)
	iv := []byte("fedcba9876543210")
	block, err := aes.NewCipher(derive(1 << 4))
	if err != nil {
		panic(err)
	}
	data = append(data, make([]byte, -len(data)&15)...)
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(data, data)
	record := slices.Concat([]byte{1, 0, 1, 4}, salt, iv, check, sum[:4])
	return data, append([]byte{byte(len(record))}, record...)
}

func TestRar(t *testing.T) {
	old := slices.Concat(rar4Main(0), rar4Member(0, 20, "d\\\x95\x5c.txt", "first\n"), rar4Member(0, 29, "b.txt", "second\n"))
	one, two := `a.rar!d/表.txt: "first\n"`, `a.rar!b.txt: "second\n"`
	five := slices.Concat(rar5Main(), rar5Member(0, "d/表.txt", "first\n", ""), rar5Member(0, "b.txt", "second\n", ""))
	wrong := bytes.Replace(five, []byte("first\n"), []byte("first!"), 1)
	locked := slices.Concat(rar5Main(), rar5Member(0, "d/表.txt", "first\n", ""), rar5Member(0, "b.txt", "second\n", "himitsu"), rar5End(0))
	part := "one part of a split archive: what it begins with was scanned, if it is the first; join the parts"
	tests := []struct {
		name   string
		data   []byte
		budget Budget
		want   []string
	}{
		{"RAR 4", append(old, rar4End(0)...), DefaultBudget(), []string{one, two}},
		{"RAR 2", slices.Concat(rar4Main(0), rar4Member(0, 20, "b.txt", "second\n")), DefaultBudget(), []string{two}},
		{"RAR 4, no end", old, DefaultBudget(), []string{one, two, "a.rar: skip: damaged: ends without an end mark: members may be missing"}},
		{"RAR 4, solid", slices.Concat(rar4Main(8), rar4Member(0, 29, "b.txt", "second\n"), rar4End(0)), DefaultBudget(), []string{two}},
		{"RAR 5", append(five, rar5End(0)...), DefaultBudget(), []string{one, two}},
		{"RAR 5, no end", five, DefaultBudget(), []string{one, two, "a.rar: skip: damaged: truncated: what came before the end was scanned"}},
		{"checksum", append(wrong, rar5End(0)...), DefaultBudget(), []string{`a.rar!d/表.txt: "first!"`,
			"a.rar!d/表.txt: skip: damaged: does not match its checksum: what could be unpacked was scanned", two}},
		{"password", locked, unlocked("wrong", "himitsu"), []string{one, two}},
		{"no password", locked, DefaultBudget(), []string{one, "a.rar: skip b.txt: encrypted"}},
		{"wrong password", locked, unlocked("wrong", "worse"), []string{one, "a.rar: skip b.txt: encrypted: none of the 2 passwords fits"}},
		{"names encrypted", slices.Concat([]byte(rarMark+"\x01\x00"), rar5Block(4, 0, append([]byte{0, 0, 4}, make([]byte, 16)...), nil, nil), make([]byte, 64)), unlocked("wrong"),
			[]string{"a.rar: skip: encrypted: none of the 1 passwords fits"}},
		{"RAR 5, first part", slices.Concat(rar5Main(1), rar5Member(0, "d/表.txt", "first\n", ""), rar5Member(0x10, "b.txt", "second\n", ""), rar5End(1)), DefaultBudget(),
			[]string{one, two, "a.rar: skip: partial: " + part}},
		{"RAR 4, second part", slices.Concat(rar4Main(1), rar4Member(1, 29, "c.txt", "rest\n"), rar4Member(0, 29, "b.txt", "second\n"), rar4End(0)), DefaultBudget(),
			[]string{two, "a.rar: skip: partial: one part of a split archive: what is in one piece here was scanned"}},
		{"RAR 5, second part", slices.Concat(rar5Main(3, 1), rar5Member(0, "b.txt", "second\n", ""), rar5End(0)), DefaultBudget(),
			[]string{"a.rar: skip: partial: " + part}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			expect(t, gather(t, "a.rar", tt.data, tt.budget), tt.want...)
		})
	}
}

func FuzzRar(f *testing.F) {
	f.Add(slices.Concat(rar4Main(0), rar4Member(0, 20, "d\\\x95\x5c.txt", "first\n"), rar4Member(0, 29, "b.txt", "second\n"), rar4End(0)))
	f.Add(slices.Concat(rar5Main(), rar5Member(0, "d/表.txt", "first\n", ""), rar5Member(0, "b.txt", "second\n", "himitsu"), rar5End(0)))
	f.Add(slices.Concat(rar5Main(1), rar5Member(0x10, "b.txt", "second\n", ""), rar5End(1)))
	fuzzArchive(f, "a.rar")
}
