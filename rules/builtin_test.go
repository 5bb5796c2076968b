package rules

import "testing"

func TestBuiltin(t *testing.T) {
	all, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 3 {
		t.Errorf("there are %d built-in rules, want at least 3", len(all))
	}
	for _, d := range all {
		if got, err := BuiltinRule(d.ID); err != nil || got != d {
			t.Errorf("BuiltinRule(%s) = %v, %v", d.ID, got, err)
		}
	}
	if _, err := BuiltinRule("none"); err == nil {
		t.Error("BuiltinRule(none): no error")
	}
}
