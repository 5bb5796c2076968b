package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/shikiri/shikiri/crawl"
	"github.com/shikiri/shikiri/detect"
	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/output"
	"github.com/shikiri/shikiri/report"
	"github.com/shikiri/shikiri/scan"
)

// rulesTest are the flags of rules test.
type rulesTest struct {
	config, lang string
	rules, texts []string
	only         bool
}

func newRulesTest(p *program) *cobra.Command {
	var o rulesTest
	cmd := &cobra.Command{
		Use:   "test [FILE...]",
		Short: "Show what rules find in files or texts, and why",
		Long: `Test looks for all kinds of data, with the rules that are named, in each FILE, in
standard input (-), and in each --text, and shows what it finds, masked, with its
evidence; what is low is shown too. A FILE of rules (.yaml with the key rules) is
used as such; given alone, it is tried on its own examples.

Nothing is judged and no report is written.`,
		Example: `  shikiri rules test own.yaml sample.csv
  shikiri rules test --rules own.yaml --text '社員番号：A00001'
  grep 番号 log.txt | shikiri rules test --rules customer-number -`,
		Annotations: map[string]string{exitCodes: "  0    done, whatever was found\n  2    the command or a rule is wrong\n  3    a file could not be examined, or only partly"},
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.run(cmd.Context(), p, args)
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	addConfigFlag(f, &o.config)
	f.StringArrayVar(&o.rules, "rules", nil, "use the rules of `FILE`, or the built-in rule of that ID; may be repeated")
	f.StringArrayVar(&o.texts, "text", nil, "look in this `TEXT`; may be repeated (shells keep a history: invent it)")
	f.BoolVar(&o.only, "only", false, "show only what rules find, not what is built in")
	f.StringVar(&o.lang, "lang", "", "`LANG` of what is shown: ja, en (default from LC_ALL, LC_MESSAGES, LANG)")
	complete(cmd, "lang", "ja", "en")
	return cmd
}

func (o *rulesTest) run(ctx context.Context, p *program, args []string) error {
	lang, err := p.language(o.lang)
	if err != nil {
		return err
	}
	var files []string
	for _, arg := range args {
		if isRuleFile(arg) {
			o.rules = append(o.rules, arg)
		} else {
			files = append(files, arg)
		}
	}
	conf, err := setRules(o.config, o.rules)
	if err != nil {
		return err
	}
	shares, err := o.shares(p, files, conf.Rules)
	if err != nil {
		return err
	}
	defer closeShares(shares)
	if err := openFiles(ctx, shares); err != nil {
		return err
	}
	cfg := scan.Config{Shares: shares, Policy: &netzone.Policy{Zones: []netzone.Zone{{Name: "test", Allowed: true}}}, MinConfidence: detect.Low,
		Now: p.Now, Explain: func(string) bool { return true }, Version: version()}
	if err := compileRules(&cfg, conf); err != nil {
		return err
	}
	r, err := scan.Run(ctx, cfg)
	if err != nil {
		return fmt.Errorf("rules test: %w", err)
	}
	return o.show(p, r, lang)
}

// ruleKey is how a file of rules tells that it is one.
var ruleKey = regexp.MustCompile(`(?m)^rules:`)

// isRuleFile reports whether a file is to be used, not looked into.
func isRuleFile(name string) bool {
	if ext := strings.ToLower(filepath.Ext(name)); ext != ".yaml" && ext != ".yml" {
		return false
	}
	src, err := os.ReadFile(name)
	return err == nil && ruleKey.Match(src)
}

// shares returns what to look into: files, texts, standard input, or else the
// examples of the rules.
func (o *rulesTest) shares(p *program, files []string, own []*detect.Detector) ([]scan.Share, error) {
	var all []scan.Share
	text := func(name string, data []byte) {
		all = append(all, scan.Share{URL: name, Zone: "test", Source: &textSource{name: name, data: data, at: p.Now()}})
	}
	for i, t := range o.texts {
		text(fmt.Sprintf("text %d", i+1), []byte(t+"\n"))
	}
	for _, name := range files {
		if name != "-" {
			all = append(all, scan.Share{URL: name, Zone: "test"})
			continue
		}
		const most = 64 << 20
		data, err := io.ReadAll(io.LimitReader(p.In, most+1))
		if err != nil {
			return nil, fmt.Errorf("read standard input: %w", err)
		}
		if len(data) > most {
			return nil, hint(errors.New("read standard input: it is longer than 64 MB"), "write it to a file, or scan it")
		}
		text("standard input", data)
	}
	if len(all) > 0 {
		return all, nil
	}
	var examples bytes.Buffer
	for _, d := range own {
		for _, good := range d.Good {
			examples.WriteString(good + "\n\n")
		}
	}
	if examples.Len() == 0 {
		return nil, hint(errors.New("rules test: nothing to look in"), "name a file, - for standard input, or --text TEXT;\na file of rules alone is tried on its own examples")
	}
	text("examples", examples.Bytes())
	return all, nil
}

// openFiles opens the shares that are files of this machine.
func openFiles(ctx context.Context, shares []scan.Share) error {
	for i := range shares {
		if shares[i].Source != nil {
			continue
		}
		src, err := crawl.Open(ctx, shares[i].URL, crawl.Options{})
		if err != nil {
			return err
		}
		shares[i].Source = src
	}
	return nil
}

func (o *rulesTest) show(p *program, r *report.Run, lang string) error {
	if o.only {
		own := r.Explanations[:0]
		for _, e := range r.Explanations {
			if r.Titles[e.Kind] != "" {
				own = append(own, e)
			}
		}
		r.Explanations = own
	}
	for i := range r.Explanations { // a file is a share of its own here: its name once
		e := &r.Explanations[i]
		if path.Base(filepath.ToSlash(e.Share)) == e.Path {
			e.Path = e.Share
		} else {
			e.Path = path.Join(filepath.ToSlash(e.Share), e.Path)
		}
		e.Share = ""
	}
	for _, w := range r.Warnings {
		p.warn(w)
	}
	if len(r.Explanations) == 0 {
		fmt.Fprintln(p.Out, "nothing found")
	}
	if err := output.Found(p.Out, r, output.Options{Lang: lang}); err != nil {
		return err
	}
	for _, u := range r.Unexamined {
		p.note("not examined, or only partly: %s: %s %s", u.Path, u.Reason, u.Detail)
	}
	if len(r.Unexamined) > 0 {
		return exitStatus(exitIncomplete)
	}
	return nil
}

// A textSource is a share of one file that is in memory.
type textSource struct {
	name string
	data []byte
	at   time.Time
}

func (s *textSource) Open(name string) (fs.File, error) {
	if name != s.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &textFile{bytes.NewReader(s.data), s}, nil
}

func (s *textSource) ReadDir(string) ([]fs.DirEntry, error) {
	return []fs.DirEntry{fs.FileInfoToDirEntry(textInfo{s})}, nil
}

func (s *textSource) Close() error { return nil }

type textFile struct {
	*bytes.Reader
	source *textSource
}

func (f *textFile) Stat() (fs.FileInfo, error) { return textInfo{f.source}, nil }
func (f *textFile) Close() error               { return nil }

type textInfo struct{ source *textSource }

func (i textInfo) Name() string       { return i.source.name }
func (i textInfo) Size() int64        { return int64(len(i.source.data)) }
func (i textInfo) Mode() fs.FileMode  { return 0o400 }
func (i textInfo) ModTime() time.Time { return i.source.at }
func (i textInfo) IsDir() bool        { return false }
func (i textInfo) Sys() any           { return nil }
