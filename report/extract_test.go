package report

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

const (
	mine   = "架空信用金庫"
	theirs = "例示銀行"
)

// twoClients is an invented run with rows of two clients and of nobody, and the
// other client's name in all places where somebody may have written it.
func twoClients() *Run {
	start := time.Date(2026, 4, 1, 22, 0, 0, 0, time.UTC)
	at := func(share, zone, client, path string) Place {
		return Place{Share: share, Zone: zone, Client: client, Path: path}
	}
	finding := func(id string, p Place, verdict string, people int64) Finding {
		return Finding{ID: id, Share: p.Share, Zone: p.Zone, Client: p.Client, Path: p.Path, Member: p.Member, Verdict: verdict, Kind: "jp-name",
			Confidence: "high", Count: people, Records: people, People: people, Modified: start, Why: "zone " + p.Zone, Samples: []Sample{{Excerpt: "山●●●"}}}
	}
	own := at("/srv/print", "print", mine, "job/A/宛名.csv")
	other := at("/srv/print", "print", theirs, "job/"+theirs+"/宛名.csv")
	loose := at("/srv/office", "office", "", "営業/コピー.xlsx")
	inOther := at("/srv/office/"+theirs, "office", theirs, theirs+"/控え.csv")
	kept := finding("f1", own, "overdue", 100)
	kept.Exception, kept.State, kept.Why, kept.Owner, kept.Readers = "print/1", "remaining", "unchanged; for "+theirs, "FS\\yamada", []string{"Everyone", theirs + "-group"}
	foreign := finding("f2", other, "overdue", 40)
	foreign.State, foreign.Kind = "new", "customer-number"
	r := &Run{
		Schema: Schema, Started: start, Finished: start.Add(time.Hour), MinConfidence: "medium", ExitCode: 1, Conformity: Nonconforming,
		Tool:  Tool{Name: "shikiri", Policy: "sha256:01"},
		Cover: Cover{Title: theirs + "ほか 定期検査", Subject: "例示印刷", Host: "scan01"},
		Shares: []Share{
			{URL: "/srv/office", Zone: "office", Files: 5, Scanned: 4, Unexamined: 1}, {URL: "/srv/office/" + theirs, Zone: "office", Files: 1, Scanned: 1, User: "svc-" + theirs, Addresses: []string{"10.20.1.99"}, Records: 9, People: 8},
			{URL: "/srv/print", Zone: "print", Files: 12, Scanned: 10, Unexamined: 2},
		},
		Zones:   []Zone{{Name: "office", PersonalData: "forbidden", Records: 150, People: 140, Violations: 2}, {Name: "print", Title: theirs + "の区画", PersonalData: "allowed", Records: 140, People: 140, Overdue: 2}},
		Summary: Summary{Violations: 2, Overdue: 2, Records: 290, People: 140, Distinct: 139},
		Clients: []Client{{Client: "", Zone: "office", Records: 100, People: 100}, {Client: mine, Zone: "print", Records: 100, People: 100, Companies: 3},
			{Client: theirs, Zone: "print", Records: 40, People: 40}, {Client: theirs, Zone: "office", Records: 50, People: 50}},
		Findings: []Finding{finding("f3", loose, "violation", 100), finding("f4", inOther, "violation", 50), kept, foreign},
		Unexamined: []Unexamined{
			{Share: "/srv/office", Path: "営業/" + theirs + ".zip", Reason: "encrypted"},
			{Share: "/srv/print", Client: mine, Path: "job/A/図.pdf", Reason: "needs-ocr"},
			{Share: "/srv/print", Client: theirs, Path: "job/B/図.pdf", Reason: "needs-ocr"},
		},
		Warnings:   []string{"share /srv/office/" + theirs + " holds few files", "this report shows values unmasked"},
		Exceptions: []Excuse{{ID: "print/1", Zone: "print", Paths: []string{"job/A/**", "job/" + theirs + "/**"}, Why: theirs + "の控え", State: "ended", Findings: 2, Files: 2}, {ID: "print/2", Zone: "print", Why: "別"}},
		Shared:     []Shared{{Closed: "print", Open: "office", People: 140, Both: 140}, {Client: mine, Closed: "print", Open: "office", People: 100, Both: 100}, {Client: theirs, Closed: "print", Open: "office", People: 40, Both: 40}},
		Copies: []Copy{
			{Original: own, Copy: loose, Extent: "whole", OriginalPeople: 100, CopyPeople: 100, Both: 100},
			{Original: own, Copy: inOther, Extent: "within", OriginalPeople: 100, CopyPeople: 140, Both: 90},
			{Original: other, Copy: inOther, Extent: "whole", OriginalPeople: 40, CopyPeople: 40, Both: 40},
		},
		KnownSets: []KnownSet{{Name: "mine.fp", Client: mine, People: 100, Found: 100}, {Name: "theirs.fp", Client: theirs, People: 40}},
		Known: []Known{
			{Set: "mine.fp", SetClient: mine, Place: loose, People: 100, Certain: 100}, {Set: "mine.fp", SetClient: mine, Place: inOther, People: 50, Certain: 10},
			{Set: "theirs.fp", SetClient: theirs, Place: own, People: 100, Certain: 1},
		},
		Retention: []Retention{{Zone: "print", Client: mine, Days: 14, Files: 1, Overdue: 1, Oldest: &own}, {Zone: "print", Client: theirs, Oldest: &other}},
		Changes: &Changes{Added: 1, Remaining: 1, Notes: []string{"note about " + theirs},
			Gone:    []Gone{{ID: "g1", Place: own, Kind: "phone", Verdict: "overdue", Elsewhere: []Place{loose, inOther}}, {ID: "g2", Place: other}},
			Unclear: []Gone{{ID: "g3", Place: other}}, Moves: []Move{{From: own, To: inOther, By: "people"}, {From: other, To: inOther}}},
		Parts:  []Part{{RunRef: RunRef{ID: "p1", Complete: true, Subject: theirs}, Conformity: Nonconforming, ExitCode: 1, Summary: Summary{People: 140}, Cover: Cover{Subject: theirs}, People: &PeopleFile{File: "x"}}},
		People: &PeopleFile{File: "all.people"},
		Titles: map[string]string{"customer-number": theirs + "の顧客番号"},
		Explanations: []Explanation{{Share: "/srv/print", Zone: "print", Path: "job/A/宛名.csv", Kind: "jp-name", Exceptions: []Exception{{theirs, "other-path"}, {"jp-name in job/A/**", "applies"}}},
			{Share: "/srv/print", Zone: "print", Path: other.Path, Kind: "jp-name"}},
		ClientNames: []string{mine, theirs, "新規商会"},
	}
	r.Sort()
	return r
}

// The other client's name is nowhere in an extract, nor anything that only its
// rows have.
func TestExtractHoldsNothingOfOthers(t *testing.T) {
	e, err := Extract(twoClients(), mine)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.MarshalIndent(e, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{theirs, "f2", "f3", "f4", "g2", "g3", "theirs.fp", "all.people", "customer-number", "job/B", "新規商会", "控え"} {
		if i := strings.Index(string(data), word); i >= 0 {
			t.Errorf("%q is in the extract: %s", word, data[max(0, i-200):min(len(data), i+80)])
		}
	}
}

func TestExtract(t *testing.T) {
	e, err := Extract(twoClients(), mine)
	if err != nil {
		t.Fatal(err)
	}
	hidden := Place{Share: Hidden, Zone: "office", Path: Hidden}
	check := func(what string, got, want any) {
		t.Helper()
		a, _ := json.Marshal(got)
		b, _ := json.Marshal(want)
		if string(a) != string(b) {
			t.Errorf("%s: got %s, want %s", what, a, b)
		}
	}
	check("client", e.Client, mine)
	check("ID", e.ID(), twoClients().ID())
	check("subject", e.Cover.Subject, "例示印刷")
	check("findings", len(e.Findings), 1)
	check("readers", e.Findings[0].Readers, []string{"Everyone", leftOut})
	check("summary", e.Summary, Summary{Overdue: 1, Records: 100, People: 100, Companies: 3})
	check("clients", e.Clients, []Client{{Client: mine, Zone: "print", Records: 100, People: 100, Companies: 3}})
	check("zones", []int64{e.Zones[0].People, e.Zones[0].Violations, e.Zones[1].People, e.Zones[1].Overdue}, []int64{0, 0, 100, 1})
	check("copy of nobody's", e.Copies[0].Copy.Path, "営業/コピー.xlsx")
	check("copy of another's", e.Copies[1].Copy, hidden)
	check("copies", []int64{int64(len(e.Copies)), e.Copies[1].CopyPeople, e.Copies[1].OriginalPeople}, []int64{2, 90, 100})
	check("known", []any{len(e.Known), e.Known[0].Path, e.Known[1].Path, e.Known[1].People}, []any{2, "営業/コピー.xlsx", Hidden, 10})
	check("shared", e.Shared, []Shared{{Client: mine, Closed: "print", Open: "office", People: 100, Both: 100}})
	check("retention", len(e.Retention), 1)
	check("gone", []any{len(e.Changes.Gone), e.Changes.Gone[0].Elsewhere[1], len(e.Changes.Unclear), len(e.Changes.Moves)}, []any{1, hidden, 0, 1})
	check("changes", []int64{e.Changes.Added, e.Changes.Remaining}, []int64{0, 1})
	check("exceptions", []any{len(e.Exceptions), e.Exceptions[0].Paths, e.Exceptions[0].Findings, e.Exceptions[0].Files}, []any{1, []string{"job/A/**"}, 1, 1})
	check("shares", []string{e.Shares[0].URL, e.Shares[1].URL, e.Shares[2].URL}, []string{"/srv/office", Hidden + " 1", "/srv/print"})
	check("what tells of a hidden share", []any{len(e.Shares[1].Addresses), e.Shares[1].Records, e.Shares[1].People}, []any{0, int64(0), int64(0)})
	check("unexamined", e.Unexamined, []Unexamined{
		{Share: "/srv/office", Path: ".", Reason: "encrypted", Detail: "of files that are not this client's by their path: 1"},
		{Share: "/srv/print", Path: ".", Reason: "needs-ocr", Detail: "of files that are not this client's by their path: 1"},
		{Share: "/srv/print", Client: mine, Path: "job/A/図.pdf", Reason: "needs-ocr"},
	})
	check("warnings", e.Warnings, []string{"1 warnings of the whole run are left out: they may name others",
		"copies of this client's files that are not allowed where they are: 2", "this report shows values unmasked"})
	check("explanations", []int{len(e.Explanations), len(e.Explanations[0].Exceptions)}, []int{1, 1})
	check("judged", []any{e.Conformity, e.ExitCode, e.Complete}, []any{Nonconforming, 1, false})
}

// An extract is judged on its own, and is never better than what was seen.
func TestExtractIsJudged(t *testing.T) {
	calm := func(r *Run) { // nothing of mine is wrong
		for i := range r.Findings {
			if r.Findings[i].Client == mine {
				r.Findings[i].Verdict = "allowed"
			}
		}
		r.Copies, r.Known = nil, nil
	}
	for _, test := range []struct {
		name       string
		change     func(r *Run)
		conformity string
		code       int
	}{
		{"another's violation, all examined", func(r *Run) { calm(r); r.Complete, r.Unexamined = true, nil }, Conforming, 0},
		{"what was not examined is another's", func(r *Run) { calm(r); r.Unexamined = r.Unexamined[2:] }, Incomplete, 3},
		{"interrupted", func(r *Run) { calm(r); r.Complete, r.Unexamined, r.Interrupted = false, nil, true }, Incomplete, 130},
		{"failed", func(r *Run) { calm(r); r.ExitCode = 2 }, Incomplete, 2},
		{"a copy in a file of nobody", func(r *Run) { c := r.Copies[:1]; calm(r); r.Complete, r.Copies = true, c }, Nonconforming, 1},
		{"a copy that an exception allows", func(r *Run) {
			c := r.Copies[:1]
			calm(r)
			r.Complete, r.Copies = true, c
			for i := range r.Findings {
				r.Findings[i].Verdict = "allowed"
			}
		}, Conforming, 0},
		{"known people in a file of nobody", func(r *Run) { k := r.Known[:1]; calm(r); r.Complete, r.Known = true, k }, Nonconforming, 1},
		{"own", func(r *Run) { r.Complete, r.Copies, r.Known = true, nil, nil }, Nonconforming, 1},
		{"own, known from the baseline", func(r *Run) { r.Complete, r.Copies, r.Known, r.Changes.Baseline = true, nil, nil, true }, Nonconforming, 0},
		{"own, moved there from where it was allowed", func(r *Run) {
			r.Complete, r.Copies, r.Known, r.Changes.Baseline = true, nil, nil, true
			for i := range r.Findings {
				r.Findings[i].State, r.Findings[i].Before = "moved", &Before{Verdict: "allowed"}
			}
		}, Nonconforming, 1},
	} {
		r := twoClients()
		test.change(r)
		e, err := Extract(r, mine)
		if err != nil || e.Conformity != test.conformity || e.ExitCode != test.code {
			t.Errorf("%s: got %s, exit code %d, %v; want %s, %d", test.name, e.Conformity, e.ExitCode, err, test.conformity, test.code)
		}
	}
}

// A file of nobody may have another client's name in its path.
func TestExtractHidesNobodysPathsThatNameOthers(t *testing.T) {
	for _, p := range []Place{{Share: "/srv/office", Path: theirs + "へ.xlsx"}, {Share: "/srv/office", Path: "a.zip", Member: theirs + ".csv"}, {Share: "/srv/" + theirs, Path: "a.csv"}} {
		r := twoClients()
		p.Zone = "office"
		r.Copies = []Copy{{Original: r.Copies[0].Original, Copy: p, OriginalPeople: 100, CopyPeople: 90, Both: 90}}
		e, err := Extract(r, mine)
		if err != nil || len(e.Copies) != 1 || e.Copies[0].Copy != (Place{Share: Hidden, Zone: "office", Path: Hidden}) {
			t.Errorf("copy at %+v: got %+v, %v; want it hidden", p, e.Copies, err)
		}
	}
}

// A name that is misspelt must not give a report without findings.
func TestExtractOfNobody(t *testing.T) {
	for _, name := range []string{"", "架空信金"} {
		_, err := Extract(twoClients(), name)
		var unknown *UnknownClientError
		if !errors.As(err, &unknown) || !slices.Equal(unknown.Names, []string{theirs, "新規商会", mine}) {
			t.Errorf("client %q: got %v (%+v), want an error that knows the three clients", name, err, unknown)
		} else if strings.Contains(err.Error(), mine) || strings.Contains(err.Error(), theirs) {
			t.Errorf("the error names clients: %v", err)
		}
	}
	// A client of the policy of whom nothing was found has a report that says so.
	r := twoClients()
	r.Complete, r.Unexamined = true, nil
	e, err := Extract(r, "新規商会")
	if err != nil || len(e.Findings) != 0 || e.Conformity != Conforming || len(e.Shares) != 3 {
		t.Errorf("client without rows: got %+v, %v; want none, conforming, 3 shares", e, err)
	}
}
