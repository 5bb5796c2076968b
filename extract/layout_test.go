package extract

import (
	"bytes"
	"context"
	"slices"
	"testing"
)

// rowsTaker writes down rows of cells.
type rowsTaker struct{ rows [][]string }

func (r *rowsTaker) Text(b *Block) error {
	t := b.Table
	for i := 0; t != nil && i+1 < len(t.Rows); i++ {
		var row []string
		for c := t.Rows[i]; c < t.Rows[i+1]; c++ {
			row = append(row, string(b.Text[t.Cells[2*c]:t.Cells[2*c+1]]))
		}
		r.rows = append(r.rows, row)
	}
	return nil
}
func (r *rowsTaker) Member(*File) error { return nil }
func (r *rowsTaker) Skip(string, Skip)  {}

// The owner's word decides, even for a record that nothing could be told from,
// and a header is put above.
func TestLayout(t *testing.T) {
	w := newHostWriter(t, "cp939")
	record := slices.Concat(w.kanji(t, "山田太郎　　"), []byte{0x01, 0x23, 0x45, 0x6C}, w.text(t, "00012"), []byte{0xD3}, w.text(t, "ABC"), []byte{0xFF, 0xFE, 0x0E})
	l := &Layout{Encoding: "cp939", RecordLength: len(record), Fields: []Field{
		{Name: "口座番号", Start: 13, Length: 4, Type: FieldPacked}, {Name: "氏名", Start: 1, Length: 12, Type: FieldKanji},
		{Name: "残高", Start: 17, Length: 6, Type: FieldZoned}, {Start: 26, Length: 3, Type: FieldSkip},
	}}
	settings := &Settings{Layout: func(name string) *Layout {
		if name == "host/a.dat" {
			return l
		}
		return nil
	}}
	for _, tt := range []struct {
		name, raw string
		rows      [][]string
		wrong     string
	}{
		{"host/a.dat", string(record) + string(record), [][]string{{"氏名", "口座番号", "残高"}, {"山田太郎", "0123456", "000123", "ABC"}, {"山田太郎", "0123456", "000123", "ABC"}}, ""},
		{"host/a.dat", string(record) + string(record[:12]), [][]string{{"氏名", "口座番号", "残高"}, {"山田太郎", "0123456", "000123", "ABC"}, {"山田太郎"}},
			"damaged: truncated: what came before the end was scanned"},
	} {
		b := DefaultBudget()
		b.Settings = settings
		var got rowsTaker
		err := Extract(context.Background(), &File{Name: tt.name, Size: int64(len(tt.raw)), Reader: bytes.NewReader([]byte(tt.raw)), Budget: &b}, &got)
		wrong := ""
		if err != nil {
			wrong = err.Error()
		}
		if !slices.EqualFunc(got.rows, tt.rows, slices.Equal) || wrong != tt.wrong {
			t.Errorf("%d bytes: got %q, %q, want %q, %q", len(tt.raw), got.rows, wrong, tt.rows, tt.wrong)
		}
	}
}

// Files whose columns the owner leaves to be found are read as any.
func TestLayoutWithoutFields(t *testing.T) {
	for _, l := range []hostLayout{{code: "cp930", fields: "cnkpaP"}, {code: "cp939", fields: "cnkpa", words: true}, {code: "jef", fields: "cnkp", end: "\x15"}} {
		raw, people := inventHost(t, l, 40)
		layout := &Layout{Encoding: l.code, RecordLength: len(raw) / 40}
		if l.words {
			layout.RecordLength, layout.Records = 0, RecordsVariable
		} else if l.end != "" {
			layout.RecordLength, layout.Records = 0, RecordsLines
		}
		got := &cellTaker{cells: map[string]int{}}
		if err := extractLayout(context.Background(), &File{Size: int64(len(raw)), Reader: bytes.NewReader(raw)}, layout, got); err != nil {
			t.Errorf("%s: got %v, want that it is read", l.code, err)
		}
		for _, p := range people {
			if got.cells[p.kanji] == 0 || got.cells[p.kana] == 0 {
				t.Errorf("%s: a name is no cell", l.code)
				break
			}
		}
	}
}

func TestAppendPacked(t *testing.T) {
	for in, want := range map[string]string{"\x01\x2C": "012", "\x12\x3D": "123", "\x00\x0F": "000", "\x12\x34": "1234", "\x40\x40": "", "\x0E\x1C": "", "\xC0": ""} {
		if got := string(appendPacked(nil, []byte(in))); got != want {
			t.Errorf("%x: got %q, want %q", in, got, want)
		}
	}
}
