package biff

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"
	"unicode/utf16"
)

// A lines is a sink that writes down what comes.
type lines []string

func (l *lines) add(format string, args ...any) error {
	*l = append(*l, fmt.Sprintf(format, args...))
	return nil
}

func (l *lines) Sheet(name string) error              { return l.add("sheet %s", name) }
func (l *lines) Cell(row, col int, text []byte) error { return l.add("%d,%d %s", row, col, text) }
func (l *lines) Text(kind Kind, text []byte) error    { return l.add("text %d %s", kind, text) }
func (l *lines) Record(data []byte) error             { return l.add("record %d", len(data)) }

var testOptions = &Options{
	Decode: func(dst, raw []byte, codepage int) []byte {
		if codepage != 1200 {
			return fmt.Appendf(dst, "%d:%s", codepage, raw)
		}
		var u []uint16
		for ; len(raw) >= 2; raw = raw[2:] {
			u = append(u, le.Uint16(raw))
		}
		return append(dst, string(utf16.Decode(u))...)
	},
	Number: func(dst []byte, v float64, code string, date1904 bool) []byte {
		return fmt.Appendf(dst, "%v as %q %v", v, code, date1904)
	},
	Unlock: func([]byte) (Cipher, error) { return nil, errors.New("locked") },
}

func record(kind uint16, parts ...any) []byte {
	var d []byte
	for _, p := range parts {
		switch p := p.(type) {
		case byte:
			d = append(d, p)
		case int:
			d = le.AppendUint16(d, uint16(p))
		case uint32:
			d = le.AppendUint32(d, p)
		case float64:
			d = le.AppendUint64(d, math.Float64bits(p))
		case string:
			d = append(d, p...)
		}
	}
	return append(le.AppendUint16(le.AppendUint16(nil, kind), uint16(len(d))), d...)
}

func wide(s string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = le.AppendUint16(b, u)
	}
	return string(b)
}

func check(t *testing.T, stream []byte, want ...string) {
	t.Helper()
	var got lines
	if _, err := Read(bytes.NewReader(stream), testOptions, &got); err != nil {
		got.add("error %v", err)
	}
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("got\n%s\nwant\n%s", g, w)
	}
}

var (
	bof8  = func(kind int) []byte { return record(0x809, 0x600, kind, 0, 0, uint32(0), uint32(6)) }
	eof   = record(recEOF)
	globe = func(more ...[]byte) []byte { return bytes.Join(append(append([][]byte{bof8(5)}, more...), eof), nil) }
)

func TestVersion8(t *testing.T) {
	reading := "\x01\x00" + "\x14\x00" + "\x00\x00\x37\x00" + "\x00\x00\x04\x00\x04\x00" + wide("カクウ ") + "\x00\x00\x00\x00\x00\x00"
	sst := "\x02\x00" + "\x05" + string(le.AppendUint32(nil, uint32(len(reading)))) + wide("架空") + reading + // with its reading
		"\x06\x00" + "\x09" + "\x01\x00" + wide("甲乙") // goes on with characters of one byte
	stream := bytes.Join([][]byte{
		globe(
			record(0x22, 1),
			record(0x41E, 164, 4, byte(0), "000,"),
			record(0xE0, 0, 0), record(0xE0, 0, 164), record(0xE0, 0, 14),
			record(0x85, uint32(0xFFFF), 0, byte(2), byte(1), wide("表一")),
			record(0xFC, uint32(3), uint32(3), sst), record(recContinue, byte(0), "abcd", "RUNS", "\x01\x00", byte(0), "z"),
			record(recDrawings, "pictures"), record(recContinue, " more"),
		),
		bof8(0x10),
		record(0x14, 3, byte(0), "&Lx"),
		record(0xFD, 0, 0, 0, uint32(0)), record(0xFD, 0, 1, 0, uint32(1)), record(0xFD, 0, 2, 0, uint32(2)), record(0xFD, 0, 3, 0, uint32(9)),
		record(0x203, 1, 0, 1, 1.5), record(0x27E, 1, 1, 2, uint32(29235<<2|2)), record(0xBD, 1, 2, 0, uint32(100<<2|3), 0, uint32(7<<2|2), 3),
		record(0x06, 2, 0, 0, "\x00\x00\x00\x00\x00\x00\xFF\xFF", 0), record(0x207, 2, byte(1), wide("結果")),
		record(0x06, 2, 1, 0, 0.25, 0), record(0x207, 1, byte(0), "-"),
		bof8(0x20), record(0x100D, 0, byte(2), byte(1), wide("題名")), record(0x204, 0, 0, 0, 2, byte(0), "in"), eof,
		record(0x204, 3, 0, 0, 2, byte(0), "ab"),
		record(0x1B6, 0, 0, 0, 0, 0, 3, 0, 0, 0), record(recContinue, byte(1), wide("箱の")), record(recContinue, byte(0), "c"),
		record(0x999, "unknown"),
		eof,
	}, nil)
	check(t, stream,
		"text 6 カクウ ", "sheet 表一", "text 0 &Lx", "0,0 架空", "0,1 甲乙abcd", "0,2 z",
		`1,0 1.5 as "000," true`, `1,1 29235 as "yyyy/m/d" true`, `1,2 1 as "" true`, `1,3 7 as "" true`,
		"2,0 結果", `2,1 0.25 as "" true`, "text 3 題名", "text 3 in", "3,0 ab", "text 2 箱のc", "record 7")

	var got lines
	if _, err := Read(bytes.NewReader(stream[:len(stream)-20]), testOptions, &got); err != ErrTruncated {
		t.Errorf("of a cut stream got error %v, want %v", err, ErrTruncated)
	}
	b, err := io.ReadAll(NewDrawings(bytes.NewReader(stream), testOptions))
	if string(b) != "pictures more" || err != nil {
		t.Errorf("got drawings %q, %v, want %q", b, err, "pictures more")
	}
}

func TestOldVersions(t *testing.T) {
	check(t, bytes.Join([][]byte{
		record(0x809, 0x500, 5, 0, 0), record(0x42, 932), record(0x85, uint32(0), 0, byte(1), "S"), eof,
		record(0x809, 0x500, 0x10, 0, 0), record(0x204, 0, 0, 0, 3, "abc"), record(0xD6, 0, 1, 0, 1, "d", byte(0)),
		record(0x1C, 0, 0, 5, "no"), record(0x1C, 0xFFFF, 0, 3, "te."), record(0x15, byte(1), "f"), eof,
	}, nil), "sheet 932:S", "0,0 932:abc", "0,1 932:d", "text 1 932:no", "text 1 932:te.", "text 0 932:f")
	check(t, bytes.Join([][]byte{
		record(0x09, 2, 0x10), record(0x1E, byte(1), "G"), record(0x1E, byte(3), "yyy"),
		record(0x04, 0, 0, "\x00\x00\x00", byte(2), "ab"), record(0x02, 0, 1, "\x00\x01\x00", 7), record(0x03, 0, 2, "\x00\x00\x00", 0.5), eof, []byte("\x1A what follows"),
	}, nil), "sheet ", "0,0 932:ab", `0,1 7 as "932:yyy" false`, `0,2 0.5 as "932:G" false`)
	check(t, bytes.Join([][]byte{ // records of version 2 in a stream of version 4
		record(0x409, 0, 0x10, 0), record(0x04, 0, 0, "\x00\x00\x00", byte(1), "a"), record(0x204, 0, 1, 0, 1, "b"), eof,
	}, nil), "sheet ", "0,0 932:a", "0,1 932:b")
}

func TestDamagedStream(t *testing.T) {
	check(t, globe(record(0x85, uint32(0), 0, byte(1), byte(0), "S"), []byte{0xFD, 0, 0xFF, 0xFF}), "error "+ErrDamaged.Error())
	check(t, nil, "error "+ErrTruncated.Error())
	check(t, globe(record(recFilepass, 1)), "error locked")
}

func FuzzRead(f *testing.F) {
	f.Add(globe(record(0xFC, uint32(1), uint32(1), 2, byte(13), 1, uint32(4), "abREADRUNS"), record(recDrawings, "x")))
	f.Add(append(bof8(0x10), record(0x1B6, 0, 0, 0, 0, 0, 3, 0, 0, 0)...))
	f.Add(record(0x09, 2, 0x10))
	f.Fuzz(func(t *testing.T, data []byte) {
		var got lines
		_, _ = Read(bytes.NewReader(data), testOptions, &got)
		_ = ReadCache(bytes.NewReader(data), testOptions, &got)
		_, _ = io.Copy(io.Discard, NewDrawings(bytes.NewReader(data), testOptions))
		all := 0
		for _, l := range got {
			all += len(l)
		}
		if most := 1<<16 + 2000*len(data); all > most {
			t.Errorf("got %d bytes of %d", all, len(data))
		}
	})
}
