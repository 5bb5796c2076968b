package report

import (
	"testing"
	"time"
)

// What the new run could not have found is never gone.
func TestUnclear(t *testing.T) {
	local := "/srv/share"
	for name, test := range map[string]struct {
		f      Finding
		change func(old, now *Run)
		want   string
	}{
		"covered":                   {aFinding("d/a.csv"), func(_, _ *Run) {}, ""},
		"interrupted":               {aFinding("d/a.csv"), func(_, now *Run) { now.Interrupted = true }, "interrupted"},
		"the file":                  {aFinding("d/a.csv"), missing("d/a.csv", "", "encrypted"), "encrypted"},
		"the file in part":          {aFinding("d/a.zip", member("x")), missing("d/a.zip", "", "damaged"), "damaged"},
		"the member":                {aFinding("d/a.zip", member("x")), missing("d/a.zip", "x", "encrypted"), "encrypted"},
		"the archive around":        {aFinding("d/a.zip", member("x.zip!/y")), missing("d/a.zip", "x.zip", "too-deep"), "too-deep"},
		"another member":            {aFinding("d/a.zip", member("x")), missing("d/a.zip", "xy", "encrypted"), "encrypted"},
		"a member of what was none": {aFinding("d/a.csv"), missing("d/a.csv", "a.csv", "encrypted"), "encrypted"},
		"a member of another file":  {aFinding("d/a.zip", member("x")), missing("d/b.zip", "x", "encrypted"), ""},
		"the folder":                {aFinding("d/e/a.csv"), missing("d", "", "unreadable"), "unreadable"},
		"a folder named alike":      {aFinding("d/e/a.csv"), missing("d/e/a", "", "unreadable"), ""},
		"in other case, by SMB":     {aFinding("D/a.csv"), missing("d", "", "unreadable"), "unreadable"},
		"the share":                 {aFinding("d/a.csv"), missing(".", "", "timeout"), "timeout"},
		"it does not say what":      {aFinding("d/a.csv"), func(_, now *Run) { now.Shares[0].Unexamined = 1; now.Complete = false }, UnclearIncomplete},
		"it does not even count":    {aFinding("d/a.csv"), func(_, now *Run) { now.Complete = false }, UnclearIncomplete},
		"another share":             {aFinding("d/a.csv"), func(_, now *Run) { now.Shares[0].URL = "smb://fs01/share2" }, UnclearShare},
		"no share":                  {aFinding("d/a.csv"), func(_, now *Run) { now.Shares = nil }, UnclearShare},
		"a folder of the share":     {aFinding("d/a.csv"), func(_, now *Run) { now.Shares[0].URL = "smb://fs01/share/d" }, ""},
		"another folder":            {aFinding("d/a.csv"), func(_, now *Run) { now.Shares[0].URL = "smb://fs01/share/e" }, UnclearShare},
		"the server":                {aFinding("d/a.csv"), func(_, now *Run) { now.Shares[0].URL = "smb://DOM;scan@FS01:445/" }, ""},
		"another port":              {aFinding("d/a.csv"), func(_, now *Run) { now.Shares[0].URL = "smb://fs01:4455/share" }, UnclearShare},
		"a share of administrators": {aFinding("d/a.csv", share("smb://fs01/c$")), func(old, now *Run) { old.Shares[0].URL = "smb://fs01/c$"; now.Shares[0].URL = "smb://fs01/" }, UnclearShare},
		"another account":           {aFinding("d/a.csv"), func(_, now *Run) { now.Shares[0].User = "guest" }, UnclearUser},
		"an account in other case":  {aFinding("d/a.csv"), func(_, now *Run) { now.Shares[0].User = "SVC" }, ""},
		"an empty share":            {aFinding("d/a.csv"), func(_, now *Run) { now.Shares[0].Files = 0 }, UnclearEmpty},
		"emptied, folders are left": {aFinding("d/a.csv"), func(_, now *Run) { now.Shares[0].Files, now.Shares[0].Directories = 0, 2 }, ""},
		"less confidence":           {aFinding("d/a.csv", sure("medium")), func(_, now *Run) { now.MinConfidence = "high" }, UnclearConfidence},
		"enough confidence":         {aFinding("d/a.csv"), func(_, now *Run) { now.MinConfidence = "high" }, ""},
		"of a merged run":           {aFinding("d/a.csv", sure("medium")), func(_, now *Run) { now.Parts = []Part{{RunRef: RunRef{MinConfidence: "high", Tool: now.Tool}}} }, UnclearConfidence},
		"other rules":               {aFinding("d/a.csv"), func(_, now *Run) { now.Tool.Rules = "sha256:ff" }, UnclearRules},
		"other rules in a part":     {aFinding("d/a.csv"), func(_, now *Run) { now.Parts = []Part{{RunRef: RunRef{Tool: Tool{Rules: "sha256:ff"}}}} }, UnclearRules},
		"another policy":            {aFinding("d/a.csv"), func(_, now *Run) { now.Tool.Policy = "sha256:ff" }, ""},
		"another zone":              {aFinding("d/a.csv"), func(_, now *Run) { now.Shares[0].Zone = "print" }, ""},
		"wrong order":               {aFinding("d/a.csv"), func(_, now *Run) { now.Started = monday.AddDate(0, 0, -1) }, UnclearOlder},
		"while the old one ran":     {aFinding("d/a.csv"), func(_, now *Run) { now.Started = monday.Add(time.Minute) }, UnclearOlder},
		"no OCR":                    {aFinding("d/a.pdf"), func(old, _ *Run) { old.Options = &Options{OCR: true} }, UnclearPictures},
		"no OCR of a text":          {aFinding("d/a.csv"), func(old, _ *Run) { old.Options = &Options{OCR: true} }, ""},
		"no OCR of a member":        {aFinding("d/a.zip", member("x.txt")), func(old, _ *Run) { old.Options = &Options{OCR: true} }, ""},
		"OCR":                       {aFinding("d/a.pdf"), func(old, now *Run) { old.Options = &Options{OCR: true}; now.Options = old.Options }, ""},
		"other layouts":             {aFinding("d/a.dat"), func(old, _ *Run) { old.Options = &Options{Layouts: "sha256:01"} }, UnclearLayouts},
		"no previous versions":      {aFinding("@GMT-2026.01.01-00.00.00/a.csv", func(f *Finding) { f.Place = "snapshot" }), func(_, _ *Run) {}, UnclearSnapshots},
		"previous versions": {aFinding("@GMT-2026.01.01-00.00.00/a.csv", func(f *Finding) { f.Place = "snapshot" }),
			func(_, now *Run) { now.Options = &Options{Snapshots: true} }, ""},
		"extract of another client": {aFinding("d/a.csv"), func(_, now *Run) { now.Client = "例示信用金庫" }, UnclearExtract},
		"clients may have changed": {aFinding("d/a.csv", client("例示信用金庫")), func(_, now *Run) {
			now.Client, now.Tool.Policy = "例示信用金庫", "sha256:ff"
		}, UnclearExtract},
		"extract of its client": {aFinding("d/a.csv", client("例示信用金庫")), func(_, now *Run) { now.Client = "例示信用金庫" }, ""},
		"names masked under two keys": {aFinding("d/a.csv"), func(old, now *Run) {
			Redact(old, []byte("1"))
			Redact(now, []byte("2"))
			old.Findings[0].Path = "d/a.csv" // to be recognised below
		}, UnclearRedacted},
		"names masked under a key that is not known": {aFinding("d/a.csv"), func(old, now *Run) { old.Redacted, now.Redacted = true, true }, UnclearRedacted},
		"names masked under one key": {aFinding("d/a.csv"), func(old, now *Run) {
			old.Redacted, now.Redacted, old.NamesKey, now.NamesKey = true, true, "k", "k"
		}, ""},
		"by an older program":                 {aFinding("d/a.csv"), func(_, now *Run) { now.Options = nil }, UnclearMethod},
		"found by an older program":           {aFinding("d/a.csv"), func(old, _ *Run) { old.Options = nil }, UnclearMethod},
		"OCR in some of the merged runs":      {aFinding("d/a.pdf"), func(old, _ *Run) { old.Options = &Options{OCRPartly: true} }, UnclearPictures},
		"masked names":                        {aFinding("d/a.csv"), func(_, now *Run) { now.Redacted = true }, UnclearRedacted},
		"a folder of the machine":             {aFinding("d/a.csv", share(local)), onBoth(local, func(_, _ *Run) {}), ""},
		"of another machine":                  {aFinding("d/a.csv", share(local)), onBoth(local, func(_, now *Run) { now.Cover.Host = "scan02" }), UnclearHost},
		"of a machine nobody named":           {aFinding("d/a.csv", share(local)), onBoth(local, func(_, now *Run) { now.Cover.Host = "" }), UnclearHost},
		"found by nobody knows which machine": {aFinding("d/a.csv", share(local)), onBoth(local, func(old, _ *Run) { old.Cover.Host = "" }), UnclearHost},
		"of a vendor":                         {aFinding("d/a.csv", share("例示印刷:smb://192.168.1.10/data")), vendors("例示印刷:smb://192.168.1.10/data"), ""},
		"of another vendor": {aFinding("d/a.csv", share("例示印刷:smb://192.168.1.10/data")), func(old, now *Run) {
			vendors("例示印刷:smb://192.168.1.10/data")(old, now)
			now.Shares[0].URL = "例示発送:smb://192.168.1.10/data"
		}, UnclearShare},
		"of one of two machines": {aFinding("d/a.csv", share(local)), onBoth(local, func(old, _ *Run) {
			old.Shares = append(old.Shares, Share{URL: local, Host: "scan02", Files: 1})
		}), UnclearHost},
		"a folder above":        {aFinding("d/a.csv", share(local)), onBoth(local, func(_, now *Run) { now.Shares[0].URL = "/srv" }), ""},
		"a name that begins so": {aFinding("d/a.csv", share(local)), onBoth(local, func(_, now *Run) { now.Shares[0].URL = "/srv/sha" }), UnclearShare},
		"the whole machine":     {aFinding("d/a.csv", share(local)), onBoth(local, func(_, now *Run) { now.Shares[0].URL = "/" }), ""},
	} {
		old, now := aRun(monday, test.f), aRun(monday.AddDate(0, 0, 7))
		test.change(old, now)
		Compare(old, now, "", "")
		want := "unclear " + test.f.Path + " " + test.want + "\n"
		if test.want == "" {
			want = "gone " + test.f.Path + " jp-name\n"
		}
		if got := said(now); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func missing(path, member, reason string) func(old, now *Run) {
	return func(_, now *Run) {
		now.Complete = false
		now.Shares[0].Unexamined = 1
		now.Unexamined = []Unexamined{{Share: now.Shares[0].URL, Path: path, Member: member, Reason: reason}}
	}
}

// vendors makes of two runs merged ones, which name no machine.
func vendors(share string) func(old, now *Run) {
	return onBoth(share, func(old, now *Run) {
		for _, r := range []*Run{old, now} {
			r.Cover.Host = ""
			r.Parts = []Part{{RunRef: RunRef{MinConfidence: r.MinConfidence, Tool: r.Tool}}}
		}
	})
}

func onBoth(share string, change func(old, now *Run)) func(old, now *Run) {
	return func(old, now *Run) {
		old.Shares[0].URL, now.Shares[0].URL = share, share
		change(old, now)
	}
}
