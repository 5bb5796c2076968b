package rules

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/dlclark/regexp2"

	"github.com/shikiri/shikiri/detect"
)

// A rule is a detector that is data: words that wake it, and a pattern that is
// tried in a window around them and nowhere else.
type rule struct {
	id, title, doc string
	explains       bool
	words, labels  []string
	noLabels       bool // labels: []
	before, after  int  // characters of the window
	pattern        string
	insideWords    bool
	checkName      string
	identifies     bool
	labelled       detect.Confidence
	alone          detect.Confidence
	limit          time.Duration
	good, bad      []string

	re    *regexp2.Regexp
	check func(digits []byte) bool
}

// What a rule has that does not say otherwise.
const (
	defaultAfter = 40
	defaultLimit = 100 * time.Millisecond
	// clock is how exact limits are; regexp2 has 100 ms by default.
	clock = 10 * time.Millisecond
)

// setClock makes the clock of regexp2 exact before anything is matched.
var setClock sync.Once

// detector returns the rule as the detector that it is.
func (r *rule) detector() *detect.Detector {
	doc := r.title
	if r.doc != "" {
		doc += "\n\n" + r.doc
	}
	d := &detect.Detector{
		ID: r.id, Doc: doc, Explains: r.explains, Identifies: r.identifies,
		Words: r.words, Check: r.atWord, Good: r.good, Bad: r.bad,
		Definition: fmt.Sprintf("%q %q %d %d %t %q %t %s %s %s", r.words, r.pattern, r.before, r.after, r.insideWords, r.checkName, r.identifies, r.labelled, r.alone, r.limit),
	}
	if len(r.labels) > 0 {
		d.Labels, d.Field = r.labels, r.inField
	}
	return d
}

// compile makes the pattern ready. The error is regexp2's, for people.
func (r *rule) compile() error {
	setClock.Do(func() { regexp2.SetTimeoutCheckPeriod(clock) })
	pattern := foldPattern(r.pattern)
	re, err := compile(pattern)
	if err == nil && !r.insideWords {
		end := ")"
		if spaced(pattern) {
			end = "\n)"
		}
		re, err = compile("(?<![0-9A-Za-z])(?:" + pattern + end + "(?![0-9A-Za-z])")
	}
	if err != nil {
		return err
	}
	re.MatchTimeout = r.limit
	r.re = re
	return nil
}

// compile is regexp2.Compile, which was seen to panic for patterns that are none.
func compile(pattern string) (re *regexp2.Regexp, err error) {
	defer func() {
		if recover() != nil {
			re, err = nil, fmt.Errorf("it cannot be read")
		}
	}()
	return regexp2.Compile(pattern, regexp2.None)
}

// atWord judges the window around a word.
func (r *rule) atWord(c *detect.Candidate) detect.Confidence {
	if c.Hopeless(r.id) {
		return detect.None
	}
	window, from, skip := c.Window(r.before, r.after)
	if !r.find(c, window, from, skip, func(*regexp2.Match) bool { return true }) {
		return detect.None
	}
	return r.alone
}

// inField judges a value that a label or the header of a column announced: the
// pattern begins where the value does, and in a cell ends where it ends.
func (r *rule) inField(c *detect.Candidate) detect.Confidence {
	if c.Hopeless(r.id) {
		return detect.None
	}
	start, hi := c.Start, c.Hi
	c.Hi, c.End = c.End, c.Start
	window, from, skip := c.Window(0, max(r.after, defaultAfter))
	c.Hi = hi
	first := skip
	for first < len(window) && (unicode.IsSpace(window[first]) || strings.ContainsRune(`"'「[(:=`, window[first])) {
		first++
	}
	last := len(window)
	for last > first && (unicode.IsSpace(window[last-1]) || strings.ContainsRune(`"'」])`, window[last-1])) {
		last--
	}
	fits := func(m *regexp2.Match) bool {
		return m.Index == first && (!c.Cell || m.Index+m.Length >= last)
	}
	if !r.find(c, window, from, first, fits) {
		c.Start = start
		return detect.None
	}
	if c.Weak {
		return min(r.labelled, r.alone)
	}
	return r.labelled
}

// find makes the first value in the window the candidate that the pattern, a
// condition and the check digit accept.
func (r *rule) find(c *detect.Candidate, window []rune, from, first int, ok func(*regexp2.Match) bool) bool {
	m, err := r.match(window, first)
	for range 100 {
		if err != nil {
			c.GiveUp(r.id)
			return false
		}
		if m == nil {
			return false
		}
		at, n := m.Index, m.Length
		if g := m.GroupByName("value"); g != nil {
			if at, n = g.Index, g.Length; len(g.Captures) == 0 {
				n = 0
			}
		}
		if n > 0 && ok(m) && (r.insideWords || whole(window, at, at+n)) && r.valid(window[at:at+n]) {
			c.Take(from, at, n)
			c.Evidence |= detect.ByShape
			if r.check != nil {
				c.Evidence |= detect.ByCheckDigit
			}
			return true
		}
		m, err = r.next(m)
	}
	return false
}

// whole reports whether nothing of the same word or number stands beside a value:
// where a group is the value, what else the pattern takes may have eaten a digit.
func whole(window []rune, from, to int) bool {
	inWord := func(c rune) bool { return c < 0x80 && (unicode.IsLetter(c) || unicode.IsDigit(c)) }
	return !(from > 0 && inWord(window[from-1]) && inWord(window[from])) &&
		!(to < len(window) && inWord(window[to]) && inWord(window[to-1]))
}

// match tries the pattern, and once more if it ran out of time: on a busy machine
// the clock may jump. The error's text holds the window, so it is not kept.
func (r *rule) match(window []rune, first int) (*regexp2.Match, error) {
	if first > len(window) {
		return nil, nil // regexp2 would not end
	}
	m, err := r.re.FindRunesMatchStartingAt(window, first)
	if err != nil {
		m, err = r.re.FindRunesMatchStartingAt(window, first)
	}
	return m, err
}

func (r *rule) next(m *regexp2.Match) (*regexp2.Match, error) {
	n, err := r.re.FindNextMatch(m)
	if err != nil {
		n, err = r.re.FindNextMatch(m)
	}
	return n, err
}

// valid reports whether the digits of a value agree with their check digit.
func (r *rule) valid(value []rune) bool {
	if r.check == nil {
		return true
	}
	var buf [64]byte
	digits := buf[:0]
	for _, c := range value {
		if c >= '0' && c <= '9' && len(digits) < len(buf) {
			digits = append(digits, byte(c))
		}
	}
	return len(digits) > 1 && r.check(digits)
}

// foldPattern writes full-width letters, digits and signs of a pattern as the
// window has them, in ASCII; signs so that they keep meaning themselves.
func foldPattern(pattern string) string {
	pattern = strings.ReplaceAll(pattern, "(?P<", "(?<")
	var b strings.Builder
	escaped := false
	for _, c := range pattern {
		n := detect.Narrow(c)
		switch {
		case n == c:
		case escaped, unicode.IsLetter(n), unicode.IsDigit(n):
		default:
			b.WriteByte('\\')
		}
		b.WriteRune(n)
		escaped = c == '\\' && !escaped
	}
	return b.String()
}

// spaced reports whether a pattern switches (?x) on, in which a # would hide
// what is put behind it.
func spaced(pattern string) bool {
	i := strings.Index(pattern, "(?")
	for i >= 0 {
		rest := pattern[i+2:]
		flags := rest[:len(rest)-len(strings.TrimLeft(rest, "imnsx-"))]
		if strings.Contains(flags, "x") {
			return true
		}
		next := strings.Index(rest, "(?")
		if next < 0 {
			return false
		}
		i += 2 + next
	}
	return false
}

// defaultLabels returns the words that can be labels of columns and values: all
// but signs, and what another detector's label is already. Labels in ASCII have
// no separators: patient no stands for patient_no and patientNo too.
func defaultLabels(words []string, taken map[string]string) []string {
	var all []string
	for _, w := range words {
		l := strings.NewReplacer(" ", "", "_", "", "-", "").Replace(w)
		letters := 0
		for _, c := range l {
			if unicode.IsLetter(c) || c == 'ー' {
				letters++
			}
		}
		if letters == utf8.RuneCountInString(l) && letters > 1 && taken[l] == "" && !slices.Contains(all, l) {
			all = append(all, l)
		}
	}
	return all
}
