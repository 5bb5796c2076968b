package extract

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"
)

// partOrder is the order in which parts are read behind the main one, and
// partLabels what they are called.
var (
	partOrder  = []string{"header", "footer", "footnotes", "endnotes", "comments", "comment", "moderncomment", "data", "drawing", "chart"}
	partLabels = map[string]string{
		"header": "header", "footer": "footer", "footnotes": "footnotes", "endnotes": "endnotes", "comments": "comments",
		"chart": "chart", "data": "diagram", "slidemaster": "master", "slidelayout": "layout", "notesmaster": "notes master",
		"handoutmaster": "handout master", "slide": "slide", "notesslide": "notes", "document": "body", "comment": "comments", "moderncomment": "comments",
	}
)

// splitPartName splits a part's name: "word/header2.xml" is a header, the second.
func splitPartName(name string) (kind string, number int) {
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	kind = strings.TrimRight(base, "0123456789")
	number, _ = strconv.Atoi(base[len(kind):])
	return strings.ToLower(strings.TrimRight(kind, "_")), number
}

func comparePartNames(a, b string) int {
	ka, na := splitPartName(a)
	kb, nb := splitPartName(b)
	rank := func(kind string) int {
		if i := slices.Index(partOrder, kind); i >= 0 {
			return i
		}
		return len(partOrder)
	}
	return cmp.Or(cmp.Compare(rank(ka), rank(kb)), cmp.Compare(path.Dir(a), path.Dir(b)), cmp.Compare(ka, kb), cmp.Compare(na, nb))
}

// partLabel is what people call a part: "header 2" if there are more than one,
// or its name if it has no other. names are those of all parts.
func partLabel(name string, names []string) string {
	kind, number := splitPartName(name)
	label := partLabels[kind]
	if label == "" || strings.Contains(name, "/glossary/") {
		return visible(name)
	}
	alike := 0
	for _, n := range names {
		if k, _ := splitPartName(n); k == kind && path.Ext(n) == path.Ext(name) {
			alike++
		}
	}
	if alike < 2 || number == 0 {
		return label
	}
	return label + " " + strconv.Itoa(number)
}
