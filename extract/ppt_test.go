package extract

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"slices"
	"strings"
	"testing"
)

// pptRecord is a record; version 15 is a container.
func pptRecord(version, instance, kind int, data ...string) string {
	all := strings.Join(data, "")
	b := binary.LittleEndian.AppendUint16(nil, uint16(version|instance<<4))
	b = binary.LittleEndian.AppendUint16(b, uint16(kind))
	return string(binary.LittleEndian.AppendUint32(b, uint32(len(all)))) + all
}

func pptLong(vs ...uint32) string {
	var b []byte
	for _, v := range vs {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return string(b)
}

// pptFile is a presentation of two slides of which the second was changed once.
func pptFile(t testing.TB) []byte {
	chars := func(s string) string { return pptRecord(0, 0, 0x0FA0, wideOf(s)) }
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	z.Write(oleOf(t, storedStream{"WordDocument", oldDoc("in an object\r")}))
	z.Close()
	var stream string
	at := make(map[uint32]uint32)
	put := func(id uint32, record string) {
		at[id] = uint32(len(stream))
		stream += record
	}
	put(2, pptRecord(15, 0, 0x03EE, chars("二枚目の前の版")))
	put(3, pptRecord(15, 0, 0x03EE, pptRecord(15, 0, 0xF00D, chars("一枚目の図形"))))
	first := at[2]
	put(2, pptRecord(15, 0, 0x03EE, pptRecord(0, 0, 0x0FA8, "second")))
	put(4, pptRecord(15, 0, 0x03F0, chars("覚え書き")))
	put(5, pptRecord(0, 1, 0x1011, pptLong(1), packed.String()))
	put(1, pptRecord(15, 0, 0x03E8,
		pptRecord(15, 0, 0x0FF0, pptRecord(0, 0, 0x03F3, pptLong(3)), chars("一枚目の題"), pptRecord(0, 0, 0x03F3, pptLong(2)), chars("二枚目の題")),
		pptRecord(15, 2, 0x0FF0, pptRecord(0, 0, 0x03F3, pptLong(4)))))
	old := uint32(len(stream))
	stream += pptRecord(0, 0, 0x1772, pptLong(2|1<<20, first))
	oldEdit := uint32(len(stream))
	stream += pptRecord(0, 0, 0x0FF5, pptLong(0, 0, 0, old, 1, 0, 0))
	dir := uint32(len(stream))
	stream += pptRecord(0, 0, 0x1772, pptLong(1|5<<20, at[1], at[2], at[3], at[4], at[5]))
	edit := uint32(len(stream))
	stream += pptRecord(0, 0, 0x0FF5, pptLong(0, 0, oldEdit, dir, 1, 0, 0))
	user := pptRecord(0, 0, 0x0FF6, pptLong(0x14, 0xE391C05F, edit))
	return oleOf(t, storedStream{"PowerPoint Document", stream}, storedStream{"Current User", user})
}

func TestPPT(t *testing.T) {
	data := pptFile(t)
	got := gatherTexts(t, "a.ppt", data, nil)
	expect(t, got,
		"a.ppt [slide 1] 一枚目の題", "a.ppt [slide 2] 二枚目の題",
		"a.ppt [slide 1] 一枚目の図形", "a.ppt [slide 2] second",
		"a.ppt [notes of slide 1] 覚え書き",
		"a.ppt!object 1 [body] in an object",
		"a.ppt [earlier version] 二枚目の前の版")

	lost := slices.Clone(data) // where to begin
	copy(lost[bytes.Index(lost, []byte(pptLong(0xE391C05F)))+4:], "\xFF\xFF\xFF\x7F")
	got = gatherTexts(t, "a.ppt", lost, nil)
	for _, want := range []string{"一枚目の図形", "二枚目の題", "覚え書き", ReasonDamaged} {
		if !strings.Contains(strings.Join(got, "\n"), want) {
			t.Errorf("of a presentation without its directory got %q, want %q in it", got, want)
		}
	}

	locked := slices.Clone(data)
	copy(locked[bytes.Index(locked, []byte(pptLong(0xE391C05F))):], pptLong(0xF3D1C4DF))
	expect(t, gatherTexts(t, "a.ppt", locked, nil), "a.ppt skip: encrypted: and damaged")
}

func FuzzPPT(f *testing.F) {
	f.Add(pptFile(f))
	fuzzArchive(f, "a.ppt")
}
