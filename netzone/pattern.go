package netzone

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A pattern is what its braces leave: it matches what any alternative does.
type pattern []alternative

// An alternative is a step for each name in a path.
type alternative []step

type step struct {
	op   stepOp
	text string // of a literal, folded
	glob []char
}

type stepOp uint8

const (
	across  stepOp = iota // any number of names: **
	one                   // one name
	literal               // this name
	globbed               // a name that looks like this
)

// A char is an element of a name with wildcards.
type char struct {
	op     charOp
	r      rune   // exact, folded
	ranges []rune // class: pairs of first and last
	not    bool   // class: all but the ranges
}

type charOp uint8

const (
	many  charOp = iota // *
	any1                // ?
	exact               // r
	class               // [a-z]
)

// What one pattern may cost, far beyond any that people write.
const (
	maxPattern      = 4096 // bytes; no path is longer
	maxAlternatives = 1000 // patterns that the braces stand for
)

// CheckPattern returns what is wrong with a pattern, in words that name what to
// write instead, or nil.
//
// A pattern is compared with the path of a file on its share, from the root of
// the share, whole, without regard to letter case or to whether が is one
// character or two (NFC, NFD). Width does count: Ａ is not A.
//
//	人事/社員名簿   the file, or the folder and all that is in it
//	人事/*         the files of a folder, not those of its folders
//	人事/**        all that is in a folder, at any depth
//	**/架空/**     all that is in the folders of that name, wherever they are
//	架空, *.csv    without a slash: files and folders of that name, wherever they
//	               are, and all that is in those folders
//	/架空          a slash in front: only at the root of the share
//	架空/          a slash at the end: folders only
//
// * stands for any characters of a name, ? for one, [a-z] and [!a-z] for one
// of a set, {a,b} for either. A ** stands alone between slashes. There is no
// escape, since \ is what Windows puts between folders: [*] is a star, [[] a
// bracket, [{] a brace.
func CheckPattern(text string) error {
	_, err := compilePattern(text)
	return err
}

func compilePattern(text string) (pattern, error) {
	switch {
	case strings.TrimSpace(text) == "":
		return nil, errors.New("the pattern is empty")
	case strings.Contains(text, `\`):
		return nil, errors.New(`a pattern has / between folders, not \`)
	case len(text) > maxPattern:
		return nil, fmt.Errorf("the pattern is longer than %d bytes", maxPattern)
	case !utf8.ValidString(text):
		return nil, errors.New("the pattern is not UTF-8")
	}
	texts, err := unfold(norm.NFC.String(text))
	if err != nil {
		return nil, err
	}
	anywhere := !strings.Contains(strings.TrimSuffix(text, "/"), "/")
	all := make(pattern, 0, len(texts))
	for _, t := range texts {
		a, err := compileAlternative(t, anywhere)
		if err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, nil
}

// compileAlternative compiles a pattern without braces. It is true of anywhere
// that the pattern, braces included, holds no slash but at its end.
func compileAlternative(text string, anywhere bool) (alternative, error) {
	steps, err := compileSteps(text)
	if err != nil {
		return nil, err
	}
	folder := strings.HasSuffix(text, "/")
	last := steps[len(steps)-1].op
	if last == across && !folder { // a/** is what is in a, not a itself
		return append(steps, step{op: one}), nil
	}
	if last == across {
		steps = append(steps, step{op: one})
	} else if anywhere {
		steps = slices.Insert(steps, 0, step{op: across})
	}
	switch {
	case folder:
		steps = append(steps, step{op: across}, step{op: one})
	case anywhere, last == literal:
		steps = append(steps, step{op: across})
	}
	return steps, nil
}

func compileSteps(text string) (alternative, error) {
	var steps alternative
	for name := range strings.SplitSeq(strings.TrimSuffix(strings.TrimPrefix(text, "/"), "/"), "/") {
		s, err := compileStep(name)
		if err != nil {
			return nil, err
		}
		if s.op != across || len(steps) == 0 || steps[len(steps)-1].op != across {
			steps = append(steps, s)
		}
	}
	return steps, nil
}

func compileStep(name string) (step, error) {
	switch {
	case name == "**":
		return step{op: across}, nil
	case name == "*":
		return step{op: one}, nil
	case name == "":
		return step{}, errors.New("the pattern has nothing between two slashes")
	case name == "." || name == "..":
		return step{}, fmt.Errorf("a pattern starts at the root of the share and cannot hold %s", name)
	case !strings.ContainsAny(name, "*?["):
		return step{op: literal, text: fold(name)}, nil
	}
	glob, err := compileName(name)
	return step{op: globbed, glob: glob}, err
}

func compileName(name string) ([]char, error) {
	var glob []char
	for i := 0; i < len(name); {
		r, size := decode(name[i:])
		switch r {
		case '*':
			if strings.HasPrefix(name[i:], "**") {
				return nil, fmt.Errorf("** stands alone between slashes: write * in %q, or /**/", name)
			}
			glob = append(glob, char{op: many})
		case '?':
			glob = append(glob, char{op: any1})
		case '[':
			c, n, err := compileClass(name[i:])
			if err != nil {
				return nil, err
			}
			glob = append(glob, c)
			size = n
		default:
			glob = append(glob, char{op: exact, r: lower(r)})
		}
		i += size
	}
	return glob, nil
}

// compileClass compiles the class that s begins with and tells its length.
func compileClass(s string) (c char, size int, err error) {
	end := classEnd(s)
	if end < 0 {
		return c, 0, errors.New("[ is never closed: write [[] for a bracket in a name")
	}
	c.op = class
	body := []rune(s[1:end])
	if body[0] == '!' || body[0] == '^' {
		c.not, body = true, body[1:]
	}
	for i := 0; i < len(body); i++ {
		from, to := body[i], body[i]
		if i+2 < len(body) && body[i+1] == '-' {
			to = body[i+2]
			i += 2
		}
		if from > to {
			return c, 0, fmt.Errorf("the range %c-%c runs backwards", from, to)
		}
		c.ranges = append(c.ranges, from, to)
	}
	return c, end + 1, nil
}

// classEnd returns where the ] is that closes the class s begins with, or -1.
// A ] that comes first is one of the characters.
func classEnd(s string) int {
	start := 1
	if start < len(s) && (s[start] == '!' || s[start] == '^') {
		start++
	}
	if start < len(s) && s[start] == ']' {
		start++
	}
	end := strings.IndexByte(s[min(start, len(s)):], ']')
	if end < 0 {
		return -1
	}
	return start + end
}

// decode is utf8.DecodeRuneInString with a path for ASCII.
func decode(s string) (r rune, size int) {
	if s[0] < utf8.RuneSelf {
		return rune(s[0]), 1
	}
	return utf8.DecodeRuneInString(s)
}

// namesFolder returns the name of a pattern **/name/**.
func (a alternative) namesFolder() (string, bool) {
	if len(a) == 4 && a[3].op == one {
		return a[:3].names()
	}
	return "", false
}

// names returns the name of a pattern **/name, which stands for a file, or a
// folder and what is in it.
func (a alternative) names() (string, bool) {
	if len(a) == 3 && a[0].op == across && a[1].op == literal && a[2].op == across {
		return a[1].text, true
	}
	return "", false
}
