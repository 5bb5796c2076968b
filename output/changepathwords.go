package output

// pathChangeWords are what is said of paths, bridges and flows since another run.
type pathChangeWords struct {
	Counts              string // new, still open, not confirmed, closed
	Paths, Bridges      string
	Flows               string
	What, Where, Change string
	Was                 string            // verdict
	States              map[string]string // of a path
	BridgeStates        map[string]string
	Reasons             map[string]string // beside those of changeWords.Whys
	NotTried            string
}

func pathChangeWordsFor(lang string) *pathChangeWords {
	if wordsFor(lang).Lang == "ja" {
		return &japanesePathChanges
	}
	return &englishPathChanges
}

// reason says why a change is not confirmed.
func (p *page) pathReason(code string) string {
	if said, ok := pathChangeWordsFor(p.opts.Lang).Reasons[code]; ok {
		return said
	}
	return changeWordsFor(p.opts.Lang).why(code, p.words)
}

var englishPathChanges = pathChangeWords{
	Counts: "paths: newly open %s, still open %s, not confirmed %s, closed %s",
	Paths:  "Paths that are or were open though the policy forbids it", Bridges: "Machines that stand or stood in two zones", Flows: "Verdicts on flows that changed",
	What: "what", Where: "where", Change: "change", Was: "was %s", NotTried: "not tried",
	States:       map[string]string{"new": "newly open", "remaining": "still open", "closed": "closed since, and proved", "unclear": "not confirmed to be closed"},
	BridgeStates: map[string]string{"new": "new", "remaining": "still there", "closed": "gone", "unclear": "not confirmed to be gone"},
	Reasons: map[string]string{
		"no-vantage":       "no probe was made from that zone",
		"other-vantage":    "it was tried from another machine, to which a firewall may be less open",
		"not-tried":        "it was not tried",
		"intercepted":      "something answers there for every port",
		"not-proved":       "the controls failed or are missing",
		"not-identified":   "the machines were not asked who they are (--verify)",
		"not-tried-before": "it was not tried before: it may have been open",
		"other-client":     "one of the runs is an extract, which does not name all machines",
	},
}

var japanesePathChanges = pathChangeWords{
	Counts: "経路: 新たに到達可 %s、引き続き到達可 %s、遮断を未確認 %s、遮断を確認 %s",
	Paths:  "禁止されているのに到達できる (できた) 経路", Bridges: "二つの区域にまたがる (またがっていた) 橋渡し機器", Flows: "判定が変わった通信",
	What: "対象", Where: "場所", Change: "変化", Was: "前回は%s", NotTried: "未試行",
	States:       map[string]string{"new": "新たに到達可", "remaining": "引き続き到達可", "closed": "遮断を確認 (証明済み)", "unclear": "遮断を未確認"},
	BridgeStates: map[string]string{"new": "新規", "remaining": "継続", "closed": "解消", "unclear": "解消を未確認"},
	Reasons: map[string]string{
		"no-vantage":       "その区域を起点とする分離検査がない",
		"other-vantage":    "前回と別の起点から試した (ファイアウォールの扱いが違いうる)",
		"not-tried":        "試していない",
		"intercepted":      "すべてのポートに応答する機器がある",
		"not-proved":       "対照が成り立たない、または対照がない",
		"not-identified":   "機器の同一性を調べていない (--verify)",
		"not-tried-before": "前回は試していない (以前から開いていた可能性がある)",
		"other-client":     "一方が抜粋であり、すべての機器の名前は載っていない",
	},
}
