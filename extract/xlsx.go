package extract

import (
	"context"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/shikiri/shikiri/extract/xmlscan"
)

func init() {
	register(&Format{
		Name:   "xlsx",
		Family: "office",
		Doc: "Excel workbooks (xlsx, xlsm, xltx, xlam, also Strict): cells as they are shown, hidden sheets too, comments, headers, text boxes, " +
			"phonetic guides, formulas' texts, charts, pivot caches, links, properties; embedded files and pictures as members",
		Limits:  "formulas that make text and have no stored result are listed; merged cells are looked for in the first 256 MB of a sheet",
		Exts:    []string{".xlsx", ".xlsm", ".xltx", ".xltm", ".xlam"},
		In:      "zip",
		Holds:   holdsXLSX,
		Extract: extractXLSX,
	})
}

// holdsXLSX tells a workbook by its folder. What has none of the usual folders
// may be one whose parts are named otherwise: its links tell.
func holdsXLSX(has func(name string) bool) bool {
	if has("xl/workbook.xml") {
		return true
	}
	if !has("[Content_Types].xml") || has("xl/workbook.bin") {
		return false
	}
	for _, other := range []string{"word/", "ppt/", "visio/", "Documents/", "FixedDocSeq.fdseq", "FixedDocumentSequence.fdseq"} {
		if has(other) {
			return false
		}
	}
	return has("_rels/.rels") || has("xl/")
}

// extractXLSX reads a workbook in parts of XML.
func extractXLSX(ctx context.Context, f *File, out Out) error {
	z, err := openZip(ctx, f)
	if err != nil {
		return err
	}
	defer z.close()
	k := newWorkbook(ctx, z, out)
	defer k.strings.close()
	if err := k.findMain("xl/workbook.xml"); err != nil {
		return z.fault(err)
	}
	if k.main == "" {
		return z.fault(extractArchive(ctx, z.file(), out)) // of parts, but no workbook
	}
	err = k.read()
	if e := k.say.close(); err == nil {
		err = e
	}
	return z.fault(err)
}

func newWorkbook(ctx context.Context, z *zipFile, out Out) *workbook {
	return &workbook{
		ctx: ctx, z: z, out: out, budget: z.file().Budget, seen: make(map[string]bool), say: newSayings(out),
		strings: &sharedStrings{budget: z.file().Budget},
	}
}

// findMain finds the part that names the sheets: by the links of the package,
// else where it usually is.
func (k *workbook) findMain(usual string) error {
	links, err := k.links("")
	if err != nil {
		return err
	}
	for _, l := range links {
		if l.kind == "officeDocument" && !l.external && k.z.has(partKey(l.target)) && (strings.HasPrefix(partKey(l.target), "xl/") || k.isBook(l.target)) {
			k.main = l.target
			return nil
		}
	}
	for _, name := range []string{usual, "xl/workbook.xml", "xl/workbook.bin"} {
		if k.z.has(name) {
			k.main = name
			return nil
		}
	}
	if k.z.has("xl/") {
		k.main = usual // lost, but its sheets may be there
	}
	return nil
}

// isBook reports whether a part outside of the usual folder is a workbook.
func (k *workbook) isBook(name string) bool {
	root, _ := k.root(name)
	return root == "workbook" || strings.HasSuffix(name, ".bin")
}

// root returns the name of the outermost element of a part.
func (k *workbook) root(name string) (string, error) {
	r, done, err := k.z.open(name)
	if r == nil || err != nil {
		return "", err
	}
	defer done()
	root, found := "", errors.New("found")
	err = k.tokens(io.LimitReader(r, packedBuffer), func(t *xmlscan.Token) error {
		if t.Kind != xmlscan.Start {
			return nil
		}
		root = string(t.Name)
		return found
	})
	if err == found {
		err = nil
	}
	return root, err
}

// read reads all parts: the sheets first, in their order.
func (k *workbook) read() error {
	if err := k.part(k.main, "workbook", k.either(k.main, k.readBook, k.readBookBin)); err != nil {
		return err
	}
	links, err := k.links(k.main)
	if err != nil {
		return err
	}
	for _, l := range links {
		switch l.kind {
		case "styles":
			err = k.part(l.target, "", k.either(l.target, k.readStyles, k.readStylesBin))
		case "sharedStrings":
			err = k.part(l.target, "", k.either(l.target, k.readStrings, k.readStringsBin))
		}
		if err != nil {
			return err
		}
	}
	if err := k.unlinked(); err != nil {
		return err
	}
	for i, s := range k.sheets {
		target := "xl/worksheets/sheet" + itoa(i+1) + ".xml"
		for _, l := range links {
			if l.id == s.id && !l.external {
				target = l.target
			}
		}
		if err := k.wholeSheet(target, s.name); err != nil {
			return err
		}
	}
	for _, l := range links {
		if err := k.linked(l, "workbook", 0); err != nil {
			return err
		}
	}
	return k.rest()
}

// either returns the reader for a part of XML or the one for records.
func (k *workbook) either(name string, xml, records func(io.Reader) error) func(io.Reader) error {
	if isBinaryPart(name) {
		return records
	}
	return xml
}

// unlinked reads styles and strings that no link names, as in a damaged file.
func (k *workbook) unlinked() error {
	for _, name := range k.z.names() {
		var err error
		switch path.Base(partKey(name)) {
		case "styles.xml", "styles.bin":
			err = k.part(name, "", k.either(name, k.readStyles, k.readStylesBin))
		case "sharedstrings.xml", "sharedstrings.bin":
			err = k.part(name, "", k.either(name, k.readStrings, k.readStringsBin))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// readBook reads the part that names the sheets (18.2).
func (k *workbook) readBook(r io.Reader) error {
	return k.tokens(r, func(t *xmlscan.Token) error {
		if t.Kind != xmlscan.Start {
			return k.say.xml(t)
		}
		switch string(t.Name) {
		case "sheet":
			if len(k.sheets) == xlsxLinks {
				return &Skip{ReasonTooLarge, "too many sheets"}
			}
			name := xmlscan.AppendUnescaped(nil, t.Attr("name"))
			k.sheets = append(k.sheets, xlsxEntry{name: string(name), id: string(t.Attr("id"))})
			return k.say.line(name)
		case "workbookPr":
			v := t.Attr("date1904")
			k.date1904 = string(v) == "1" || string(v) == "true"
		}
		return k.say.xml(t)
	})
}

func itoa(n int) string { return string(appendCell(nil, n, -1)) }

// wholeSheet reads a sheet and what belongs to it.
func (k *workbook) wholeSheet(part, name string) error {
	if err := k.sheet(part, name); err != nil {
		return err
	}
	return k.linksOf(part, name, 0)
}

// linksOf reads what a part leads to. owner is what people call it.
func (k *workbook) linksOf(part, owner string, depth int) error {
	links, err := k.links(part)
	if err != nil {
		return err
	}
	for _, l := range links {
		if err := k.linked(l, owner, depth); err != nil {
			return err
		}
	}
	return nil
}
