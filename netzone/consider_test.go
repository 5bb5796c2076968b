package netzone

import (
	"strings"
	"testing"
)

func TestConsider(t *testing.T) {
	p := &Policy{Zones: []Zone{{Name: "office", Exceptions: []Exception{
		{Kinds: []string{"phone"}, Until: date(2027, 3, 31)},
		{Kinds: []string{"email"}, Paths: []string{"営業/**"}, Until: date(2027, 3, 31)},
		{Kinds: []string{"email"}, Paths: []string{"人事/**"}, Until: date(2020, 3, 31), ApprovedBy: "部長", Why: "例"},
		{Until: date(2027, 3, 31)},
	}}}}
	var got []string
	for _, c := range p.Consider("office", Subject{Kind: "email", Personal: true, Path: "人事/a.txt"}, day1) {
		got = append(got, c.Result.String())
	}
	if got, want := strings.Join(got, " "), "other-kind other-path ended applies"; got != want {
		t.Errorf("Consider = %s, want %s", got, want)
	}
	if got := p.Consider("office", Subject{Kind: "company-name"}, day1); got != nil {
		t.Errorf("Consider of what is not personal = %v, want none", got)
	}
	if got, want := p.Zones[0].Exceptions[2].String(), "email in 人事/** until 2020-03-31 by 部長: 例"; got != want {
		t.Errorf("String = %q, want %q", got, want)
	}
	if got, want := p.Zones[0].Exceptions[3].String(), "all kinds in all paths until 2027-03-31"; got != want {
		t.Errorf("String = %q, want %q", got, want)
	}
}

func TestMatcher(t *testing.T) {
	match, err := Matcher("人事/**/*.csv")
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]bool{"人事/a/b.csv": true, "人事/b.csv": true, "営業/b.csv": false} {
		if got := match(path); got != want {
			t.Errorf("match(%s) = %t, want %t", path, got, want)
		}
	}
	if _, err := Matcher("["); err == nil {
		t.Error("Matcher of [: no error")
	}
}
