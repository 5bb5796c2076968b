package extract

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/shikiri/shikiri/extract/hostcode"
)

// A Layout is how the records of a host's file are read, as its owner says.
type Layout struct {
	Encoding string // one of Encodings
	// RecordLength is how many bytes a record has; 0: Records says where they end.
	RecordLength int
	Records      Records
	Fields       []Field // in any order; none: columns are found by what stands in them
}

// Records are ways to tell where records end that are not all as long.
type Records uint8

const (
	RecordsFixed    Records = iota // they are: Layout.RecordLength
	RecordsVariable                // a record descriptor word is before each
	RecordsLines                   // a line end, 0x15 or 0x25, is after each
)

// A Field is a part of each record.
type Field struct {
	Name          string // of the column, as a header has it; may be ""
	Start, Length int    // in bytes; the first is 1
	Type          FieldType
}

// A FieldType says what bytes of a field are.
type FieldType uint8

const (
	FieldText   FieldType = iota // characters of one byte, and of two between shift codes
	FieldKanji                   // characters of two bytes without shift codes
	FieldZoned                   // digits, with a sign in the last
	FieldPacked                  // digits of four bits with a sign behind
	FieldSkip                    // nothing to be read
)

// Encodings returns the names that Layout.Encoding may have.
func Encodings() []string { return hostcode.Names() }

// extractLayout reads a file as its owner says.
func extractLayout(ctx context.Context, f *File, l *Layout, out Out) error {
	h := hostReader{r: f.Reader, buf: make([]byte, hostSample+hostRecord)}
	h.fill()
	file, err := l.file(h.buf[:min(h.n, hostSample)])
	if err != nil {
		return err
	}
	return h.run(ctx, file, out)
}

// file is how a file is read that begins with head.
func (l *Layout) file(head []byte) (*hostFile, error) {
	code, ok := hostcode.Find(l.Encoding)
	if !ok {
		return nil, fmt.Errorf("read records of a host: encoding %s is not known", l.Encoding)
	}
	file := &hostFile{code: code, cut: hostCut{how: hostFixed, size: max(l.RecordLength, 1)}}
	switch l.Records {
	case RecordsVariable:
		file.cut = hostCut{how: hostWords}
		if how, ok := sniffWords(head); ok {
			file.cut.how = how
		}
	case RecordsLines:
		file.cut = hostCut{how: hostLines}
	}
	if len(l.Fields) == 0 {
		records := file.sample(head)
		file.segments = segmentHost(records, code.Scheme)
		file.findColumns(records)
		return file, nil
	}
	file.place(l)
	return file, nil
}

// place makes a segment of each field, and of what is between fields: it is text
// until somebody says that it is to be skipped.
func (f *hostFile) place(l *Layout) {
	fields := slices.SortedFunc(slices.Values(l.Fields), func(a, b Field) int { return cmp.Compare(a.Start, b.Start) })
	add := func(from, to int, kind hostKind, name string) {
		f.segments = append(f.segments, hostSegment{from: from, to: to, kind: kind, cuts: []int{from}})
		f.names = append(f.names, name)
	}
	at := 0
	for _, field := range fields {
		from, to := field.Start-1, field.Start-1+field.Length
		if from > at {
			add(at, from, hostText, "")
		}
		kind := map[FieldType]hostKind{FieldKanji: hostKanji, FieldPacked: hostPacked, FieldSkip: hostSkip}[field.Type]
		add(from, to, kind, field.Name)
		if field.Type == FieldZoned {
			f.segments[len(f.segments)-1].signed = []int{to - 1}
		}
		at = max(at, to)
	}
	if l.RecordLength > at {
		add(at, l.RecordLength, hostText, "")
	}
}
