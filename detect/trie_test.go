package detect

import (
	"fmt"
	"strings"
	"testing"
)

func TestLongest(t *testing.T) {
	for _, c := range []struct {
		text, want string
	}{
		{"佐々木太郎様", "佐々木"},
		{"髙橋様", "髙橋"},
		{"葛\U000E0100城さん", "葛\U000E0100城"},
		{"葛城\U000E0100さん", "葛城\U000E0100"},
		{"\U000E0100葛城", ""},
		{"の", ""},
		{"", ""},
		{"abc", ""},
		{"高橋\xE9", "高橋"},
		{"\xE9\xAB高橋", ""},
	} {
		if n, _ := lexNames.longest([]byte(c.text)); c.text[:n] != c.want {
			t.Errorf("longest name of %q is %q, want %q", c.text, c.text[:n], c.want)
		}
	}
}

func TestOpenTrieRefuses(t *testing.T) {
	long := append([]byte(nil), kanaFile...)
	long[4] = 200
	for name, b := range map[string][]byte{
		"nothing": nil, "a header": kanaFile[:trieHeader], "half": kanaFile[:len(kanaFile)/2],
		"one byte less": kanaFile[:len(kanaFile)-1], "another magic": postalFile, "a filter of 2^200 bits": long,
	} {
		if _, err := openTrie(b); err == nil {
			t.Errorf("%s was opened", name)
		}
	}
}

func TestTrieDoesNotAllocate(t *testing.T) {
	text := []byte("髙橋花子様")
	got := testing.AllocsPerRun(100, func() {
		lexNames.longest(text)
		lexPlaces.lookup(text)
		if d, err := openTrie(namesFile); err != nil || d.code('高') == 0 {
			t.Error("names.bin does not open")
		}
		postalPlace(1000001)
	})
	if got != 0 {
		t.Errorf("%v allocations, want 0", got)
	}
}

// Whatever the bytes are: a longest word is a word, no longer one is, and the
// text ends where it ends.
func FuzzTrie(f *testing.F) {
	for _, s := range []string{"髙橋花子", "すずきはなこ", "札幌市北区北１０条西", "葛\U000E0100城", "\xE9\xAB", "\uFE0F", "a\x00𠮷"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, d := range []*trie{&lexNames, &lexNames2, &lexKana, &lexPlaces} {
			n, v := d.longest(text[:len(text):len(text)])
			if n > len(text) || n == 0 && v != 0 {
				t.Fatalf("longest of %q is %d bytes with value %d", text, n, v)
			}
			for i := 0; i <= len(text); i++ {
				value, ok := d.lookup(text[:i])
				if ok && (i > n || i == n && value != v) || i == n && n > 0 && !ok {
					t.Fatalf("longest of %q is %d bytes, value %d; lookup of %d bytes gives %d, %v", text, n, v, i, value, ok)
				}
			}
		}
	})
}

// scanTrie looks at every letter as the scanner does: first the filter, then the
// words. It returns how many begin a word.
func scanTrie(d *trie, text []byte) int {
	found := 0
	at, mark := 0, uint16(0) // of the rune before
	for i := 0; i < len(text); {
		r, size := threeBytes(text[i:])
		if size == 0 {
			mark = 0
			i++
			continue
		}
		next := d.mark(r)
		if mark != 0 && (d.single(mark) || d.begins(mark&trieCode, next&trieCode)) {
			if n, _ := d.longest(text[at:]); n > 0 {
				found++
			}
		}
		at, mark = i, next
		i += size
	}
	return found
}

func BenchmarkTrieScan(b *testing.B) {
	var table strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&table, "%d,試験%c%c,シケン タロウ,東京都千代田区霞が関%d-%d,03-0000-%04d\r\n", i, '一'+rune(i%5000), '一'+rune(i*7%5000), i%3, i%9, i)
	}
	for _, text := range []struct{ name, content string }{
		{"prose", strings.Repeat("この規程は、個人情報の取扱いについて必要な事項を定めることを目的とする。担当部署は毎年一回、保管期限を過ぎた資料の廃棄を確認する。\n", 1000)},
		{"csv", table.String()},
		{"ascii", strings.Repeat("2026-01-01T00:00:00Z INFO request served in 12 ms path=/index.html\n", 2000)},
		{"names", strings.Repeat("高橋山本田中渡辺斎藤佐々木長谷川", 3000)}, // the worst case
	} {
		for _, d := range []struct {
			name string
			*trie
		}{{"names", &lexNames}, {"names2", &lexNames2}, {"places", &lexPlaces}} {
			b.Run(text.name+"/"+d.name, func(b *testing.B) {
				content := []byte(text.content)
				b.SetBytes(int64(len(content)))
				b.ReportAllocs()
				for b.Loop() {
					scanTrie(d.trie, content)
				}
			})
		}
	}
}
