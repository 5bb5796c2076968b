package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/shikiri/shikiri/extract"
	"github.com/shikiri/shikiri/output"
)

func newFormats(p *program) *cobra.Command {
	var format, lang string
	cmd := &cobra.Command{
		Use:   "formats",
		Short: "List the formats of files that are read, and their limits",
		Long: `Formats lists what is read of which format of file, and what is not. Files are
told by content, not by name: the names are those they usually have.`,
		Annotations: map[string]string{exitCodes: plainExitCodes},
		Args:        noArgs,
		RunE: func(*cobra.Command, []string) error {
			l, err := p.language(lang)
			if err != nil {
				return err
			}
			switch format {
			case "table":
				return p.writeFormats(l)
			case "json":
				e := json.NewEncoder(p.Out)
				e.SetIndent("", " ")
				e.SetEscapeHTML(false)
				return e.Encode(formatRows())
			case "markdown":
				return formatsMarkdown(p.Out)
			}
			return hint(fmt.Errorf("-f %s: there is no such format", format), "there are: json, markdown, table")
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVarP(&format, "format", "f", "table", "`FORMAT` of the list: table, json, markdown")
	f.StringVar(&lang, "lang", "", "`LANG` of the table: ja, en (default from LC_ALL, LC_MESSAGES, LANG)")
	complete(cmd, "format", "table", "json", "markdown")
	complete(cmd, "lang", "ja", "en")
	return cmd
}

// A formatRow is one format.
type formatRow struct {
	Name       string   `json:"name"`
	Family     string   `json:"family"`
	Extensions []string `json:"extensions"`
	Doc        string   `json:"doc"`
	Limits     string   `json:"limits,omitempty"`
	Apart      bool     `json:"apart"` // read in a process of its own
}

// families is the order of the list.
var families = []string{"text", "office", "pdf", "mail", "archives", "databases", "print", "host", "images", "other"}

// formatRows returns all formats by family.
func formatRows() []formatRow {
	var rows []formatRow
	for _, f := range extract.Formats() {
		rows = append(rows, formatRow{f.Name, f.Family, f.Exts, f.Doc, f.Limits, f.Apart})
	}
	slices.SortStableFunc(rows, func(a, b formatRow) int {
		return slices.Index(families, a.Family) - slices.Index(families, b.Family)
	})
	return rows
}

func (p *program) writeFormats(lang string) error {
	var rows [][]string
	for _, f := range formatRows() {
		what := f.Doc
		if f.Limits != "" {
			what += "\nlimits: " + f.Limits
		}
		rows = append(rows, []string{f.Name, strings.Join(f.Extensions, " "), what})
	}
	return output.List(p.Out, "formats", rows, p.reader("auto", lang))
}

// formatsMarkdown writes docs/formats.md.
func formatsMarkdown(w io.Writer) error {
	b := extract.DefaultBudget()
	var text strings.Builder
	fmt.Fprintf(&text, `# Formats

Written by %[1]sshikiri formats -f markdown%[1]s; do not edit.

Files are told by content, not by name: a text named %[1]s.xlsx%[1]s, a workbook named %[1]s.dat%[1]s and a zip without extension are read as what they are.
What is in a file that is not read, or not to its end, is listed under %[1]sunexamined%[1]s with a reason, and what could be read of it is scanned.

| reason | meaning |
|---|---|
| %[1]sencrypted%[1]s | no password, or none of those given, opens it |
| %[1]sdamaged%[1]s | broken or cut short: what came before was scanned |
| %[1]spartial%[1]s | readable runs, or some parts of it, were scanned |
| %[1]sunsupported%[1]s | packed or made in a way that is not read |
| %[1]stoo-deep%[1]s | members in members, more than %[2]d deep (%[1]s--max-depth%[1]s) |
| %[1]stoo-large-expanded%[1]s | unpacks to more than %[3]d GiB, or, beyond %[4]d MiB, to more than %[5]d times its size (%[1]s--max-unpacked%[1]s); or needs more memory than there is for it |
| %[1]stimeout%[1]s | took longer than 10 minutes and a second for each MB (%[1]s--file-timeout%[1]s) |
| %[1]sneeds-ocr%[1]s | a picture, when %[1]s--ocr%[1]s was given but could not be done |

These bounds hold for a file with all that is inside it. Formats marked with * are read by processes of their own: one that crashes, gets nowhere for two
minutes or takes more than 256 MiB is ended, and costs that file only.
`, "`", b.Depth, b.Bytes>>30, extract.RatioFree>>20, b.Ratio)
	family := ""
	for _, f := range formatRows() {
		if f.Family != family {
			family = f.Family
			fmt.Fprintf(&text, "\n## %s\n\n| format | usual names | what is read | what is not |\n|---|---|---|---|\n", family)
		}
		star := ""
		if f.Apart {
			star = " *"
		}
		fmt.Fprintf(&text, "| %s%s | %s | %s | %s |\n", f.Name, star, strings.Join(f.Extensions, " "), cell(f.Doc), cell(f.Limits))
	}
	_, err := io.WriteString(w, text.String())
	return err
}

// cell is text in a cell of a Markdown table.
func cell(s string) string { return strings.NewReplacer("|", `\|`, "\n", " ").Replace(s) }
