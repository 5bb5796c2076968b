package output

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/shikiri/shikiri/report"
)

func init() {
	register(&Format{
		Name:   "prometheus",
		Ext:    ".prom",
		Doc:    "numbers for the textfile collector of Prometheus",
		Public: true,
		Write:  writePrometheus,
	})
}

// writePrometheus writes the text format of Prometheus, version 0.0.4, as the
// textfile collector of node_exporter reads it. It holds numbers, names of zones,
// shares, clients and kinds, and no paths. Of a probe it names zones only. What a time series is named after
// exists in any run, so that a value that is gone falls to 0 and an alert ends.
// https://prometheus.io/docs/instrumenting/exposition_formats/
func writePrometheus(w io.Writer, r *report.Run, _ Options) error {
	m := &metrics{Writer: bufio.NewWriter(w), run: r}
	m.whole()
	if onlyProbed := r.Probed() && len(r.Shares) == 0; !onlyProbed { // it has looked at no file: 0 findings would be a lie
		m.coverage()
		m.found()
		m.ages()
	}
	if r.Probed() {
		m.paths()
	}
	m.end()
	return m.Flush()
}

type metrics struct {
	*bufio.Writer
	run    *report.Run
	series []string           // of the family in hand, in their order
	values map[string]float64 // by series
	merge  func(a, b float64) float64
	labels []string // of all in hand
}

// end writes the series of the family in hand. A series that stands twice makes
// the collector refuse the whole file, and names may be alike once they are made
// valid or hidden: their values are
// merged, which is added up unless the family says otherwise.
func (m *metrics) end() {
	for _, s := range m.series {
		fmt.Fprintf(m, "%s %s\n", s, strconv.FormatFloat(m.values[s], 'f', -1, 64))
	}
	m.series, m.values = m.series[:0], map[string]float64{}
}

// family begins a metric.
func (m *metrics) family(name, help string) {
	m.end()
	m.merge = func(a, b float64) float64 { return a + b }
	fmt.Fprintf(m, "# HELP shikiri_%s %s\n# TYPE shikiri_%s gauge\n", name, help, name) // kept, as all errors here: Flush returns it
}

// value writes a value of the metric name; labels are names and values in turn.
func (m *metrics) value(name string, v float64, labels ...string) {
	var b strings.Builder
	b.WriteString("shikiri_" + name)
	labels = append(labels, m.labels...)
	for i := 0; i < len(labels); i += 2 {
		fmt.Fprintf(&b, "%s%s=\"%s\"", []string{"{", ","}[min(i, 1)], labels[i], escapeLabel(labels[i+1]))
	}
	if len(labels) > 0 {
		b.WriteByte('}')
	}
	series := b.String()
	if before, there := m.values[series]; there {
		v = m.merge(before, v)
	} else {
		m.series = append(m.series, series)
	}
	m.values[series] = v
}

var labelEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

func escapeLabel(s string) string { return labelEscapes.Replace(strings.ToValidUTF8(s, "\uFFFD")) }

func is(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// whole tells of the run as a whole. What a probe tells has a label: beside the
// file of a scan the same series would stand twice, and the collector takes neither.
func (m *metrics) whole() {
	r := m.run
	if r.Probed() && len(r.Shares) == 0 {
		m.labels = []string{"from", r.From}
		defer func() { m.labels = nil }()
	}
	m.family("run_timestamp_seconds", "When the scan ended.")
	m.value("run_timestamp_seconds", float64(r.Finished.Unix()))
	conformity, _ := judge(r)
	if r.Complete && !r.Interrupted && !r.Unproved() && !(r.Probed() && conformity == report.Incomplete) {
		m.family("last_success_timestamp_seconds", "When a scan last examined everything. Not there: this one did not.")
		m.value("last_success_timestamp_seconds", float64(r.Finished.Unix()))
	}
	m.family("run_duration_seconds", "How long the scan took.")
	m.value("run_duration_seconds", r.Finished.Sub(r.Started).Seconds())
	m.family("exit_code", "0 nothing wrong, 1 violation or overdue, 3 something was not examined, 130 interrupted.")
	m.value("exit_code", float64(r.ExitCode))
	m.family("complete", "1 if everything in scope was examined.")
	m.value("complete", is(r.Complete && !r.Interrupted))
	m.family("conformity", "1 for how the run is judged.")
	for _, c := range []string{report.Conforming, report.Incomplete, report.Nonconforming} {
		m.value("conformity", is(c == conformity), "is", c)
	}
	m.family("info", "What made the report.")
	m.value("info", 1, "version", r.Tool.Version, "rules", r.Tool.Rules, "policy", r.Tool.Policy)
	if r.Client != "" || r.Redacted {
		m.family("edition", "1: the run is not shown as a whole, but as the extract for a client, or with masked names.")
		m.value("edition", 1, "client", r.Client, "redacted", strconv.FormatBool(r.Redacted))
	}
}

// coverage tells what was looked at.
func (m *metrics) coverage() {
	r := m.run
	m.family("files", "Files of a share: examined, or not, or only partly.")
	type sum struct{ files, scanned int64 }
	zones, names := map[string]*sum{}, []string{}
	for _, s := range r.Shares {
		m.value("files", float64(s.Scanned), "zone", s.Zone, "share", s.URL, "state", "examined")
		m.value("files", float64(s.Unexamined), "zone", s.Zone, "share", s.URL, "state", "not-examined")
		if zones[s.Zone] == nil {
			zones[s.Zone] = new(sum)
			names = append(names, s.Zone)
		}
		zones[s.Zone].files += s.Files
		zones[s.Zone].scanned += s.Scanned
	}
	m.family("coverage_ratio", "Files examined to the end, of all; 0 if there were none.")
	m.merge = math.Min
	for _, z := range names {
		ratio := 0.0
		if s := zones[z]; s.files > 0 {
			ratio = float64(s.scanned) / float64(s.files)
		}
		m.value("coverage_ratio", ratio, "zone", z)
	}
	m.family("unexamined", "Entries of the list of what was not examined, by reason.")
	counts := map[string]int64{}
	for _, x := range missed(r) {
		counts[x.Reason] = x.Files
	}
	reasons := make([]string, 0, len(english.Reasons))
	for reason := range english.Reasons {
		reasons = append(reasons, reason)
	}
	for reason := range counts {
		if !slices.Contains(reasons, reason) {
			reasons = append(reasons, reason)
		}
	}
	slices.Sort(reasons)
	for _, reason := range reasons {
		m.value("unexamined", float64(counts[reason]), "reason", reason)
	}
}

// found tells how much was found.
func (m *metrics) found() {
	r := m.run
	x := newMatrix(r)
	for _, s := range r.Shares {
		if !slices.Contains(x.Zones, s.Zone) {
			x.Zones = append(x.Zones, s.Zone)
		}
	}
	kinds := slices.Clone(kindOrder)
	for _, k := range x.Kinds {
		if !slices.Contains(kinds, k) {
			kinds = append(kinds, k)
		}
	}
	for _, family := range []struct {
		name, help string
		of         func(crossing) int64
	}{
		{"violations", "Findings (a kind of data in a file) where personal data must not be.", func(c crossing) int64 { return c.Violations }},
		{"overdue", "Findings past their retention.", func(c crossing) int64 { return c.Overdue }},
		{"allowed", "Findings that may be where they are.", func(c crossing) int64 { return c.Fine }},
	} {
		m.family(family.name, family.help)
		for _, z := range x.Zones {
			for _, k := range kinds {
				m.value(family.name, float64(family.of(x.at(z, k))), "zone", z, "kind", k)
			}
		}
	}
	m.family("records", "Records (nobe) of a client in a zone; without a client, of files that are nobody's.")
	for _, c := range r.Clients {
		m.value("records", float64(c.Records), "zone", c.Zone, "client", c.Client)
	}
	m.family("people", "Distinct people (nayose) of a client in a zone.")
	for _, c := range r.Clients {
		m.value("people", float64(c.People), "zone", c.Zone, "client", c.Client)
	}
	m.family("shared_people", "People of a client in a zone that allows personal data who are also in one that forbids it.")
	for _, s := range r.Shared {
		m.value("shared_people", float64(s.Both), "closed", s.Closed, "open", s.Open, "client", s.Client)
	}
	m.family("exceptions", "Exceptions of the policy, by state.")
	states := map[string]int{"active": 0, "expiring": 0, "ended": 0}
	for _, e := range r.Exceptions {
		states[e.State]++
	}
	for _, s := range []string{"active", "expiring", "ended"} {
		m.value("exceptions", float64(states[s]), "state", s)
	}
	if c := r.Changes; c != nil {
		m.family("changes", "Findings since the run it was compared with.")
		for _, v := range []struct {
			state string
			n     int64
		}{{"new", c.Added}, {"grown", c.Grown}, {"remaining", c.Remaining}, {"moved", c.Moved}, {"gone", int64(len(c.Gone))}, {"unclear", int64(len(c.Unclear))}} {
			m.value("changes", float64(v.n), "state", v.state)
		}
	}
}

// ages tells how old the files with personal data are.
func (m *metrics) ages() {
	all := m.run.Retention
	for _, x := range []struct {
		name, help string
		of         func(*report.Retention) float64
	}{
		{"personal_files", "Files with personal data.", func(t *report.Retention) float64 { return float64(t.Files) }},
		{"overdue_files", "Files with personal data past their retention.", func(t *report.Retention) float64 { return float64(t.Overdue) }},
		{"oldest_age_days", "Age of the oldest file with personal data.", func(t *report.Retention) float64 { return float64(t.OldestDays) }},
		{"retention_days", "Days that personal data is kept; 0 is without end, or not at all.", func(t *report.Retention) float64 { return float64(t.Days) }},
		{"deletion_stopped", "1 if automatic deletion has probably stopped.", func(t *report.Retention) float64 { return is(t.StoppedSince != nil) }},
	} {
		m.family(x.name, x.help)
		if !strings.HasSuffix(x.name, "_files") {
			m.merge = math.Max
		}
		for i := range all {
			m.value(x.name, x.of(&all[i]), "zone", all[i].Zone, "client", all[i].Client)
		}
	}
}
