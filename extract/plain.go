package extract

// The formats of plain text have no mark to be told by: extractOther asks for one
// after another, since their order matters. They are registered to be listed.
func init() {
	register(&Format{
		Name: "text", Family: "text", Exts: []string{".txt", ".log", ".sql"},
		Doc: "text and logs in UTF-8, UTF-16, Shift_JIS (CP932), EUC-JP or ISO-2022-JP, told by their content; escapes (\\u6771, %E6) and charsets mixed in one file are read",
	})
	register(&Format{
		Name: "delimited", Family: "text", Exts: []string{".csv", ".tsv"},
		Doc: "rows of cells between commas, tabs, semicolons or bars, quoted or not; several tables in one file",
	})
	register(&Format{
		Name: "fixed-length", Family: "text", Exts: []string{".dat", ".txt"},
		Doc: "records of one length, with line ends or without, whose columns are found by their content",
	})
	register(&Format{Name: "json", Family: "text", Exts: []string{".json", ".jsonl", ".ndjson"}, Doc: "JSON and JSON lines; names and values are read as labels and values"})
	register(&Format{Name: "html", Family: "text", Exts: []string{".html", ".htm"}, Doc: "web pages: text, and tables as rows of cells"})
	register(&Format{Name: "xml", Family: "text", Exts: []string{".xml"}, Doc: "XML of no known kind: elements and attributes are read as labels and values"})
	register(&Format{
		Name: "unknown", Family: "other",
		Doc:    "anything else: readable runs in UTF-8, UTF-16, Shift_JIS and EUC-JP are scanned",
		Limits: "the file is listed as partial",
	})
}
