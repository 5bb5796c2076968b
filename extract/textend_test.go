package extract

import (
	"fmt"
	"strings"
	"testing"
)

// Text that tells by its end whether it is there has a reason if it was cut, and
// none if it was not.
func TestTextCut(t *testing.T) {
	rows := strings.Repeat(`{"氏名": "架空 太郎"},`+"\n", 9)
	xml := `<?xml version="1.0"?><!-- <x> --><!DOCTYPE 名簿><名簿 版="1">` + strings.Repeat("<氏名>架空 太郎</氏名>", 9)
	for in, whole := range map[string]bool{
		"<html><p>架空 太郎</p>":        false,
		"<html><p>架空 太郎</p></body>": true,
		"<!doctype html><p>架空 太郎":   true,
		"[" + rows:                  false,
		"[" + rows + "{}]\n":        true,
		rows:                        true,
		xml:                         false,
		xml + "</名簿>\n<!-- -->":     true,
		xml[:len(xml)-9]:            false,
		xml[:40]:                    false,
		`<?xml version="1.0"?><a/>`: true,
		"<?xml version=\"1.0\"?>\n<!ELEMENT a ANY>":  true,
		`{\rtf1\ansi{\fonttbl{\f0 a;}}\pard a\par}`:  true,
		`{\rtf1\ansi{\fonttbl{\f0 a;}}}\pard a\par}`: false,
		`[\rtf1\ansi{\fonttbl{\f0 a;}}\pard a\par}`:  false,
	} {
		got := strings.Join(gather(t, "a", []byte(in), DefaultBudget()), "; ")
		if strings.Contains(got, "skip") == whole {
			t.Errorf("%q: got %s, want a reason: %v", in, got, !whole)
		}
	}
}

// A zip is known with one damaged byte in its mark, even if what it holds is not
// packed and looks like text.
func TestZipMarkDamaged(t *testing.T) {
	data := zipOf(t, packed{name: "a.txt", text: strings.Repeat("架空 太郎\n", 99)}, packed{name: "b.txt", text: "架空 花子"})
	for i := range 4 {
		bad := []byte(string(data))
		bad[i] ^= 0x10
		got := fmt.Sprint(gather(t, "a", bad, DefaultBudget()))
		if !strings.Contains(got, "skip") || !strings.Contains(got, "b.txt: \"架空 花子\"") {
			t.Errorf("byte %d: got %s, want the other member and a reason", i, got)
		}
	}
}
