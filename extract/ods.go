package extract

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/shikiri/shikiri/extract/xmlscan"
)

// odfSheets is the media type of spreadsheets.
const odfSheets = "application/vnd.oasis.opendocument.spreadsheet"

func init() {
	register(&Format{
		Name:   "ods",
		Family: "office",
		Doc: "OpenDocument spreadsheets (ods, ots, sxc): cells as they are shown, hidden sheets, rows and columns too, comments, headers, text boxes, " +
			"formulas' texts, phonetic guides, deleted content, properties; pictures and embedded objects",
		Limits:  "with a password: listed as encrypted; a cell or row that is repeated is read 64 times at most",
		Exts:    []string{".ods", ".ots", ".sxc"},
		In:      "zip",
		Holds:   odfHolds(odfSheets, "application/vnd.sun.xml.calc"),
		Extract: extractODS,
	})
}

// extractODS reads a spreadsheet in a zip.
func extractODS(ctx context.Context, f *File, out Out) error {
	p, err := openODF(ctx, f, out)
	if err != nil {
		return err
	}
	defer p.z.close()
	if p.locked() {
		return p.z.fault(&odfEncrypted)
	}
	s := newStory(out, "body")
	text := newODFText(ctx, s, f, "page")
	err = p.rest(func(name string) error {
		if !p.take(name) {
			return nil
		}
		dir, base := path.Split(name)
		if base == "content.xml" || base == "styles.xml" {
			return p.xml(name, func(r io.Reader) error {
				o := newODSReader(ctx, f, out, strings.TrimSuffix(dir, "/"))
				return o.finish(o.read(r))
			})
		}
		if err := s.part(odfLabel(name)); err != nil {
			return err
		}
		return p.xml(name, text.read)
	})
	if cerr := s.close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = p.replacements()
	}
	if err == nil {
		err = p.files()
	}
	return p.z.fault(err)
}

// replacements hands out what can be read of the pictures that stand for
// objects: these are read themselves.
func (p *odfPackage) replacements() error {
	for _, name := range p.z.names() {
		object, ok := strings.CutPrefix(name, "ObjectReplacements/")
		if !ok || !p.z.has(object+"/content.xml") || !p.take(name) {
			continue
		}
		r, done, err := p.z.open(name)
		if err == nil && r != nil {
			_, err = readRuns(p.ctx, &File{Name: name, Size: -1, Reader: r, Budget: p.z.file().Budget}, p.out)
			done()
		}
		if err := noteFault(p.ctx, p.out, name, err); err != nil {
			return err
		}
	}
	return nil
}

// extractFODS reads a spreadsheet that is one file of XML.
func extractFODS(ctx context.Context, f *File, out Out) error {
	if err := f.Budget.enter(f.Size); err != nil {
		return err
	}
	defer f.Budget.leave()
	src := &source{ctx: ctx, r: f.Reader}
	o := newODSReader(ctx, f, out, "")
	err := o.finish(o.read(sheetXML(src)))
	if err == nil && !o.ended {
		err = io.ErrUnexpectedEOF
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, xmlscan.ErrTag) || errors.Is(err, io.ErrNoProgress) {
		return src.fault(err)
	}
	return err
}

func matchFODS(head []byte) bool {
	return bytes.HasPrefix([]byte(flatMedia(head)), []byte(odfSheets))
}
