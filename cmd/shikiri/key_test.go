package main

import (
	"bytes"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestLoadKey(t *testing.T) {
	dir := t.TempDir()
	raw := bytes.Repeat([]byte{0xfe, 1}, 16)
	for name, data := range map[string]string{
		"raw": string(raw), "hex": hex.EncodeToString(raw) + "\r\n", "short": "short text", "shorthex": strings.Repeat("ab", 31),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := &program{Getenv: env("KEY", hex.EncodeToString(raw), "CREDENTIALS_DIRECTORY", dir)}
	for _, test := range []struct {
		flag, from string
		want       []byte
		wantErr    string
	}{
		{"", "", nil, ""},
		{filepath.Join(dir, "raw"), "", raw, ""},
		{filepath.Join(dir, "hex"), "file:" + filepath.Join(dir, "short"), raw, ""},
		{"", "file:" + filepath.Join(dir, "hex"), raw, ""},
		{"", "env:KEY", raw, ""},
		{"", "credential:raw", raw, ""},
		{"", "env:NONE", nil, "it has 0 bytes"},
		{"", "keyring:x", nil, "this cannot be read here"},
		{filepath.Join(dir, "short"), "", nil, "it has 10 bytes, and must have 32 or more"},
		{filepath.Join(dir, "shorthex"), "", nil, "it has 31 bytes"},
		{filepath.Join(dir, "missing"), "", nil, "missing: "},
		{dir, "", nil, "it is no key"},
	} {
		got, warning, err := p.loadKey(test.flag, test.from)
		if !bytes.Equal(got, test.want) || warning != "" || (err != nil) != (test.wantErr != "") ||
			err != nil && !strings.Contains(err.Error(), test.wantErr) {
			t.Errorf("flag %q, configuration %q: got a key of %d bytes, warning %q, %v; want %d bytes, error %q",
				test.flag, test.from, len(got), warning, err, len(test.want), test.wantErr)
		}
		if err != nil && strings.Contains(err.Error(), "short text") {
			t.Errorf("the error holds the key: %v", err)
		}
	}
}
