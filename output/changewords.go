package output

import "strings"

// changeWords are what is said of the changes since another run, in one language.
type changeWords struct {
	Title, Baseline string // ID and time of the older run
	Counts          string // new, grown, remaining, moved, gone, unclear
	OldRun, NewRun  string
	Note            string
	Worse           string
	State           string
	FromTo          string // before, now
	Was             string // verdict
	Others          string // of a file whose people are not the same as before
	Moves           string
	Where, By       string
	Bys             map[string]string // by report.Move.By
	Gone, Unclear   string
	Remains         string
	Elsewhere       string            // place
	Whys            map[string]string // by report.Gone.Why, beside the reasons of what is not examined
	Todo            map[string]string // what to do about it
}

// changeWordsFor returns the words of a language, English unless it is "ja".
func changeWordsFor(lang string) *changeWords {
	if lang == "ja" {
		return &japaneseChanges
	}
	return &englishChanges
}

// why says why nobody knows what became of a finding.
func (w *changeWords) why(code string, reasons *words) string {
	if said, ok := w.Whys[code]; ok {
		return said
	}
	return say(reasons.Reasons, code)
}

// whys says several reasons, in their order.
func (w *changeWords) whys(codes []string, reasons *words) string {
	said := make([]string, len(codes))
	for i, code := range codes {
		said[i] = w.why(code, reasons)
	}
	return strings.Join(said, "; ")
}

var englishChanges = changeWords{
	Title:    "Changes since the run %s of %s",
	Baseline: "Changes since the baseline, the run %s of %s; the exit code counts only what is new or worse",
	Counts:   "new %s, grown %s, remaining %s, moved %s, gone %s, not known %s (findings)",
	OldRun:   "old run", NewRun: "new run", Note: "note",
	Worse: "Wrong, and new or worse than before", State: "change", FromTo: "%s -> %s", Was: "was %s", Others: "not the same people as before",
	Moves: "Moved: still there, in another place", Where: "from -> to", By: "recognised by",
	Bys:       map[string]string{"people": "its people", "file": "name, time and counts"},
	Gone:      "Gone: the new run looked there, and would have found it",
	Unclear:   "Not known: the new run did not find it, and could not have",
	Remains:   "the file is still there, with other findings",
	Elsewhere: "the same people are also in %s",
	Whys: map[string]string{
		"older":          "the run began before the one that found it",
		"other-share":    "no share of the run holds the place",
		"other-host":     "a folder of another machine, or of one that is not named",
		"other-user":     "another account logged in, to which the server may show less",
		"empty-share":    "the share holds nothing: an unmounted folder looks the same",
		"incomplete":     "the run does not say what it could not examine",
		"confidence":     "the run leaves out findings of this confidence",
		"unknown-method": "one of the runs does not say how it read files: it is of an older version",
		"other-rules":    "the rules changed: it may no longer be looked for",
		"other-layouts":  "the layouts of files of hosts changed",
		"no-ocr":         "it may stand in a picture, and pictures were not read",
		"no-snapshots":   "previous versions were not scanned",
		"other-client":   "the run is the extract of another client",
		"redacted":       "names of files are masked",
	},
	Todo: map[string]string{
		"older":          "give the runs in the other order, or scan again",
		"other-share":    "scan the share too",
		"other-host":     "scan on that machine",
		"other-user":     "scan with the account of the old run",
		"empty-share":    "check that it is mounted, leave a file or a folder in it, and scan again",
		"incomplete":     "take the whole run, not an extract",
		"confidence":     "scan with the --min-confidence of the old run",
		"unknown-method": "make both runs with this version, or look there by hand",
		"other-rules":    "scan with the rules of the old run, or look there by hand",
		"other-layouts":  "scan with the layouts of the old run, or look there by hand",
		"no-ocr":         "scan with --ocr",
		"no-snapshots":   "scan with --snapshots",
		"other-client":   "take the whole run, not an extract",
		"redacted":       "take the runs with all names",
	},
}

var japaneseChanges = changeWords{
	Title:    "前回 (検査 %s、%s) からの変化",
	Baseline: "基準 (検査 %s、%s) からの変化。終了コードは新しいもの・悪化したものだけで決まる",
	Counts:   "新規 %s、増加 %s、継続 %s、移動 %s、解消 %s、未確認 %s (検出の数)",
	OldRun:   "前回", NewRun: "今回", Note: "注意",
	Worse: "不適合のうち、新規または前回より悪化したもの", State: "変化", FromTo: "%s -> %s", Was: "前回は%s", Others: "前回とは違う人々",
	Moves: "移動: 別の場所に残っている", Where: "移動元 -> 移動先", By: "判断の根拠",
	Bys:       map[string]string{"people": "同じ人々", "file": "名前・日時・件数"},
	Gone:      "解消: 今回その場所を検査し、見つからなかったもの",
	Unclear:   "未確認: 今回見つからなかったが、検査できていないもの",
	Remains:   "ファイルは残っている (ほかの検出あり)",
	Elsewhere: "同じ人々がほかにも: %s",
	Whys: map[string]string{
		"older":          "見つけた実施より前に始まっている",
		"other-share":    "今回の対象に含まれない場所",
		"other-host":     "別の端末 (または名前の記録がない端末) のフォルダー",
		"other-user":     "前回と違うアカウントで接続した (見える範囲が違いうる)",
		"empty-share":    "共有が空 (マウントされていない場合と区別できない)",
		"incomplete":     "検査できなかったものの一覧がない",
		"confidence":     "この確度の検出を今回は報告していない",
		"unknown-method": "一方の実施に読み方の記録がない (古い版の実施)",
		"other-rules":    "検出規則が変わった (探していない可能性がある)",
		"other-layouts":  "ホストのファイルの様式の設定が変わった",
		"no-ocr":         "画像の中にあった可能性があるが、今回は画像を読んでいない",
		"no-snapshots":   "以前のバージョンを今回は検査していない",
		"other-client":   "別の委託元の抜粋である",
		"redacted":       "ファイル名が伏せられている",
	},
	Todo: map[string]string{
		"older":          "前回と今回の順を正すか、再検査",
		"other-share":    "その共有も検査",
		"other-host":     "その端末で検査",
		"other-user":     "前回と同じアカウントで再検査",
		"empty-share":    "マウントを確かめ、ファイルかフォルダーを一つ置いて再検査",
		"incomplete":     "抜粋でない検査結果を使う",
		"confidence":     "前回と同じ --min-confidence で再検査",
		"unknown-method": "今の版で両方を検査、または目視で確認",
		"other-rules":    "前回と同じ規則で再検査、または目視で確認",
		"other-layouts":  "前回と同じ設定で再検査、または目視で確認",
		"no-ocr":         "--ocr を付けて再検査",
		"no-snapshots":   "--snapshots を付けて再検査",
		"other-client":   "抜粋でない検査結果を使う",
		"redacted":       "ファイル名を伏せていない検査結果を使う",
	},
}
