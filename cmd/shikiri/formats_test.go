package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/shikiri/shikiri/extract"
)

var update = flag.Bool("update", false, "write documents again")

// docs/formats.md is what the program says of itself.
func TestFormatsDocument(t *testing.T) {
	var got bytes.Buffer
	if err := formatsMarkdown(&got); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join("..", "..", "docs", "formats.md")
	if *update {
		if err := os.WriteFile(name, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if want = bytes.ReplaceAll(want, []byte("\r\n"), []byte("\n")); !bytes.Equal(got.Bytes(), want) {
		t.Error("docs/formats.md is not what the formats say: go test ./cmd/shikiri -run FormatsDocument -update")
	}
}

// Every format has what the list shows of it, and a place in it.
func TestFormatsAreDescribed(t *testing.T) {
	names := make(map[string]bool)
	for _, f := range extract.Formats() {
		switch {
		case f.Name == "" || names[f.Name]:
			t.Errorf("%q: a name that is empty or not its own", f.Name)
		case len(f.Doc) < 20:
			t.Errorf("%s: what is read of it is not said", f.Name)
		case !slices.Contains(families, f.Family):
			t.Errorf("%s: family %q is not in the list", f.Name, f.Family)
		case f.In != "" && (f.Holds == nil || f.Match != nil):
			t.Errorf("%s: told by what is in a %s, it needs Holds and no Match", f.Name, f.In)
		}
		names[f.Name] = true
	}
}
