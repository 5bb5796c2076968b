package extract

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

func TestRTF(t *testing.T) {
	const head = `{\rtf1\ansi\ansicpg932\deff0{\fonttbl{\f0\fnil\fcharset128 \'82\'6c\'82\'72;}{\f1\froman\fcharset0 Times;}{\f2\fswiss\fcharset204 X;}}`
	cells := func(texts ...string) string {
		row := `\trowd\cellx100\cellx200\pard\intbl `
		for _, s := range texts {
			row += s + `\cell `
		}
		return row + `\row `
	}
	for _, tt := range []struct{ name, rtf, want string }{
		{"escaped", `\'89\'cb\'8b\'f3 \'91\'be\'98\'59\par`, "body: 架空 太郎\n"},
		{"trail as it is", `\'8eR\'93c\par`, "body: 山田\n"},
		{"raw", "\x89\xcb\x8b\xf3 \x95\x5c\x8e\xa6\\par", "body: 架空 表示\n"},
		{"escaped backslash", `\'95\\\'8e\'a6\par`, "body: 表示\n"},
		{"half-width", `\'b6\'b8\'b3 \'c0\'db\'b3\par`, "body: ｶｸｳ ﾀﾛｳ\n"},
		{"unicode", `\uc2\u26550\'89\'cb\uc1\u31354 ? \uc0\u-10174\uc1\u-8265\'3f\uc2\u22826\'3f\'3f\uc0\u37070 x\par`, "body: 架空 𠮷太郎x\n"},
		{"western font", `{\f1 caf\'e9 \'93x\'94 \'89\'cb}\par`, "body: café “x” 架\n"},
		{"cyrillic", `{\f2 \'cf\'f0\'e8}\par`, "body: При\n"},
		{"split", `{\b \'89\'cb}{\i \'8b\'f3}\~\'91\'be\'98\'59\_1\-2\par`, "body: 架空 太郎-12\n"},
		{"upr", `{\upr{\'3f\'3f}{\*\ud{\u26550 ?\u31354 ?}}}\par`, "body: 架空\n"},
		{"skipped", `{\*\unknown \'89\'cb}{\*\themedata 0123}甲\par`, ""},
		{"field", `{\field{\*\fldinst{HYPERLINK "mailto:taro@example.jp"}}{\fldrslt{\'89\'cb}}}\par`, "body: 架/HYPERLINK \"mailto:taro@example.jp\"\n"},
		{"ruby", `{\field{\*\fldinst{EQ \\* jc2 \\o\\ad(\\s\\up 9({\'82\'a9}),{\'89\'cb})}}{\fldrslt}}\'8b\'f3\par`, "body: 架空/か\n"},
		{"note", `\'89\'cb{\*\footnote\pard\plain \'8b\'72\par}\'8b\'f3\par`, "body: 脚/架空\n"},
		{"deleted", `A {\deleted \'89\'cb}{\revised B}\par`, "body: A B/A 架\n"},
		{"table", cells("N", "T") + cells(`\'89\'cb`, "03") + `\pard after\par`, "body, table 1: N|T/架|03\nbody: after\n"},
		{"row without intbl", `\trowd a\cell b\cell\row\trowd c\cell d\cell\row`, "body, table 1: a|b/c|d\n"},
		{"nested", `\trowd\pard\intbl\itap2 x\nestcell y\nestcell{\*\nesttableprops\trowd\nestrow}\pard\intbl\itap2 1\nestcell 2\nestcell{\*\nesttableprops\nestrow}{\nonesttables\par}\pard\intbl\itap1 a\cell b\cell\row` + cells("c", "d") + `\pard`,
			"body, table 1: x|y/1|2\nbody, table 2: a|b/c|d\n"},
		{"box", `A{\shp{\*\shpinst{\sp{\sn wzDescription}{\sv \'89\'cb}}{\sp{\sn lTxid}{\sv 65536}}{\shptxt \pard box\par}}{\shprslt{\*\do{\dptxbxtext\pard box\par}}}}B\par`, "body: box/架/AB\n"},
		{"header", `\par{\header \pard H\par}{\footer F}body\par`, "header: H\nfooter: F\nbody: body\n"},
		{"info", `{\info{\author \'89\'cb}{\title T}{\creatim\yr2020}}x\par`, "properties: 作成者: 架/title: T\nbody: x\n"},
		{"picture", `{\*\shppict{\pict\pngblip\picw1 ` + hex.EncodeToString([]byte("付属\n")) + `}}{\nonshppict{\pict\wmetafile8 00}}x\par`, ": 付属\nbody: x\n"},
		{"binary", `{\pict\pngblip\bin5 ` + "付}\n" + "}" + `y\par`, ": 付}\nbody: y\n"},
	} {
		got, o := readParts(t, "a.doc", []byte(head+tt.rtf+"}"))
		if tt.name == "skipped" {
			tt.want = got // 甲 as UTF-8 is no CP932: what it is read as does not matter
			if strings.Contains(got, "架") {
				t.Errorf("what may be skipped was read: %q", got)
			}
		}
		if got != tt.want || len(o.skips) > 0 {
			t.Errorf("%s: got %q and skips %v, want %q", tt.name, got, o.skips, tt.want)
		}
	}
}

// oleObject is an object as RTF keeps it: of a class, with a file.
func oleObject(class string, data []byte) []byte {
	b := []byte{1, 5, 0, 0, 2, 0, 0, 0}
	b = append(append(b, byte(len(class)+1), 0, 0, 0), class...)
	b = append(b, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	return append(append(b, byte(len(data)), byte(len(data)>>8), 0, 0), data...)
}

func TestRTFObjects(t *testing.T) {
	inside := []byte("名簿,架空 太郎\n")
	pack := append([]byte{2, 0}, "\x96\xbc\x95\xeb.txt\x00C:\\x\x00\x00\x00\x03\x00\x02\x00\x00\x00x\x00"...)
	pack = append(append(pack, byte(len(inside)), 0, 0, 0), inside...)
	for name, tt := range map[string]struct {
		data []byte
		want string
	}{
		"object":  {oleObject("Excel.Sheet.8", inside), "object 1"},
		"package": {oleObject("Package", pack), "名簿.txt"},
		"no head": {inside, "object 1"},
	} {
		digits := hex.EncodeToString(tt.data)
		doc := fmt.Sprintf(`{\rtf1{\object\objemb{\*\objclass X}{\*\objdata %s
 %s}{\result{\pard shown\par}}}}`, digits[:31], digits[31:])
		got, o := readParts(t, "a.rtf", []byte(doc))
		if len(o.members) != 1 || o.members[0] != tt.want || !strings.Contains(got, "架空 太郎") || !strings.Contains(got, "shown") {
			t.Errorf("%s: got members %q and %q, want %q with its text", name, o.members, got, tt.want)
		}
	}
}

func TestRTFDamaged(t *testing.T) {
	o := &gathered{}
	doc := []byte(`{\rtf1\ansicpg932 \'89\'cb\'8b\'f3{\b x\trowd\pard\intbl a\cell b`)
	err := Extract(context.Background(), &File{Size: int64(len(doc)), Reader: bytes.NewReader(doc)}, o)
	var s *Skip
	if !errors.As(err, &s) || s.Reason != ReasonDamaged || !strings.Contains(o.text.String(), "架空") || !strings.Contains(o.text.String(), "b") {
		t.Errorf("got %v and %q, want damaged and the text", err, o.text.String())
	}
	got, _ := readParts(t, "a.rtf", []byte(`{\rtf1 a\par}`+"\n\x00\n架空 太郎の電話 03-0000-0000"))
	if !strings.Contains(got, "架空 太郎") {
		t.Errorf("text behind the end: got %q", got)
	}
	if got, _ := readParts(t, "a.txt", []byte("{\\rtf is how RTF begins, 架空 太郎\n")); !strings.Contains(got, "is how RTF begins, 架空 太郎") {
		t.Errorf("a text that begins alike: got %q", got)
	}
}

func TestRTFHostile(t *testing.T) {
	for name, rtf := range map[string]string{
		"groups":  strings.Repeat(`{\b x`, 1<<18),
		"frames":  strings.Repeat(`{\footnote x`, 1<<18),
		"tables":  strings.Repeat(`\intbl\itap9999 x\nestcell`, 1<<10),
		"text":    strings.Repeat("x", 1<<20),
		"code":    `{\*\fldinst ` + strings.Repeat("x", 1<<20),
		"fonts":   `{\fonttbl` + strings.Repeat(`{\f1 x;}`, 1<<16),
		"cells":   strings.Repeat(`x\cell `, 1<<17),
		"numbers": `\u99999999999999999999x\bin99999999999 x`,
	} {
		o := &gathered{}
		longest := 0
		o.check = func(b *Block) { longest = max(longest, len(b.Text)) }
		doc := []byte(`{\rtf1 ` + rtf)
		err := Extract(context.Background(), &File{Size: int64(len(doc)), Reader: bytes.NewReader(doc)}, o)
		var s *Skip
		if !errors.As(err, &s) || s.Reason != ReasonDamaged {
			t.Errorf("%s: got %v, want damaged", name, err)
		}
		if longest > 2*blockSize {
			t.Errorf("%s: a block of %d bytes", name, longest)
		}
		if want := strings.Count(rtf, "x"); name != "fonts" && name != "numbers" && strings.Count(o.text.String(), "x") < want {
			t.Errorf("%s: got %d of %d letters", name, strings.Count(o.text.String(), "x"), want)
		}
	}
}

func FuzzRTF(f *testing.F) {
	for _, s := range []string{
		`{\rtf1\ansi\ansicpg932{\fonttbl{\f0\fcharset128 x;}}\f0 \'89\'cbA\'8bR\u26550 ?\par}`,
		`{\rtf1\trowd\intbl a\cell b\cell\row\itap2 c\nestcell\nestrow\pard d\par}`,
		`{\rtf1{\header h}{\*\footnote n}{\info{\author a}}{\upr{x}{\*\ud y}}{\field{\*\fldinst z}}}`,
		`{\rtf1{\pict\pngblip 00ff}{\object{\*\objdata 0105000002000000020000004100}}{\pict\bin3 abc}}`,
		`{\rtf1{\shp{\*\shpinst{\sp{\sn wzName}{\sv v}}{\shptxt t\par}}{\shprslt{\do\dptxbxtext t\par}}}\deleted x\revised y}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		budget := DefaultBudget()
		o := &gathered{check: func(b *Block) { checkTable(t, b) }}
		var s *Skip
		err := readRTF(context.Background(), &File{Budget: &budget}, bytes.NewReader(b), o, "body")
		if err != nil && !errors.As(err, &s) && err != io.EOF {
			t.Errorf("got error %v", err)
		}
	})
}
