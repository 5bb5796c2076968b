package output

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/shikiri/shikiri/report"
)

// ageWords are what the table says of retention and exceptions, in one language.
type ageWords struct {
	Retention, Exceptions string // titles
	Age                   string // column
	Exception, For, Until string // columns
	State, Excused        string // columns
	Files                 string // files, overdue
	Oldest                string // days, days allowed
	Stopped               string // date
	AgeUnknown            string
	AllKinds, AllPaths    string
	In                    string // kinds, paths
	Findings              string // findings, files
	NoApprover            string
}

func ageWordsFor(lang string) *ageWords {
	if lang == "ja" {
		return &japaneseAges
	}
	return &englishAges
}

var englishAges = ageWords{
	Retention: "Kept longer than allowed", Exceptions: "Exceptions that excused something, end soon or have ended",
	Age: "age", Exception: "exception", For: "for", Until: "until", State: "state", Excused: "how many",
	Files:      "overdue %s of %s files",
	Oldest:     "the oldest file is %s days old though %s are allowed",
	Stopped:    ": automatic deletion has probably not run since %s",
	AgeUnknown: "the share does not tell how old they are",
	AllKinds:   "all kinds", AllPaths: "all paths", In: "%s in %s",
	Findings: "findings %s\nfiles %s", NoApprover: "(nobody)",
}

var japaneseAges = ageWords{
	Retention: "保存期限を超えたもの", Exceptions: "例外 (適用したもの、期限の近いもの、期限切れ)",
	Age: "経過", Exception: "例外", For: "対象", Until: "期限", State: "状態", Excused: "件数",
	Files:      "ファイル %[2]s 個のうち %[1]s 個が期限超過",
	Oldest:     "最も古いファイルは %s 日経過 (許容は %s 日)",
	Stopped:    "。%s ごろから自動消去が動いていない可能性があります",
	AgeUnknown: "共有が日時を示さない",
	AllKinds:   "全種類", AllPaths: "全ファイル", In: "%[2]s の %[1]s",
	Findings: "検出 %s\nファイル %s", NoApprover: "(承認者なし)",
}

// retention says of each zone and client with something overdue how old that is,
// and whether deletion seems to have stopped.
func (p *page) retention() error {
	w := ageWordsFor(p.words.Lang)
	var rows [][]string
	left := 0
	for i := range p.run.Retention {
		r := &p.run.Retention[i]
		switch {
		case r.Overdue == 0:
			continue
		case len(rows) == tableRows:
			left++
			continue
		}
		client := visible(r.Client)
		if client == "" {
			client = p.words.NoClient
		}
		rows = append(rows, []string{visible(r.Zone), client, fmt.Sprintf(w.Files, grouped(r.Overdue), grouped(r.Files)) + "\n" + p.oldest(r)})
	}
	return p.grid(grid{Title: w.Retention, Header: []string{p.words.Zone, p.words.Client, w.Age}, Rows: rows, Wide: 2, Left: left})
}

// oldest says how old the oldest file is, and since when nothing was deleted.
func (p *page) oldest(r *report.Retention) string {
	w := ageWordsFor(p.words.Lang)
	if r.OldestDate == nil {
		return w.AgeUnknown
	}
	text := singular(fmt.Sprintf(w.Oldest, grouped(r.OldestDays), grouped(r.Days)))
	if r.StoppedSince != nil {
		text += fmt.Sprintf(w.Stopped, r.StoppedSince.In(p.run.Started.Location()).Format(time.DateOnly))
	}
	return text
}

// exceptions lists those that a reader must know of: that excused something, and
// that end.
func (p *page) exceptions() error {
	w, audit := ageWordsFor(p.words.Lang), auditWordsFor(p.words.Lang)
	var rows [][]string
	left := 0
	for i := range p.run.Exceptions {
		e := &p.run.Exceptions[i]
		switch {
		case e.Findings == 0 && e.State == "active":
			continue
		case len(rows) == tableRows:
			left++
			continue
		}
		rows = append(rows, []string{visible(e.ID), p.excuse(e), visible(e.Until), say(audit.Excuses, e.State),
			fmt.Sprintf(w.Findings, grouped(e.Findings), grouped(e.Files))})
	}
	return p.grid(grid{Title: w.Exceptions, Header: []string{w.Exception, w.For, w.Until, w.State, w.Excused}, Rows: rows, Wide: 1, Left: left})
}

// excuse says what an exception is for, who approved it and why.
func (p *page) excuse(e *report.Excuse) string {
	w := ageWordsFor(p.words.Lang)
	list := func(all []string, none string) string {
		if len(all) == 0 {
			return none
		}
		return visible(strings.Join(all, ", "))
	}
	kinds := make([]string, len(e.Kinds))
	for i, id := range e.Kinds {
		kinds[i] = cmp.Or(p.kindName(id), id)
	}
	by := visible(p.own(e.ApprovedBy))
	if by == "" {
		by = w.NoApprover
	}
	text := fmt.Sprintf(w.In, list(kinds, w.AllKinds), list(e.Paths, w.AllPaths)) + "\n" + by
	if e.Why != "" {
		text += ": " + visible(p.own(e.Why))
	}
	return text
}
