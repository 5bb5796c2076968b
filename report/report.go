// Package report holds what a scan tells its reader: types, and what follows
// from them alone.
//
// A [Run] never holds what was found, only masked excerpts of it. Its JSON form
// is a contract that users script against: fields are added, never renamed.
package report

import "time"

// Schema is the version of the JSON form of a [Run].
const Schema = "shikiri/1"

// A Run is all that one scan has to tell, or several that were merged.
type Run struct {
	Schema        string       `json:"schema"`
	Tool          Tool         `json:"tool"`
	Cover         Cover        `json:"cover"`
	Conformity    string       `json:"conformity,omitempty"` // "conforming", "nonconforming", "incomplete": see [Run.Judge]
	Started       time.Time    `json:"started"`
	Finished      time.Time    `json:"finished"`
	Complete      bool         `json:"complete"` // everything in scope was examined
	Interrupted   bool         `json:"interrupted,omitempty"`
	ExitCode      int          `json:"exit_code"`
	MinConfidence string       `json:"min_confidence"` // findings below it are not in the report
	Shares        []Share      `json:"shares"`
	Zones         []Zone       `json:"zones,omitempty"` // of the policy, and those of shares that it does not know
	Summary       Summary      `json:"summary"`
	Clients       []Client     `json:"clients"`
	Findings      []Finding    `json:"findings"`
	Unexamined    []Unexamined `json:"unexamined"`
	Warnings      []string     `json:"warnings,omitempty"` // expired exceptions and the like
	// Exceptions are all those of the policy, those that excused nothing too.
	Exceptions []Excuse `json:"exceptions,omitempty"`
	// Shared are the people who are in a zone that allows personal data and in
	// one that forbids it; Copies the files that hold them in both.
	Shared []Shared `json:"shared,omitempty"`
	Copies []Copy   `json:"copies,omitempty"`
	// Known are the files with people of the lists that scan --known named.
	Known     []Known     `json:"known,omitempty"`
	KnownSets []KnownSet  `json:"known_sets,omitempty"`
	Retention []Retention `json:"retention,omitempty"` // by zone and client
	Changes   *Changes    `json:"changes,omitempty"`   // since another run, if it was compared
	Parts     []Part      `json:"parts,omitempty"`     // the runs that were merged into this one
	People    *PeopleFile `json:"people_file,omitempty"`
	// Client is the client whose extract this is: nothing of others is in it.
	Client string `json:"client,omitempty"`
	// Of is the ID of the run that this is the extract of, which hides shares.
	Of string `json:"of,omitempty"`
	// ClientNames are those of the policy, also of clients of whom nothing was found.
	ClientNames []string `json:"client_names,omitempty"`
	Redacted    bool     `json:"redacted,omitempty"` // names of files are masked
	// NamesKey tells the keys apart under which names are masked: places of runs
	// with one ID can be compared.
	NamesKey string `json:"names_key,omitempty"`
	// Options are those that decide what can be found; nil: not known.
	Options *Options `json:"options,omitempty"`
	// Titles are those of the kinds of rules of one's own, by their IDs.
	Titles map[string]string `json:"titles,omitempty"`
	// What a probe tells, or the probes among merged runs. From is the zone that it
	// was made from; of several, all, divided by commas.
	From       string     `json:"from,omitempty"`
	Vantages   []Vantage  `json:"vantages,omitempty"`
	Controls   []Control  `json:"controls,omitempty"`
	Flows      []Flow     `json:"flows,omitempty"`
	Open       []Open     `json:"open,omitempty"`
	Bridges    []Bridge   `json:"bridges,omitempty"`
	Targets    []Target   `json:"targets,omitempty"`
	Swept      []Swept    `json:"swept,omitempty"`
	Identities []Identity `json:"identities,omitempty"`
	// Exposures are what scans and probes that were merged say together.
	Exposures []Exposure `json:"exposures,omitempty"`
	// Explanations are of the files that scan --explain named, in the order of
	// their place: every match, those below MinConfidence too.
	Explanations []Explanation `json:"explanations,omitempty"`
}

// Options are what the command line and the configuration say of how files are
// read, as far as what is not read for it is listed nowhere. A comparison needs it.
type Options struct {
	OCR       bool   `json:"ocr,omitempty"`        // pictures were read
	OCRPartly bool   `json:"ocr_partly,omitempty"` // of merged runs: in some of them
	Snapshots bool   `json:"snapshots,omitempty"`  // previous versions of SMB servers were scanned
	Layouts   string `json:"layouts,omitempty"`    // "sha256:..." of the layouts of files of hosts; empty: there are none
}

// Tool says what made the report.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Rules   string `json:"rules"`  // "sha256:..." of the detectors and dictionaries
	Policy  string `json:"policy"` // "sha256:..." of the configuration
}

// A Share is a place that was scanned. Files is always Scanned + Unexamined.
type Share struct {
	URL        string `json:"url"`
	Zone       string `json:"zone"`
	Files      int64  `json:"files"`
	Bytes      int64  `json:"bytes"` // as listed, or as opened where a listing tells no sizes
	Scanned    int64  `json:"scanned"`
	Unexamined int64  `json:"unexamined"`       // files not, or only partly, examined
	Images     int64  `json:"images,omitempty"` // scanned files that are pictures: their pixels were not read
	// What the auditor's coverage needs besides.
	Directories   int64  `json:"directories,omitempty"`    // listed
	ExaminedBytes int64  `json:"examined_bytes,omitempty"` // of Bytes: of the files in Scanned
	Unchanged     int64  `json:"unchanged,omitempty"`      // of Scanned: not read again, known from the state
	User          string `json:"user,omitempty"`           // who logged in on the server
	Host          string `json:"host,omitempty"`           // the machine that scanned it: of local paths, where they are
	// Addresses are those of the machine that holds it, as far as they are known.
	Addresses []string `json:"addresses,omitempty"`
	// Records and People are those of all clients, people each once. A merged run
	// tells them where a people file, or one run alone, tells of the share.
	Records int64 `json:"records,omitempty"`
	People  int64 `json:"people,omitempty"`
	// HostPeople are those on all HostShares shares that the run saw of its machine,
	// each once: people of several shares cannot be added up. None where it is one.
	HostShares int   `json:"host_shares,omitempty"`
	HostPeople int64 `json:"host_people,omitempty"`
}

// Summary is the run in a few numbers.
type Summary struct {
	Violations int64 `json:"violations"`          // findings
	Overdue    int64 `json:"overdue"`             // findings
	Records    int64 `json:"records"`             // 延べ
	People     int64 `json:"people"`              // 名寄せ, each person once per client
	Companies  int64 `json:"companies,omitempty"` // records whose holder is a company: in Records, never in People
	Distinct   int64 `json:"distinct,omitempty"`  // people, each once whatever the client
	// Of a probe: ports that are open though the policy forbids them, and machines
	// that are proved to stand in two zones.
	Paths   int64 `json:"paths,omitempty"`
	Bridges int64 `json:"bridges,omitempty"`
}

// A Client is whose data it is, in one zone. Name is empty for files that no
// client's paths match.
type Client struct {
	Client    string `json:"client"`
	Zone      string `json:"zone"`
	Records   int64  `json:"records"`
	People    int64  `json:"people"`
	Companies int64  `json:"companies,omitempty"`
}

// A Finding is one kind of data in one file or member, masked values apart
// from full ones.
type Finding struct {
	ID         string    `json:"id"` // of share, path, member, kind and masked: stable when lines move
	Share      string    `json:"share"`
	Zone       string    `json:"zone"`
	Client     string    `json:"client,omitempty"`
	Path       string    `json:"path"`
	Member     string    `json:"member,omitempty"`
	Verdict    string    `json:"verdict"`
	Kind       string    `json:"kind"`
	Masked     bool      `json:"masked"`
	Confidence string    `json:"confidence"` // the highest
	Count      int64     `json:"count"`      // occurrences
	Records    int64     `json:"records"`
	People     int64     `json:"people"`
	Modified   time.Time `json:"modified"`
	AgeDays    int64     `json:"age_days"` // by Dated if it is set, else by Modified
	Why        string    `json:"why"`
	// Place tells that the file is none that users see: "recycle-bin", "snapshot".
	Place   string   `json:"place,omitempty"`
	Owner   string   `json:"owner,omitempty"`   // as the share tells it
	Readers []string `json:"readers,omitempty"` // who else may read the file: "Everyone", "Domain Users"
	// Dated is the date the retention counts from if it is not Modified, and
	// DatedBy where it was: "path", "header".
	Dated   *time.Time `json:"dated,omitempty"`
	DatedBy string     `json:"dated_by,omitempty"`
	// Exception is the ID of the exception that excuses the finding, or that did
	// until it ended.
	Exception string `json:"exception,omitempty"`
	// Fingerprint is that of the people of the file or member, whatever its format
	// and the order of its rows: keyed, and only there if the run has a key.
	Fingerprint string `json:"fingerprint,omitempty"`
	// State is what became of the finding since another run, if it was compared:
	// "new", "grown" (more people or records), "remaining", "moved".
	State string `json:"state,omitempty"`
	// Before is what the other run had of a finding that has changed since.
	Before  *Before  `json:"before,omitempty"`
	Samples []Sample `json:"samples"`
}

// Before is a finding as an older run had it.
type Before struct {
	Verdict string `json:"verdict"`
	Count   int64  `json:"count"`
	Records int64  `json:"records"`
	People  int64  `json:"people"`
	// Others tells that the people of the file or member are not the same ones.
	Others bool `json:"others,omitempty"`
}

// A Sample shows one occurrence, masked.
type Sample struct {
	Part       string   `json:"part,omitempty"`
	Line       int      `json:"line,omitempty"`
	Column     int      `json:"column,omitempty"` // in characters or, of rows of a database or sheet, in columns, from 1
	Cell       string   `json:"cell,omitempty"`   // of a sheet: "C2"
	Excerpt    string   `json:"excerpt"`
	Confidence string   `json:"confidence"`
	Evidence   []string `json:"evidence"`
}

// An Explanation tells how one match came to its confidence, and that to its
// verdict. The value is masked as everywhere.
type Explanation struct {
	Share      string      `json:"share"`
	Zone       string      `json:"zone"`
	Path       string      `json:"path"`
	Member     string      `json:"member,omitempty"`
	Part       string      `json:"part,omitempty"`
	Line       int         `json:"line,omitempty"`
	Column     int         `json:"column,omitempty"`
	Cell       string      `json:"cell,omitempty"`
	Kind       string      `json:"kind"`
	Masked     bool        `json:"masked"`
	Excerpt    string      `json:"excerpt"`
	Confidence string      `json:"confidence"`
	Reasons    []Reason    `json:"reasons"`
	Reported   bool        `json:"reported"` // false: below the run's MinConfidence, so that no finding counts it
	Verdict    string      `json:"verdict"`  // what it is if it is reported
	Why        string      `json:"why"`
	Exceptions []Exception `json:"exceptions,omitempty"` // of the zone, all that there are
}

// A Reason is one piece of evidence and what it does to the confidence: "form"
// makes a match at all, "raises", "lowers".
type Reason struct {
	Evidence string `json:"evidence"`
	Effect   string `json:"effect"`
}

// An Exception is one of the zone's exceptions and what it means for a match:
// "applies", "ended", "other-kind", "other-path".
type Exception struct {
	Exception string `json:"exception"`
	Result    string `json:"result"`
}

// An Unexamined entry is a file, member or part of a file that was not, or only
// partly, examined.
type Unexamined struct {
	Share  string `json:"share"`
	Client string `json:"client,omitempty"` // by the path; empty: no client's, or not told
	Path   string `json:"path"`
	Member string `json:"member,omitempty"`
	Reason string `json:"reason"`
	Detail string `json:"detail,omitempty"`
}
