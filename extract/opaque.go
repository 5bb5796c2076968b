package extract

import (
	"bytes"
	"context"
	"io"
)

// Some formats look like text and hide theirs: mail in base64, RTF in escapes,
// PostScript in glyph codes, host data in EBCDIC. Until there is a reader for
// one, its text is scanned as it stands and the file is listed as partly
// examined, since what was not seen must not pass for clean.

// opaqueText names the format of a text whose content is not what it reads as,
// in the plural, or is "".
func opaqueText(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte(`{\rtf`)):
		return "RTF"
	case bytes.HasPrefix(head, []byte("%!PS")):
		return "PostScript"
	case isEncodedMail(head):
		return "encoded mail"
	case isEBCDIC(head):
		return "host data in EBCDIC"
	}
	return ""
}

// isEncodedMail reports whether a mail, or a part of one near its start, says
// that its body is encoded (RFC 2045 section 6).
func isEncodedMail(head []byte) bool {
	for rest := head; ; {
		i := bytes.Index(rest, []byte("ransfer-"))
		if i < 0 {
			return false
		}
		rest = rest[i+len("ransfer-"):]
		line := rest[:min(len(rest), 60)]
		if n := bytes.IndexByte(line, '\n'); n >= 0 {
			line = line[:n]
		}
		line = bytes.ToLower(line)
		if bytes.HasPrefix(line, []byte("encoding:")) && (bytes.Contains(line, []byte("base64")) || bytes.Contains(line, []byte("quoted-printable"))) {
			return true
		}
	}
}

// isEBCDIC reports whether head is text of a host: its space is 0x40 and its
// letters and digits lie above 0xC0, so that ASCII's space and line end hardly
// occur. Every text file is asked: one in 25 bytes is an @ in nearly none.
func isEBCDIC(head []byte) bool {
	head = head[:min(len(head), 4<<10)]
	if len(head) < 64 || bytes.Count(head, []byte{0x40})*25 <= len(head) {
		return false
	}
	letters, ascii := 0, 0
	for _, c := range head {
		switch {
		case c >= 0xF0 && c <= 0xF9, c >= 0xC1 && c <= 0xC9, c >= 0xD1 && c <= 0xD9, c >= 0xE2 && c <= 0xE9:
			letters++
		case c == ' ' || c == '\n' || c >= '0' && c <= '9':
			ascii++
		}
	}
	return letters*4 > len(head) && ascii*50 < len(head)
}

// extractOpaque hands out the text of such a file as it stands.
func extractOpaque(ctx context.Context, r io.Reader, cs charset, kind string, out Out) error {
	if err := extractLines(ctx, newDecoder(r, cs), out); err != nil {
		return err
	}
	return &Skip{Reason: ReasonPartial, Detail: "no reader for " + kind + "; its text was scanned as it stands"}
}

// binaryMark reports whether a file begins with the mark of a binary format
// that no text begins with: it holds a control character or is long enough.
func binaryMark(head []byte) bool {
	for _, k := range binaryKinds {
		if len(head) < k.at+len(k.mark) || string(head[k.at:k.at+len(k.mark)]) != k.mark {
			continue
		}
		for i := range len(k.mark) {
			if c := k.mark[i]; c < 0x20 && c != 0x1b || c >= 0x80 {
				return true
			}
		}
		return len(k.mark) > 4 // "%PDF-", "vhdxfile"
	}
	return false
}
