package output

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// sentencesIn returns the sentences that the code of a folder puts into reports,
// by their place: warnings, notes, and why something is not examined. What is put
// in when the program runs is %s.
func sentencesIn(t *testing.T, folder string) map[string]string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("..", folder, "*.go"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no code in %s: %v", folder, err)
	}
	c := collector{files: token.NewFileSet(), constants: map[string]string{}, sentences: map[string]string{}}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		code, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(c.files, name, code, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
		ast.Inspect(file, c.constant)
	}
	for _, file := range files {
		ast.Inspect(file, c.visit)
	}
	return c.sentences
}

// A collector gathers sentences from code.
type collector struct {
	files     *token.FileSet
	constants map[string]string
	sentences map[string]string // places
}

func (c *collector) constant(n ast.Node) bool {
	if v, ok := n.(*ast.ValueSpec); ok {
		for i, name := range v.Names {
			if i < len(v.Values) {
				c.constants[name.Name] = c.text(v.Values[i])
			}
		}
	}
	return true
}

// spoken are the fields and variables that hold sentences of reports.
var spoken = regexp.MustCompile(`(?i)^(warnings|detail|missed|dropped|faults|told|why)$`)

// wordy are the files whose errors stand in reports word by word.
var wordy = regexp.MustCompile(`(skip|peopleread|people)\.go:?$`)

// visit notes the sentences of a node: an element of a Skip, an argument of what
// warns or notes, what is put into a field or list of sentences.
func (c *collector) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.CompositeLit:
		c.literal(n)
	case *ast.CallExpr:
		c.call(n)
	case *ast.AssignStmt:
		for i, l := range n.Lhs {
			if i < len(n.Rhs) && spoken.MatchString(last(l)) {
				c.add(n.Rhs[i])
			}
		}
	}
	return true
}

func (c *collector) literal(n *ast.CompositeLit) {
	for i, e := range n.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if last(kv.Key) == "Detail" || last(kv.Key) == "Why" {
				c.add(kv.Value)
			}
		} else if i == 1 && last(n.Type) == "Skip" {
			c.add(e)
		} else if i == 0 && len(n.Elts) == 2 && n.Type == nil && strings.HasPrefix(last(n.Elts[1]), "kind") { // of a server's statuses
			c.add(e)
		}
	}
}

func (c *collector) call(n *ast.CallExpr) {
	switch name := last(n.Fun); {
	case name == "append" && len(n.Args) > 1 && spoken.MatchString(last(n.Args[0])):
		for _, a := range n.Args[1:] {
			c.add(a)
		}
	case name == "linkError" && len(n.Args) == 1:
		c.add(n.Args[0])
	case name == "tell" && len(n.Args) == 3: // of PDF
		c.add(n.Args[2])
	case name == "New" && len(n.Args) == 1 && wordy.MatchString(c.files.Position(n.Pos()).Filename):
		c.add(n.Args[0])
	case (name == "warn" || name == "fault" || name == "runs" || name == "noteThat" || name == "note") && len(n.Args) > 0:
		if s, ok := n.Fun.(*ast.SelectorExpr); ok && last(s.X) == "p" { // to standard error
			return
		}
		c.add(n.Args[0])
	}
}

// unspoken are in the places of sentences and are none: names of parts, keys of
// the configuration, pieces of sentences, reasons that have words of their own,
// and what goes to standard output.
var unspoken = []string{
	"pictures", "drawings", "Pictures", "META-INF/manifest.xml", "packed by META-INF/manifest.xml, which is not read", "%s.retention", "%s.until", "; tried: %s",
	"confidence", "empty-share", "other-host", "other-layouts", "other-rules", "other-share", "other-user", "only partly listed: ",
	"comment  %s", "people   %s is unchanged", "run      %s %s", "signed   %s by the signer's clock",
}

// Every sentence that the code puts into a report has Japanese words. Those of
// verdicts stand in TestWhy.
func TestSentencesAreTranslated(t *testing.T) {
	all := 0
	for _, folder := range []string{"report", "scan", "crawl", "netzone", "extract", "cmd/shikiri"} {
		for english, place := range sentencesIn(t, folder) {
			all++
			if slices.Contains(unspoken, english) || folder == "netzone" && strings.HasSuffix(filepath.Dir(place), "netzone") && filepath.Base(strings.Split(place, ":")[0]) == "judge.go" {
				continue
			}
			text := strings.NewReplacer("%d", "1,234", "%s", "Ω").Replace(english)
			said, ok := japaneseBook().say(text)
			if !ok {
				p := &page{words: &japanese}
				said = p.why(text)
				ok = said != text
			}
			if !ok || !strings.ContainsFunc(said, kana) || strings.Contains(said, "$") {
				t.Errorf("%s: no Japanese for %q, got %q", place, english, said)
			}
		}
	}
	if all < 300 {
		t.Errorf("found %d sentences in the code, want 300 or more: are they put into reports in another way now?", all)
	}
}

func kana(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Han) }

// add notes a sentence, if it holds words.
func (c *collector) add(e ast.Expr) {
	text := c.text(e)
	if strings.ContainsAny(strings.ReplaceAll(strings.ReplaceAll(text, "%s", ""), "%d", ""), "abcdefghijklmnopqrstuvwxyz") {
		c.sentences[text] = c.files.Position(e.Pos()).String()
	}
}

// verb is one of a format, with flags.
var verb = regexp.MustCompile(`%[-+#0-9.]*[a-zA-Z]`)

// text returns the text of an expression, as far as the code tells it.
func (c *collector) text(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		if text, err := strconv.Unquote(e.Value); err == nil {
			return verb.ReplaceAllStringFunc(text, func(v string) string {
				if strings.HasSuffix(v, "d") {
					return "%d"
				}
				return "%s"
			})
		}
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			return c.text(e.X) + c.text(e.Y)
		}
	case *ast.Ident:
		if text, ok := c.constants[e.Name]; ok {
			return text
		}
	case *ast.ParenExpr:
		return c.text(e.X)
	case *ast.CallExpr:
		if last(e.Fun) == "Sprintf" {
			return c.text(e.Args[0])
		}
	}
	return "%s"
}

// last returns the last name of an expression: Skip of extract.Skip.
func last(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.StarExpr:
		return last(e.X)
	}
	return ""
}
