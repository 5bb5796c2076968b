package extract

import "bytes"

// matchSYLK reports whether head is SYLK: its first record, and nothing but its
// records in the lines that follow.
func matchSYLK(head []byte) bool {
	if !bytes.HasPrefix(head, []byte("ID;")) {
		return false
	}
	cells, lines := 0, 0
	for line := range bytes.Lines(head) {
		line = bytes.TrimRight(line, "\r\n")
		if lines++; lines == 1 {
			continue
		}
		kind, rest, ok := bytes.Cut(line, []byte{';'})
		switch {
		case len(line) == 0, string(line) == "E":
		case !ok || !sylkRecords[string(kind)]:
			return cells > 0 && lines > 100
		case string(kind) == "C" && len(rest) > 1:
			cells++
		case string(kind) == "B" || string(kind) == "P":
			cells++
		}
		if lines > 200 {
			break
		}
	}
	return cells > 0
}

// sylkRecords are the records there are.
var sylkRecords = map[string]bool{"ID": true, "B": true, "C": true, "P": true, "F": true, "O": true, "NN": true, "NE": true, "NU": true, "NL": true, "W": true, "E": true}
