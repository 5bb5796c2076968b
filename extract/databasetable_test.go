package extract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// A databaseOut writes down the rows of a database, one a line: the part, the
// row's number and its cells. Members are read as files are.
type databaseOut struct {
	lines  *[]string
	member string
	blocks int
	firsts map[string]int // blocks of a part with First set
}

func (o *databaseOut) Text(b *Block) error {
	o.blocks++
	t := b.Table
	if t == nil {
		o.add("%s%s: %q", o.member, b.Part, b.Text)
		return nil
	}
	if t.First {
		o.firsts[o.member+b.Part]++
	}
	for i := range t.Lines {
		var cells []string
		for c := t.Rows[i]; c < t.Rows[i+1]; c++ {
			cells = append(cells, string(b.Text[t.Cells[2*c]:t.Cells[2*c+1]]))
		}
		o.add("%s%s %d: %s", o.member, b.Part, b.Line+int(t.Lines[i]), strings.Join(cells, "|"))
	}
	return nil
}

func (o *databaseOut) Member(f *File) error {
	m := *o
	m.member += f.Name + "! "
	return m.read(f)
}

func (o *databaseOut) Skip(member string, s Skip) { o.add("skip %s%s: %v", o.member, member, &s) }

func (o *databaseOut) read(f *File) error {
	err := Extract(context.Background(), f, o)
	var s *Skip
	if errors.As(err, &s) {
		o.add("skip %s%v", o.member, s)
		return nil
	}
	return err
}

func (o *databaseOut) add(format string, args ...any) {
	*o.lines = append(*o.lines, fmt.Sprintf(format, args...))
}

// databaseRows reads a database and returns the lines of a databaseOut.
func databaseRows(t testing.TB, name string, data []byte) []string {
	t.Helper()
	o := &databaseOut{lines: new([]string), firsts: map[string]int{}}
	b := DefaultBudget()
	if err := o.read(&File{Name: name, Size: int64(len(data)), Reader: bytes.NewReader(data), Budget: &b}); err != nil {
		t.Fatalf("%s: got error %v, want only skips", name, err)
	}
	if b.level != 0 || b.reserve != 0 {
		t.Errorf("%s: budget is left at level %d with %d in reserve, want 0 and 0", name, b.level, b.reserve)
	}
	for part, n := range o.firsts {
		if n != 1 {
			t.Errorf("%s: %d blocks of %s begin a table, want 1", name, n, part)
		}
	}
	return *o.lines
}

// has fails the test unless each line that is wanted came out.
func has(t testing.TB, got []string, want ...string) {
	t.Helper()
	all := "\n" + strings.Join(got, "\n") + "\n"
	for _, w := range want {
		if !strings.Contains(all, "\n"+w+"\n") {
			t.Errorf("got no line %q in\n%s", w, all[:min(len(all), 4000)])
		}
	}
}

func TestRecordsBinary(t *testing.T) {
	zip := storedZip(packed{name: "a.txt", text: "架空 太郎"})
	opaque := bytes.Repeat([]byte{1, 0x80, 0xFE, 3}, 30)
	lines := new([]string)
	b := DefaultBudget()
	out := &databaseOut{lines: lines, firsts: map[string]int{}}
	r, err := newRecords(context.Background(), &File{Budget: &b}, out, "table 顧客", []string{"名", "値"})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range [][]byte{
		zip,
		encode(t, "架空 太郎\n03-0000-0000", cp932),
		append(bytes.Clone(opaque), "東京都架空区一丁目"...),
		{1, 2, 3},
		[]byte(`{"名":"\u67b6\u7a7a \u592a\u90ce"}`),
		[]byte(strings.Repeat("架空 花子\n", 8000)),
	} {
		r.text(0, []byte("x"))
		r.binary(1, v)
		if err := r.end(); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.close(); err != nil {
		t.Fatal(err)
	}
	got := *lines
	has(t, got,
		"table 顧客 1: 名|値",
		"table 顧客, row 2, column 値! a.txt! : \"架空 太郎\"",
		"table 顧客 3: x|架空 太郎", // the number is in the next line of the cell
		"table 顧客 4: x|東京都架空区一丁目",
		"table 顧客 5: x|",
		`table 顧客 6: x|{"名":"架空 太郎"}`,
		"skip table 顧客, column 値: partial: 1 values are of no known format: readable runs were scanned",
	)
	if all := strings.Join(got, "\n"); strings.Count(all, "架空 花子") != 8000 {
		t.Errorf("got %d lines of a long text, want 8000", strings.Count(all, "架空 花子"))
	}
}

// A row that damaged pages yield again and again ends at the budget.
func TestRecordsBudget(t *testing.T) {
	b := Budget{Depth: 1, Bytes: 1000}
	r, err := newRecords(context.Background(), &File{Budget: &b}, &databaseOut{lines: new([]string), firsts: map[string]int{}}, "table a", nil)
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for ; rows < 1000 && err == nil; rows++ {
		r.text(0, []byte("架空"))
		err = r.end()
	}
	var s *Skip
	if !errors.As(err, &s) || s.Reason != ReasonTooLarge || rows > 60 {
		t.Errorf("got %v after %d rows, want %s after fewer than 60", err, rows, ReasonTooLarge)
	}
}
