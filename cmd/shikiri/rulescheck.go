package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/shikiri/shikiri/detect"
	"github.com/shikiri/shikiri/rules"
)

func newRulesCheck(p *program) *cobra.Command {
	return &cobra.Command{
		Use:   "check FILE...",
		Short: "Check files of rules: their form, patterns and examples",
		Long: `Check reads files of rules as scan does, all of them together: every example must
hold its kind once and every counter-example not at all. What is wrong is told
with line and column.`,
		Example:     "  shikiri rules check rules/own.yaml",
		Annotations: map[string]string{exitCodes: "  0    all rules are right\n  2    a rule is wrong, or a file could not be read"},
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return hint(errors.New("rules check: want a file of rules"), "shikiri rules check own.yaml")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return checkRules(p, args) },
	}
}

// checkRules reads each file with the rules of those before it.
func checkRules(p *program, files []string) error {
	var all []*detect.Detector
	var errs []error
	for _, file := range files {
		if rules.IsRuleID(file) {
			file = "./" + file // a file without an extension
		}
		own, err := rules.LoadRules([]string{file}, all...)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		all = append(all, own...)
		examples, counter := 0, 0
		for _, d := range own {
			examples += len(d.Good)
			counter += len(d.Bad)
		}
		fmt.Fprintf(p.Out, "%s: rules %d, examples %d, counter-examples %d: right\n", file, len(own), examples, counter)
	}
	return errors.Join(errs...)
}
