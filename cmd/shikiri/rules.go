package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/shikiri/shikiri/detect"
	"github.com/shikiri/shikiri/output"
	"github.com/shikiri/shikiri/rules"
)

func newRules(p *program) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List the detectors, check and test rules of one's own",
		Long: `Rules shows what is found, and helps to write rules of one's own: files of YAML
that scan takes with --rules FILE or from rules in the configuration.`,
		Annotations: map[string]string{exitCodes: plainExitCodes},
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return hint(fmt.Errorf("rules %s: there is no such command", args[0]), "there are: list, check, test")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newRulesList(p), newRulesCheck(p), newRulesTest(p))
	return cmd
}

func newRulesList(p *program) *cobra.Command {
	var config, format, lang string
	var files []string
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the kinds of data that are found, and the policies that init writes",
		Long: `List shows all kinds of data: those that are always looked for, the built-in
rules, which are in use if --rules or the configuration names them, and rules of
one's own. Then it shows the policies that init --policy NAME writes.`,
		Annotations: map[string]string{exitCodes: plainExitCodes},
		Args:        noArgs,
		RunE: func(*cobra.Command, []string) error {
			l, err := p.language(lang)
			if err != nil {
				return err
			}
			if format != "table" && format != "json" {
				return hint(fmt.Errorf("-f %s: there is no such format", format), "there are: json, table")
			}
			conf, err := setRules(config, files)
			if err != nil {
				return err
			}
			kinds, err := listKinds(conf.Rules)
			if err != nil {
				return err
			}
			if format == "json" {
				e := json.NewEncoder(p.Out)
				e.SetIndent("", " ")
				e.SetEscapeHTML(false)
				return e.Encode(ruleList{kinds, rules.Policies()})
			}
			return p.writeKinds(kinds, l)
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	addConfigFlag(f, &config)
	f.StringArrayVar(&files, "rules", nil, "list the rules of `FILE` too; may be repeated")
	f.StringVarP(&format, "format", "f", "table", "`FORMAT` of the list: table, json")
	f.StringVar(&lang, "lang", "", "`LANG` of the table: ja, en (default from LC_ALL, LC_MESSAGES, LANG)")
	complete(cmd, "format", "table", "json")
	complete(cmd, "lang", "ja", "en")
	return cmd
}

// A ruleList is what rules list writes as JSON.
type ruleList struct {
	Kinds    []kindRow      `json:"kinds"`
	Policies []rules.Preset `json:"policies"`
}

// A kindRow is one kind of data.
type kindRow struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Personal bool     `json:"personal"` // false: it explains, and is no violation
	Origin   string   `json:"origin"`   // "detector", "built-in rule", "own rule"
	InUse    bool     `json:"in_use"`
	Wakes    []string `json:"wakes"` // what it waits for
}

// listKinds returns all kinds: detectors, built-in rules and those in use.
func listKinds(inUse []*detect.Detector) ([]kindRow, error) {
	builtin, err := rules.Builtin()
	if err != nil {
		return nil, err
	}
	var all []kindRow
	for _, d := range detect.All() {
		all = append(all, rowOf(d, "detector", true))
	}
	for _, d := range builtin {
		all = append(all, rowOf(d, "built-in rule", slices.Contains(inUse, d)))
	}
	for _, d := range inUse {
		if !slices.Contains(builtin, d) {
			all = append(all, rowOf(d, "own rule", true))
		}
	}
	return all, nil
}

func rowOf(d *detect.Detector, origin string, inUse bool) kindRow {
	title, _, _ := strings.Cut(d.Doc, "\n")
	return kindRow{d.ID, title, !d.Explains, origin, inUse, wakes(d)}
}

// wakes says what a detector waits for.
func wakes(d *detect.Detector) []string {
	var all []string
	switch {
	case d.MaxDigits > 0 && max(1, d.MinDigits) == d.MaxDigits:
		all = append(all, fmt.Sprintf("%d digits", d.MaxDigits))
	case d.MaxDigits > 0:
		all = append(all, fmt.Sprintf("%d to %d digits", max(1, d.MinDigits), d.MaxDigits))
	}
	if d.Hidden {
		all = append(all, "hidden digits")
	}
	if d.Byte != 0 {
		all = append(all, string(rune(d.Byte)))
	}
	if d.Japanese {
		all = append(all, "Japanese text")
	}
	if len(d.Words) > 0 {
		all = append(all, someOf("words", d.Words))
	}
	if len(d.Labels) > 0 {
		all = append(all, someOf("labels", d.Labels))
	}
	return all
}

// someOf lists the first of some words and counts the others.
func someOf(what string, words []string) string {
	const most = 3
	text := what + " " + strings.Join(words[:min(most, len(words))], ", ")
	if n := len(words) - most; n > 0 {
		text += fmt.Sprintf(" and %d more", n)
	}
	return text
}

// listWords are the words of the list in Japanese.
var listWords = map[string]string{
	"personal data": "個人データ", "explains": "説明のみ (違反にしない)", "detector": "検出器", "built-in rule": "組み込みの規則", "own rule": "独自の規則",
	"not in use": "未使用",
}

// wakesInJapanese says what wakes makes of a detector in Japanese.
var wakesInJapanese = strings.NewReplacer("hidden digits", "伏せた桁", "Japanese text", "日本語の文字列", " digits", " 桁", " to ", "〜",
	"\nwords ", "\n語 ", "\nlabels ", "\nラベル ", "words ", "語 ", "labels ", "ラベル ", " and ", " ほか ", " more", " 語")

func (p *program) writeKinds(kinds []kindRow, lang string) error {
	rows := make([][]string, len(kinds))
	for i, k := range kinds {
		say := func(en string) string {
			if ja := listWords[en]; lang == "ja" && ja != "" {
				return ja
			}
			return en
		}
		about := say("personal data")
		if !k.Personal {
			about = say("explains")
		}
		state := say(k.Origin)
		if !k.InUse {
			state += ", " + say("not in use")
		}
		woken := strings.Join(k.Wakes, "\n")
		if lang == "ja" {
			woken = wakesInJapanese.Replace(woken)
		}
		rows[i] = []string{k.ID + "\n" + cmp.Or(output.KindName(k.ID, lang), k.Title), about + "\n" + state, woken}
	}
	o := p.reader("auto", lang)
	if err := output.List(p.Out, "kinds", rows, o); err != nil {
		return err
	}
	rows = nil
	for _, preset := range rules.Policies() {
		doc := preset.Doc
		if lang == "ja" {
			doc = preset.Ja
		}
		rows = append(rows, []string{preset.Name, doc})
	}
	return output.List(p.Out, "policies", rows, o)
}
