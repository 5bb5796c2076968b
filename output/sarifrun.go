package output

import (
	"bytes"
	"cmp"
	"crypto/sha1"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/shikiri/shikiri/report"
)

// A sarif is a run that is being written as SARIF.
type sarif struct {
	page  page // for its words
	run   *report.Run
	words *words
	audit *auditWords
	lang  string
	rules map[string]int // numbers of the kinds
	kinds []string
	bases map[string]string // IDs of the shares by their URLs
	urls  []string          // by their IDs
}

func newSARIF(r *report.Run, o Options) *sarif {
	s := &sarif{page: page{run: r, words: wordsFor(o.Lang)}, run: r, words: wordsFor(o.Lang), audit: auditWordsFor(o.Lang), lang: wordsFor(o.Lang).Lang, rules: map[string]int{}, bases: map[string]string{}}
	for _, kind := range kindOrder {
		s.rule(kind)
	}
	own := make([]string, 0, len(r.Titles))
	for kind := range r.Titles {
		own = append(own, kind)
	}
	slices.Sort(own)
	for _, kind := range own {
		s.rule(kind)
	}
	for i := range r.Findings {
		s.rule(r.Findings[i].Kind)
	}
	if r.Changes != nil {
		for i := range r.Changes.Gone {
			s.rule(r.Changes.Gone[i].Kind)
		}
	}
	for _, share := range r.Shares {
		s.base(share.URL)
	}
	return s
}

// rule numbers a kind.
func (s *sarif) rule(kind string) int {
	i, ok := s.rules[kind]
	if !ok {
		i = len(s.kinds)
		s.rules[kind] = i
		s.kinds = append(s.kinds, kind)
	}
	return i
}

// base returns the ID that a share's URL has in originalUriBaseIds.
func (s *sarif) base(url string) string {
	id, ok := s.bases[url]
	if !ok {
		id = fmt.Sprintf("SHARE%d", len(s.urls)+1)
		s.bases[url] = id
		s.urls = append(s.urls, url)
	}
	return id
}

// A sarifChoice is a finding, or one that is gone, or something wrong with a path.
type sarifChoice struct {
	finding *report.Finding
	gone    *report.Gone
	path    *pathIssue
}

// of writes a choice.
func (s *sarif) of(c *sarifChoice) sarifResult {
	switch {
	case c.path != nil:
		return s.path(c.path)
	case c.gone != nil:
		return s.absent(c.gone)
	}
	return s.result(c.finding)
}

// choose returns what becomes a result, the worst first: what is wrong with paths,
// what is wrong with files, then what is excused, then what is gone. left counts
// those beyond the limit.
func (s *sarif) choose() (all []sarifChoice, left int) {
	for _, i := range s.pathIssues() {
		all = append(all, sarifChoice{path: &i})
	}
	for _, f := range worstFirst(s.run.Findings) {
		all = append(all, sarifChoice{finding: f})
	}
	for i := range s.run.Findings {
		if f := &s.run.Findings[i]; f.Verdict == "allowed" && f.Exception != "" {
			all = append(all, sarifChoice{finding: f})
		}
	}
	if c := s.run.Changes; c != nil {
		for i := range c.Gone {
			if c.Gone[i].Verdict != "allowed" {
				all = append(all, sarifChoice{gone: &c.Gone[i]})
			}
		}
	}
	if s.run.Probed() { // else their rule is not there
		for _, i := range s.closedSince() {
			all = append(all, sarifChoice{path: &i})
		}
	}
	left = max(0, len(all)-sarifResults)
	return all[:len(all)-left], left
}

// frame returns what stands before and after the results.
func (s *sarif) frame(left int) (head, tail []byte, err error) {
	r := s.run
	conformity, _ := judge(r)
	run := sarifRun{
		Tool: sarifTool{sarifDriver{
			Name: "shikiri", Version: r.Tool.Version, SemanticVersion: semantic(r.Tool.Version), Rules: s.descriptors(), Notifications: s.reasons(),
		}},
		AutomationDetails: sarifAutomation{ID: "shikiri/" + s.zones() + "/", GUID: guid(r.ID())},
		Invocations:       []sarifInvocation{s.invocation(left)},
		ColumnKind:        "unicodeCodePoints", RedactionTokens: []string{"●"},
		OriginalURIBases: map[string]sarifLocation{},
		Properties: sarifProperties{
			"runId": r.ID(), "conformity": conformity, "complete": r.Complete, "records": r.Summary.Records, "people": r.Summary.People,
			"rulesHash": r.Tool.Rules, "policyHash": r.Tool.Policy, "minConfidence": r.MinConfidence, "resultsLeftOut": left,
		},
		Results: []sarifResult{},
	}
	s.probed(&run)
	if lines := editionLines(r, s.words.Lang); len(lines) > 0 {
		run.Properties["edition"] = strings.Join(lines, " ")
	}
	if c := r.Changes; c != nil && c.Old.ID != "" {
		run.BaselineGUID = guid(c.Old.ID)
	}
	for i, url := range s.urls {
		run.OriginalURIBases[fmt.Sprintf("SHARE%d", i+1)] = sarifLocation{URI: shareURI(url), About: &sarifMessage{visible(url)}}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}}); err != nil {
		return nil, nil, err
	}
	const empty = `"results":[`
	at := bytes.LastIndex(b.Bytes(), []byte(empty+"]")) // the last field: no name can stand behind it
	if at < 0 {
		return nil, nil, errors.New("write run as SARIF: its form has no list of results")
	}
	at += len(empty)
	return b.Bytes()[:at], b.Bytes()[at:], nil
}

func (s *sarif) zones() string {
	var names []string
	for _, share := range s.run.Shares {
		names = append(names, share.Zone)
	}
	slices.Sort(names)
	if s.run.From != "" { // several in a run are divided by commas
		for from := range strings.SplitSeq(s.run.From, ",") {
			names = append(names, "from-"+strings.TrimSpace(from))
		}
	}
	return strings.Join(slices.Compact(names), "+")
}

// descriptors describes all kinds, those that were not found too: an alert whose
// rule is not there would never close.
func (s *sarif) descriptors() []sarifDescriptor {
	var all []sarifDescriptor
	for _, kind := range s.kinds {
		name := cmp.Or(s.words.Kinds[kind], s.run.Titles[kind], strings.ReplaceAll(kind, "-", " "))
		short, full, help := "Personal data: "+name, "Personal data of the kind "+name+" lies where the policy of its zone does not allow it, or longer than it allows.",
			"Find out how it came there. Move it into a zone that allows personal data, or delete it; then scan again to confirm. An exception of the policy needs a reason, somebody who approves it, and an end."
		if s.lang == "ja" {
			short, full, help = "個人データ: "+name, "区域の方針が許さない場所、または保存期限を超えて、"+name+"があります。",
				"持ち込まれた経緯を確かめ、許可された区域へ移すか消去し、再検査で確認してください。方針の例外には理由・承認者・期限が要ります。"
		}
		all = append(all, sarifDescriptor{
			ID: visible(kind), Name: camel(kind), ShortDescription: sarifMessage{visible(short)}, FullDescription: sarifMessage{visible(full)}, Help: &sarifMessage{help},
			DefaultConfiguration: &sarifConfiguration{"error"}, Properties: sarifProperties{"tags": []string{"privacy", "security"}, "precision": "high", "security-severity": severity(kind)},
		})
	}
	return append(all, s.pathDescriptors()...)
}

// severity is what GitHub orders alerts by: 9.0 and more is critical, 7.0 high.
func severity(kind string) string {
	switch kind {
	case "my-number", "credit-card", "id-document":
		return "9.0"
	case "company-name", "corporate-number", "postal-code":
		return "4.0"
	}
	return "7.5"
}

// camel writes a kind as SARIF wants a rule's name: JpMyNumber.
func camel(kind string) string {
	var b strings.Builder
	for word := range strings.FieldsFuncSeq(kind, func(r rune) bool { return r == '-' || r == '_' }) {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return visible(b.String())
}

// reasons describes why something was not examined.
func (s *sarif) reasons() []sarifDescriptor {
	all := []sarifDescriptor{{ID: "left-out", ShortDescription: sarifMessage{"left out"}, FullDescription: sarifMessage{"there is more than a report of this form holds"}}}
	if text := s.doubtful(); text != "" {
		all = append(all, sarifDescriptor{ID: "incomplete", ShortDescription: sarifMessage{s.audit.Conformity[report.Incomplete]}, FullDescription: sarifMessage{text}})
	}
	for _, m := range missed(s.run) {
		text := say(s.words.Reasons, m.Reason)
		all = append(all, sarifDescriptor{ID: notExamined(m.Reason), ShortDescription: sarifMessage{text}, FullDescription: sarifMessage{text},
			Help: &sarifMessage{cmp.Or(s.audit.Todo[m.Reason], text)}})
	}
	slices.SortFunc(all[1:], func(a, b sarifDescriptor) int { return cmp.Compare(a.ID, b.ID) })
	return all
}

func notExamined(reason string) string { return "not-examined/" + visible(reason) }

// invocation tells how the run went, and what it did not examine.
func (s *sarif) invocation(left int) sarifInvocation {
	r := s.run
	v := sarifInvocation{
		StartTime: utc(r.Started), EndTime: utc(r.Finished), ExitCode: r.ExitCode, Successful: r.Complete && !r.Interrupted,
		Machine: visible(r.Cover.Host), Account: visible(r.Cover.Operator),
	}
	note := func(id, level, text string, at ...sarifPlace) {
		v.Notifications = append(v.Notifications, sarifNotification{Descriptor: &sarifReference{id}, Level: level, Message: sarifMessage{text}, Locations: at})
	}
	if text := s.doubtful(); text != "" {
		note("incomplete", "error", text)
		v.Successful = false
	}
	if left > 0 {
		note("left-out", "warning", fmt.Sprintf("%d more results are not in this file, which holds the worst %d: see the JSON report", left, sarifResults))
	}
	for i, u := range r.Unexamined {
		if i == sarifNotifications {
			note("left-out", "error", fmt.Sprintf("%d more files or members were not examined: see the JSON report", len(r.Unexamined)-i))
			break
		}
		text := say(s.words.Reasons, u.Reason)
		if u.Detail != "" {
			text += ": " + visible(s.page.said(u.Detail))
		}
		if s.isHost(&u) {
			note(notExamined(u.Reason), "error", text, s.host(u.Share, u.Share, ""))
			continue
		}
		note(notExamined(u.Reason), "error", text, s.place(u.Share, u.Path, u.Member, nil))
	}
	return v
}

func utc(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// guid makes of a run's ID what SARIF wants for one: a UUID of version 5 (RFC
// 9562), in the namespace of names that are in none.
func guid(id string) string {
	h := sha1.Sum(append(make([]byte, 16), "shikiri run "+id...))
	h[6], h[8] = h[6]&0x0F|0x50, h[8]&0x3F|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", h[0:4], h[4:6], h[6:8], h[8:10], h[10:16])
}

var semver = regexp.MustCompile(`^v?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?)$`)

// semantic returns a version without its v, or "" if it is none.
func semantic(version string) string {
	if m := semver.FindStringSubmatch(version); m != nil {
		return m[1]
	}
	return ""
}
