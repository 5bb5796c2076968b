package extract

import (
	"context"
	"encoding/binary"
	"strconv"
	"strings"

	"github.com/shikiri/shikiri/extract/cfb"
)

func init() {
	register(&Format{
		Name:   "msg",
		Family: "mail",
		Doc: "messages, contacts and appointments of Outlook, Unicode or in a code page: who sent it and to whom, all texts, the body as text, HTML or RTF; " +
			"attachments and attached messages as files of their own",
		Limits:  "the body in RTF is read if there is no other; what a certificate encrypts is partial",
		Exts:    []string{".msg", ".oft"},
		In:      "ole",
		Holds:   func(has func(string) bool) bool { return has("__properties_version1.0") },
		Extract: func(ctx context.Context, f *File, out Out) error { return extractOLE(ctx, f, out, readMsg) },
	})
}

// Properties of messages ([MS-OXPROPS]).
const (
	msgBody     = 0x1000
	msgRTF      = 0x1009
	msgHTML     = 0x1013
	msgHeaders  = 0x007D
	msgData     = 0x3701
	msgLongName = 0x3707
	msgName     = 0x3704
	msgTitle    = 0x3001
	msgCodepage = 0x3FFD
	msgInternet = 0x3FDE
)

// Types of properties ([MS-OXCDATA] 2.11.1).
const (
	msgLong   = 0x0003
	msgObject = 0x000D
	msgANSI   = 0x001E
	msgWide   = 0x001F
	msgBinary = 0x0102
	msgMany   = 0x1000
)

// msgLabels says what properties are called that name people or things; the
// others come without a name.
var msgLabels = map[int]string{
	0x0037: "件名", 0x0C1A: "差出人", 0x0C1F: "差出人", 0x5D01: "差出人", 0x0042: "差出人", 0x0065: "差出人", 0x0E04: "宛先", 0x0E03: "CC", 0x0E02: "BCC",
	0x3A06: "名", 0x3A11: "姓", 0x3A08: "会社電話", 0x3A09: "自宅電話", 0x3A1C: "携帯電話", 0x3A16: "会社名", 0x3A17: "役職",
	0x3A15: "住所", 0x3A42: "誕生日", 0x3003: "メール", 0x39FE: "メール",
}

// msgDull are texts that say nothing of people: classes and what is said again.
var msgDull = map[int]bool{0x001A: true, 0x0E1D: true, 0x0070: true, 0x3002: true, 0x0C1E: true, 0x0064: true, 0x370E: true, 0x3703: true}

// msgMost bounds a text that is kept in memory to be decoded.
const msgMost = 64 << 20

// A msgStorage is a message, a recipient or an attachment.
type msgStorage struct {
	entry   *cfb.Entry
	streams []msgStream
	inside  []*cfb.Entry // storages
}

// A msgStream is the value of a property.
type msgStream struct {
	id, kind int
	entry    *cfb.Entry
}

// A msg is a message while it is read.
type msg struct {
	o        *oleFile
	storages map[*cfb.Entry]*msgStorage
	codepage int
	p        *prose
	said     map[string]bool
}

// readMsg reads a message.
func readMsg(o *oleFile) error {
	m := &msg{o: o, storages: make(map[*cfb.Entry]*msgStorage), codepage: 932, said: make(map[string]bool)}
	m.gather()
	root := m.storages[o.Entries[0]]
	if err := m.properties(); err != nil {
		return err
	}
	m.p = newProse(o.out, "header")
	fault := m.texts(root)
	for _, e := range root.inside {
		if strings.HasPrefix(e.Name, "__recip_version1.0_") && !final(fault) {
			fault = firstOf(fault, m.texts(m.storages[e]))
		}
	}
	if err := m.p.close(); err != nil || final(fault) {
		return firstOf(fault, err)
	}
	if err := m.body(root); final(err) {
		return err
	} else {
		fault = firstOf(fault, err)
	}
	for _, e := range root.inside {
		if !strings.HasPrefix(e.Name, "__attach_version1.0_") {
			continue
		}
		if err := m.attachment(m.storages[e]); err != nil {
			return err
		}
	}
	return fault
}

// firstOf returns the error that came first, unless only the other is final.
func firstOf(a, b error) error {
	if a == nil || !final(a) && final(b) {
		return b
	}
	return a
}

// gather sorts all streams by the storage they are in. What is in an attachment
// of another message is that message's.
func (m *msg) gather() {
	root := m.o.Entries[0]
	m.storages[root] = &msgStorage{entry: root}
	for _, e := range m.o.Entries[1:] {
		s := m.storages[e.Parent]
		if s == nil {
			continue
		}
		if e.Storage {
			s.inside = append(s.inside, e)
			if strings.HasPrefix(e.Name, "__recip_version1.0_") || strings.HasPrefix(e.Name, "__attach_version1.0_") {
				m.storages[e] = &msgStorage{entry: e}
				m.o.taken[e] = true
			}
			continue
		}
		if id, kind, ok := msgProperty(e.Name); ok {
			s.streams = append(s.streams, msgStream{id, kind, e})
			text := kind&^msgMany == msgANSI || kind&^msgMany == msgWide
			m.o.taken[e] = text || id == msgHTML || id == msgRTF || id == msgData
		}
	}
	for _, e := range m.o.Entries[1:] { // names of properties, not values
		if e.Parent != nil && e.Parent.Name == "__nameid_version1.0" || e.Name == "__properties_version1.0" {
			m.o.taken[e] = true
		}
	}
}

// msgProperty takes the name of a stream apart ([MS-OXMSG] 2.2): __substg1.0_, the
// number and the type; those that are one of many values have another number.
func msgProperty(name string) (id, kind int, ok bool) {
	hex, ok := strings.CutPrefix(name, "__substg1.0_")
	if !ok || len(hex) < 8 {
		return 0, 0, false
	}
	v, err := strconv.ParseUint(hex[:8], 16, 32)
	if v&msgMany != 0 && len(hex) == 8 {
		return 0, 0, false // the lengths of many values
	}
	return int(v >> 16), int(v & 0xFFFF), err == nil
}

// properties reads the code page, which is a property without a stream ([MS-OXMSG]
// 2.4).
func (m *msg) properties() error {
	e := m.o.find("__properties_version1.0")
	if e == nil {
		return nil
	}
	b, err := m.o.all(e, 1<<20)
	if final(err) {
		return err
	}
	head := 32
	if len(b)%16 == 8 {
		head = 24 // of a message in a message
	}
	for b = b[min(head, len(b)):]; len(b) >= 16; b = b[16:] {
		kind, id := binary.LittleEndian.Uint16(b), binary.LittleEndian.Uint16(b[2:])
		cp := int(binary.LittleEndian.Uint32(b[8:]))
		if kind == msgLong && (id == msgCodepage || id == msgInternet && m.codepage == 932) && cp > 0 {
			m.codepage = cp
		}
	}
	return nil
}

// texts writes the texts of a storage but for bodies, each a line.
func (m *msg) texts(s *msgStorage) error {
	var fault error
	for _, v := range s.streams {
		kind := v.kind &^ msgMany
		if kind != msgANSI && kind != msgWide || msgDull[v.id] || v.id == msgBody || v.id == msgHTML {
			continue
		}
		text, err := m.text(v)
		if final(err) {
			return err
		}
		fault = firstOf(fault, err)
		label := msgLabels[v.id]
		key := label + "\x00" + text
		if text == "" || m.said[key] {
			continue
		}
		if len(text) < 1<<10 && len(m.said) < 16<<10 {
			m.said[key] = true
		}
		if label != "" {
			text = label + ": " + text
		}
		if err := m.p.write([]byte(text + "\n")); err != nil {
			return err
		}
	}
	return fault
}

// text decodes a property.
func (m *msg) text(v msgStream) (string, error) {
	b, err := m.o.all(v.entry, msgMost)
	codepage := m.codepage
	if v.kind&^msgMany == msgWide {
		codepage = codepageUTF16
	}
	return strings.TrimSpace(string(appendCodepage(nil, b, codepage))), err
}
