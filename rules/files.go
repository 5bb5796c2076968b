package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/shikiri/shikiri/netzone"
)

// A HostFile says how the records of some files of hosts are read.
type HostFile struct {
	Paths        []string // patterns, as clients have them
	Encoding     string   // one of HostEncodings
	RecordLength int      // in bytes; 0: Records says where they end
	Records      string   // "variable" or "lines"; ""
	Fields       []HostField
}

// A HostField is a part of each record: a column.
type HostField struct {
	Name          string
	Start, Length int    // in bytes; the first is 1
	Type          string // one of HostTypes; never ""
}

// HostEncodings and HostTypes are what users may write.
var (
	HostEncodings = []string{"cp930", "cp939", "cp1390", "cp1399", "keis", "jef"}
	HostTypes     = []string{"text", "kanji", "zoned", "packed", "skip"}
	hostRecords   = []string{"variable", "lines"}
)

// longestHostRecord is what records on hosts have at most (z/OS: LRECL).
const longestHostRecord = 32760

func (d *decoder) hostFile(n ast.Node, at string) {
	var f HostFile
	before := len(d.problems)
	d.object(n, at, "a file", []key{
		{name: "paths", required: true, read: func(n ast.Node, at string) { f.Paths = d.patterns(n, at) }},
		{name: "encoding", required: true, read: func(n ast.Node, at string) { f.Encoding = d.oneOf(n, at, HostEncodings) }},
		{name: "record-length", read: func(n ast.Node, at string) { f.RecordLength = d.within(n, at, longestHostRecord) }},
		{name: "records", read: func(n ast.Node, at string) { f.Records = d.oneOf(n, at, hostRecords) }},
		{name: "fields", read: func(n ast.Node, at string) {
			d.list(n, at, true, func(n ast.Node, at string) { f.Fields = append(f.Fields, d.field(n, at)) })
		}},
	})
	if len(d.problems) == before {
		d.checkFile(n, at, &f)
	}
	d.config.Files = append(d.config.Files, f)
}

// checkFile tells what does not fit together.
func (d *decoder) checkFile(n ast.Node, at string, f *HostFile) {
	if f.RecordLength == 0 && f.Records == "" {
		d.fail(n, at, "a file needs record-length, or records", "records: variable has lengths before them, records: lines line ends of EBCDIC")
	}
	if f.RecordLength != 0 && f.Records != "" {
		d.fail(n, at, "a file has record-length or records, not both", "")
	}
	order := make([]int, len(f.Fields))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(f.Fields[a].Start, f.Fields[b].Start) })
	end := 0
	for _, i := range order {
		field, here := f.Fields[i], fmt.Sprintf("%s.fields[%d]", at, i)
		if field.Start <= end {
			d.add(d.places[here], fmt.Sprintf("the field begins at %d, within the one before it, which ends at %d", field.Start, end), "", false)
		}
		end = max(end, field.Start+field.Length-1)
		if f.RecordLength > 0 && end > f.RecordLength {
			d.add(d.places[here], fmt.Sprintf("the field ends at %d, behind the record of %d bytes", end, f.RecordLength), "", false)
		}
	}
}

func (d *decoder) field(n ast.Node, at string) HostField {
	f := HostField{Type: HostTypes[0]}
	d.object(n, at, "a field", []key{
		{name: "name", read: func(n ast.Node, at string) { f.Name, _ = d.text(n, at) }},
		{name: "start", required: true, read: func(n ast.Node, at string) { f.Start = d.within(n, at, longestHostRecord) }},
		{name: "length", required: true, read: func(n ast.Node, at string) { f.Length = d.within(n, at, longestHostRecord) }},
		{name: "type", read: func(n ast.Node, at string) { f.Type = d.oneOf(n, at, HostTypes) }},
	})
	if f.Type == "kanji" && f.Length%2 != 0 {
		d.fail(n, at, fmt.Sprintf("a field of kanji has two bytes for each, not %d in all", f.Length), "")
	}
	return f
}

// patterns reads patterns of paths.
func (d *decoder) patterns(n ast.Node, at string) []string {
	list := d.texts(n, at)
	for i, p := range list {
		if err := netzone.CheckPattern(p); err != nil {
			d.add(d.places[fmt.Sprintf("%s[%d]", at, i)], fmt.Sprintf("bad pattern %q: %v", p, err), "", false)
		}
	}
	return list
}

// within reads a number from 1 to most.
func (d *decoder) within(n ast.Node, at string, most int) int {
	v, ok := d.number(n, at)
	if ok && (v < 1 || v > most) {
		d.fail(n, at, fmt.Sprintf("%s %d is out of range", lastKey(at), v), fmt.Sprintf("it is 1 to %d", most))
		return 1
	}
	return v
}

// oneOf reads one of some words.
func (d *decoder) oneOf(n ast.Node, at string, words []string) string {
	v, ok := d.text(n, at)
	if ok && !slices.Contains(words, v) {
		d.fail(n, at, fmt.Sprintf("%s %q is not known", lastKey(at), v), "it is one of "+strings.Join(words, ", "))
	}
	return v
}
