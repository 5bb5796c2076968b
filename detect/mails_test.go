package detect

import (
	"fmt"
	"strings"
	"testing"
)

// A file of mail addresses and nothing else is a list of people; addresses here
// and there, and those of roles, are none.
func TestMailLists(t *testing.T) {
	list := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "taro.yamada%d@mail.example.jp\n", i)
		}
		return b.String()
	}
	set, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		about, text string
		want        int // addresses of medium confidence or more
	}{
		{"a list", list(8), 8},
		{"in quotes, with CR", strings.ReplaceAll(`"`+strings.ReplaceAll(list(8), "\n", "\"\r\n\""), `"\r\n""`, ""), 8},
		{"in brackets", "<" + strings.ReplaceAll(list(7), "\n", ">,\n<") + "a.b@mail.example.jp>", 8},
		{"under a header", "メールアドレス\r\n" + list(2), 2},
		{"a few", list(4), 0},
		{"among other lines", strings.ReplaceAll(list(8), "\n", "\n承知しました\n"), 0},
		{"of roles", "info@example.co.jp\nsales@example.co.jp\nsupport@example.co.jp\nhelp@example.co.jp\nsoumu@example.co.jp\nkeiri@example.co.jp\n", 0},
		{"of makers of programs", strings.ReplaceAll(list(8), "taro", "// Copyright taro"), 0},
	} {
		got := 0
		for _, m := range set.Scanner().Append(nil, &Block{Text: []byte(test.text)}) {
			if set.Detector(int(m.Detector)).ID == "email" && m.Confidence >= Medium {
				got++
			}
		}
		if got != test.want {
			t.Errorf("%s: found %d addresses, want %d", test.about, got, test.want)
		}
	}
}
