package main

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Every text of the help has one in Japanese, and the names of values that
// flags show stay what they are.
func TestHelpInJapanese(t *testing.T) {
	root := newRoot(&program{})
	check := func(c *cobra.Command, text string) {
		if _, all := sayInJapanese(text); !all {
			t.Errorf("%s: no Japanese for all of %q", c.CommandPath(), text)
		}
	}
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		if c.Hidden { // for the program itself
			return
		}
		check(c, c.Short)
		check(c, c.Long)
		for line := range strings.Lines(c.Annotations[exitCodes]) { // indented, as examples are: but no names
			if text := strings.TrimSpace(line); text != "" {
				if _, ok := japanese(text); !ok {
					t.Errorf("%s: no Japanese for the exit code %q", c.CommandPath(), text)
				}
			}
		}
		for _, g := range c.Groups() {
			check(c, g.Title)
		}
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			check(c, f.Usage)
			name, _ := pflag.UnquoteUsage(f)
			japanese := *f
			japanese.Usage = inJapaneseText(f.Usage)
			if got, _ := pflag.UnquoteUsage(&japanese); got != name {
				t.Errorf("%s --%s: its value is called %q in Japanese, want %q", c.CommandPath(), f.Name, got, name)
			}
		})
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(root)
}

// The help is Japanese where the flag or the environment says so, with its
// headings.
func TestHelpLanguage(t *testing.T) {
	for _, test := range []struct {
		args []string
		lang string
		want []string
	}{
		{[]string{"scan", "--help"}, "ja_JP.UTF-8", []string{"使い方:", "オプション:", "終了コード:", "区域によって判定します", "[オプション]\n", "(既定 \"auto\")"}},
		{[]string{"scan", "--lang", "ja", "--help"}, "", []string{"使い方:", "例:", "検出と未検査を一行ずつ"}},
		{[]string{"--lang", "ja"}, "", []string{"検査:", "報告:", "準備:", "その他のコマンド:"}},
		{[]string{"init", "--lang", "ja", "--help"}, "C", []string{"名前を", "完了"}},
		{[]string{"scan", "--lang", "en", "--help"}, "ja_JP.UTF-8", []string{"Usage:", "Flags:", "Exit codes:"}},
	} {
		var out bytes.Buffer
		p := &program{Out: &out, Err: &out, Getenv: func(name string) string {
			if name == "LANG" {
				return test.lang
			}
			return ""
		}}
		root := newRoot(p)
		root.SetArgs(test.args)
		if err := root.Execute(); err != nil {
			t.Fatal(err)
		}
		for _, want := range test.want {
			if !strings.Contains(out.String(), want) {
				t.Errorf("shikiri %s with LANG=%s: %q is not in\n%s", strings.Join(test.args, " "), test.lang, want, out.String())
			}
		}
		if english := strings.Contains(out.String(), "Usage:"); english != slices.Contains(test.want, "Usage:") {
			t.Errorf("shikiri %s with LANG=%s: got the headings of the other language", strings.Join(test.args, " "), test.lang)
		}
	}
}
