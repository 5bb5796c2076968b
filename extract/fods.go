package extract

func init() {
	register(&Format{
		Name:    "fods",
		Family:  "office",
		Doc:     "flat OpenDocument spreadsheets: what is read of ods",
		Limits:  "a cell or row that is repeated is read 64 times at most",
		Exts:    []string{".fods"},
		Match:   matchFODS,
		Extract: extractFODS,
	})
}
