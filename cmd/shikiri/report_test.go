package main

import (
	"strings"
	"testing"
)

func TestDecodeRun(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{`{"schema": "shikiri/1", "findings": [], "later": 1}`, ""},
		{``, "empty"},
		{`{"schema": "shikiri/1", "findings": [`, "cut short"},
		{`{"schema": "shikiri/2"}`, "its schema is another"},
		{`{"type": "run", "schema": "shikiri/1"}` + "\n" + `{"type": "end"}`, "more follows"},
		{`{}`, "not a saved run"},
		{`[1]`, "wrong type"},
		{`{"schema": "shikiri/1", "exit_code": "山田太郎"}`, "exit_code has the wrong type"},
		{`<html>`, "not JSON at byte"},
	} {
		r, err := decodeRun(strings.NewReader(test.text))
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %q", test.text, err, test.want)
		}
		if err != nil && (r != nil || strings.Contains(err.Error(), "山田")) {
			t.Errorf("%s: got %v and a run, want neither a run nor text of the file", test.text, err)
		}
	}
}

func FuzzDecodeRun(f *testing.F) {
	f.Add([]byte(`{"schema": "shikiri/1", "findings": [{"samples": null}]}`))
	f.Add([]byte(`{"schema": "shikiri/1"} x`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := decodeRun(strings.NewReader(string(data)))
		if (r == nil) == (err == nil) {
			t.Errorf("got run %v and error %v, want one of them", r, err)
		}
	})
}
