package extract

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
)

// gatherParts reads a file and returns a line "part: text" for each block, with
// members as gather has them.
func gatherParts(t testing.TB, name string, data []byte) []string {
	t.Helper()
	var lines []string
	g := &partGatherer{gatherer{path: name, lines: &lines, text: new(int)}}
	b := DefaultBudget()
	if err := g.read(&File{Name: name, Size: int64(len(data)), Reader: strings.NewReader(string(data)), Budget: &b}); err != nil {
		t.Fatalf("%s: got error %v, want only skips", name, err)
	}
	return lines
}

type partGatherer struct{ gatherer }

func (g *partGatherer) Text(b *Block) error {
	g.add("[%s] %s", b.Part, strings.TrimRight(string(b.Text), "\r\n"))
	return nil
}

func (g *partGatherer) Member(f *File) error {
	m := *g
	m.path += "!" + f.Name
	return m.read(f)
}

func (g *partGatherer) read(f *File) error {
	inner := g.gatherer
	return inner.readTo(f, g)
}

func crlf(s string) []byte { return []byte(strings.ReplaceAll(s, "\n", "\r\n")) }

func b64(b []byte) string { return base64.StdEncoding.EncodeToString(b) }

func TestMailCharsets(t *testing.T) {
	const text = "架空 太郎 様 ①②\n"
	for _, test := range []struct {
		label string
		cs    charset
		text  string
	}{
		{"utf-8", utf8Text, text}, {"iso-2022-jp", iso2022JP, "架空 太郎 様\n"}, {"shift_jis", cp932, text}, {"x-sjis", cp932, text}, {"windows-31j", cp932, text},
		{"euc-jp", eucJP, "架空 太郎 様\n"}, {"", cp932, text}, {"", iso2022JP, "架空 太郎 様\n"}, {"", eucJP, "架空 太郎さんの様\n"}, {"us-ascii", cp932, text},
		{"iso-8859-1", cp932, text}, {"gb2312", iso2022JP, "架空 太郎 様\n"}, {"gb2312", utf8Text, text}, {"utf-8", cp932, text}, {"unknown-8bit", utf8Text, text},
		{"iso-2022-jp", cp932, text}, {"iso-2022-jp", utf8Text, text}, {"shift_jis", utf8Text, text},
	} {
		head := "From: a@example.jp\nMIME-Version: 1.0\nDate: x\n"
		if test.label != "" {
			head += "Content-Type: text/plain; charset=" + test.label + "\n"
		}
		want := fmt.Sprintf("a.eml: [body] %s", strings.TrimSpace(test.text))
		raw := encode(t, test.text, test.cs)
		for _, body := range []string{"\n" + string(raw), "Content-Transfer-Encoding: base64\n\n" + b64(raw)} {
			lines := gatherParts(t, "a.eml", []byte(head+body))
			if got := lines[len(lines)-1]; got != want {
				t.Errorf("%s as %q: got %s, want %s", test.cs, test.label, got, want)
			}
		}
	}
	lines := gatherParts(t, "a.eml", []byte("From: a\nDate: b\nContent-Type: text/plain; charset=unicode-1-1-utf-7\n\n1+-1 +Z7Z6eg- x\n"))
	if got, want := lines[len(lines)-1], "a.eml: [body] 1+1 架空 x"; got != want {
		t.Errorf("UTF-7: got %s, want %s", got, want)
	}
}

func TestMailHeaders(t *testing.T) {
	jis := string(encode(t, "架空 太郎", iso2022JP))
	for _, test := range []struct{ field, want string }{
		{"Subject: =?ISO-2022-JP?B?" + b64([]byte(jis)) + "?= a", "Subject: 架空 太郎 a"},
		{"Subject: =?UTF-8?Q?=E6=9E=B6=E7=A9?=\n =?UTF-8?Q?=BA_=E5=A4=AA?=", "Subject: 架空 太"},
		{"Subject: =?utf-8?B?" + b64([]byte("架空 太郎"))[:10] + "\n " + b64([]byte("架空 太郎"))[10:] + "?=", "Subject: 架空 太郎"},
		{"From: =?shift_jis?B?" + b64(encode(t, "架空", cp932)) + "?= <taro@example.jp>", "From: 架空 <taro@example.jp>"},
		{"From: \"=?utf-8?B?" + b64([]byte("架空")) + "?=\" <taro@example.jp>", "From: \"架空\" <taro@example.jp>"},
		{"Subject: " + string(encode(t, "架空太郎", cp932)), "Subject: 架空太郎"},
		{"Subject: " + jis, "Subject: 架空 太郎"},
		{"Subject: 架空", "Subject: 架空"},
		{"Subject: =?utf-8?B?" + b64([]byte("架空")), "Subject: 架空"},
		{"Subject: a =? b ?= c", "Subject: a =? b ?= c"},
		{"Subject: one\n two", "Subject: one two"},
		{"subject : old", "subject: old"},
	} {
		lines := gatherParts(t, "a.eml", []byte("To: b@example.jp\nDate: x\nMessage-ID: <0312345678@x>\n"+test.field+"\n\nend\n"))
		want := []string{"a.eml: [headers] To: b@example.jp\nDate: x\n" + test.want, "a.eml: [body] end"}
		expect(t, lines, want...)
	}
}

func TestMailParts(t *testing.T) {
	zip := zipOf(t, packed{name: "顧客.csv", text: "架空,太郎\n"})
	sjisName := string(encode(t, "表 ソ.txt", cp932))
	mail := "From: a@example.jp\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed;\n boundary=\"=_outer\"\n\nNo MIME here.\n" +
		"--=_outer\nContent-Type: multipart/alternative; boundary=inner\n\n" +
		"--inner\nContent-Type: text/plain; charset=utf-8; format=flowed\n\n架空 \n太郎\n-- \nsign\n" +
		"--inner\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n<p><b>=E6=9E=B6</b>=\n=E7=A9=BA</p>\n--inner--\n" +
		"--=_outer\nContent-Type: application/zip; name=\"=?utf-8?B?" + b64([]byte("名簿.zip")) + "?=\"\nContent-Transfer-Encoding: base64\n\n" + b64(zip) + "\n" +
		"--=_outer\nContent-Type: text/plain\nContent-Disposition: attachment;\n filename*0*=utf-8''%E5%90%8D%E7%B0%BF;\n filename*1=\"-2.txt\"\n\nplain\n" +
		"--=_outer\nContent-Type: text/plain\nContent-Disposition: attachment; filename=\"" + sjisName + "\"\n\nplain\n" +
		"--=_outer\nContent-Type: text/plain\nContent-Disposition: attachment; filename=\"" + sjisName + "\"\n\nsame name\n" +
		"--=_outer\nContent-Type: message/rfc822\n\nSubject: inner\nContent-Type: multipart/mixed; boundary=b2\n\n--b2\n\nbody of it\n--b2\nContent-Type: application/octet-stream; name=c.txt\n\nc\n--b2--\n" +
		"--=_outer--\nafter\n"
	want := []string{
		"a.eml: [headers] From: a@example.jp\nSubject: x", "a.eml: [before the parts] No MIME here.",
		"a.eml: [body] 架空太郎\n-- \nsign", "a.eml: [body] 架空",
		"a.eml!名簿.zip!顧客.csv: [] 架空,太郎", "a.eml!名簿-2.txt: [] plain", "a.eml!表 ソ.txt: [] plain", "a.eml!表 ソ.txt (2): [] same name",
		"a.eml: [attached message 1, headers] Subject: inner", "a.eml: [attached message 1, body] body of it", "a.eml!attached message 1, c.txt: [] c",
		"a.eml: [behind the parts] after",
	}
	expect(t, gatherParts(t, "a.eml", []byte(mail)), want...)
	got := gatherParts(t, "a.eml", crlf(mail))
	for i := range got {
		got[i] = strings.ReplaceAll(got[i], "\r", "")
	}
	expect(t, got, want...)
}

func TestMailDamaged(t *testing.T) {
	head := "From: a@example.jp\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
	long := strings.Repeat("架空 太郎 0123456789\n", 40)
	broken := []byte(b64lines([]byte(long)))
	broken[200] = '!'
	part := "--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
	lines := gatherParts(t, "a.eml", []byte(head+part+string(broken)+part+b64lines([]byte("second\n"))+"--b--\n"))
	if n := strings.Count(strings.Join(lines, ""), "太郎"); n < 36 {
		t.Errorf("got %d of 40 names beside one broken line, want 36 or more", n)
	}
	tail := lines[len(lines)-2:]
	expect(t, tail, "a.eml: skip body: damaged: its encoding is broken: what could be decoded was scanned", "a.eml: [body] second")
	lines = gatherParts(t, "a.eml", []byte(head+part+b64lines([]byte("first\n"))))
	expect(t, lines[1:], "a.eml: [body] first", "a.eml: skip: damaged: a mail ends before its last boundary: what came before was scanned")
	deep := "From: a\nDate: b\n"
	for i := range 100 {
		deep += fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	if got := gatherParts(t, "a.eml", []byte(deep+"\nx")); len(got) < 2 || !strings.Contains(got[1], "too-deep") {
		t.Errorf("nested 100 deep: got %q, want too-deep", got)
	}
}

func b64lines(b []byte) string {
	s := b64(b)
	var out strings.Builder
	for ; len(s) > 76; s = s[76:] {
		out.WriteString(s[:76] + "\n")
	}
	return out.String() + s + "\n"
}

func TestMailEncrypted(t *testing.T) {
	head := "From: a@example.jp\nMIME-Version: 1.0\n"
	enveloped := "\x30\x82\x01\x00" + pkcs7OID + "\x03\xa0\x82\x01\x00rest"
	for mail, want := range map[string]string{
		head + "Content-Type: application/pkcs7-mime; name=smime.p7m\nContent-Transfer-Encoding: base64\n\n" + b64([]byte(enveloped)):                                "a.eml!smime.p7m: skip: encrypted: by S/MIME, which is not read",
		head + "Content-Type: multipart/encrypted; boundary=b\n\n--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b--\n":                                "a.eml: skip body: encrypted: by PGP or S/MIME, which is not read",
		head + "\nhello\n\n-----BEGIN PGP MESSAGE-----\n\nabc\n":                                                                                                     "a.eml: skip body: encrypted: by PGP, which is not read",
		head + "Content-Type: message/partial; id=x; number=1; total=2\n\nSubject: y\n\nz\n":                                                                         "a.eml: skip body: partial: one piece of a mail that was sent in several: join them",
		head + "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/octet-stream; name=a.asc\n\n-----BEGIN PGP MESSAGE-----\n\nabc\n--b--\n": "a.eml!a.asc: skip: encrypted: by PGP, which is not read",
	} {
		if got := strings.Join(gatherParts(t, "a.eml", []byte(mail)), "\n"); !strings.Contains(got, want) {
			t.Errorf("got\n%s\nwant among it\n%s", got, want)
		}
	}
	inner := "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b64([]byte("架空 太郎\n"))
	content := string([]byte{0x04, 0x81, byte(len(inner))}) + inner
	signed := "\x30\x80" + pkcs7OID + "\x02\xa0\x80\x30\x80\x02\x01\x01\x31\x00\x30\x80" + pkcs7OID + "\x01\xa0\x80\x24\x80" + content + "\x00\x00\x00\x00\x00\x00\xa0\x03abc"
	mail := head + "Content-Type: application/x-pkcs7-mime; name=smime.p7m; smime-type=signed-data\nContent-Transfer-Encoding: base64\n\n" + b64([]byte(signed))
	lines := gatherParts(t, "a.eml", []byte(mail))
	expect(t, lines[len(lines)-1:], "a.eml!smime.p7m!message.eml: [body] 架空 太郎")
}

func TestMailOrText(t *testing.T) {
	for text, mail := range map[string]bool{
		"From: a@example.jp\nTo: b@example.jp\n\nx\n":             true,
		"2026-01-01 From: a\nTo: b\n":                             false,
		"From: the start\nit is a letter\nTo: nobody\n":           false,
		"name: a\nvalue: b\n":                                     false,
		"INFO: x\nDate: y\nplain\n":                               false,
		"120\nReceived: by x\nDate: y\n\nbody\n":                  true,
		"\ufeffMIME-Version: 1.0\nContent-Type: text/html\n\n<p>": true,
	} {
		if got := matchMail([]byte(text)); got != mail {
			t.Errorf("%q: got mail %v, want %v", text, got, mail)
		}
	}
}

func TestMbox(t *testing.T) {
	box := "From a@example.jp Mon Jan  5 10:00:00 2026\nFrom: a@example.jp\nSubject: first\n\nbody one\n\nFrom here on it is text.\n\nFrom b Tue Jan  6 10:00:00 2026\n" +
		"From: b@example.jp\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\ncut\n\nFrom c@example.jp Tue Jan  6 10:00 2026 +0900\nSubject: third\n\nbegin 644 a.txt\n#86)C\n`\nend\nafter\n"
	expect(t, gatherParts(t, "a.mbox", []byte(box)),
		"a.mbox: [message 1, headers] From: a@example.jp\nSubject: first", "a.mbox: [message 1, body] body one\n\nFrom here on it is text.",
		"a.mbox: [message 2, headers] From: b@example.jp", "a.mbox: [message 2, body] cut", "a.mbox: skip message 2: damaged: it ends before its last boundary: what came before was scanned",
		"a.mbox: [message 3, headers] Subject: third", "a.mbox!a.txt: [] abc", "a.mbox: [message 3, body] after")
}

func TestUUencode(t *testing.T) {
	text := "begin 644 a.txt\n#86)C\n`\nend\nbetween\nbegin 600 b.txt\n#86)C\n \nend\nbegin with this\n"
	expect(t, gatherParts(t, "a.uu", []byte(text)), "a.uu!a.txt: [] abc", "a.uu: [] between", "a.uu!b.txt: [] abc", "a.uu: [] begin with this")
	expect(t, gatherParts(t, "a.uu", []byte("begin 644 a.txt\n#86)C\n")), "a.uu!a.txt: [] abc", "a.uu!a.txt: skip: damaged: its encoding is broken: what could be decoded was scanned")
	expect(t, gatherParts(t, "a.txt", []byte("begin 644 words\nof a letter, which is no data of any length\n")), "a.txt: [] begin 644 words\nof a letter, which is no data of any length")
}

func FuzzMail(f *testing.F) {
	f.Add([]byte("From: a@example.jp\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=iso-2022-jp\n\n\x1b$B2M6u\x1b(B\n--b\nContent-Transfer-Encoding: base64\nContent-Type: message/rfc822\n\nU3ViamVjdDogeAoKYgo=\n--b--\n"))
	f.Add([]byte("From: a\nSubject: =?utf-8?Q?=E6=9E=B6?= =?iso-2022-jp?B?GyRC?=\nContent-Type: text/html; charset=gb2312\nContent-Transfer-Encoding: quoted-printable\n\n<p>=E6=\n"))
	f.Add([]byte("From a@example.jp Mon Jan  5 10:00:00 2026\nFrom: a@example.jp\n\nbegin 644 a.txt\n#86)C\n`\nend\n\nFrom c@example.jp Tue Jan  6 10:00 2026\nSubject: third\n\nx"))
	f.Add([]byte("begin 644 a.txt\n#86)C\n`\nend\n"))
	f.Add([]byte("\x30\x80" + pkcs7OID + "\x02\xa0\x80\x30\x80\x02\x01\x01\x31\x00\x30\x80" + pkcs7OID + "\x01\xa0\x80\x24\x80\x04\x03abc\x00\x00"))
	f.Add([]byte("To: a\nDate: b\nContent-Type: text/plain; charset=utf-7; name*0*=a'b'%41; name*1=\"\\\"x\n\n+Z7Z6eg-"))
	fuzzArchive(f, "a.eml")
}

// Where the header that says so is lost, what is encoded is told.
func TestMailHiddenEncoding(t *testing.T) {
	zip := b64lines([]byte(strings.Repeat("0123456789abcdefghijklmnop架空", 20)))
	lines := gatherParts(t, "a.eml", []byte("From: a\nDate: b\n\nhello\n"+zip))
	if got, want := lines[len(lines)-1], "a.eml: skip body: partial: it holds something encoded that is not said to be: it was scanned as it stands"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	lines = gatherParts(t, "a.eml", []byte("From: a\nDate: b\n\n"+strings.Repeat("https://example.jp/?a=b&c=d&e=f&g=h&i=j&k=l\n", 10)+strings.Repeat("-", 76)+"\n"))
	if got := lines[len(lines)-1]; !strings.Contains(got, "[body] https") {
		t.Errorf("plain text: got %q, want no skip", got)
	}
}
