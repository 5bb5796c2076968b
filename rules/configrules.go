package rules

import (
	"errors"

	"github.com/goccy/go-yaml/ast"
)

// rules reads the list of files of rules, relative to the folder of the
// configuration, and of built-in rules by their IDs.
func (d *decoder) rules(n ast.Node, at string) {
	d.list(n, at, false, func(n ast.Node, at string) {
		name, ok := d.text(n, at)
		if !ok {
			return
		}
		if !IsRuleID(name) {
			name = d.resolve(name)
		}
		ds, err := loadRules(name, d.config.Rules)
		var wrong *ConfigError
		switch {
		case errors.As(err, &wrong):
			d.inRules = append(d.inRules, wrong.Problems...)
		case err != nil:
			d.fail(n, at, err.Error(), "")
		}
		d.config.Rules = append(d.config.Rules, ds...)
	})
}
