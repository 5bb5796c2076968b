package rules

import (
	"embed"
	"slices"
	"strings"
)

//go:embed policies/*.yaml
var presetFiles embed.FS

// A Preset is a built-in policy: a configuration to start from.
type Preset struct {
	Name string `json:"name"`
	Doc  string `json:"doc"` // what for, in a line
	Ja   string `json:"-"`   // the same in Japanese
}

// DefaultPolicy is the policy that init writes if it is told no other.
const DefaultPolicy = "print-vendor"

// Policies returns the built-in policies, the default first.
func Policies() []Preset {
	return []Preset{
		{DefaultPolicy, "a print and mailing vendor: personal data only on the closed print network, for 14 days",
			"印刷・発送の受託会社: 個人データは閉域の印刷ネットワークだけに 14 日まで"},
		{"office", "an office without personal data anywhere, but for what exceptions name",
			"個人データを置かない事務所: 例外として書いたものだけを許す"},
		{"development", "production, where personal data may be, apart from development and test, where it must not",
			"本番だけに個人データを置き、開発とテストには置かない"},
	}
}

// Policy returns the configuration of a built-in policy, or false if there is
// none of that name. The caller owns the copy.
func Policy(name string) ([]byte, bool) {
	if name == DefaultPolicy {
		return Example(), true
	}
	if !slices.ContainsFunc(Policies(), func(p Preset) bool { return p.Name == name }) {
		return nil, false
	}
	src, err := presetFiles.ReadFile("policies/" + name + ".yaml")
	return src, err == nil
}

// PolicyNames lists the names of the built-in policies, for hints.
func PolicyNames() string {
	var names []string
	for _, p := range Policies() {
		names = append(names, p.Name)
	}
	return strings.Join(names, ", ")
}
