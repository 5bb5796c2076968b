package extract

import (
	"path"
	"strings"

	"github.com/shikiri/shikiri/extract/mimepart"
)

// A mailPart is what the header of a part says of its body.
type mailPart struct {
	kind     string // "text/plain"
	charset  string // or ""
	boundary []byte
	encoding string
	flowed   bool // lines that end with a space go on
	filename string
	attach   bool // "attachment"
}

func newMailPart(h *mimepart.Header) *mailPart {
	kind, params := mimepart.Params(h.Value("Content-Type"))
	if !strings.Contains(kind, "/") {
		kind = "text/plain" // RFC 2045 section 5.2
	}
	disposition, more := mimepart.Params(h.Value("Content-Disposition"))
	p := &mailPart{
		kind:     kind,
		charset:  strings.ToLower(string(params["charset"].Value)),
		boundary: params["boundary"].Value,
		encoding: strings.ToLower(string(h.Value("Content-Transfer-Encoding"))),
		flowed:   strings.EqualFold(string(params["format"].Value), "flowed"),
		attach:   disposition == "attachment",
	}
	for _, v := range []mimepart.Param{more["filename"], params["name"], {Value: h.Value("Content-Location")}, {Value: h.Value("Content-Description")}} {
		if len(v.Value) > 0 {
			p.filename = mailFileName(v)
			break
		}
	}
	return p
}

// mailFileName decodes a name. In parameters encoded words are not allowed and
// common.
func mailFileName(v mimepart.Param) string {
	var text []byte
	if v.Charset != "" {
		text = appendMailText(nil, v.Charset, v.Value)
	} else {
		text = mimepart.Words(nil, v.Value, appendMailText)
	}
	text = text[:min(len(text), maxMemberName)]
	name := visible(strings.ReplaceAll(strings.ToValidUTF8(string(text), "\uFFFD"), `\`, "/"))
	if base := path.Base(name); base != "." && base != "/" {
		return base
	}
	return ""
}

func (p *mailPart) encoded() bool {
	return strings.Contains(p.encoding, "base64") || strings.Contains(p.encoding, "quoted") || strings.Contains(p.encoding, "uue")
}

// attached reports whether a part is a file of its own rather than text to be
// read with the mail.
func (p *mailPart) attached() bool {
	switch {
	case p.attach:
		return true
	case p.kind == "text/plain", p.kind == "text/html", p.kind == "text/enriched", p.kind == "text/richtext":
		return p.filename != "" && p.kind != "text/html"
	case strings.HasPrefix(p.kind, "message/"), p.kind == "text/rfc822-headers":
		return false
	}
	return true
}

// mailKinds are the extensions of files that came without a name.
var mailKinds = map[string]string{
	"text/csv": ".csv", "text/calendar": ".ics", "text/vcard": ".vcf", "text/x-vcard": ".vcf", "text/xml": ".xml", "text/css": ".css", "text/rtf": ".rtf",
	"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/tiff": ".tif", "image/bmp": ".bmp", "application/pdf": ".pdf",
	"application/zip": ".zip", "application/ms-tnef": ".dat", "application/pkcs7-mime": ".p7m", "application/x-pkcs7-mime": ".p7m",
	"application/pkcs7-signature": ".p7s", "application/x-pkcs7-signature": ".p7s", "application/pgp-signature": ".asc",
}

// name is what an attachment is called.
func (p *mailPart) name() string {
	if p.filename != "" {
		return p.filename
	}
	return "attachment" + mailKinds[p.kind]
}
