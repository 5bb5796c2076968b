package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func newMan(p *program) *cobra.Command {
	return &cobra.Command{
		Use:         "man",
		Short:       "Write the manual page",
		Long:        "Man writes the manual page of all commands, as roff: shikiri man | man -l -",
		Annotations: map[string]string{exitCodes: plainExitCodes},
		Args:        noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return writeMan(p.Out, cmd.Root())
		},
	}
}

// writeMan writes one page about root and its commands, from the same text as
// the help. cobra's own generator would bring a Markdown and a YAML library
// into the program.
func writeMan(w io.Writer, root *cobra.Command) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, ".TH SHIKIRI 1 \"\" \"shikiri %s\"\n", roff(version()))
	fmt.Fprintf(b, ".SH NAME\nshikiri \\- %s\n", roff(root.Short))
	fmt.Fprintf(b, ".SH SYNOPSIS\n.B shikiri\nCOMMAND [OPTION...]\n")
	fmt.Fprintf(b, ".SH DESCRIPTION\n%s", paragraph(root.Long))
	fmt.Fprintf(b, ".SH COMMANDS\n")
	for _, c := range root.Commands() {
		if !c.IsAvailableCommand() {
			continue
		}
		writeCommand(b, c)
	}
	fmt.Fprintf(b, ".SH EXIT STATUS\n%s", paragraph(root.Annotations[exitCodes]))
	return b.Flush()
}

// writeCommand writes a command and those below it.
func writeCommand(w io.Writer, c *cobra.Command) {
	text := c.Long
	if text == "" {
		text = c.Short
	}
	fmt.Fprintf(w, ".SS %s\n%s", roff(c.UseLine()), paragraph(text))
	c.LocalFlags().VisitAll(func(f *pflag.Flag) { writeFlag(w, f) })
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			writeCommand(w, sub)
		}
	}
}

func writeFlag(w io.Writer, f *pflag.Flag) {
	name := "--" + f.Name
	if f.Shorthand != "" {
		name = "-" + f.Shorthand + ", " + name
	}
	value, text := pflag.UnquoteUsage(f)
	if value != "" {
		name += " " + value
	}
	fmt.Fprintf(w, ".TP\n.B %s\n%s", roff(name), paragraph(text))
}

// paragraph returns text as lines that roff does not fill, so that examples and
// lists stay as they are.
func paragraph(text string) string { return ".nf\n" + roff(text) + "\n.fi\n" }

// roff escapes what roff would take for a request or an escape.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text)
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}
