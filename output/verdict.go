package output

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shikiri/shikiri/report"
)

// Colours, as SGR codes.
const (
	red    = "31;1"
	yellow = "33;1"
	green  = "32;1"
)

func verdictColour(verdict string) string {
	if verdict == "overdue" {
		return yellow
	}
	return red
}

// paint returns s in a colour if the reader sees colours.
func (p *page) paint(colour, s string) string {
	if !p.opts.Color || colour == "" {
		return s
	}
	return "\x1b[" + colour + "m" + s + "\x1b[0m"
}

// headlines say how the run ended, the worst first. A run that could not look
// is never called clean, even if it found nothing.
func (p *page) headlines() []string {
	r, w := p.run, p.words
	var lines []string
	add := func(colour, line string) { lines = append(lines, p.paint(colour, line)) }
	conformity, why := judge(r)
	judged := p.paint(conformityColour(conformity), p.judged(conformity, why))
	if r.Interrupted {
		add(red, w.HeadInterrupted)
	}
	if n, files := tally(r, "violation"); n > 0 {
		add(red, fmt.Sprintf(w.HeadViolation, grouped(n), grouped(files)))
	}
	if n, files := tally(r, "overdue"); n > 0 {
		add(yellow, fmt.Sprintf(w.HeadOverdue, grouped(n), grouped(files)))
	}
	if strayed(r) {
		add(red, editionWordsFor(p.opts.Lang).Strayed)
	}
	missed := missedFiles(r)
	if r.Probed() {
		for _, line := range newProbeView(p).headlines() {
			add(line[0], line[1])
		}
	}
	switch {
	case onlyProbed(r):
		if c := countPaths(r); !r.Complete && !r.Interrupted && c.NotProved+c.Names == 0 && c.NotTried == 0 {
			add(yellow, w.HeadUnfinished)
		}
	case !r.Complete && missed > 0:
		add(yellow, fmt.Sprintf(w.HeadIncomplete, grouped(missed)))
	case !r.Complete && !r.Interrupted:
		add(yellow, w.HeadUnfinished)
	case len(lines) == 0 && scannedFiles(r) == 0: // an unmounted folder looks like this
		add(yellow, w.HeadEmpty)
	case len(lines) == 0 && why == "empty":
		add(yellow, w.HeadHollow)
	case len(lines) == 0 && r.ExitCode == 0:
		add(green, fmt.Sprintf(w.HeadClean, grouped(scannedFiles(r))))
	case len(lines) == 0: // a run that contradicts itself is not clean
		add(yellow, w.HeadUnfinished)
	}
	return append([]string{judged}, lines...)
}

// judged is the verdict in one line. That nothing is proved is said as such.
func (p *page) judged(conformity, why string) string {
	line := fmt.Sprintf(p.words.HeadJudged, say(auditWordsFor(p.opts.Lang).Conformity, conformity))
	if why == "not-proved" {
		line += " (" + probeWordsFor(p.opts.Lang).Verdicts[report.PathNotProved] + ")"
	}
	return line
}

// conformityColour is that of the word for a run as a whole.
func conformityColour(conformity string) string {
	switch conformity {
	case report.Conforming:
		return green
	case report.Incomplete:
		return yellow
	}
	return red
}

// verdict closes the report with what a reader must not miss: what is wrong,
// where to look first, what could not be examined.
func (p *page) verdict() error {
	r, w := p.run, p.words
	p.printf("\n")
	for _, h := range p.headlines() {
		p.printf("%s\n", h)
	}
	if bad := worstFirst(r.Findings); len(bad) > 0 {
		f := bad[0]
		people := ""
		if f.People > 0 {
			people = fmt.Sprintf(w.LookPeople, grouped(f.People))
		}
		where := p.location(f.Share, f.Path)
		if f.Member != "" {
			where += " " + fmt.Sprintf(w.In, visible(f.Member))
		}
		kind := visible(f.Kind)
		if name := p.kindName(f.Kind); name != "" {
			kind = name
		}
		p.printf("  "+w.LookFirst+"\n", where, kind, people)
	}
	if n := missedFiles(r); n > 0 {
		p.printf("  "+w.Unexamined+"\n", grouped(n), p.reasons())
	}
	images := int64(0)
	for _, s := range r.Shares {
		images += s.Images
	}
	if images > 0 {
		p.printf("  "+w.Images+"\n", grouped(images))
	}
	if s := r.Summary; s.Records > 0 {
		companies := ""
		if s.Companies > 0 {
			companies = fmt.Sprintf(w.Companies, grouped(s.Companies))
		}
		p.printf("  "+w.Seen+"%s\n", grouped(s.Records), grouped(s.People), companies)
	}
	if r.MinConfidence != "" && r.MinConfidence != "low" && !onlyProbed(r) {
		p.printf("  "+w.Threshold+"\n", say(w.Confidence, r.MinConfidence))
	}
	return nil
}

// reasons counts why something was not examined, the commonest first.
func (p *page) reasons() string {
	counts := map[string]int{}
	for _, u := range files(p.run) {
		counts[u.Reason]++
	}
	names := make([]string, 0, len(counts))
	for name := range counts {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return strings.Compare(a, b)
	})
	for i, name := range names {
		names[i] = say(p.words.Reasons, name) + ": " + grouped(counts[name])
	}
	if len(names) == 0 {
		return "?"
	}
	return strings.Join(names, ", ")
}

// tally counts the findings of a verdict and the files they are in.
func tally(r *report.Run, verdict string) (findings, files int) {
	type file struct{ share, path string }
	seen := map[file]bool{}
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Verdict == verdict || verdict == "violation" && rank(f.Verdict) < 0 {
			findings++
			seen[file{f.Share, f.Path}] = true
		}
	}
	return findings, len(seen)
}

// missedFiles counts the files not, or only partly, examined. A list without
// shares that count it still counts.
func missedFiles(r *report.Run) int64 {
	n := int64(0)
	for _, s := range r.Shares {
		n += s.Unexamined
	}
	if n == 0 {
		n = int64(len(r.Unexamined) - len(untried(r)))
	}
	return n
}

func scannedFiles(r *report.Run) int64 {
	n := int64(0)
	for _, s := range r.Shares {
		n += s.Scanned
	}
	return n
}
