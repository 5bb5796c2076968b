package crawl

import (
	"bytes"
	"crypto/cipher"
	"encoding/binary"
	"reflect"
	"testing"

	smb2 "github.com/hirochachacha/go-smb2"
)

// The bridge is true of one version of the library. With another this fails
// before anything goes wrong at a user's.
func TestBridge(t *testing.T) {
	session := reflect.TypeFor[smb2.Session]()
	s, ok := session.FieldByName("s")
	if !ok || s.Type.Kind() != reflect.Pointer {
		t.Fatalf("smb2.Session has no pointer s: %v", session)
	}
	conn, ok := s.Type.Elem().FieldByName("conn")
	if !ok || conn.Type.Kind() != reflect.Pointer {
		t.Fatalf("session has no pointer conn: %v", s.Type)
	}
	if f, ok := conn.Type.Elem().FieldByName("requireSigning"); !ok || f.Type.Kind() != reflect.Bool {
		t.Errorf("conn has no bool requireSigning: %v", conn.Type)
	}
	if f, ok := s.Type.Elem().FieldByName("decrypter"); !ok || f.Type != reflect.TypeFor[cipher.AEAD]() {
		t.Errorf("session has no cipher.AEAD decrypter: %v", s.Type)
	}
	if f, ok := reflect.TypeFor[smb2.Share]().FieldByName("treeConn"); !ok || f.Type.Kind() != reflect.Pointer {
		t.Error("smb2.Share has no pointer treeConn")
	}
}

// The library writes our header, so every field must be where it looks for it.
func TestPacketHeader(t *testing.T) {
	p := &smbPacket{body: []byte("body")}
	p.packetHeader = packetHeader{creditCharge: 0x0102, status: 0, command: 0x0304, creditRequest: 0x0506, flags: 0x0708090a,
		messageID: 0x1112131415161718, treeID: 0x21222324, sessionID: 0x3132333435363738}
	got := make([]byte, p.Size())
	packet(p).Encode(got)
	want := make([]byte, smbHeader)
	le := binary.LittleEndian
	copy(want, "\xfeSMB\x40\x00")
	le.PutUint16(want[6:], 0x0102)
	le.PutUint16(want[12:], 0x0304)
	le.PutUint16(want[14:], 0x0506)
	le.PutUint32(want[16:], 0x0708090a)
	le.PutUint64(want[24:], 0x1112131415161718)
	le.PutUint32(want[36:], 0x21222324)
	le.PutUint64(want[40:], 0x3132333435363738)
	if want = append(want, "body"...); !bytes.Equal(got, want) {
		t.Errorf("the header is written as\n%x, want\n%x", got, want)
	}
	p.packetHeader = packetHeader{channelSequence: 0x0910}
	packet(p).Encode(got)
	if le.Uint16(got[8:]) != 0x0910 {
		t.Errorf("the channel sequence is elsewhere: %x", got)
	}
	p.packetHeader = packetHeader{status: 0x41424344, asyncID: 0x5152535455565758}
	packet(p).Encode(got)
	if le.Uint32(got[8:]) != 0x41424344 || le.Uint64(got[32:]) != 0x5152535455565758 {
		t.Errorf("status or async ID are elsewhere: %x", got)
	}
}
