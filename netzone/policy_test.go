package netzone

import "testing"

func TestDefault(t *testing.T) {
	p := Default()
	for _, test := range []struct {
		name    string
		allowed bool
	}{{"office", false}, {"print", true}} {
		z := p.Zone(test.name)
		if z == nil {
			t.Fatalf("Default has no zone %s", test.name)
		}
		if z.Allowed != test.allowed || z.Retention != 0 || z.Title == "" {
			t.Errorf("zone %s: allowed %t, retention %v, title %q; want %t, 0, a title", test.name, z.Allowed, z.Retention, z.Title, test.allowed)
		}
	}
	if len(p.Hash) != len("sha256:")+64 || p.Hash != Default().Hash {
		t.Errorf("Hash = %q, then %q; want the same sha256", p.Hash, Default().Hash)
	}
	if got := p.Check(day1); got != nil {
		t.Errorf("Check of the default policy = %v", got)
	}
}

func TestZoneMatchesExactly(t *testing.T) {
	p := Default()
	for _, name := range []string{"", "Office", "office ", "ｏｆｆｉｃｅ", "off"} {
		if z := p.Zone(name); z != nil {
			t.Errorf("Zone(%q) = %q, want none", name, z.Name)
		}
	}
	if z := p.Zone("print"); z != &p.Zones[1] {
		t.Errorf("Zone(print) = %p, want the policy's own %p", z, &p.Zones[1])
	}
}
