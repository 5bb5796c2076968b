package replay

import (
	"math/rand/v2"
	"testing"
)

func TestRareNamesAreNotCommon(t *testing.T) {
	for _, tt := range []struct {
		kind         string
		common, rare []word
	}{{"surname", names().surnames, names().rareSurnames}, {"given name", names().givens, names().rareGivens}} {
		seen := map[string]bool{}
		for _, w := range append(append([]word(nil), tt.common...), tt.rare...) {
			if seen[w.text] {
				t.Errorf("%s %s is there twice", tt.kind, w.text)
			}
			seen[w.text] = true
			if w.kana == "" || !iso2022JP.can(w.text) {
				t.Errorf("%s %s has no reading or not all of it is in JIS X 0208", tt.kind, w.text)
			}
		}
	}
}

// Replay docomo tells its people apart by surname and given name as a pair; it
// would be wrong if two pairs read the same without the space.
func TestFullNamesAreUnambiguous(t *testing.T) {
	n := names()
	seen := map[uint64]string{}
	for _, s := range distinct(n.surnames, n.rareSurnames[:90]) {
		for _, g := range distinct(n.givens, n.rareGivens[:110]) {
			whole := fnv64(foldName(s.text + g.text))
			if other, ok := seen[whole]; ok && other != s.text {
				t.Fatalf("surnames %s and %s make the same full name", s.text, other)
			}
			seen[whole] = s.text
		}
	}
}

func TestCastHasNoNamesakes(t *testing.T) {
	towns, err := allTowns()
	if err != nil {
		t.Fatal(err)
	}
	c := newCast(rand.New(rand.NewPCG(1, 2)), towns, utf8)
	seen := map[string]bool{}
	unknown := 0
	known := map[string]bool{}
	for _, w := range names().surnames {
		known[w.text] = true
	}
	for _, w := range names().givens {
		known[w.text] = true
	}
	const n = 5000
	for range n {
		p := c.next()
		if seen[foldName(p.name(""))] {
			t.Fatal("a name came twice")
		}
		seen[foldName(p.name(""))] = true
		if !known[p.surname.text] && !known[foldName(p.surname.text)] || !known[p.given.text] {
			unknown++
		}
	}
	// Common names run out sooner, so the share of rare ones exceeds 18 %.
	if unknown < n*15/100 || unknown > n*30/100 {
		t.Errorf("got %d of %d names that no dictionary holds, want 15 to 30 %%", unknown, n)
	}
}

func TestWithCheckDigit(t *testing.T) {
	for _, want := range []string{"123456789018", "983205673214", "465281266333"} {
		if got := withCheckDigit(want[:11]); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestKanaForms(t *testing.T) {
	for _, tt := range []struct{ kana, half, romaji string }{
		{"ヤマダ", "ﾔﾏﾀﾞ", "Yamada"}, {"ジュンコ", "ｼﾞｭﾝｺ", "Junko"}, {"オオノ", "ｵｵﾉ", "Ono"}, {"ハットリ", "ﾊｯﾄﾘ", "Hattori"}, {"ナンバ", "ﾅﾝﾊﾞ", "Namba"},
	} {
		if got := halfKana(tt.kana, false); got != tt.half {
			t.Errorf("halfKana(%s): got %s, want %s", tt.kana, got, tt.half)
		}
		if got := romaji(tt.kana); got != tt.romaji {
			t.Errorf("romaji(%s): got %s, want %s", tt.kana, got, tt.romaji)
		}
	}
	for _, w := range append(names().rareGivens, names().surnames...) {
		for _, r := range romaji(w.kana) {
			if r > 'z' {
				t.Errorf("romaji(%s) is not ASCII", w.kana)
			}
		}
	}
}

func TestCharsets(t *testing.T) {
	for _, tt := range []struct {
		set  charset
		text string
		want string
	}{
		{cp932, "髙﨑㈱ｱ", "\xfb\xfc\xfa\xb1\x87\x8a\xb1"},
		{cp932, "\ue000\ue0bc", "\xf0\x40\xf1\x40"},
		{eucJP, "山ｱ", "\xbb\xb3\x8e\xb1"},
		{iso2022JP, "山a", "\x1b$B;3\x1b(Ba"},
		{utf16LE, "𠮷", "\x42\xd8\xb7\xdf"},
	} {
		got, err := tt.set.append(nil, tt.text)
		if err != nil || string(got) != tt.want {
			t.Errorf("%s of %s: got %x (%v), want %x", tt.set, tt.text, got, err, tt.want)
		}
	}
	for _, tt := range []struct {
		set  charset
		text string
		want bool
	}{{cp932, "𠮷", false}, {cp932, "髙\ue001", true}, {eucJP, "\ue001", false}, {iso2022JP, "髙", false}, {iso2022JP, "高", true}, {utf8, "𠮷", true}} {
		if got := tt.set.can(tt.text); got != tt.want {
			t.Errorf("%s.can(%s): got %v, want %v", tt.set, tt.text, got, tt.want)
		}
	}
	if _, err := cp932.append(nil, "𠮷"); err == nil {
		t.Error("cp932 took U+20BB7")
	}
}
