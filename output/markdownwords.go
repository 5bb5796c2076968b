package output

// markdownWords are the words of the summary in Markdown alone, in one language.
type markdownWords struct {
	Number, Figures                       string
	FilesExamined, FilesMissed, Distinct  string
	Matrix, MatrixNote, Worst, Missed     string
	Clients, Shared, Copies, Lists, Known string
	Retention, Exceptions, State, Changes string
	Parts, Shares, Rules, Policy          string
}

// markdownWordsFor returns the words of a language, English unless it is "ja".
func markdownWordsFor(lang string) *markdownWords {
	if lang == "ja" {
		return &japaneseMarkdown
	}
	return &englishMarkdown
}

var englishMarkdown = markdownWords{
	Number: "No.", Figures: "Key figures",
	FilesExamined: "Files examined", FilesMissed: "Files not, or only partly, examined", Distinct: "People in all, each once",
	Matrix: "Kinds and zones", MatrixNote: "Occurrences: ❌ violations, ⏰ overdue, ✅ allowed there.", Worst: "Findings, worst first", Missed: "Not examined, or only partly",
	Clients: "Clients", Shared: "People in both zones", Copies: "Copies in zones that forbid personal data", Lists: "Lists of known people", Known: "Files with known people",
	Retention: "Retention", Exceptions: "Exceptions", State: "State", Changes: "Since the run before",
	Parts: "Merged runs", Shares: "What was examined", Rules: "rules", Policy: "policy",
}

var japaneseMarkdown = markdownWords{
	Number: "実施番号", Figures: "主な数値",
	FilesExamined: "検査したファイル", FilesMissed: "未検査のファイル (一部のみを含む)", Distinct: "全体の人数 (名寄せ)",
	Matrix: "種類 × 区域", MatrixNote: "出現数: ❌ 違反、⏰ 保存期限超過、✅ 許容。", Worst: "検出 (重い順)", Missed: "未検査 (一部のみを含む)",
	Clients: "委託元", Shared: "両方の区域にいる人々", Copies: "禁止の区域にある写し", Lists: "照合した名簿", Known: "名簿の人々を含むファイル",
	Retention: "保存期限", Exceptions: "例外", State: "状態", Changes: "前回からの変化",
	Parts: "まとめた実施", Shares: "検査範囲", Rules: "規則", Policy: "方針",
}
