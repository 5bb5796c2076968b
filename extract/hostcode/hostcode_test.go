package hostcode

import (
	"testing"
	"unicode/utf8"
)

func TestAppend(t *testing.T) {
	for _, tt := range []struct{ code, bytes, want string }{
		{"cp930", "\x0E\x45\x65\x45\x63\x0F\x40\xF1\xF2", "山田 12"},
		{"cp930", "\x81\x82\xC1\x62", "ｱｲAa"},
		{"cp939", "\x81\x82\xC1\x62", "abAｲ"},
		{"cp1390", "\x0E\x67\x6B\x59\x80\x0F", "髙﨑"},
		{"cp1399", "\x0E\xE9\xF3\x0F", "－"},
		{"cp930", "\x0E\x69\x41\x0F", "\uE000"},
		{"keis", "\x0A\x42\xBB\xB3\xC5\xC4\x0A\x41\xF1", "山田1"},
		{"keis", "\x0A\x42\xBB\xB3\x40\x40\xC5\xC4\x0A\x41", "山　田"},
		{"jef", "\x28\xBB\xB3\xC5\xC4\x29\xF1", "山田1"},
		{"jef", "\x38\xBB\xB3\xC5\xC4\x29\xF1", "山田1"},
		{"jef", "\x28\x6E\xA4\x80\xA1\x29", "髙\uE000"},
		{"jef", "\x28\x41\xA1\x29", "\U000F41A1"},
		{"jef", "\x0E\x42\x60\x0F", "−"},                     // IBM's, from a program that knows no other
		{"jef", "\x28\xBB\xB3\xC5\xC4\x40\x40\xF1", "山田  1"}, // what closes it is lost
		{"cp930", "\x0E\x12\x0F", "   "},                     // a number
		{"cp930", "\x0E", " "},
		{"keis", "\x0A", " "},
		{"jef", "", ""},
	} {
		code, ok := Find(tt.code)
		if !ok {
			t.Fatalf("there is no %s", tt.code)
		}
		if got := string(code.Append(nil, []byte(tt.bytes))); got != tt.want {
			t.Errorf("%s of %x: got %q, want %q", tt.code, tt.bytes, got, tt.want)
		}
	}
}

// All names are known, and no other.
func TestFind(t *testing.T) {
	for _, name := range Names() {
		if c, ok := Find(name); !ok || c.Name != name || c.Single == nil {
			t.Errorf("%s: got %q, %v", name, c.Name, ok)
		}
	}
	if _, ok := Find("cp931"); ok {
		t.Error("got a code for cp931, want none")
	}
}

// The table has all that the code page has, and the rule for the user's own
// characters meets its ends.
func TestIBM(t *testing.T) {
	n := 0
	for a := 0x41; a <= 0xFF; a++ {
		for b := 0; b <= 0xFF; b++ {
			if IBM.Kanji(byte(a), byte(b)) != none {
				n++
			}
		}
	}
	if want := 15896 + (0x89-0x69+1)*190; n != want {
		t.Errorf("got %d codes, want %d", n, want)
	}
	if got := IBM.Kanji(0x7F, 0xFE); got != 0xF111 {
		t.Errorf("7FFE: got %U, want U+F111", got)
	}
}

func TestSniffPage(t *testing.T) {
	if SniffPage([]byte{0x62, 0x63, 0x64}) != Page1027 || SniffPage([]byte{0x81, 0x82}) != Page290 || SniffPage(nil) != Page290 {
		t.Error("a page is told wrong")
	}
}

// Whatever stands in a file comes out as UTF-8, and nothing is read twice.
func FuzzAppend(f *testing.F) {
	f.Add([]byte("\x0E\x45\x65\x45\x63\x0F\x40\xF1"))
	f.Add([]byte("\x28\xBB\xB3\x40\x40\xC5\xC4\x0A\x42\xBB\xB3\x0A\x41"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, code := range codes {
			out := code.Append(nil, raw)
			if !utf8.Valid(out) {
				t.Errorf("%s: got what is no UTF-8", code.Name)
			}
			if n := utf8.RuneCount(out); n > len(raw) {
				t.Errorf("%s: got %d characters of %d bytes", code.Name, n, len(raw))
			}
		}
	})
}
