package extract

import (
	"bytes"
	"context"
	"errors"
	"io"

	"github.com/shikiri/shikiri/extract/xmlscan"
)

func init() {
	register(&Format{
		Name:    "fodt",
		Family:  "office",
		Doc:     "flat OpenDocument text, presentations and drawings (fodt, fodp, fodg): as odt; pictures and objects in them as files of their own",
		Exts:    []string{".fodt", ".fodp", ".fodg"},
		Match:   matchFlatODF,
		Extract: extractFlatODF,
	})
}

// flatMedia returns the media type of an OpenDocument in one file of XML, "" if
// head is none (OpenDocument 1.3 part 3, 3.1.2).
func flatMedia(head []byte) string {
	head = bytes.TrimLeft(trimBOM(head), " \t\r\n")
	if !bytes.HasPrefix(head, []byte("<?xml")) && !bytes.HasPrefix(head, []byte("<office:document")) {
		return ""
	}
	i := bytes.Index(head, []byte("<office:document"))
	if i < 0 {
		return ""
	}
	var t xmlscan.Token
	if xmlscan.NewReader(bytes.NewReader(head[i:])).Next(&t) != nil || !t.Is(xmlscan.Start, "document") {
		return ""
	}
	return string(t.Attr("mimetype"))
}

func matchFlatODF(head []byte) bool {
	media := flatMedia(head)
	for _, m := range []string{odfText, odfPresentation, odfGraphics} {
		if len(media) >= len(m) && media[:len(m)] == m {
			return true
		}
	}
	return false
}

// extractFlatODF reads a document that is one file of XML.
func extractFlatODF(ctx context.Context, f *File, out Out) error {
	if err := f.Budget.enter(f.Size); err != nil {
		return err
	}
	defer f.Budget.leave()
	src := &source{ctx: ctx, r: f.Reader}
	page := "page"
	if h, ok := f.Reader.(interface{ head() []byte }); ok && bytes.HasPrefix([]byte(flatMedia(h.head())), []byte(odfPresentation)) {
		page = "slide"
	}
	s := newStory(out, "body")
	text := newODFText(ctx, s, f, page)
	text.flat = true
	err := text.read(newDecoder(src, utf8Text))
	if cerr := s.close(); err == nil {
		err = cerr
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, xmlscan.ErrTag) {
		return src.fault(err)
	}
	return err
}
