package output

import (
	"github.com/shikiri/shikiri/report"
)

// A condition is one of those that decide what a run can find.
type condition struct{ Name, Value string }

// conditionWords are what is said of them, in one language.
type conditionWords struct {
	Period, AnyTime         string
	Sampling, All           string
	Excluded, Nothing       string
	OCR, Read, NotRead      string
	Snapshots, Yes, No      string
	Layouts, NoLayouts      string
	Clock, ClockOf, Unknown string
}

func conditionWordsFor(lang string) *conditionWords {
	if lang == "ja" {
		return &conditionWords{
			Period: "対象期間", AnyTime: "検査の時点にあったすべてのファイル。更新日では限っていません。",
			Sampling: "抽出方法", All: "精査 (全数): 対象の共有にあるすべてのファイルを、大きさによらず最後まで読みます。読めなかったものは未検査に示します。",
			Excluded: "対象からの除外", Nothing: "なし。共有の中で検査から外すファイルやフォルダを指定することはできません。",
			OCR: "画像の文字 (--ocr)", Read: "読み取りました。", NotRead: "読み取っていません。画像だけの文書は未検査に、画像ファイルは検査の範囲に数えて示します。",
			Snapshots: "以前のバージョン (--snapshots)", Yes: "検査しました。", No: "検査していません。",
			Layouts: "ホストのファイルの様式", NoLayouts: "指定なし",
			Clock: "時刻", ClockOf: "検査した端末の時計によります。時刻の同期は確かめていません。", Unknown: "この実施記録には記載がありません。",
		}
	}
	return &conditionWords{
		Period: "Period", AnyTime: "All files that were there at the time of the examination, whenever they were modified.",
		Sampling: "Sampling", All: "None: all files of the shares, each to its end, whatever its size. What could not be read is listed as not examined.",
		Excluded: "Exclusions", Nothing: "None. No file or folder of a share can be left out of an examination.",
		OCR: "Text in pictures (--ocr)", Read: "Was read.", NotRead: "Was not read. Documents of pictures alone are listed as not examined; pictures are counted in the coverage.",
		Snapshots: "Previous versions (--snapshots)", Yes: "Were examined.", No: "Were not examined.",
		Layouts: "Layouts of files of hosts", NoLayouts: "none",
		Clock: "Times", ClockOf: "By the clock of the machine that scanned. Whether it was synchronised was not checked.", Unknown: "This run does not tell.",
	}
}

// conditions returns what was in scope and how it was read, for auditors: what was
// left out on purpose is the first thing that they ask.
func conditions(r *report.Run, lang string) []condition {
	var probed []condition
	if r.Probed() {
		probed = newProbeView(&page{run: r, words: wordsFor(lang), opts: Options{Lang: lang}}).conditions()
	}
	if onlyProbed(r) {
		return probed
	}
	w := conditionWordsFor(lang)
	ocr, snapshots, layouts := w.Unknown, w.Unknown, w.Unknown
	if o := r.Options; o != nil {
		ocr, snapshots, layouts = w.NotRead, w.No, w.NoLayouts
		if o.OCR {
			ocr = w.Read
		}
		if o.Snapshots {
			snapshots = w.Yes
		}
		if o.Layouts != "" {
			layouts = visible(o.Layouts)
		}
	}
	return append([]condition{
		{w.Period, w.AnyTime}, {w.Sampling, w.All}, {w.Excluded, w.Nothing}, {w.OCR, ocr}, {w.Snapshots, snapshots}, {w.Layouts, layouts}, {w.Clock, w.ClockOf},
	}, probed...)
}
