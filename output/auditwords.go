package output

// auditWords are the words that reports for auditors share, in one language. A
// format's own words stand beside it.
type auditWords struct {
	Title        string            // of the report
	Conformity   map[string]string // by report.Run.Conformity
	Why          map[string]string // what decided it, by the second answer of report.Run.Judge
	Besides      string            // what is wrong besides what decided it
	Images       string            // a number
	EmptyShares  string            // a number
	PersonalData map[string]string // by report.Zone.PersonalData
	States       map[string]string // by report.Finding.State, "gone" and "unclear" too
	Excuses      map[string]string // by report.Excuse.State
	Extents      map[string]string // by report.Copy.Extent
	Todo         map[string]string // what to do about what was not examined, by its reason
	Disclaimer   string
	Absence      string // what a deletion confirmation says, and what it does not
	Masking      string
	SignedBy     [3]string // who signs: 初鑑, 再鑑, approval
	Date         string    // beside a signature
}

// auditWordsFor returns the words of a language, English unless it is "ja".
func auditWordsFor(lang string) *auditWords {
	if lang == "ja" {
		return &japaneseAudit
	}
	return &englishAudit
}

var englishAudit = auditWords{
	Title:      "Report on the whereabouts of personal data",
	Conformity: map[string]string{"conforming": "conforming", "nonconforming": "NONCONFORMING", "incomplete": "EXAMINATION INCOMPLETE"},
	Why: map[string]string{
		"violation":   "personal data lies in a zone that forbids it",
		"overdue":     "personal data is kept longer than allowed",
		"path":        "ports can be reached from another zone that the policy forbids",
		"bridge":      "a machine stands in two zones",
		"not-proved":  "NOT PROVED: nothing forbidden was seen open, but not every forbidden flow is proved closed",
		"unexamined":  "not everything in scope could be examined",
		"interrupted": "the examination was interrupted",
		"empty":       "a share holds neither files nor folders, or no share holds files: is it mounted?",
		"":            "everything in scope was examined, and nothing is where it must not be",
	},
	Besides: "Besides: %s", Images: "the text in %s pictures was not read", EmptyShares: "shares without files, which may not be mounted: %s",
	PersonalData: map[string]string{"allowed": "allowed", "forbidden": "forbidden", "unknown": "not in the policy"},
	States:       map[string]string{"new": "new", "grown": "more than before", "remaining": "as before", "moved": "moved", "gone": "gone", "unclear": "not confirmed"},
	Excuses:      map[string]string{"active": "in force", "expiring": "ends within 30 days", "ended": "ended: no longer applies"},
	Extents:      map[string]string{"whole": "the same people", "cut": "some of the original's people", "within": "all of the original's people, and others"},
	Todo: map[string]string{
		"unreadable":         "give the scanning account the right to read, and scan again",
		"vanished":           "scan again when the share is at rest",
		"link":               "scan where the link leads to",
		"offline":            "fetch the file, or examine it where it is kept",
		"special":            "find out what it is for",
		"partial":            "look through the file by hand",
		"damaged":            "open the file by hand, or delete it",
		"encrypted":          "get the password (--archive-passwords), or look through the file by hand",
		"unsupported":        "unpack the file by hand, and scan that",
		"too-large-expanded": "raise --max-unpacked, or unpack the file by hand",
		"too-deep":           "raise --max-depth, or unpack the file by hand",
		"needs-ocr":          "scan with --ocr, or look at the picture",
		"shrunk":             "scan again when the share is at rest",
		"timeout":            "scan again, with a longer --file-timeout",
		"interrupted":        "scan again to the end",
		"extract":            "merge the whole run",
		"unresolved":         "mend the name in DNS or in the configuration, or declare the address",
		"wrong-zone":         "mend the name in DNS, or its zone in the configuration",
		"outside-zone":       "mend the name in DNS, or the networks of the zone",
		"too-large":          "declare its hosts: nobody can try all its addresses",
	},
	Disclaimer: "This report states what was found by machine, in the places and at the time named, and whether it may be there by the policy. It does not decide whether data was leaked in the sense of article 26 of the Act on the Protection of Personal Information; that is for people to decide.",
	Absence:    "States that the data named was no longer at the place named at the time of the examination. It does not state how it was deleted, nor that it cannot be recovered.",
	Masking:    "Values are masked; this report holds no value in full.",
	SignedBy:   [3]string{"Examined by (first)", "Checked by (second)", "Approved by"},
	Date:       "Date:",
}

var japaneseAudit = auditWords{
	Title:      "個人データ所在調査 報告書",
	Conformity: map[string]string{"conforming": "適合", "nonconforming": "不適合", "incomplete": "検査不完全"},
	Why: map[string]string{
		"violation":   "取扱い禁止の区域に個人データがあります",
		"overdue":     "保存期限を超えた個人データがあります",
		"path":        "方針で禁止している区域間の通信で、到達できるポートがあります",
		"bridge":      "二つの区域にまたがる橋渡し機器があります",
		"not-proved":  "未証明: 到達できるポートは見つかりませんでしたが、遮断を証明できない禁止の通信があります",
		"unexamined":  "対象のうち検査できなかったものがあります",
		"interrupted": "検査が途中で中断されました",
		"empty":       "ファイルもフォルダーもない共有、またはファイルのまったくない対象があります (未接続の可能性)",
		"":            "対象のすべてを検査し、あってはならない個人データはありませんでした",
	},
	Besides: "このほか: %s", Images: "画像 %s 個の文字は読んでいません", EmptyShares: "ファイルのない共有が %s 個あります (マウントの確認が必要)",
	PersonalData: map[string]string{"allowed": "許可", "forbidden": "禁止", "unknown": "方針に定めなし"},
	States:       map[string]string{"new": "新規", "grown": "増加", "remaining": "継続", "moved": "移動", "gone": "解消", "unclear": "未確認"},
	Excuses:      map[string]string{"active": "有効", "expiring": "30日以内に期限", "ended": "期限切れ (適用しない)"},
	Extents:      map[string]string{"whole": "同じ人々", "cut": "原本の一部の人々", "within": "原本の全員とほかの人々"},
	Todo: map[string]string{
		"unreadable":         "検査用アカウントに読取権限を付与して再検査",
		"vanished":           "更新のない時間帯に再検査",
		"link":               "リンク先を検査",
		"offline":            "取り寄せて検査、または保管先で検査",
		"special":            "用途を確認",
		"partial":            "目視で確認",
		"damaged":            "目視で確認、または消去",
		"encrypted":          "パスワードを入手 (--archive-passwords)、または目視で確認",
		"unsupported":        "手作業で展開して検査",
		"too-large-expanded": "--max-unpacked を上げて再検査、または手作業で展開",
		"too-deep":           "--max-depth を上げて再検査、または手作業で展開",
		"needs-ocr":          "--ocr を付けて再検査、または目視で確認",
		"shrunk":             "更新のない時間帯に再検査",
		"timeout":            "--file-timeout を延ばして再検査",
		"interrupted":        "最後まで再検査",
		"extract":            "抜粋でない実施記録を統合",
		"unresolved":         "DNS か設定の名前を直す、またはアドレスを設定に書く",
		"wrong-zone":         "DNS の名前、または設定の区域を直す",
		"outside-zone":       "DNS の名前、または区域のネットワークを直す",
		"too-large":          "そのネットワークの機器を hosts に書く (全アドレスは試せない)",
	},
	Disclaimer: "本報告書は、示した範囲と時点における個人データの所在と、区域・保存期限への適合状況を機械的に検査した結果です。個人情報保護法第26条の「漏えい等」に当たるかどうかを判定するものではありません。判断は人が行います。",
	Absence:    "示した場所に、検査の時点で当該データが存在しなかったことを示します。消去の方法、および復元が不可能であることを示すものではありません。",
	Masking:    "検出した値は伏せ字です。元の値は本報告書に含まれません。",
	SignedBy:   [3]string{"実施者 (初鑑)", "確認者 (再鑑)", "承認者"},
	Date:       "日付:",
}
