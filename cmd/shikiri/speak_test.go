package main

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
)

// What commands say on standard output has Japanese words, with the same
// arguments.
func TestSpeech(t *testing.T) {
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	said := []string{"good", "WRONG", "NOT CHECKED", "conforming", "nonconforming", "incomplete", "  exception until %s: %s in %s (%s)\n", "  exception ENDED %s: %s in %s (%s)\n"} // in variables
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		code, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, code, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 {
				return true
			}
			f, ok := call.Fun.(*ast.SelectorExpr)
			text, isText := call.Args[0].(*ast.BasicLit)
			if ok && isText && (f.Sel.Name == "speak" || f.Sel.Name == "tell") {
				english, err := strconv.Unquote(text.Value)
				if err != nil {
					t.Fatal(err)
				}
				said = append(said, english)
			}
			return true
		})
	}
	if len(said) < 40 {
		t.Errorf("found %d texts, want 40 or more", len(said))
	}
	verbs := regexp.MustCompile(`%\w`)
	for _, english := range said {
		japanese, ok := japaneseSpeech[english]
		if !ok || slices.Compare(verbs.FindAllString(english, -1), verbs.FindAllString(japanese, -1)) != 0 {
			t.Errorf("%q is %q in Japanese, want words with the same arguments", english, japanese)
		}
	}
	for english := range japaneseSpeech {
		if !slices.Contains(said, english) {
			t.Errorf("nothing says %q", english)
		}
	}
}

func TestSpeak(t *testing.T) {
	p := &program{lang: "ja"}
	for got, want := range map[string]string{
		p.speak("wrote %s: people %s, of rows %s", "c.fp", "3", "4"):             "c.fp を書きました: 3 人 (4 行中)",
		p.problem("192.0.2.1 is in a network of zone print, not of zone office"): "192.0.2.1 は区域 office ではなく print のネットワークの中",
		p.problem("192.0.2.1 is in no network of zone office"):                   "192.0.2.1 は区域 office のどのネットワークにもない",
		(&program{}).speak("zone %s", "office"):                                  "zone office",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
