package pdfium

import (
	"context"
	"encoding/binary"
	"io"
)

// Bounds of what a document may hold; a chain that is a circle ends there too.
const (
	maxBookmarks     = 20_000
	maxBookmarkDepth = 64
	maxAttachments   = 10_000
	maxAnnotations   = 20_000 // of a page
)

// Bookmarks calls yield with the title of each bookmark. all is false if there
// are more than can be asked for.
func (d *Document) Bookmarks(yield func(title []byte) error) (all bool, err error) {
	left := maxBookmarks
	all, err = d.bookmarks(0, 0, &left, yield)
	return all && left > 0, err
}

func (d *Document) bookmarks(parent uint64, depth int, left *int, yield func([]byte) error) (all bool, err error) {
	if depth == maxBookmarkDepth {
		return false, nil
	}
	all = true
	b := d.p.call("FPDFBookmark_GetFirstChild", d.handle, parent)
	for b != 0 && *left > 0 && d.p.err == nil {
		*left--
		if err := yield(d.p.text("FPDFBookmark_GetTitle", b)); err != nil {
			return false, err
		}
		below, err := d.bookmarks(b, depth+1, left, yield)
		if err != nil {
			return false, err
		}
		all = all && below
		b = d.p.call("FPDFBookmark_GetNextSibling", d.handle, b)
	}
	return all, nil
}

// Encrypted reports whether streams of the document are encrypted.
func (d *Document) Encrypted() bool {
	return d.p.number("FPDF_GetSecurityHandlerRevision", d.handle) >= 0
}

// An Attachment is a file inside the document. Its content lies in the memory of
// PDFium until Close.
type Attachment struct {
	Name string
	Size int64 // -1: it cannot be read
	p    *instance
	ptr  uint32
	at   int64
}

// Read reads the content.
func (a *Attachment) Read(b []byte) (int, error) {
	if a.at >= a.Size {
		return 0, io.EOF
	}
	n := min(int64(len(b)), a.Size-a.at, 64<<10)
	src := a.p.bytes(a.ptr+uint32(a.at), uint32(n))
	if src == nil {
		return 0, ErrTrap
	}
	a.at += n
	return copy(b, src), nil
}

// Close gives the memory of the content back.
func (a *Attachment) Close() {
	if a.ptr != 0 {
		a.p.call("free", uint64(a.ptr))
	}
}

// Attachments returns how many files are attached to the document, and how many
// of them can be asked for.
func (d *Document) Attachments() (n, readable int) {
	n = d.p.number("FPDFDoc_GetAttachmentCount", d.handle)
	return n, min(n, maxAttachments)
}

// Attachment returns the i'th attachment; the caller closes it. nil: there is
// nothing of it.
func (d *Document) Attachment(i int) *Attachment {
	h := d.p.call("FPDFDoc_GetAttachment", d.handle, uint64(i))
	if h == 0 {
		return nil
	}
	return d.p.attachment(h)
}

func (p *instance) attachment(h uint64) *Attachment {
	a := &Attachment{p: p, Size: -1, Name: string(p.text("FPDFAttachment_GetName", h))}
	a.ptr, a.Size = p.whole("FPDFAttachment_GetFile", h)
	return a
}

// whole calls a function that writes n bytes into a buffer, says where n goes, in
// its last three arguments, and returns whether that was done. The bytes are at
// ptr, to be freed; size is -1 if there are none.
func (p *instance) whole(name string, args ...uint64) (ptr uint32, size int64) {
	length := p.scratch(8)
	if length == 0 || !p.mod.Memory().WriteUint32Le(length, 0) {
		return 0, -1
	}
	if p.call(name, append(args, 0, 0, uint64(length))...)&0xff == 0 {
		return 0, -1
	}
	b := p.bytes(length, 4)
	if p.err != nil || b == nil {
		return 0, -1
	}
	n := binary.LittleEndian.Uint32(b)
	if n == 0 {
		return 0, 0
	}
	if ptr = uint32(p.call("malloc", uint64(n))); ptr == 0 {
		return 0, -1
	}
	if p.call(name, append(args, uint64(ptr), uint64(n), uint64(length))...)&0xff == 0 {
		p.call("free", uint64(ptr))
		return 0, -1
	}
	return ptr, int64(n)
}

// Packets returns the number of packets of an XFA form.
func (d *Document) Packets() int {
	return min(max(0, d.p.number("FPDF_GetXFAPacketCount", d.handle)), 64)
}

// Packet returns the i'th packet of an XFA form, XML; the caller closes it.
func (d *Document) Packet(i int) *Attachment {
	a := &Attachment{p: d.p, Size: -1}
	a.ptr, a.Size = d.p.whole("FPDF_GetXFAPacketContent", d.handle, uint64(i))
	return a
}

// Yield runs f while other documents may be opened in the place of this one,
// which f may read and not close.
func (d *Document) Yield(ctx context.Context, f func() error) error {
	engine.free <- struct{}{}
	err := f()
	select {
	case <-engine.free:
	case <-ctx.Done():
		<-engine.free // those who have it end with ctx too
	}
	return err
}

// Subtypes of annotations (fpdf_annot.h).
const (
	annotLink   = 2
	annotPopup  = 16
	annotWidget = 20
)

// An Annotation is a note on a page, a link or a field of a form.
type Annotation struct {
	Field bool   // it is a field of a form
	Label []byte // name of the field, or who wrote the note
	Text  []byte // value of the field, the note, or where the link goes
	File  *Attachment
}

// Annotations calls yield with those of the page. The caller closes File. all is
// false if there are more than can be asked for.
func (g *Page) Annotations(yield func(*Annotation) error) (all bool, err error) {
	p := g.d.p
	n := p.number("FPDFPage_GetAnnotCount", g.handle)
	for i := range min(n, maxAnnotations) {
		h := p.call("FPDFPage_GetAnnot", g.handle, uint64(i))
		if h == 0 {
			continue
		}
		a := g.annotation(h)
		p.call("FPDFPage_CloseAnnot", h)
		if p.err != nil {
			return true, nil
		}
		if len(a.Text) > 0 || a.File != nil {
			if err := yield(a); err != nil {
				return true, err
			}
		}
	}
	return n <= maxAnnotations, nil
}

func (g *Page) annotation(h uint64) *Annotation {
	p, a := g.d.p, new(Annotation)
	switch p.number("FPDFAnnot_GetSubtype", h) {
	case annotWidget:
		form := g.d.environment()
		a.Field = true
		a.Text = p.text("FPDFAnnot_GetFormFieldValue", form, h)
		if len(a.Text) == 0 {
			a.Text = p.entry(h, "V")
		}
		if a.Label = p.text("FPDFAnnot_GetFormFieldAlternateName", form, h); len(a.Label) == 0 {
			a.Label = p.text("FPDFAnnot_GetFormFieldName", form, h)
		}
		return a
	case annotLink:
		if link := p.call("FPDFAnnot_GetLink", h); link != 0 {
			if action := p.call("FPDFLink_GetAction", link); action != 0 {
				a.Text = p.uri(g.d.handle, action)
			}
		}
	case annotPopup: // repeats what its parent says
		return a
	}
	a.Label = p.entry(h, "T")
	if text := p.entry(h, "Contents"); len(text) > 0 {
		a.Text = append(append(a.Text, '\n'), text...)
	}
	if f := p.call("FPDFAnnot_GetFileAttachment", h); f != 0 {
		a.File = p.attachment(f)
	}
	return a
}

// entry returns a text of an annotation's dictionary.
func (p *instance) entry(annot uint64, key string) []byte {
	k := p.name(key)
	defer p.call("free", uint64(k))
	return p.text("FPDFAnnot_GetStringValue", annot, uint64(k))
}

// uri returns where an action leads, which is bytes that end in NUL.
func (p *instance) uri(doc, action uint64) []byte {
	n := uint32(p.call("FPDFAction_GetURIPath", doc, action, 0, 0))
	if n <= 1 || n > maxText {
		return nil
	}
	buf := p.scratch(n)
	if buf == 0 {
		return nil
	}
	p.call("FPDFAction_GetURIPath", doc, action, uint64(buf), uint64(n))
	return append([]byte(nil), p.bytes(buf, n-1)...)
}

// environment returns what fields of forms are asked by.
func (d *Document) environment() uint64 {
	if d.form == 0 {
		info := d.p.call("FPDF_FORMFILLINFO_Create")
		if info != 0 {
			d.form = d.p.call("FPDFDOC_InitFormFillEnvironment", d.handle, info)
		}
	}
	return d.form
}
