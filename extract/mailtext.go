package extract

import (
	"bufio"
	"bytes"
	"io"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"

	"github.com/shikiri/shikiri/extract/mimepart"
)

// mailCharset is the charset that a label names. sure is false for labels that
// lie as often as not, and for what is no charset of Japanese: the text is asked.
func mailCharset(label string) (cs charset, sure bool) {
	label = strings.Trim(strings.ToLower(label), " \"'")
	switch {
	case label == "utf-8", label == "utf8", label == "unicode-1-1-utf-8", label == "cp65001":
		return utf8Text, true
	case strings.HasPrefix(label, "iso-2022-jp"), label == "csiso2022jp", label == "cp50220", label == "cp50221", label == "cp50222", label == "jis":
		return iso2022JP, true
	case strings.HasPrefix(label, "shift"), label == "x-sjis", label == "sjis", label == "cp932", label == "windows-31j", label == "ms932", label == "ms_kanji", label == "csshiftjis", label == "x-ms-cp932", label == "windows-932":
		return cp932, true
	case label == "euc-jp", label == "x-euc-jp", label == "eucjp", label == "cseucpkdfmtjapanese", label == "cp51932", label == "eucjp-ms":
		return eucJP, true
	case label == "utf-16le":
		return utf16LE, true
	case label == "utf-16be", label == "utf-16":
		return utf16BE, true
	}
	return utf8Text, false
}

// mailHead is how much of a text tells its charset.
const mailHead = 4 << 10

// newMailDecoder returns the UTF-8 text of r, which is said to be of a charset.
// What it looks like counts for more than what it is said to be.
func newMailDecoder(r io.Reader, label string) io.Reader {
	if label = strings.Trim(label, " \"'"); label == "utf-7" || label == "unicode-1-1-utf-7" {
		return newDecoder(&utf7Reader{br: bufio.NewReader(r)}, utf8Text)
	}
	br := bufio.NewReaderSize(r, mailHead)
	head, _ := br.Peek(mailHead)
	cs, sure := mailCharset(label)
	seen := sniffCharset(head)
	chinese := label == "gb2312" || label == "gbk" || label == "gb18030"
	switch {
	case seen == iso2022JP, bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")), bytes.HasPrefix(head, utf8BOM):
		cs = seen
	case cs == iso2022JP && indexHigh(head) < len(head), !sure && !chinese:
		cs = seen
	case chinese && (seen == eucJP || seen == cp932) && plausibleGB(head):
		return transform.NewReader(br, simplifiedchinese.GB18030.NewDecoder())
	case chinese:
		cs = seen
	case sure && cs != utf16LE && cs != utf16BE && seen == utf8Text && indexHigh(head) < len(head):
		cs = seen // it is valid, which no other charset is by chance
	}
	return newDecoder(br, cs)
}

// plausibleGB reports whether text is of pairs as GB2312 has them.
func plausibleGB(b []byte) bool {
	bad, pairs := 0, 0
	for i := 0; i < len(b); i++ {
		if b[i] < 0x80 {
			continue
		}
		if i+1 < len(b) && b[i] >= 0xa1 && b[i] <= 0xf7 && b[i+1] >= 0xa1 {
			pairs++
			i++
		} else if i+1 < len(b) {
			bad++
		}
	}
	return bad*20 <= pairs
}

// appendMailText appends a piece of a header.
func appendMailText(dst []byte, label string, raw []byte) []byte {
	if indexHigh(raw) == len(raw) && bytes.IndexByte(raw, esc) < 0 && bytes.IndexByte(raw, '+') < 0 && bytes.IndexByte(raw, 0) < 0 {
		return append(dst, raw...)
	}
	b, _ := io.ReadAll(newMailDecoder(bytes.NewReader(raw), label))
	return append(dst, b...)
}

// mailMachine are fields that programs write for programs. Their random letters
// and digits resemble what is looked for.
func mailMachine(name string) bool {
	name = strings.ToLower(name)
	switch name {
	case "message-id", "references", "in-reply-to", "dkim-signature", "domainkey-signature", "authentication-results", "received-spf", "thread-index",
		"content-type", "content-transfer-encoding", "content-disposition", "content-id", "mime-version", "x-google-dkim-signature", "x-gm-message-state", "content-md5":
		return true
	}
	return strings.HasPrefix(name, "arc-") || strings.HasPrefix(name, "x-ms-exchange-") || strings.HasPrefix(name, "x-microsoft-antispam") || strings.HasPrefix(name, "x-forefront-")
}

// headers hands out the fields of a message for people.
func (m *mailReader) headers(h *mimepart.Header, where string) error {
	p := newProse(m.out, where+"headers")
	for i := range h.Fields {
		f := &h.Fields[i]
		if mailMachine(f.Name) {
			continue
		}
		line := append([]byte(visible(f.Name)), ": "...)
		line = mimepart.Words(line, f.Value, appendMailText)
		for i, c := range line { // a break in a field would look like another
			if c == '\n' || c == '\r' {
				line[i] = ' '
			}
		}
		if err := p.write(append(line, '\n')); err != nil {
			_ = p.close()
			return err
		}
	}
	if err := p.close(); err != nil {
		return err
	}
	return m.tellCut(h, where)
}

// tellCut notes fields that were too many to be kept.
func (m *mailReader) tellCut(h *mimepart.Header, where string) error {
	if h.Cut {
		m.out.Skip(where+"headers", Skip{ReasonTooLarge, "more fields than are read"})
	}
	return nil
}

// body reads a text that is read with the mail.
func (m *mailReader) body(p *mailPart, where string) error {
	dec := mimepart.Decode(p.encoding, m.parts)
	br := bufio.NewReaderSize(dec, 8<<10)
	part := where + "body"
	head, err := br.Peek(mailHead)
	if len(head) == 0 {
		if err != io.EOF {
			return err
		}
		return nil
	}
	if p.kind == "text/html" {
		err = extractHTML(m.ctx, newUnpercenter(newUnescaper(newMailDecoder(br, p.charset))), &partOut{m.out, part})
	} else {
		if bytes.Contains(head, []byte(pgpMessage)) {
			m.out.Skip(part, Skip{ReasonEncrypted, "by PGP, which is not read"})
		}
		err = m.lines(br, p.charset, p.flowed, part)
	}
	if err == nil && dec.Faulty() {
		m.out.Skip(part, Skip{ReasonDamaged, "its encoding is broken: what could be decoded was scanned"})
	}
	return err
}

// lines reads plain text. Files that are uuencoded in it are handed out.
func (m *mailReader) lines(br *bufio.Reader, label string, flowed bool, part string) error {
	u := &uuText{br: br}
	for {
		var text io.Reader = newMailDecoder(u, label)
		if flowed {
			text = newFilter(text, unflow)
		}
		if err := extractLines(m.ctx, text, &partOut{m.out, part}); err != nil {
			return err
		}
		if u.name == nil {
			if u.watch.found {
				m.out.Skip(part, Skip{ReasonPartial, "it holds something encoded that is not said to be: it was scanned as it stands"})
			}
			return nil
		}
		if err := m.uuencoded(u); err != nil {
			return err
		}
	}
}

// unflow is the step of a filter that joins the lines of a paragraph: those that
// end with a space go on (RFC 3676 section 4).
func unflow(b []byte, final bool) (n, keep int) {
	for i := 0; i < len(b); i++ {
		c := b[i]
		if c != ' ' {
			b[n] = c
			n++
			continue
		}
		end := i + 1
		if end < len(b) && b[end] == '\r' {
			end++
		}
		if end == len(b) && !final {
			return n, len(b) - i
		}
		// "-- " begins a signature and is a line of its own.
		if end < len(b) && b[end] == '\n' && !(n >= 2 && b[n-1] == '-' && b[n-2] == '-' && (n == 2 || b[n-3] == '\n')) {
			if end+1 == len(b) && !final {
				return n, len(b) - i
			}
			i = end
			if i+1 < len(b) && b[i+1] == ' ' { // stuffed
				i++
			}
			continue
		}
		b[n] = c
		n++
	}
	return n, 0
}
