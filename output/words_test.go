package output

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
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

// Whatever one language has words for, the other has.
func TestAuditWords(t *testing.T) {
	ja, en := reflect.ValueOf(japaneseAudit), reflect.ValueOf(englishAudit)
	for i := range ja.NumField() {
		name := ja.Type().Field(i).Name
		if ja.Field(i).Kind() == reflect.Map {
			if got, want := mapKeys(ja.Field(i)), mapKeys(en.Field(i)); !slices.Equal(got, want) {
				t.Errorf("%s: got %v in Japanese, want %v", name, got, want)
			}
		}
		if ja.Field(i).IsZero() || en.Field(i).IsZero() {
			t.Errorf("%s: there are no words for it", name)
		}
	}
	for reason := range english.Reasons {
		if englishAudit.Todo[reason] == "" {
			t.Errorf("reason %s: nothing to do about it", reason)
		}
	}
}

func mapKeys(m reflect.Value) []string {
	var keys []string
	for _, k := range m.MapKeys() {
		keys = append(keys, k.String())
	}
	slices.Sort(keys)
	return keys
}
