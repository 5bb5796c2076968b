package scan

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/shikiri/shikiri/report"
)

// An Input is a saved run that is to be merged with others.
type Input struct {
	Name   string // of its file, as the user named it
	Run    *report.Run
	SHA256 string // of its file; may be empty
	Vendor string // whose shares these are, 委託先; empty: as the run says
	// People opens the file that Run.People names. It is read from its beginning
	// each time. nil: the run names none.
	People func() (io.ReadCloser, error)
}

// MergeConfig says what to merge.
type MergeConfig struct {
	Inputs  []Input
	Version string
	TempDir string        // where fingerprints that do not fit in memory go; "": the system's
	People  *PeopleOutput // nil: nobody wants the people file of what is merged
	Cover   report.Cover  // of the report
}

// Merge makes one run of several: of vantage points that look at the same shares,
// or of vendors. People are counted again, each once, by the same code as in a
// scan, from the people files of the runs. What two runs have seen counts once.
//
// A merged run says no more than its parts do: what none of them examined is
// unexamined, and what one of them found is found unless a reading of the same
// file that is as good and as new says otherwise. Runs are changed, and of no use
// afterwards.
func Merge(ctx context.Context, cfg MergeConfig) (*report.Run, error) {
	m := &merging{cfg: &cfg, run: &report.Run{Schema: report.Schema, Cover: cfg.Cover}}
	m.enter()
	if len(m.inputs) == 0 {
		return nil, errors.New("merge: there is no run")
	}
	m.describe()
	m.combineRules()
	m.settlePlaces()
	m.noteUnfinished()
	m.noteGaps()
	m.takeProbes()
	m.findMachines()
	for {
		failed, err := m.count(ctx)
		if err != nil {
			return nil, err
		}
		if failed == nil {
			break
		}
	}
	defer m.crowd.Close()
	if err := m.tellPeople(); err != nil {
		return nil, err
	}
	m.warnUncounted()
	m.leaveOutApart()
	m.takeFindings()
	m.takeGaps()
	m.takeShares()
	m.takeLists()
	m.expose()
	if err := m.finish(); err != nil {
		return nil, err
	}
	return m.run, nil
}

// A merging is runs on their way into one.
type merging struct {
	cfg      *MergeConfig
	run      *report.Run // what comes out
	inputs   []*input
	homes    []*home
	contests map[homeFile]*contest // files of which several inputs may tell
	crowd    *crowd
	held     []fileHolders // of what counts, by home

	rules      map[string]report.Zone // by name: the strictest of those that the inputs have
	excuses    []report.Excuse
	uncounted  []uncounted
	probings   []*probing          // what the vantages of probes told
	homePeople []int64             // by home, those who were counted by fingerprints
	homeAt     map[shareZone]*home // by what the merged run calls them
	machines   []*machine          // that hold shares; none if nothing was probed
	silent     map[[2]*input]int   // files in which the first found something, and the second, later, did not
}

// An input is a run that is merged.
type input struct {
	Input
	id       string
	alike    bool      // warnings would call another the same
	from, by time.Time // when the first and the last of its readings began
	to       time.Time
	vantages map[shareZone]*vantage
	views    map[string][]*vantage // by share: it may lie in two zones
	people   *peopleReader
	closer   io.Closer
	why      string            // why its people cannot be counted with the others'; empty: they can
	groups   []uint32          // in the crowd, by those of its people file; 0: they do not count
	repeated map[homeFile]bool // files that count in another input
	excuses  map[string]string // IDs of exceptions: those in the merged run, by the input's
}

type shareZone struct{ share, zone string }

// latest is when the newest of the scans began.
func (m *merging) latest() (at time.Time) {
	for _, in := range m.scans() {
		if in.by.After(at) {
			at = in.by
		}
	}
	return at
}

func (m *merging) warn(format string, args ...any) {
	m.run.Warnings = append(m.run.Warnings, fmt.Sprintf(format, args...))
}

// label is what warnings call an input. Where another is called the same, the
// name of its file tells which.
func (in *input) label() string {
	name := in.owner()
	if name != "" && in.alike && in.Name != "" {
		return name + " (" + in.Name + ")"
	}
	return cmp.Or(name, in.Name, in.id)
}

func (in *input) owner() string { return cmp.Or(in.Run.Cover.Subject, in.Run.Cover.Host) }

// describe fills what the merged run says of itself, and warns of what makes its
// parts differ.
func (m *merging) describe() {
	r, first := m.run, m.inputs[0].Run
	r.Started, r.Finished, r.MinConfidence = first.Started, first.Finished, m.scans()[0].Run.MinConfidence
	rules, policies, confidences, versions, keys, names := sorted{}, sorted{}, sorted{}, sorted{}, sorted{}, sorted{}
	for _, in := range m.scans() { // a probe looks for nothing in files
		if confidenceRank(in.Run.MinConfidence) > confidenceRank(r.MinConfidence) {
			r.MinConfidence = in.Run.MinConfidence
		}
		rules.add(in.Run.Tool.Rules)
		confidences.add(in.Run.MinConfidence)
		names.add(in.Run.NamesKey)
	}
	for _, in := range m.inputs {
		if in.Run.Started.Before(r.Started) {
			r.Started = in.Run.Started
		}
		if in.Run.Finished.After(r.Finished) {
			r.Finished = in.Run.Finished
		}
		policies.add(in.Run.Tool.Policy)
		versions.add(in.Run.Tool.Version)
		if p := in.Run.People; p != nil {
			keys.add(p.Key)
		}
		r.Redacted = r.Redacted || in.Run.Redacted
		m.addTitles(in.Run.Titles)
		for _, name := range in.Run.ClientNames {
			if !slices.Contains(m.run.ClientNames, name) {
				m.run.ClientNames = append(m.run.ClientNames, name)
			}
		}
		m.addPart(in)
	}
	r.Tool = report.Tool{Name: "shikiri", Version: m.cfg.Version, Rules: rules.hash(), Policy: policies.hash()}
	r.Cover.Key = strings.Join(keys, "+")
	if len(names) == 1 {
		r.NamesKey = names[0]
	}
	if c := first.Client; c != "" && !slices.ContainsFunc(m.inputs, func(in *input) bool { return in.Run.Client != c }) {
		r.Client = c
	}
	m.combineOptions()
	m.warnOfDifferences(rules, policies, confidences, versions)
}

func (m *merging) warnOfDifferences(rules, policies, confidences, versions sorted) {
	if len(policies) > 1 {
		m.warn("the runs were judged by %d policies", len(policies))
	}
	if len(rules) > 1 {
		m.warn("the runs looked for personal data by %d sets of rules", len(rules))
	}
	if len(versions) > 1 {
		m.warn("the runs were made by the versions %s", strings.Join(versions, ", "))
	}
	if len(confidences) > 1 {
		m.warn("the runs report findings from these confidences on: %s", strings.Join(confidences, ", "))
	}
	for _, in := range m.inputs {
		if in.Run.Client != "" && m.run.Client == "" {
			m.warn("%s: it is an extract: it holds what is the client's, and nothing of others", in.label())
		}
		if in.Run.Redacted && len(m.inputs) > 1 {
			m.warn("%s: names of files are masked in it: what another run has too counts twice", in.label())
		}
	}
}

func (m *merging) addTitles(titles map[string]string) {
	for kind, title := range titles {
		if m.run.Titles == nil {
			m.run.Titles = map[string]string{}
		}
		if _, ok := m.run.Titles[kind]; !ok {
			m.run.Titles[kind] = title
		}
	}
}

// addPart lists an input as a part, or the parts of one that was merged itself.
func (m *merging) addPart(in *input) {
	add := func(p report.Part) {
		if !slices.ContainsFunc(m.run.Parts, func(q report.Part) bool { return q.ID == p.ID }) {
			m.run.Parts = append(m.run.Parts, p)
		}
	}
	if r := in.Run; len(r.Parts) == 0 {
		p := report.Part{
			RunRef: r.Ref(in.SHA256), ExitCode: r.ExitCode, Shares: int64(len(r.Shares)), Summary: r.Summary, Cover: r.Cover, People: r.People,
		}
		p.Conformity, _ = r.Judge()
		missed := int64(0)
		for _, s := range r.Shares {
			p.Files += s.Files
			missed += s.Unexamined
		}
		p.Unexamined = max(missed, min(int64(len(r.Unexamined)), 1))
		add(p)
		return
	}
	for _, p := range in.Run.Parts {
		if in.Vendor != "" && p.Cover.Subject == "" {
			p.Cover.Subject, p.Subject = in.Vendor, in.Vendor
		}
		add(p)
	}
}

// sorted is a set of words in their order.
type sorted []string

func (s *sorted) add(word string) {
	if i, ok := slices.BinarySearch(*s, word); !ok {
		*s = slices.Insert(*s, i, word)
	}
}

// hash returns the one word, or a hash of all.
func (s sorted) hash() string {
	if len(s) == 1 {
		return s[0]
	}
	sum := sha256.Sum256([]byte(strings.Join(s, "\n")))
	return "sha256:" + hex.EncodeToString(sum[:])
}

func confidenceRank(name string) int { return slices.Index([]string{"low", "medium", "high"}, name) }
