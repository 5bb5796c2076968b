package extract

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"testing"
	"testing/iotest"
)

// What does not fit in memory is the same from the temporary file, of which
// nothing stays and in which nothing can be read.
func TestContent(t *testing.T) {
	dir := t.TempDir()
	data := bytes.Repeat([]byte("架空 太郎,東京都\n"), 2<<20)
	data = append(data, make([]byte, 1<<20)...)
	for _, n := range []int{0, 1, 300 << 10, contentMemory, contentMemory + 7, len(data)} {
		for _, size := range []int64{-1, int64(n)} {
			b := DefaultBudget()
			b.Settings = &Settings{TempDir: dir}
			c, err := (&File{Size: size, Reader: iotest.HalfReader(bytes.NewReader(data[:n])), Budget: &b}).content(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			if (c.temp != nil) != (n >= contentMemory) || c.size != int64(n) {
				t.Errorf("%d bytes: got %d, in a file: %v", n, c.size, c.temp != nil)
			}
			if got, err := io.ReadAll(c.reader()); err != nil || !bytes.Equal(got, data[:n]) {
				t.Errorf("%d bytes: what was read back differs (%v)", n, err)
			}
			for range 50 {
				off := rand.IntN(n + 1)
				p := make([]byte, min(n-off, rand.IntN(100)))
				if m, err := c.ReadAt(p, int64(off)); m != len(p) || err != nil && err != io.EOF || !bytes.Equal(p, data[off:off+m]) {
					t.Errorf("%d bytes at %d differ (%v)", m, off, err)
				}
			}
			if c.temp != nil {
				raw := make([]byte, 1<<20)
				c.temp.f.ReadAt(raw, 0)
				if bytes.Contains(raw, []byte("架空")) {
					t.Error("the temporary file can be read")
				}
			}
			c.close()
		}
	}
	if used := contentUsed.Load(); used != 0 {
		t.Errorf("%d bytes of memory are still charged, want 0", used)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("%d temporary files are left", len(left))
	}
}

func TestContentFaults(t *testing.T) {
	b := DefaultBudget()
	cut := &Skip{ReasonDamaged, "truncated"}
	c, err := (&File{Size: 100, Reader: io.MultiReader(bytes.NewReader([]byte("ab")), iotest.ErrReader(cut)), Budget: &b}).content(context.Background())
	if err != nil || c.size != 2 || !errors.Is(c.fault(nil), cut) {
		t.Errorf("a damaged member: got %v, want its first 2 bytes and why", err)
	}
	gone := errors.New("the share is gone")
	if _, err := (&File{Size: 100, Reader: iotest.ErrReader(gone), Budget: &b}).content(context.Background()); !errors.Is(err, gone) {
		t.Errorf("got %v, want %v", err, gone)
	}
}
