package extract

import (
	"encoding/binary"
	"strings"
	"testing"
)

// msgProperties is the stream of properties of a message with a code page.
func msgProperties(head int, codepage uint32) string {
	b := make([]byte, head)
	b = binary.LittleEndian.AppendUint16(b, msgLong)
	b = binary.LittleEndian.AppendUint16(b, msgCodepage)
	b = binary.LittleEndian.AppendUint32(b, 6)
	b = binary.LittleEndian.AppendUint32(b, codepage)
	return string(binary.LittleEndian.AppendUint32(b, 0))
}

func TestMsg(t *testing.T) {
	const attached = "__attach_version1.0_#00000001/__substg1.0_3701000D/"
	data := oleOf(t,
		storedStream{"__properties_version1.0", msgProperties(32, 932)},
		storedStream{"__nameid_version1.0/__substg1.0_00040102", wideOf("names of properties")},
		storedStream{"__substg1.0_0037001E", "\x96\xBC\x95\xEB"}, // 名簿
		storedStream{"__substg1.0_001A001E", "IPM.Note"},
		storedStream{"__substg1.0_8005101F", "\x08\x00\x00\x00"},
		storedStream{"__substg1.0_8005101F-00000000", wideOf("架空 三郎")},
		storedStream{"__substg1.0_1000001F", wideOf("本文です\r\n架空 太郎")},
		storedStream{"__substg1.0_10130102", "<html><body>本文は<b>架空 花子</b></body></html>"},
		storedStream{"__recip_version1.0_#00000000/__substg1.0_39FE001F", wideOf("hanako@example.jp")},
		storedStream{"__attach_version1.0_#00000000/__substg1.0_3707001F", wideOf("..\\名簿.txt")},
		storedStream{"__attach_version1.0_#00000000/__substg1.0_37010102", "attached text\n"},
		storedStream{"__attach_version1.0_#00000001/__substg1.0_3001001F", wideOf("転送")},
		storedStream{attached + "__properties_version1.0", msgProperties(24, 65001)},
		storedStream{attached + "__substg1.0_1000001E", "内側の本文"},
	)
	got := gatherTexts(t, "a.msg", data, nil)
	expect(t, got,
		"a.msg [header] 件名: 名簿\n架空 三郎\nメール: hanako@example.jp",
		"a.msg [body] 本文です\n架空 太郎",
		got[2], // the HTML, as its reader has it
		"a.msg [attachment] ..\\名簿.txt",
		"a.msg!名簿.txt [] attached text",
		"a.msg!転送 [body] 内側の本文",
		"a.msg [attachment] 転送")
	if !strings.HasPrefix(got[2], "a.msg!body.html [") || !strings.Contains(got[2], "架空 花子") {
		t.Errorf("got %q, want the body in HTML", got[2])
	}
}

// A body in RTF only: the example of [MS-OXRTFCP] 3.1.
func TestMsgRTF(t *testing.T) {
	packed := "\x2d\x00\x00\x00\x2b\x00\x00\x00LZFu\xf1\xc5\xc7\xa7\x03\x00\x0a\x00rcpg125\x42\x32\x0a\xf3\x20hel\x09\x00\x20bw\x05\xb0ld}\x0a\x80\x0f\xa0"
	data := oleOf(t, storedStream{"__properties_version1.0", msgProperties(32, 932)}, storedStream{"__substg1.0_10090102", packed})
	got := gatherTexts(t, "a.msg", data, nil)
	if len(got) == 0 || !strings.HasPrefix(got[0], "a.msg!body.rtf ") || !strings.Contains(got[0], "hello world") {
		t.Errorf("got %q, want the text of body.rtf", got)
	}
	data = oleOf(t, storedStream{"__properties_version1.0", ""}, storedStream{"__substg1.0_10090102", packed[:40]})
	got = gatherTexts(t, "a.msg", data, nil)
	if !strings.Contains(strings.Join(got, "\n"), ReasonDamaged) {
		t.Errorf("got %q of a body that is cut, want it to be damaged", got)
	}
}

func FuzzMsg(f *testing.F) {
	f.Add(oleOf(f,
		storedStream{"__properties_version1.0", msgProperties(32, 932)},
		storedStream{"__substg1.0_0037001E", "\x96\xBC"},
		storedStream{"__attach_version1.0_#00000000/__substg1.0_3701000D/__properties_version1.0", ""},
	))
	fuzzArchive(f, "a.msg")
}
