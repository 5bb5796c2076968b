package main

import (
	"github.com/shikiri/shikiri/extract"
	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/rules"
)

// layouts returns which layout the configuration has for a file, or nil if it
// has none at all. The patterns were checked when it was read.
func layouts(files []rules.HostFile) func(name string) *extract.Layout {
	type entry struct {
		match  func(string) bool
		layout *extract.Layout
	}
	var entries []entry
	for i := range files {
		l := hostLayout(&files[i])
		for _, p := range files[i].Paths {
			if match, err := netzone.Matcher(p); err == nil {
				entries = append(entries, entry{match, l})
			}
		}
	}
	if len(entries) == 0 {
		return nil
	}
	return func(name string) *extract.Layout {
		for _, e := range entries {
			if e.match(name) {
				return e.layout
			}
		}
		return nil
	}
}

func hostLayout(f *rules.HostFile) *extract.Layout {
	l := &extract.Layout{Encoding: f.Encoding, RecordLength: f.RecordLength}
	switch f.Records {
	case "variable":
		l.Records = extract.RecordsVariable
	case "lines":
		l.Records = extract.RecordsLines
	}
	types := map[string]extract.FieldType{"kanji": extract.FieldKanji, "zoned": extract.FieldZoned, "packed": extract.FieldPacked, "skip": extract.FieldSkip}
	for _, field := range f.Fields {
		l.Fields = append(l.Fields, extract.Field{Name: field.Name, Start: field.Start, Length: field.Length, Type: types[field.Type]})
	}
	return l
}
