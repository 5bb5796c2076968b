package extract

import (
	"strings"
	"testing"
	"time"
)

// A PDF that is only begun, or cut, is told to be damaged. One whose table of
// objects is wrong, and the trailer right, is read.
func TestPDFDamaged(t *testing.T) {
	whole := pdfOfPages(4, func(int) []string { return []string{"架空 太郎"} })
	for _, tt := range []struct {
		name, data string
		people     int
	}{
		{"begun", "%PDF-1.4\n1 0 obj\n", 0},
		{"cut in half", string(whole[:len(whole)/2]), 0},
		{"cut before its trailer", string(whole[:strings.LastIndex(string(whole), "trailer")]), 0},
		{"table of objects lost", strings.Replace(string(whole), "xref\n0", "xxxx\n0", 1), 4},
	} {
		r := readSample(t, "a.pdf", []byte(tt.data), time.Minute, nil)
		if n := strings.Count(r.text.String(), "架空 太郎"); n != tt.people {
			t.Errorf("%s: got %d people, want %d", tt.name, n, tt.people)
		}
		if all := strings.Join(r.skips, "; "); !strings.Contains(all, "damaged") {
			t.Errorf("%s: got reasons %q, want damaged", tt.name, all)
		}
	}
}
