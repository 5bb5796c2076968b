package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/shikiri/shikiri/detect"
)

// gold is a file of the evaluation data.
type gold struct {
	file   string
	texts  []text
	bytes  int
	script bool // the spans of names say in which script they are
}

// A text is one line of it, with what is in it and what was found.
type text struct {
	text   string
	source string
	spans  []span // of known kinds
	found  []span
}

// A span is text[start:end] of a text.
type span struct {
	start, end int
	kind       string
	script     string
	confidence detect.Confidence // of what was found
	missed     bool
}

// has reports whether spans hold one of the kind and bounds of s.
func (t *text) has(spans []span, s span) bool {
	for _, o := range spans {
		if o.kind == s.kind && o.start == s.start && o.end == s.end {
			return true
		}
	}
	return false
}

// kinds maps gold types that are not called like our kinds. NAME is a name in
// any script.
var kinds = map[string]string{
	"name": "jp-name", "person": "jp-name", "jp-name-kana": "jp-name", "romaji-name": "jp-name",
	"address": "jp-address", "mynumber": "my-number", "date-of-birth": "birth-date", "birthdate": "birth-date", "dob": "birth-date", "birth": "birth-date",
	"postal": "postal-code", "zip": "postal-code", "zip-code": "postal-code", "zipcode": "postal-code", "tel": "phone", "telephone": "phone", "phone-number": "phone",
	"account": "bank-account", "card": "credit-card", "creditcard": "credit-card", "license": "drivers-license", "driver-license": "drivers-license", "driving-license": "drivers-license",
	"passport-number": "passport", "residence-card-number": "residence-card", "insurer": "health-insurance", "insurer-number": "health-insurance", "insurance": "health-insurance",
	"health-insurance-number": "health-insurance", "pension": "pension-number", "corporate": "corporate-number", "email-address": "email", "mail": "email",
}

// kindOf returns the kind of a gold type, MYNUMBER or jp-name, or "" if it is
// none of ours.
func kindOf(goldType string, known map[string]bool) string {
	k := strings.ReplaceAll(strings.ToLower(goldType), "_", "-")
	if alias, ok := kinds[k]; ok {
		return alias
	}
	if known[k] {
		return k
	}
	return ""
}

// readGold reads a file in the format of the evaluation data.
func readGold(name string) (*gold, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	known := map[string]bool{}
	for _, d := range detect.All() {
		known[d.ID] = true
	}
	g := &gold{file: name}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	for n := 1; lines.Scan(); n++ {
		if len(strings.TrimSpace(lines.Text())) == 0 {
			continue
		}
		t, err := g.parse(lines.Bytes(), known)
		if err != nil {
			return nil, fmt.Errorf("read %s: line %d: %w", name, n, err)
		}
		g.texts = append(g.texts, t)
		g.bytes += len(t.text)
	}
	return g, lines.Err()
}

func (g *gold) parse(line []byte, known map[string]bool) (text, error) {
	var row struct {
		Text   string
		Source string
		Spans  []struct {
			Start  int `json:"start_byte"`
			End    int `json:"end_byte"`
			Type   string
			Script string
		}
	}
	if err := json.Unmarshal(line, &row); err != nil {
		return text{}, err
	}
	t := text{text: row.Text, source: row.Source}
	for _, s := range row.Spans {
		if s.Start < 0 || s.Start >= s.End || s.End > len(row.Text) {
			return text{}, fmt.Errorf("no such span: bytes %d to %d of %d", s.Start, s.End, len(row.Text))
		}
		if kind := kindOf(s.Type, known); kind != "" {
			t.spans = append(t.spans, span{start: s.Start, end: s.End, kind: kind, script: s.Script})
			g.script = g.script || s.Script != "" && kind == "jp-name"
		}
	}
	return t, nil
}
