package rules

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"github.com/shikiri/shikiri/detect"
)

//go:embed builtin/*.yaml
var builtinFiles embed.FS

// Builtin returns the rules that shikiri holds, by ID. None is in use unless it
// is asked for by its ID: what they find is personal data only to those who can
// look it up.
func Builtin() ([]*detect.Detector, error) { return builtin() }

var builtin = sync.OnceValues(func() ([]*detect.Detector, error) {
	names, err := fs.Glob(builtinFiles, "builtin/*.yaml")
	if err != nil {
		return nil, err
	}
	var all []*detect.Detector
	for _, name := range names { // sorted
		src, err := builtinFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		ds, err := ParseRules(name, src, all...)
		if err != nil {
			return nil, err
		}
		all = append(all, ds...)
	}
	return all, nil
})

// BuiltinRule returns the built-in rule of an ID.
func BuiltinRule(id string) (*detect.Detector, error) {
	all, err := Builtin()
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, d := range all {
		if d.ID == id {
			return d, nil
		}
		ids = append(ids, d.ID)
	}
	return nil, fmt.Errorf("there is no built-in rule %q; there are: %s (a file of rules is named with its folder or extension: ./%s)", id, strings.Join(ids, ", "), id)
}
