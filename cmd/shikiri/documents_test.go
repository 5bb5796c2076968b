package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/shikiri/shikiri/rules"
)

// documents returns the text of all documents by their path from the root.
func documents(t *testing.T) map[string]string {
	t.Helper()
	root := filepath.Join("..", "..")
	texts := map[string]string{}
	for _, pattern := range []string{"*.md", "docs/*.md"} {
		names, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(pattern)))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			rel, _ := filepath.Rel(root, name)
			texts[filepath.ToSlash(rel)] = string(bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")))
		}
	}
	if len(texts) < 10 {
		t.Fatalf("%d documents found", len(texts))
	}
	return texts
}

var fence = regexp.MustCompile("(?ms)^( *)```(\\w*)\n(.*?)^ *```$")

// fenced returns the blocks of a language, without what they are indented by.
func fenced(text, language string) (blocks []string) {
	for _, m := range fence.FindAllStringSubmatch(text, -1) {
		if m[2] == language {
			blocks = append(blocks, strings.TrimPrefix(strings.ReplaceAll("\n"+m[3], "\n"+m[1], "\n"), "\n"))
		}
	}
	return blocks
}

// Commands that documents show are there, with their flags and as many arguments.
func TestDocumentedCommands(t *testing.T) {
	seen := map[string]bool{}
	for name, text := range documents(t) {
		lines := slices.Concat(fenced(text, "sh"), callsIn(fenced(text, "")), callsIn(fenced(text, "ini")))
		for line := range strings.Lines(strings.Join(lines, "\n")) {
			for _, args := range invocations(t, line) {
				cmd, err := understood(args)
				if err != nil {
					t.Errorf("%s: %s: %v", name, strings.TrimSpace(line), err)
					continue
				}
				seen[cmd.Name()] = true
			}
		}
		for _, line := range inlineCalls(text) {
			for _, args := range invocations(t, line) {
				if err := nameable(args); err != nil {
					t.Errorf("%s: `%s`: %v", name, line, err)
				}
			}
		}
	}
	for _, want := range []string{"scan", "report", "diff", "merge", "probe", "verify"} {
		if !seen[want] {
			t.Errorf("no document shows %s: are their examples read?", want)
		}
	}
}

// understood returns the command that is called, without running it.
func understood(args []string) (*cobra.Command, error) {
	cmd, rest, err := newRoot(&program{}).Find(args)
	if err != nil {
		return nil, err
	}
	if err := cmd.ParseFlags(rest); err != nil && !errors.Is(err, pflag.ErrHelp) {
		return nil, err
	}
	return cmd, cmd.ValidateArgs(cmd.Flags().Args())
}

// nameable checks the names of command and flags only: sentences leave out values.
func nameable(args []string) error {
	cmd, rest, err := newRoot(&program{}).Find(args)
	if err != nil {
		return err
	}
	for _, arg := range rest {
		name, long := strings.CutPrefix(arg, "--")
		name, _, _ = strings.Cut(name, "=")
		if long && cmd.Flag(name) == nil {
			return fmt.Errorf("unknown flag: --%s", name)
		}
	}
	return nil
}

var (
	call       = regexp.MustCompile(`(?m)(?:^|&& |exec /usr/local/bin/)((?:\./)?shikiri .*)$`)
	inlineCall = regexp.MustCompile("`((?:\\./)?shikiri [a-z][^`\n]*)`")
)

// callsIn returns what is called in the lines of cron and of units.
func callsIn(blocks []string) (lines []string) {
	for _, block := range blocks {
		for _, m := range call.FindAllStringSubmatch(block, -1) {
			lines = append(lines, strings.TrimSuffix(m[1], "'"))
		}
	}
	return lines
}

// inlineCalls returns what is called within sentences.
func inlineCalls(text string) (lines []string) {
	for _, m := range inlineCall.FindAllStringSubmatch(text, -1) {
		lines = append(lines, m[1])
	}
	return lines
}

// invocations returns the arguments of shikiri wherever a line calls it.
func invocations(t *testing.T, line string) (all [][]string) {
	line, _, _ = strings.Cut(line, " # ")
	if line = strings.TrimSpace(line); line == "" {
		return nil
	}
	words, err := splitWords(strings.NewReplacer("|", " | ", ";", " | ", "&&", " | ").Replace(line))
	if err != nil {
		t.Errorf("%s: %v", line, err)
		return nil
	}
	for len(words) > 0 {
		end := slices.Index(words, "|")
		if end < 0 {
			end = len(words)
		}
		if args := words[:end]; len(args) > 0 && (args[0] == "shikiri" || args[0] == "./shikiri") {
			all = append(all, args[1:])
		}
		words = words[min(end+1, len(words)):]
	}
	return all
}

// Whole configurations in documents are without fault.
func TestDocumentedConfigurations(t *testing.T) {
	whole := 0
	for name, text := range documents(t) {
		for _, block := range fenced(text, "yaml") {
			if !strings.HasPrefix(block, "version: 1\nzones:") && !strings.HasPrefix(block, "version: 1\nfingerprint") {
				continue
			}
			whole++
			if _, err := rules.Parse(name, []byte(block), time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)); err != nil {
				t.Error(err)
			}
		}
	}
	if whole < 4 {
		t.Errorf("%d configurations in documents, want 4 and more: are they read?", whole)
	}
}

var (
	documentLink = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	chapterTitle = regexp.MustCompile(`(?m)^#+ (.+)$`)
)

// Links from one document to another lead there, also to its chapters.
func TestDocumentLinks(t *testing.T) {
	texts := documents(t)
	anchors := map[string]bool{}
	for name, text := range texts {
		for _, m := range chapterTitle.FindAllStringSubmatch(text, -1) {
			anchors[name+"#"+anchor(m[1])] = true
		}
	}
	for name, text := range texts {
		for _, m := range documentLink.FindAllStringSubmatch(text, -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			file, chapter, _ := strings.Cut(m[1], "#")
			target := name
			if file != "" {
				target = filepath.ToSlash(filepath.Join(filepath.Dir(name), file))
			}
			if _, err := os.Stat(filepath.Join("..", "..", target)); err != nil {
				t.Errorf("%s: there is no %s: %v", name, m[1], err.(*fs.PathError).Err)
			}
			if chapter != "" && !anchors[target+"#"+chapter] {
				t.Errorf("%s: %s has no chapter #%s", name, target, chapter)
			}
		}
	}
}

// anchor is what a heading is linked by, as GitHub makes it.
func anchor(heading string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(strings.TrimSpace(heading)) {
		switch {
		case r == ' ':
			b.WriteByte('-')
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r):
			b.WriteRune(r)
		}
	}
	return b.String()
}
