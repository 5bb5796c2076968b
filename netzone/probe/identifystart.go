package probe

import (
	"context"
	"encoding/binary"
	"io"
	"net"
)

// rdpRequest is a TPKT with a connection request of X.224, and in it the wish for
// TLS or CredSSP ([MS-RDPBCGR] 2.2.1.1). It names no user.
const rdpRequest = "\x03\x00\x00\x13\x0e\xe0\x00\x00\x00\x00\x00\x01\x00\x08\x00\x03\x00\x00\x00"

// identifyRDP asks for a remote desktop, and goes on to the certificate that the
// machine has made for itself.
func identifyRDP(ctx context.Context, dial Dialer) (Service, error) {
	var s Service
	err := with(ctx, dial, func(conn net.Conn) error {
		if _, err := io.WriteString(conn, rdpRequest); err != nil {
			return err
		}
		var head [4]byte
		if _, err := io.ReadFull(conn, head[:]); err != nil {
			return err
		}
		n := int(binary.BigEndian.Uint16(head[2:]))
		if head[0] != 3 || n < 11 || n > 64 {
			return errNotIt
		}
		body := make([]byte, n-4)
		if _, err := io.ReadFull(conn, body); err != nil {
			return err
		}
		security, encrypted, ok := parseRDP(body)
		if !ok {
			return errNotIt
		}
		s = Service{Name: "rdp", Verified: true, Banner: "RDP, " + security}
		if encrypted {
			_, seen, _ := shakeHands(ctx, conn) // the certificate comes first, whatever follows
			s.Identities = seen.identities()
		}
		return nil
	})
	return s, err
}

// parseRDP reads a connection confirm of X.224 and how the server wants to go on
// ([MS-RDPBCGR] 2.2.1.2). One that says nothing of it is no proof: other protocols
// begin with X.224, too.
func parseRDP(body []byte) (security string, encrypted, ok bool) {
	const confirm, response, failure = 0xd0, 2, 3
	if len(body) < 15 || int(body[0]) != len(body)-1 || body[1] != confirm {
		return "", false, false
	}
	answer := body[7:]
	if binary.LittleEndian.Uint16(answer[2:]) != 8 {
		return "", false, false
	}
	value := binary.LittleEndian.Uint32(answer[4:])
	switch {
	case answer[0] == failure:
		return "no TLS", false, true
	case answer[0] != response:
		return "", false, false
	case value == 0:
		return "no TLS", false, true
	case value == 1:
		return "TLS", true, true
	}
	return "CredSSP", true, true
}

// identifyPostgreSQL asks whether the server speaks TLS (PostgreSQL manual,
// SSLRequest), which is before any name.
func identifyPostgreSQL(ctx context.Context, dial Dialer) (Service, error) {
	var s Service
	err := with(ctx, dial, func(conn net.Conn) error {
		if _, err := io.WriteString(conn, "\x00\x00\x00\x08\x04\xd2\x16\x2f"); err != nil {
			return err
		}
		var answer [2]byte
		n, err := conn.Read(answer[:])
		if err != nil || n != 1 { // one byte, and then it waits
			return errNotIt
		}
		switch answer[0] {
		case 'N':
			s = Service{Name: "postgresql", Verified: true, Banner: "PostgreSQL, no TLS"}
			return nil
		case 'S':
			_, seen, _ := shakeHands(ctx, conn)
			if !seen.spoke() {
				return errNotIt
			}
			s = Service{Name: "postgresql", Verified: true, Banner: "PostgreSQL, TLS", Identities: seen.identities()}
			return nil
		}
		return errNotIt
	})
	return s, err
}
