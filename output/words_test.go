package output

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestReasonsHaveWords: a reason for which something is not examined, wherever a
// constant Reason… makes one, is said in words of each language.
func TestReasonsHaveWords(t *testing.T) {
	met := 0
	for _, folder := range []string{"crawl", "extract", "scan"} {
		files, err := filepath.Glob(filepath.Join("..", folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(f, func(n ast.Node) bool {
				spec, ok := n.(*ast.ValueSpec)
				if !ok || !strings.HasPrefix(spec.Names[0].Name, "Reason") || len(spec.Values) == 0 {
					return true
				}
				value, ok := spec.Values[0].(*ast.BasicLit)
				if !ok {
					return true
				}
				reason, _ := strconv.Unquote(value.Value)
				met++
				for _, w := range []*words{&english, &japanese} {
					if w.Reasons[reason] == "" {
						t.Errorf("reason %q of package %s has no words in one of the languages", reason, folder)
					}
				}
				return true
			})
		}
	}
	if met < 10 {
		t.Errorf("%d reasons were met, want all that there are", met)
	}
}
