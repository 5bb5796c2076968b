package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/output"
	"github.com/shikiri/shikiri/report"
	"github.com/shikiri/shikiri/rules"
	"github.com/shikiri/shikiri/scan"
)

// explained calls explainArgs, which looks at files.
func (o *scanOptions) explained(ctx context.Context, args []string, conf *rules.Config, l rules.Limits) ([]string, func(string) bool, error) {
	if o.explain == "" {
		return args, nil, nil
	}
	type choice struct {
		shares []string
		match  func(string) bool
		err    error
	}
	c, err := inTime(ctx, l.Timeout, "--explain "+o.explain, func() (c choice) {
		c.shares, c.match, c.err = explainArgs(o.explain, args, conf)
		return c
	})
	return c.shares, c.match, cmp.Or(err, c.err)
}

// explainArgs reads --explain: a path or pattern in the shares, or without SHARE
// a file or folder of this machine. It returns the shares to scan, which are
// args unless PATH is itself to be scanned, and which of their files to explain.
func explainArgs(what string, args []string, conf *rules.Config) (shares []string, match func(string) bool, err error) {
	if len(args) == 0 {
		if zone, _, ok := strings.Cut(what, "="); ok && conf.Policy.Zone(zone) != nil {
			return []string{what}, func(string) bool { return true }, nil
		}
		if _, err := os.Stat(what); err == nil {
			in := inShare(what, conf.Shares)
			if in == "" {
				return []string{what}, func(string) bool { return true }, nil
			}
			what = in
		}
	}
	if name := shareRelative(what, args); name != "" {
		what = name
	}
	if what = strings.Trim(strings.TrimPrefix(filepath.ToSlash(what), "./"), "/"); what == "." || what == "" {
		what = "**"
	}
	match, err = netzone.Matcher(what)
	if err != nil {
		return nil, nil, hint(fmt.Errorf("--explain %s: not a path or pattern", what), "%v", err)
	}
	return args, match, nil
}

// inShare returns the path of a file in the share of the configuration that
// holds it, as a pattern, or "".
func inShare(file string, shares []rules.Share) string {
	for _, s := range shares {
		if in := relative(file, s.URL); in != "" {
			return in
		}
	}
	return ""
}

// shareRelative returns the path of a file in the local share among args that
// holds it, as a pattern, or "": people name files as their shell does.
func shareRelative(file string, args []string) string {
	if _, err := os.Stat(file); err != nil {
		return ""
	}
	for _, arg := range args {
		for _, share := range []string{arg, arg[strings.IndexByte(arg, '=')+1:]} {
			if in := relative(file, share); in != "" {
				return in
			}
		}
	}
	return ""
}

// relative returns the path of a file in a local share, as a pattern, or "" if
// it is not in it.
func relative(file, share string) string {
	info, err := os.Stat(share)
	if err != nil || strings.Contains(share, "://") {
		return ""
	}
	dir, full := root(share), strings.TrimSuffix(root(file), "/")
	if abs, err := filepath.Abs(share); err == nil {
		dir = root(abs)
	}
	if abs, err := filepath.Abs(file); err == nil {
		full = strings.TrimSuffix(root(abs), "/")
	}
	if !info.IsDir() {
		dir = path.Dir(strings.TrimSuffix(dir, "/")) + "/"
	}
	rest, ok := strings.CutPrefix(full, dir)
	switch {
	case full+"/" == dir:
		return "**"
	case !ok:
		return ""
	}
	return literal(rest)
}

// literal returns a path as a pattern that matches it and, if it is a folder,
// what is in it.
func literal(name string) string {
	return strings.NewReplacer("[", "[[]", "{", "[{]", "*", "[*]", "?", "[?]").Replace(name)
}

// explain writes the explanations to standard error if no report holds them.
func (o *scanOptions) writeExplanations(p *program, r *report.Run, all []destination, lang string) error {
	if o.explain == "" {
		return nil
	}
	if len(r.Explanations) == 0 {
		p.note("--explain %s: no file of that path, or nothing found in it", o.explain)
		return nil
	}
	for _, d := range all {
		if d.File == "" && d.Format.Name != "csv" {
			return nil // it is in the report
		}
	}
	return output.Explain(p.Err, r, output.Options{Lang: lang})
}

// setRules reads the rules that --rules names, and the configuration with them.
func setRules(config string, files []string) (*rules.Config, error) {
	own, err := rules.LoadRules(files)
	if err != nil {
		return nil, ruleHint(err)
	}
	return loadConfig(config, own...)
}

func ruleHint(err error) error {
	var wrong *rules.ConfigError
	if errors.As(err, &wrong) {
		return err
	}
	return hint(err, "shikiri rules list shows the built-in ones")
}

// compileRules makes the set of detectors of a configuration.
func compileRules(cfg *scan.Config, conf *rules.Config) (err error) {
	if cfg.Set, err = rules.Compile(conf.Rules); err != nil {
		return fmt.Errorf("load detectors: %w", err)
	}
	return nil
}
