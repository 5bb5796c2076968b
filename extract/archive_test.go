package extract

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
	"strings"
	"testing"
)

// A gatherer reads members as a scan does and writes down what comes out: a
// line for each member's text and for each skip.
type gatherer struct {
	path  string
	lines *[]string
	text  *int // bytes of text in all
	full  bool // texts, else sizes
}

func (g *gatherer) Text(b *Block) error {
	*g.text += len(b.Text)
	if g.full {
		g.add("%q", b.Text)
	}
	return nil
}

func (g *gatherer) Member(f *File) error {
	m := *g
	m.path += "!" + f.Name
	return m.read(f)
}

func (g *gatherer) Skip(member string, s Skip) { g.add("skip %s: %v", member, &s) }

func (g *gatherer) read(f *File) error { return g.readTo(f, g) }

func (g *gatherer) readTo(f *File, out Out) error {
	err := Extract(context.Background(), f, out)
	var s *Skip
	if errors.As(err, &s) {
		g.add("skip: %v", s)
		return nil
	}
	return err
}

func (g *gatherer) add(format string, args ...any) {
	*g.lines = append(*g.lines, g.path+": "+fmt.Sprintf(format, args...))
}

// gather reads a file and returns the lines of a gatherer.
func gather(t testing.TB, name string, data []byte, b Budget) []string {
	t.Helper()
	var lines []string
	g := &gatherer{path: name, lines: &lines, text: new(int), full: true}
	f := &File{Name: name, Size: int64(len(data)), Reader: bytes.NewReader(data), Budget: &b}
	if err := g.read(f); err != nil {
		t.Fatalf("%s: got error %v, want only skips", name, err)
	}
	if b.level != 0 || b.reserve != 0 {
		t.Errorf("%s: budget is left at level %d with %d in reserve, want 0 and 0", name, b.level, b.reserve)
	}
	return lines
}

func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// A packed is a member for zipOf.
type packed struct {
	name, text string
	head       zip.FileHeader
}

// zipOf makes a zip; raw names stay as they are.
func zipOf(t testing.TB, ms ...packed) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, m := range ms {
		h := m.head
		h.Name = m.name
		if h.Method == 0 && h.Comment == "" {
			h.Method = zip.Deflate
		}
		f, err := w.CreateHeader(&h)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(f, m.text)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gzipOf(t testing.TB, name, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, text)
	w.Close()
	if name == "" {
		return b.Bytes()
	}
	head := slices.Clone(b.Bytes()[:10]) // the library refuses names that are not Latin-1
	head[3] = 8
	return slices.Concat(head, []byte(name), []byte{0}, b.Bytes()[10:])
}

func tarOf(t testing.TB, ms ...packed) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, m := range ms {
		h := &tar.Header{Name: m.name, Size: int64(len(m.text)), Mode: 0o644, Format: tar.FormatGNU}
		if strings.HasSuffix(m.name, "/") {
			h.Typeflag = tar.TypeDir
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, m.text)
	}
	w.Close()
	return b.Bytes()
}

// storedZip makes a zip of stored members with their sizes in front, as most old
// tools do and Go's writer does not.
func storedZip(ms ...packed) []byte {
	var b, dir []byte
	le := binary.LittleEndian
	for _, m := range ms {
		h := le.AppendUint16(nil, 20)
		h = le.AppendUint16(h, m.head.Flags)
		h = le.AppendUint16(h, m.head.Method)
		h = le.AppendUint32(h, 0)
		h = le.AppendUint32(h, crc32.ChecksumIEEE([]byte(m.text)))
		h = le.AppendUint32(h, uint32(len(m.text)))
		h = le.AppendUint32(h, uint32(len(m.text)))
		h = le.AppendUint16(h, uint16(len(m.name)))
		h = le.AppendUint16(h, uint16(len(m.head.Extra)))
		at := uint32(len(b))
		b = slices.Concat(b, []byte(zipLocal), h, []byte(m.name), m.head.Extra, []byte(m.text))
		dir = slices.Concat(dir, []byte(zipCentral+"\x14\x00"), h, make([]byte, 10), le.AppendUint32(nil, at), []byte(m.name), m.head.Extra)
	}
	end := le.AppendUint16(make([]byte, 4), uint16(len(ms)))
	end = le.AppendUint16(end, uint16(len(ms)))
	end = le.AppendUint32(end, uint32(len(dir)))
	end = le.AppendUint32(end, uint32(len(b)))
	return slices.Concat(b, dir, []byte(zipEnd), end, []byte{0, 0})
}

func deflated(t testing.TB, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, 9)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(w, text)
	w.Close()
	return b.Bytes()
}

// fuzzArchive reads whatever comes, with a budget that bounds the time.
func fuzzArchive(f *testing.F, name string) { fuzzArchiveWith(f, name, nil) }

func fuzzArchiveWith(f *testing.F, name string, settings *Settings) {
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, whole := range []bool{true, false} {
			b := Budget{Depth: 4, Bytes: 4 << 20, Settings: settings}
			g := &gatherer{path: name, lines: new([]string), text: new(int)}
			file := &File{Name: name, Size: int64(len(data)), Reader: bytes.NewReader(data), Budget: &b}
			if !whole {
				file.Reader = io.MultiReader(file.Reader) // no ReaderAt
			}
			if err := g.read(file); err != nil {
				t.Errorf("got error %v, want only skips", err)
			}
			if b.level != 0 || b.reserve != 0 || b.Depth != 4 {
				t.Errorf("budget is left as %+v", b)
			}
			if *g.text > 64<<20 {
				t.Errorf("got %d bytes of text, want at most what the budget allows", *g.text)
			}
		}
	})
}
