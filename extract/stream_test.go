package extract

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zip"
	"github.com/klauspost/compress/zstd"
)

var packedStreams = []string{"joined.csv.bz2", "joined.csv.xz", "joined.csv.zst", "joined.csv.lz4", "legacy.csv.lz4", "list.csv.lzma", "list.csv.Z", "list10.csv.Z"}

// rowsIn returns how many of the 400 rows of the files of testdata are in text.
func rowsIn(text string) int {
	n := 0
	for i := range 400 {
		if strings.Contains(text, "03-0000-"+string(rune('0'+i/1000%10))+string(rune('0'+i/100%10))+string(rune('0'+i/10%10))+string(rune('0'+i%10))) {
			n++
		}
	}
	return n
}

func TestPackedStreams(t *testing.T) {
	for _, name := range packedStreams {
		data := testdataFile(t, name)
		text, skips := readWith(t, name, data)
		if n := rowsIn(text); n != 400 || len(skips) > 0 {
			t.Errorf("%s: got %d rows, skips %q; want 400", name, n, skips)
		}
		text, skips = readWith(t, name, data[:len(data)*3/4])
		if n := rowsIn(text); len(skips) != 1 && !strings.HasSuffix(name, ".Z") || n == 400 {
			t.Errorf("%s, cut: got %d rows, skips %q; want fewer and a skip", name, n, skips)
		}
		if strings.HasSuffix(name, ".Z") {
			continue
		}
		_, skips = readWith(t, name, slices.Concat(data, []byte("and more that is not packed")))
		if len(skips) != 1 || !strings.HasPrefix(skips[0], "damaged") {
			t.Errorf("%s, with something behind it: got skips %q; want one", name, skips)
		}
	}
}

func TestStem(t *testing.T) {
	for file, want := range map[string]string{"d/a.csv.bz2": "a.csv", "a.TBZ2": "a.tar", ".bz2": ".bz2", "a": "a", "a.dat": "a.dat", "顧客.bz2": "顧客"} {
		if got := stem(file, bzip2Packing.ends); got != want {
			t.Errorf("%s: got %s, want %s", file, got, want)
		}
	}
}

func TestZstdFrames(t *testing.T) {
	w, err := zstd.NewWriter(nil, zstd.WithWindowSize(128<<20), zstd.WithSingleSegment(false))
	if err != nil {
		t.Fatal(err)
	}
	skippable := "\x5a\x2a\x4d\x18\x03\x00\x00\x00abc"
	frame := string(w.EncodeAll([]byte("架空 太郎\n"), nil))
	expect(t, gather(t, "a.zst", []byte(skippable+frame+skippable+frame), DefaultBudget()), `a.zst!a: "架空 太郎\n架空 太郎\n"`)
	var b bytes.Buffer
	big, err := zstd.NewWriter(&b, zstd.WithWindowSize(128<<20))
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(big, strings.Repeat("架空 太郎\n", 100000))
	if err := big.Close(); err != nil {
		t.Fatal(err)
	}
	expect(t, gather(t, "a.zst", b.Bytes(), DefaultBudget()), "a.zst!a: skip: too-large-expanded: needs more than 67.1 MB of memory to unpack")
}

// Texts that begin like something packed are texts.
func TestPackedMarksInText(t *testing.T) {
	for _, text := range []string{"BZh91 は型番です\n", "\x5d\x00\x00", "LZIP\n", "BZh\n"} {
		for _, line := range gather(t, "a.txt", []byte(text), DefaultBudget()) {
			if strings.Contains(line, "!") {
				t.Errorf("%q: got %s, want no member", text, line)
			}
		}
	}
}

func FuzzPackedStreams(f *testing.F) {
	for _, name := range packedStreams {
		f.Add(testdataFile(f, name))
	}
	fuzzArchive(f, "a")
}

// The speed of what unpacks beside that of the bare library.
func BenchmarkPacked(b *testing.B) {
	var rows strings.Builder
	for i, x := 0, uint32(1); i < 100000; i++ {
		x = x*1664525 + 1013904223
		fmt.Fprintf(&rows, "%05d,架空 %c子,甲市乙町%d-%d,03-0000-%04d\n", i, '一'+rune(x>>21), x>>12%100, x>>7%32, x>>16%10000)
	}
	text := rows.String()
	gz := gzipOf(b, "", text)
	zipped := zipOf(b, packed{name: "a", text: text})
	for _, test := range []struct {
		name string
		data []byte
		read func([]byte) error
	}{
		{"gzip, the library", gz, func(data []byte) error { return libraryGzip(data) }},
		{"gzip", gz, extractAll},
		{"zip, the library", zipped, libraryZip},
		{"zip", zipped, extractAll},
	} {
		b.Run(test.name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				if err := test.read(test.data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func libraryGzip(data []byte) error {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, z)
	return err
}

func libraryZip(data []byte) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	r, err := z.File[0].Open()
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, r)
	return err
}

// extractAll reads an archive whose members are not looked into.
func extractAll(data []byte) error {
	b := DefaultBudget()
	return Extract(context.Background(), &File{Name: "a", Size: int64(len(data)), Reader: bytes.NewReader(data), Budget: &b}, discardOut{})
}

// A discardOut reads members and looks into none.
type discardOut struct{}

func (discardOut) Text(*Block) error { return nil }
func (discardOut) Skip(string, Skip) {}
func (discardOut) Member(f *File) error {
	_, err := io.Copy(io.Discard, f)
	return err
}
