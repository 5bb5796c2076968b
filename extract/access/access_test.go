package access

import (
	"bytes"
	"testing"
)

func TestUnpackText(t *testing.T) {
	for in, want := range map[string]string{
		"abc":                        "abc",
		"a\x00\xB6\x67\x7A\x7A\x00b": "a架空b",
		"\x00\xB6\x67":               "架",
		"\xE9":                       "é",
		"":                           "",
	} {
		if got := string(appendUTF16(nil, unpackText([]byte(in)))); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestAppendNumeric(t *testing.T) {
	b := make([]byte, 17)
	b[13], b[9] = 1, 1 // 2^32 + 1
	for scale, want := range map[int]string{0: "4294967297", 3: "4294967.297", 12: "0.004294967297"} {
		if got := string(appendNumeric(nil, b, scale)); got != want {
			t.Errorf("scale %d: got %s, want %s", scale, got, want)
		}
	}
}

func TestAppendDate(t *testing.T) {
	for days, want := range map[float64]string{29235: "1980-01-15", 0.75: "18:00:00", 1.5: "1899-12-31 12:00:00", -1.25: "1899-12-29 06:00:00", 1e9: ""} {
		if got := string(appendDate(nil, days)); got != want {
			t.Errorf("%v: got %s, want %s", days, got, want)
		}
	}
	const want = "1980-01-15 10:00:00"
	if got := string(appendDateLong(nil, []byte("0000000000000722828:000000036000:7"))); got != want {
		t.Errorf("long date: got %s, want %s", got, want)
	}
}

func FuzzDatabase(f *testing.F) {
	f.Add([]byte("\x00\x01\x00\x00Standard Jet DB\x00\x01"))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := Open(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		tables, _ := d.Tables()
		page := make([]byte, d.PageSize())
		for _, table := range tables {
			if len(table.Columns) == 0 {
				continue
			}
			for n := range d.PageCount() {
				if d.Load(n, page) == nil {
					_ = d.Rows(table, page, func(*Row) error { return nil })
				}
			}
		}
		Unwrap(data)
	})
}
