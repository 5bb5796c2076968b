package scan

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"html"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/shikiri/shikiri/crawl"
	"github.com/shikiri/shikiri/report"
)

// workbook packs tables of comma-separated lines into a workbook, a sheet each.
func workbook(tb testing.TB, tables ...string) []byte {
	tb.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	add := func(name, text string) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	const main, office = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	var sheets, links strings.Builder
	for i, table := range tables {
		fmt.Fprintf(&sheets, `<sheet name="表%d" sheetId="%d" r:id="r%d"/>`, i+1, i+1, i+1)
		fmt.Fprintf(&links, `<Relationship Id="r%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, office, i+1)
		var rows strings.Builder
		for line := range strings.Lines(table) {
			rows.WriteString("<row>")
			for cell := range strings.SplitSeq(strings.TrimSpace(line), ",") {
				rows.WriteString(`<c t="inlineStr"><is><t>` + html.EscapeString(cell) + `</t></is></c>`)
			}
			rows.WriteString("</row>")
		}
		add(fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), `<worksheet xmlns="`+main+`"><sheetData>`+rows.String()+`</sheetData></worksheet>`)
	}
	add("xl/workbook.xml", `<workbook xmlns="`+main+`" xmlns:r="`+office+`"><sheets>`+sheets.String()+`</sheets></workbook>`)
	add("xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`+links.String()+`</Relationships>`)
	add("[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`)
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// columns returns some columns of a table.
func columns(table string, which ...int) string {
	var b strings.Builder
	for line := range strings.Lines(table) {
		cells := strings.Split(strings.TrimSpace(line), ",")
		for i, c := range which {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(cells[c])
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// twoZones writes a print share with two lists, and an office share with copies
// of them and others.
func twoZones(tb testing.TB, dir string) {
	first, second := people(0, 900), people(2000, 400)
	write := func(name string, data []byte) { writeFile(tb, filepath.Join(dir, filepath.FromSlash(name)), data) }
	write("print/甲/宛名.csv", []byte(first))
	write("print/乙/宛名.csv", []byte(second))
	write("office/同じ.xlsx", workbook(tb, columns(first, 1, 0)))
	write("office/二つの表.xlsx", workbook(tb, second, people(5000, 300)))
	write("office/cut.zip", []byte(zipOf(tb, "a.csv", people(100, 50))))
	write("office/ほか.csv", []byte(people(7000, 600)))
	settleTimes(tb, dir)
}

// twoShares is the configuration of a scan of what twoZones wrote.
func twoShares(tb testing.TB, dir string) Config {
	tb.Helper()
	cfg := shareConfig(tb, filepath.Join(dir, "office"))
	source, err := crawl.Open(context.Background(), filepath.Join(dir, "print"), crawl.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { source.Close() })
	cfg.Shares = append(cfg.Shares, Share{URL: filepath.Join(dir, "print"), Zone: "print", Source: source})
	cfg.Now = func() time.Time { return longAgo.AddDate(0, 2, 0) }
	return cfg
}

var wantCopies = []string{
	"cut.zip a.csv is cut of 甲/宛名.csv: 50 of 900, 50",
	"二つの表.xlsx  is within of 乙/宛名.csv: 400 of 400, 700",
	"同じ.xlsx  is whole of 甲/宛名.csv: 900 of 900, 900",
}

func copiesOf(run *report.Run) (all []string) {
	for _, c := range run.Copies {
		all = append(all, fmt.Sprintf("%s %s is %s of %s: %d of %d, %d", c.Copy.Path, c.Copy.Member, c.Extent, c.Original.Path, c.Both, c.OriginalPeople, c.CopyPeople))
	}
	slices.Sort(all)
	return all
}

// Copies are found in workbooks and archives, and people in both zones counted:
// in a first scan, in one that knows the files from its state, and if files had
// to be read again.
func TestRunOfTwoZones(t *testing.T) {
	dir, stateDir := t.TempDir(), filepath.Join(t.TempDir(), "state")
	twoZones(t, dir)
	for _, step := range []string{"plain", "with a key", "faults", "new state", "known state"} {
		cfg := twoShares(t, dir)
		switch step {
		case "with a key":
			cfg.Key = []byte("0123456789abcdef0123456789abcdef")
		case "faults":
			for i, name := range []string{"ほか.csv", "甲/宛名.csv"} {
				cfg.Shares[i].Source = newFaulty(cfg.Shares[i].Source, syscall.EIO, map[string][]int64{name: {12_000}})
			}
		case "new state", "known state":
			cfg.State = stateDir
		}
		run := mustRun(t, cfg)
		if got := copiesOf(run); !slices.Equal(got, wantCopies) {
			t.Errorf("%s: got copies\n%s\nwant\n%s", step, strings.Join(got, "\n"), strings.Join(wantCopies, "\n"))
		}
		want := []report.Shared{{Closed: "print", Open: "office", People: 1300, Both: 1300}}
		if !slices.Equal(run.Shared, want) {
			t.Errorf("%s: got shared %+v, want %+v", step, run.Shared, want)
		}
		var counts []int64
		for _, z := range run.Zones {
			counts = append(counts, z.People)
		}
		if !slices.Equal(counts, []int64{2200, 1300}) || run.Summary.Distinct != 2200 {
			t.Errorf("%s: got people by zone %v, %d in all, want [2200 1300], 2200", step, counts, run.Summary.Distinct)
		}
		if unchanged := run.Shares[0].Unchanged > 0; unchanged != (step == "known state") {
			t.Errorf("%s: files known from the state: got %v", step, unchanged)
		}
	}
}

// A file in another format has the fingerprint of the original, from run to run
// and only with a key.
func TestFingerprintsOfFindings(t *testing.T) {
	dir := t.TempDir()
	twoZones(t, dir)
	prints := func(key string) map[string]string {
		cfg := twoShares(t, dir)
		if key != "" {
			cfg.Key = []byte(key)
		} else {
			cfg.State = filepath.Join(t.TempDir(), "state") // its key is none that can be compared
		}
		all := make(map[string]string)
		for _, f := range mustRun(t, cfg).Findings {
			all[f.Zone+"/"+f.Path] = f.Fingerprint
		}
		return all
	}
	first, again, other := prints("0123456789abcdef"), prints("0123456789abcdef"), prints("another key of 24 bytes!")
	copied, original := "office/同じ.xlsx", "print/甲/宛名.csv"
	if first[copied] == "" || first[copied] != first[original] || first[copied] != again[original] {
		t.Errorf("copy: got %q, original %q, again %q, want one fingerprint", first[copied], first[original], again[original])
	}
	if first["office/ほか.csv"] == first[copied] || other[copied] == first[copied] {
		t.Errorf("got %q for other people, %q with another key, want others than %q", first["office/ほか.csv"], other[copied], first[copied])
	}
	for name, print := range prints("") {
		if print != "" {
			t.Errorf("%s has a fingerprint without a key", name)
		}
	}
}
