package report

import "testing"

// Only a run that looked everywhere and found nothing is conforming. A share in
// which nothing at all was met may not be mounted; one whose folders are empty was
// looked at.
func TestJudge(t *testing.T) {
	seen := Share{Files: 3, Scanned: 3, Directories: 1}
	for name, test := range map[string]struct {
		run  Run
		want string
	}{
		"clean":                      {Run{Complete: true, Shares: []Share{seen}}, "conforming"},
		"emptied share":              {Run{Complete: true, Shares: []Share{seen, {Directories: 2}}}, "conforming"},
		"share that is not mounted":  {Run{Complete: true, Shares: []Share{seen, {Directories: 1}}}, "incomplete empty"},
		"no files at all":            {Run{Complete: true, Shares: []Share{{Directories: 9}}}, "incomplete empty"},
		"no shares":                  {Run{Complete: true}, "incomplete empty"},
		"not all examined":           {Run{Shares: []Share{seen}}, "incomplete unexamined"},
		"interrupted":                {Run{Interrupted: true, Shares: []Share{seen}}, "incomplete interrupted"},
		"overdue, not all examined":  {Run{Shares: []Share{seen}, Summary: Summary{Overdue: 1}}, "nonconforming overdue"},
		"verdict of a later version": {Run{Complete: true, Shares: []Share{seen}, Findings: []Finding{{Verdict: "worse"}}}, "nonconforming violation"},
		"allowed":                    {Run{Complete: true, Shares: []Share{seen}, Findings: []Finding{{Verdict: "allowed"}}}, "conforming"},
	} {
		got, why := test.run.Judge()
		if why != "" {
			got += " " + why
		}
		if got != test.want {
			t.Errorf("%s: got %s, want %s", name, got, test.want)
		}
	}
}
