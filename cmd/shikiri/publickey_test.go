package main

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"
)

// A public key is read however a mail or an editor of Windows has left it.
func TestPublicKeyForms(t *testing.T) {
	const line = "RWS6TQ0h42IQAvJIn1v2BqZmclMWy4eiW8Djz/vFcByIjbqvw5wUNniR"
	windows := "untrusted comment: minisign public key 021062E3210D4DBA\r\n" + line + "\r\n"
	wide := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(windows)) {
		wide = binary.LittleEndian.AppendUint16(wide, u)
	}
	for name, test := range map[string]struct {
		text string
		good bool
	}{
		"as minisign writes it":     {strings.ReplaceAll(windows, "\r", ""), true},
		"with line ends of Windows": {windows, true},
		"saved by Notepad":          {"\ufeff" + windows, true},
		"saved by PowerShell":       {string(wide), true},
		"the key alone":             {line, true},
		"the key alone, indented":   {"  " + line + " \n", true},
		"cut":                       {line[:50], false},
		"half a letter":             {string(wide[:len(wide)-1]), false},
		"empty":                     {"", false},
	} {
		file := filepath.Join(t.TempDir(), "auditor.pub")
		if err := os.WriteFile(file, []byte(test.text), 0o600); err != nil {
			t.Fatal(err)
		}
		key, err := publicKey(file, "")
		if (err == nil) != test.good || test.good && signerID(key.ID()) != "021062E3210D4DBA" {
			t.Errorf("%s: got ID %s, %v; want it read: %v", name, signerID(key.ID()), err, test.good)
		}
	}
	if _, err := publicKey(" "+line+"\n", ""); err != nil {
		t.Errorf("given with spaces around: %v", err)
	}
}
