package output

// words are what the table says in one language. Formats take their arguments
// in the order given; numbers come grouped, as strings.
type words struct {
	Lang string
	// Verdicts by the name the report has for them.
	Verdicts map[string]string
	// Headlines: how the run ended.
	HeadJudged      string // conformity
	HeadViolation   string // findings, files
	HeadOverdue     string // findings, files
	HeadIncomplete  string // files
	HeadUnfinished  string
	HeadInterrupted string
	HeadEmpty       string
	HeadHollow      string
	HeadClean       string // files
	// Closing lines.
	LookFirst    string // where, kind
	LookPeople   string // people
	Unexamined   string // files, reasons
	Images       string // files
	Seen         string // records, people
	Companies    string // records
	Threshold    string // confidence
	More         string // rows left out
	AllowedCount string // findings
	// Titles of tables.
	Findings, Clients, KnownPeople, UnexaminedList, Warnings string
	// Columns.
	Zone, Share, Files, Scanned, Missed, Size       string
	What, Where, HowMany                            string
	Client, Records, People, CompanyRecords, Reason string
	NoClient, Total                                 string
	Certain, ByName, KnownList                      string
	KnownSet, KnownNone, KnownNames                 string // list and client, found, people; nothing; files
	// Parts of cells.
	Count, CountRecords, CountPeople, Age string // a number each
	Owner, Readers                        string // names
	Places                                map[string]string
	Masked                                string
	Line, Column                          string // a number each
	In                                    string // member
	Confidence                            map[string]string
	Kinds                                 map[string]string // empty: the name of the kind speaks for itself
	Reasons                               map[string]string

	Evidence map[string]string  // nil: reports hold it in this language
	Whys     []sentence         // nil: the same
	Book     func() *phrasebook // nil: the same
	Explain  explainWords
	Shared   *sharedWords
	Lists    map[string]listHead
}

// wordsFor returns the words of a language, English unless it is "ja".
func wordsFor(lang string) *words {
	if lang == "ja" {
		return &japanese
	}
	return &english
}

var english = words{
	Lang:            "en",
	Verdicts:        map[string]string{"violation": "violation", "overdue": "overdue", "allowed": "allowed"},
	HeadJudged:      "Verdict: %s",
	HeadViolation:   "VIOLATION: personal data where it must not be: findings %s, files %s.",
	HeadOverdue:     "OVERDUE: personal data that should have been deleted by now: findings %s, files %s.",
	HeadIncomplete:  "NOT CLEAN: files that could not be examined, or only partly: %s. What they hold is not known.",
	HeadUnfinished:  "NOT CLEAN: not everything in scope was examined.",
	HeadInterrupted: "INTERRUPTED: this is only what was seen until the scan was stopped.",
	HeadEmpty:       "NOTHING SEEN: the shares hold no files. Are they the right ones, and mounted?",
	HeadHollow:      "NOT CLEAN: a share holds neither files nor folders. Is it the right one, and mounted?",
	HeadClean:       "OK: no personal data is where it must not be. Files examined: %s, all of them.",
	LookFirst:       "Look first at: %s (%s%s)",
	LookPeople:      ", people %s",
	Unexamined:      "Not examined, or only partly: files %s (%s).",
	Images:          "Pictures: %s. What is drawn or photographed in them was not read.",
	Seen:            "Seen in all zones together, allowed or not: records %s, people %s",
	Companies:       ", records of companies %s",
	Threshold:       "Findings of less than %s confidence are not in this report.",
	More:            "... and %s more (use -f json)",
	AllowedCount:    "Findings that may be where they are: %s. They are not shown here (use -f json).",
	Findings:        "Findings, worst first",
	Clients:         "Clients",
	KnownPeople:     "Known people, by file",
	UnexaminedList:  "Not examined, or only partly",
	Warnings:        "Warnings",
	Zone:            "zone", Share: "share", Files: "files", Scanned: "examined", Missed: "not examined", Size: "size",
	What: "what", Where: "where", HowMany: "how many",
	Client: "client", Records: "records", People: "people", CompanyRecords: "companies", Reason: "reason",
	NoClient: "(no client)", Total: "total",
	Certain: "certain", ByName: "by name", KnownList: "list",
	KnownSet:   "List %s, made %s: of %s people %s were found.",
	KnownNone:  "No file holds anybody of the lists.",
	KnownNames: "Files in which only names agree, too few for certainty: %s (-f json).",
	Count:      "count %s", CountRecords: "records %s", CountPeople: "people %s", Age: "age %s days",
	Owner: "owner %s", Readers: "readable by %s",
	Places: map[string]string{"recycle-bin": "in a recycle bin", "snapshot": "in a snapshot"},
	Masked: "masked",
	Line:   "line %d", Column: "column %d",
	In:         "in %s",
	Confidence: map[string]string{"low": "low", "medium": "medium", "high": "high"},
	Kinds:      map[string]string{},
	Reasons: map[string]string{
		"unreadable":         "could not be read",
		"vanished":           "gone before it was read",
		"link":               "link that is not followed, or leads nowhere",
		"offline":            "kept elsewhere, not fetched",
		"special":            "not a regular file",
		"partial":            "only the readable text in it was examined",
		"damaged":            "damaged or cut short",
		"encrypted":          "encrypted",
		"unsupported":        "packed in a way that is not read",
		"too-large-expanded": "beyond the limits of unpacking",
		"too-deep":           "archives nested too deep",
		"needs-ocr":          "picture whose text was not read",
		"shrunk":             "became shorter while it was read",
		"timeout":            "no answer in time, or a rule of one's own took too long",
		"interrupted":        "the scan was interrupted",
		"extract":            "only an extract was merged: of others nothing is known",
		"unresolved":         "name that does not resolve",
		"wrong-zone":         "name that resolves into another zone",
		"outside-zone":       "name that resolves to no network of its zone",
		"too-large":          "network too large to try all its addresses",
	},
	Explain: englishExplain,
	Shared:  &englishShared,
	Lists:   englishLists,
}

var japanese = words{
	Lang:            "ja",
	Verdicts:        map[string]string{"violation": "違反", "overdue": "保存期限超過", "allowed": "許容"},
	HeadJudged:      "判定: %s",
	HeadViolation:   "違反: 置いてはならない場所に個人データがあります。検出 %s 件、ファイル %s 個。",
	HeadOverdue:     "保存期限超過: 消去されているはずの個人データが残っています。検出 %s 件、ファイル %s 個。",
	HeadIncomplete:  "検査不完全: 検査できなかった (または一部しか検査できなかった) ファイルが %s 個あります。中身は分かりません。",
	HeadUnfinished:  "検査不完全: 対象のすべては検査できていません。",
	HeadInterrupted: "中断: 止められるまでに見た範囲だけの結果です。",
	HeadEmpty:       "対象なし: 共有にファイルがありません。場所の指定とマウントを確かめてください。",
	HeadHollow:      "検査不完全: ファイルもフォルダーもない共有があります。場所の指定とマウントを確かめてください。",
	HeadClean:       "適合: 置いてはならない場所に個人データはありません。%s 個のファイルをすべて検査しました。",
	LookFirst:       "まず確認する場所: %s (%s%s)",
	LookPeople:      "、%s 人",
	Unexamined:      "未検査 (一部のみを含む): ファイル %s 個 (%s)。",
	Images:          "画像: %s 個。写っている文字は読んでいません。",
	Seen:            "許容・禁止を問わず全区域で見たもの: 延べ %s 件、名寄せ後 %s 人",
	Companies:       "、うち法人 %s 件",
	Threshold:       "確度が「%s」に満たない検出はこの報告に含みません。",
	More:            "... ほか %s 件 (-f json ですべて出力)",
	AllowedCount:    "置いてよい場所にある検出: %s 件。ここには示しません (-f json で出力)。",
	Findings:        "検出一覧 (重い順)",
	Clients:         "委託元",
	KnownPeople:     "既知の人 (ファイル別)",
	UnexaminedList:  "未検査一覧 (一部のみを含む)",
	Warnings:        "警告",
	Zone:            "区域", Share: "共有", Files: "ファイル", Scanned: "検査", Missed: "未検査", Size: "容量",
	What: "内容", Where: "場所", HowMany: "数",
	Client: "委託元", Records: "延べ", People: "人数", CompanyRecords: "法人", Reason: "理由",
	NoClient: "(委託元なし)", Total: "合計",
	Certain: "確実", ByName: "氏名のみ", KnownList: "名簿",
	KnownSet:   "名簿 %s (作成 %s): %s 人のうち %s 人がいます。",
	KnownNone:  "名簿の人がいるファイルはありません。",
	KnownNames: "氏名だけが一致し、確実とは言えないファイル: %s 個 (-f json で出力)。",
	Count:      "出現 %s", CountRecords: "延べ %s 件", CountPeople: "%s 人", Age: "%s 日経過",
	Owner: "所有者 %s", Readers: "読める人 %s",
	Places: map[string]string{"recycle-bin": "ごみ箱の中", "snapshot": "スナップショットの中"},
	Masked: "伏せ字",
	Line:   "%d 行", Column: "%d 列",
	In:         "中の %s",
	Confidence: map[string]string{"low": "低", "medium": "中", "high": "高"},
	Kinds: map[string]string{
		"jp-name":              "氏名",
		"jp-name-kana":         "氏名カナ",
		"romaji-name":          "氏名ローマ字",
		"jp-address":           "住所",
		"postal-code":          "郵便番号",
		"phone":                "電話番号",
		"email":                "メールアドレス",
		"birth-date":           "生年月日",
		"my-number":            "個人番号",
		"bank-account":         "口座番号",
		"credit-card":          "カード番号",
		"drivers-license":      "運転免許証番号",
		"passport":             "旅券番号",
		"residence-card":       "在留カード番号",
		"health-insurance":     "健康保険",
		"pension-number":       "基礎年金番号",
		"employment-insurance": "雇用保険番号",
		"resident-code":        "住民票コード",
		"care-insurance":       "介護保険",
		"company-name":         "会社名",
		"corporate-number":     "法人番号",
		"id-document":          "本人確認書類",
	},
	Reasons: map[string]string{
		"unreadable":         "読めない",
		"vanished":           "読む前になくなった",
		"link":               "たどらないリンク、またはリンク先なし",
		"offline":            "別の場所に保管 (取り寄せない)",
		"special":            "通常のファイルではない",
		"partial":            "一部のみ検査 (読める文字だけ)",
		"damaged":            "破損または途中切れ",
		"encrypted":          "暗号化",
		"unsupported":        "未対応の圧縮方式",
		"too-large-expanded": "展開の上限を超過",
		"too-deep":           "書庫の入れ子が深すぎる",
		"needs-ocr":          "画像 (文字認識が必要)",
		"shrunk":             "読む間に短くなった",
		"timeout":            "応答なし、または独自の規則が時間切れ",
		"interrupted":        "検査が中断された",
		"extract":            "抜粋だけを統合したため、ほかの委託元の分は不明",
		"unresolved":         "名前を解決できない",
		"wrong-zone":         "名前が別の区域のアドレスになる",
		"outside-zone":       "名前が区域のネットワークにないアドレスになる",
		"too-large":          "ネットワークが大きく全アドレスを試せない",
	},
	Evidence: japaneseEvidence,
	Whys:     japaneseWhys,
	Book:     japaneseBook,
	Explain:  japaneseExplain,
	Shared:   &japaneseShared,
	Lists:    japaneseLists,
}
