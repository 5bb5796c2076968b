package extract

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"
)

func TestUnescaper(t *testing.T) {
	for in, want := range map[string]string{
		`INFO {"name":"\u67b6\u7a7a \u592a\u90CE"}`: `INFO {"name":"架空 太郎"}`,
		`"\ud842\udfb7\u91ce \u845b\udb40\udd00"`:   "\"𠮷野 葛\U000e0100\"",
		`"{\"name\":\"\\u67b6\\u7a7a\"}"`:           `"{\"name\":\"架空\"}"`,
		`"\\\\ud842\\\\udfb7\\\\u91ce"`:             `"𠮷野"`,
		`{"a":"1\u4e01\u76ee2\u22123 A\u68df"}`:     `{"a":"1丁目2−3 A棟"}`,
		`\nTEL\u756a\u53f7`:                         `\nTEL番号`,
		`name=\u30bf\uff80\uff9b\uFF76`:             `name=タﾀﾛｶ`,
		`http:\/\/host.example\/\u67b6`:             `http:\/\/host.example\/架`,
		`\u5c71`:                                    `山`,
		// What stays.
		`C:\users\union C:\u5c71 D:\new\u5c71\u5ddd\x`: `C:\users\union C:\u5c71 D:\new\u5c71\u5ddd\x`,
		`"C:\\temp\\u5c71"`:                            `"C:\\temp\\u5c71"`,
		`\u0041 \u00e9 \u0022 \ubeef`:                  `\u0041 \u00e9 \u0022 \ubeef`,
		`\u5c7 \u5c7g \u \\ \ud842 \`:                  `\u5c7 \u5c7g \u \\ \ud842 \`,
		`\ud83d\ude00 \udfb7\ud842`:                    `\ud83d\ude00 \udfb7\ud842`,
		`\ud842\u5c71`:                                 `\ud842山`,
		`\U5c71 \x5c u5c71`:                            `\U5c71 \x5c u5c71`,
		`end \u5c`:                                     `end \u5c`,
		`end \ud842\udf`:                               `end \ud842\udf`,
		`end \ud842\\`:                                 `end \ud842\\`,
		`\\\\\\\\\\\\\\\\\\\\\\\\ \\\`:                 `\\\\\\\\\\\\\\\\\\\\\\\\ \\\`,
	} {
		for name, r := range map[string]io.Reader{"whole": strings.NewReader(in), "bytes": iotest.OneByteReader(strings.NewReader(in))} {
			got, err := io.ReadAll(newUnescaper(r))
			if err != nil || string(got) != want {
				t.Errorf("%s by %s: got %s, want %s; %v", in, name, got, want, err)
			}
		}
	}
}

// Escapes come out wherever text is read: in logs, tables and scripts of pages,
// and in strings of JSON that are JSON.
func TestExtractEscapes(t *testing.T) {
	const line = `INFO done {"name":"\u67b6\u7a7a \u592a\u90ce"}`
	for name, s := range map[string]string{
		"log":           "INFO start\n" + line + "\n",
		"late":          strings.Repeat("INFO job done, C:\\users\\a\nINFO start\nOK\n", 3*HeadSize/40) + line + "\n",
		"table":         "id,name\n1,\\u67b6\\u7a7a \\u592a\\u90ce\n2,x\n3,y\n",
		"page":          "<html><script>var a='\\u67b6\\u7a7a \\u592a\\u90ce'</script></html>",
		"xml":           "<?xml version='1.0'?><a>\\u67b6\\u7a7a \\u592a\\u90ce</a>",
		"JSON in JSON":  `{"body":"{\"name\":\"\\u67b6\\u7a7a \\u592a\\u90ce\"}"}`,
		"late in CP932": string(encode(t, strings.Repeat("処理は完了しました。\n", 3*HeadSize/20)+line+"\n", cp932)),
	} {
		got := gatherText(t, "a.log", []byte(s)).text.String()
		if !strings.Contains(got, "架空 太郎") || strings.Contains(got, `\u67b6`) {
			t.Errorf("%s: got %q at its end, want 架空 太郎", name, got[max(0, len(got)-100):])
		}
		if strings.Count(got, `C:\users\a`) != strings.Count(s, `C:\users\a`) {
			t.Errorf("%s: paths were changed", name)
		}
	}
}

func FuzzUnescaper(f *testing.F) {
	f.Add(`C:\new\u5c71 "\ud842\udfb7\\u91ce" \u`, 3)
	f.Add(`\\\\\\\\\\\u5c71\ud842\\\\\\\\\\\\udfb7`, 1)
	f.Fuzz(func(t *testing.T, s string, size int) {
		if size < 1 || size > 300 {
			return
		}
		whole, err := io.ReadAll(newUnescaper(strings.NewReader(s)))
		if err != nil || len(whole) > len(s) || utf8.ValidString(s) && !utf8.Valid(whole) {
			t.Errorf("%q: got %q, %v", s, whole, err)
		}
		if !strings.Contains(s, `\u`) && string(whole) != s {
			t.Errorf("%q: got %q, want it as it is", s, whole)
		}
		pieces, err := io.ReadAll(newUnescaper(&shortReader{strings.NewReader(s), size}))
		if err != nil || string(pieces) != string(whole) {
			t.Errorf("%q: in pieces of %d %q, whole %q; %v", s, size, pieces, whole, err)
		}
	})
}

// A shortReader reads so much at once.
type shortReader struct {
	r    io.Reader
	size int
}

func (r *shortReader) Read(p []byte) (int, error) { return r.r.Read(p[:min(len(p), r.size)]) }
