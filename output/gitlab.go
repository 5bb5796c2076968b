package output

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/shikiri/shikiri/report"
)

func init() {
	register(&Format{
		Name:   "gitlab",
		Ext:    ".gitlab.json",
		Doc:    "code quality of GitLab, for merge requests",
		Spoken: true,
		Write:  writeGitLab,
	})
}

// A gitLabIssue is an entry of a Code Quality report.
// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
type gitLabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"` // another for each entry, or GitLab shows one of them
	Severity    string         `json:"severity"`
	Location    gitLabLocation `json:"location"`
}

type gitLabLocation struct {
	Path  string      `json:"path"`
	Lines gitLabLines `json:"lines"`
}

type gitLabLines struct {
	Begin int `json:"begin"`
}

// writeGitLab writes what is wrong and what was not examined: a list that is
// empty must mean that all is well. What an exception excuses is left out.
func writeGitLab(w io.Writer, r *report.Run, o Options) error {
	out := bufio.NewWriterSize(w, writeBuffer)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	separator := "["
	write := func(issue gitLabIssue) error {
		out.WriteString(separator) // kept by out: Flush returns it
		separator = ","
		return enc.Encode(&issue)
	}
	s := newSARIF(r, o)
	for _, i := range s.pathIssues() {
		if err := write(i.gitLab()); err != nil {
			return err
		}
	}
	for _, f := range worstFirst(r.Findings) {
		if err := write(s.issue(f)); err != nil {
			return err
		}
	}
	hosts := map[string]bool{}
	for i := range r.Unexamined {
		issue := s.gap(&r.Unexamined[i])
		if s.isHost(&r.Unexamined[i]) {
			if hosts[issue.Fingerprint] { // from another machine as well
				continue
			}
			hosts[issue.Fingerprint] = true
		}
		if err := write(issue); err != nil {
			return err
		}
	}
	if strayed(r) {
		if err := write(gitLabIssue{editionWordsFor(o.Lang).Strayed, "strayed", hash("strayed", r.Client), "critical", gitLabLocation{".", gitLabLines{1}}}); err != nil {
			return err
		}
	}
	if conformity, why := r.Judge(); conformity == report.Incomplete && (len(r.Unexamined) == 0 || separator == "[") {
		text := s.audit.Conformity[conformity] + ": " + s.whyIncomplete(why)
		if err := write(gitLabIssue{text, "incomplete", hash("incomplete", why), "major", gitLabLocation{".", gitLabLines{1}}}); err != nil {
			return err
		}
	}
	if separator == "[" {
		out.WriteString(separator)
	}
	out.WriteString("]\n")
	return out.Flush()
}

// gitLab is something wrong with a path.
func (i *pathIssue) gitLab() gitLabIssue {
	severity := map[string]string{"error": "critical", "warning": "major", "note": "info"}[i.Level]
	if i.Rule == ruleExposure {
		severity = "blocker"
	}
	return gitLabIssue{i.Text, i.Rule, i.ID, severity, gitLabLocation{strings.Trim(visible(i.Path), "/"), gitLabLines{1}}}
}

// issue is a finding. The path is that of the file on its share; GitLab shows
// it and finds no such file in the repository, which does no harm.
func (s *sarif) issue(f *report.Finding) gitLabIssue {
	line := 1
	if len(f.Samples) > 0 && f.Member == "" && f.Samples[0].Part == "" {
		line = max(1, f.Samples[0].Line)
	}
	severity := "critical"
	switch {
	case f.Verdict == "overdue":
		severity = "major"
	case f.Kind == "my-number" || f.Kind == "credit-card" || f.Kind == "id-document":
		severity = "blocker"
	case f.Confidence == "low":
		severity = "minor"
	}
	text := s.message(f)
	if f.Member != "" {
		text += " [" + fmt.Sprintf(s.words.In, visible(f.Member)) + "]"
	}
	return gitLabIssue{text, visible(f.Kind), cmp.Or(f.ID, hash(f.Share, f.Path, f.Member, f.Kind)), severity, gitLabLocation{gitLabPath(f.Share, f.Path), gitLabLines{line}}}
}

// gap is something that was not examined.
func (s *sarif) gap(u *report.Unexamined) gitLabIssue {
	text := say(s.words.Reasons, u.Reason)
	if u.Member != "" {
		text += " [" + fmt.Sprintf(s.words.In, visible(u.Member)) + "]"
	}
	if u.Detail != "" {
		text += ": " + visible(s.page.said(u.Detail))
	}
	at := gitLabPath(u.Share, u.Path)
	if s.isHost(u) {
		at = visible(u.Share)
	}
	return gitLabIssue{text, "not-examined-" + visible(u.Reason), hash(u.Share, u.Path, u.Member, u.Reason, u.Detail), "major", gitLabLocation{at, gitLabLines{1}}}
}

// gitLabPath is a relative path, as GitLab asks for, that begins with what tells
// the share.
func gitLabPath(share, path string) string {
	if _, rest, ok := strings.Cut(share, "://"); ok {
		share = rest
	}
	return visible(strings.Trim(strings.ReplaceAll(share, `\`, "/"), "/") + "/" + path)
}

func hash(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		_, _ = io.WriteString(h, p) // never fails
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
