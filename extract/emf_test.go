package extract

import (
	"bytes"
	"context"
	"encoding/binary"
	"strings"
	"testing"
)

// A metafileWriter makes records of EMF.
type metafileWriter struct{ b []byte }

func (m *metafileWriter) record(kind uint32, body ...byte) {
	for len(body)%4 != 0 {
		body = append(body, 0)
	}
	m.b = binary.LittleEndian.AppendUint32(m.b, kind)
	m.b = binary.LittleEndian.AppendUint32(m.b, uint32(len(body)+8))
	m.b = append(m.b, body...)
}

func words(v ...int32) (b []byte) {
	for _, n := range v {
		b = binary.LittleEndian.AppendUint32(b, uint32(n))
	}
	return b
}

func (m *metafileWriter) header(title string) {
	b := make([]byte, 80)
	copy(b[32:], " EMF")
	if title != "" {
		u := units(title)
		copy(b[52:], words(int32(len(u)/2), 88))
		b = append(b, u...)
	}
	m.record(emfHeader, b...)
}

// text draws text whose letters are wide units wide.
func (m *metafileWriter) text(x, y int32, s string, wide int32, options int32) {
	u := units(s)
	n := int32(len(u) / 2)
	b := words(0, 0, 0, 0, 1, 0, 0, x, y, n, 76, options, 0, 0, 0, 0, 76+(2*n+3)&^3)
	b = append(b, u...)
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	for range n {
		b = append(b, words(wide)...)
	}
	m.record(emfTextW, b...)
}

func (m *metafileWriter) end() []byte {
	m.record(emfEOF, words(0, 16, 20)...)
	return m.b
}

func inventEMF() []byte {
	var m metafileWriter
	m.header("ワープロ\x00名簿")
	for i, r := range []string{"山", "田", "太", "郎"} {
		m.text(int32(100+20*i), 500, r, 20, 0)
	}
	m.text(400, 500, "東京都千代田区", 20, 0)
	m.text(400, 524, "千代田１－１", 20, 0)
	m.text(700, 500, "03", 20, 0)
	m.record(emfSetWorld, words(0x3F800000, 0, 0, 0x3F800000, 0, 0x42C80000)...) // down by 100
	m.text(100, 300, "見出し", 20, 0)
	return m.end()
}

func TestEMF(t *testing.T) {
	want := "[]ワープロ名簿\n見出し\n山田太郎\t東京都千代田区千代田１－１\t03\n"
	if got := takeParts(inventEMF()); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	var m metafileWriter
	m.header("")
	m.text(0, 0, "\x01\x02", 20, emfGlyphs)
	if got, want := takeParts(m.end()), "(partial: text in it that is drawn by glyph numbers was not read)"; got != want {
		t.Errorf("glyphs: got %q, want %q", got, want)
	}
	raw := inventEMF()
	if got := takeParts(raw[:len(raw)-30]); !strings.Contains(got, "山田太郎") || !strings.Contains(got, "damaged: truncated") {
		t.Errorf("cut short: got %q, want what came before and that it is truncated", got)
	}
}

// Columns that are drawn each at once stay rows.
func TestDrawnColumns(t *testing.T) {
	var m metafileWriter
	m.header("")
	for x, column := range [][]string{{"氏名", "山田太郎", "佐藤花子"}, {"電話", "03-1", "03-2"}} {
		for y, cell := range column {
			m.text(int32(100+300*x), int32(100+24*y), cell, 20, 0)
		}
	}
	if got, want := takeParts(m.end()), "[]氏名\t電話\n山田太郎\t03-1\n佐藤花子\t03-2\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestEMFPlus(t *testing.T) {
	var m metafileWriter
	m.header("")
	u := units("山田太郎")
	draw := append(words(0, 0, int32(len(u)/2), 0x42C80000, 0x42C80000, 0, 0), u...)
	plus := []byte("EMF+")
	plus = append(plus, 0x01, 0x40, 0, 0)
	plus = append(plus, words(12, 0)...)
	plus = append(plus, 0x1C, 0x40, 0, 0)
	plus = append(plus, words(int32(12+len(draw)), int32(len(draw)))...)
	plus = append(plus, draw...)
	m.record(emfComment, append(words(int32(len(plus))), plus...)...)
	if got, want := takeParts(m.end()), "[]山田太郎\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func inventWMF(t testing.TB) []byte {
	le := binary.LittleEndian
	b := []byte(placeable + strings.Repeat("\x00", 18))
	b = append(b, 1, 0, 9, 0, 0, 3, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0)
	record := func(kind uint16, body []byte) {
		if len(body)%2 != 0 {
			body = append(body, 0)
		}
		b = le.AppendUint32(b, uint32(len(body)+6)/2)
		b = append(le.AppendUint16(b, kind), body...)
	}
	font := func(charset byte) {
		record(wmfCreateFont, append(make([]byte, 13), charset, 0, 0, 0, 0))
	}
	font(128)
	font(134)
	text := func(y, x uint16, s []byte) {
		out := le.AppendUint16(nil, uint16(len(s)))
		out = append(out, s...)
		if len(s)%2 != 0 {
			out = append(out, 0)
		}
		record(wmfTextOut, le.AppendUint16(le.AppendUint16(out, y), x))
	}
	record(wmfSelect, []byte{0, 0})
	text(100, 100, encodeAs(t, "山田表", cp932))
	record(wmfSelect, []byte{1, 0})
	text(200, 100, []byte("\xc9\xbd\xcc\xef")) // 山田 in GBK
	record(wmfEOF, nil)
	return b
}

func TestWMF(t *testing.T) {
	if got, want := takeParts(inventWMF(t)), "[]山田表\n山田\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func inventSpool() []byte {
	title := append(units("名簿.xlsx"), 0, 0)
	b := words(0x00010000, int32(16+len(title)), 16, 0)
	b = append(b, title...)
	for range 2 {
		page := inventEMF()
		b = append(append(b, words(1, int32(len(page)))...), page...)
	}
	return b
}

func TestSpool(t *testing.T) {
	page := "ワープロ名簿\n見出し\n山田太郎\t東京都千代田区千代田１－１\t03\n"
	if got, want := takeParts(inventSpool()), "[properties]名簿.xlsx\n[page 1]"+page+"[page 2]"+page; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSpoolHeader(t *testing.T) {
	b := make([]byte, 0x60)
	copy(b, words(0x4967, 0x60, 0, 7, 0x60, 0x68))
	b = append(b, units("山田\x00\x00")...)
	b = append(b, units("名簿.xlsx\x00")...)
	if got, want := takeParts(b), "[properties]山田\n名簿.xlsx\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func FuzzMetafile(f *testing.F) {
	f.Add(inventEMF())
	f.Add(inventWMF(f))
	f.Add(inventSpool())
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, read := range []func(context.Context, *File, Out) error{extractEMF, extractWMF, extractSpool, extractSpoolHeader} {
			_ = read(context.Background(), &File{Reader: bytes.NewReader(raw)}, &partTaker{})
		}
	})
}
