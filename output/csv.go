package output

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/shikiri/shikiri/report"
)

func init() {
	register(&Format{
		Name:  "csv",
		Ext:   ".csv",
		Doc:   "a row for each finding, each unexamined file and each target of a probe, for Excel",
		Write: writeCSV,
	})
}

// csvHeader names the columns. The column row says what a row is: "finding",
// "unexamined", or "end" for the last, which says in reason whether the run was
// complete. Of the samples a row shows the first. New columns come last: scripts
// may count them. What a probe tells is in pathHeader.
var csvHeader = []string{
	"row", "verdict", "zone", "share", "client", "path", "member", "kind", "masked", "confidence",
	"count", "records", "people", "modified", "age_days", "why", "part", "line", "column", "excerpt", "evidence",
	"reason", "detail", "id", "place", "owner", "readers", "cell",
	"dated", "dated_by", "exception", "state", "fingerprint",
}

// writeCSV writes UTF-8 with a byte order mark and CRLF, which is what Excel
// in Japan reads without asking.
func writeCSV(w io.Writer, r *report.Run, _ Options) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	header := csvColumns(r)
	row := make(csvRow, len(header))
	cells := make([]string, len(header))
	write := func() {
		for i, name := range header {
			cells[i] = inert(row[name])
		}
		clear(row)
		_ = out.Write(cells) // kept: Error returns it
	}
	_ = out.Write(header)
	for i := range r.Findings {
		findingRow(row, &r.Findings[i])
		write()
	}
	pathRows(r, row, write)
	for _, u := range r.Unexamined {
		row["row"], row["share"], row["path"], row["member"] = "unexamined", u.Share, u.Path, u.Member
		row["zone"], row["reason"], row["detail"] = zoneOf(r, u.Share), u.Reason, u.Detail
		write()
	}
	row["row"], row["reason"], row["detail"] = "end", completeness(r), "exit code "+strconv.Itoa(r.ExitCode)
	if r.Probed() {
		row["verdict"], _ = judge(r)
	}
	write()
	out.Flush()
	return out.Error()
}

func findingRow(row csvRow, f *report.Finding) {
	row["row"] = "finding"
	row["verdict"], row["zone"], row["share"], row["client"] = f.Verdict, f.Zone, f.Share, f.Client
	row["path"], row["member"], row["kind"] = f.Path, f.Member, f.Kind
	row["masked"], row["confidence"] = strconv.FormatBool(f.Masked), f.Confidence
	row["count"], row["records"] = strconv.FormatInt(f.Count, 10), strconv.FormatInt(f.Records, 10)
	row["people"], row["age_days"] = strconv.FormatInt(f.People, 10), strconv.FormatInt(f.AgeDays, 10)
	row["modified"] = f.Modified.Format(time.RFC3339)
	row["why"], row["id"] = f.Why, f.ID
	row["place"], row["owner"], row["readers"] = f.Place, f.Owner, strings.Join(f.Readers, "; ")
	row["dated_by"], row["exception"], row["state"], row["fingerprint"] = f.DatedBy, f.Exception, f.State, f.Fingerprint
	if f.Dated != nil {
		row["dated"] = f.Dated.Format(time.RFC3339)
	}
	if len(f.Samples) == 0 {
		return
	}
	s := f.Samples[0]
	row["part"], row["cell"], row["excerpt"], row["evidence"] = s.Part, s.Cell, s.Excerpt, strings.Join(s.Evidence, "; ")
	if s.Line > 0 {
		row["line"] = strconv.Itoa(s.Line)
	}
	if s.Column > 0 {
		row["column"] = strconv.Itoa(s.Column)
	}
}

// completeness says in a word whether r can be trusted to be all there is.
func completeness(r *report.Run) string {
	switch {
	case r.Interrupted:
		return "interrupted"
	case !r.Complete:
		return "incomplete"
	}
	return "complete"
}

// zoneOf returns the zone of a share of r, or "" if the share lies in several.
func zoneOf(r *report.Run, share string) string {
	zone := ""
	for _, s := range r.Shares {
		if s.URL != share {
			continue
		}
		if zone != "" && zone != s.Zone {
			return ""
		}
		zone = s.Zone
	}
	return zone
}

// inert returns cell such that no spreadsheet takes it for a formula (CWE-1236):
// whoever names a file chooses what the reader of the report would run. Excel
// in Japan takes the full-width signs too, and skips white space before them.
func inert(cell string) string {
	first, _ := utf8.DecodeRuneInString(cell)
	sign, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(cell, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
	}))
	if first != '\t' && first != '\r' && (sign == utf8.RuneError || !strings.ContainsRune("=+-@＝＋－＠", sign)) {
		return cell
	}
	if _, err := strconv.ParseInt(cell, 10, 64); err == nil {
		return cell // a negative number stays a number
	}
	return "'" + cell
}
