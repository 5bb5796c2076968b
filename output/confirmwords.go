package output

import "time"

// confirmWords are what the confirmation of deletion says, in one language.
type confirmWords struct {
	Title, Secret, Number, Revision                                     string
	ForClient, Subject, SubjectOf                                       string
	Confirmed                                                           string // files, begin and end of the examination
	NothingConfirmed                                                    string
	Summary, What, Files, Records, People, PeopleAdded                  string
	TotalGone, TotalCopied, TotalPart, TotalUnclear, TotalMoved         string
	TotalRemaining, Limits                                              string
	Runs, OldRun, NewRun, RunID, Time, Whole, Yes, NotWhole             string
	Operator, Host, Tool, Confidence, Rules, Policy, FileHash           string
	Scope, Zone, Share, User, Examined, Unexamined                      string
	Gone, Part, Unclear, Moved, Remaining, None                         string
	Client, No, File, Kinds, Modified, Verdict, Why, Todo, From, To, By string
	Sum, Added                                                          string // a number each
	Deletion, FillIn, Method, Methods, DeletedOn, DeletedBy, Remarks    string
	Signatures, Name, Verify                                            string
	TimeForm, DayForm                                                   string // of package time
}

// confirmWordsFor returns the words of a language, English unless it is "ja".
func confirmWordsFor(lang string) *confirmWords {
	if lang == "ja" {
		return &japaneseConfirm
	}
	return &englishConfirm
}

func (w *confirmWords) day(t time.Time) string {
	if t.IsZero() || t.Unix() == 0 {
		return ""
	}
	return t.Format(w.DayForm)
}

var englishConfirm = confirmWords{
	Title: "Confirmation of deletion", Secret: "Confidential", Number: "No.", Revision: "Revision %d",
	ForClient: "Client:", Subject: "Examined:", SubjectOf: "examined",
	Confirmed:        "Files that were no longer at their place, and are listed below: %s. Examined from %s to %s.",
	NothingConfirmed: "No file is confirmed to be gone.",
	Summary:          "Summary", What: "what became of it", Files: "files", Records: "records", People: "people",
	PeopleAdded:    "Records and people are those of each file, added up: who is in two files counts twice. A member of an archive counts as a file.",
	TotalGone:      "no longer at its place",
	TotalCopied:    "of these, with the same people in another place too",
	TotalPart:      "data gone, the file still there with other data",
	TotalUnclear:   "not confirmed: could not be examined",
	TotalMoved:     "moved to another place",
	TotalRemaining: "still there",
	Limits:         "To be known of the comparison:",
	Runs:           "The two examinations", OldRun: "found it (before)", NewRun: "checked that it is gone (after)",
	RunID: "run", Time: "time", Whole: "everything in scope examined", Yes: "yes", NotWhole: "no",
	Operator: "operator", Host: "machine", Tool: "program", Confidence: "least confidence", Rules: "rules", Policy: "policy",
	FileHash: "SHA-256 of the run's file",
	Scope:    "Scope of the examination after", Zone: "zone", Share: "share", User: "account", Examined: "examined", Unexamined: "not examined",
	Gone: "No longer at its place", Part: "Data gone, the file still there", Unclear: "Not confirmed", Moved: "Moved to another place", Remaining: "Still there", None: "None.",
	Client: "Client:", No: "no.", File: "file", Kinds: "kinds of data", Modified: "modified", Verdict: "verdict", Why: "reason", Todo: "what to do",
	From: "from", To: "to", By: "recognised by",
	Sum: "files %s", Added: "Findings that are new since the examination before: %s. They are not part of this confirmation; the report lists them.",
	Deletion: "Record of the deletion", FillIn: "To be filled in by those who deleted it. The examination cannot tell how.",
	Method: "method", Methods: "[ ] deleted   [ ] overwritten   [ ] medium destroyed   [ ] other (                    )",
	DeletedOn: "date", DeletedBy: "deleted by", Remarks: "remarks",
	Signatures: "Signatures", Name: "Name:",
	Verify:   "The runs are unchanged if their files have the SHA-256 named above.",
	TimeForm: "2006-01-02 15:04:05 -07:00", DayForm: "2006-01-02",
}

var japaneseConfirm = confirmWords{
	Title: "消去確認書", Secret: "社外秘", Number: "実施番号", Revision: "第 %d 版",
	ForClient: "委託元:", Subject: "対象:", SubjectOf: "対象",
	Confirmed:        "下記の %s ファイルが、示した場所に存在しないことを確認しました (検査 %s ～ %s)。",
	NothingConfirmed: "不存在を確認できたファイルはありません。",
	Summary:          "集計", What: "区分", Files: "ファイル", Records: "延べ件数", People: "人数",
	PeopleAdded:    "件数と人数はファイルごとの数の合計です。複数のファイルにある人は重ねて数えます。書庫の中のファイルも 1 ファイルと数えます。",
	TotalGone:      "不存在を確認",
	TotalCopied:    "うち、同じ人々のデータがほかの場所にもあるもの",
	TotalPart:      "データは消えたが、ファイルは残りほかのデータがある",
	TotalUnclear:   "未確認 (検査できていない)",
	TotalMoved:     "別の場所へ移動",
	TotalRemaining: "残存",
	Limits:         "比較についての注意:",
	Runs:           "二回の検査", OldRun: "前回 (存在を確認)", NewRun: "今回 (不存在を確認)",
	RunID: "実施", Time: "日時", Whole: "対象をすべて検査", Yes: "はい", NotWhole: "いいえ",
	Operator: "実施者", Host: "端末", Tool: "プログラム", Confidence: "報告する確度の下限", Rules: "検出規則", Policy: "方針",
	FileHash: "検査結果の SHA-256",
	Scope:    "今回の検査範囲", Zone: "区域", Share: "共有", User: "アカウント", Examined: "検査", Unexamined: "未検査",
	Gone: "不存在を確認したもの", Part: "データは消えたが、ファイルは残っているもの", Unclear: "確認できていないもの", Moved: "別の場所へ移動したもの", Remaining: "残っているもの", None: "ありません。",
	Client: "委託元:", No: "番号", File: "場所", Kinds: "データの種類", Modified: "更新日", Verdict: "判定", Why: "理由", Todo: "必要な対応",
	From: "移動元", To: "移動先", By: "判断の根拠",
	Sum: "計 %s ファイル", Added: "前回になかった検出が %s 件あります。この確認書の対象ではありません。報告書を参照してください。",
	Deletion: "消去の記録", FillIn: "消去した者が記入します。消去の方法は検査では分かりません。",
	Method: "消去方法", Methods: "□ 削除　□ 上書き消去　□ 媒体の破壊　□ その他 (　　　　　　　　　　)",
	DeletedOn: "消去日", DeletedBy: "消去実施者", Remarks: "備考",
	Signatures: "署名", Name: "氏名:",
	Verify:   "検査結果のファイルの SHA-256 が上記と一致すれば、記録は変更されていません。",
	TimeForm: "2006年1月2日 15:04:05 (-07:00)", DayForm: "2006年1月2日",
}
