package extract

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
)

var encodings = map[charset]encoding.Encoding{
	utf8Text:  unicode.UTF8,
	utf16LE:   unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM),
	utf16BE:   unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM),
	cp932:     japanese.ShiftJIS,
	eucJP:     japanese.EUCJP,
	iso2022JP: japanese.ISO2022JP,
}

func encode(t testing.TB, s string, cs charset) []byte {
	t.Helper()
	b, err := encodings[cs].NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatalf("encode %q as %s: %v", s, cs, err)
	}
	return b
}

// decodeFile decodes b as a file is: told by its head, read in pieces.
func decodeFile(t testing.TB, b []byte) (string, charset) {
	t.Helper()
	cs := sniffCharset(b[:min(len(b), HeadSize)])
	out, err := io.ReadAll(newDecoder(bytes.NewReader(b), cs))
	if err != nil {
		t.Fatalf("decode %s: %v", cs, err)
	}
	return string(out), cs
}

func TestDecodeRoundTrip(t *testing.T) {
	const text = "番号,氏名,フリガナ,住所\r\n1,髙橋 﨑子,ﾀｶﾊｼ ｻｷｺ,東京都架空区①丁目2-3\r\n2,㈱見本商事,ミホンショウジ,大阪府架空市北町4\r\n"
	for cs := range encodings {
		s := text
		if cs == iso2022JP {
			s = strings.ReplaceAll(s, "ﾀｶﾊｼ ｻｷｺ", "タカハシ") // x/text does not write them
		}
		b := encode(t, s, cs)
		got, guess := decodeFile(t, b)
		if guess != cs || got != s {
			t.Errorf("%s: told as %s, decoded as %q, want %q", cs, guess, got, s)
		}
		if got := string(appendUTF8([]byte("x"), b, cs)); got != "x"+s {
			t.Errorf("appendUTF8 %s: got %q, want %q", cs, got, "x"+s)
		}
	}
}

func TestDecodeExtensions(t *testing.T) {
	for _, c := range []struct {
		name string
		cs   charset
		in   string
		want string
	}{
		{"IBM's 髙 and 﨑", cp932, "\xFB\xFC\xFA\xB1", "髙﨑"},
		{"NEC's 髙 and 﨑", cp932, "\xEE\xE0\xED\x95", "髙﨑"},
		{"first gaiji", cp932, "\xF0\x40", "\uE000"},
		{"last gaiji", cp932, "\xF9\xFC", "\uE757"},
		{"gaiji after 7F", cp932, "\xF0\x80", "\uE03F"},
		{"no characters", cp932, "1\x80\xA0\xFD\xFE\xFF2", "1\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD2"},
		{"lead before a comma", cp932, "\x8E,1\"\x8E\"\x8E\n2", "\uFFFD,1\"\uFFFD\"\uFFFD\n2"},
		{"unassigned, with a letter", cp932, "\x85\x41", "\uFFFDA"},
		{"cut", cp932, "12\x8E", "12\uFFFD"},
		{"half-width", cp932, "\xD4\xCF\xC0\xDE", "ﾔﾏﾀﾞ"},
		{"eucJP-ms 髙 and 﨑", eucJP, "\x8F\xF4\xFA\x8F\xF4\xD1", euc3("\xF4\xFA") + euc3("\xF4\xD1")},
		{"CP51932 髙", eucJP, "\xFC\xE2", "髙"},
		{"JIS X 0212", eucJP, "\x8F\xB0\xA1", "丂"},
		{"half-width", eucJP, "\x8E\xD4\x8E\xCF", "ﾔﾏ"},
		{"gaiji", eucJP, "\xF5\xA1\x8F\xF5\xA1", "\uE000\uE3AC"},
		{"lead before a digit", eucJP, "\xA41\x8F,\x8F\xA12\x8E\"", "\uFFFD1\uFFFD,\uFFFD\uFFFD2\uFFFD\""},
		{"kana set", iso2022JP, "\x1B(ITOP^\x1B(B1", "ﾔﾏﾐﾞ1"},
		{"kana by SO", iso2022JP, "a\x0ETOP^\x0F1", "aﾔﾏﾐﾞ1"},
		{"JIS X 0212", iso2022JP, "\x1B$(D0!\x1B(B1", "丂1"},
		{"NEC row 13", iso2022JP, "\x1B$B-!\x1B(B1", "①1"},
		{"lost escape", iso2022JP, "\x1B$B;3\n123", "山\n123"},
		{"odd", iso2022JP, "\x1B$B;\x1B(B12", "\uFFFD12"},
		{"lone surrogate", utf16LE, "\x3D\xD8A\x001\x00", "\uFFFDA1"},
		{"pair", utf16BE, "\xD8\x42\xDF\xB7", "𠮷"},
		{"broken", utf8Text, "1\xE5\xB1,2\xFF3", "1\uFFFD,2\uFFFD3"},
	} {
		if got := string(appendUTF8(nil, []byte(c.in), c.cs)); got != c.want {
			t.Errorf("%s, %s: % x is %q, want %q", c.cs, c.name, c.in, got, c.want)
		}
	}
}

// euc3 is the character of eucJP-ms at 8F and two more bytes, by its place in
// the list.
func euc3(b string) string {
	at := (int(b[0])-0xA1)*94 + int(b[1]) - 0xA1 - ((0xF3-0xA1)*94 + 0xF3 - 0xA1)
	return string([]rune(ibmExtension)[at])
}

func TestIBMExtension(t *testing.T) {
	for s, want := range map[string]string{"\xF3\xF3": "ⅰ", "\xF3\xFE": "Ⅱ", "\xF4\xA1": "Ⅲ", "\xF4\xFE": "黑"} {
		if got := euc3(s); got != want {
			t.Errorf("8F % X is %q, want %q", s, got, want)
		}
	}
	if n := utf8.RuneCountInString(ibmExtension); n != 106 {
		t.Errorf("%d characters, want 106", n)
	}
}

// All of CP932 but gaiji is what x/text makes of it.
func TestCP932Table(t *testing.T) {
	for l := 0x81; l <= 0xFC; l++ {
		if l == 0xA0 {
			l = 0xE0 // what is between is half-width kana
		}
		for c := 0x40; c <= 0xFC; c++ {
			in := []byte{byte(l), byte(c)}
			want, _ := japanese.ShiftJIS.NewDecoder().Bytes(in)
			got := appendUTF8(nil, in, cp932)
			if l >= 0xF0 && l <= 0xF9 || bytes.Contains(want, []byte("\uFFFD")) {
				continue
			}
			if !bytes.Equal(got, want) {
				t.Fatalf("% X is %q, want %q", in, got, want)
			}
		}
	}
}

func TestLateCharset(t *testing.T) {
	ascii := strings.Repeat("2024-04-01 12:00:00 INFO job 12345 done\n", 2700) // 105 KB
	for _, cs := range []charset{utf8Text, cp932, eucJP, iso2022JP} {
		tail := "2024-04-01 12:00:01 INFO 宛名=架空 太郎 様\n"
		b := append([]byte(ascii), encode(t, tail, cs)...)
		got, _ := decodeFile(t, b)
		if got != ascii+tail {
			t.Errorf("%s after 105 KB of ASCII: ends in %q, want %q", cs, got[len(ascii):], tail)
		}
	}
}

func TestMixedLines(t *testing.T) {
	lines := []string{
		"2024-04-01 12:00:00 INFO 印刷を開始しました 件数=120\n",
		"2024-04-01 12:00:01 宛名=\"架空 太郎 様\" 結果=OK\n",
		"2024-04-01 12:00:02 住所: 東京都架空区北町1-2-3 ｶｸｳ ﾀﾛｳ\n",
		"plain 0123456789\n",
	}
	sets := []charset{utf8Text, cp932, eucJP}
	for _, main := range sets {
		for _, other := range sets {
			var b []byte
			var want string
			for i := range 400 {
				cs := main
				if i%7 == 6 {
					cs = other
				}
				line := lines[i%len(lines)]
				b, want = append(b, encode(t, line, cs)...), want+line
			}
			got, cs := decodeFile(t, b)
			if got != want {
				t.Errorf("%s with lines in %s, told as %s: %s", main, other, cs, firstDifference(got, want))
			}
		}
	}
}

func firstDifference(got, want string) string {
	g, w := strings.SplitAfter(got, "\n"), strings.SplitAfter(want, "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			return "got line " + g[i] + "want " + strings.Join(w[min(i, len(w)):min(i+1, len(w))], "")
		}
	}
	return "lines are missing"
}

func TestMixedWords(t *testing.T) {
	b := []byte("受付 宛名=\"")
	b = append(append(b, encode(t, "架空 太郎", cp932)...), "\" 結果=完了\n"...)
	got, _ := decodeFile(t, bytes.Repeat(b, 50))
	want := strings.Repeat("受付 宛名=\"架空 太郎\" 結果=完了\n", 50)
	if got != want {
		t.Errorf("words of CP932 in lines of UTF-8: %s", firstDifference(got, want))
	}
}

func TestISO2022Line(t *testing.T) {
	b := []byte("Subject: 日本語の件名\n")
	b = append(b, encode(t, "宛名 架空太郎 様 12\n", iso2022JP)...)
	b = append(b, "次の行です\n"...)
	if got, _ := decodeFile(t, b); got != "Subject: 日本語の件名\n宛名 架空太郎 様 12\n次の行です\n" {
		t.Errorf("a line of ISO-2022-JP in UTF-8: %q", got)
	}
}

// Whatever the sizes of reads, the same comes out.
func TestDecoderReads(t *testing.T) {
	text := strings.Repeat("1,架空 太郎,ｶｸｳ,〒100-0001,𠮷\n", 40)
	for cs := range encodings {
		s := text
		if cs != utf8Text && cs != utf16LE && cs != utf16BE {
			s = strings.ReplaceAll(s, "𠮷", "吉")
		}
		if cs == iso2022JP {
			s = strings.ReplaceAll(s, "ｶｸｳ", "カクウ")
		}
		b := encode(t, s, cs)
		for name, r := range map[string]io.Reader{
			"bytes":  iotest.OneByteReader(bytes.NewReader(b)),
			"halves": iotest.HalfReader(bytes.NewReader(b)),
			"at end": iotest.DataErrReader(bytes.NewReader(b)),
		} {
			got, err := io.ReadAll(iotest.OneByteReader(newDecoder(r, cs)))
			if err != nil || string(got) != s {
				t.Errorf("%s, %s: got %q, %v", cs, name, got, err)
			}
		}
	}
}

// A character at the end of what a decoder holds is not torn.
func TestDecoderBuffer(t *testing.T) {
	for cs := range encodings {
		unit := encode(t, "山", cs)
		for pad := range 4 {
			s := strings.Repeat("x", pad) + strings.Repeat("山田", rawSize/4)
			if len(unit) == 0 {
				continue
			}
			got, err := io.ReadAll(newDecoder(bytes.NewReader(encode(t, s, cs)), cs))
			if err != nil || string(got) != s {
				t.Errorf("%s after %d bytes: %d bytes, want %d; %v", cs, pad, len(got), len(s), err)
			}
		}
	}
}

func TestValidUTF8(t *testing.T) {
	for _, s := range []string{"", "abc", "山田太郎山田太郎山田太郎", "aé山𠮷", strings.Repeat("山a田é𠮷", 9)} {
		if n := validUTF8([]byte(s)); n != len(s) {
			t.Errorf("%q: %d of %d bytes are valid", s, n, len(s))
		}
	}
	for _, bad := range []string{"\xE0\x80\x80", "\xED\xA0\x80", "\xC0\x80", "\xF8", "\x80", "\xE5\xB1", "\xF4\x90\x80\x80"} {
		for pad := range 20 {
			s := strings.Repeat("x", pad) + "山山山"
			if n := validUTF8([]byte(s + bad + "0123456789abcdefghij")); n != len(s) {
				t.Errorf("% x after %d bytes: %d are valid", bad, len(s), n)
			}
		}
	}
}

func FuzzDecode(f *testing.F) {
	for cs := range encodings {
		f.Add(encode(f, "1,架空 太郎,〒100\n2,花子\n", cs), uint8(cs))
	}
	f.Add([]byte("\x1B$B;3\x0ETO\x0F\xE5\xB1\xB1,\x8F\xA1\xFF\n"), uint8(cp932))
	f.Fuzz(func(t *testing.T, b []byte, n uint8) {
		cs := charset(n % uint8(len(charsetNames)))
		got := appendUTF8(nil, b, cs)
		if !utf8.Valid(got) {
			t.Errorf("appendUTF8 %s: % x is not UTF-8", cs, got)
		}
		streamed, err := io.ReadAll(newDecoder(iotest.HalfReader(bytes.NewReader(b)), cs))
		if err != nil || !utf8.Valid(streamed) {
			t.Errorf("newDecoder %s: % x is not UTF-8; %v", cs, streamed, err)
		}
		if cs == utf16LE || cs == utf16BE || cs == iso2022JP || bytes.IndexByte(b, esc) >= 0 {
			return
		}
		if indexHigh(b) == len(b) && (!bytes.Equal(got, b) || !bytes.Equal(streamed, b)) {
			t.Errorf("%s: ASCII %q became %q and %q", cs, b, got, streamed)
		}
		if cs != cp932 && !bytes.Equal(asciiOf(got), asciiOf(b)) {
			t.Errorf("%s: of %q the ASCII is %q", cs, b, asciiOf(got))
		}
	})
}

func asciiOf(b []byte) (out []byte) {
	for _, c := range b {
		if c < 0x80 {
			out = append(out, c)
		}
	}
	return out
}
