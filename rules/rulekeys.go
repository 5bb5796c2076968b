package rules

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"

	"github.com/shikiri/shikiri/detect"
)

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
