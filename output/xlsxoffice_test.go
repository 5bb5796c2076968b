package output

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// office converts a file as LibreOffice reads it, or skips the test where there
// is no LibreOffice (Debian: libreoffice-calc-nogui).
func office(t *testing.T, file, to string) {
	t.Helper()
	if testing.Short() {
		t.Skip("starts LibreOffice")
	}
	program, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not installed (Debian package libreoffice-calc-nogui): workbooks are not opened")
	}
	cmd := exec.Command(program, "-env:UserInstallation=file://"+filepath.ToSlash(t.TempDir()), "--headless", "--convert-to", to, "--outdir", filepath.Dir(file), file)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8") // names of sheets become names of files
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v: %s", err, out)
	}
}

// LibreOffice reads what an auditor would: every sheet, every row, the same text,
// and keeps filters and what is printed when it writes the workbook again.
func TestXLSXInLibreOffice(t *testing.T) {
	r := auditRun()
	var b bytes.Buffer
	if err := writeXLSX(&b, r, Options{Lang: "ja"}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "report.xlsx")
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	x, err := excelize.OpenFile(file)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	// All sheets (-1), UTF-8 (76), cells as they are formatted.
	office(t, file, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1")
	for _, sheet := range []string{"明細", "未検査", "例外", "照合", "変化", "部分"} {
		text, err := os.ReadFile(filepath.Join(filepath.Dir(file), "report-"+sheet+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		got, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\ufeff"))).ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", sheet, err)
		}
		want, err := x.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != len(want) {
			t.Errorf("%s: got %d rows, want %d", sheet, len(got), len(want))
			continue
		}
		for i := range want {
			for len(want[i]) < len(got[i]) {
				want[i] = append(want[i], "")
			}
			if g, w := fmt.Sprintf("%q", got[i]), fmt.Sprintf("%q", want[i]); g != w {
				t.Errorf("%s: got row %d\n%s\nwant\n%s", sheet, i+1, g, w)
			}
		}
	}
	again := filepath.Join(t.TempDir(), "again")
	if err := os.Mkdir(again, 0o700); err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(again, "copy.xlsx")
	if err := os.WriteFile(copied, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	office(t, copied, "ods")
	office(t, filepath.Join(again, "copy.ods"), "xlsx")
	y, err := excelize.OpenFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	defer y.Close()
	if got, want := fmt.Sprint(y.GetSheetList()), fmt.Sprint(x.GetSheetList()); got != want {
		t.Errorf("got the sheets %s after LibreOffice, want %s", got, want)
	}
	names := fmt.Sprint(y.GetDefinedName())
	for _, want := range []string{"_xlnm._FilterDatabase", "_xlnm.Print_Titles", "_xlnm.Print_Area"} {
		if !strings.Contains(names, want) {
			t.Errorf("LibreOffice lost %s: it has %s", want, names)
		}
	}
}
