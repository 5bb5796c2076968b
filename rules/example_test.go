package rules

import (
	"strings"
	"testing"
	"time"
)

func TestExample(t *testing.T) {
	c, err := Parse("shikiri.yaml", Example(), today)
	if err != nil {
		t.Fatal(err)
	}
	if c.Warnings != nil || len(c.Policy.Zones) != 2 || c.FingerprintKeyFrom != "file:"+ExampleKey {
		t.Errorf("got %d zones, key from %q, warnings %q; want 2, file:%s, none", len(c.Policy.Zones), c.FingerprintKeyFrom, c.Warnings, ExampleKey)
	}
	Example()[0] = 'x'
	if Example()[0] == 'x' {
		t.Error("Example hands out its own bytes")
	}
}

// The lines of the example that are commented out must be right as well.
func TestExampleUncommented(t *testing.T) {
	var lines []string
	for line := range strings.Lines(string(Example())) {
		text := strings.TrimLeft(line, " ")
		for _, start := range []string{"# - ", "# exceptions:", "#   - kinds", "#     ", "#   encoding:", "#   record-length:", "#   fields:", "# max-", "# quiet-", "# timeout:",
			"# date-from: header", "# number:", "# revision:", "# title:", "# subject:", "# operator:",
			"# hosts:", "# gateway:", "# unused:", "# ports:", "# known-open:", "# rate:", "# retries:", "# time:"} {
			if strings.HasPrefix(text, start) && len(text) < len(line) {
				line = line[:len(line)-len(text)] + text[2:]
				break
			}
		}
		lines = append(lines, line)
	}
	c, err := Parse("shikiri.yaml", []byte(strings.Join(lines, "")), today)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Files) != 1 || len(c.Files[0].Fields) != 3 || c.Files[0].Fields[1] != (HostField{Name: "口座番号", Start: 41, Length: 4, Type: "packed"}) {
		t.Errorf("got files %+v, want one of three fields", c.Files)
	}
	exceptions := len(c.Policy.Zone("office").Exceptions)
	if exceptions != 1 || len(c.Shares) != 6 || len(c.Policy.Clients) != 2 || len(c.Policy.Flows) != 1 || c.Warnings != nil || c.Limits.OpsPerSecond != 200 {
		t.Errorf("%d exceptions, %d shares, %d clients, %d flows, warnings %q; want 1, 6, 2, 1, none",
			exceptions, len(c.Shares), len(c.Policy.Clients), len(c.Policy.Flows), c.Warnings)
	}
	z := c.Policy.Zone("print")
	if len(z.Hosts) != 2 || len(z.Gateways) != 1 || len(z.Unused) != 1 || len(c.Policy.Egress) != 3 || len(c.Policy.Flows[0].Ports) != 12 {
		t.Errorf("hosts %q, gateways %v, unused %v, egress %+v, flows %+v; want 2, 1, 1, 3, 12 ports", z.Hosts, z.Gateways, z.Unused, c.Policy.Egress, c.Policy.Flows)
	}
	if p := c.Probe; len(p.Ports) != 103 || len(p.KnownOpen) != 1 || p.Rate != 2000 || p.Retries == nil || p.Time != 30*time.Minute {
		t.Errorf("got probe %+v, want 103 ports, one that is open, rate 2000, retries, 30m", p)
	}
	if got, want := c.Policy.Zone("print").DateFrom.String(), `header "処理日[:：]\s*(\S+)"`; got != want {
		t.Errorf("the date of zone print is from %s, want %s", got, want)
	}
	if got, want := c.Policy.Clients[1].DateFrom.String(), `path "(\d{8})"`; got != want || c.Policy.Clients[1].Retention != 7*24*time.Hour {
		t.Errorf("the date of the second client is from %s, its retention %v; want %s, 7 days", got, c.Policy.Clients[1].Retention, want)
	}
	if want := (Report{"監-2026-09", 1, "2026年9月度 定期検査", "株式会社例示印刷", "例示 担当"}); c.Report != want {
		t.Errorf("got the cover %+v, want %+v", c.Report, want)
	}
}

// What the other policies have commented out for the cover must be right as well.
func TestPoliciesUncommented(t *testing.T) {
	for _, p := range Policies() {
		src, _ := Policy(p.Name)
		text := string(src)
		for _, key := range []string{"number", "revision", "title", "subject", "operator", "- customer-number"} {
			text = strings.Replace(text, "\n  # "+key, "\n  "+key, 1)
		}
		for _, key := range []string{"networks", "hosts", "unused"} {
			text = strings.Replace(text, "\n    # "+key+":", "\n    "+key+":", 1)
		}
		for _, key := range []string{"from: development", "host: canary"} {
			text = strings.Replace(text, "\n  # - {"+key, "\n  - {"+key, 1)
		}
		c, err := Parse("shikiri.yaml", []byte(text), today)
		if err != nil {
			t.Errorf("policy %s: %v", p.Name, err)
			continue
		}
		if c.Report.Number == "" || c.Report.Revision != 1 || c.Report.Subject == "" {
			t.Errorf("policy %s: got the cover %+v, want a number, revision 1 and a subject", p.Name, c.Report)
		}
	}
}
