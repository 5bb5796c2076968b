package crawl

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
)

// An SMBServer is what an SMB server tells to whoever asks, before a login.
type SMBServer struct {
	Dialect string // "3.1.1", "2.0.2"; "1": it speaks only SMB1, and the rest is empty
	// SigningRequired tells that it takes nothing that is not signed.
	SigningRequired bool
	GUID            string // as it comes, 32 hexadecimal digits; "": none
	// GUIDIsName tells that GUID is only the server's name, as Samba makes it: all
	// servers of that name have the same.
	GUIDIsName bool
	// These are of the challenge that it would have a client answer, and empty if it
	// takes no NTLM. They may hold any character.
	NetBIOSName, DNSName string
	OS                   string // "10.0.20348"; Samba says "6.1.0"
}

// errNotSMB means that something else answers.
var errNotSMB = errors.New("it does not speak SMB")

const smbNegotiateMost = 128 << 10 // of an answer before the login; they have some 300 bytes

var smbDialects = map[uint16]string{0x0202: "2.0.2", 0x0210: "2.1", 0x0300: "3.0", 0x0302: "3.0.2", 0x0311: "3.1.1"}

// SMBNegotiate asks an SMB server what it is. It begins a login, without a name,
// for what the server tells of itself in its challenge, and ends there: nobody
// logs in and no login fails. It dials once more for a server that only speaks SMB1.
func SMBNegotiate(ctx context.Context, dial func(context.Context) (net.Conn, error)) (*SMBServer, error) {
	var s *SMBServer
	err := onConn(ctx, dial, func(conn net.Conn) (err error) {
		s, err = smbAskServer(conn)
		return err
	})
	if err == nil {
		return s, nil
	}
	old := false
	if ctx.Err() == nil {
		_ = onConn(ctx, dial, func(conn net.Conn) (err error) { // the first error is the one to tell
			old, err = smbAskOld(conn)
			return err
		})
	}
	if old {
		return &SMBServer{Dialect: "1"}, nil
	}
	return nil, fmt.Errorf("negotiate SMB: %w", err)
}

// smbAskServer negotiates, and asks for a challenge. Without the challenge it is
// a server all the same.
func smbAskServer(conn net.Conn) (*SMBServer, error) {
	if err := smbSay(conn, smbPlainHeader(commandNegotiate, 0), negotiateRequest()); err != nil {
		return nil, err
	}
	answer, err := smbHear(conn)
	if err != nil {
		return nil, err
	}
	s, err := parseNegotiate(answer)
	if err != nil || s.Dialect == "1" {
		return s, err
	}
	if err := smbSay(conn, smbPlainHeader(commandSetup, 1), setupRequest()); err != nil {
		return s, nil
	}
	if answer, err = smbHear(conn); err == nil {
		s.challenged(answer)
	}
	return s, nil
}

// smbAskOld reports whether a server speaks SMB1.
func smbAskOld(conn net.Conn) (bool, error) {
	if _, err := io.WriteString(conn, smb1Negotiate); err != nil {
		return false, err
	}
	answer, err := smbHear(conn)
	return err == nil && smb1Took(answer), err
}

// smb1Took reports whether an SMB1 server took the dialect that it was offered:
// 0xffff means none ([MS-CIFS] 2.2.4.52.2).
func smb1Took(answer []byte) bool {
	const header = 32
	return smbIs(answer, "\xffSMB") && len(answer) >= header+3 && binary.LittleEndian.Uint16(answer[header+1:]) != 0xffff
}

// smbSay sends a request in one frame.
func smbSay(conn net.Conn, header, body []byte) error {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(header)+len(body)))
	_, err := conn.Write(append(append(b, header...), body...))
	return err
}

// smbHear reads one frame. What is not the beginning of one is not read on.
func smbHear(conn net.Conn) ([]byte, error) {
	var head [8]byte
	if _, err := io.ReadFull(conn, head[:]); err != nil {
		return nil, err
	}
	n := binary.BigEndian.Uint32(head[:])
	if n < 32 || n > smbNegotiateMost || !smbIs(head[4:], "\xfeSMB") && !smbIs(head[4:], "\xffSMB") {
		return nil, errNotSMB
	}
	b := make([]byte, n)
	copy(b, head[4:])
	_, err := io.ReadFull(conn, b[4:])
	return b, err
}

// smbPlainHeader is the header of a request without a session ([MS-SMB2] 2.2.1.2).
func smbPlainHeader(command uint16, message uint64) []byte {
	h := make([]byte, smbHeader)
	copy(h, "\xfeSMB")
	le := binary.LittleEndian
	le.PutUint16(h[4:], smbHeader)
	le.PutUint16(h[6:], 1) // credits that it costs
	le.PutUint16(h[12:], command)
	le.PutUint16(h[14:], 31) // credits that are asked for
	le.PutUint64(h[24:], message)
	return h
}

// negotiateRequest offers all dialects of SMB2 and 3 ([MS-SMB2] 2.2.3). The last
// wants to be told how the beginning would be protected (2.2.3.1.1).
func negotiateRequest() []byte {
	offer := []uint16{0x0202, 0x0210, 0x0300, 0x0302, 0x0311}
	le := binary.LittleEndian
	b := make([]byte, 36)
	le.PutUint16(b, 36)
	le.PutUint16(b[2:], uint16(len(offer)))
	le.PutUint16(b[4:], 1)    // signing enabled
	le.PutUint32(b[8:], 0x7f) // capabilities
	_, _ = rand.Read(b[12:28])
	for _, dialect := range offer {
		b = le.AppendUint16(b, dialect)
	}
	for (smbHeader+len(b))%8 != 0 {
		b = append(b, 0)
	}
	le.PutUint32(b[28:], uint32(smbHeader+len(b)))
	le.PutUint16(b[32:], 1)            // contexts
	b = append(b, 1, 0, 38, 0)         // preauthentication integrity, 38 bytes
	b = append(b, 0, 0, 0, 0)          // reserved
	b = append(b, 1, 0, 32, 0, 1, 0)   // one algorithm, a salt of 32 bytes, SHA-512
	b = append(b, make([]byte, 32)...) // the salt
	_, _ = rand.Read(b[len(b)-32:])
	return b
}

// parseNegotiate reads the answer ([MS-SMB2] 2.2.4), or that of an SMB1 server.
func parseNegotiate(answer []byte) (*SMBServer, error) {
	if smb1Took(answer) {
		return &SMBServer{Dialect: "1"}, nil
	}
	if soundAnswer(answer) != nil || smbCommandOf(answer) != commandNegotiate {
		return nil, errNotSMB
	}
	if status := smbStatusOf(answer); status != 0 {
		return nil, status
	}
	r := &wireReader{b: answer}
	r.skip(smbHeader + 2)
	mode, dialect := r.u16(), r.u16()
	r.skip(2)
	guid := r.bytes(16)
	name, known := smbDialects[dialect]
	if r.short || !known {
		return nil, errNotSMB
	}
	const signingRequired = 2
	s := &SMBServer{Dialect: name, SigningRequired: mode&signingRequired != 0}
	if !blank(guid) { // the SMB server of the Linux kernel has none
		s.GUID, s.GUIDIsName = hex.EncodeToString(guid), guidIsName(guid)
	}
	return s, nil
}

// guidIsName reports whether a GUID is a text and then zeros: Samba copies its
// NetBIOS name there, in lower case (measured with 4.17). A GUID of the usual
// kinds has bits of its version and variant set where a short text has zeros, and
// random bytes elsewhere (RFC 9562, 4).
func guidIsName(guid []byte) bool {
	text := bytes.TrimRight(guid, "\x00")
	if len(text) == 0 || len(text) == len(guid) {
		return false
	}
	for _, c := range text {
		if c <= ' ' || c == 0x7f {
			return false
		}
	}
	return true
}

// String is what people read: "SMB 3.1.1, signing required, FS01, 10.0.20348".
func (s *SMBServer) String() string {
	if s.Dialect == "1" {
		return "SMB1 only"
	}
	parts := []string{"SMB " + s.Dialect}
	if s.SigningRequired {
		parts = append(parts, "signing required")
	}
	for _, more := range []string{s.NetBIOSName, s.OS} {
		if more != "" {
			parts = append(parts, more)
		}
	}
	return strings.Join(parts, ", ")
}
