package extract

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"slices"
	"strings"
	"testing"
)

func TestZipNames(t *testing.T) {
	unicode := func(raw, name string) []byte {
		x := binary.LittleEndian.AppendUint16([]byte{0x75, 0x70}, uint16(5+len(name)))
		x = binary.LittleEndian.AppendUint32(append(x, 1), crc32.ChecksumIEEE([]byte(raw)))
		return append(x, name...)
	}
	tests := []struct {
		raw, want string
		extra     []byte
	}{
		{"a/b.txt", "a/b.txt", nil},
		{"日本.txt", "日本.txt", nil},
		{"\x95\x5c\x8e\xa6\\\x83\x5c.txt", "表示/ソ.txt", nil},
		{"\xc3\xde\xb0\xc0.txt", "ﾃﾞｰﾀ.txt", nil},
		{"\xb8\xdc\xb5\xd2.txt", "顧客.txt", nil},
		{"\xa4\xa2\xa4\xa4.txt", "あい.txt", nil},
		{"a\x1b[2J\u202e.txt", `a\x1b[2J\u202e.txt`, nil},
		{"?.txt", "𠮷.txt", unicode("?.txt", "𠮷.txt")},
		{"b.txt", "b.txt", unicode("?.txt", "of another.txt")},
	}
	for _, tt := range tests {
		data := storedZip(packed{name: tt.raw, text: "x\n", head: zip.FileHeader{Extra: tt.extra}})
		expect(t, gather(t, "a.zip", data, DefaultBudget()), fmt.Sprintf("a.zip!%s: %q", tt.want, "x\n"))
		expect(t, gather(t, "a.gz", gzipOf(t, "a.zip", string(data)), DefaultBudget()), fmt.Sprintf("a.gz!a.zip!%s: %q", tt.want, "x\n"))
	}
}

// zipped is read from its directory, and as a stream inside a gzip file.
func zipped(t *testing.T, data []byte, want ...string) {
	t.Helper()
	var listed, streamed []string
	for _, l := range want {
		listed = append(listed, "a.zip"+l)
		streamed = append(streamed, "b.gz!a.zip"+l)
	}
	expect(t, gather(t, "a.zip", data, DefaultBudget()), listed...)
	expect(t, gather(t, "b.gz", gzipOf(t, "a.zip", string(data)), DefaultBudget()), streamed...)
}

func TestZip(t *testing.T) {
	inner := zipOf(t, packed{name: "d/c.txt", text: "inner\n"})
	zipped(t, zipOf(t, packed{name: "d/"}, packed{name: "first.txt", text: "first\n"}, packed{name: "in.zip", text: string(inner)}, packed{name: "last.txt", text: "last\n"}),
		`!first.txt: "first\n"`, `!in.zip!d/c.txt: "inner\n"`, `!last.txt: "last\n"`)
	zipped(t, zipOf(t))
	store := zip.FileHeader{Method: zip.Store, Comment: "stored, with what is known only afterwards behind it"}
	zipped(t, zipOf(t, packed{"first.txt", "first\n", store}, packed{"empty.txt", "", store}, packed{"last.txt", "PK\x07\x08 is no end\n", store}),
		`!first.txt: "first\n"`, `!last.txt: "PK\a\b is no end\n"`)
}

func TestZipUnreadMembers(t *testing.T) {
	locked := zip.FileHeader{Flags: zipFlagEncrypted}
	imploded := zip.FileHeader{Method: 10}
	odd := zip.FileHeader{Method: 77}
	zipped(t, storedZip(packed{"a", "0123456789abcdef", locked}, packed{"b", "xyz", imploded}, packed{"c", "xyz", odd}, packed{name: "d.txt", text: "read\n"}),
		": skip a: encrypted: no password was given; see --archive-passwords", ": skip b: unsupported: packed by PKWARE implode, which is not read",
		": skip c: unsupported: packed by method 77, which is not read", `!d.txt: "read\n"`)
}

// Info-ZIP writes the sizes of encrypted members behind them.
func TestZipEncryptedOfUnknownSize(t *testing.T) {
	data := zipOf(t, packed{name: "a", text: "0123456789"}, packed{name: "b.txt", text: "read\n"})
	data[6] |= zipFlagEncrypted
	i := bytes.Index(data, []byte(zipCentral))
	data[i+8] |= zipFlagEncrypted
	zipped(t, data, ": skip a: encrypted: no password was given; see --archive-passwords", `!b.txt: "read\n"`)
}

func TestZipDamaged(t *testing.T) {
	data := zipOf(t, packed{name: "a.txt", text: strings.Repeat("first ", 10) + "\n"}, packed{name: "b.txt", text: "second\n"})
	first, second := fmt.Sprintf("!a.txt: %q", strings.Repeat("first ", 10)+"\n"), `!b.txt: "second\n"`
	t.Run("no directory", func(t *testing.T) {
		cut := data[:bytes.Index(data, []byte(zipCentral))]
		zipped(t, cut, first, second, ": skip: damaged: truncated: members may be missing")
	})
	t.Run("half a directory", func(t *testing.T) {
		got := gather(t, "a.zip", data[:len(data)-30], DefaultBudget())
		expect(t, got, "a.zip"+first, "a.zip"+second, "a.zip: skip: damaged: the directory of members is damaged or cut off: members may be missing")
	})
	t.Run("checksum", func(t *testing.T) {
		bad := storedZip(packed{name: "a.txt", text: "first\n"}, packed{name: "b.txt", text: "second\n"})
		bad[bytes.Index(bad, []byte("first"))] = 'F'
		zipped(t, bad, `!a.txt: "First\n"`, "!a.txt: skip: damaged: does not match its checksum: what could be unpacked was scanned", second)
	})
	t.Run("damaged member", func(t *testing.T) {
		bad := slices.Clone(data)
		bad[35] = 0xff // a block of a type that deflate has not
		zipped(t, bad, "!a.txt: skip: damaged: damaged: what came before was scanned", second)
	})
	t.Run("garbage between", func(t *testing.T) {
		one := storedZip(packed{name: "a.txt", text: "first\n"})
		one = one[:bytes.Index(one, []byte(zipCentral))]
		junk := slices.Concat(one, []byte("PK garbage PK\x03 "), data)
		got := gather(t, "b.gz", gzipOf(t, "a.zip", string(junk)), DefaultBudget())
		expect(t, got, `b.gz!a.zip!a.txt: "first\n"`, "b.gz!a.zip"+strings.Replace(first, "a.txt", "a.txt (2)", 1), "b.gz!a.zip"+second,
			"b.gz!a.zip: skip: damaged: damaged: what lies between some members was not scanned")
	})
	t.Run("half a directory in a stream", func(t *testing.T) {
		got := gather(t, "b.gz", gzipOf(t, "a.zip", string(data[:len(data)-30])), DefaultBudget())
		expect(t, got, "b.gz!a.zip"+first, "b.gz!a.zip"+second, "b.gz!a.zip: skip: damaged: the directory of members is damaged or cut off: members may be missing")
	})
	t.Run("a member lost", func(t *testing.T) {
		i := bytes.Index(data, []byte("PK\x07\x08")) + 16 // behind the first member
		got := gather(t, "b.gz", gzipOf(t, "a.zip", string(slices.Concat(data[:i], data[bytes.Index(data, []byte(zipCentral)):]))), DefaultBudget())
		expect(t, got, "b.gz!a.zip"+first, "b.gz!a.zip: skip: damaged: the directory lists other members than were found: some may be missing")
	})
	t.Run("joined", func(t *testing.T) {
		other := storedZip(packed{name: "c.txt", text: "third\n"})
		zipped(t, slices.Concat(data, other), first, second, `!c.txt: "third\n"`)
		zipped(t, slices.Concat(data, []byte("more")), first, second, ": skip: partial: what follows the end of the archive was not scanned")
		zipped(t, slices.Concat(data, make([]byte, 100)), first, second)
	})
	t.Run("split", func(t *testing.T) {
		bad := slices.Clone(data)
		bad[len(bad)-18] = 2
		expect(t, gather(t, "a.zip", bad, DefaultBudget()), "a.zip: skip: partial: one part of a split archive: join the parts")
	})
	t.Run("wrong place", func(t *testing.T) {
		bad := slices.Clone(data)
		binary.LittleEndian.PutUint32(bad[bytes.Index(bad, []byte(zipCentral))+42:], 3)
		expect(t, gather(t, "a.zip", bad, DefaultBudget()), "a.zip: skip a.txt: damaged: not where the directory says", "a.zip"+second)
	})
	t.Run("after a program", func(t *testing.T) {
		expect(t, gather(t, "a.zip", slices.Concat([]byte("PK00"), data), DefaultBudget()), "a.zip"+first, "a.zip"+second)
	})
}

// The directory of an overlap bomb lists one body over and over.
func TestZipOverlap(t *testing.T) {
	body := deflated(t, strings.Repeat("x", 1<<20))
	one := storedZip(packed{"a.txt", string(body), zip.FileHeader{Method: 8}})
	at := bytes.Index(one, []byte(zipCentral))
	binary.LittleEndian.PutUint32(one[at+24:], 1<<20)
	entry := one[at : len(one)-22]
	end := slices.Clone(one[len(one)-22:])
	const n = 1000
	binary.LittleEndian.PutUint16(end[8:], n)
	binary.LittleEndian.PutUint16(end[10:], n)
	binary.LittleEndian.PutUint32(end[12:], uint32(n*len(entry)))
	bomb := slices.Concat(one[:at], bytes.Repeat(entry, n), end)
	var lines []string
	g := &gatherer{path: "a.zip", lines: &lines, text: new(int)}
	b := Budget{Depth: 2, Bytes: 16 << 20}
	if err := g.read(&File{Name: "a.zip", Size: int64(len(bomb)), Reader: bytes.NewReader(bomb), Budget: &b}); err != nil {
		t.Fatal(err)
	}
	if *g.text > 17<<20 { // blocks of one long line overlap
		t.Errorf("got %d bytes of text, want about 16 MB", *g.text)
	}
	if last := lines[len(lines)-1]; !strings.HasPrefix(last, "a.zip: skip: too-large-expanded: unpacks to more than 16.8 MB; raise --max-unpacked") {
		t.Errorf("got last line %q, want the limit", last)
	}
}

func FuzzZip(f *testing.F) {
	f.Add(zipOf(f, packed{name: "d/"}, packed{name: "a.txt", text: "first\n"}, packed{name: "in.zip", text: string(zipOf(f, packed{name: "b", text: "inner\n"}))}))
	f.Add(storedZip(packed{"a", "0123456789abcdef", zip.FileHeader{Flags: zipFlagEncrypted}}, packed{name: "\x95\x5c", text: "read\n"}))
	f.Add(zipOf(f, packed{"a", "first\n", zip.FileHeader{Comment: "stored"}}))
	fuzzArchive(f, "a.zip")
}
