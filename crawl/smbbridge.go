package crawl

import (
	"context"
	"crypto/cipher"
	"errors"
	"reflect"
	"unsafe" // and for go:linkname

	smb2 "github.com/hirochachacha/go-smb2"
)

// All that is known of the inside of go-smb2 is in this file. It is true of
// v1.1.0, the last version there will be, and TestBridge checks it. What goes
// through it is any request: the library offers no snapshots, no owners, no
// reparse points, no share mode that lets others rename, counts its credits
// wrongly and drops whole folders for it.

// packetHeader is smb2.PacketHeader of go-smb2/internal.
type packetHeader struct {
	creditCharge    uint16
	channelSequence uint16
	status          uint32
	command         uint16
	creditRequest   uint16
	flags           uint32
	messageID       uint64
	asyncID         uint64
	treeID          uint32
	sessionID       uint64
}

// packet is smb2.Packet of go-smb2/internal. The methods of an interface are
// found by their order, which is that of their names.
type packet interface {
	Size() int
	Encode(p []byte)
	Header() *packetHeader
}

//go:linkname encodeHeader github.com/hirochachacha/go-smb2/internal/smb2.(*PacketHeader).encodeHeader
func encodeHeader(h *packetHeader, p []byte)

// treeSend sends a packet, signed or encrypted as the session and the share
// want it. A context that ends while it sends would leave the session unusable.
//
//go:linkname treeSend github.com/hirochachacha/go-smb2.(*treeConn).send
func treeSend(tree unsafe.Pointer, p packet, ctx context.Context) (waiting unsafe.Pointer, err error)

// sessionRecv waits for the answer. The one of a treeConn takes no answer that
// was delayed.
//
//go:linkname sessionRecv github.com/hirochachacha/go-smb2.(*session).recv
func sessionRecv(session, waiting unsafe.Pointer) ([]byte, error)

// connLoan takes credits for a payload, and waits for the first. It returns for
// how many bytes they are good. connCharge gives them back when nothing was sent.
//
//go:linkname connLoan github.com/hirochachacha/go-smb2.(*conn).loanCredit
func connLoan(conn unsafe.Pointer, payload int, ctx context.Context) (credits uint16, granted int, err error)

//go:linkname connCharge github.com/hirochachacha/go-smb2.(*conn).chargeCredit
func connCharge(conn unsafe.Pointer, credits uint16)

// A bridge leads into a session of go-smb2.
type bridge struct {
	session, conn  unsafe.Pointer
	requireSigning *bool
	decrypter      *cipher.AEAD
}

// errBridge is met by those who build with another version of go-smb2.
var errBridge = errors.New("built with another go-smb2 than v1.1.0")

// bridgeTo finds what lies behind s.
func bridgeTo(s *smb2.Session) (b bridge, err error) {
	session, ok := inside(reflect.ValueOf(s), "s")
	if !ok {
		return b, errBridge
	}
	conn, ok := inside(session, "conn")
	if !ok {
		return b, errBridge
	}
	signing, ok := conn.Type().Elem().FieldByName("requireSigning")
	if !ok || signing.Type.Kind() != reflect.Bool {
		return b, errBridge
	}
	decrypter, ok := session.Type().Elem().FieldByName("decrypter")
	if !ok || decrypter.Type != reflect.TypeFor[cipher.AEAD]() {
		return b, errBridge
	}
	b.session, b.conn = session.UnsafePointer(), conn.UnsafePointer()
	b.requireSigning = (*bool)(unsafe.Add(b.conn, signing.Offset))
	b.decrypter = (*cipher.AEAD)(unsafe.Add(b.session, decrypter.Offset))
	return b, nil
}

// bridgeToTree returns the treeConn of a share.
func bridgeToTree(s *smb2.Share) (unsafe.Pointer, error) {
	tree, ok := inside(reflect.ValueOf(s), "treeConn")
	if !ok {
		return nil, errBridge
	}
	return tree.UnsafePointer(), nil
}

// inside returns a field of what a pointer points to, if that is a pointer to a
// struct, and not nil.
func inside(p reflect.Value, field string) (reflect.Value, bool) {
	f := p.Elem().FieldByName(field)
	ok := f.IsValid() && f.Kind() == reflect.Pointer && f.Type().Elem().Kind() == reflect.Struct && !f.IsNil()
	return f, ok
}

// An smbPacket is an smbRequest on its way through the library.
type smbPacket struct {
	packetHeader
	body []byte
}

func (p *smbPacket) Header() *packetHeader { return &p.packetHeader }
func (p *smbPacket) Size() int             { return smbHeader + len(p.body) }

func (p *smbPacket) Encode(to []byte) {
	encodeHeader(&p.packetHeader, to)
	copy(to[smbHeader:], p.body)
}

// fill writes what only we know into the header. That it calls Header through
// the interface is why the linker keeps that method: it does not see that the
// library calls it, since the type of its result has another name there.
//
//go:noinline
func fill(p packet, command, credits uint16) {
	h := p.Header()
	h.command, h.creditCharge = command, credits
}
