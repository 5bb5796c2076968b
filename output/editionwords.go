package output

import (
	"fmt"

	"github.com/shikiri/shikiri/report"
)

// editionWords are what a report says that does not show all of a run.
type editionWords struct {
	Extract  string // client
	Redacted string
	// Strayed is the headline if only files that are not the client's are wrong.
	Strayed string
}

func editionWordsFor(lang string) *editionWords {
	if lang == "ja" {
		return &japaneseEdition
	}
	return &englishEdition
}

var englishEdition = editionWords{
	Extract:  "Extract for the client %s: nothing of other clients is shown.",
	Redacted: "Names of files, folders and accounts are masked.",
	Strayed:  "VIOLATION: data of this client is where it must not be, in files that are not this client's by their path.",
}

var japaneseEdition = editionWords{
	Extract:  "委託元「%s」に関する抜粋です。ほかの委託元のことは示しません。",
	Redacted: "ファイル・フォルダー・アカウントの名前は伏せてあります。",
	Strayed:  "違反: この委託元のデータが、置いてはならない場所の、この委託元のものではないファイルにあります。",
}

// editionLines say what of a run a report does not show: nothing if it is whole.
func editionLines(r *report.Run, lang string) []string { return editionLinesAs(r, lang, visible) }

// editionLinesAs is editionLines with names as show has them.
func editionLinesAs(r *report.Run, lang string, show func(string) string) []string {
	w := editionWordsFor(lang)
	var lines []string
	if r.Client != "" {
		lines = append(lines, fmt.Sprintf(w.Extract, show(r.Client)))
	}
	if r.Redacted {
		lines = append(lines, w.Redacted)
	}
	return lines
}

// strayed reports whether an extract is wrong by files that it does not list.
func strayed(r *report.Run) bool {
	conformity, why := r.Judge()
	return r.Client != "" && conformity == report.Nonconforming && why == "violation" && r.Summary.Violations == 0
}
