package rules

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/width"
)

// Bounds that no configuration comes near. The YAML parser needs memory by the
// square of the nesting: 200,000 brackets took 79 s.
const (
	maxSource = 1 << 20 // bytes
	maxNested = 1000    // levels; brackets in quotes are counted too
)

// A source is the text of a file as it is read: UTF-8 without a BOM, lines
// ended by LF.
type source struct {
	name   string
	text   string
	lines  []string
	hidden map[int]bool // lines where a password was found
}

// A place is in a source, from 1, columns in characters. The zero value is
// nowhere.
type place struct{ line, column int }

// newSource returns the text of a file, or why it cannot be read.
func newSource(name string, src []byte) (*source, *Problem) {
	fail := func(line int, text, hint string) (*source, *Problem) {
		return nil, &Problem{File: name, Line: line, Column: 1, Text: text, Hint: hint}
	}
	if len(src) > maxSource {
		return fail(1, fmt.Sprintf("the configuration is larger than %d bytes", maxSource), "")
	}
	if bytes.HasPrefix(src, []byte("\xff\xfe")) || bytes.HasPrefix(src, []byte("\xfe\xff")) {
		return fail(1, "the configuration is UTF-16", "save it as UTF-8")
	}
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
	src = bytes.ReplaceAll(src, []byte("\r"), []byte("\n"))
	if i := invalid(src); i >= 0 {
		line := 1 + bytes.Count(src[:i], []byte("\n"))
		if isShiftJIS(src) {
			return fail(line, "the configuration is not UTF-8; it looks like Shift_JIS (CP932)", "save it as UTF-8, in Notepad: Save as, Encoding, UTF-8")
		}
		return fail(line, "the configuration is not UTF-8", "save it as UTF-8")
	}
	s := &source{name: name, text: string(src), lines: strings.Split(string(src), "\n"), hidden: map[int]bool{}}
	depth := 0
	for i, line := range s.lines {
		if strings.ContainsFunc(line, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
			return fail(i+1, "the line holds a control character", "")
		}
		lead := line[:len(line)-len(strings.TrimLeft(line, "-? \t"))]
		depth = max(0, depth+strings.Count(line, "[")+strings.Count(line, "{")-strings.Count(line, "]")-strings.Count(line, "}"))
		if depth > maxNested || strings.Count(lead, "- ")+strings.Count(lead, "? ") > maxNested {
			return fail(i+1, "the configuration is nested too deeply", "")
		}
	}
	return s, nil
}

// invalid returns where b stops being UTF-8, or -1.
func invalid(b []byte) int {
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// isShiftJIS reports whether b decodes without loss; the decoder itself only
// replaces.
func isShiftJIS(b []byte) bool {
	text, err := japanese.ShiftJIS.NewDecoder().Bytes(b)
	return err == nil && !bytes.ContainsRune(text, utf8.RuneError)
}

// excerpt returns a line and the caret that points at a column of it, or ""
// for a line that must not be shown.
func (s *source) excerpt(p place) string {
	if p.line < 1 || p.line > len(s.lines) || s.lines[p.line-1] == "" {
		return ""
	}
	number := fmt.Sprintf("%5d", p.line)
	if s.secret(p.line) {
		return number + " | (not shown: it may hold a password)"
	}
	var pad strings.Builder
	column := 1
	for _, r := range s.lines[p.line-1] {
		if column >= p.column {
			break
		}
		pad.WriteString(blank(r))
		column++
	}
	return number + " | " + s.lines[p.line-1] + "\n      | " + pad.String() + "^"
}

// blank is as wide as r: kanji and kana fill two cells of a terminal.
func blank(r rune) string {
	if r == '\t' {
		return "\t"
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return "  "
	}
	return " "
}

var (
	// goodReference is a password-from as it should be, which may be shown.
	goodReference = regexp.MustCompile(`(?:password|passphrase|fingerprint-key)-from["']?\s*:\s*["']?(?:(?:env|file|credential|keyring):[^\s"',}#]*|prompt\b)["']?`)
	secretKey     = regexp.MustCompile(`(?i)(?:pas|pss|psw|pw|secret|token|key|cred|パスワード|暗証)[^\s:=]*\s*[:=]`)
	secretURL     = regexp.MustCompile(`://.*:.*@`)
)

// secret reports whether a line may hold a password, so that no message shows
// it: a URL with one, a key that sounds like one, or a line below such a key.
func (s *source) secret(line int) bool {
	for indent := len(s.lines[line-1]) + 1; line > 0; line-- {
		text := s.lines[line-1]
		lead := len(text) - len(strings.TrimLeft(text, " "))
		if strings.TrimSpace(text) == "" || lead >= indent {
			continue
		}
		indent = lead
		text = goodReference.ReplaceAllString(text, "")
		if s.hidden[line] || secretKey.MatchString(text) || secretURL.MatchString(text) {
			return true
		}
	}
	return false
}
