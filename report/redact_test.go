package report

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// names are what stands in the paths, members and sheets of namedRun.
var names = []string{"山田太郎", "佐藤", "鈴木花子", "名簿", "TANAKA", "tanaka", "取引先", "FS01\\yamada", "sato-team", "090-0000", "f1-id", "ﾔﾏﾀﾞ"}

// namedRun is a run whose paths name people wherever a run has paths.
func namedRun() *Run {
	place := Place{Share: "/srv/共有", Zone: "office", Path: "取引先/山田太郎様_明細.csv", Member: "箱.zip!/佐藤/ﾔﾏﾀﾞ.tanaka"}
	return &Run{
		Schema: Schema, Shares: []Share{{URL: "/srv/共有", Zone: "office", Files: 3, Scanned: 3}}, Complete: true,
		Findings: []Finding{
			{ID: "f1-id", Share: place.Share, Zone: "office", Path: place.Path, Member: place.Member, Verdict: "violation", Kind: "jp-name", Owner: "FS01\\yamada",
				Readers: []string{"Everyone", "FS01\\Domain Users", "sato-team"}, Why: "zone office forbids personal data",
				Samples: []Sample{{Part: "鈴木花子", Excerpt: "山●●●"}, {Part: "page 3"}, {Part: "Sheet1"}, {Part: "formulas of 佐藤"}, {Part: "formulas of Sheet2"}}},
			{ID: "f2-id", Share: place.Share, Zone: "office", Path: "取引先/a.xlsx", Samples: []Sample{}},
		},
		Unexamined:   []Unexamined{{Share: place.Share, Path: "取引先/佐藤様の名簿.pdf", Reason: "partial", Detail: "佐藤様の名簿.pdf has no text"}, {Share: place.Share, Path: ".", Reason: "timeout"}},
		Explanations: []Explanation{{Path: "取引先/山田太郎様_明細.csv", Part: "名簿", Exceptions: []Exception{{"jp-name in 取引先/**, *.csv until 2027-03-31 by 課長", "applies"}, {"all kinds in all paths until 2027-03-31", "ended"}}}},
		Exceptions:   []Excuse{{ID: "office/1", Paths: []string{"取引先/**", "*.csv", "**/佐藤*/*"}, Why: "社員の連絡先"}},
		Copies:       []Copy{{Original: place, Copy: place}}, Known: []Known{{Place: place}}, Retention: []Retention{{Oldest: &place}},
		Changes: &Changes{Gone: []Gone{{ID: "f1-id", Place: place, Elsewhere: []Place{place}}}, Unclear: []Gone{{Place: place}}, Moves: []Move{{From: place, To: place}},
			Notes: []string{"the rules are others"}},
		Parts: []Part{{People: &PeopleFile{File: "名簿.people"}}}, People: &PeopleFile{File: "名簿.people"},
		Warnings: []string{"取引先/山田太郎様_明細.csv!/佐藤 has 900 matches: the first 500 are explained", "shikiri.yaml:3:4: an exception of zone 一般 ended",
			"share /srv/共有 holds no files: is it the right one, and mounted?", "the report /srv/共有/名簿.html is written into the share /srv/共有",
			"smb: without previous versions: tanaka, 090-0000", "this report shows values unmasked"},
	}
}

// No name of a file, folder, member, sheet or account is left anywhere.
func TestRedact(t *testing.T) {
	r := namedRun()
	Redact(r, []byte("key"))
	data, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if i := strings.Index(string(data), strings.ReplaceAll(name, `\`, `\\`)); i >= 0 {
			t.Errorf("%q is left: %s", name, data[max(0, i-100):min(len(data), i+60)])
		}
	}
	f := &r.Findings[0]
	form := regexp.MustCompile(`^取●●●[0-9a-f]{8}/山●●●[0-9a-f]{8}\.csv$`)
	member := regexp.MustCompile(`^●●●[0-9a-f]{8}\.zip!/佐●●●[0-9a-f]{8}/ﾔ●●●[0-9a-f]{8}$`)
	if !form.MatchString(f.Path) || !member.MatchString(f.Member) || len(f.ID) != 24 || !r.Redacted {
		t.Errorf("got path %s, member %s, ID %s; want the form of %v, %v and 24 digits", f.Path, f.Member, f.ID, form, member)
	}
	if got := f.Readers; got[0] != "Everyone" || got[1] != "FS01\\Domain Users" || !strings.HasPrefix(got[2], Hidden) {
		t.Errorf("readers: got %q, want well-known groups as they are", got)
	}
	var parts []string
	for _, s := range f.Samples {
		parts = append(parts, s.Part)
	}
	if parts[1] != "page 3" || parts[2] != "Sheet1" || !strings.HasPrefix(parts[3], "formulas of 佐●●●") || parts[4] != "formulas of Sheet2" {
		t.Errorf("parts: got %q", parts)
	}
	if got := r.Exceptions[0].Paths; !strings.HasSuffix(got[0], "/**") || got[1] != "*.csv" || !strings.HasPrefix(got[2], "**/") || r.Exceptions[0].Why != "社員の連絡先" {
		t.Errorf("exception: got %+v", r.Exceptions[0])
	}
	if got := r.Explanations[0].Exceptions[1].Exception; got != "all kinds in all paths until 2027-03-31" {
		t.Errorf("exception of an explanation: got %q", got)
	}
	if r.Unexamined[1].Path != "." || r.People != nil || r.Parts[0].People != nil {
		t.Errorf("got path %q of a share, people %v; want . and none", r.Unexamined[1].Path, r.People)
	}
	if n := len(r.Warnings); n != 5 || r.Warnings[n-1] != "2 warnings are left out: they may hold names of files" || !slices.Contains(r.Warnings, "this report shows values unmasked") {
		t.Errorf("warnings: got %q", r.Warnings)
	}
}

// The same file has the same name and ID wherever it stands, under one key only.
func TestRedactIsStable(t *testing.T) {
	a, b, other := namedRun(), namedRun(), namedRun()
	Redact(a, []byte("key"))
	Redact(b, []byte("key"))
	Redact(other, []byte("another key"))
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	if string(x) != string(y) {
		t.Errorf("two runs under one key differ:\n%s\n%s", x, y)
	}
	f, o := &a.Findings[0], &other.Findings[0]
	if f.Path == o.Path || f.ID == o.ID || f.Owner == o.Owner {
		t.Errorf("under another key: got %s, %s, %s again", o.Path, o.ID, o.Owner)
	}
	for what, p := range map[string]Place{"copy": a.Copies[0].Copy, "known": a.Known[0].Place, "gone": a.Changes.Gone[0].Place, "elsewhere": a.Changes.Gone[0].Elsewhere[0],
		"move": a.Changes.Moves[0].To, "oldest": *a.Retention[0].Oldest} {
		if p.Path != f.Path || p.Member != f.Member {
			t.Errorf("%s: got %s %s, want %s %s as in the finding", what, p.Path, p.Member, f.Path, f.Member)
		}
	}
	if a.Changes.Gone[0].ID != f.ID {
		t.Errorf("gone: got ID %s, want %s", a.Changes.Gone[0].ID, f.ID)
	}
	folder, _, _ := strings.Cut(f.Path, "/")
	if !strings.HasPrefix(a.Findings[1].Path, folder+"/") {
		t.Errorf("two files of one folder: got %s and %s", f.Path, a.Findings[1].Path)
	}
	Redact(a, []byte("another key")) // is masked already
	if again, _ := json.Marshal(a); string(again) != string(x) {
		t.Errorf("masked twice: got %s, want no change", again)
	}
}

// What the caller keeps of a run is not changed behind its back.
func TestRedactLeavesPlacesThatAreShared(t *testing.T) {
	r := namedRun()
	oldest, sample := r.Retention[0].Oldest, r.Findings[0].Samples
	Redact(r, []byte("key"))
	if oldest.Path != "取引先/山田太郎様_明細.csv" || sample[0].Part != "鈴木花子" {
		t.Errorf("got %s, %s; want the names as they were", oldest.Path, sample[0].Part)
	}
}

func TestRedactName(t *testing.T) {
	m := &masker{key: []byte("key"), known: map[string]string{}}
	for name, want := range map[string]string{
		"":           `^$`,
		".":          `^\.$`,
		"山":          `^●●●[0-9a-f]{8}$`, // all there is of it
		"山.csv":      `^●●●[0-9a-f]{8}\.csv$`,
		"山田.CSV":     `^山●●●[0-9a-f]{8}\.csv$`,
		".csv":       `^●●●[0-9a-f]{8}$`,
		"a.yamada":   `^●●●[0-9a-f]{8}$`,
		"090.tar.gz": `^●●●[0-9a-f]{8}\.gz$`,
		"\u202e\x1b": `^●●●[0-9a-f]{8}$`,
		"\xff山田":     `^●●●[0-9a-f]{8}$`,
	} {
		if got := m.name(name); !regexp.MustCompile(want).MatchString(got) {
			t.Errorf("%q: got %q, want %s", name, got, want)
		}
	}
}
