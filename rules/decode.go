package rules

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// A decoder reads a configuration and goes on after what is wrong, so that all
// of it is told at once.
type decoder struct {
	source   *source
	now      time.Time
	folder   string // of the file: what is relative is relative to it
	config   *Config
	problems []Problem
	places   map[string]place // where the parts of the policy stand: "zones[1].name"
	bad      map[string]bool  // which of them could not be read
	kindsAt  []kindAt         // kinds that exceptions name
	inRules  []Problem        // what is wrong with files of rules
}

// A key is something that a mapping may hold.
type key struct {
	name     string
	required bool
	read     func(n ast.Node, at string)
}

// parse returns the mapping that the file is, or nil if there is none.
func (d *decoder) parse() ast.Node {
	file, err := parser.ParseBytes([]byte(d.source.text), 0, parser.AllowDuplicateMapKey())
	if err != nil {
		d.syntax(err)
		return nil
	}
	var root ast.Node
	for _, doc := range file.Docs {
		switch doc.Body.(type) {
		case nil, *ast.DirectiveNode, *ast.CommentGroupNode:
			continue
		}
		if root != nil {
			d.fail(doc.Body, "", "there is a second document", "remove the line --- before it")
			return nil
		}
		root = doc.Body
	}
	if root == nil {
		d.add(place{1, 1}, "the configuration is empty", "shikiri init writes one to start from", false)
	}
	return root
}

const notYAML = "not YAML"

// syntax tells what the parser could not read. Its own message would show the
// lines around, so only its reason is used.
func (d *decoder) syntax(err error) {
	reason, at := "", place{1, 1}
	if e, ok := err.(yaml.Error); ok {
		reason = e.GetMessage()
		if t := e.GetToken(); t != nil && t.Position != nil {
			at = place{min(max(1, t.Position.Line), len(d.source.lines)), max(1, t.Position.Column)}
		}
	}
	line := []rune(d.source.lines[at.line-1])
	near := string(line[min(len(line), max(0, at.column-2)):min(len(line), at.column)])
	hint := ""
	switch {
	case strings.Contains(near, "*"):
		hint = `a pattern that begins with * needs quotes: "**/name/**"`
	case strings.Contains(reason, "escape character"):
		hint = `in "..." a \ begins an escape: write '...' instead`
	case indentedByTab(d.source.lines[at.line-1]):
		reason, hint = "the line is indented with a tab", "indent with spaces"
	}
	if reason == "" || d.source.secret(at.line) {
		d.add(at, notYAML, hint, false)
		return
	}
	d.add(at, notYAML+": "+reason, hint, false)
}

func indentedByTab(line string) bool {
	return strings.Contains(line[:len(line)-len(strings.TrimLeft(line, " \t"))], "\t")
}

func (d *decoder) fail(n ast.Node, at, text, hint string) {
	d.bad[at] = at != ""
	d.add(placeOf(n), text, hint, false)
}

// hide keeps the lines of a value out of all messages.
func (d *decoder) hide(n ast.Node) {
	first, more := placeOf(n).line, 0
	if t := n.GetToken(); t != nil {
		more = strings.Count(t.Origin, "\n") // of a long text its place may be the last line
	}
	for line := first - more; line <= first+more; line++ {
		d.source.hidden[line] = true
	}
}

func placeOf(n ast.Node) place {
	if pair := firstPair(n); pair != nil && n.GetToken().Value != "{" {
		n = pair.Key
	}
	t := n.GetToken()
	if t == nil || t.Position == nil {
		return place{}
	}
	return place{t.Position.Line, max(1, t.Position.Column)}
}

func firstPair(n ast.Node) *ast.MappingValueNode {
	switch n := n.(type) {
	case *ast.MappingValueNode:
		return n
	case *ast.MappingNode:
		if len(n.Values) > 0 {
			return n.Values[0]
		}
	}
	return nil
}

// object reads a mapping. What is a name for people: "a zone".
func (d *decoder) object(n ast.Node, at, what string, keys []key) {
	d.places[at] = placeOf(n)
	m, ok := n.(ast.MapNode)
	if !ok {
		d.fail(n, at, fmt.Sprintf("%s is keys and values, not %s", what, kindOf(n)), "its first key is "+keys[0].name)
		return
	}
	seen, meant := map[string]int{}, map[string]bool{}
	for pairs := m.MapRange(); pairs.Next(); {
		name, ok := d.keyName(pairs.Key())
		if !ok {
			continue
		}
		where := placeOf(pairs.Key())
		if line, twice := seen[name]; twice {
			d.add(where, fmt.Sprintf("duplicate key %q; it is already on line %d", name, line), "", false)
			continue
		}
		seen[name] = where.line
		k := find(keys, name)
		if k == nil {
			meant[d.unknown(where, name, keys)] = true
			continue
		}
		child := strings.TrimPrefix(at+"."+name, ".")
		d.places[child] = placeOf(pairs.Value())
		k.read(pairs.Value(), child)
	}
	for _, k := range keys {
		if _, ok := seen[k.name]; ok || !k.required {
			continue
		}
		d.bad[strings.TrimPrefix(at+"."+k.name, ".")] = true
		if !meant[k.name] {
			d.add(d.places[at], fmt.Sprintf("%s needs the key %q", what, k.name), "", false)
		}
	}
}

func (d *decoder) keyName(n ast.MapKeyNode) (string, bool) {
	if s, ok := n.(*ast.StringNode); ok {
		return s.Value, true
	}
	d.add(placeOf(n), "a key is a word, not "+kindOf(n), "", false)
	return "", false
}

func find(keys []key, name string) *key {
	for i := range keys {
		if keys[i].name == name {
			return &keys[i]
		}
	}
	return nil
}

// unknown tells of a key that is not one, with the nearest that is, and returns
// that.
func (d *decoder) unknown(at place, name string, keys []key) string {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.name
	}
	near := nearest(name, names)
	if near != "" {
		d.add(at, fmt.Sprintf("unknown key %q; did you mean %q?", name, near), "", false)
	} else {
		d.add(at, fmt.Sprintf("unknown key %q", name), "the keys here are "+strings.Join(names, ", "), false)
	}
	return near
}

// list reads a list; read is given the number of each element. A key without a
// value is an empty list, as it is left when all of it is commented out.
func (d *decoder) list(n ast.Node, at string, filled bool, read func(n ast.Node, at string)) {
	seq, ok := n.(*ast.SequenceNode)
	if _, null := n.(*ast.NullNode); !ok && !null {
		d.fail(n, at, fmt.Sprintf("%s is a list, not %s", lastKey(at), kindOf(n)), "write - before each, or [ ] around")
		return
	}
	if filled && (seq == nil || len(seq.Values) == 0) {
		d.fail(n, at, lastKey(at)+" is empty", "")
		return
	}
	if seq == nil {
		return
	}
	for i, v := range seq.Values {
		child := fmt.Sprintf("%s[%d]", at, i)
		d.places[child] = placeOf(v)
		read(v, child)
	}
}

// lastKey is the key of a place for people: "ports" of "flows[0].ports[1]".
func lastKey(at string) string {
	at = at[strings.LastIndexByte(at, '.')+1:]
	if name, number, ok := strings.Cut(at, "["); ok {
		i, _ := strconv.Atoi(strings.TrimSuffix(number, "]"))
		return fmt.Sprintf("number %d of %s", i+1, name)
	}
	return at
}

func kindOf(n ast.Node) string {
	switch n.(type) {
	case *ast.StringNode, *ast.LiteralNode:
		return "a text"
	case *ast.IntegerNode:
		return "a number"
	case *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return "a number with a fraction"
	case *ast.BoolNode:
		return "true or false"
	case *ast.NullNode:
		return "nothing"
	case *ast.SequenceNode:
		return "a list"
	case *ast.MappingNode, *ast.MappingValueNode:
		return "keys and values"
	case *ast.AliasNode:
		return "an alias (*)"
	case *ast.AnchorNode:
		return "an anchor (&)"
	case *ast.TagNode:
		return "a tag (!)"
	case *ast.MergeKeyNode:
		return "a merge (<<)"
	}
	return "something else"
}
