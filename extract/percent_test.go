package extract

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestUnpercent(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"GET /p?name=%E5%B1%B1%E7%94%B0+%E5%A4%AA%E9%83%8E HTTP/1.1", "GET /p?name=山田+太郎 HTTP/1.1"},
		{"%e5%b1%b1", "山"},
		{"100% of %41 and %C3%A9, 50%", "100% of %41 and %C3%A9, 50%"},
		{"%E5%B1", "%E5%B1"},
		{"%E5%B1%zz%E5%B1%B1", "%E5%B1%zz山"},
		{"%F0%A0%AE%B7野家", "𠮷野家"},
		{"%", "%"},
	} {
		for name, r := range map[string]io.Reader{"whole": strings.NewReader(tt.in), "byte by byte": iotest.OneByteReader(strings.NewReader(tt.in))} {
			got, err := io.ReadAll(newUnpercenter(r))
			if err != nil || string(got) != tt.want {
				t.Errorf("%s, %s: got %q, %v, want %q", tt.in, name, got, err, tt.want)
			}
		}
	}
}

func FuzzUnpercent(f *testing.F) {
	f.Add("a%E5%B1%B1b%", 3)
	f.Fuzz(func(t *testing.T, s string, size int) {
		whole, err := io.ReadAll(newUnpercenter(strings.NewReader(s)))
		if err != nil {
			t.Fatal(err)
		}
		pieces, err := io.ReadAll(newUnpercenter(iotest.OneByteReader(strings.NewReader(s))))
		if err != nil || string(pieces) != string(whole) {
			t.Fatalf("read byte by byte: got %q, %v, want %q", pieces, err, whole)
		}
	})
}
