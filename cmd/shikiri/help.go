package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/shikiri/shikiri/output"
)

// help writes what a command does, its flags and its exit codes, in the language
// of --lang or of the environment.
func (p *program) help(cmd *cobra.Command, _ []string) {
	lang := ""
	if f := cmd.Flags().Lookup("lang"); f != nil {
		lang = f.Value.String()
	}
	l, err := p.language(lang)
	inJa := err == nil && l == "ja"
	if inJa {
		translate(cmd.Root())
	}
	out := cmd.OutOrStdout()
	text, usage := cmd.Long, cmd.UsageString()
	if text == "" {
		text = cmd.Short
	}
	if inJa {
		usage = usageWords.Replace(usage)
	}
	fmt.Fprintf(out, "%s\n\n%s", text, usage)
	if codes := cmd.Annotations[exitCodes]; codes != "" {
		fmt.Fprintf(out, "\n%s\n%s\n", heading(cmd, "Exit codes:"), codes)
	}
}

// heading returns a heading in the language the command was put in.
func heading(cmd *cobra.Command, english string) string {
	if cmd.Root().Annotations[translated] == "" {
		return english
	}
	said, _ := japanese(english)
	return said
}

// translated is the annotation of a root whose texts are Japanese.
const translated = "translated"

// translate puts all texts of a command line into Japanese. Text that has no
// translation stays as it is; a test finds it.
func translate(root *cobra.Command) {
	if root.Annotations[translated] != "" {
		return
	}
	root.Annotations[translated] = "ja"
	root.SetUsageTemplate(inJapanese(root.UsageTemplate(), usageHeadings))
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		c.InitDefaultHelpFlag()
		c.Short, c.Long = inJapaneseText(c.Short), inJapaneseText(c.Long)
		if codes, ok := c.Annotations[exitCodes]; ok {
			c.Annotations[exitCodes] = inJapaneseText(codes)
		}
		for _, g := range c.Groups() {
			g.Title = inJapaneseText(g.Title)
		}
		c.LocalFlags().VisitAll(func(f *pflag.Flag) { f.Usage = inJapaneseText(f.Usage) })
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(root)
}

// usageHeadings are what cobra's template of the usage says.
var usageHeadings = []string{
	"Usage:", "Aliases:", "Examples:", "Available Commands:", "Additional Commands:", "Flags:", "Global Flags:", "Additional help topics:",
	`Use "{{.CommandPath}} [command] --help" for more information about a command.`,
}

// usageWords are what cobra and pflag put between our words.
var usageWords = strings.NewReplacer(" [flags]\n", " [オプション]\n", " [command]\n", " [コマンド]\n", "(default ", "(既定 ")

// inJapanese replaces phrases in a text, each once at most.
func inJapanese(text string, phrases []string) string {
	for _, english := range phrases {
		if said, ok := japanese(english); ok {
			text = strings.Replace(text, "\n"+english, "\n"+said, 1)
			if rest, ok := strings.CutPrefix(text, english); ok {
				text = said + rest
			}
		}
	}
	return text
}

// japanese returns what stands for an English text in the word files.
func japanese(english string) (said string, ok bool) {
	for _, words := range japaneseHelp {
		if said, ok = words[english]; ok {
			return said, true
		}
	}
	return "", false
}

// inJapaneseText returns a text in Japanese: whole, or else paragraph by
// paragraph, or else line by line.
func inJapaneseText(english string) string {
	said, _ := sayInJapanese(english)
	return said
}

// sayInJapanese is inJapaneseText and reports whether there are words for all of
// the text.
func sayInJapanese(english string) (said string, all bool) {
	if english == "" {
		return "", true
	}
	if said, ok := japanese(english); ok {
		return said, true
	}
	for _, separator := range []string{"\n\n", "\n"} {
		if parts := strings.Split(english, separator); len(parts) > 1 {
			all = true
			for i := range parts {
				part, ok := sayInJapanese(parts[i])
				parts[i], all = part, all && ok
			}
			return strings.Join(parts, separator), all
		}
	}
	return sayLineInJapanese(english)
}

// sayLineInJapanese translates a line that was made of others: an example, a
// name, the help of a flag, a format and what it is for.
func sayLineInJapanese(english string) (said string, all bool) {
	text := strings.TrimLeft(english, " ")
	indent := english[:len(english)-len(text)]
	if command, ok := strings.CutPrefix(text, "help for "); ok {
		return indent + command + " のヘルプ", true
	}
	if indent == "" {
		return english, false
	}
	if said, ok := japanese(text); ok {
		return indent + said, true
	}
	name, doc, _ := strings.Cut(text, " ")
	if f := output.Lookup(name); f != nil && strings.TrimLeft(doc, " ") == f.Doc {
		said, ok := japanese(f.Doc)
		if !ok {
			said = f.Doc
		}
		return indent + text[:len(text)-len(f.Doc)] + said, ok
	}
	return english, true // an example, or a name
}
