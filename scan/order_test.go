package scan

import (
	"archive/zip"
	"bytes"
	"fmt"
	"path/filepath"
	"testing"
)

// The order of a report does not depend on which worker was fastest, where one
// archive has members of one name and one share lies in two zones.
func TestOrder(t *testing.T) {
	dir := t.TempDir()
	for i := range 20 {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for j := range 4 {
			f, err := w.Create("list.csv")
			if err == nil {
				_, err = f.Write([]byte(people(i*100, 1+j)))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join(dir, fmt.Sprint(i)+".zip"), b.Bytes())
	}
	settleTimes(t, dir)
	want := ""
	for i := range 6 {
		cfg, _ := stateConfig(t, dir, "")
		other, _ := stateConfig(t, dir, "")
		cfg.Shares = append(cfg.Shares, other.Shares[0])
		cfg.Shares[1].Zone = "print"
		cfg.Workers = 1 + i
		cfg.Explain = func(string) bool { return true }
		got := text(t, mustRun(t, cfg))
		if want == "" {
			want = got
		}
		if d := difference(got, want); d != "" {
			t.Errorf("with %d workers the report is another: %s", cfg.Workers, d)
		}
	}
}
