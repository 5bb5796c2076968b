package output

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/shikiri/shikiri/report"
)

func init() {
	register(&Format{
		Name:   "junit",
		Ext:    ".xml",
		Doc:    "JUnit XML, for Jenkins, GitLab and others: a suite for each zone, and one for probes",
		Spoken: true,
		Write:  writeJUnit,
	})
}

// junitRows is how many findings or gaps a test shows. All are counted.
const junitRows = 100

// The XML that the JUnit task of Apache Ant writes and CI servers read. There is
// no standard; attributes and order are those that the strictest readers ask
// for, without those that only some know.
type (
	junitSuites struct {
		XMLName xml.Name     `xml:"testsuites"`
		Suites  []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Package    string          `xml:"package,attr"`
		ID         int             `xml:"id,attr"`
		Name       string          `xml:"name,attr"`
		Timestamp  string          `xml:"timestamp,attr"` // without a time zone, as the format has it: UTC
		Hostname   string          `xml:"hostname,attr"`
		Tests      int             `xml:"tests,attr"`
		Failures   int             `xml:"failures,attr"`
		Errors     int             `xml:"errors,attr"`
		Skipped    int             `xml:"skipped,attr"`
		Time       string          `xml:"time,attr"`
		Properties []junitProperty `xml:"properties>property"`
		Cases      []junitCase     `xml:"testcase"`
		Out        string          `xml:"system-out"`
		Err        string          `xml:"system-err"`
	}
	junitProperty struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	junitCase struct {
		Name    string       `xml:"name,attr"`
		Class   string       `xml:"classname,attr"`
		Time    string       `xml:"time,attr"`
		Skipped *struct{}    `xml:"skipped"`
		Error   *junitResult `xml:"error"`
		Failure *junitResult `xml:"failure"`
	}
	junitResult struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

// writeJUnit writes a suite for each zone, and in it three tests for each share:
// that nothing is where it must not be, that nothing is overdue, and that all
// was examined. What was not examined is an error: nobody knows what it holds.
func writeJUnit(w io.Writer, r *report.Run, o Options) error {
	j := &junit{sarif: newSARIF(r, o), t: junitWordsFor(o.Lang), tallies: map[[2]string]*junitTally{}, gaps: map[string]*junitTally{}, known: map[string]int{}}
	j.count()
	all := junitSuites{Suites: []junitSuite{}}
	for i, zone := range j.zones() {
		all.Suites = append(all.Suites, j.suite(i, zone))
	}
	if r.Probed() {
		all.Suites = append(all.Suites, j.paths(len(all.Suites)))
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", " ")
	if err := enc.Encode(&all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// A junit is a run that is being written as tests.
type junit struct {
	*sarif
	t       *junitWords
	tallies map[[2]string]*junitTally // violations and overdue, by zone and share: "violation\x00" before
	gaps    map[string]*junitTally    // what was not examined, by share
	known   map[string]int            // findings that the baseline has too, by zone
}

// A junitTally counts, and keeps the worst.
type junitTally struct {
	n     int
	lines []string
}

func (t *junitTally) add(line func() string) {
	if t.n++; t.n <= junitRows {
		t.lines = append(t.lines, line())
	}
}

func (t *junitTally) text(more string) string {
	if left := t.n - len(t.lines); left > 0 {
		return strings.Join(t.lines, "\n") + "\n" + fmt.Sprintf(more, grouped(left))
	}
	return strings.Join(t.lines, "\n")
}

func (j *junit) count() {
	r := j.run
	for _, f := range worstFirst(r.Findings) {
		if r.Changes != nil && r.Changes.Baseline && (f.State == "remaining" || f.State == "moved") {
			j.known[f.Zone]++ // as for the exit code
			continue
		}
		key := [2]string{rule(f.Verdict) + "\x00" + f.Zone, f.Share}
		if j.tallies[key] == nil {
			j.tallies[key] = new(junitTally)
		}
		j.tallies[key].add(func() string {
			name := visible(f.Path)
			if f.Member != "" {
				name += " [" + fmt.Sprintf(j.words.In, visible(f.Member)) + "]"
			}
			return name + ": " + j.message(f)
		})
	}
	for i := range r.Unexamined {
		u := &r.Unexamined[i]
		if j.gaps[u.Share] == nil {
			j.gaps[u.Share] = new(junitTally)
		}
		j.gaps[u.Share].add(func() string { return visible(u.Path) + ": " + j.gap(u).Description })
	}
}

// rule is the test that a verdict fails: what is no verdict that is known is the
// worst.
func rule(verdict string) string {
	if verdict == "overdue" {
		return verdict
	}
	return "violation"
}

// zones lists the zones of the shares, in their order.
func (j *junit) zones() []string {
	var all []string
	seen := map[string]bool{}
	for _, s := range j.run.Shares {
		if !seen[s.Zone] {
			seen[s.Zone] = true
			all = append(all, s.Zone)
		}
	}
	for i := range j.run.Findings { // a run that contradicts itself
		if zone := j.run.Findings[i].Zone; !seen[zone] {
			seen[zone] = true
			all = append(all, zone)
		}
	}
	if len(all) == 0 && !j.run.Probed() { // nothing was scanned: no suite would be no failure
		all = append(all, "")
	}
	return all
}

// head returns a suite without tests.
func (j *junit) head(id int, name string) junitSuite {
	r := j.run
	conformity, _ := judge(r)
	s := junitSuite{
		Package: "shikiri", ID: id, Name: xmlToken(name), Timestamp: r.Started.UTC().Format("2006-01-02T15:04:05"), Hostname: "localhost",
		Time: fmt.Sprintf("%.3f", max(0, r.Finished.Sub(r.Started).Seconds())),
		Properties: []junitProperty{
			{"run", r.ID()}, {"tool", "shikiri " + visible(r.Tool.Version)}, {"rules", visible(r.Tool.Rules)}, {"policy", visible(r.Tool.Policy)}, {"conformity", conformity},
		},
	}
	if lines := editionLines(r, j.words.Lang); len(lines) > 0 {
		s.Properties = append(s.Properties, junitProperty{"edition", xmlToken(strings.Join(lines, " "))})
	}
	if r.Cover.Host != "" {
		s.Hostname = xmlToken(visible(r.Cover.Host))
	}
	return s
}

// tally counts the ends of a suite's tests.
func (s *junitSuite) tally() {
	for _, c := range s.Cases {
		s.Tests++
		if c.Failure != nil {
			s.Failures++
		}
		if c.Error != nil {
			s.Errors++
		}
		if c.Skipped != nil {
			s.Skipped++
		}
	}
}

func (j *junit) suite(id int, zone string) junitSuite {
	r := j.run
	name := zone
	if name == "" {
		name = "shikiri"
	}
	s := j.head(id, name)
	if n := j.known[zone]; n > 0 {
		s.Out = fmt.Sprintf(j.t.Known, grouped(n))
	}
	shares := 0
	for _, share := range r.Shares {
		if share.Zone == zone {
			shares++
			s.Cases = append(s.Cases, j.cases(zone, share.URL, &share)...)
		}
	}
	for i := range r.Findings { // findings of shares that the run does not list
		f := &r.Findings[i]
		if key := [2]string{rule(f.Verdict) + "\x00" + zone, f.Share}; f.Zone == zone && j.tallies[key] != nil {
			s.Cases = append(s.Cases, j.cases(zone, f.Share, nil)...)
		}
	}
	if shares == 0 && len(s.Cases) == 0 || !r.Complete && len(r.Unexamined) == 0 {
		_, why := r.Judge()
		s.Cases = append(s.Cases, junitCase{Name: j.t.Whole, Class: xmlToken("shikiri." + name), Time: "0",
			Error: &junitResult{Message: j.audit.Why[why], Type: "incomplete", Text: j.audit.Why[why]}})
	}
	if text := editionWordsFor(j.words.Lang).Strayed; id == 0 && strayed(r) { // its own tests may all pass
		s.Cases = append(s.Cases, junitCase{Name: j.t.Violation, Class: xmlToken("shikiri." + name), Time: "0", Failure: &junitResult{Message: text, Type: "violation", Text: text}})
	}
	s.tally()
	return s
}

// cases are the tests of a share in a zone. share may be nil.
func (j *junit) cases(zone, url string, share *report.Share) []junitCase {
	var all []junitCase
	add := func(name string, failure, err *junitResult) {
		all = append(all, junitCase{Name: xmlToken(visible(url) + ": " + name), Class: xmlToken("shikiri." + zone), Time: "0", Failure: failure, Error: err})
	}
	for _, test := range []struct{ verdict, name string }{{"violation", j.t.Violation}, {"overdue", j.t.Overdue}} {
		key := [2]string{test.verdict + "\x00" + zone, url}
		t := j.tallies[key]
		delete(j.tallies, key)
		if t == nil {
			add(test.name, nil, nil)
			continue
		}
		add(test.name, &junitResult{Message: fmt.Sprintf(j.t.Findings, grouped(t.n)), Type: test.verdict, Text: t.text(j.words.More)}, nil)
	}
	if share == nil {
		return all
	}
	t := j.gaps[url]
	switch {
	case t != nil:
		add(j.t.Examined, nil, &junitResult{Message: fmt.Sprintf(j.t.Gaps, grouped(max(share.Unexamined, 1)), grouped(share.Files)), Type: "incomplete", Text: t.text(j.words.More)})
	case share.Unexamined > 0 || share.Files == 0:
		add(j.t.Examined, nil, &junitResult{Message: fmt.Sprintf(j.t.Gaps, grouped(share.Unexamined), grouped(share.Files)), Type: "incomplete"})
	default:
		add(j.t.Examined, nil, nil)
	}
	return all
}

// xmlToken makes s what XML calls a token: no line ends, no spaces around.
func xmlToken(s string) string { return strings.Join(strings.Fields(visible(s)), " ") }

// junitWords are the names of the tests in one language.
type junitWords struct {
	Violation, Overdue, Examined, Whole string
	Findings                            string // number
	Gaps                                string // files not examined, files
	Known                               string // number
}

func junitWordsFor(lang string) *junitWords {
	if wordsFor(lang).Lang == "ja" {
		return &junitWords{"置いてはならない個人データがない", "保存期限を超えた個人データがない", "すべて検査した", "検査した", "検出 %s 件", "未検査 %s / %s ファイル", "ベースラインにある既知の検出 %s 件は失敗に数えません。"}
	}
	return &junitWords{"no personal data where it must not be", "no personal data past its retention", "everything was examined", "examined", "findings %s", "not examined: %s of %s files", "findings that the baseline has too, and that are no failure: %s"}
}
