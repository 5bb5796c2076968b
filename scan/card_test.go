package scan

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// A sheet of address labels has a person in each cell of a row; a row of a list
// has one, even with two addresses.
func TestPeopleOfLabels(t *testing.T) {
	for _, test := range []struct {
		name, head string
		cells      func(i int) string
		want       int64
	}{
		{"labels", "", func(i int) string {
			return fmt.Sprintf("<td>〒420-0853<br>静岡県静岡市葵区追手町%d番1号<br>%s 様</td>", i+1, inventedName(i))
		}, 12},
		{"two addresses", "<tr><th>住所・氏名</th><th>勤務先住所</th><th>住所・氏名</th></tr>", func(i int) string {
			if i%3 == 1 {
				return fmt.Sprintf("<td>静岡県静岡市葵区追手町%d番1号</td>", i+1)
			} else if i%3 == 2 {
				return "<td></td>"
			}
			return fmt.Sprintf("<td>静岡県静岡市葵区追手町%d番1号 %s 様</td>", i+1, inventedName(i))
		}, 4},
	} {
		t.Run(test.name, func(t *testing.T) {
			var page strings.Builder
			page.WriteString("<!DOCTYPE html>\n<html><body><table>" + test.head)
			for i := range 12 {
				if i%3 == 0 {
					page.WriteString("<tr>")
				}
				page.WriteString(test.cells(i))
			}
			page.WriteString("</table></body></html>\n")
			dir := t.TempDir()
			writeFile(t, filepath.Join(dir, "labels.html"), []byte(page.String()))
			run := mustRun(t, shareConfig(t, dir))
			if run.Summary.Records != test.want || run.Summary.People != test.want {
				t.Errorf("got %d records of %d people, want %d", run.Summary.Records, run.Summary.People, test.want)
			}
		})
	}
}
