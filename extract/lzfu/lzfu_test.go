package lzfu

import (
	"bytes"
	"io"
	"testing"
)

// The examples of [MS-OXRTFCP] 3.1 and 3.2.
func TestReader(t *testing.T) {
	for _, tt := range []struct{ packed, want string }{
		{"\x2d\x00\x00\x00\x2b\x00\x00\x00LZFu\xf1\xc5\xc7\xa7\x03\x00\x0a\x00rcpg125\x42\x32\x0a\xf3\x20hel\x09\x00\x20bw\x05\xb0ld}\x0a\x80\x0f\xa0", "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"},
		{"\x1a\x00\x00\x00\x1c\x00\x00\x00LZFu\xe2\xd4\x4b\x51\x41\x00\x04\x20WXYZ\x0d\x6e\x7d\x01\x0e\xb0", "{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"},
		{"\x0f\x00\x00\x00\x03\x00\x00\x00MELA\x00\x00\x00\x00abc", "abc"},
	} {
		r, err := NewReader(bytes.NewReader([]byte(tt.packed)))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); string(got) != tt.want || err != nil {
			t.Errorf("got %q, %v, want %q", got, err, tt.want)
		}
	}
	r, _ := NewReader(bytes.NewReader([]byte("\x00\x00\x00\x00\x00\x00\x00\x00LZFu\x00\x00\x00\x00\x00ab")))
	if got, err := io.ReadAll(r); string(got) != "ab" || err != io.ErrUnexpectedEOF {
		t.Errorf("of what is cut got %q, %v, want %q and %v", got, err, "ab", io.ErrUnexpectedEOF)
	}
}

func FuzzReader(f *testing.F) {
	f.Add([]byte("\x1a\x00\x00\x00\x1c\x00\x00\x00LZFu\xe2\xd4\x4b\x51\x41\x00\x04\x20WXYZ\x0d\x6e\x7d\x01\x0e\xb0"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := NewReader(bytes.NewReader(data))
		if err != nil {
			return
		}
		got, _ := io.ReadAll(r)
		if len(got) > 17*len(data) {
			t.Errorf("got %d bytes of %d", len(got), len(data))
		}
	})
}
