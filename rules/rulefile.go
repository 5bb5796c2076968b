package rules

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

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

func (f *ruleFile) words(n ast.Node, at string) []string {
	const most = 500
	var all []string
	f.list(n, at, true, func(n ast.Node, at string) {
		word, ok := f.text(n, at)
		switch {
		case !ok:
			return
		case len(word) < detect.MinWord || len(word) > detect.MaxWord:
			f.fail(n, at, fmt.Sprintf("%q cannot wake a rule: it has %d bytes", word, len(word)),
				fmt.Sprintf("a word has %d to %d bytes: a character of Japanese or three letters at least; shorter ones stand everywhere", detect.MinWord, detect.MaxWord))
		case len(all) == most:
			f.fail(n, at, fmt.Sprintf("there are more than %d words", most), "make two rules of it")
		}
		all = append(all, word)
	})
	return all
}

func (f *ruleFile) labels(n ast.Node, at string) []string {
	var all []string
	f.list(n, at, false, func(n ast.Node, at string) {
		l, ok := f.text(n, at)
		if !ok {
			return
		}
		bare := bareLabel(l)
		_, part, parted := strings.Cut(l, "/")
		switch {
		case utf8.RuneCountInString(bare) < 2 || utf8.RuneCountInString(bare) > 20:
			f.fail(n, at, fmt.Sprintf("%q is no label", l), "a label has 2 to 20 characters")
		case parted && (len(part) != 1 || part[0] < '2' || part[0] > '9'):
			f.fail(n, at, fmt.Sprintf("%q is no label", l), "behind a / stands the part of the value, 2 to 9")
		case f.taken[bare] != "":
			f.fail(n, at, fmt.Sprintf("%q is a label of %s", l, f.taken[bare]), "as a word it wakes the rule all the same")
		}
		all = append(all, l)
	})
	return all
}

func (f *ruleFile) window(r *rule, n ast.Node, at string) {
	const most = 500
	count := func(to *int) func(ast.Node, string) {
		return func(n ast.Node, at string) {
			v, ok := f.number(n, at)
			if ok && v > most {
				f.fail(n, at, fmt.Sprintf("a window of %d characters is too wide", v), fmt.Sprintf("the most is %d", most))
			}
			*to = v
		}
	}
	f.object(n, at, "a window", []key{{name: "before", read: count(&r.before)}, {name: "after", read: count(&r.after)}})
}

func (f *ruleFile) pattern(r *rule, n ast.Node, at string) {
	const most = 1000
	text, ok := f.text(n, at)
	if ok && len(text) > most {
		f.fail(n, at, fmt.Sprintf("the pattern is longer than %d bytes", most), "")
		return
	}
	r.pattern = text
}

// compile makes the pattern ready, when all that belongs to it is known.
func (f *ruleFile) compile(r *rule, at string) {
	where := f.places[at]
	if err := r.compile(); err != nil {
		text := strings.TrimPrefix(err.Error(), "error parsing regexp: ")
		if i := strings.Index(text, " in `"); i >= 0 {
			text = text[:i]
		}
		f.bad[at] = true
		f.add(where, "bad pattern: "+text, "patterns are those of .NET: https://learn.microsoft.com/dotnet/standard/base-types/regular-expressions", false)
		return
	}
	if m, err := r.re.FindRunesMatch(nil); err == nil && m != nil {
		f.bad[at] = true
		f.add(where, "the pattern matches nothing at all, so it would find nothing", "let it ask for one character at least: + for *", false)
	}
}

func (f *ruleFile) checkDigit(r *rule, n ast.Node, at string) {
	name, ok := f.text(n, at)
	if !ok {
		return
	}
	if r.check = detect.CheckDigit(name); r.check == nil {
		text := fmt.Sprintf("unknown check digit %q", name)
		if near := nearest(name, detect.CheckDigits()); near != "" {
			text += fmt.Sprintf("; did you mean %q?", near)
		}
		f.fail(n, at, text, "there are: "+strings.Join(detect.CheckDigits(), ", "))
	}
	r.checkName = name
}

func (f *ruleFile) confidence(r *rule, n ast.Node, at string) {
	level := func(to *detect.Confidence) func(ast.Node, string) {
		return func(n ast.Node, at string) {
			name, ok := f.text(n, at)
			if !ok {
				return
			}
			for _, c := range []detect.Confidence{detect.Low, detect.Medium, detect.High} {
				if c.String() == name {
					*to = c
					return
				}
			}
			f.fail(n, at, fmt.Sprintf("%s is low, medium or high, not %q", lastKey(at), name), "")
		}
	}
	f.object(n, at, "a confidence", []key{{name: "labelled", read: level(&r.labelled)}, {name: "alone", read: level(&r.alone)}})
}

func (f *ruleFile) timeLimit(r *rule, n ast.Node, at string) {
	text, ok := f.word(n, at, "a time, as 100ms")
	if !ok {
		return
	}
	limit, err := time.ParseDuration(text)
	switch {
	case err != nil:
		f.fail(n, at, fmt.Sprintf("%q is no time", text), "write 100ms or 1s")
	case limit < clock || limit > 5*time.Second:
		f.fail(n, at, fmt.Sprintf("a time limit of %s is out of range", text), fmt.Sprintf("limits are %s to 5s", clock))
	}
	r.limit = limit
}

// truth reads true or false.
func (d *decoder) truth(n ast.Node, at string, otherwise bool) bool {
	b, ok := n.(*ast.BoolNode)
	if !ok {
		d.fail(n, at, fmt.Sprintf("%s is true or false, not %s", lastKey(at), kindOf(n)), "")
		return otherwise
	}
	return b.Value
}
