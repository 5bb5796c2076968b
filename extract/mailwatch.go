package extract

import "bytes"

// A mailWatch looks for encoded files in text that is not said to be encoded: a
// mail whose header was damaged, or was pasted into another.
type mailWatch struct {
	width  int // of the lines before, which look like base64
	lines  int
	quoted int
	found  bool
}

const (
	// watchLines is how many lines of one length must look like base64, and
	// watchWidth how long they must be. Mailers write 76 characters, openssl 64.
	watchLines = 3
	watchWidth = 60
	// watchCodes is how many codes of quoted-printable a line must have: two
	// characters of Japanese.
	watchCodes = 6
)

// line sees a line without what ends it.
func (w *mailWatch) line(line []byte) {
	line = bytes.TrimRight(line, "\r\n")
	if len(line) >= watchCodes*3 && bytes.Count(line, []byte{'='}) >= watchCodes && quotedCodes(line) >= watchCodes {
		if w.quoted++; w.quoted >= watchLines {
			w.found = true
		}
	}
	if len(line) < watchWidth || len(line)%4 != 0 || !base64Line(line) {
		w.lines = 0
		return
	}
	if len(line) != w.width {
		w.lines, w.width = 0, len(line)
	}
	if w.lines++; w.lines >= watchLines {
		w.found = true
	}
}

// base64Line reports whether a line is of letters and digits of both cases, as
// 60 random ones are.
func base64Line(line []byte) bool {
	upper, lower := false, false
	for _, c := range line {
		switch {
		case c >= 'A' && c <= 'Z':
			upper = true
		case c >= 'a' && c <= 'z':
			lower = true
		case c >= '0' && c <= '9', c == '+', c == '/':
		default:
			return false
		}
	}
	return upper && lower
}

func quotedCodes(line []byte) int {
	n := 0
	for i := 0; i+2 < len(line); i++ {
		if line[i] == '=' && upperHex(line[i+1]) && upperHex(line[i+2]) {
			n++
			i += 2
		}
	}
	return n
}

func upperHex(c byte) bool { return c >= '0' && c <= '9' || c >= 'A' && c <= 'F' }
