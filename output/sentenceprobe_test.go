package output

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"
)

// constantsIn returns the sentences that the constants of a file are.
func constantsIn(t *testing.T, name string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, d := range file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST {
			continue
		}
		ast.Inspect(g, func(n ast.Node) bool {
			if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
				if text, err := strconv.Unquote(l.Value); err == nil && strings.Contains(text, " ") {
					all = append(all, text)
				}
			}
			return true
		})
	}
	return all
}

// What a probe warns of, and why its controls, flows and bridges are what they are,
// is said in Japanese: the sentences stand as constants.
func TestProbeSentencesAreTranslated(t *testing.T) {
	met := 0
	for _, name := range []string{"../scan/probesay.go", "../report/bridgelink.go"} {
		for _, english := range constantsIn(t, name) {
			met++
			text := strings.NewReplacer("%d", "1,234", "%s", "Ω").Replace(english)
			if said, ok := japaneseBook().say(text); !ok || !strings.ContainsFunc(said, kana) || strings.Contains(said, "$") {
				t.Errorf("%s: no Japanese for %q, got %q", name, english, said)
			}
		}
	}
	if met < 40 {
		t.Errorf("%d sentences were met, want all that there are", met)
	}
}

// Of several sentences each is said, though one of them could take the others for
// what is put into it.
func TestSeveralSentences(t *testing.T) {
	got, ok := japaneseBook().say("80 ports were not tried: there was no time; no control that is known to be open was open both before and after; 7 ports were refused: either a firewall rejects them or packets cross and nothing listens today")
	want := "ポート 80 件を試していません: 時間が足りませんでした。開いていると分かっている対照のうち、検査の前後とも到達できたものがありません。ポート 7 件は拒否されました。ファイアウォールが断ったか、通信は届いていて今は何も動いていないかのどちらかです"
	if !ok || got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}
