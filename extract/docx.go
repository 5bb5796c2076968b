package extract

import "context"

func init() {
	register(&Format{
		Name:   "docx",
		Family: "office",
		Doc: "Word documents (docx, docm, dotx, Strict too): text and tables, headers, footers, notes, comments, text boxes, deleted text, " +
			"field codes, phonetic guides, properties, charts; pictures and embedded files as files of their own",
		Limits: "with a password: see encrypted Office files; what pictures show is read with --ocr only",
		Exts:   []string{".docx", ".docm", ".dotx", ".dotm"},
		In:     "zip",
		Holds: func(has func(string) bool) bool {
			return has("word/document.xml") || has("word/") && (has("[Content_Types].xml") || has("_rels/.rels"))
		},
		Extract: extractDocx,
	})
}

// extractDocx reads the document, then what belongs to it.
func extractDocx(ctx context.Context, f *File, out Out) error {
	return readOOXML(ctx, f, out, func(p *ooxmlPackage) error {
		return p.part(p.main("word/document.xml"), "body")
	})
}
