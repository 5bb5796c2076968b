package extract

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestExtractByContent(t *testing.T) {
	z := zipOf(t, packed{name: "架空.txt", text: "x"})
	for name, r := range map[string]io.Reader{"at": bytes.NewReader(z), "stream": io.MultiReader(bytes.NewReader(z)), "bytes": iotest.OneByteReader(bytes.NewReader(z))} {
		g := &gathered{}
		if err := Extract(context.Background(), &File{Name: "a.txt", Size: int64(len(z)), Reader: r}, g); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if len(g.members) != 1 {
			t.Errorf("%s: a zip called .txt has members %q, want one", name, g.members)
		}
	}
}

func TestExtractReadError(t *testing.T) {
	broken := errors.New("the share is gone")
	for _, size := range []int{0, 100, HeadSize, 2 * blockSize} {
		var text strings.Builder // lines that differ in length, so as to be no records
		for i := 0; text.Len() < size; i++ {
			text.WriteString("INFO " + strings.Repeat("done ", i%7) + "\n")
		}
		s := text.String()
		g := &gathered{}
		r := io.MultiReader(strings.NewReader(s), iotest.ErrReader(broken))
		err := Extract(context.Background(), &File{Name: "a.log", Size: -1, Reader: r}, g)
		if !errors.Is(err, broken) {
			t.Errorf("after %d bytes: error %v, want %v", len(s), err, broken)
		}
		if g.text.String() != s {
			t.Errorf("after %d bytes: %d bytes were handed out", len(s), g.text.Len())
		}
	}
}

// An outPanics stands for a reader that trips over what it reads.
type outPanics struct{ gathered }

func (*outPanics) Text(b *Block) error { panic(string(b.Text)) }

func TestExtractPanic(t *testing.T) {
	err := Extract(context.Background(), &File{Name: "a.txt", Reader: strings.NewReader("架空太郎\n")}, &outPanics{})
	var skip *Skip
	if !errors.As(err, &skip) || skip.Reason != ReasonDamaged || strings.Contains(err.Error(), "架空") {
		t.Errorf("got %v, want a skip that says nothing of the text", err)
	}
}

func TestExtractCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	err := Extract(ctx, &File{Name: "a.txt", Reader: strings.NewReader("a line\n")}, &gathered{})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}
