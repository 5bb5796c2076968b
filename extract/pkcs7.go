package extract

import (
	"bytes"
	"context"
	"io"
	"path"
	"strings"
)

func init() {
	register(&Format{
		Name:    "pkcs7",
		Family:  "mail",
		Doc:     "signed mail and files (S/MIME, .p7m): what was signed, and the certificates' names",
		Limits:  "not read: what is encrypted; signed content beyond 16 MiB",
		Exts:    []string{".p7m", ".p7s"},
		Match:   func(head []byte) bool { return pkcs7Kind(head) != 0 },
		Extract: extractPKCS7,
	})
	register(&Format{
		Name:   "pgp",
		Family: "mail",
		Doc:    "messages and files that PGP encrypted: listed as encrypted",
		Limits: "not read",
		Exts:   []string{".asc"},
		Match: func(head []byte) bool {
			return bytes.HasPrefix(bytes.TrimLeft(trimBOM(head), "\r\n "), []byte(pgpMessage))
		},
		Extract: func(context.Context, *File, Out) error {
			return &Skip{ReasonEncrypted, "by PGP, which is not read"}
		},
	})
}

// pkcs7OID is the identifier of PKCS #7 content types but its last number (RFC
// 2315 section 14): 1 data, 2 signed, 3 enveloped.
const pkcs7OID = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"

// pkcs7Kind returns the last number of the content type, or 0.
func pkcs7Kind(head []byte) byte {
	head = head[:min(len(head), 24)]
	i := bytes.Index(head, []byte(pkcs7OID))
	if i < 2 || i > 6 || head[0] != 0x30 || i+len(pkcs7OID) >= len(head) {
		return 0
	}
	return head[i+len(pkcs7OID)]
}

const pkcs7Size = 16 << 20

func extractPKCS7(ctx context.Context, f *File, out Out) error {
	if err := f.Budget.enter(f.Size); err != nil {
		return err
	}
	defer f.Budget.leave()
	src := &source{ctx: ctx, r: f.Reader}
	data, err := io.ReadAll(io.LimitReader(src, pkcs7Size+1))
	if err != nil {
		return src.fault(err)
	}
	switch kind := pkcs7Kind(data); {
	case kind == 3 || kind == 6:
		return &Skip{ReasonEncrypted, "by S/MIME, which is not read"}
	case kind != 2:
		_, err := readRuns(ctx, &File{Size: f.Size, Reader: io.MultiReader(bytes.NewReader(data), src)}, out)
		if err == nil {
			err = &Skip{ReasonPartial, "a kind of PKCS #7 that is not known: readable runs were scanned"}
		}
		return err
	case len(data) > pkcs7Size:
		return &Skip{ReasonTooLarge, "signed content beyond " + size(pkcs7Size)}
	}
	content, rest, ok := signedContent(data)
	if len(content) > 0 {
		name := strings.TrimSuffix(path.Base(f.Name), path.Ext(f.Name))
		if name == "smime" || name == "" {
			name = "message.eml"
		}
		if err := out.Member(&File{Name: name, Size: int64(len(content)), Reader: f.Budget.reader(ctx, bytes.NewReader(content)), Budget: f.Budget}); err != nil {
			return err
		}
	}
	if _, err := readRuns(ctx, &File{Size: int64(len(rest)), Reader: bytes.NewReader(rest)}, out); err != nil {
		return err
	}
	if !ok {
		return &Skip{ReasonDamaged, "damaged: what came before was scanned"}
	}
	return nil
}

// signedContent returns what was signed, nil if it lies elsewhere, and what
// follows it. The content is an octet string, whole or, in BER, in pieces.
func signedContent(data []byte) (content, rest []byte, ok bool) {
	i := bytes.Index(data, []byte(pkcs7OID+"\x02"))
	data = data[i+len(pkcs7OID)+1:]
	i = bytes.Index(data, []byte(pkcs7OID+"\x01"))
	if i < 0 || i > 256 { // another type is signed: there is nothing to read it with
		return nil, data, true
	}
	data = data[i+len(pkcs7OID)+1:]
	tag, length, n := berHead(data)
	if tag != 0xa0 {
		return nil, data, true // the signature of something that lies beside it
	}
	_ = length
	data = data[n:]
	for len(data) > 0 {
		tag, length, n := berHead(data)
		switch {
		case n == 0:
			return content, nil, false
		case tag == 0x24: // an octet string in pieces
			data = data[n:]
		case tag == 0x04:
			data = data[n:]
			if length < 0 || length > len(data) {
				return append(content, data...), nil, false
			}
			content = append(content, data[:length]...)
			data = data[length:]
		default:
			return content, data, true
		}
	}
	return content, nil, false
}

// berHead reads tag and length of a value (X.690). The length is -1 if it is not
// said; n is how many bytes were read, 0 for none that are right.
func berHead(b []byte) (tag byte, length, n int) {
	if len(b) < 2 {
		return 0, 0, 0
	}
	tag, c := b[0], b[1]
	switch {
	case c < 0x80:
		return tag, int(c), 2
	case c == 0x80:
		return tag, -1, 2
	case c > 0x84 || len(b) < 2+int(c&0x7f):
		return 0, 0, 0
	}
	for _, c := range b[2 : 2+c&0x7f] {
		length = length<<8 | int(c)
	}
	return tag, length, 2 + int(c&0x7f)
}
