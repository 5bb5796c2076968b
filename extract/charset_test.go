package extract

import (
	"strings"
	"testing"
)

func TestSniffCharset(t *testing.T) {
	// Invented names and phrases of the kinds that files consist of, also as
	// their only line.
	texts := map[string]string{
		"a line of a log": "2024-04-01 12:00:00 INFO 宛名=架空 太郎 様\n",
		"one short name":  "山田太郎",
		"half-width kana": "ﾔﾏﾀﾞ ﾀﾛｳ\n",
		"kana, odd":       "ｶｸｳ\n",
		"one name in CSV": "id,amount,name\n" + strings.Repeat("1,200,OK\n", 40) + "2,300,佐藤\n",
		"prose":           "本日はありがとうございます。",
		"address":         "東京都架空区北町1-2-3",
		"katakana":        "ヤマダ タロウ\n",
	}
	for name, text := range texts {
		for _, cs := range []charset{utf8Text, utf16LE, utf16BE, cp932, eucJP, iso2022JP} {
			if cs == iso2022JP && strings.ContainsAny(text, "ｶﾔ") {
				continue // x/text does not write them
			}
			if got := sniffCharset(encode(t, text, cs)); got != cs {
				t.Errorf("%s in %s: told as %s", name, cs, got)
			}
		}
	}
}

func TestSniffCharsetOther(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     charset
	}{
		{"mark of UTF-8", "\xEF\xBB\xBFa", utf8Text},
		{"mark of UTF-16LE", "\xFF\xFEa\x00", utf16LE},
		{"mark of UTF-16BE", "\xFE\xFF\x00a", utf16BE},
		{"ASCII as UTF-16LE", "a\x00b\x00\r\x00\n\x00", utf16LE},
		{"ASCII as UTF-16BE", "\x00a\x00b\x00\r\x00\n", utf16BE},
		{"ASCII", "ab", utf8Text},
		{"nothing", "", utf8Text},
		{"a word, even", "abcdefgh", utf8Text},
		{"cut in a character", "東京都\xE6\x9E", utf8Text},
		{"a few broken bytes", strings.Repeat("東京都架空区", 20) + "\xFF\xE6" + strings.Repeat("東京都架空区", 20), utf8Text},
		{"Russian", "Привет, мир", utf8Text},
		{"French", "un café noisette, très serré", utf8Text},
		{"colours of a terminal", "\x1B[31merror\x1B[0m \x1B(B\n", utf8Text},
		{"control codes of a printer", "\x1B$B\r\n\x1B(10U12345\r\n", utf8Text},
		{"kana by SO", "name \x0EVYM\x0F\n", iso2022JP},
		{"NULs as filling", "12345" + strings.Repeat("\x00", 300), utf8Text},
	} {
		if got := sniffCharset([]byte(c.in)); got != c.want {
			t.Errorf("%s: told as %s, want %s", c.name, got, c.want)
		}
	}
}

func TestIsText(t *testing.T) {
	random := make([]byte, 4096) // a linear congruential generator
	x := uint32(1)
	for i := range random {
		x = x*1664525 + 1013904223
		random[i] = byte(x >> 24)
	}
	numbers := strings.Repeat("\x01\x00\x00\x00\x20\x00\x00\x00\xFF\xFF\x00\x00", 100)
	for _, c := range []struct {
		name, in string
		want     bool
	}{
		{"prose", "本日はありがとうございます。\n", true},
		{"a NUL in a line", "12345,架空 太郎\x00,6\n", true},
		{"NULs as filling", "架空 太郎\n" + strings.Repeat("\x00", 5000), true},
		{"form feeds and ESC", strings.Repeat("\x1B&l1O 架空 太郎 様\r\n\f", 20), true},
		{"end of file of DOS", "a,b\r\n\x1A", true},
		{"random bytes", string(random), false},
		{"small numbers", numbers, false},
		{"only NULs", strings.Repeat("\x00", 512), false},
	} {
		if got := isText([]byte(c.in), sniffCharset([]byte(c.in))); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// Whatever is cut off a head, its charset is the same.
func TestSniffCutHead(t *testing.T) {
	text := strings.Repeat("東京都架空区北町一丁目の架空太郎さんです。", 3)
	for _, cs := range []charset{utf8Text, cp932, eucJP} {
		b := encode(t, text, cs)
		for n := 8; n <= len(b); n++ {
			if got := sniffCharset(b[:n]); got != cs {
				t.Errorf("first %d bytes of %s: told as %s", n, cs, got)
			}
		}
	}
}
