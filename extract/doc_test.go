package extract

import (
	"bytes"
	"encoding/binary"
	"os"
	"slices"
	"strings"
	"testing"
)

// letter.doc was made by LibreOffice 7.4 from a flat ODF file.
func TestDoc(t *testing.T) {
	data, err := os.ReadFile("testdata/ole/letter.doc")
	if err != nil {
		t.Fatal(err)
	}
	got := gatherTexts(t, "a.doc", data, nil)
	for _, want := range []string{
		"a.doc [body] 宛先 架空 太郎 様\n読み 架空花子 様\nかくう\nはなこ\n連絡先 まで\nHYPERLINK \"mailto:taro@example.jp\"",
		"a.doc [body, table 1] 氏名\t住所\n架空 六郎 二行目\t\n架空 七郎\t甲県乙市1-1",
		"a.doc [body] 箱\n絵\n浮く絵\nおわり 𠮷野",
		"a.doc [footnotes] 脚注 架空 四郎",
		"a.doc [headers and footers] 見出し 架空 三郎",
		"a.doc [comments] 注記 架空 五郎",
		"a.doc [text boxes] 箱の中 架空 八郎",
		"a.doc [authors] 校閲 者",
		"a.doc [properties] 架空題名\n作成者: 架空 作成",
	} {
		if !slices.ContainsFunc(got, func(l string) bool { return strings.HasPrefix(l, want) }) {
			t.Errorf("got %q, want %q in it", got, want)
		}
	}
	members := 0
	counter := &memberCounter{names: &members}
	b := DefaultBudget()
	if err := Extract(t.Context(), &File{Name: "a.doc", Size: int64(len(data)), Reader: bytes.NewReader(data), Budget: &b}, counter); err != nil {
		t.Error(err)
	}
	if members != 2 {
		t.Errorf("got %d pictures, want 2", members)
	}
}

// tableend.doc was made by LibreOffice 7.4 from a docx of python-docx without a
// paragraph behind its table: the text ends as a row does.
func TestDocEndsInTable(t *testing.T) {
	data, err := os.ReadFile("testdata/ole/tableend.doc")
	if err != nil {
		t.Fatal(err)
	}
	got := gatherTexts(t, "a.doc", data, nil)
	want := "a.doc [body, table 1] 氏名\t住所\n架空 太郎\t甲県乙市1-1"
	n := 0
	for _, l := range got {
		if strings.Contains(l, "架空 太郎") {
			n++
		}
	}
	if n != 1 || !slices.ContainsFunc(got, func(l string) bool { return strings.HasPrefix(l, want) }) {
		t.Errorf("got %q, want %q once", got, want)
	}
}

type memberCounter struct{ names *int }

func (*memberCounter) Text(*Block) error { return nil }
func (*memberCounter) Skip(string, Skip) {}
func (m *memberCounter) Member(f *File) error {
	if strings.HasSuffix(f.Name, ".png") {
		*m.names++
	}
	return nil
}

// oldDoc is a document of Word 95: its text is in CP932, in one piece.
func oldDoc(text string) string {
	const at = 0x300
	le := binary.LittleEndian
	fib := make([]byte, at)
	le.PutUint16(fib, 0xA5DC)
	le.PutUint16(fib[2:], 104)
	le.PutUint16(fib[6:], 0x411)
	le.PutUint32(fib[0x18:], at)
	le.PutUint32(fib[0x1C:], uint32(at+len(text)))
	le.PutUint32(fib[0x34:], uint32(len(text)))
	return string(fib) + text
}

func TestOldDoc(t *testing.T) {
	text := "\x89\xCB\x8B\xF3\x91\xBE\x98\x59\r\x8E\x81\x96\xBC\x07\x8F\x5A\x8F\x8A\x07\x07\x89\xCB\x8B\xF3\x07\x07\x07end\r" // 架空太郎, then a table
	got := gatherTexts(t, "a.doc", oleOf(t, storedStream{"WordDocument", oldDoc(text)}), nil)
	expect(t, got,
		"a.doc [body] 架空太郎",
		"a.doc [body, table 1] 氏名\t住所\n架空",
		"a.doc [body] end")

	locked := []byte(oldDoc(text))
	locked[11] |= 1 // encrypted
	got = gatherTexts(t, "a.doc", oleOf(t, storedStream{"WordDocument", string(locked)}), nil)
	expect(t, got, "a.doc skip: encrypted: by a method that is not read")

	got = gatherTexts(t, "a.doc", oleOf(t, storedStream{"WordDocument", "short"}), nil)
	expect(t, got, "a.doc skip: damaged: what tells where its text is: readable runs were scanned")
}

func FuzzDoc(f *testing.F) {
	data, err := os.ReadFile("testdata/ole/letter.doc")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	fuzzArchive(f, "a.doc")
}
