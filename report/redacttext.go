package report

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// patterns masks the names in patterns of paths; what matches any name stays.
func (m *masker) patterns(all []string) []string {
	all = slices.Clone(all)
	for i, p := range all {
		names := strings.Split(p, "/")
		for j, n := range names {
			if n != "" && strings.Trim(n, "*?") != "" {
				names[j] = m.pattern(n)
			}
		}
		all[i] = strings.Join(names, "/")
	}
	return all
}

// pattern masks one name of a pattern: *.csv stays.
func (m *masker) pattern(name string) string {
	if rest, ok := strings.CutPrefix(name, "*"); ok && plainExts[strings.ToLower(rest)] {
		return name
	}
	return m.name(name)
}

// inException matches an exception as explanations show it, whose patterns stand
// between its kinds and its last day.
var inException = regexp.MustCompile(`^(.*? in )(.*?)( until \d{4}-\d\d-\d\d.*)$`)

func (m *masker) patternsIn(exception string) string {
	p := inException.FindStringSubmatch(exception)
	if p == nil || p[2] == "all paths" {
		return exception
	}
	return p[1] + strings.Join(m.patterns(strings.Split(p[2], ", ")), ", ") + p[3]
}

// text masks in a sentence the names of a file that it is about.
func (m *masker) text(text, file, member string) string {
	if text == "" {
		return ""
	}
	for _, p := range []string{file, member} {
		if len(p) > 1 {
			text = strings.ReplaceAll(text, p, m.member(p))
		}
		for _, name := range strings.FieldsFunc(p, func(r rune) bool { return r == '/' || r == '\\' || r == '!' }) {
			if utf8.RuneCountInString(name) >= 4 || len(name) >= 6 { // shorter ones are words of the sentence
				text = strings.ReplaceAll(text, name, m.name(name))
			}
		}
	}
	return text
}

// ofFolders is in a warning that ends with names of folders.
const ofFolders = "without previous versions: "

var (
	tooManyExplained = regexp.MustCompile(`^(.*)( has \d+ matches: the first \d+ are explained)$`)
	ofConfiguration  = regexp.MustCompile(`^\S+\.ya?ml:\d+:\d+: `)

	nameOfFile = regexp.MustCompile(`[/\\]|[^\s.]\.[a-zA-Z]`)
)

// warnings masks sentences that are about anything. What may hold the name of a
// file in no known place is left out, and counted: a warning is never lost.
func (m *masker) warnings(all []string) []string {
	var kept []string
	left := 0
	for _, w := range all {
		rest := w
		for _, s := range m.shares {
			if s.URL != "" {
				rest = strings.ReplaceAll(rest, s.URL, "")
			}
		}
		rest = m.withoutHosts(rest)
		match := tooManyExplained.FindStringSubmatch(w)
		ascii := strings.IndexFunc(rest, func(r rune) bool { return r > unicode.MaxASCII }) < 0
		switch {
		case match != nil:
			kept = append(kept, m.member(match[1])+match[2])
		case strings.Contains(w, ofFolders): // the folders follow
			left++
		case ofConfiguration.MatchString(w), ascii && !nameOfFile.MatchString(rest):
			kept = append(kept, w)
		default:
			left++
		}
	}
	if left > 0 {
		kept = append(kept, fmt.Sprintf("%d warnings are left out: they may hold names of files", left))
	}
	return kept
}

// withoutHosts returns a sentence without the words that are names of machines.
func (m *masker) withoutHosts(text string) string {
	if len(m.hosts) == 0 {
		return text
	}
	words := strings.Split(text, " ")
	return strings.Join(slices.DeleteFunc(words, func(word string) bool {
		word = strings.ToLower(strings.Trim(word, ":;,()"))
		host, _, _ := strings.Cut(word, ":") // and a port
		return m.hosts[word] || m.hosts[host]
	}), " ")
}

// machines returns the names of machines that probes met, in lower case.
func (r *Run) machines() map[string]bool {
	all := map[string]bool{}
	if !r.Probed() {
		return all
	}
	note := func(names ...string) {
		for _, n := range names {
			all[strings.ToLower(n)] = true
		}
	}
	for _, v := range r.Vantages {
		note(v.Host)
	}
	for _, t := range r.Targets {
		note(t.Names...)
	}
	for _, o := range r.Open {
		note(o.Name)
	}
	for _, b := range r.Bridges {
		note(b.Names...)
	}
	for _, u := range r.Unexamined {
		if u.Path == "" { // a machine that could not be tried
			note(u.Share)
		}
	}
	delete(all, "")
	return all
}
