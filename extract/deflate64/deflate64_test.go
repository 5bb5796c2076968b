package deflate64

import (
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// pack packs by deflate, which is Deflate64 if no match has 258 bytes: there the
// codes differ.
func pack(t testing.TB, text string, level int) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, level)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func text(n int) string {
	var b strings.Builder
	for i, x := 0, uint32(1); b.Len() < n; i++ {
		x = x*1664525 + 1013904223 // so that no match is long
		fmt.Fprintf(&b, "%08x 架空 太郎,%s\n", x, strings.Repeat(string(rune('a'+x>>16%23)), i%17))
	}
	return b.String()
}

func TestReader(t *testing.T) {
	for _, want := range []string{"", "a", text(1000), text(1 << 20)} {
		for _, level := range []int{flate.NoCompression, flate.BestSpeed, flate.BestCompression, flate.HuffmanOnly} {
			got, err := io.ReadAll(NewReader(bytes.NewReader(pack(t, want, level))))
			if err != nil || string(got) != want {
				t.Errorf("level %d: got %d bytes, error %v; want %d bytes", level, len(got), err, len(want))
			}
		}
	}
}

// What Deflate64 alone has: a match of 3 + 40,000 bytes, and a distance of 65,536.
func TestLongMatch(t *testing.T) {
	w := &bitWriter{}
	w.put(1, 1) // the last block
	w.put(1, 2) // of fixed codes
	w.literal('a')
	w.match(3+40000, 1)
	w.match(3+40000, 1)
	w.literal('b')
	w.match(10, 65536)
	w.code(0, 7) // its end
	got, err := io.ReadAll(NewReader(bytes.NewReader(w.bytes())))
	if want := strings.Repeat("a", 80007) + "b" + strings.Repeat("a", 10); err != nil || string(got) != want {
		t.Errorf("got %d bytes, error %v; want %d bytes", len(got), err, len(want))
	}
}

func TestCorrupt(t *testing.T) {
	whole := pack(t, text(100000), flate.BestCompression)
	for _, n := range []int{0, 1, 10, len(whole) / 2, len(whole) - 1} {
		if _, err := io.ReadAll(NewReader(bytes.NewReader(whole[:n]))); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("cut at %d: got error %v, want an unexpected end", n, err)
		}
	}
	w := &bitWriter{}
	w.put(1, 1)
	w.put(1, 2)
	w.match(5, 1) // before anything
	if _, err := io.ReadAll(NewReader(bytes.NewReader(w.bytes()))); !errors.Is(err, ErrCorrupt) {
		t.Errorf("match before the start: got error %v, want %v", err, ErrCorrupt)
	}
	if _, err := io.ReadAll(NewReader(bytes.NewReader([]byte{7}))); !errors.Is(err, ErrCorrupt) {
		t.Errorf("block of type 3: got error %v, want %v", err, ErrCorrupt)
	}
}

// A bitWriter writes what a test needs of fixed codes.
type bitWriter struct {
	b []byte
	n uint
}

func (w *bitWriter) put(v, n uint) {
	for i := range n {
		if w.n%8 == 0 {
			w.b = append(w.b, 0)
		}
		w.b[w.n/8] |= byte(v>>i&1) << (w.n % 8)
		w.n++
	}
}

// code writes a Huffman code, whose highest bit comes first.
func (w *bitWriter) code(v, n uint) {
	for i := range n {
		w.put(v>>(n-1-i)&1, 1)
	}
}

func (w *bitWriter) literal(c byte) { w.code(0x30+uint(c), 8) }

func (w *bitWriter) match(length, distance uint) {
	if length <= 10 {
		w.code(length-2, 7)
	} else {
		w.code(0xc0+5, 8) // symbol 285
		w.put(length-3, 16)
	}
	symbol := uint(0)
	if distance > 4 {
		bits := uint(1)
		for (distance-1)>>(bits+2) > 0 {
			bits++
		}
		symbol = 2*bits + 2 + (distance-1)>>bits&1
		w.code(symbol, 5)
		w.put((distance-1)&(1<<bits-1), bits)
		return
	}
	w.code(distance-1, 5)
}

func (w *bitWriter) bytes() []byte { return append(w.b, 0) }

func FuzzReader(f *testing.F) {
	f.Add(pack(f, text(1000), flate.BestCompression))
	f.Add(pack(f, text(1000), flate.NoCompression))
	f.Fuzz(func(t *testing.T, data []byte) {
		n, err := io.Copy(io.Discard, io.LimitReader(NewReader(bytes.NewReader(data)), 16<<20))
		if n < 16<<20 && err != nil && !errors.Is(err, ErrCorrupt) && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("got error %v after %d bytes, want only those of the package", err, n)
		}
	})
}

func BenchmarkReader(b *testing.B) {
	want := text(4 << 20)
	data := pack(b, want, 6)
	b.Run("Deflate64", func(b *testing.B) {
		b.SetBytes(int64(len(want)))
		b.ReportAllocs()
		for b.Loop() {
			_, _ = io.Copy(io.Discard, NewReader(bytes.NewReader(data)))
		}
	})
	b.Run("standard flate", func(b *testing.B) {
		b.SetBytes(int64(len(want)))
		b.ReportAllocs()
		for b.Loop() {
			_, _ = io.Copy(io.Discard, flate.NewReader(bytes.NewReader(data)))
		}
	})
}
