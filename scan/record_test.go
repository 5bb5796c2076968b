package scan

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// A person who is in a register and in a list of fewer columns is one person,
// whatever other numbers and names stand in the row: the household's number and
// its head are not the holder's.
func TestPeopleOfTwoTables(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "residents.csv"), []byte(`宛名番号,世帯番号,氏名,生年月日,住所,方書,世帯主,続柄
10000003,0000001,架空　太郎,1961/04/13,静岡県静岡市葵区架空町1番地,架空荘302,架空　太郎,世帯主
10000006,0000001,架空　花子,1964/07/16,静岡県静岡市葵区架空町1番地,架空荘302,架空　太郎,妻
10000009,0000002,例示　一郎,1990/08/13,静岡県静岡市葵区架空町2番地,,例示　一郎,世帯主
`))
	writeFile(t, filepath.Join(dir, "tax.csv"), []byte(`宛名番号,氏名,住所,年税額
10000003,架空　太郎,静岡県静岡市葵区架空町1番地,122000
10000006,架空　花子,静岡県静岡市葵区架空町1番地,144000
10000009,例示　一郎,静岡県静岡市葵区架空町2番地,332000
`))
	run := mustRun(t, shareConfig(t, dir))
	if run.Summary.Records != 6 || run.Summary.People != 3 {
		t.Errorf("got %d records of %d people, want 6 of 3", run.Summary.Records, run.Summary.People)
	}
}

// A text longer than a block is read in pieces that share a little. A record
// that lies across is one record, whatever the length of what is before it.
func TestRecordsAcrossBlocks(t *testing.T) {
	const n = 40_000
	for _, test := range []struct {
		name, ext  string
		head, tail string
		record     func(i int) string
	}{
		{"one line of JSON", ".json", `{"items":[`, `]}`, func(i int) string {
			return fmt.Sprintf(`{"id":%d,"氏名":"%s","住所":"静岡県静岡市葵区追手町%d番%d号","電話":"090-0000-%04d","備考":"%s"},`, i, inventedName(i), i/1000+1, i%1000+1, i%10000, strings.Repeat("再送なし", i*i%11))
		}},
		{"JSON in lines", ".ndjson", "", "", func(i int) string {
			return fmt.Sprintf("{\"氏名\":\"%s\",\"住所\":\"静岡県静岡市葵区追手町%d番%d号\",\"電話\":\"090-0000-%04d\",\"備考\":\"%s\"}\n", inventedName(i), i/1000+1, i%1000+1, i%10000, strings.Repeat("再送なし", i*i%11))
		}},
		{"entries of some lines", ".txt", "", "", func(i int) string {
			return fmt.Sprintf("氏名：%s\n住所：静岡県静岡市葵区追手町%d番%d号\n電話：090-0000-%04d\n結果：%s\n\n", inventedName(i), i/1000+1, i%1000+1, i%10000, strings.Repeat("正常", i*i%11))
		}},
		{"lines of a log", ".log", "", "", func(i int) string {
			return fmt.Sprintf("2024-05-02 09:12:33 INFO 宛名=\"%s 様\" 結果=OK seq=%d\n", inventedName(i), i)
		}},
		{"rows of a table", ".csv", "氏名,住所,電話番号\n", "", func(i int) string {
			return fmt.Sprintf("%s,静岡県静岡市葵区追手町%d番%d号,090-0000-%04d\n", inventedName(i), i/1000+1, i%1000+1, i%10000)
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var text bytes.Buffer
			text.WriteString(test.head)
			for i := range n {
				text.WriteString(test.record(i))
			}
			text.WriteString(test.tail)
			dir := t.TempDir()
			writeFile(t, filepath.Join(dir, "data"+test.ext), text.Bytes())
			run := mustRun(t, shareConfig(t, dir))
			if run.Summary.Records != n {
				t.Errorf("got %d records in %d kB, want %d: %+d", run.Summary.Records, text.Len()>>10, n, run.Summary.Records-n)
			}
			for _, f := range run.Findings {
				if f.Records != n || f.Count != n {
					t.Errorf("%s: got %d in %d records, want %d in as many", f.Kind, f.Count, f.Records, n)
				}
			}
		})
	}
}

// inventedName returns one of 400 common names.
func inventedName(i int) string {
	surnames := [...]string{"佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "山本", "中村", "小林", "加藤", "吉田", "山田", "佐々木", "山口", "松本", "井上", "木村", "林", "斎藤", "清水"}
	givens := [...]string{"一郎", "二郎", "健太", "翔太", "直樹", "大輔", "和也", "達也", "誠", "隆", "花子", "幸子", "和子", "恵子", "陽子", "由美子", "久美子", "裕子", "真由美", "明美"}
	return surnames[i%len(surnames)] + " " + givens[i/len(surnames)%len(givens)]
}
