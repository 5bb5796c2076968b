package scan

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shikiri/shikiri/detect"
	"github.com/shikiri/shikiri/report"
	"github.com/shikiri/shikiri/scan/known"
)

var knownKey = []byte("an invented key of 32 bytes, or so")

// knownPeople returns the known people of a list, the file that they stand in
// and what was told of it.
func knownPeople(tb testing.TB, text string) (*known.Set, []byte, *List) {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "list.csv")
	writeFile(tb, path, []byte(text))
	f, err := os.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	cfg := shareConfig(tb, tb.TempDir())
	cfg.Key = knownKey
	b := known.NewBuilder(cfg.Key)
	l, person, births, err := ReadList(context.Background(), cfg, "list.csv", f, int64(len(text)), b)
	if err != nil {
		tb.Fatal(err)
	}
	var file bytes.Buffer
	h := known.Header{Name: "list.fp", Client: "例示信用金庫", Made: longAgo, Form: detect.IdentityForm(), Shared: l.Shared, Rows: l.Rows, Empty: l.Empty}
	if _, err := b.Write(&file, h, person, births); err != nil {
		tb.Fatal(err)
	}
	s, err := known.Read(bytes.NewReader(file.Bytes()), cfg.Key, h.Form)
	if err != nil {
		tb.Fatal(err)
	}
	return s, file.Bytes(), l
}

// knownRun scans files for the people of a set and returns how many each has:
// "certain by-name of people", with a * if names agree in bulk.
func knownRun(t *testing.T, cfg Config, s *known.Set) (map[string]string, *report.Run) {
	t.Helper()
	cfg.Key, cfg.Known = knownKey, []*known.Set{s}
	run := mustRun(t, cfg)
	got := make(map[string]string)
	for _, k := range run.Known {
		row := fmt.Sprintf("%d %d of %d", k.Certain, k.ByName, k.People)
		if k.Bulk {
			row += " *"
		}
		got[k.Path] = row
	}
	return got, run
}

// The people of a list are recognised by what a file says of them, and by no
// less.
func TestKnown(t *testing.T) {
	s, _, l := knownPeople(t, "氏名,フリガナ,生年月日,住所,電話番号,携帯電話,個人番号\n"+
		"山田 太郎,ヤマダ タロウ,1980/04/01,静岡県静岡市葵区追手町5番1号,054-251-0001,090-1234-0001,123456789018\n"+
		"鈴木 花子,スズキ ハナコ,1975/12/24,静岡県静岡市葵区追手町5番2号,054-251-0002,090-1234-0002,\n"+
		"鈴木 花子,スズキ ハナコ,1991/01/15,静岡県静岡市葵区追手町5番3号,054-251-0003,090-1234-0003,\n"+
		"鈴木 花子,スズキ ハナコ,1991/01/15,静岡県静岡市葵区追手町5番3号,054-251-0003,090-1234-0003,\n")
	if l.People != 3 || l.Rows != 4 || l.Repeated != 1 || l.Shared != 2 || l.Empty != 0 {
		t.Errorf("the list: got %+v, want 3 people of 4 rows, 1 repeated, 2 namesakes", *l)
	}
	for name, test := range map[string]struct{ text, want string }{
		"name and address":                  {"氏名,住所\n山田　太郎,静岡県静岡市葵区追手町5-1\n", "1 0 of 1"},
		"name and date of birth":            {"氏名,生年月日\n山田太郎,昭和55年4月1日\n", "1 0 of 1"},
		"name and second telephone":         {"氏名,電話番号\n山田太郎,09012340001\n", "1 0 of 1"},
		"reading and telephone":             {"氏名カナ,電話番号\nﾔﾏﾀﾞ ﾀﾛｳ,054-251-0001\n", "1 0 of 1"},
		"both namesakes":                    {"氏名,生年月日\n鈴木花子,1975/12/24\n鈴木花子,1991/01/15\n", "2 0 of 2"},
		"a namesake":                        {"氏名,生年月日\n山田太郎,1980/04/02\n", ""},
		"a namesake with another address":   {"氏名,住所\n山田太郎,静岡県静岡市葵区追手町9番9号\n", "0 1 of 1"},
		"father and son":                    {"氏名,生年月日,住所\n山田太郎,1950/04/01,静岡県静岡市葵区追手町5番1号\n", "0 1 of 1"},
		"the name alone":                    {"氏名\n山田 太郎\n", "0 1 of 1"},
		"the name alone beside the certain": {"氏名,住所\n鈴木 花子,静岡県静岡市葵区追手町5番3号\n鈴木 花子,\n", "1 0 of 1"},
		"a mobile telephone alone":          {"携帯電話：+81-90-1234-0001\n", "1 0 of 1"},
		"a telephone alone":                 {"電話番号：054-251-0001\n", "1 0 of 1"},
		"a mobile telephone of another":     {"氏名,電話番号\n高橋 次郎,090-1234-0001\n", "1 0 of 1"},
		"a telephone of another":            {"氏名,電話番号\n高橋 次郎,054-251-0001\n", ""},
		"a number of another name":          {"氏名,個人番号\n高橋 太郎,1234-5678-9018\n", "1 0 of 1"},
		"an address alone":                  {"住所\n静岡県静岡市葵区追手町5番1号\n", ""},
		"nobody":                            {"氏名,住所\n高橋 次郎,静岡県静岡市葵区追手町5番1号\n", ""},
	} {
		dir := t.TempDir()
		writeFile(t, filepath.Join(dir, "a.csv"), []byte(test.text))
		got, run := knownRun(t, shareConfig(t, dir), s)
		if got["a.csv"] != test.want {
			t.Errorf("%s: got %q, want %q (certain, by name, of people)", name, got["a.csv"], test.want)
		}
		if len(run.KnownSets) != 1 || run.KnownSets[0].People != 3 || run.KnownSets[0].Client != "例示信用金庫" {
			t.Errorf("%s: got sets %+v, want one of 3 people", name, run.KnownSets)
		}
	}
}

// What the file says is the same from a state, for workers in any number and
// hits that do not fit in memory.
func TestKnownWithState(t *testing.T) {
	s, _, _ := knownPeople(t, people(0, 700))
	dir, stateDir := t.TempDir(), filepath.Join(t.TempDir(), "state")
	writeAll(t, dir)
	plain, _ := stateConfig(t, dir, "")
	got, run := knownRun(t, plain, s)
	if want := "700 0 of 900"; got["a/list.csv"] != want || got["a/copy.csv"] != want || got["outer.zip"] != "40 0 of 40" || run.KnownSets[0].Found != 700 {
		t.Errorf("got %v, found %d, want %q for both lists, found 700", got, run.KnownSets[0].Found, want)
	}
	want := text(t, run)
	for i := range 3 {
		cfg, src := stateConfig(t, dir, stateDir)
		cfg.Workers = 1 + i
		_, run := knownRun(t, cfg, s)
		if d := difference(text(t, run), want); d != "" {
			t.Errorf("run %d: %s", i, d)
		}
		if opened := len(src.opened); i > 0 && opened > 0 {
			t.Errorf("run %d: %d files were opened, want none", i, opened)
		}
	}
}

// In a list of names, as logs are, names alone tell if so many agree that they
// are no namesakes.
func TestKnownInBulk(t *testing.T) {
	s, _, _ := knownPeople(t, people(0, 200))
	log := func(first, n int) string {
		var b strings.Builder
		for i := first; i < first+n; i++ {
			fmt.Fprintf(&b, "2026-04-01 10:00:%02d INFO 宛名=%s 様 印刷完了\n", i%60, inventedName(i))
		}
		return b.String()
	}
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "all.log"), []byte(log(100, 60)))
	writeFile(t, filepath.Join(dir, "few.log"), []byte(log(100, 19)))
	writeFile(t, filepath.Join(dir, "part.log"), []byte(log(150, 100)))
	got, run := knownRun(t, shareConfig(t, dir), s)
	for file, bulk := range map[string]bool{"all.log": true, "few.log": false, "part.log": false} {
		if strings.HasSuffix(got[file], "*") != bulk || strings.HasPrefix(got[file], "0 0") || got[file] == "" {
			t.Errorf("%s: got %q, want by name alone, in bulk: %v", file, got[file], bulk)
		}
	}
	if found := run.KnownSets[0].Found; found != 60 {
		t.Errorf("got %d found, want the 60 of all.log", found)
	}
}

// Whether names alone tell depends on how many names the list has.
func TestBulk(t *testing.T) {
	for _, test := range []struct {
		list, shared   int64
		people, byName int
		want           bool
	}{
		{1000, 10, 20, 20, true},
		{1000, 10, 20, 19, false}, // too few
		{1000, 10, 100, 89, false},
		{1000, 10, 100, 90, true},
		{1_000_000, 500_000, 20, 20, true},
		{1_000_000, 500_000, 25, 23, false}, // chance
		{1_000_000, 500_000, 100, 92, true},
		{10_000_000, 9_500_000, 100, 95, false},
		{10_000_000, 9_500_000, 1000, 1000, true},
		{1, 1, 20, 20, false}, // all have one name
	} {
		s := &knownSet{Set: &known.Set{Header: known.Header{People: test.list, Shared: test.shared}}}
		r := knownRow{set: s, byName: make([]uint32, test.byName)}
		if got := r.bulk(int64(test.people)); got != test.want {
			t.Errorf("a list of %d, %d namesakes, %d of %d names: got %v, want %v", test.list, test.shared, test.byName, test.people, got, test.want)
		}
	}
}

// The file holds nothing of the list in any charset, and another salt gives
// another file.
func TestKnownHoldsNoName(t *testing.T) {
	list := people(0, 200)
	_, a, _ := knownPeople(t, list)
	_, b, _ := knownPeople(t, list)
	same := 0
	for i := len(a) - 2000; i+8 < len(a); i += 8 {
		if bytes.Contains(b, a[i:i+8]) {
			same++
		}
	}
	if same > 0 {
		t.Errorf("%d parts of the file are in the file of the same list with another salt", same)
	}
	for i := range 200 {
		name := strings.ReplaceAll(inventedName(i), " ", "")
		family := string([]rune(name)[:2])
		var utf16 []byte
		for _, r := range family {
			utf16 = append(utf16, byte(r), byte(r>>8))
		}
		for what, text := range map[string][]byte{"UTF-8": []byte(family), "UTF-16": utf16, "telephone": fmt.Appendf(nil, "0000%04d", i)} {
			if len(text) > 3 && bytes.Contains(a, text) {
				t.Errorf("person %d stands in the file (%s)", i, what)
			}
		}
	}
}

// Rows that give nobody, names without more, companies: all are told.
func TestListIsTold(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		want List
	}{
		"no people":    {"品番,数量\nA-1,3\nA-2,4\n", List{Rows: 2, Empty: 2}},
		"empty":        {"", List{}},
		"a bad row":    {"氏名,住所,電話番号\n山田 太郎,静岡県静岡市葵区追手町5番1号,\n,,\n合計,,2件\n鈴木 花子,静岡県静岡市葵区追手町5番2号,\n", List{Rows: 3, Empty: 1, People: 2}},
		"names alone":  {"氏名\n山田 太郎\n鈴木 花子\n山田 太郎\n", List{Rows: 4, Empty: 1, People: 2, NameOnly: 2, Repeated: 1}},
		"mail alone":   {"氏名,メールアドレス\n,taro.yamada@example.co.jp\n,hanako@example.co.jp\n", List{Rows: 2, People: 2, Nameless: 2}},
		"vague":        {"住所,生年月日\n静岡県静岡市葵区追手町5番1号,1980/04/01\n静岡県静岡市葵区追手町5番2号,1980/04/02\n", List{Rows: 2, Vague: 2}},
		"no header":    {"山田 太郎,静岡県静岡市葵区追手町5番1号\n鈴木 花子,静岡県静岡市葵区追手町5番2号\n", List{Rows: 2, People: 2}},
		"without more": {"氏名,住所\n山田 太郎,静岡県静岡市葵区追手町5番1号\n山田 太郎,\n", List{Rows: 2, People: 1, Repeated: 1}},
	} {
		_, _, got := knownPeople(t, test.text)
		got.Kinds = nil
		if a, b := fmt.Sprintf("%+v", *got), fmt.Sprintf("%+v", test.want); a != b {
			t.Errorf("%s: got\n%s\nwant\n%s", name, a, b)
		}
	}
}

// One name in all rows takes no time that grows with its square.
func TestListOfOneName(t *testing.T) {
	var b strings.Builder
	b.WriteString("氏名,電話番号\n")
	for i := range 30_000 {
		fmt.Fprintf(&b, "山田 太郎,090-%04d-%04d\n", 1000+i/10000, i%10000)
	}
	s, _, l := knownPeople(t, b.String())
	if l.People != 30_000 {
		t.Errorf("got %d people, want 30000", l.People)
	}
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "a.csv"), []byte(b.String()))
	if got, _ := knownRun(t, shareConfig(t, dir), s); got["a.csv"] != "30000 0 of 30000" {
		t.Errorf("got %v, want 30000 certain", got)
	}
}

// BenchmarkKnown is a scan of a table of people without known people, with as
// many that none of the table are of, and with those of the table.
func BenchmarkKnown(b *testing.B) {
	const n = 50_000
	dir := b.TempDir()
	writeFile(b, filepath.Join(dir, "list.csv"), []byte(people(0, n)))
	for _, bench := range []struct {
		name string
		list string
	}{{"without", ""}, {"strangers", people(10*n, n)}, {"known", people(0, n)}} {
		b.Run(bench.name, func(b *testing.B) {
			cfg := shareConfig(b, dir)
			cfg.Key = knownKey
			if bench.list != "" {
				s, _, _ := knownPeople(b, bench.list)
				cfg.Known = []*known.Set{s}
			}
			b.SetBytes(mustRun(b, cfg).Shares[0].Bytes)
			b.ReportAllocs()
			for b.Loop() {
				mustRun(b, cfg)
			}
		})
	}
}
