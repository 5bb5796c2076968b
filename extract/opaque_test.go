package extract

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func TestOpaque(t *testing.T) {
	ebcdic := bytes.Repeat([]byte("\xd7\xd9\xc9\xd5\xe3\x40\xd1\xd6\xc2\x40\xf1\xf2\xf3\x40\x40"), 20)
	for _, tt := range []struct {
		name, data string
		partly     bool
	}{
		{"postscript", "%!PS-Adobe-3.0\n(abc) show\n", false},
		{"mail in base64 in a text", "forwarded by hand\nFrom: a@example.jp\nContent-Transfer-Encoding: base64\n\nWU1B\n", true},
		{"plain mail", "From: a@example.jp\nContent-Transfer-Encoding: 7bit\n\nhello\n", false},
		{"ebcdic", string(ebcdic), false},
		{"numbers", "0707012345,1,2\n0707012346,3,4\n", false},
		{"text with the letters of a mark", "MZの型番\nMZ-80K\n", false},
		{"mail addresses", "a@example.jp@b@c@d@e@example.jp\n", false},
	} {
		err := Extract(t.Context(), &File{Name: "x", Size: int64(len(tt.data)), Reader: strings.NewReader(tt.data)}, discard{})
		var s *Skip
		if got := errors.As(err, &s) && s.Reason == ReasonPartial; got != tt.partly {
			t.Errorf("%s: Extract = %v, want partly examined: %v", tt.name, err, tt.partly)
		}
	}
}
