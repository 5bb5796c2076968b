package extract

import (
	"bytes"
	"context"
	"io"
)

// Some formats look like text and hide theirs: mail in base64, PostScript in
// glyph codes, host data in EBCDIC. Until there is a reader for
// one, its text is scanned as it stands and the file is listed as partly
// examined, since what was not seen must not pass for clean.

// opaqueText names the format of a text whose content is not what it reads as,
// in the plural, or is "".
func opaqueText(head []byte) string {
	switch {
	case isEncodedMail(head):
		return "encoded mail"
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
