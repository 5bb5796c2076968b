package extract

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
)

// A runTaker writes down runs.
type runTaker struct {
	runs  []string
	parts []string
}

func (r *runTaker) Text(b *Block) error {
	r.runs = append(r.runs, strings.Split(strings.TrimSuffix(string(b.Text), "\n"), "\n")...)
	r.parts = append(r.parts, b.Part)
	return nil
}
func (r *runTaker) Member(*File) error { return nil }
func (r *runTaker) Skip(string, Skip)  {}

func runsOf(t testing.TB, data []byte) (runs, parts []string, err error) {
	t.Helper()
	var r runTaker
	b := DefaultBudget()
	err = extractRaw(context.Background(), &File{Size: int64(len(data)), Reader: bytes.NewReader(data), Budget: &b}, &r)
	return r.runs, r.parts, err
}

func encoded(t testing.TB, e encoding.Encoding, s string) string {
	t.Helper()
	b, err := e.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestRawRuns(t *testing.T) {
	utf16 := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	const person = "架空 太郎 東京都港区芝公園九丁目 090-0000-0000"
	for _, tt := range []struct {
		name string
		enc  encoding.Encoding
		text string
	}{
		{"ASCII", encoding.Nop, "Taro Kakuu, taro@example.jp"},
		{"number", encoding.Nop, "0123456789"},
		{"UTF-8", encoding.Nop, person},
		{"UTF-8 name", encoding.Nop, "架空太郎"},
		{"CP932", japanese.ShiftJIS, person},
		{"CP932 name", japanese.ShiftJIS, "山田太郎"},
		{"CP932 kana", japanese.ShiftJIS, "カクウタロウ"},
		{"half-width", japanese.ShiftJIS, "ｶｸｳ ﾀﾛｳ ﾄｳｷﾖｳﾄﾐﾅﾄｸ"},
		{"EUC-JP", japanese.EUCJP, person},
		{"UTF-16", utf16, person},
		{"UTF-16 like ASCII", utf16, "北海道札幌市中央区北一条西３－３－３"},
		{"UTF-16 name", utf16, "山田太郎"},
	} {
		// At even and odd offsets, and between bytes that are near to text.
		for _, around := range []string{"\x00\x01", "\x00\x00\x03", "\x05\x00", "\x05"} {
			data := []byte(around + encoded(t, tt.enc, tt.text) + "\x00" + around)
			runs, parts, err := runsOf(t, data)
			if !slices.Equal(runs, []string{tt.text}) {
				t.Errorf("%s between %q: got %q, want %q", tt.name, around, runs, tt.text)
			}
			if want := fmt.Sprintf("offset 0x%x", len(around)); len(parts) != 1 || parts[0] != want {
				t.Errorf("%s between %q: got parts %q, want %q", tt.name, around, parts, want)
			}
			if fmt.Sprint(err) != "partial: no reader for this format: readable runs were scanned" {
				t.Errorf("%s: got error %v, want that it is partly examined", tt.name, err)
			}
		}
	}
}

// Runs are found wherever pieces of the file are cut.
func TestRawPieces(t *testing.T) {
	run := encoded(t, japanese.ShiftJIS, "氏名 架空太郎 様")
	var data []byte
	for len(data) < 5*rawSpan {
		data = append(data, run...)
		data = append(data, 0, byte(len(data)%7), 1)
	}
	runs, parts, _ := runsOf(t, data)
	if want := len(data) / (len(run) + 3); len(runs) != want {
		t.Errorf("got %d runs, want %d", len(runs), want)
	}
	if i := slices.IndexFunc(runs, func(s string) bool { return s != "氏名 架空太郎 様" }); i >= 0 {
		t.Errorf("got run %d %q, want only whole ones", i, runs[i])
	}
	if len(parts) < 5 || parts[0] != "offset 0x0" {
		t.Errorf("got parts %q, want one for each 64 KB at least", parts)
	}
}

// Random bytes, which packed and encrypted files look like, are no text.
func TestRawRandom(t *testing.T) {
	const size = 4 << 20
	runs, _, _ := runsOf(t, randomBytes(size))
	if perMB := float64(len(runs)) / (size >> 20); perMB > 16 {
		t.Errorf("got %.1f runs in a megabyte of random bytes, want at most 16", perMB)
	}
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	rand.NewChaCha8([32]byte{1}).Read(b)
	return b
}

func TestBinaryKind(t *testing.T) {
	for head, want := range map[string]string{
		"%PDF-1.4 ...":                   "PDF",
		"1234567**ACE**":                 "ACE archives",
		"MZ\x90\x00":                     "Windows programs",
		"MZ is how this text begins":     "",
		"GCAX0\x00":                      "GCA archives",
		"BZh91AY&SY":                     "bzip2",
		"":                               "",
		strings.Repeat("\x00", 0x8001):   "",
		"12-lh5 is no mark of LZH files": "",
	} {
		if got := binaryKind([]byte(head)); got != want {
			t.Errorf("%.20q: got %q, want %q", head, got, want)
		}
	}
	_, _, err := runsOf(t, []byte("%PDF-1.4 ..."))
	if want := "partial: no reader for PDF: readable runs were scanned"; fmt.Sprint(err) != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func FuzzRaw(f *testing.F) {
	f.Add([]byte("\x00\x01Taro Kakuu\x00\x00"))
	f.Add([]byte(encoded(f, japanese.ShiftJIS, "架空太郎 ｶｸｳ ﾀﾛｳ") + "\x00架空太郎\xff"))
	f.Add([]byte(encoded(f, japanese.EUCJP, "架空太郎 東京都") + "\x00a\x00b\x00c\x00d\x00e\x00"))
	f.Add([]byte("A0q\xf8b\xb4\xb6G.\xfa0\xd0OOOOOOOO\x00\xd2\xd2\xd2\xd2\x00\x000")) // UTF-16 cut in half of a character
	f.Fuzz(func(t *testing.T, data []byte) {
		last := 0
		for _, u := range appendRuns(nil, data) {
			if u.from < last || u.to-u.from < runBytes || u.to > len(data) {
				t.Fatalf("got run %d to %d after one that ends at %d, of %d bytes", u.from, u.to, last, len(data))
			}
			last = u.to
			if text := u.appendText(nil, data); bytes.ContainsAny(text, "\r\n\x00") {
				t.Errorf("got run %q, want no line end and no NUL", text)
			}
		}
		if _, _, err := runsOf(t, data); err == nil {
			t.Error("got no error, want that it is partly examined")
		}
	})
}

func BenchmarkRaw(b *testing.B) {
	const size = 8 << 20
	cp := encoded(b, japanese.ShiftJIS, "1,架空太郎,ｶｸｳ ﾀﾛｳ,東京都港区芝公園九丁目,090-0000-0000\x00\x02")
	for _, bb := range []struct {
		name string
		data []byte
	}{
		{"random", randomBytes(size)},
		{"zeros", make([]byte, size)},
		{"ASCII", bytes.Repeat([]byte("one line of a text of no interest, 12345\r\n"), size/42)},
		{"CP932", bytes.Repeat([]byte(cp), size/len(cp))},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.SetBytes(int64(len(bb.data)))
			b.ReportAllocs()
			for b.Loop() {
				f := &File{Size: int64(len(bb.data)), Reader: bytes.NewReader(bb.data)}
				if _, err := readRuns(context.Background(), f, discard{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

type discard struct{}

func (discard) Text(*Block) error  { return nil }
func (discard) Member(*File) error { return nil }
func (discard) Skip(string, Skip)  {}
