package rules

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/shikiri/shikiri/detect"
)

// ParseRules reads a file of rules, makes each a detector and tries its examples
// together with all built-in detectors. Others are rules that are in use as
// well, whose IDs are taken. What is wrong is a [*ConfigError]. docs/rules.md
// tells what a file of rules holds.
func ParseRules(name string, src []byte, others ...*detect.Detector) ([]*detect.Detector, error) {
	text, problem := newSource(name, src)
	if problem != nil {
		return nil, aboutRules(&ConfigError{Problems: []Problem{*problem}})
	}
	d := &decoder{source: text, places: map[string]place{}, bad: map[string]bool{}, config: &Config{}}
	f := &ruleFile{decoder: d, taken: takenLabels()}
	if root := d.parse(); root != nil {
		d.object(root, "", "the configuration", []key{
			{name: "version", required: true, read: d.version},
			{name: "rules", required: true, read: func(n ast.Node, at string) { d.list(n, at, true, f.rule) }},
		})
	}
	f.names(others)
	all := make([]*detect.Detector, len(f.rules))
	for i, r := range f.rules {
		all[i] = r.detector()
	}
	if d.problems == nil {
		f.try(all, others)
	}
	if d.problems != nil {
		return nil, aboutRules(newConfigError(text, d.problems))
	}
	return all, nil
}

// LoadRules reads rules: each name is a file or the ID of a built-in rule.
// Others are as for [ParseRules].
func LoadRules(names []string, others ...*detect.Detector) ([]*detect.Detector, error) {
	var all []*detect.Detector
	for _, name := range names {
		ds, err := loadRules(name, slices.Concat(others, all))
		if err != nil {
			return nil, err
		}
		all = append(all, ds...)
	}
	return all, nil
}

func loadRules(name string, others []*detect.Detector) ([]*detect.Detector, error) {
	if IsRuleID(name) {
		d, err := BuiltinRule(name)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(others, func(o *detect.Detector) bool { return o.ID == d.ID }) {
			return nil, nil // it is in use already
		}
		return []*detect.Detector{d}, nil
	}
	src, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read rules: %w", err)
	}
	return ParseRules(name, src, others...)
}

// Compile returns the set of the built-in detectors and those of rules.
func Compile(own []*detect.Detector) (*detect.Set, error) {
	return detect.Compile(append(detect.All(), own...)...)
}

// aboutRules says file of rules where messages say configuration.
func aboutRules(e *ConfigError) error {
	for i := range e.Problems {
		p := &e.Problems[i]
		p.Text = strings.ReplaceAll(p.Text, "the configuration", "the file of rules")
		p.Hint = strings.ReplaceAll(p.Hint, "like the configuration", "like a file of rules")
		p.Hint = strings.ReplaceAll(p.Hint, "shikiri init writes one to start from", "docs/rules.md shows one")
	}
	return e
}

// A ruleFile is a file of rules while it is read.
type ruleFile struct {
	*decoder
	rules []*rule
	taken map[string]string // the labels of built-in detectors, and whose they are
}

func takenLabels() map[string]string {
	taken := make(map[string]string)
	for _, d := range detect.All() {
		for _, l := range d.Labels {
			taken[bareLabel(l)] = d.ID
		}
	}
	return taken
}

// bareLabel returns a label without the signs of its notation.
func bareLabel(l string) string {
	l, _, _ = strings.Cut(l, "/")
	return strings.TrimLeft(l, "=~")
}

func (f *ruleFile) rule(n ast.Node, at string) {
	d := f.decoder
	r := &rule{after: defaultAfter, limit: defaultLimit, labelled: detect.High, alone: detect.Medium}
	f.rules = append(f.rules, r)
	text := func(to *string) func(ast.Node, string) {
		return func(n ast.Node, at string) { *to, _ = d.text(n, at) }
	}
	d.object(n, at, "a rule", []key{
		{name: "id", required: true, read: func(n ast.Node, at string) { r.id = f.id(n, at) }},
		{name: "title", required: true, read: text(&r.title)},
		{name: "doc", read: text(&r.doc)},
		{name: "personal", read: func(n ast.Node, at string) { r.explains = !d.truth(n, at, true) }},
		{name: "words", required: true, read: func(n ast.Node, at string) { r.words = f.words(n, at) }},
		{name: "labels", read: func(n ast.Node, at string) { r.labels, r.noLabels = f.labels(n, at), true }},
		{name: "window", read: func(n ast.Node, at string) { f.window(r, n, at) }},
		{name: "pattern", required: true, read: func(n ast.Node, at string) { f.pattern(r, n, at) }},
		{name: "inside-words", read: func(n ast.Node, at string) { r.insideWords = d.truth(n, at, false) }},
		{name: "check-digit", read: func(n ast.Node, at string) { f.checkDigit(r, n, at) }},
		{name: "identifies", read: func(n ast.Node, at string) { r.identifies = d.truth(n, at, false) }},
		{name: "confidence", read: func(n ast.Node, at string) { f.confidence(r, n, at) }},
		{name: "time-limit", read: func(n ast.Node, at string) { f.timeLimit(r, n, at) }},
		{name: "examples", required: true, read: func(n ast.Node, at string) { r.good = d.texts(n, at) }},
		{name: "counter-examples", required: true, read: func(n ast.Node, at string) { r.bad = d.texts(n, at) }},
	})
	if !r.noLabels {
		r.labels = defaultLabels(r.words, f.taken)
	}
	if at := at + ".pattern"; r.pattern != "" && !d.isBad(at) {
		f.compile(r, at)
	}
}

// ruleID is how kinds are named, built in or not.
var ruleID = regexp.MustCompile(`^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$`)

// IsRuleID reports whether a name is that of a rule rather than of a file.
func IsRuleID(name string) bool { return ruleID.MatchString(name) }

func (f *ruleFile) id(n ast.Node, at string) string {
	id, ok := f.text(n, at)
	switch {
	case !ok:
	case !ruleID.MatchString(id) || len(id) > 40:
		f.fail(n, at, fmt.Sprintf("bad id %q", id), "use small letters, digits and - between them, 40 at most: employee-number")
	case slices.Contains(Kinds, id):
		f.fail(n, at, fmt.Sprintf("%q is a built-in kind", id), "choose another id")
	}
	return id
}

// names tells of IDs that two rules have.
func (f *ruleFile) names(others []*detect.Detector) {
	for i, r := range f.rules {
		at := fmt.Sprintf("rules[%d].id", i)
		where := f.places[at]
		if r.id == "" || f.isBad(at) {
			continue
		}
		for _, first := range f.rules[:i] {
			if first.id == r.id {
				f.add(where, fmt.Sprintf("there are two rules %q", r.id), "", false)
				break
			}
		}
		if slices.ContainsFunc(others, func(o *detect.Detector) bool { return o.ID == r.id }) {
			f.add(where, fmt.Sprintf("there is a rule %q already, in another file or built in", r.id), "choose another id", false)
		}
	}
}
