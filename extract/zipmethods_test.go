package extract

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// testdataFile reads a file of testdata, see its README.
func testdataFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// readWith reads a file with passwords, from a share and as a member of another.
func readWith(t testing.TB, name string, data []byte, passwords ...string) (text string, skips []string) {
	t.Helper()
	var before string
	for _, streamed := range []bool{false, true} {
		b := DefaultBudget()
		b.Settings = &Settings{Passwords: passwords, TempDir: t.TempDir()}
		g := &texts{}
		f := &File{Name: name, Size: int64(len(data)), Reader: bytes.NewReader(data), Budget: &b}
		if streamed {
			f.Reader = io.MultiReader(f.Reader)
		}
		if err := g.read(f); err != nil {
			t.Fatalf("%s: got error %v, want only skips", name, err)
		}
		all := g.text.String() + strings.Join(g.skips, "\n")
		if streamed && all != before {
			t.Errorf("%s as a member: got %d bytes and %q, on a share %d bytes and %q", name, g.text.Len(), g.skips, len(text), skips)
		}
		before, text, skips = all, g.text.String(), g.skips
	}
	return text, skips
}

// A texts gathers all text and skips.
type texts struct {
	text  strings.Builder
	skips []string
}

func (g *texts) Text(b *Block) error        { g.text.Write(b.Text[b.Seen:]); return nil }
func (g *texts) Member(f *File) error       { return g.read(f) }
func (g *texts) Skip(member string, s Skip) { g.skips = append(g.skips, s.Error()) }

func (g *texts) read(f *File) error {
	err := Extract(context.Background(), f, g)
	var s *Skip
	if errors.As(err, &s) {
		g.skips = append(g.skips, s.Error())
		return nil
	}
	return err
}

func TestZipMethods(t *testing.T) {
	for _, name := range []string{"deflate64", "lzma", "bzip2", "xz", "ppmd"} {
		text, skips := readWith(t, "method-"+name+".zip", testdataFile(t, "method-"+name+".zip"))
		if len(skips) > 0 || missingRow(strings.ReplaceAll(text, "03-0000-", "000"), 400) >= 0 {
			t.Errorf("%s: got %d bytes, skips %q; want 400 rows", name, len(text), skips)
		}
	}
}

func TestZipPasswords(t *testing.T) {
	for _, test := range []struct {
		file     string
		password string
	}{
		{"aes128.zip", "kakuu"}, {"aes192.zip", "kakuu"}, {"aes256.zip", "kakuu"}, {"aes-stored.zip", "kakuu"},
		{"zipcrypto.zip", "kakuu"}, {"zipcrypto-stored.zip", "kakuu"}, {"zipcrypto-streamed.zip", "kakuu"},
		{"aes-cp932.zip", "架空"}, {"zipcrypto-cp932.zip", "架空"},
	} {
		data := testdataFile(t, test.file)
		text, skips := readWith(t, test.file, data, "himitsu", "秘密", test.password)
		if want := "03-0000-0030"; len(skips) > 0 || !strings.Contains(text, want) {
			t.Errorf("%s: got %d bytes, skips %q; want %q in the text", test.file, len(text), skips, want)
		}
		text, skips = readWith(t, test.file, data)
		if len(text) > 0 || len(skips) != 1 || skips[0] != "encrypted: no password was given; see --archive-passwords" {
			t.Errorf("%s without a password: got %d bytes, skips %q; want none and one", test.file, len(text), skips)
		}
	}
}

// The check byte of ZipCrypto lets one of 256 wrong passwords through. None of
// them makes text.
func TestZipWrongPasswords(t *testing.T) {
	var wrong []string
	for i := range 2000 {
		wrong = append(wrong, "wrong"+string(rune('一'+i)))
	}
	for _, file := range []string{"zipcrypto.zip", "zipcrypto-stored.zip", "zipcrypto-streamed.zip"} {
		text, skips := readWith(t, file, testdataFile(t, file), wrong...)
		if len(text) > 0 || len(skips) != 1 || skips[0] != "encrypted: none of the 2000 passwords fits" {
			t.Errorf("%s: got %d bytes of text, skips %q; want none and one", file, len(text), skips)
		}
	}
}

// What was damaged after it was encrypted is read as far as it goes.
func TestZipPasswordDamaged(t *testing.T) {
	for _, file := range []string{"aes256.zip", "zipcrypto.zip"} {
		data := testdataFile(t, file)
		at := bytes.Index(data, []byte(zipCentral))
		data[at-300] ^= 1
		text, skips := readWith(t, file, data, "kakuu")
		if len(skips) != 1 || !strings.HasPrefix(skips[0], "damaged: ") || !strings.Contains(text, "03-0000-0030") {
			t.Errorf("%s: got %d bytes of text, skips %q; want the rows before the damage and one skip", file, len(text), skips)
		}
	}
}

// An archive of several members, of which one has another password.
func TestZipSeveralPasswords(t *testing.T) {
	a, b := testdataFile(t, "aes128.zip"), testdataFile(t, "aes-cp932.zip")
	outer := zipOf(t, packed{name: "a.zip", text: string(a)}, packed{name: "b.zip", text: string(b)})
	text, skips := readWith(t, "c.zip", outer, "kakuu")
	if want := "encrypted: the password does not fit"; len(skips) != 1 || skips[0] != want || !strings.Contains(text, "03-0000-0399") {
		t.Errorf("got %d bytes, skips %q; want those of one member, and %q", len(text), skips, want)
	}
}

func FuzzZipEncrypted(f *testing.F) {
	for _, name := range []string{"aes-stored.zip", "zipcrypto-stored.zip", "zipcrypto-streamed.zip", "method-lzma.zip", "method-deflate64.zip", "method-xz.zip", "method-ppmd.zip"} {
		f.Add(testdataFile(f, name))
	}
	settings := &Settings{Passwords: []string{"kakuu", "架空"}, TempDir: f.TempDir()}
	fuzzArchiveWith(f, "a.zip", settings)
}

// A directory that promises more than the archive holds ends in a reason.
func TestZipHostileSizes(t *testing.T) {
	data := testdataFile(t, "aes128.zip")
	at := bytes.Index(data, []byte(zipCentral))
	binary.LittleEndian.PutUint32(data[at+20:], 0xfffffff0)
	b := DefaultBudget()
	b.Settings = &Settings{Passwords: []string{"kakuu"}}
	g := &texts{}
	if err := g.read(&File{Name: "a.zip", Size: int64(len(data)), Reader: bytes.NewReader(data), Budget: &b}); err != nil || len(g.skips) == 0 {
		t.Errorf("got error %v, skips %q; want a skip", err, g.skips)
	}
}
