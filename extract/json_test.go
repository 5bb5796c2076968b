package extract

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestSniffJSON(t *testing.T) {
	for s, want := range map[string]bool{
		`{"a":1}`:                         true,
		`[{"a":"b\"c"},{}]`:               true,
		"{\"a\":null}\n{\"a\":-1.5e3}\n":  true,
		`["架空","太郎`:                       true,
		`{`:                               true,
		`{"a":tr`:                         true,
		"[1,2]":                           true,
		`[2024-04-01 12:00] C:\users\new`: false,
		`[INFO] started`:                  false,
		`[12345] "a",`:                    false,
		`[1] "a", "b"`:                    false,
		`{0} is missing`:                  false,
		`{架空}`:                            false,
		`// [1]`:                          false,
		``:                                false,
		"[a]\nkey=C:\\temp":               false,
		`{"a":1,}`:                        true,
		`{"a" "b"}`:                       false,
		"{\r\n  \"a\" : [ true, false, NaN ]\r\n": true,
	} {
		if got := sniffJSON([]byte(s)); got != want {
			t.Errorf("%q: %v, want %v", s, got, want)
		}
	}
}

func TestUnescapeJSON(t *testing.T) {
	for in, want := range map[string]string{
		`{"name":"\u67b6\u7a7a \u592a\u90CE"}`: `{"name":"架空 太郎"}`,
		`"\ud842\udfb7\u91ce"`:                 `"𠮷野"`,
		`"a\nb\tc\\d\/e\"f"`:                   `"a b c\d/e"f"`,
		`"\ud842x"`:                            "\"\uFFFDx\"",
		`"\ud842\u0041"`:                       "\"\uFFFDA\"",
		`"\u00"`:                               `"\u00"`,
		`"\q"`:                                 `"\q"`,
		`"\u000a\u0000"`:                       `"  "`,
		`end\`:                                 `end\`,
		`end\u12`:                              `end\u12`,
		`end\ud842`:                            "end\uFFFD",
	} {
		for name, r := range map[string]io.Reader{"whole": strings.NewReader(in), "bytes": iotest.OneByteReader(strings.NewReader(in))} {
			got, err := io.ReadAll(newFilter(r, unescapeJSON))
			if err != nil || string(got) != want {
				t.Errorf("%s by %s: got %s, want %s; %v", in, name, got, want, err)
			}
		}
	}
}

// An escape sequence across the end of a block is one.
func TestUnescapeAcrossBlocks(t *testing.T) {
	for off := range 30 {
		pad := strings.Repeat("x", blockSize-20+off)
		in := `{"a":"` + pad + `\ud842\udfb7\u91ce","b":"\u592a"}`
		g := gatherText(t, "a.json", []byte(in))
		if want := `{"a":"` + pad + `𠮷野","b":"太"}`; g.text.String() != want {
			t.Errorf("after %d bytes: ends in %q", len(pad), g.text.String()[len(pad):])
		}
	}
}

func TestExtractJSON(t *testing.T) {
	const doc = "{\"\\u6c0f\\u540d\": \"\\u67b6\\u7a7a \\u592a\\u90ce\",\n \"memo\": \"1\\n2\"}\n"
	const want = "{\"氏名\": \"架空 太郎\",\n \"memo\": \"1 2\"}\n"
	for _, cs := range []charset{utf8Text, utf16LE, utf16BE} {
		if got := gatherText(t, "a", encode(t, doc, cs)).text.String(); got != want {
			t.Errorf("%s: got %q, want %q", cs, got, want)
		}
	}
	log := "[INFO] C:\\new\\u5c71 done\n"
	if got := gatherText(t, "a.log", []byte(log)).text.String(); got != log {
		t.Errorf("what is not JSON was changed: %q", got)
	}
}
