package main

import (
	"slices"
	"strings"
	"testing"
)

func TestPasswordLines(t *testing.T) {
	for _, test := range []struct {
		file, wantError string
		want            []string
	}{
		{"one\n two \r\n\n秘密\n", "", []string{"one", " two ", "秘密"}},
		{"\ufeffone", "", []string{"one"}},
		{"\r\n\n", "holds no password", nil},
		{"o\x00n\x00", "UTF-16", nil},
	} {
		got, err := passwordLines([]byte(test.file))
		if !slices.Equal(got, test.want) || (err == nil) != (test.wantError == "") || err != nil && !strings.Contains(err.Error(), test.wantError) {
			t.Errorf("%q: got %q, %v; want %q, error %q", test.file, got, err, test.want, test.wantError)
		}
	}
}
