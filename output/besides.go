package output

import (
	"fmt"
	"slices"

	"github.com/shikiri/shikiri/report"
)

// judge returns the conformity of a run and what decided it, as report.Run.Judge
// does. Where the run itself says something worse, that counts, and why is "?": a
// later version may know more. Where it says something better it is not believed.
func judge(r *report.Run) (conformity, why string) {
	conformity, why = r.Judge()
	order := []string{report.Conforming, report.Incomplete, report.Nonconforming}
	if slices.Index(order, r.Conformity) > slices.Index(order, conformity) {
		return r.Conformity, "?"
	}
	return conformity, why
}

// whyText says what decided the conformity of a run. What a probe alone is judged by
// is no file and no share.
func whyText(r *report.Run, lang, why string) string {
	w := probeWordsFor(lang)
	if text, ok := w.Why[why]; ok && onlyProbed(r) {
		return text
	}
	text := auditWordsFor(lang).Why[why]
	if why == "" && r.Probed() {
		text += w.WhyToo
	}
	return text
}

// besides returns what is wrong besides what decided the conformity: a run that
// found something may have failed to look elsewhere.
func besides(r *report.Run, lang string) []string {
	audit := auditWordsFor(lang)
	_, decided := judge(r)
	overdue, _ := tally(r, "overdue")
	var all []string
	add := func(why string, is bool) {
		if is && why != decided {
			all = append(all, fmt.Sprintf(audit.Besides, audit.Why[why]))
		}
	}
	add("overdue", overdue > 0)
	add("path", r.PathOpen())
	add("bridge", r.Bridged())
	add("interrupted", r.Interrupted)
	add("unexamined", !r.Complete)
	add("not-proved", r.Unproved())
	images, empty := int64(0), 0
	for i := range r.Shares {
		images += r.Shares[i].Images
		if r.Shares[i].Files == 0 {
			empty++
		}
	}
	if empty > 0 && decided != "empty" { // one that is not mounted looks like this
		all = append(all, fmt.Sprintf(audit.Besides, fmt.Sprintf(audit.EmptyShares, grouped(empty))))
	}
	if images > 0 { // examined, but who is in them nobody knows
		all = append(all, fmt.Sprintf(audit.Besides, fmt.Sprintf(audit.Images, grouped(images))))
	}
	return all
}
