package probe

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"net"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestManyHosts(t *testing.T) {
	for _, test := range []struct {
		names   string
		common  string
		address string
		want    bool
	}{
		{"fs01.example.com", "", "", false},
		{"fs01 fs01.example.com FS01.example.com.", "fs01", "", false},
		{"www.example.com example.com", "", "", false},
		{"", "fs01", "", false},
		{"", "HP LaserJet 00112233", "", false},
		{"", "", "10.20.1.5", false},
		{"localhost fs01.example.com", "", "127.0.0.1", false},
		{"nas.example.com", "", "10.10.1.5 10.20.1.5", false},
		{"nas.office.example nas.print.example", "", "", false},
		{"*.example.com", "", "", true},
		{"example.com *.example.com", "", "", true},
		{"", "*.example.com", "", true},
		{"a.example.com b.example.com", "", "", true},
		{"a b", "", "", true},
		{"localhost", "", "127.0.0.1", true},
		{"", "localhost.localdomain", "", true},
		{"", "", "", true},
	} {
		leaf := &x509.Certificate{DNSNames: strings.Fields(test.names), Subject: pkix.Name{CommonName: test.common}}
		for _, a := range strings.Fields(test.address) {
			leaf.IPAddresses = append(leaf.IPAddresses, net.ParseIP(a))
		}
		if got := manyHosts(leaf); got != test.want {
			t.Errorf("a certificate for %q, %q and %q is of many hosts: %v, want %v", test.names, test.common, test.address, got, test.want)
		}
	}
}

func TestPrintable(t *testing.T) {
	for in, want := range map[string]string{
		"":                                      "",
		"  SSH-2.0-x\r\n":                       "SSH-2.0-x",
		"\x1b[31mred\x1b[0m\a":                  "[31mred [0m",
		"abc\u202edef\u2066\u200b":              "abcdef",
		"a\x00b\tc\u3000d":                      "a b c d",
		"\xff\xfe":                              "??",
		"架空の機器":                                 "架空の機器",
		strings.Repeat("x", 130):                strings.Repeat("x", 120),
		strings.Repeat("x", 119) + "架":          strings.Repeat("x", 119),
		strings.Repeat("x", 119) + " y":         strings.Repeat("x", 119),
		strings.Repeat("\u202e", 500) + "hello": "hello",
	} {
		if got := printable(in, bannerMost); got != want {
			t.Errorf("%q is shown as %q, want %q", in, got, want)
		}
	}
}

func TestParseHTTP(t *testing.T) {
	for in, want := range map[string]string{
		"HTTP/1.1 200 OK\r\nDate: x\r\nServer:  Apache\r\n\r\n": "HTTP/1.1 200, Apache",
		"HTTP/1.0 401\n":                    "HTTP/1.0 401",
		"HTTP/2 404 \r\nserver:\r\nx: y":    "HTTP/2 404",
		"HTTP/1.1 2000 OK\r\n":              "",
		"HTTP/x.y 200 OK\r\n":               "",
		"HTTP/1.1":                          "",
		"ICY 200 OK\r\n":                    "",
		"<html>HTTP/1.1 200 OK":             "",
		"HTTP/1.1 200 OK\r\nServer without": "HTTP/1.1 200",
	} {
		if got, ok := parseHTTP([]byte(in)); got != want || ok != (want != "") {
			t.Errorf("%q is %q, %v; want %q", in, got, ok, want)
		}
	}
}

func FuzzGreeting(f *testing.F) {
	for _, s := range []string{"SSH-2.0-x\r\n", "220 ftp\r\n", "\xff\xfd\x18", "\x4a\x00\x00\x00\x0a8.0.36\x00rest", "\x0b\x00\x00\x00\xff\x6a\x04Host no!", "\x03\x00\x00\x00\xff\x6a\x04"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, said []byte) {
		greeted(said)
		for _, port := range []uint16{0, 21, 3306} {
			s := recognise(said, port)
			if s.Verified && s.Name == "" {
				t.Errorf("%q is sure to be nothing", said)
			}
			checkClean(t, s.clean())
		}
	})
}

func FuzzHTTP(f *testing.F) {
	f.Add([]byte("HTTP/1.1 200 OK\r\nServer: x\r\n\r\n"))
	f.Fuzz(func(t *testing.T, said []byte) {
		banner, ok := parseHTTP(said)
		if ok != strings.HasPrefix(banner, "HTTP/") {
			t.Errorf("%q is %q, %v", said, banner, ok)
		}
		checkClean(t, Service{Banner: banner}.clean())
	})
}

func FuzzRDP(f *testing.F) {
	f.Add([]byte("\x0e\xd0\x00\x00\x12\x34\x00\x02\x00\x08\x00\x01\x00\x00\x00"))
	f.Add([]byte("\x0e\xd0\x00\x00\x12\x34\x00\x03\x00\x08\x00\x02\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, body []byte) {
		if security, encrypted, ok := parseRDP(body); !ok && (security != "" || encrypted) {
			t.Errorf("%x is no answer, and has %q", body, security)
		}
	})
}

// checkClean fails if what is shown could do anything but be shown.
func checkClean(t *testing.T, s Service) {
	t.Helper()
	if len(s.Banner) > bannerMost || !utf8.ValidString(s.Banner) {
		t.Errorf("the banner %q has %d bytes, want %d of UTF-8 at most", s.Banner, len(s.Banner), bannerMost)
	}
	for _, r := range s.Banner {
		if !unicode.IsPrint(r) || unicode.Is(unicode.Bidi_Control, r) {
			t.Errorf("the banner %q holds %U", s.Banner, r)
		}
	}
}
