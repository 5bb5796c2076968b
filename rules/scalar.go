package rules

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml/ast"
)

// texts reads a list of texts. It keeps its length, whatever is wrong, so that
// the numbers of the policy's parts are those of the file.
func (d *decoder) texts(n ast.Node, at string) []string {
	var all []string
	d.list(n, at, true, func(n ast.Node, at string) {
		text, _ := d.text(n, at)
		all = append(all, text)
	})
	return all
}

// text reads a text of one line that is not empty.
func (d *decoder) text(n ast.Node, at string) (string, bool) {
	value := ""
	switch n := n.(type) {
	case *ast.StringNode:
		value = n.Value
	case *ast.LiteralNode:
		value = strings.TrimSpace(n.Value.Value)
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		d.fail(n, at, fmt.Sprintf("%s is a text, not %s", lastKey(at), kindOf(n)), `write it in quotes: "..."`)
		return "", false
	case *ast.NullNode:
		d.fail(n, at, lastKey(at)+" is empty", "")
		return "", false
	default:
		d.other(n, at, "a text")
		return "", false
	}
	if strings.TrimSpace(value) == "" {
		d.fail(n, at, lastKey(at)+" is empty", "")
		return "", false
	}
	if strings.ContainsFunc(value, unicode.IsControl) {
		d.fail(n, at, lastKey(at)+" holds a line end or another control character", "")
		return "", false
	}
	return value, true
}

// word reads a text that YAML may take for a number, as 14 or 20270331. Want is
// what it should be, for people.
func (d *decoder) word(n ast.Node, at, want string) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return d.text(n, at)
	case *ast.IntegerNode:
		return n.GetToken().Value, true
	}
	d.other(n, at, want)
	return "", false
}

// decimal is a number as people mean it: YAML reads 010 as 8.
var decimal = regexp.MustCompile(`^(?:0|[1-9][0-9]{0,8})$`)

func (d *decoder) number(n ast.Node, at string) (int, bool) {
	i, ok := n.(*ast.IntegerNode)
	if !ok {
		d.other(n, at, "a whole number")
		return 0, false
	}
	written := i.GetToken().Value
	if !decimal.MatchString(written) {
		hint := "write a decimal number without sign"
		if strings.Trim(written, "0123456789") == "" && written[0] == '0' {
			hint = "YAML reads a leading zero as octal: leave it out"
		}
		d.fail(n, at, fmt.Sprintf("bad number %s", written), hint)
		return 0, false
	}
	v, err := strconv.Atoi(written)
	return v, err == nil
}

// other tells that a value is not what it should be.
func (d *decoder) other(n ast.Node, at, want string) {
	hint := ""
	switch n := n.(type) {
	case *ast.AliasNode:
		hint = `a text that begins with * needs quotes: "*..."`
	case *ast.AnchorNode:
		hint = "a text that begins with & needs quotes"
	case *ast.TagNode:
		hint = "a text that begins with ! needs quotes"
	case *ast.MappingNode:
		if n.GetToken().Value == "{" {
			hint = "a text that begins with { needs quotes"
		}
	case *ast.SequenceNode:
		if n.GetToken().Value == "[" {
			hint = "a text that begins with [ needs quotes"
		}
	}
	if want != "a text" {
		hint = ""
	}
	if _, ok := n.(*ast.StringNode); ok {
		hint = "write digits, without quotes"
	}
	d.fail(n, at, fmt.Sprintf("%s is %s, not %s", lastKey(at), want, kindOf(n)), hint)
}
