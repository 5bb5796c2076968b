package crawl

import (
	"bytes"
	"errors"
	"io/fs"
	"strings"
	"testing"
)

func TestSMBName(t *testing.T) {
	for _, test := range []struct {
		utf16 string
		name  string
		ok    bool
	}{
		{"a\x00.\x00", "a.", true},
		{"\x42\x30", "あ", true},
		{"\x3d\xd8\x00\xde", "😀", true},
		{"\x3d\xd8", "\xed\xa0\xbd", true},       // half a pair: the first
		{"\x00\xdea\x00", "\xed\xb8\x80a", true}, // the second
		{"\x3d\xd8\x3d\xd8\x00\xde", "\xed\xa0\xbd😀", true},
		{"\x4b\x30\x99\x30", "か\u3099", true}, // NFD
		{"/\x00", "/", false},
		{"\\\x00", `\`, false},
		{"\x00\x00", "\x00", false},
		{"", "", false},
		{"a", "", false},
	} {
		name, ok := nameFromUTF16([]byte(test.utf16))
		if name != test.name || ok != test.ok {
			t.Errorf("%x is %q, %v; want %q, %v", test.utf16, name, ok, test.name, test.ok)
		}
		if back, err := nameToUTF16(name); ok && (err != nil || string(back) != test.utf16) {
			t.Errorf("%q leads to %x, %v; want %x", name, back, err, test.utf16)
		}
	}
	for _, name := range []string{`a\b`, "a:stream", "\x8c\xda", "\xed\xa0", "\xed\x9f\xbfx\xff", "a\x00", strings.Repeat("あ", 32761)} {
		if got, err := nameToUTF16(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%.20q leads to %.20x, %v; want fs.ErrNotExist", name, got, err)
		}
	}
}

func FuzzSMBName(f *testing.F) {
	f.Add([]byte("a\x00\x3d\xd8\x00\xde"))
	f.Fuzz(func(t *testing.T, b []byte) {
		name, ok := nameFromUTF16(b)
		if !ok || strings.Contains(name, ":") || len(b) > smbNameMost {
			return
		}
		if back, err := nameToUTF16(name); err != nil || !bytes.Equal(back, b) {
			t.Errorf("%x is %q, which leads to %x, %v", b, name, back, err)
		}
	})
}
