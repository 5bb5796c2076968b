package extract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

func TestBudgetDepth(t *testing.T) {
	data := zipOf(t, packed{name: "c.txt", text: "deep\n"})
	data = zipOf(t, packed{name: "b.zip", text: string(data)}, packed{name: "b.txt", text: "beside\n"})
	data = zipOf(t, packed{name: "a.zip", text: string(data)})
	expect(t, gather(t, "x.zip", data, Budget{Depth: 2, Bytes: 1 << 20}),
		"x.zip!a.zip!b.zip: skip: too-deep: archives are nested more than 2 deep; raise --max-depth",
		`x.zip!a.zip!b.txt: "beside\n"`)
	expect(t, gather(t, "x.zip", data, Budget{Depth: 3, Bytes: 1 << 20}),
		`x.zip!a.zip!b.zip!c.txt: "deep\n"`, `x.zip!a.zip!b.txt: "beside\n"`)
}

// A bomb leaves what a member behind it needs, and both draw on one budget.
func TestBudgetIsShared(t *testing.T) {
	bomb := string(gzipOf(t, "", strings.Repeat("bomb\n", 1<<20)))
	var lines []string
	g := &gatherer{path: "x.tar", lines: &lines, text: new(int)}
	data := tarOf(t, packed{name: "a.gz", text: bomb}, packed{name: "b.gz", text: bomb}, packed{name: "c.gz", text: string(gzipOf(t, "", strings.Repeat("c", 1000)))})
	b := Budget{Depth: 4, Bytes: 1 << 20}
	if err := g.read(&File{Name: "x.tar", Size: int64(len(data)), Reader: bytes.NewReader(data), Budget: &b}); err != nil {
		t.Fatal(err)
	}
	if want := 1<<20*3/4 + 1000; *g.text < want-20<<10 || *g.text > want {
		t.Errorf("got %d bytes of text, want a half, a quarter and 1000 bytes: about %d", *g.text, want)
	}
	if len(lines) != 2 || !strings.HasPrefix(lines[0], "x.tar!a.gz!a: skip: too-large-expanded: ") || !strings.HasPrefix(lines[1], "x.tar!b.gz!b: skip: too-large-expanded: ") {
		t.Errorf("got %q, want skips of a and b", lines)
	}
}

func TestBudgetRatio(t *testing.T) {
	b := Budget{Depth: 1, Bytes: 1 << 40, Ratio: 100}
	if err := b.enter(1 << 20); err != nil {
		t.Fatal(err)
	}
	n, err := io.Copy(io.Discard, b.reader(context.Background(), zeros{}))
	if want := int64(RatioFree + 100<<20); n != want {
		t.Errorf("got %d bytes, want %d", n, want)
	}
	want := "too-large-expanded: unpacks like a bomb: 373 MB out of 1.05 MB so far; raise --max-unpacked"
	if fmt.Sprint(err) != want {
		t.Errorf("got error %v, want %s", err, want)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

func TestBudgetReader(t *testing.T) {
	for _, tt := range []struct {
		budget int64
		want   string
		err    string
	}{
		{5, "hello", "<nil>"}, // ends where the budget does
		{4, "hell", "too-large-expanded: unpacks to more than 4 bytes; raise --max-unpacked"},
		{0, "", "too-large-expanded: unpacks to more than 0 bytes; raise --max-unpacked"},
	} {
		b := Budget{Bytes: tt.budget}
		got, err := io.ReadAll(b.reader(context.Background(), strings.NewReader("hello")))
		if string(got) != tt.want || fmt.Sprint(err) != tt.err {
			t.Errorf("budget of %d: got %q and %v, want %q and %s", tt.budget, got, err, tt.want, tt.err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	b := DefaultBudget()
	if _, err := b.reader(ctx, zeros{}).Read(make([]byte, 1)); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v, want %v", err, context.Canceled)
	}
}

// A share that fails is no damaged archive.
func TestShareFails(t *testing.T) {
	fault := errors.New("share is gone")
	text := make([]byte, 100<<10)
	for i := range text {
		text[i] = byte(i * i >> 8)
	}
	for name, data := range map[string][]byte{
		"a.gz":  gzipOf(t, "", string(text)),
		"a.zip": zipOf(t, packed{name: "b", text: string(text)}),
		"a.tar": tarOf(t, packed{name: "b", text: string(text)}),
	} {
		b := DefaultBudget()
		g := &gatherer{path: name, lines: new([]string), text: new(int)}
		half := io.MultiReader(bytes.NewReader(data[:len(data)/2]), failing{fault})
		err := g.read(&File{Name: name, Size: int64(len(data)), Reader: half, Budget: &b})
		if !errors.Is(err, fault) || len(*g.lines) > 0 {
			t.Errorf("%s: got error %v and %q, want the share's", name, err, *g.lines)
		}
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
