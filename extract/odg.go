package extract

func init() {
	register(&Format{
		Name:    "odg",
		Family:  "office",
		Doc:     "OpenDocument drawings (odg, otg): text of all pages, properties; pictures and embedded objects",
		Limits:  "with a password: listed as encrypted; what pictures show is read with --ocr only",
		Exts:    []string{".odg", ".otg", ".sxd"},
		In:      "zip",
		Holds:   odfHolds(odfGraphics, "application/vnd.sun.xml.draw"),
		Extract: extractODF("page"),
	})
}
