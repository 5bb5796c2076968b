//go:build linux

package main

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/zlib"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shikiri/shikiri/extract"
	"github.com/shikiri/shikiri/report"
)

// maxMemoryInAll is what the program and the processes that read files for it
// may occupy together, whatever they read.
const maxMemoryInAll = 1 << 30

// hostileSize is what each of them unpacks to.
const hostileSize = 450 << 20

// Documents that blow up cost their file, whatever their format, and other
// files are scanned beside them by eight workers.
func TestMemoryOfFormats(t *testing.T) {
	if testing.Short() {
		t.Skip("unpacks some gigabytes")
	}
	program := filepath.Join(t.TempDir(), "shikiri")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("build the program: %v\n%s", err, out)
	}
	dir := t.TempDir()
	writeHostile(t, dir)
	list := "氏名,住所\n" + strings.Repeat("山田 太郎,静岡県静岡市葵区追手町5番1号\n", 100)
	if err := os.WriteFile(filepath.Join(dir, "名簿.csv"), []byte(list), 0o666); err != nil {
		t.Fatal(err)
	}
	run, peak, wall := measureTree(t, program, dir)
	t.Logf("%d files: peak %d MB in all, %.1f s", run.Shares[0].Files, peak>>20, wall.Seconds())
	if peak > maxMemoryInAll {
		t.Errorf("the processes took %d MB at their peak, want %d MB at most", peak>>20, maxMemoryInAll>>20)
	}
	if run.Summary.Records != 100 {
		t.Errorf("got %d records, want the 100 of the list beside them", run.Summary.Records)
	}
	reasons := make(map[string]string)
	for _, u := range run.Unexamined {
		reasons[u.Path] += " " + u.Reason
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		info, err := f.Info()
		if err != nil {
			t.Fatal(err)
		}
		b := extract.DefaultBudget()
		want := "too-large-expanded"
		if extract.RatioFree+b.Ratio*info.Size() > hostileSize { // no bomb: it was read
			want = ""
		}
		if f.Name() == "attrs.docx" { // a tag of megabytes
			want = "damaged"
		}
		if name := f.Name(); name != "名簿.csv" && !strings.Contains(reasons[name], want) {
			t.Errorf("%s: listed as%s, want %s", name, reasons[name], want)
		}
	}
}

// writeHostile writes small files that unpack to gigabytes.
func writeHostile(t *testing.T, dir string) {
	const size = hostileSize
	row := []byte(`<row><c t="inlineStr"><is><t>用紙を補給してから再開しました</t></is></c><c><v>12345</v></c></row>`)
	entry := []byte("<si><t>用紙を補給してから再開しました</t></si>")
	paragraph := []byte("<w:p><w:r><w:t>用紙を補給してから再開しました</w:t></w:r></w:p>")
	types := "<Types/>"
	book := `<workbook><sheets><sheet name="a" r:id="rId1"/></sheets></workbook>`
	rels := `<Relationships><Relationship Id="rId1" Type="worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="sharedStrings" Target="sharedStrings.xml"/></Relationships>`
	for name, parts := range map[string][]hostilePart{
		"rows.xlsx":    {{"[Content_Types].xml", types, nil, ""}, {"xl/workbook.xml", book, nil, ""}, {"xl/_rels/workbook.xml.rels", rels, nil, ""}, {"xl/worksheets/sheet1.xml", "<worksheet><sheetData>", row, "</sheetData></worksheet>"}},
		"strings.xlsx": {{"[Content_Types].xml", types, nil, ""}, {"xl/workbook.xml", book, nil, ""}, {"xl/_rels/workbook.xml.rels", rels, nil, ""}, {"xl/sharedStrings.xml", "<sst>", entry, "</sst>"}, {"xl/worksheets/sheet1.xml", `<worksheet><sheetData><row><c t="s"><v>1</v></c></row></sheetData></worksheet>`, nil, ""}},
		"styles.xlsx":  {{"[Content_Types].xml", types, nil, ""}, {"xl/workbook.xml", book, nil, ""}, {"xl/_rels/workbook.xml.rels", rels, nil, ""}, {"xl/styles.xml", "<styleSheet><cellXfs>", []byte(`<xf numFmtId="14"/>`), "</cellXfs></styleSheet>"}, {"xl/worksheets/sheet1.xml", `<worksheet/>`, nil, ""}},
		"text.docx":    {{"[Content_Types].xml", types, nil, ""}, {"word/document.xml", "<w:document><w:body>", paragraph, "</w:body></w:document>"}},
		"line.docx":    {{"[Content_Types].xml", types, nil, ""}, {"word/document.xml", "<w:document><w:body><w:p><w:r><w:t>", []byte("用紙を補給してから再開しました、"), "</w:t></w:r></w:p></w:body></w:document>"}},
		"nest.docx":    {{"[Content_Types].xml", types, nil, ""}, {"word/document.xml", "<w:document><w:body>", []byte("<w:tbl><w:tr><w:tc><w:p>"), ""}},
		"attrs.docx":   {{"[Content_Types].xml", types, nil, ""}, {"word/document.xml", "<w:document><w:body a='", []byte("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), "'>"}},
		"text.odt":     {{"mimetype", "application/vnd.oasis.opendocument.text", nil, ""}, {"content.xml", "<office:document-content><office:body><office:text>", []byte("<text:p>用紙を補給してから再開しました</text:p>"), ""}},
		"rows.ods":     {{"mimetype", "application/vnd.oasis.opendocument.spreadsheet", nil, ""}, {"content.xml", "<office:document-content><office:body><office:spreadsheet><table:table>", []byte("<table:table-row><table:table-cell><text:p>用紙を補給</text:p></table:table-cell></table:table-row>"), ""}},
	} {
		writeHostileZip(t, filepath.Join(dir, name), parts, size)
	}
	var pdf bytes.Buffer
	content := flated(t, flated(t, nil, 200<<20), 0)
	fmt.Fprintf(&pdf, "%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 100 100]>>endobj\n4 0 obj<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\nendstream endobj\ntrailer<</Root 1 0 R>>\n", len(content), content)
	for name, data := range map[string][]byte{"pages.pdf": pdf.Bytes()} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// A hostilePart is a part of a document; what is repeated fills it.
type hostilePart struct {
	name, head string
	repeated   []byte
	tail       string
}

func writeHostileZip(t *testing.T, path string, parts []hostilePart, size int) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	zw := zip.NewWriter(f)
	for _, p := range parts {
		var packed bytes.Buffer
		sum, n := p.pack(&packed, size)
		w, err := zw.CreateRaw(&zip.FileHeader{Name: p.name, Method: zip.Deflate, CRC32: sum, CompressedSize64: uint64(packed.Len()), UncompressedSize64: uint64(n)})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(packed.Bytes()); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(zw.Close(), f.Close()); err != nil {
		t.Fatal(err)
	}
}

// pack writes a part as deflate does it. What is repeated is packed once: under
// the race detector packing takes minutes.
func (p *hostilePart) pack(w *bytes.Buffer, size int) (sum uint32, n int) {
	var one bytes.Buffer
	flated := func(b []byte) []byte {
		one.Reset()
		f, _ := flate.NewWriter(&one, flate.BestCompression)
		f.Write(b)
		f.Flush() // blocks that end on a byte and refer to nothing before them
		return one.Bytes()
	}
	add := func(b, packed []byte) {
		sum = crc32.Update(sum, crc32.IEEETable, b)
		n += len(b)
		w.Write(packed)
	}
	add([]byte(p.head), flated([]byte(p.head)))
	if p.repeated != nil {
		chunk := bytes.Repeat(p.repeated, 1<<20/len(p.repeated))
		packed := bytes.Clone(flated(chunk))
		for m := 0; m < size; m += len(chunk) {
			add(chunk, packed)
		}
	}
	add([]byte(p.tail), flated([]byte(p.tail)))
	w.Write([]byte{1, 0, 0, 0xff, 0xff}) // a last block, empty (RFC 1951, 3.2.4)
	return sum, n
}

// repeat writes b until size bytes are written.
func repeat(w io.Writer, b []byte, size int) {
	chunk := bytes.Repeat(b, 1<<20/len(b))
	for n := 0; n < size; n += len(chunk) {
		w.Write(chunk)
	}
}

// flated packs data, or zeros if it is nil.
func flated(t *testing.T, data []byte, zeros int) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	w.Write(data)
	if zeros > 0 {
		repeat(w, []byte{' '}, zeros)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// measureTree scans a folder with eight workers, and returns what the program
// and its children took together at their peak.
func measureTree(t *testing.T, program, dir string) (run report.Run, peak int64, wall time.Duration) {
	t.Helper()
	cmd := exec.Command(program, "scan", "-q", "-j", "8", "-f", "json", "--temp-dir", t.TempDir(), "office="+dir)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr, cmd.Dir = &out, &errs, t.TempDir()
	started := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	for running := true; running; {
		select {
		case <-done:
			running = false
		case <-time.After(10 * time.Millisecond):
			peak = max(peak, treeMemory(cmd.Process.Pid))
		}
	}
	if err := json.Unmarshal(out.Bytes(), &run); err != nil || len(run.Shares) != 1 {
		t.Fatalf("report: %v; standard error: %.300s", err, errs.String())
	}
	return run, peak, time.Since(started)
}

// treeMemory returns the resident memory of a process and its children.
func treeMemory(pid int) (sum int64) {
	all, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, name := range all {
		text, err := os.ReadFile(name)
		if err != nil {
			continue
		}
		// proc_pid_stat(5): pid (name) state parent ... the 24th is resident pages
		_, rest, _ := strings.Cut(string(text), ") ")
		fields := strings.Fields(rest)
		if len(fields) < 22 || fields[1] != strconv.Itoa(pid) && filepath.Base(filepath.Dir(name)) != strconv.Itoa(pid) {
			continue
		}
		pages, _ := strconv.ParseInt(fields[21], 10, 64)
		sum += pages * int64(os.Getpagesize())
	}
	return sum
}
