package extract

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/unicode"
)

// A partTaker writes down text under the names of its parts, and members.
type partTaker struct{ b strings.Builder }

func (p *partTaker) Text(b *Block) error {
	fmt.Fprintf(&p.b, "[%s]%s", b.Part, b.Text)
	return nil
}

func (p *partTaker) Member(f *File) error {
	fmt.Fprintf(&p.b, "<%s>", f.Name)
	return Extract(context.Background(), f, p)
}

func (p *partTaker) Skip(member string, s Skip) { fmt.Fprintf(&p.b, "!%s %s!", member, s.Error()) }

func takeParts(raw []byte) string {
	var p partTaker
	if err := Extract(context.Background(), &File{Name: "job", Size: int64(len(raw)), Reader: bytes.NewReader(raw)}, &p); err != nil {
		fmt.Fprintf(&p.b, "(%v)", err)
	}
	return p.b.String()
}

// jis7 is s in JIS X 0208 of 7 bits.
func jis7(t testing.TB, s string) string {
	b := encodeAs(t, s, eucJP)
	for i := range b {
		b[i] &= 0x7F
	}
	return string(b)
}

func units(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

func printJobs(t testing.TB) map[string][2]string {
	sjis := func(s string) string { return string(encodeAs(t, s, cp932)) }
	big := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	ps := func(s string) string {
		return strings.NewReplacer("\\", "\\\\", "(", "\\(", ")", "\\)").Replace(s)
	}
	letters := ""
	for i, r := range []string{"佐", "藤", "花", "子"} {
		letters += fmt.Sprintf("\x1b*p%dX%s", 300+40*i, sjis(r))
	}
	array := func(s string) string {
		u := units(s)
		return "\xc9\xc1" + string(binary.LittleEndian.AppendUint16(nil, uint16(len(u)/2))) + string(u)
	}
	return map[string][2]string{
		"PCL": {"\x1bE\x1b&l26A\x1b(s0p10h12v3T\x1b*p300x300Y" + sjis("山田太郎") + "\x1b*p900X" + sjis("千代田区表１") + "\r\n\x1b*p300x400Y" + letters + "\x1b*p900X090-0000-0002\f",
			"[page 1]山田太郎\t千代田区表１\n佐藤花子\t090-0000-0002\n"},
		"PCL with a picture": {"\x1bE\x1b&l26A\x1b*b5Wabcdeタ\x1b&p3Xxyz\x1bE", "[page 1]タxyz\n(partial: what it draws as pictures was not read)"},
		"HP-GL":              {"\x1bE\x1b&l26A\x1b%0BIN;SP1;LBTaro Yamada\x03;PU;\x1b%0Atext\x1bE", "[page 1]text\nTaro Yamada\n"},
		"PJL": {uel + "@PJL JOB NAME=\"" + sjis("名簿表.xlsx") + "\"\r\n@PJL ENTER LANGUAGE=PCL\r\n\x1bE" + sjis("山田太郎") + "\x1bE" + uel + "@PJL EOJ\r\n" + uel,
			"[properties]@PJL JOB NAME=\"名簿表.xlsx\"\n山田太郎\n[page 2]@PJL EOJ\n"},
		"PJL of an unknown language": {uel + "@PJL ENTER LANGUAGE=ZJS\r\n\x00\x01\x02Taro Yamada 090\x00" + uel,
			"[offset 0x3]Taro Yamada 090\n(partial: no reader for its printer's language: readable runs were scanned)"},
		"PJL with a document": {uel + "@PJL ENTER LANGUAGE=PDF\r\n%PDF-1.4\n" + uel, "<document.pdf>"},
		"PCL XL":              {") HP-PCL XL;2;0;x\n\xc0\x00\xf8\x86\x43\xd3\x64\x00\x64\x00\xf8\x4c\x6b" + array("山田太郎") + "\xf8\xab\xa8\x44", "[page 1]山田太郎\n"},
		"PCL XL, own font": {") HP-PCL XL;2;0;x\n\x43\xc8\xc0\x02ab\xf8\xa8\x4f\xc8\xc0\x02ab\xf8\xa8\x6f" + array("\x01\x02\x03") + "\xf8\xab\xa8\x44",
			"(partial: text in it that is drawn by glyph numbers was not read)"},
		"PostScript": {"%!PS-Adobe-3.0\n%%Title: (" + sjis("顧客") + ")\n/Ryumin-Light-90ms-RKSJ-H findfont 12 scalefont setfont\n100 700 moveto (" + ps(sjis("山田表子")) +
			") show\n/F1 /GothicBBB-Medium-H findfont 10 scalefont def\nF1 setfont 100 680 moveto <" + fmt.Sprintf("%x", jis7(t, "千代田区")) + "> show\n" +
			"/GothicBBB-Medium-EUC-H 10 selectfont 100 660 moveto (" + string(encodeAs(t, "大阪市", eucJP)) + ") show\n" +
			"/X-UniJIS-UTF16-H findfont setfont 100 640 moveto <" + fmt.Sprintf("%x", encoded(t, big, "横浜市")) + "> show\n/Helvetica findfont setfont 100 620 moveto (Tel \\050 03) show\n",
			"[page 1]Title: 顧客\n山田表子\n千代田区\n大阪市\n横浜市\nTel ( 03\n"},
		"PostScript by glyphs":  {"%!PS-Adobe-3.0\n/F /Identity-X-H def /X-Identity-H findfont setfont <00010002> show\n", "(partial: text in it that is drawn by glyph numbers or as pictures was not read)"},
		"PostScript of nothing": {"%!PS-Adobe-3.0\n0 0 moveto 10 10 lineto stroke showpage\n", "(partial: text in it that is drawn by glyph numbers or as pictures was not read)"},
		"ESC/P":                 {"\x1b@\x1c&" + jis7(t, "氏名　山田太郎") + "\x1c. TEL 03\r\n\x1b$\x01\x02" + sjis("ﾔﾏﾀﾞ") + "\r\n", "[page 1]氏名　山田太郎 TEL 03 \nﾔﾏﾀﾞ \n\n"},
		"PC-PR201": {"\x1bc1\x1bK" + jis7(t, "佐藤花子") + "\x1bH 530\r\n\x1bF0100\x1bK" + jis7(t, "大阪市") + "\x1bH\r\n\x1bS0003abc",
			"[page 1]佐藤花子 530 \n大阪市 \n\n(partial: what it draws as pictures was not read)"},
	}
}

func TestPrint(t *testing.T) {
	for name, job := range printJobs(t) {
		got := takeParts([]byte(job[0]))
		if name == "PJL with a document" {
			got = got[:min(len(got), len(job[1]))]
		}
		if got != job[1] {
			t.Errorf("%s: got\n%q, want\n%q", name, got, job[1])
		}
	}
}

// Text that begins with a letter or two of a job is no job.
func TestNotPrint(t *testing.T) {
	for _, text := range []string{"@PJLの説明\n", "%!の行\n", "ESC/P はプリンターの言語です\n", ") HP-PCL の説明\n", "\x1b[1m太字\x1b[0m\n", "\x1b$B;3ED\x1b(B\n", "EMF\n"} {
		for _, f := range formats {
			if f.Match != nil && f.Family == "print" && f.Match([]byte(text)) {
				t.Errorf("%q is taken for %s", text, f.Name)
			}
		}
	}
}

func FuzzPrint(f *testing.F) {
	for _, job := range printJobs(f) {
		f.Add([]byte(job[0]))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, read := range []printLanguage{readPCL, readPXL, readPostScript, readESCP} {
			_ = extractWith(read)(context.Background(), &File{Reader: bytes.NewReader(raw)}, &partTaker{})
		}
		b := DefaultBudget()
		_ = extractPJL(context.Background(), &File{Reader: bytes.NewReader(raw), Size: int64(len(raw)), Budget: &b}, &noMembers{})
	})
}

// noMembers reads members to their end and takes nothing.
type noMembers struct{ partTaker }

func (*noMembers) Member(f *File) error {
	_, err := bytes.NewBuffer(nil).ReadFrom(f.Reader)
	return err
}
