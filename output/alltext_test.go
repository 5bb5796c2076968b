package output

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"io"
	"regexp"
	"strings"
	"testing"
)

// packedData matches what pages hold in a compressed form.
var packedData = regexp.MustCompile(`<script type="application/json"[^>]*>"([A-Za-z0-9+/=]*)"</script>`)

// allText returns all text in a report, also what is compressed: a search in
// the file itself would find nothing in a workbook or in the data of a page.
func allText(t *testing.T, file []byte) string {
	t.Helper()
	all := func(r io.Reader, err error) string {
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	var text strings.Builder
	if bytes.HasPrefix(file, []byte("PK")) {
		z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range z.File {
			text.WriteString(f.Name + "\n" + all(f.Open()) + "\n")
		}
		return text.String()
	}
	text.Write(file)
	for _, data := range packedData.FindAllSubmatch(file, -1) {
		text.WriteString("\n" + all(gzip.NewReader(base64.NewDecoder(base64.StdEncoding, bytes.NewReader(data[1])))))
	}
	return text.String()
}

func TestAllText(t *testing.T) {
	for _, name := range []string{"xlsx", "html"} {
		var b bytes.Buffer
		r := ofTwoClients()
		if err := Lookup(name).Write(&b, r, Options{Lang: "ja"}); err != nil {
			t.Fatal(err)
		}
		for _, f := range r.Findings {
			if id := f.ID; !strings.Contains(allText(t, b.Bytes()), id) {
				t.Errorf("%s: the finding %s is not in what was unpacked", name, id)
			}
		}
	}
}
