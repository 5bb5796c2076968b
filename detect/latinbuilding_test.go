package detect

import (
	"testing"
)

// Buildings in letters of one to four words belong to the address, with or
// without a label; what else stands behind an address does not.
func TestLatinBuildings(t *testing.T) {
	set, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	const a, b = "東京都日野市日野5-33-27", "東京都日野市日野4丁目20番3号"
	for _, c := range []struct{ address, rest string }{
		{a + " Grand Heights477", ""}, {b + " Garden Place 1201号室", ""}, {b + " Garden Place1201号室", ""}, {a + " Sun Heights 201", ""},
		{a + " Grand Heights477", ",090-0000-0000"}, {a + " Grand Heights477", " 090-0000-0000"}, {a + " Royal Court B-101", "\tx"}, {a + " Sky Tower 12F", "。"},
		{a + " Grand Heights #477", ""}, {a + " La Casa Verde 3階", ""}, {a + "　Grand Heights 477", ""}, {a + " GARDEN PLACE 1201", ""}, {a + " Garden-Place 1201", ""},
		{a + " The Park House 305", " TEL 03-0000-0000"}, {b + " Grand Heights477号室", "に在住"}, {a + " Sun's Court 201", ""}, {a + " Heights477", ""}, {a + " Garden Place", ""}, {a + " Green Hills II 203", ""},
		{a + " Grand Heights", "\t090-0000-0000"},
		{a + " Cosmo Belle 305", ""}, {a + " Cosmo Aria305号室", ""}, {a + " Grand Heights", " INFO printed 12"}, {a + " Sun Heights 201", " INFO printed 12"}, {a + " Garden Place 1201", "\",\"x\""},
		{a, " Aria 12"}, {a, " note: Grand Heights 12"}, {a, " INFO printed 12"}, {a, " INFO printed 12 pages"}, {a, " YAMADA Taro 12"}, {a, " Taro Yamada"}, {a, " Taro Yamada 45"}, {a, " YAMADA TARO45"}, {a, " Tel 090-0000-0000"}, {a, " page 12"}, {a, " Page 12 of 14"},
		{a, " status OK 200"}, {a, " ERROR code 500"}, {a, " Total 12"}, {a, " Order No 12345"}, {a, " User ID 1201"}, {a, " Suzuki Hanako 1201"}, {a, " GET index 200"}, {a, " Print Job 12"}, {a, " is printed at 12"}, {a, " Age 45"}, {a, " Rev 2"}, {a, " Sent by Taro 12"},
	} {
		text := c.address + c.rest
		got := ""
		for _, m := range set.Scanner().Append(nil, &Block{Text: []byte(text)}) {
			if set.ID(m) == "jp-address" {
				got = text[m.Start:m.End]
			}
		}
		if got != c.address {
			t.Errorf("%q: got %q, want %q", text, got, c.address)
		}
	}
}

// A label before the address lets more be a building, but no other field.
func TestLatinBehindLabelledAddress(t *testing.T) {
	set, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	const a = "東京都日野市日野5-33-27"
	for _, c := range []struct{ building, rest string }{
		{" Garden Place 1201号室", " 電話: 090-1234-5678"}, {" Aria", ""}, {"", " INFO printed 12"}, {"", " TARO YAMADA"}, {"", " Yamada Taro"}, {" Sun Heights 201", " TARO YAMADA"},
	} {
		text, want := "住所: "+a+c.building+c.rest, a+c.building
		got := ""
		for _, m := range set.Scanner().Append(nil, &Block{Text: []byte(text)}) {
			if set.ID(m) == "jp-address" {
				got = text[m.Start:m.End]
			}
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
