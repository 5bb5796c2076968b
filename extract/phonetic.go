package extract

import (
	"bytes"
	"regexp"
)

// phoneticCode is how Word writes a phonetic guide as a field where there is no
// other way, in RTF and old documents: EQ \o\ad(\s\up 9(かくう),架空).
var phoneticCode = regexp.MustCompile(`(?is)^\s*EQ\s.*\\o\s*(?:\\a[a-z])?\s*\(\s*\\s\s*\\up\s*\d+\s*\((.*)\)\s*[,;]\s*(.*)\)\s*$`)

// phoneticField returns the guide and the text under it that the code of a field
// holds. The text is part of the line: names stay whole.
func phoneticField(code []byte) (guide, base []byte, ok bool) {
	if len(code) > 1<<10 || !bytes.Contains(code, []byte(`\o`)) {
		return nil, nil, false
	}
	m := phoneticCode.FindSubmatch(code)
	if m == nil {
		return nil, nil, false
	}
	return m[1], m[2], true
}
