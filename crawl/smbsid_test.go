package crawl

import (
	"bytes"
	"encoding/hex"
	"testing"
)

func TestSID(t *testing.T) {
	for _, tt := range []struct{ text, bytes string }{
		{"S-1-1-0", "010100000000000100000000"},
		{"S-1-5-32-544", "01020000000000052000000020020000"},
		{"S-1-5-21-1-2-3-4294967295", "010500000000000515000000010000000200000003000000ffffffff"},
		{"S-1-0x123456789abc-7", "0101123456789abc07000000"},
		{"S-1-5", "0100000000000005"},
	} {
		want, _ := hex.DecodeString(tt.bytes)
		if got, ok := appendSID(nil, tt.text); !ok || !bytes.Equal(got, want) {
			t.Errorf("bytes of %s: %x, %v, want %x", tt.text, got, ok, want)
		}
		r := &wireReader{b: want}
		if got := r.sid(); got != tt.text || r.short || r.left() != 0 {
			t.Errorf("text of %x: %q, short %v, %d bytes left, want %q", want, got, r.short, r.left(), tt.text)
		}
	}
}

func TestSIDMalformed(t *testing.T) {
	for _, text := range []string{"", "S-1", "S-2-5-1", "s-1-5-1", "S-1-5-", "S-1-5-x", "S-1-5-4294967296", "S-1-281474976710656",
		"S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16"} {
		if got, ok := appendSID([]byte("before"), text); ok || string(got) != "before" {
			t.Errorf("bytes of %q: %x, %v, want none", text, got, ok)
		}
	}
	for _, s := range []string{"", "01", "0201000000000001", "010100000000000100", "0110000000000005"} {
		b, _ := hex.DecodeString(s)
		r := &wireReader{b: b}
		if got := r.sid(); got != "" || !r.short {
			t.Errorf("text of %s: %q, short %v, want none", s, got, r.short)
		}
	}
}

func TestKnownSID(t *testing.T) {
	for sid, want := range map[string]string{
		"S-1-1-0":                   "Everyone",
		"S-1-3-0":                   "CREATOR OWNER",
		"S-1-5-7":                   "Anonymous Logon",
		"S-1-5-11":                  "Authenticated Users",
		"S-1-5-18":                  "SYSTEM",
		"S-1-5-32-544":              "Administrators",
		"S-1-5-32-545":              "Users",
		"S-1-5-32-546":              "Guests",
		"S-1-5-21-1-2-3-512":        "Domain Admins",
		"S-1-5-21-1-2-3-513":        "Domain Users",
		"S-1-5-21-1-2-3-514":        "Domain Guests",
		"S-1-5-21-1-2-3-515":        "Domain Computers",
		"S-1-5-21-1-2-3-1001":       "",
		"S-1-5-21-513":              "",
		"S-1-22-1-1000":             "Unix user 1000",
		"S-1-22-2-0":                "Unix group 0",
		"S-1-5-32-4711":             "",
		"S-1-12-1-1-2-3-513":        "",
		"S-1-5-21-1-2-3-513-500":    "",
		"S-1-5-21-1-2-3-1001-2-513": "",
	} {
		if got := knownSID(sid); got != want {
			t.Errorf("name of %s: %q, want %q", sid, got, want)
		}
	}
	for sid := range knownSIDs {
		if notSID(sid) {
			t.Errorf("the table has %q, which is no SID", sid)
		}
	}
}
