package netzone

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// match compiles a pattern and asks it, as a client and as an exception do.
func match(t testing.TB, text, path string) bool {
	t.Helper()
	p, err := compilePattern(text)
	if err != nil {
		t.Fatalf("compilePattern(%q): %v", text, err)
	}
	got := p.match(split(path))
	policy := Policy{Clients: []Client{{Name: "甲", Paths: []string{text}}}}
	if client := policy.Client(path) == "甲"; client != got {
		t.Errorf("pattern %q, path %q: as a client %t, as an exception %t", text, path, client, got)
	}
	return got
}

func TestPattern(t *testing.T) {
	for _, test := range []struct{ pattern, yes, no string }{
		// A name with a slash is a file or a folder from the root on.
		{"人事/社員名簿", "人事/社員名簿 人事/社員名簿/a.csv 人事/社員名簿/b/a.csv", "人事 x/人事/社員名簿/a 人事/社員名簿2/a 人事/a/社員名簿"},
		{"/人事", "人事 人事/a 人事/a/b", "x/人事 人事部/a"},
		{"人事/社員名簿/", "人事/社員名簿/a 人事/社員名簿/b/a", "人事/社員名簿 社員名簿/a x/人事/社員名簿/a"},
		// A name without a slash is anywhere.
		{"架空信用金庫", "架空信用金庫 架空信用金庫/a x/架空信用金庫 x/y/架空信用金庫/z/a", "架空信用金庫2/a x架空信用金庫 架空"},
		{"架空/", "架空/a x/架空/a", "架空 x/架空"},
		{"*.csv", "a.csv x/a.csv x/a.csv/b .csv", "a.csv2 csv x/a.tsv"},
		{"*", "a a/b", ""},
		// One star stays in its name.
		{"人事/*", "人事/a 人事/b.csv", "人事 人事/a/b x/人事/a"},
		{"/*.csv", "a.csv", "x/a.csv a.csv/b"},
		{"*/a", "x/a x/a/b", "a x/y/a"},
		{"a/*b*/c", "a/b/c a/xbx/c/d a/bb/c", "a/x/c a/b/x/c"},
		{"a/*ab*ab", "a/abab a/xababab a/aabab", "a/ab a/aba a/ababa"},
		// Two stars cross folders.
		{"**", "a a/b a/b/c", ""},
		{"人事/**", "人事/a 人事/a/b", "人事 人事部/a x/人事/a"},
		{"**/架空/**", "架空/a x/架空/a x/y/架空/z/a", "架空 x/架空 x/架空2/a"},
		{"**/架空", "架空 x/架空 x/架空/a", "架空2 x架空/a"},
		{"a/**/b", "a/b a/x/b a/x/y/b a/b/c a/x/b/c", "b a/xb a b/a"},
		{"a/**/**/b", "a/b a/x/b", "a/c"},
		{"a/**/b/**/c.txt", "a/b/c.txt a/b/b/x/c.txt a/x/b/c.txt", "a/c.txt a/b b/c.txt a/b/d.txt"},
		{"a/**/", "a/b/c a/b/c/d", "a/b a"},
		{"**/*.log", "a.log x/y/a.log", "a.log/b a.txt"},
		{"**/x?/*.log", "x1/a.log y/x2/a.log x1/x2/a.log", "x/a.log x1/y/a.log"},
		// Characters.
		{"a/?", "a/b a/あ a/𠮷", "a/bc a/"},
		{"a/第?期", "a/第1期 a/第一期", "a/第10期"},
		{"a/[abc]", "a/a a/b a/C", "a/d a/ab"},
		{"a/[!abc]", "a/d a/あ", "a/a a/B"},
		{"a/[^0-9]", "a/d", "a/5"},
		{"a/[A-C]x", "a/ax a/Bx", "a/dx"},
		{"a/[あ-ん]*", "a/かな a/ん", "a/カナ"},
		{"a/[]x]", "a/] a/x", "a/y"},
		{"a/[!]]", "a/x", "a/]"},
		{"a/[-x]", "a/- a/x", "a/y"},
		{"[[]重要]/a", "[重要]/a", "重/a 要/a"},
		{"a/[*]", "a/*", "a/b"},
		{"a/]", "a/]", "a/["},
		{"a/b,c", "a/b,c", "a/b"},
		// Braces.
		{"**/{架空,乙丙}/**", "架空/a x/乙丙/a", "丁戊/a"},
		{"a/{b,c/d}", "a/b a/c/d a/c/d/e", "a/c a/d"},
		{"a/{b,{c,d}e}f", "a/bf a/cef a/def", "a/cf"},
		{"a/{,b}c", "a/c a/bc", "a/b"},
		{"{人事/a,総務}", "人事/a 総務/x", "x/総務"},
		{"a/[{]", "a/{", "a/}"},
		{"a/{[,],x}", "a/, a/x", "a/]"},
		// The same name in other clothes.
		{"Report/ＡＢＣ", "report/ＡＢＣ REPORT/ａｂｃ", "report/ABC"},
		{"か\u3099く/**", "がく/a か\u3099く/a", "かく/a"},
		{"がく/**", "か\u3099く/a", "かく/a"},
		{"**/ハ\u309aス?/**", "パス1/a ハ\u309aスワ/a", "ハス1/a"},
		{"Ärger/**", "ärger/a A\u0308rger/a", "arger/a"},
	} {
		for path := range strings.FieldsSeq(test.yes) {
			if !match(t, test.pattern, path) {
				t.Errorf("pattern %q does not match %q", test.pattern, path)
			}
		}
		for path := range strings.FieldsSeq(test.no) {
			if match(t, test.pattern, path) {
				t.Errorf("pattern %q matches %q", test.pattern, path)
			}
		}
	}
}

func TestCheckPattern(t *testing.T) {
	for text, want := range map[string]string{
		"":                          "the pattern is empty",
		"　 ":                        "the pattern is empty",
		"/":                         "the pattern has nothing between two slashes",
		"a//b":                      "the pattern has nothing between two slashes",
		"{,a}":                      "the pattern has nothing between two slashes",
		`人事\*`:                      `a pattern has / between folders, not \`,
		"./a":                       "a pattern starts at the root of the share and cannot hold .",
		"a/../b":                    "a pattern starts at the root of the share and cannot hold ..",
		"架空**":                      `** stands alone between slashes: write * in "架空**", or /**/`,
		"a/***/b":                   `** stands alone between slashes: write * in "***", or /**/`,
		"[a":                        "[ is never closed: write [[] for a bracket in a name",
		"a/[]":                      "[ is never closed: write [[] for a bracket in a name",
		"[":                         "[ is never closed: write [[] for a bracket in a name",
		"[!":                        "[ is never closed: write [[] for a bracket in a name",
		"[z-a]":                     "the range z-a runs backwards",
		"{a,b":                      "{ is never closed: write [{] for a brace in a name",
		"a}":                        "} is never opened: write [}] for a brace in a name",
		"\xff":                      "the pattern is not UTF-8",
		strings.Repeat("{a,b}", 10): "the braces stand for more than 1000 patterns",
		strings.Repeat("a", 4097):   "the pattern is longer than 4096 bytes",
	} {
		err := CheckPattern(text)
		if err == nil {
			t.Errorf("CheckPattern(%q) = nil, want %q", text, want)
		} else if err.Error() != want {
			t.Errorf("CheckPattern(%q):\n got %s\nwant %s", text, err, want)
		}
	}
}

func TestClientIsTheFirst(t *testing.T) {
	p := Policy{Clients: []Client{
		{Name: "甲", Paths: []string{"甲/[0-9]/**"}},
		{Name: "乙", Paths: []string{"**/乙/**", "**/共用/**"}},
		{Name: "丙", Paths: []string{"丙", "共用"}},
		{Name: "丁", Paths: []string{"**/*.丁", "**/乙/**"}},
		{Name: "壊", Paths: []string{"[", "壊"}},
	}}
	for path, want := range map[string]string{
		"":               "",
		"a":              "",
		"甲/1/乙/丙/a":      "甲",
		"甲/x/乙/a":        "乙",
		"丙/乙/a":          "乙",
		"丙/乙":            "丙",
		"x/共用/a":         "乙",
		"x/共用":           "丙",
		"x/a.丁":          "丁",
		"丙/a.丁":          "丙",
		"/丙/a":           "丙",
		"x/壊/a":          "壊",
		"x/\xff\xfe/丙/a": "丙",
	} {
		if got := p.Client(path); got != want {
			t.Errorf("Client(%q) = %q, want %q", path, got, want)
		}
	}
	if got := Default().Client("a/b"); got != "" {
		t.Errorf("Client without clients = %q, want none", got)
	}
}

// slow is alternative.match by recursion, as the definition reads.
func slow(a alternative, path []string) bool {
	if len(a) == 0 {
		return len(path) == 0
	}
	if a[0].op == across && slow(a[1:], path) {
		return true
	}
	if len(path) == 0 || a[0].op != across && !a[0].match(path[0]) {
		return false
	}
	if a[0].op == across {
		return slow(a, path[1:])
	}
	return slow(a[1:], path[1:])
}

func FuzzPattern(f *testing.F) {
	for _, seed := range [][2]string{
		{"**/架空信用金庫/**", "x/架空信用金庫/a"}, {"a/{b,[c-d]}*", "a/cx"}, {"*.csv", "A.CSV"}, {"[!]", "x"}, {"{{", "}"},
		{"a/**/b/**/*c?", "a/b/b/cc1"}, {"か\u3099", "が"}, {"***", "a"}, {"/a/", "a/b"}, {"\u0130", "i"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, text, path string) {
		if len(path) > 200 || len(text) > 200 {
			return
		}
		p, err := compilePattern(text)
		if err != nil {
			return
		}
		got := match(t, text, path)
		names := split(path)
		var want bool
		for _, a := range p {
			if strings.Count(text, "**") < 6 {
				want = want || slow(a, names)
			} else {
				want = want || a.match(names)
			}
		}
		if got != want {
			t.Errorf("pattern %q, path %q: got %t, by its definition %t", text, path, got, want)
		}
		if other := match(t, text, norm.NFD.String(norm.NFC.String(path))); other != got {
			t.Errorf("pattern %q, path %q: %t, decomposed %t", text, path, got, other)
		}
	})
}

func BenchmarkClient(b *testing.B) {
	named, varied := &Policy{}, &Policy{}
	for i := range 500 {
		name := fmt.Sprintf("架空信用金庫%03d", i)
		named.Clients = append(named.Clients, Client{Name: name, Paths: []string{"**/" + name + "/**"}})
		varied.Clients = append(varied.Clients, Client{Name: name, Paths: []string{"受託/*/" + name + "_*/**"}})
	}
	for _, bench := range []struct {
		name string
		p    *Policy
		path string
	}{
		{"names-hit", named, "受託/2026/架空信用金庫499/10月/はがき/一覧.csv"},
		{"names-miss", named, "受託/2026/実在しない金庫/10月/はがき/一覧.csv"},
		{"names-miss-macos", named, norm.NFD.String("受託/2026/実在しない金庫/10月/はがき/一覧.csv")},
		{"names-miss-ascii-upper", named, "Jobs/2026/October/Mailing/LIST.CSV"},
		{"patterns-hit-last", varied, "受託/2026/架空信用金庫499_本店/10月/はがき/一覧.csv"},
		{"patterns-miss", varied, "受託/2026/実在しない金庫/10月/はがき/一覧.csv"},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.SetBytes(int64(len(bench.path)))
			b.ReportAllocs()
			for b.Loop() {
				bench.p.Client(bench.path)
			}
		})
	}
}
