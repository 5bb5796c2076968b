package output

// xlsxWords are the words of the workbook alone, in one language.
type xlsxWords struct {
	Confidential, Number, Revision, Duration string
	// Names of sheets; a number follows if one does not hold all.
	Cover, Summary, Findings, NotExamined, Exceptions, Conditions string
	Changes, Double, Known, Parts                                 string
	// Titles on the cover and of sections.
	Zones, Figures, Signatures, Name, Date        string
	Matrix, Crossings, Clients, Ages, RetentionBy string
	Folders, Lists, SharedPeople, Copies          string
	ToolAndRules, SharesBy, Warnings, Method      string
	Compared, Verification, State                 string
	// Labels.
	Tool, Rules, Policy, Key, PeopleFile, MinConfidence, ExitCode, Complete string
	Completeness                                                            map[string]string
	Extract                                                                 string // client
	Distinct, InBoth, CopiedFiles, FilesExamined, FilesMissed, Covered      string
	OldRun, NewRun, Baseline                                                string
	// Sentences.
	NoExceptions, AllExamined, NoFindings, Clock, Counting, Threshold, Verify string
	MatrixNote, FoldersNote, StoppedNote, OfThemOverdue, Others               string
	Cut                                                                       string // rows left out
}

// xlsxWordsFor returns the words of a language, English unless it is "ja".
func xlsxWordsFor(lang string) *xlsxWords {
	if lang == "ja" {
		return &japaneseXLSX
	}
	return &englishXLSX
}

var englishXLSX = xlsxWords{
	Confidential: "Confidential", Number: "No.", Revision: "Revision", Duration: "Duration",
	Cover: "Cover", Summary: "Summary", Findings: "Findings", NotExamined: "Not examined", Exceptions: "Exceptions", Conditions: "Conditions",
	Changes: "Changes", Double: "Two zones", Known: "Known people", Parts: "Parts",
	Zones: "Zones", Figures: "Key figures", Signatures: "Signatures", Name: "Name", Date: "Date",
	Matrix: "Kinds and zones (occurrences)", Crossings: "Zones and kinds", Clients: "People by client and zone", Ages: "Files by age in days", RetentionBy: "Retention",
	Folders: "Folders to clean first", Lists: "Lists of known people", SharedPeople: "People who are in both zones", Copies: "Files whose people are those of a file in the other zone",
	ToolAndRules: "How it was examined", SharesBy: "What was examined", Warnings: "Warnings", Method: "How to read this",
	Compared: "What it was compared with", State: "State", Verification: "How to verify",
	Tool: "Tool", Rules: "Rules (SHA-256)", Policy: "Policy (SHA-256)", Key: "Key of fingerprints", PeopleFile: "File of fingerprints (SHA-256)",
	MinConfidence: "Least confidence", ExitCode: "Exit code", Complete: "Completeness",
	Completeness: map[string]string{"complete": "everything in scope was examined", "incomplete": "NOT everything was examined", "interrupted": "INTERRUPTED"},
	Extract:      "Extract for the client",
	Distinct:     "People in all, each once", InBoth: "People also where it is forbidden", CopiedFiles: "Copies where it is forbidden", FilesExamined: "Files examined", FilesMissed: "Files not, or only partly, examined", Covered: "Coverage of files",
	OldRun: "Before", NewRun: "Now", Baseline: "The exit code counts only what is new or grown.",
	NoExceptions: "The policy has no exceptions.", AllExamined: "Everything in scope was examined.", NoFindings: "Nothing was found.",
	Clock:         "Times are of the time zone %s.",
	Counting:      "Records count every row or line of a person (gross). People count each person once (by name, and by what tells namesakes apart); by client each person counts once for each client. Companies are counted as records, never as people.",
	Threshold:     "Findings of less than %s confidence are not in this report.",
	Verify:        "If the report is signed, a file of its name with .minisig stands beside it: \"shikiri verify FILE\", or \"minisign -Vm FILE -p shikiri.pub\", tells whether it was changed.",
	MatrixNote:    "Red: violations. Yellow: overdue. Green: allowed there. Below each zone: whether it may hold personal data.",
	FoldersNote:   "The worst first: violations, then what is overdue, then by records.",
	StoppedNote:   "The oldest file is %s days old though %s are allowed: automatic deletion has probably not run since %s.",
	OfThemOverdue: "of them overdue", Others: " and others",
	Cut: "%s more rows did not fit; they are in the json and ndjson reports.",
}

var japaneseXLSX = xlsxWords{
	Confidential: "社外秘", Number: "実施番号", Revision: "版", Duration: "所要時間",
	Cover: "表紙", Summary: "集計", Findings: "明細", NotExamined: "未検査", Exceptions: "例外", Conditions: "条件",
	Changes: "変化", Double: "重複", Known: "照合", Parts: "部分",
	Zones: "区域", Figures: "主な数値", Signatures: "署名欄", Name: "氏名", Date: "日付",
	Matrix: "種類 × 区域 (出現数)", Crossings: "区域 × 種類", Clients: "委託元・区域別の人数", Ages: "経過日数別のファイル数", RetentionBy: "保存期限",
	Folders: "先に片付けるフォルダー", Lists: "照合した名簿", SharedPeople: "両方の区域にいる人々", Copies: "もう一方の区域のファイルと同じ人々を含むファイル",
	ToolAndRules: "実施条件", SharesBy: "検査範囲と検査率", Warnings: "警告", Method: "読み方",
	Compared: "比較した実施", State: "状態", Verification: "検証の方法",
	Tool: "ツール", Rules: "規則 (SHA-256)", Policy: "方針 (SHA-256)", Key: "指紋の鍵の識別子", PeopleFile: "指紋のファイル (SHA-256)",
	MinConfidence: "報告する確度の下限", ExitCode: "終了コード", Complete: "完全性",
	Completeness: map[string]string{"complete": "対象をすべて検査", "incomplete": "未検査あり", "interrupted": "中断"},
	Extract:      "委託元の抜粋",
	Distinct:     "全体の人数 (名寄せ)", InBoth: "許可・禁止の両区域にいる人数", CopiedFiles: "禁止の区域にある写し", FilesExamined: "検査したファイル", FilesMissed: "未検査のファイル (一部のみを含む)", Covered: "検査率 (ファイル)",
	OldRun: "前回", NewRun: "今回", Baseline: "終了コードは新規・増加だけを数えます。",
	NoExceptions: "方針に例外はありません。", AllExamined: "対象をすべて検査しました。", NoFindings: "検出はありません。",
	Clock:         "日時は時差 %s で示しています。",
	Counting:      "延べ件数は、人の情報がある行をすべて数えたものです。人数は、氏名と同姓同名を区別する情報により名寄せし、一人を一回だけ数えたものです (委託元別では、委託元ごとに一回)。法人は延べ件数に含め、人数には含めません。",
	Threshold:     "確度が「%s」に満たない検出はこの報告に含みません。",
	Verify:        "署名がある場合は、同じ名前に .minisig を付けたファイルが添えられています。「shikiri verify ファイル」または「minisign -Vm ファイル -p shikiri.pub」で、改変の有無を確かめられます。",
	MatrixNote:    "赤: 違反。黄: 保存期限超過。緑: 許容。区域名の下は、個人データの取扱いの可否です。",
	FoldersNote:   "違反、保存期限超過、延べ件数の順です。",
	StoppedNote:   "許容 %[2]s 日のところ、最古のファイルは %[1]s 日経過しています。%[3]s 以降、自動消去が動いていない可能性があります。",
	OfThemOverdue: "うち期限超過", Others: " ほか",
	Cut: "ほか %s 行は入りません。json または ndjson の報告にあります。",
}
