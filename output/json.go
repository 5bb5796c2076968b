package output

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"

	"github.com/shikiri/shikiri/report"
)

func init() {
	register(&Format{
		Name:  "json",
		Ext:   ".json",
		Doc:   "the whole run, for programs and for shikiri report",
		Write: writeJSON,
	})
}

// writeBuffer is how much of a report is held before it is written.
const writeBuffer = 64 << 10

// writeJSON writes r as one indented JSON value. The form is a contract: see
// testdata/report.schema.json.
//
// The two lists that grow with the share are written entry by entry into the
// value of a run without them: a run of 100,000 findings is 70 MB of JSON, and
// an encoder holds a value whole, twice when it indents.
func writeJSON(w io.Writer, r *report.Run, _ Options) error {
	frame, err := marshalFrame(r)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(w, writeBuffer)
	for _, list := range []struct {
		key   string
		write func(*bufio.Writer) error
	}{
		{`"findings"`, func(out *bufio.Writer) error {
			var samples []report.Sample
			return writeList(out, r.Findings, func(f report.Finding) report.Finding {
				f.Samples, samples = withEvidence(f.Samples, samples)
				return f
			})
		}},
		{`"unexamined"`, func(out *bufio.Writer) error {
			return writeList(out, r.Unexamined, func(u report.Unexamined) report.Unexamined { return u })
		}},
	} {
		// A line begins so at the top only: what is inside stands further right,
		// and no string holds a line end.
		before, after, ok := bytes.Cut(frame, []byte("\n "+list.key+": []"))
		if !ok {
			return errors.New("write run: its form has no list " + list.key)
		}
		out.Write(before)
		out.WriteString("\n " + list.key + ": ")
		if err := list.write(out); err != nil {
			return err
		}
		frame = after
	}
	out.Write(frame) // kept by out, as the errors above: Flush returns it
	return out.Flush()
}

// marshalFrame returns the JSON form of r, with a line end, as if it had found
// nothing and examined everything.
func marshalFrame(r *report.Run) ([]byte, error) {
	c := *r
	c.Shares, c.Clients = list(r.Shares), list(r.Clients)
	c.Findings, c.Unexamined = []report.Finding{}, []report.Unexamined{}
	if r.Changes != nil {
		changes := *r.Changes
		changes.Gone, changes.Unclear = list(changes.Gone), list(changes.Unclear)
		changes.Bridges = slices.Clone(changes.Bridges)
		for i := range changes.Bridges {
			changes.Bridges[i].Bridge = wholeBridges([]report.Bridge{changes.Bridges[i].Bridge})[0]
		}
		c.Changes = &changes
	}
	c.Bridges, c.Exposures = wholeBridges(r.Bridges), wholeExposures(r.Exposures)
	c.Retention = slices.Clone(r.Retention)
	for i := range c.Retention {
		c.Retention[i].Ages = list(c.Retention[i].Ages)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", " ")
	enc.SetEscapeHTML(false) // <, > and & in a path stay what they are
	err := enc.Encode(&c)
	return b.Bytes(), err
}

// writeList writes entries, each as prepare returns it, as a list in the value
// of a run. It stops at the first error of out.
func writeList[T any](out *bufio.Writer, entries []T, prepare func(T) T) error {
	if len(entries) == 0 {
		_, err := out.WriteString("[]")
		return err
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("  ", " ")
	enc.SetEscapeHTML(false)
	separator := "[\n  "
	var entry T
	for i := range entries {
		entry = prepare(entries[i])
		b.Reset()
		if err := enc.Encode(&entry); err != nil {
			return err
		}
		out.WriteString(separator)
		if _, err := out.Write(bytes.TrimSuffix(b.Bytes(), []byte("\n"))); err != nil {
			return err
		}
		separator = ",\n  "
	}
	_, err := out.WriteString("\n ]")
	return err
}

// withEvidence returns samples with no list nil: a reader that loops over them
// must not meet null. It leaves samples alone; where something must change it
// returns a copy made in buf, and buf for the next time.
func withEvidence(samples, buf []report.Sample) (whole, reuse []report.Sample) {
	if !slices.ContainsFunc(samples, func(s report.Sample) bool { return s.Evidence == nil }) {
		return list(samples), buf
	}
	buf = append(buf[:0], samples...)
	for i := range buf {
		buf[i].Evidence = list(buf[i].Evidence)
	}
	return buf, buf
}

// wholeBridges returns bridges with no list nil, wholeExposures exposures.
func wholeBridges(all []report.Bridge) []report.Bridge {
	all = slices.Clone(all)
	for i := range all {
		all[i].Hosts, all[i].Zones = list(all[i].Hosts), list(all[i].Zones)
	}
	return all
}

func wholeExposures(all []report.Exposure) []report.Exposure {
	all = slices.Clone(all)
	for i := range all {
		all[i].Ports, all[i].Shares = list(all[i].Ports), list(all[i].Shares)
	}
	return all
}

func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
