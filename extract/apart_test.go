package extract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"
)

const apartMark = "\x00test of processes\x00"

// TestMain makes the test binary the process that reads files, too.
func TestMain(m *testing.M) {
	if os.Getenv("SHIKIRI_TEST_APART") != "" {
		formats = append(formats, hostileFormat)
		if err := ServeApart(os.Stdin, os.Stdout); err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// hostileFormat does what a file tells it to.
var hostileFormat = &Format{
	Name: "hostile", Apart: true,
	Extract: func(ctx context.Context, f *File, out Out) error {
		at := f.Reader.(io.ReaderAt)
		b := make([]byte, f.Size)
		if _, err := at.ReadAt(b, 0); err != nil && err != io.EOF {
			return err
		}
		if err := out.Text(&Block{Text: []byte("before\n"), Part: "p", Line: 3, Table: &Table{ID: 1, Cells: []uint32{0, 6}, Rows: []uint32{0, 1}}}); err != nil {
			return err
		}
		var hoard [][]byte
		switch string(bytes.TrimPrefix(b, []byte(apartMark))) {
		case "panic":
			panic("架空 太郎")
		case "crash":
			go func() { panic("not to be recovered") }()
			select {}
		case "loop":
			for i := 0; ; i++ {
				time.Sleep(time.Microsecond)
			}
		case "hoard":
			for {
				hoard = append(hoard, bytes.Repeat([]byte{1}, 1<<20))
				time.Sleep(100 * time.Microsecond)
			}
		case "member":
			if err := out.Member(&File{Name: "m", Size: -1, Reader: io.MultiReader(strings.NewReader("inside\n"), strings.NewReader(strings.Repeat("a line\n", 50000))), Budget: f.Budget}); err != nil {
				return err
			}
			out.Skip("n", Skip{ReasonEncrypted, ""})
		case "damaged member":
			return out.Member(&File{Name: "m", Size: -1, Reader: io.MultiReader(strings.NewReader("inside\n"), failing{&Skip{ReasonDamaged, "truncated"}}), Budget: f.Budget})
		case "skip":
			return &Skip{ReasonPartial, "half of it"}
		}
		_ = hoard
		return nil
	},
}

func testApart(t *testing.T) *Apart {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("SHIKIRI_TEST_APART", "1")
	a := &Apart{Command: []string{exe}, Processes: 1}
	t.Cleanup(a.Close)
	return a
}

// Whatever a format does in a process of its own, it costs its file only, and
// what came before is scanned.
func TestApart(t *testing.T) {
	a := testApart(t)
	for _, tt := range []struct{ do, want string }{
		{"nothing", ""},
		{"skip", "x: skip: partial: half of it"},
		{"panic", "x: skip: damaged: reader panicked"},
		{"crash", "x: skip: damaged: its reader crashed: what came before was scanned"},
		{"hoard", "x: skip: too-large-expanded: needs more"},
		{"member", `x!m: "inside\na line\n`},
		{"damaged member", `x!m: "inside\n"`},
		{"nothing", ""},
	} {
		t.Run(tt.do, func(t *testing.T) {
			data := apartMark + tt.do
			b := DefaultBudget()
			b.Settings = &Settings{Apart: a}
			var lines []string
			g := &gatherer{path: "x", lines: &lines, text: new(int), full: true}
			err := hostileFormat.extract(context.Background(), &File{Name: "x", Size: int64(len(data)), Reader: strings.NewReader(data), Budget: &b}, g)
			var s *Skip
			if errors.As(err, &s) {
				g.add("skip: %v", s)
			} else if err != nil {
				t.Fatal(err)
			}
			if len(lines) == 0 || lines[0] != `x: "before\n"` {
				t.Errorf("got %.200q, want what came before first", lines)
			}
			if got := strings.Join(lines[1:], "\n"); !strings.HasPrefix(got, tt.want) || tt.want == "" && got != "" {
				t.Errorf("got %.300s, want %s", got, tt.want)
			}
			if b.level != 0 || b.apart != 0 || b.reserve != 0 {
				t.Errorf("the budget is left at level %d, %d, %d, want zeros", b.level, b.apart, b.reserve)
			}
			if tt.do == "member" && (*g.text != 7+7+7*50000 || lines[len(lines)-1] != "x: skip n: encrypted") {
				t.Errorf("got %d bytes of text and %.100q, want all of the member and a skip of n last", *g.text, lines)
			}
		})
	}
}

// A file that takes too long is ended, and the next one read.
func TestApartTimeout(t *testing.T) {
	a := testApart(t)
	b := DefaultBudget()
	b.Settings = &Settings{Apart: a}
	read := func(do string, limit time.Duration) error {
		ctx, cancel := context.WithTimeout(context.Background(), limit)
		defer cancel()
		data := apartMark + do
		return hostileFormat.extract(ctx, &File{Name: "x", Size: int64(len(data)), Reader: strings.NewReader(data), Budget: &b}, &gathered{})
	}
	if err := read("loop", 300*time.Millisecond); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want %v", err, context.DeadlineExceeded)
	}
	if err := read("nothing", time.Minute); err != nil {
		t.Errorf("the file after it: got %v, want it read", err)
	}
}

// The share's error is not the file's, and what the caller says ends a file ends it.
func TestApartFaults(t *testing.T) {
	a := testApart(t)
	b := DefaultBudget()
	b.Settings = &Settings{Apart: a}
	gone := errors.New("the share is gone")
	f := &File{Name: "x", Size: 1 << 20, Reader: &brokenAt{gone}, Budget: &b}
	if err := hostileFormat.extract(context.Background(), f, &gathered{}); !errors.Is(err, gone) {
		t.Errorf("got %v, want %v", err, gone)
	}
	enough := fmt.Errorf("enough")
	data := apartMark + "member"
	f = &File{Name: "x", Size: int64(len(data)), Reader: strings.NewReader(data), Budget: &b}
	if err := hostileFormat.extract(context.Background(), f, &refusing{err: enough}); !errors.Is(err, enough) {
		t.Errorf("got %v, want %v", err, enough)
	}
}

type brokenAt struct{ err error }

func (b *brokenAt) Read([]byte) (int, error)          { return 0, b.err }
func (b *brokenAt) ReadAt([]byte, int64) (int, error) { return 0, b.err }

// A refusing Out wants no more.
type refusing struct {
	gathered
	err error
}

func (r *refusing) Text(*Block) error  { return r.err }
func (r *refusing) Member(*File) error { return r.err }
