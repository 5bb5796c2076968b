package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/shikiri/shikiri/"

// ours says which of our packages each may import. A package that is not here
// has no place in the layout yet: see design of the pipeline in ARCHITECTURE.
var ours = map[string][]string{
	"crawl":       {},
	"extract":     {"extract/"}, // the parsers below it
	"extract/":    {"extract/"}, // know nothing of files and blocks
	"detect":      {},
	"netzone":     {"detect"},
	"netzone/":    {}, // netzone/probe: the sockets; it knows addresses, no zones
	"report":      {"detect", "netzone"},
	"rules":       {"detect", "netzone"},
	"scan":        {"crawl", "extract", "detect", "netzone", "netzone/", "report", "scan/"}, // scan/known: files of fingerprints
	"scan/":       {},
	"output":      {"detect", "netzone", "report"},
	"cmd/shikiri": {"crawl", "extract", "detect", "netzone", "netzone/", "report", "rules", "scan", "scan/", "output"},
}

// theirs says which folders may import each library, so that replacing one is
// work in one place. The longest prefix of an import decides.
var theirs = map[string][]string{
	"github.com/goccy/go-yaml":          {"rules"},
	"github.com/dlclark/regexp2":        {"rules"},
	"github.com/klauspost/compress":     {"extract"},
	"github.com/klippa-app/go-pdfium":   {"extract/pdfium"},
	"github.com/tetratelabs/wazero":     {"extract/pdfium"},
	"github.com/mikelolasagasti/xz":     {"extract"},
	"github.com/ulikunitz/xz":           {"extract"},
	"github.com/pierrec/lz4/v4":         {"extract"},
	"github.com/bodgit/sevenzip":        {"extract"},
	"github.com/nwaples/rardecode/v2":   {"extract"},
	"github.com/stangelandcl/ppmd":      {"extract"},
	"github.com/ncruces/go-sqlite3":     {"extract"},
	"github.com/parquet-go/parquet-go":  {"extract"},
	"golang.org/x/text/encoding":        {"crawl", "extract", "rules"},
	"golang.org/x/text/transform":       {"crawl", "extract"},
	"golang.org/x/text/unicode/norm":    {"detect", "netzone"},
	"golang.org/x/text/width":           {"detect", "rules"},
	"golang.org/x/image":                {"extract"},
	"golang.org/x/sys":                  {"crawl", "netzone/probe"},
	"golang.org/x/sync":                 {"crawl", "scan"},
	"golang.org/x/term":                 {"cmd/shikiri"},
	"github.com/olekukonko/tablewriter": {"output"},
	"github.com/xuri/excelize/v2":       {"output"},
	"github.com/hirochachacha/go-smb2":  {"crawl"},
	"github.com/pkg/sftp":               {"crawl"},
	"github.com/skeema/knownhosts":      {"crawl"},
	"github.com/kevinburke/ssh_config":  {"crawl"},
	"golang.org/x/crypto":               {"crawl"},
	"modernc.org/sqlite":                {"scan"},
	"github.com/zalando/go-keyring":     {"cmd/shikiri"},
	"github.com/spf13/cobra":            {"cmd/shikiri"},
	"github.com/spf13/pflag":            {"cmd/shikiri"},
	"github.com/vbauerster/mpb/v8":      {"cmd/shikiri"},
	"aead.dev/minisign":                 {"cmd/shikiri"},
}

// The layout of the packages is the pipeline, and an import against its
// direction would end that. What serves the build or the tests is free:
// internal and detect/gen, and test files.
func TestImports(t *testing.T) {
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := d.Name()
		if d.IsDir() && name != root && (strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || base == "testdata") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(base, ".go") || strings.HasSuffix(base, "_test.go") {
			return nil
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		dir := path.Dir(filepath.ToSlash(rel))
		if dir == "internal" || strings.HasPrefix(dir, "internal/") || dir == "detect/gen" || strings.HasPrefix(dir, "detect/gen/") || strings.HasPrefix(dir, "extract/") && strings.HasSuffix(dir, "/gen") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range f.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if why := refuse(dir, imported); why != "" {
				t.Errorf("%s imports %s: %s", filepath.ToSlash(rel), imported, why)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// refuse says why a package of ours may not import another, or "".
func refuse(dir, imported string) string {
	allowed, known := ours[dir]
	if above, _, ok := strings.Cut(dir, "/"); !known && ok {
		allowed, known = ours[above+"/"]
	}
	if !known {
		return "package " + dir + " is not in the layout"
	}
	if name, ok := strings.CutPrefix(imported, module); ok {
		if name == "internal" || strings.HasPrefix(name, "internal/") || slices.ContainsFunc(allowed, func(a string) bool { return a == name || strings.HasSuffix(a, "/") && strings.HasPrefix(name, a) }) {
			return ""
		}
		return dir + " may import of ours: " + strings.Join(allowed, ", ")
	}
	first, _, _ := strings.Cut(imported, "/")
	if !strings.Contains(first, ".") {
		if imported == "C" {
			return "there is no cgo here"
		}
		return "" // the standard library
	}
	for prefix := imported; prefix != "."; prefix = path.Dir(prefix) {
		if folders, ok := theirs[prefix]; ok {
			if slices.ContainsFunc(folders, func(f string) bool { return f == dir || strings.HasPrefix(dir, f+"/") }) {
				return ""
			}
			return prefix + " stays in: " + strings.Join(folders, ", ")
		}
	}
	return "this library has no folder yet: name it in this test, or do without"
}

func TestRefuse(t *testing.T) {
	for _, test := range []struct {
		dir, imported string
		ok            bool
	}{
		{"scan", module + "crawl", true},
		{"scan", module + "output", false},
		{"detect", module + "netzone", false},
		{"detect", module + "internal/x", true},
		{"detect", "strings", true},
		{"detect", "C", false},
		{"rules", "github.com/goccy/go-yaml/ast", true},
		{"cmd/shikiri", "github.com/goccy/go-yaml", false},
		{"extract", "golang.org/x/text/encoding/japanese", true},
		{"detect", "golang.org/x/text/encoding/japanese", false},
		{"output", "example.com/unknown", false},
		{"util", "strings", false},
	} {
		if got := refuse(test.dir, test.imported); (got == "") != test.ok {
			t.Errorf("%s imports %s: got %q, want it allowed: %v", test.dir, test.imported, got, test.ok)
		}
	}
}
