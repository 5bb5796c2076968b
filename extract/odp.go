package extract

func init() {
	register(&Format{
		Name:    "odp",
		Family:  "office",
		Doc:     "OpenDocument presentations (odp, otp): slides, notes, comments, tables, masters, properties; pictures and embedded objects",
		Limits:  "with a password: listed as encrypted; what pictures show is read with --ocr only",
		Exts:    []string{".odp", ".otp", ".sxi"},
		In:      "zip",
		Holds:   odfHolds(odfPresentation, "application/vnd.sun.xml.impress"),
		Extract: extractODF("slide"),
	})
}
