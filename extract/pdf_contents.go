package extract

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/shikiri/shikiri/extract/pdfium"
	"github.com/shikiri/shikiri/extract/xmlscan"
)

// contents hands out what is in a document besides its pages.
func (d *pdfDocument) contents() error {
	if err := d.properties(); err != nil {
		return err
	}
	if err := d.xmp(); err != nil {
		return err
	}
	if err := d.bookmarks(); err != nil {
		return err
	}
	for i := range d.doc.Packets() {
		if err := d.member(d.doc.Packet(i), fmt.Sprintf("form-%d.xml", i+1)); err != nil {
			return err
		}
	}
	n, readable := d.doc.Attachments()
	d.lost.tooMuch = d.lost.tooMuch || n > readable
	for i := range readable {
		if err := d.member(d.doc.Attachment(i), fmt.Sprintf("attachment-%d", i+1)); err != nil {
			return err
		}
		if d.doc.Err() != nil {
			return nil
		}
	}
	return nil
}

// properties hands out the document information (ISO 32000-1, 14.3.3).
func (d *pdfDocument) properties() error {
	w := newProse(d.out, d.part("properties"))
	defer w.close()
	for _, key := range []string{"Title", "Author", "Subject", "Keywords", "Creator", "Producer"} {
		v := d.doc.Property(key)
		if len(v) == 0 {
			continue
		}
		if err := writeLine(w, v); err != nil {
			return err
		}
	}
	return w.end()
}

// writeLine writes text and ends the line.
func writeLine(w *prose, text []byte) error {
	if err := w.write(bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))); err != nil {
		return err
	}
	return w.line()
}

// maxXMP bounds a packet of properties in XML.
const maxXMP = 1 << 20

// xmp hands out the properties in XML (ISO 16684-1), which stand in the file
// unpacked, so that programs find them that do not know PDF.
func (d *pdfDocument) xmp() error {
	for _, at := range d.span.xmp {
		raw := make([]byte, min(maxXMP, d.span.to-at))
		n, err := d.c.ReadAt(raw, at)
		if n == 0 {
			return d.c.broken()
		}
		raw = raw[:n]
		if i := bytes.Index(raw, []byte("</x:xmpmeta")); i >= 0 {
			raw = raw[:i]
		} else if err == nil && n == maxXMP {
			d.lost.tooMuch = true
		}
		if err := d.plainXML(raw, "properties"); err != nil {
			return err
		}
	}
	return nil
}

// plainXML hands out the text between the tags of a document in XML.
func (d *pdfDocument) plainXML(raw []byte, part string) error {
	w := newProse(d.out, d.part(part))
	defer w.close()
	x := xmlscan.NewReader(bytes.NewReader(raw))
	var t xmlscan.Token
	for x.Next(&t) == nil {
		if text := bytes.TrimSpace(t.Text); t.Kind == xmlscan.Text && len(text) > 0 {
			if err := writeLine(w, text); err != nil {
				return err
			}
		}
	}
	return w.end()
}

func (d *pdfDocument) bookmarks() error {
	w := newProse(d.out, d.part("bookmarks"))
	defer w.close()
	all, err := d.doc.Bookmarks(func(title []byte) error { return writeLine(w, title) })
	if err != nil {
		return err
	}
	d.lost.tooMuch = d.lost.tooMuch || !all
	return w.end()
}

// member hands out a file inside the document, and closes it. Other documents
// may be read meanwhile: it may be a PDF.
func (d *pdfDocument) member(a *pdfium.Attachment, name string) error {
	if a == nil || d.doc.Err() != nil {
		d.lost.damaged = true
		return nil
	}
	defer a.Close()
	if base := path.Base(strings.ReplaceAll(a.Name, `\`, "/")); a.Name != "" && base != "." && base != "/" {
		name = base
	}
	if a.Size < 0 {
		d.out.Skip(name, Skip{ReasonDamaged, "an attachment that cannot be read"})
		return nil
	}
	b := d.f.Budget
	reserve, err := b.hold()
	if err != nil {
		return err
	}
	defer b.release(reserve)
	var r io.Reader = a
	return d.doc.Yield(d.ctx, func() error {
		return d.out.Member(&File{Name: name, Size: a.Size, Reader: b.reader(d.ctx, r), Budget: b})
	})
}
