package extract

import (
	"bytes"
	"context"
	"encoding/binary"
	"testing"
)

func inventAFP(t testing.TB) []byte {
	w := newHostWriter(t, "cp939")
	var b []byte
	field := func(kind int, body ...byte) {
		b = append(b, afpMark)
		b = binary.BigEndian.AppendUint16(b, uint16(len(body)+8))
		b = append(b, byte(kind>>16), byte(kind>>8), byte(kind), 0, 0, 0)
		b = append(b, body...)
	}
	control := func(kind byte, body ...byte) []byte {
		return append([]byte{byte(len(body) + 2), kind}, body...)
	}
	field(0xD3A8A8, w.text(t, "DOC00001")...)
	name, value := w.text(t, "NAME"), w.text(t, "YAMADA TARO")
	field(afpTag, append(append([]byte{byte(4 + len(name)), 0x02, 0x0B, 0}, name...), append([]byte{byte(4 + len(value)), 0x36, 0, 0}, value...)...)...)
	field(afpBeginPage, w.text(t, "PAGE0001")...)
	text := []byte{0x2B, 0xD3}
	for _, c := range [][]byte{
		control(0xC7, 0, 100), control(0xD3, 0, 100), control(0xDB, w.kanji(t, "山田太郎")...), control(0xC7, 4, 0), control(0xDB, w.text(t, "03-0000-0001")...),
		control(0xC7, 0, 100), control(0xD3, 0, 200), control(0xDA, w.text(t, "住所　東京都千代田区 1-1")...),
	} {
		text = append(text, c...)
	}
	field(afpText, text...)
	field(0xD3A9AF)
	return b
}

func TestAFP(t *testing.T) {
	if got, want := takeParts(inventAFP(t)), "[properties]NAME YAMADA TARO \n[page 1]山田太郎\t03-0000-0001\n住所　東京都千代田区 1-1\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	raw := inventAFP(t)
	if got, want := takeParts(raw[:len(raw)-3]), "[properties]NAME YAMADA TARO \n[page 1]山田太郎\t03-0000-0001\n住所　東京都千代田区 1-1\n(damaged: truncated: what came before the end was scanned)"; got != want {
		t.Errorf("cut short: got %q, want %q", got, want)
	}
	image := append(bytes.Clone(raw), afpMark, 0, 8, 0xD3, 0xEE, 0xFB, 0, 0, 0)
	if got, want := takeParts(image), "[properties]NAME YAMADA TARO \n[page 1]山田太郎\t03-0000-0001\n住所　東京都千代田区 1-1\n(partial: pictures, graphics or bar codes in it were not read)"; got != want {
		t.Errorf("with a picture: got %q, want %q", got, want)
	}
}

func FuzzAFP(f *testing.F) {
	f.Add(inventAFP(f))
	f.Fuzz(func(t *testing.T, raw []byte) {
		_ = extractAFP(context.Background(), &File{Reader: bytes.NewReader(raw)}, &partTaker{})
	})
}
