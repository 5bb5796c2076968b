package extract

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/japanese"
)

// A pdfInvent writes PDFs as old Japanese programs do: fonts that are not
// embedded, text in Shift_JIS.
type pdfInvent struct {
	objects []string
	pages   []int
	catalog string // more of the catalog
	info    string // the document information
	packed  bool
}

// add adds an object and returns its number.
func (p *pdfInvent) add(body string) int {
	if len(p.objects) == 0 {
		p.objects = make([]string, 5) // catalog, pages, info, two of the font
	}
	p.objects = append(p.objects, body)
	return len(p.objects)
}

func (p *pdfInvent) stream(dict, content string) int {
	if p.packed {
		var b bytes.Buffer
		z := zlib.NewWriter(&b)
		z.Write([]byte(content))
		z.Close()
		content, dict = b.String(), dict+"/Filter/FlateDecode"
	}
	return p.add(fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(content), content))
}

// text returns the operators that show s at x, y.
func pdfText(x, y int, s string) string {
	b, err := japanese.ShiftJIS.NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return fmt.Sprintf("BT /F 10 Tf %d %d Td <%x> Tj ET\n", x, y, b)
}

// page adds a page with these operators, its annotations and pictures.
func (p *pdfInvent) page(content, annots, images string) {
	c := p.stream("", content)
	p.pages = append(p.pages, p.add(fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Annots[%s]/Resources<</Font<</F 4 0 R>>/XObject<<%s>>>>>>", c, annots, images)))
}

func (p *pdfInvent) bytes() []byte {
	var kids strings.Builder
	for _, n := range p.pages {
		fmt.Fprintf(&kids, "%d 0 R ", n)
	}
	p.objects[0] = "<</Type/Catalog/Pages 2 0 R" + p.catalog + ">>"
	p.objects[1] = fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(p.pages), kids.String())
	p.objects[2] = "<<" + p.info + ">>"
	p.objects[3] = "<</Type/Font/Subtype/Type0/BaseFont/Ryumin-Light/Encoding/90ms-RKSJ-H/DescendantFonts[5 0 R]>>"
	p.objects[4] = "<</Type/Font/Subtype/CIDFontType0/BaseFont/Ryumin-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>/DW 1000/W[1 632 500]>>"
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, len(p.objects))
	for i, o := range p.objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R/Info 3 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, xref)
	return b.Bytes()
}

// pdfOf is a document of pages with one line each.
func pdfOf(lines ...string) []byte {
	p := pdfInvent{packed: true}
	for _, s := range lines {
		p.page(pdfText(50, 700, s), "", "")
	}
	return p.bytes()
}

// A pdfTaker keeps text by part.
type pdfTaker struct {
	parts   map[string]string
	order   []string
	tables  []string // rows, cells parted by |
	ids     []int    // of the tables
	members map[string]string
	skips   []string
	images  int
	picture []string // parts that came from pictures
}

func (o *pdfTaker) Text(b *Block) error {
	if o.parts == nil {
		o.parts = map[string]string{}
	}
	if _, ok := o.parts[b.Part]; !ok {
		o.order = append(o.order, b.Part)
	}
	o.parts[b.Part] += string(b.Text[b.Seen:])
	if b.Picture {
		o.picture = append(o.picture, b.Part)
	}
	if t := b.Table; t != nil {
		o.ids = append(o.ids, t.ID)
		for i := range len(t.Rows) - 1 {
			var row []string
			for k := t.Rows[i]; k < t.Rows[i+1]; k++ {
				row = append(row, string(b.Text[t.Cells[2*k]:t.Cells[2*k+1]]))
			}
			o.tables = append(o.tables, strings.Join(row, "|"))
		}
	}
	return nil
}

func (o *pdfTaker) Member(f *File) error {
	var inner pdfTaker
	err := Extract(context.Background(), f, &inner)
	if o.members == nil {
		o.members = map[string]string{}
	}
	o.members[f.Name] = strings.Join(append(inner.all(), fmt.Sprint(err)), "\n")
	return nil
}

func (o *pdfTaker) Skip(member string, s Skip) { o.skips = append(o.skips, member+":"+s.Reason) }
func (o *pdfTaker) Image()                     { o.images++ }

func (o *pdfTaker) all() (texts []string) {
	for _, p := range o.order {
		texts = append(texts, o.parts[p])
	}
	return texts
}

// takePDF extracts a file.
func takePDF(t *testing.T, data []byte, settings *Settings) (*pdfTaker, error) {
	t.Helper()
	b := DefaultBudget()
	b.Settings = settings
	var out pdfTaker
	err := Extract(context.Background(), &File{Name: "a", Size: int64(len(data)), Reader: bytes.NewReader(data), Budget: &b}, &out)
	return &out, err
}

func reasonOf(err error) string {
	var s *Skip
	if errors.As(err, &s) {
		return s.Reason
	}
	if err != nil {
		return "error: " + err.Error()
	}
	return ""
}

func TestPDF(t *testing.T) {
	out, err := takePDF(t, pdfOf("氏名：架空太郎", "電話番号：03-0000-0000"), nil)
	if err != nil || strings.TrimSpace(out.parts["page 1"]) != "氏名：架空太郎" || strings.TrimSpace(out.parts["page 2"]) != "電話番号：03-0000-0000" {
		t.Errorf("got %v and %q, want a line on each of two pages", err, out.parts)
	}
}

func TestPDFContents(t *testing.T) {
	p := pdfInvent{info: "/Author(Taro Kakuu)"}
	note := p.add("<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/T(Hanako)/Contents(call 03-0000-0001)>>")
	link := p.add("<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(mailto:taro@example.com)>>>>")
	field := p.add("<</Type/Annot/Subtype/Widget/Rect[0 0 90 9]/FT/Tx/T(tel)/V(03-0000-0002)>>")
	file := p.stream("/Type/EmbeddedFile", "attached 03-0000-0003")
	inner := p.stream("/Type/EmbeddedFile", string(pdfOf("添付の中の氏名")))
	xmp := p.add("<</Type/Metadata/Subtype/XML/Length 70>>\nstream\n<x:xmpmeta xmlns:x='adobe:ns:meta/'><a>03-0000-0004</a></x:xmpmeta>\nendstream")
	mark := p.add("<</Title(03-0000-0005)/Parent 99 0 R>>")
	p.page(pdfText(50, 700, "本文"), fmt.Sprintf("%d 0 R %d 0 R %d 0 R", note, link, field), "")
	p.catalog = fmt.Sprintf("/AcroForm<</Fields[%d 0 R]>>/Metadata %d 0 R/Outlines<</First %d 0 R/Last %d 0 R>>/Names<</EmbeddedFiles<</Names[(a.txt)<</F(a.txt)/UF(a.txt)/EF<</F %d 0 R>>>>(b.pdf)<</F(b.pdf)/UF(b.pdf)/EF<</F %d 0 R>>>>]>>>>",
		field, xmp, mark, mark, file, inner)
	out, err := takePDF(t, p.bytes(), nil)
	if err != nil {
		t.Errorf("got %v", err)
	}
	for part, want := range map[string]string{
		"page 1": "本文", "page 1 (notes and fields)": "call 03-0000-0001", "properties": "Taro Kakuu", "bookmarks": "03-0000-0005",
	} {
		if !strings.Contains(out.parts[part], want) {
			t.Errorf("%s: got %q, want %q in it", part, out.parts[part], want)
		}
	}
	notes := out.parts["page 1 (notes and fields)"]
	for _, want := range []string{"mailto:taro@example.com", "tel：03-0000-0002"} {
		if !strings.Contains(notes, want) {
			t.Errorf("notes: got %q, want %q in them", notes, want)
		}
	}
	if !strings.Contains(out.parts["properties"], "03-0000-0004") {
		t.Errorf("properties: got %q, want what is in the XML", out.parts["properties"])
	}
	if !strings.Contains(out.members["a.txt"], "03-0000-0003") || !strings.Contains(out.members["b.pdf"], "添付の中の氏名") {
		t.Errorf("attachments: got %q", out.members)
	}
}

// A spool file has commands before and between documents.
func TestPDFSpool(t *testing.T) {
	a, b := pdfOf("一つ目の文書"), pdfOf("二つ目の文書")
	pjl := "\x1b%-12345X@PJL SET USERNAME=\"taro@example.com\"\r\n@PJL ENTER LANGUAGE=PDF\r\n"
	data := slicesJoin([]byte(pjl), a, []byte(pjl), b, []byte("\x1b%-12345X"))
	out, err := takePDF(t, data, nil)
	if err != nil || !strings.Contains(out.parts["document 1, page 1"], "一つ目の文書") || !strings.Contains(out.parts["document 2, page 1"], "二つ目の文書") {
		t.Errorf("got %v and %q, want two documents", err, out.parts)
	}
	if all := strings.Join(out.all(), "\n"); strings.Count(all, "taro@example.com") != 2 {
		t.Errorf("got %q, want who printed each", out.parts)
	}
	junk := bytes.Repeat([]byte{1, 0xF7, '\n'}, 300)
	if out, err := takePDF(t, slicesJoin(junk, a, junk), nil); err != nil || !strings.Contains(out.parts["page 1"], "一つ目の文書") {
		t.Errorf("junk before and behind: got %v and %q", err, out.parts)
	}
}

func slicesJoin(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

func TestPDFBroken(t *testing.T) {
	whole := pdfOf("氏名：架空太郎", "電話番号：03-0000-0000", strings.Repeat("あいうえおかきくけこ", 9))
	for n := 30; n < len(whole)-8; n += 7 {
		if _, err := takePDF(t, whole[:n], nil); reasonOf(err) == "" && bytes.Contains(whole[:n], []byte(" obj")) {
			out, _ := takePDF(t, whole[:n], nil)
			if len(out.skips) == 0 {
				t.Errorf("the first %d of %d bytes: no reason", n, len(whole))
			}
		}
	}
	flipped := bytes.Clone(whole)
	flipped[bytes.Index(flipped, []byte("stream\nx"))+20] ^= 0x55
	if _, err := takePDF(t, flipped, nil); reasonOf(err) != ReasonDamaged {
		t.Errorf("a page that does not unpack: got %v, want %s", err, ReasonDamaged)
	}
	empty := pdfInvent{}
	empty.page("", "", "")
	if out, err := takePDF(t, empty.bytes(), nil); err != nil || len(out.skips) != 1 || out.skips[0] != ":"+ReasonPartial {
		t.Errorf("nothing on any page: got %v and %q, want %s", err, out.skips, ReasonPartial)
	}
}

func TestPDFMatch(t *testing.T) {
	for _, text := range []string{"%PDF-1.4 is how they begin\n", "%PDF-\n1 0 obj", "in a %PDF-1.4", "%PDF-x.y 1 0 obj", "", "%PDF-1.7"} {
		if matchPDF([]byte(text)) {
			t.Errorf("%q: is taken for a PDF", text)
		}
	}
	tar := make([]byte, 2048)
	copy(tar, "a.pdf")
	copy(tar[257:], "ustar")
	copy(tar[512:], pdfOf("a")[:900])
	if matchPDF(tar) {
		t.Error("an archive that holds a PDF is taken for a PDF")
	}
}

func FuzzPDF(f *testing.F) {
	f.Add(pdfOf("氏名：架空太郎"))
	p := pdfInvent{catalog: "/AcroForm<</Fields[]>>/Outlines 7 0 R"}
	p.add("<</Title(a)/First 7 0 R/Next 7 0 R>>")
	p.add("<</Title(a)/First 7 0 R/Next 7 0 R>>")
	p.page("BT /F 10 Tf (a) Tj ET", "", "")
	f.Add(p.bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 64<<10 {
			return
		}
		b := DefaultBudget()
		var out pdfTaker
		err := Extract(context.Background(), &File{Name: "a.pdf", Size: int64(len(data)), Reader: bytes.NewReader(data), Budget: &b}, &out)
		if s := reasonOf(err); strings.HasPrefix(s, "error") || err != nil && strings.Contains(err.Error(), "panicked") {
			t.Errorf("got %v", err)
		}
	})
}
