package report

import "testing"

func TestPorts(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "445": "445", "80,22": "22,80", "21-23,24,22": "21-24", "139,140": "139-140", "1-65535": "1-65535", " 80 , 443": "80,443",
		"x,22,70000,9-3,-1,1-,80": "22,80",
	} {
		if got := ParsePorts(text).String(); got != want {
			t.Errorf("ports %q: got %q, want %q", text, got, want)
		}
	}
	for _, test := range []struct{ p, q, both, without string }{
		{"20-30", "22,25-26", "22,25-26", "20-21,23-24,27-30"},
		{"22,80", "1-65535", "22,80", ""},
		{"0-65535", "0,65535", "0,65535", "1-65534"},
		{"22", "", "", "22"},
	} {
		p, q := ParsePorts(test.p), ParsePorts(test.q)
		if got := p.Both(q).String(); got != test.both {
			t.Errorf("%s and %s: got %q in both, want %q", test.p, test.q, got, test.both)
		}
		if got := p.Without(q).String(); got != test.without {
			t.Errorf("%s without %s: got %q, want %q", test.p, test.q, got, test.without)
		}
	}
}

// Each port is in what both have or in what is left, never in two.
func FuzzPorts(f *testing.F) {
	f.Add("21-23,80", "22,443")
	f.Add("0-65535", "65535")
	f.Fuzz(func(t *testing.T, a, b string) {
		p, q := ParsePorts(a), ParsePorts(b)
		if again := ParsePorts(p.String()).String(); again != p.String() {
			t.Fatalf("ports %q: got %q, read again %q", a, p, again)
		}
		both, left := p.Both(q), p.Without(q)
		if both.Count()+left.Count() != p.Count() {
			t.Errorf("%q and %q: got %d in both and %d left of %d", p, q, both.Count(), left.Count(), p.Count())
		}
		for _, port := range []uint16{0, 1, 22, 80, 443, 65535} {
			if both.Has(port) != (p.Has(port) && q.Has(port)) || left.Has(port) != (p.Has(port) && !q.Has(port)) {
				t.Errorf("%q and %q: port %d is in the wrong part (%q, %q)", p, q, port, both, left)
			}
		}
	})
}
