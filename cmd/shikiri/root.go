package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// exitCodes is the annotation that holds a command's exit codes.
const exitCodes = "exit codes"

const scanExitCodes = `  0    nothing wrong: all was examined, no personal data is where it must not be
  1    violation or overdue data, whether or not all was examined
  2    the command, the configuration or a rule is wrong, or the run failed
  3    no violation seen, but something in scope could not be examined
  130  interrupted: a partial report was written`

const plainExitCodes = `  0    done
  2    the command or the configuration is wrong, or the command failed`

// newRoot returns the command line. The order of its commands is that of the
// help.
func newRoot(p *program) *cobra.Command {
	root := &cobra.Command{
		SuggestionsMinimumDistance: 2,
		Use:                        "shikiri",
		Short:                      "Find Japanese personal data where it must not be",
		Long: `shikiri crawls shares, finds Japanese personal data in their files and judges
it by the zone of the network it lies in. It only reads what it scans.

  shikiri scan office=/srv/share

Without a configuration the zone "office" forbids personal data and the zone
"print" allows it. "shikiri init" writes a configuration to start from.`,
		Annotations:   map[string]string{exitCodes: scanExitCodes},
		SilenceErrors: true,
		SilenceUsage:  true,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			todo := "see shikiri --help"
			if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
				todo = "is it " + strings.Join(near, " or ") + "?"
			}
			return hint(fmt.Errorf("%s: there is no such command", args[0]), "%s", todo)
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			return cmd.Help()
		},
	}
	root.SetIn(p.In)
	root.SetOut(p.Out)
	root.SetErr(p.Err)
	root.PersistentFlags().String("lang", "", "`LANG` of what is shown: ja, en (default from LC_ALL, LC_MESSAGES, LANG)")
	complete(root, "lang", "ja", "en")
	root.PersistentPreRunE = p.learnLanguage
	root.SetHelpFunc(p.help)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return hint(fmt.Errorf("%s: %w", strings.TrimPrefix(cmd.CommandPath(), "shikiri "), err), "see %s --help", cmd.CommandPath())
	})
	groups := []struct {
		id, title string
		commands  []*cobra.Command
	}{
		{"scan", "Scan:", []*cobra.Command{newScan(p), newProbe(p), newFingerprint(p)}},
		{"report", "Reports:", []*cobra.Command{newReport(p), newDiff(p), newMerge(p), newVerify(p)}},
		{"setup", "Set up:", []*cobra.Command{newInit(p), newZones(p), newRules(p), newFormats(p)}},
	}
	for _, g := range groups {
		root.AddGroup(&cobra.Group{ID: g.id, Title: g.title})
		for _, c := range g.commands {
			c.GroupID = g.id
			root.AddCommand(c)
		}
	}
	root.AddCommand(newVersion(p), newMan(p), newReadApart(p))
	return root
}

// noArgs refuses arguments.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return hint(fmt.Errorf("%s: takes no argument, got %d", cmd.Name(), len(args)), "see %s --help", cmd.CommandPath())
	}
	return nil
}

// noEmptyFlags refuses flags that were given nothing: where a script's variable
// is not set, --state and --max-rate must not be left out in silence.
func noEmptyFlags(cmd *cobra.Command) (err error) {
	cmd.Flags().Visit(func(f *pflag.Flag) {
		values := []string{f.Value.String()}
		if list, ok := f.Value.(pflag.SliceValue); ok {
			values = list.GetSlice()
		}
		if err == nil && slices.Contains(values, "") {
			err = hint(fmt.Errorf("--%s: it is empty", f.Name), "give it a value or leave it out; see %s --help", cmd.CommandPath())
		}
	})
	return err
}
