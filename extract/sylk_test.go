package extract

import (
	"strings"
	"testing"
)

const sylkDoc = "ID;PWXL;N;E\r\nP;PGeneral\r\nP;P000\\-0000\r\nP;Pyyyy/mm/dd\r\nB;Y3;X4\r\n" +
	"F;P2;C4\r\nC;Y1;X1;K\"氏名\"\r\nC;X2;K\"住所;;号室\"\r\nC;X3;K\"番号\"\r\nC;Y3;X2;K\"甲市\x1b :乙町\"\r\nC;X1;K\"架空 太郎\"\r\n" +
	"F;P1;FG0G;X3\r\nC;K11001;A電話した\r\nC;X4;K29235;E\"架空\"&A1\r\n"

func TestSYLK(t *testing.T) {
	for _, cs := range []charset{cp932, utf8Text} {
		o := partsOf(t, "a.slk", encode(t, sylkDoc+"E\r\n", cs))
		o.says(t, "sheet", "1 氏名|住所;号室|番号", "3 架空 太郎|甲市 乙町|001-1001|1980/01/15")
		o.says(t, "comments", "電話した")
		o.says(t, "formulas", `"架空"&A1`)
		if len(o.skips) > 0 {
			t.Errorf("%v: got skips %q, want none", cs, o.skips)
		}
	}
	o := partsOf(t, "a.slk", []byte(sylkDoc))
	if len(o.skips) != 1 || !strings.HasPrefix(o.skips[0], ReasonDamaged) {
		t.Errorf("without its end: got skips %q, want one: %s", o.skips, ReasonDamaged)
	}
}

func FuzzSYLK(f *testing.F) {
	f.Add([]byte(sylkDoc))
	f.Fuzz(func(t *testing.T, doc []byte) { partsOf(t, "a.slk", append([]byte("ID;P\nB;Y1\nC;X1;K1\n"), doc...)) })
}
