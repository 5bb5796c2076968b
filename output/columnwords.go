package output

// columnWords are the titles of the lists that reports for auditors have, and of
// their columns, in one language. Formats choose of them what they have room for.
type columnWords struct {
	// Of what is found and where.
	No, Verdict, Zone, Client, Share, Path, Member, Kind, Masked, Confidence string
	Count, Records, People, Companies, Findings, Files                       string
	Violations, Overdue, Allowed, Excused                                    string
	Modified, Age, Dated, DatedBy, Why, Place, Owner, Readers, Exception, ID string
	State, Fingerprint, Part, Line, Column, Cell, Excerpt, Evidence          string
	// Of what was not examined, and what people fill in.
	Reason, Code, Detail, Todo        string
	Who, Due, Done, DoneOn            string
	Title, Networks, PersonalData     string // of a zone
	Retention, DateFrom               string
	Directories, Examined, Unexamined string // of a share
	Bytes, ExaminedBytes, Coverage    string
	Unchanged, Images, User, Host     string
	Kinds, Paths, Until, ApprovedBy   string // of an exception
	Folder, OldestDays, OldestDate    string
	Oldest, AllowedDays, Stopped      string
	Closed, Open, Both                string // of people in two zones
	Original, OriginalPeople          string // of a copy
	Copy, CopyPeople, Extent          string
	List, Made, Found                 string // of known people
	Certain, ByName                   string
	Was, Elsewhere, MovedBy           string // of changes
	Subject, Operator, Run, Began     string // of a merged run
	Finished, Conformity, Repeated    string
	NoClient, All, Total, Yes, None   string
	LeftOut                           string // a number of rows
	NoAgeLimit                        string // the last class of age; a number of days
	AgeUpTo                           string // a number of days
	ByPeople, ByFile                  string // how a moved file was recognised
}

// columnWordsFor returns the words of a language, English unless it is "ja".
func columnWordsFor(lang string) *columnWords {
	if lang == "ja" {
		return &japaneseColumns
	}
	return &englishColumns
}

var englishColumns = columnWords{
	No: "No.", Verdict: "Verdict", Zone: "Zone", Client: "Client", Share: "Share", Path: "File", Member: "In it", Kind: "Kind", Masked: "Masked there", Confidence: "Confidence",
	Count: "Occurrences", Records: "Records", People: "People", Companies: "Companies", Findings: "Findings", Files: "Files",
	Violations: "Violations", Overdue: "Overdue", Allowed: "Allowed", Excused: "By exception",
	Modified: "Modified", Age: "Age (days)", Dated: "Kept from", DatedBy: "By", Why: "Why", Place: "Lies in", Owner: "Owner", Readers: "Readable by", Exception: "Exception", ID: "ID",
	State: "Since before", Fingerprint: "Fingerprint of people", Part: "Part", Line: "Line", Column: "Column", Cell: "Cell", Excerpt: "Excerpt (masked)", Evidence: "Evidence",
	Reason: "Reason", Code: "Code", Detail: "Detail", Todo: "What to do",
	Who: "Assigned to", Due: "Due", Done: "Action taken", DoneOn: "Done on",
	Title: "Name", Networks: "Networks", PersonalData: "Personal data",
	Retention: "Retention", DateFrom: "Counted from",
	Directories: "Folders", Examined: "Examined", Unexamined: "Not examined",
	Bytes: "Bytes", ExaminedBytes: "Bytes examined", Coverage: "Coverage",
	Unchanged: "Unchanged, known", Images: "Pictures not read", User: "Account", Host: "Scanned from",
	Kinds: "Kinds", Paths: "Paths", Until: "Until", ApprovedBy: "Approved by",
	Folder: "Folder", OldestDays: "Oldest (days)", OldestDate: "Oldest of",
	Oldest: "Oldest file", AllowedDays: "Allowed (days)", Stopped: "Deletion probably stopped since",
	Closed: "Zone that allows", Open: "Zone that forbids", Both: "In both",
	Original: "Original", OriginalPeople: "People of the original",
	Copy: "Copy", CopyPeople: "People of the copy", Extent: "Extent",
	List: "List", Made: "Made", Found: "Found",
	Certain: "Certain", ByName: "By name alone",
	Was: "Was", Elsewhere: "Same people also in", MovedBy: "Recognised by",
	Subject: "Subject", Operator: "Operator", Run: "Run", Began: "Began",
	Finished: "Ended", Conformity: "Result", Repeated: "Files counted elsewhere",
	NoClient: "(no client)", All: "(all)", Total: "Total", Yes: "yes", None: "none",
	LeftOut: "... and %s more", NoAgeLimit: "over %d", AgeUpTo: "to %d",
	ByPeople: "the people in it", ByFile: "name, time and counts",
}

var japaneseColumns = columnWords{
	No: "No.", Verdict: "判定", Zone: "区域", Client: "委託元", Share: "共有", Path: "ファイル", Member: "内部のファイル", Kind: "種類", Masked: "伏せ字済み", Confidence: "確度",
	Count: "出現数", Records: "延べ件数", People: "人数", Companies: "法人", Findings: "検出", Files: "ファイル数",
	Violations: "違反", Overdue: "期限超過", Allowed: "許容", Excused: "例外で許容",
	Modified: "更新日", Age: "経過日数", Dated: "起算日", DatedBy: "起算の根拠", Why: "判定の理由", Place: "置き場所", Owner: "所有者", Readers: "読める人", Exception: "例外", ID: "検出ID",
	State: "前回比", Fingerprint: "人の指紋", Part: "部分", Line: "行", Column: "列", Cell: "セル", Excerpt: "抜粋 (伏せ字)", Evidence: "根拠",
	Reason: "理由", Code: "理由コード", Detail: "詳細", Todo: "必要な対応",
	Who: "担当", Due: "期限", Done: "対応", DoneOn: "完了日",
	Title: "名称", Networks: "ネットワーク", PersonalData: "個人データ",
	Retention: "保存期限", DateFrom: "起算",
	Directories: "フォルダー", Examined: "検査済み", Unexamined: "未検査",
	Bytes: "バイト", ExaminedBytes: "検査したバイト", Coverage: "検査率",
	Unchanged: "うち不変 (前回の結果)", Images: "文字を読んでいない画像", User: "アカウント", Host: "検査端末",
	Kinds: "対象の種類", Paths: "対象のパス", Until: "期限", ApprovedBy: "承認者",
	Folder: "フォルダー", OldestDays: "最古 (日)", OldestDate: "最古の日付",
	Oldest: "最古のファイル", AllowedDays: "許容日数", Stopped: "自動消去の停止の疑い (以降)",
	Closed: "許可された区域", Open: "禁止された区域", Both: "両方にある人数",
	Original: "原本", OriginalPeople: "原本の人数",
	Copy: "写し", CopyPeople: "写しの人数", Extent: "範囲",
	List: "名簿", Made: "作成", Found: "見つかった人数",
	Certain: "確実", ByName: "氏名のみ",
	Was: "前回の判定", Elsewhere: "同じ人々がいる場所", MovedBy: "判別",
	Subject: "対象", Operator: "実施者", Run: "実施ID", Began: "開始",
	Finished: "終了", Conformity: "判定", Repeated: "重複 (他で計上)",
	NoClient: "(委託元なし)", All: "(すべて)", Total: "合計", Yes: "はい", None: "なし",
	LeftOut: "... ほか %s 件", NoAgeLimit: "%d日超", AgeUpTo: "%d日以内",
	ByPeople: "含まれる人々", ByFile: "名前・日時・件数",
}
