package main

import (
	"bytes"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"
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
	keyring.MockInit()
	if err := keyring.Set(keyringService, "x", hex.EncodeToString(raw)); err != nil {
		t.Fatal(err)
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
		{"", "env:NONE", nil, "the variable is not set"},
		{"", "keyring:x", raw, ""},
		{"", "keyring:y", nil, "the keyring has no entry of that name"},
		{"", "prompt", nil, "not a terminal"},
		{filepath.Join(dir, "short"), "", nil, "it has 10 bytes, and must have 32 or more"},
		{filepath.Join(dir, "shorthex"), "", nil, "it has 31 bytes"},
		{filepath.Join(dir, "missing"), "", nil, "missing: "},
		{dir, "", nil, "it is no file"},
	} {
		s := newSecrets(p)
		got, err := s.loadKey(t.Context(), test.flag, test.from)
		if warning := s.told(); !bytes.Equal(got, test.want) || warning != nil || (err != nil) != (test.wantErr != "") ||
			err != nil && !strings.Contains(err.Error(), test.wantErr) {
			t.Errorf("flag %q, configuration %q: got a key of %d bytes, warnings %q, %v; want %d bytes, error %q",
				test.flag, test.from, len(got), warning, err, len(test.want), test.wantErr)
		}
		if err != nil && strings.Contains(err.Error(), "short text") {
			t.Errorf("the error holds the key: %v", err)
		}
	}
}
