package mimepart

import (
	"bytes"
	"io"
	"strings"
	"testing"
)

func TestParams(t *testing.T) {
	for _, test := range []struct{ field, value, name, want, charset string }{
		{"text/plain; charset=utf-8", "text/plain", "charset", "utf-8", ""},
		{"Text/HTML ; Charset=\"x\"; y", "text/html", "charset", "x", ""},
		{`a/b; name="c;d\"e"`, "a/b", "name", `c;d"e`, ""},
		{"a/b; name=\"\x95\x5c.xls\"", "a/b", "name", "\x95\x5c.xls", ""},
		{"a/b; name=\"\x95\x5c\"; x=y", "a/b", "x", "y", ""},
		{"a/b; name=\"\x1b$B\"\x3b\"\x3b\x1b(B\"; x=y", "a/b", "x", "y", ""},
		{"a; filename*=iso-2022-jp'ja'%1B$B%3b%1B(B", "a", "filename", "\x1b$B;\x1b(B", "iso-2022-jp"},
		{"a; filename=old; filename*1*=%42; filename*0*=utf-8''A; filename*2=C", "a", "filename", "ABC", "utf-8"},
		{`a; name="C:\dir\b.txt"`, "a", "name", `C:\dir\b.txt`, ""},
	} {
		value, params := Params([]byte(test.field))
		p := params[test.name]
		if value != test.value || string(p.Value) != test.want || p.Charset != test.charset {
			t.Errorf("%q: got %q, %s=%q in %q; want %q, %q in %q", test.field, value, test.name, p.Value, p.Charset, test.value, test.want, test.charset)
		}
	}
}

func TestDecode(t *testing.T) {
	for _, test := range []struct {
		encoding, body, want string
		faulty               bool
	}{
		{"base64", "YWJj\r\nZGVm\r\n", "abcdef", false},
		{"base64", "YWJjZA==", "abcd", false},
		{"BASE64 ", "YWJjZGU", "abcde", false},
		{"base64", "YQ==YQ==", "aa", false},
		{"base64", "YW!Jj\nZGVm", "abcdef", true},
		{"base64", "YWJ!\nZGVm", "abdef", true},
		{"base64", "YWJjZ", "abc", true},
		{"quoted-printable", "a=\r\nb=3D=41 =\nc", "ab=A c", false},
		{"quoted-printable", "a=b=C3=", "a=b\xc3", false},
		{"quoted-printable", strings.Repeat("x", 8190) + "=41=42", strings.Repeat("x", 8190) + "AB", false},
		{"quoted-printable", strings.Repeat("x", 8191) + "=41=42", strings.Repeat("x", 8191) + "AB", false},
		{"7bit", "a=3D", "a=3D", false},
		{"x-uuencode", "\nbegin 644 a\n#86)C\n`\nend\n", "abc", false},
	} {
		d := Decode(test.encoding, strings.NewReader(test.body))
		got, err := io.ReadAll(d)
		if string(got) != test.want || err != nil || d.Faulty() != test.faulty {
			t.Errorf("%s %.40q: got %.40q, error %v, faulty %v; want %.40q, %v", test.encoding, test.body, got, err, d.Faulty(), test.want, test.faulty)
		}
	}
}

// A boundary inside a line, or one of a part around, ends what it should.
func TestBoundaries(t *testing.T) {
	m := NewReader(strings.NewReader("pre\n--a\nX: 1\n\none --a\n--ab\n\n--a \n\n--b\n\ntwo\r\n--a--\nend"))
	m.Enter([]byte("a"))
	var got []string
	for {
		more, whole, err := m.NextPart()
		if err != nil {
			t.Fatal(err)
		}
		if !more {
			if !whole {
				t.Error("got no end of the parts, want one")
			}
			break
		}
		h, err := m.Header()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(m)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, string(h.Value("x"))+"|"+string(b))
	}
	m.Leave()
	b, _ := io.ReadAll(m)
	got = append(got, string(b))
	if want := "1|one --a\n--ab\n\x00|--b\n\ntwo\x00end"; strings.Join(got, "\x00") != want {
		t.Errorf("got %q, want %q", strings.Join(got, "\x00"), want)
	}
}

func TestHeaderBounds(t *testing.T) {
	m := NewReader(strings.NewReader("A: " + strings.Repeat("x", 100000) + "\nB: 2\n" + strings.Repeat("C: "+strings.Repeat("y", 1000)+"\n", 1000) + "\nbody"))
	h, err := m.Header()
	if err != nil || !h.Cut || string(h.Value("b")) != "2" {
		t.Errorf("got error %v, cut %v, B %q; want it cut, with B", err, h.Cut, h.Value("b"))
	}
	if b, _ := io.ReadAll(m); string(b) != "body" {
		t.Errorf("got body %.40q, want body", b)
	}
}

func FuzzMimepart(f *testing.F) {
	f.Add([]byte("A: b\n c\n\n--a\nX: 1\n\none\n--a--\n"), []byte(`a; b*0*=c'd'%41; e="f\"`), []byte("=?utf-8?Q?=41?= =?b?B?YQ==?="))
	f.Fuzz(func(t *testing.T, mail, field, words []byte) {
		m := NewReader(bytes.NewReader(mail))
		_, _ = m.Header()
		m.Enter([]byte("a"))
		for range len(mail) + 2 {
			more, _, err := m.NextPart()
			if err != nil || !more {
				break
			}
			_, _ = m.Header()
			for _, encoding := range []string{"base64", "quoted-printable", "uuencode"} {
				_, _ = io.Copy(io.Discard, Decode(encoding, bytes.NewReader(mail)))
			}
		}
		m.Leave()
		_, _ = io.Copy(io.Discard, m)
		_, _ = Params(field)
		Words(nil, words, func(dst []byte, _ string, raw []byte) []byte { return append(dst, raw...) })
	})
}
