package extract

func init() {
	register(&Format{
		Name:   "odt",
		Family: "office",
		Doc: "OpenDocument text (odt, ott, odm): text and tables, headers, footers, notes, comments, text boxes, deleted text, phonetic guides, " +
			"fields, properties; pictures and embedded objects",
		Limits:  "with a password: listed as encrypted; what pictures show is read with --ocr only",
		Exts:    []string{".odt", ".ott", ".odm", ".sxw"},
		In:      "zip",
		Holds:   odfHolds(odfText, "application/vnd.sun.xml.writer"),
		Extract: extractODF("page"),
	})
}
