package extract

import (
	"bytes"
	"strings"
	"testing"
)

func TestPST(t *testing.T) {
	ansi := func(s string) []byte { return encode(t, s, cp932) }
	for _, data := range [][]byte{inventPST(utf16Bytes, true), inventPST(ansi, false)} {
		root := "root/"
		const mail = "受信トレイ, message 1, "
		want := []string{
			"a.pst: [" + root + mail + "headers] Subject: 架空の件\nFrom: 架空 太郎\nTelephone: 03-0000-0000\nBirthday: 1980-01-01",
			"a.pst: [" + root + mail + "body] 本文は架空 太郎様\n二行目", "a.pst: [" + root + mail + "body] 架空商店",
			"a.pst!" + root + "受信トレイ/message 1/表.csv: [] 番号,氏名\n1,架空 花子",
			"a.pst: [" + root + mail + "attached message 1, headers] Subject: 内側", "a.pst: [" + root + mail + "attached message 1, body] 内側の本文",
		}
		got := gatherParts(t, "a.pst", data)
		for i := range got {
			got[i] = strings.ReplaceAll(got[i], "\r", "")
		}
		expect(t, got, want...)
	}
}

// A block that was changed is told by its checksum, and what it was part of by
// what is missing.
func TestPSTDamaged(t *testing.T) {
	whole := inventPST(utf16Bytes, true)
	at := bytes.Index(whole, utf16Bytes("本文"))
	data := bytes.Clone(whole)
	data[at] ^= 1
	lines := gatherParts(t, "a.pst", data)
	if got, want := lines[len(lines)-1], "a.pst: skip: damaged: 0 parts of it cannot be read and 1 do not match their checksums: all others were scanned"; got != want {
		t.Errorf("changed: got %q, want %q", got, want)
	}
	data = bytes.Clone(whole)
	copy(data[bytes.Index(data, utf16Bytes("受信"))-100:], make([]byte, 64))
	for _, damaged := range [][]byte{data, whole[:len(whole)-512], whole[:600]} {
		lines = gatherParts(t, "a.pst", damaged)
		if len(lines) == 0 || !strings.Contains(lines[len(lines)-1], "damaged") {
			t.Errorf("%d bytes of %d: got %q, want damaged at the end", len(damaged), len(whole), lines)
		}
	}
	data = bytes.Clone(whole)
	data[10] = 36
	lines = gatherParts(t, "a.ost", data)
	if got := lines[len(lines)-1]; !strings.Contains(got, "partial: no reader for this version") {
		t.Errorf("a new version: got %q, want partial", got)
	}
}

func TestLZFu(t *testing.T) {
	// The example of [MS-OXRTFCP] section 3.1.1.
	packed := "\x2d\x00\x00\x00\x2b\x00\x00\x00LZFu\xf1\xc5\xc7\xa7\x03\x00\x0a\x00rcpg125\x42\x32\x0a\xf3 hel\x09\x00 bw\x05\xb0ld}\x0a\x80\x0f\xa0"
	got, ok := unpackLZFu([]byte(packed))
	if want := "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"; string(got) != want || !ok {
		t.Errorf("got %q, %v; want %q", got, ok, want)
	}
	if got, ok := unpackLZFu([]byte(packed[:30])); ok || len(got) == 0 {
		t.Errorf("cut: got %q, %v; want some of it and false", got, ok)
	}
}

func FuzzPST(f *testing.F) {
	f.Add(inventPST(utf16Bytes, true))
	f.Add(inventPST(func(s string) []byte { return encode(f, s, cp932) }, false))
	fuzzArchive(f, "a.pst")
}
