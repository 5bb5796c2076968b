package report

import "time"

// A Cover is what stands on the first page of a report for auditors, beside
// what the run itself tells. What nobody has said is empty.
type Cover struct {
	Number   string `json:"number,omitempty"`   // 実施番号, of the house; else the ID of the run is shown
	Revision int    `json:"revision,omitempty"` // 版, from 1; 0: not said
	Title    string `json:"title,omitempty"`
	Subject  string `json:"subject,omitempty"`  // 対象: who was audited, the vendor or site
	Operator string `json:"operator,omitempty"` // who ran the scan: a person, else the account
	Host     string `json:"host,omitempty"`     // the machine it ran on
	System   string `json:"system,omitempty"`   // "linux/amd64"
	Key      string `json:"key,omitempty"`      // tells fingerprint keys apart: people of runs with one ID can be compared
}

// A Zone is a zone as the policy has it, and what was seen in it.
type Zone struct {
	Name         string   `json:"name"`
	Title        string   `json:"title,omitempty"`
	Networks     []string `json:"networks,omitempty"`
	PersonalData string   `json:"personal_data"`           // "allowed", "forbidden"; "unknown": the policy does not know the zone
	Retention    string   `json:"retention,omitempty"`     // "14d"
	DateFrom     string   `json:"date_from,omitempty"`     // what the retention counts from, if not the time of modification
	Records      int64    `json:"records"`                 // 延べ
	Companies    int64    `json:"companies,omitempty"`     // of Records
	People       int64    `json:"people"`                  // 名寄せ, each once whatever the client
	Violations   int64    `json:"violations"`              // findings
	Overdue      int64    `json:"overdue"`                 // findings
	Excused      int64    `json:"excused,omitempty"`       // findings that an exception allows
	OtherAllowed int64    `json:"other_allowed,omitempty"` // findings that need no exception
}

// An Excuse is an exception of the policy and what it excused.
type Excuse struct {
	ID         string   `json:"id"` // "office/1": the zone, and its number there
	Zone       string   `json:"zone"`
	Kinds      []string `json:"kinds,omitempty"` // empty: all
	Paths      []string `json:"paths,omitempty"` // empty: all
	Until      string   `json:"until"`           // the last day, 2027-03-31
	ApprovedBy string   `json:"approved_by,omitempty"`
	Why        string   `json:"why,omitempty"`
	// State is "active", "expiring" (ends within 30 days) or "ended".
	State    string `json:"state"`
	Findings int64  `json:"findings"` // that it excuses, or would if it had not ended
	Files    int64  `json:"files"`
}

// Shared says how many people of a zone that allows personal data are also in
// one that forbids it: "of 61,424 people of the print job, 61,424".
type Shared struct {
	Client string `json:"client,omitempty"` // whose people, by the files of Closed; empty: all clients
	Closed string `json:"closed"`           // zone that allows personal data
	Open   string `json:"open"`             // zone that forbids it
	People int64  `json:"people"`           // in Closed
	Both   int64  `json:"both"`             // of them, also in Open, whatever the client there
}

// A Place is a file or member.
type Place struct {
	Share  string `json:"share"`
	Zone   string `json:"zone"`
	Client string `json:"client,omitempty"`
	Path   string `json:"path"`
	Member string `json:"member,omitempty"`
}

// A Copy is a file in an open zone whose people are those of a file in a closed
// one, whatever the formats.
type Copy struct {
	Original Place `json:"original"`
	Copy     Place `json:"copy"`
	// Extent is "whole" (the same people), "cut" (the copy has some of the
	// original's) or "within" (the copy has all of the original's, and others).
	Extent         string `json:"extent"`
	OriginalPeople int64  `json:"original_people"`
	CopyPeople     int64  `json:"copy_people"`
	Both           int64  `json:"both"`
	// Verdict is the worst on what is in the copy. Only an extract has it: there
	// the file of the copy may have no finding.
	Verdict string `json:"verdict,omitempty"`
}

// A KnownSet is a list of known people, as fingerprints.
type KnownSet struct {
	Name   string    `json:"name"`
	Client string    `json:"client,omitempty"`
	People int64     `json:"people"`
	Made   time.Time `json:"made"`
	SHA256 string    `json:"sha256"` // of the file of fingerprints
	Found  int64     `json:"found"`  // of People, in any file of the run
}

// Known says how many people of a list are in a file.
type Known struct {
	Set       string `json:"set"`
	SetClient string `json:"set_client,omitempty"` // whose list it is; Place.Client is whose file
	Place
	People  int64 `json:"people"`            // of the file
	Certain int64 `json:"certain"`           // of the list: name and something that tells namesakes apart, or a number of their own
	ByName  int64 `json:"by_name,omitempty"` // of the list by their names alone
	// Bulk says that so many of the file's people are on the list by their names
	// alone that they are no namesakes: ByName is near certain too.
	Bulk bool `json:"bulk,omitempty"`
	// Verdict is the worst on what is in the file. Only an extract has it.
	Verdict string `json:"verdict,omitempty"`
}

// Retention is how old the files with personal data of a zone and client are.
type Retention struct {
	Zone     string `json:"zone"`
	Client   string `json:"client,omitempty"`
	Days     int64  `json:"days,omitempty"`      // allowed; 0: without end, or forbidden at all
	DateFrom string `json:"date_from,omitempty"` // as configured; empty: the time of modification
	Files    int64  `json:"files"`               // with personal data
	Overdue  int64  `json:"overdue"`             // of them
	// Oldest is the oldest of the files that an exception does not excuse.
	Oldest     *Place     `json:"oldest,omitempty"`
	OldestDate *time.Time `json:"oldest_date,omitempty"`
	OldestDays int64      `json:"oldest_days,omitempty"`
	Ages       []Age      `json:"ages"`
	// StoppedSince is the day since which automatic deletion has probably not
	// run: files remain of most of the time since then. nil: no sign of it.
	StoppedSince *time.Time `json:"stopped_since,omitempty"`
}

// AgeDays are the upper bounds of the classes of age, in days. A last class
// holds what is older.
var AgeDays = []int64{1, 7, 30, 90, 180, 365, 730, 1095}

// An Age is a class of age, from that before to Days, or without end if it is 0.
type Age struct {
	Days    int64 `json:"days"`
	Files   int64 `json:"files"`
	Overdue int64 `json:"overdue"` // of them
}

// Changes is what became of the findings of an older run. Those that are still
// there are in the findings of the new run, each with its State.
type Changes struct {
	Old       RunRef `json:"old"`
	New       RunRef `json:"new"`
	Baseline  bool   `json:"baseline,omitempty"` // the exit code counts only what is new or grown
	Added     int64  `json:"added"`              // findings of the new run: state "new"
	Grown     int64  `json:"grown"`
	Remaining int64  `json:"remaining"`
	Moved     int64  `json:"moved"`
	// Gone is what the new run would have found and did not. Unclear is what it
	// did not find and could not have: the place was not covered.
	Gone    []Gone   `json:"gone"`
	Moves   []Move   `json:"moves,omitempty"`
	Unclear []Gone   `json:"unclear"`
	Notes   []string `json:"notes,omitempty"` // what limits the comparison: other rules, other keys
	// Of probes: what could or can be reached though it must not, machines in two
	// zones, and verdicts on flows that changed.
	Paths   []PathChange   `json:"paths,omitempty"`
	Bridges []BridgeChange `json:"bridges,omitempty"`
	Flows   []FlowChange   `json:"flows,omitempty"`
}

// A RunRef names a run.
type RunRef struct {
	ID            string    `json:"id,omitempty"`
	SHA256        string    `json:"sha256,omitempty"` // of the file it was read from; empty: it was not
	Started       time.Time `json:"started"`
	Finished      time.Time `json:"finished"`
	Complete      bool      `json:"complete"`
	MinConfidence string    `json:"min_confidence"`
	Host          string    `json:"host,omitempty"`
	Operator      string    `json:"operator,omitempty"`
	Subject       string    `json:"subject,omitempty"`
	Tool          Tool      `json:"tool"`
}

// A Gone is a finding of the old run that is not in the new one.
type Gone struct {
	ID string `json:"id"`
	Place
	Verdict  string    `json:"verdict"` // in the old run
	Kind     string    `json:"kind"`
	Masked   bool      `json:"masked"`
	Count    int64     `json:"count"`
	Records  int64     `json:"records"`
	People   int64     `json:"people"`
	Modified time.Time `json:"modified"`
	Why      string    `json:"why,omitempty"` // of what is unclear: a reason of Unexamined, or one of the Unclear constants
	// Elsewhere are places in the new run that hold the same people.
	Elsewhere []Place `json:"elsewhere,omitempty"`
	// Remains tells that the new run has other findings in the same file or member:
	// the data is gone from it, and the file is still there.
	Remains bool `json:"remains,omitempty"`
}

// A Move is a file that lies in another place than before.
type Move struct {
	From Place  `json:"from"`
	To   Place  `json:"to"`
	By   string `json:"by"` // how it was recognised: "people" (fingerprint), "file" (name, time and counts)
}

// A Part is a run that was merged.
type Part struct {
	RunRef
	Conformity string      `json:"conformity"` // empty in an extract: not told
	ExitCode   int         `json:"exit_code"`
	Shares     int64       `json:"shares"`
	Files      int64       `json:"files"`
	Unexamined int64       `json:"unexamined"`
	Summary    Summary     `json:"summary"`
	Cover      Cover       `json:"cover"`
	Repeated   int64       `json:"repeated,omitempty"` // files that another part has too: they count there
	People     *PeopleFile `json:"people_file,omitempty"`
}

// A PeopleFile is the file beside a saved run that holds the fingerprints of
// its people, so that merging can count each once.
type PeopleFile struct {
	File   string `json:"file"` // beside the run: its name without a folder
	SHA256 string `json:"sha256"`
	Key    string `json:"key"` // as Cover.Key
	// Sightings is how many there are, each a person in a file.
	Sightings int64 `json:"sightings"`
}
