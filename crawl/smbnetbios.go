package crawl

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
)

// errNetBIOS means that what listens on port 139 lets nobody in.
var errNetBIOS = errors.New("it takes no NetBIOS session")

// OverNetBIOS dials as dial does, and asks for a session as port 139 wants it (RFC
// 1002, 4.3.2): what is said then is as on port 445.
func OverNetBIOS(dial func(context.Context) (net.Conn, error)) func(context.Context) (net.Conn, error) {
	return func(ctx context.Context) (net.Conn, error) {
		conn, err := dial(ctx)
		if err != nil {
			return nil, err
		}
		defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
		if until, ok := ctx.Deadline(); ok {
			err = conn.SetDeadline(until)
		}
		if err == nil {
			err = netBIOSSession(conn)
		}
		if err != nil {
			_ = conn.Close()
			return nil, err
		}
		return conn, nil
	}
}

func netBIOSSession(conn net.Conn) error {
	const request, positive = 0x81, 0x82
	names := netBIOSName("*SMBSERVER", ' ') + netBIOSName("SHIKIRI", 0) // the first is the name of any server
	if _, err := conn.Write(append([]byte{request, 0, 0, byte(len(names))}, names...)); err != nil {
		return err
	}
	var answer [4]byte
	if _, err := io.ReadFull(conn, answer[:]); err != nil {
		return err
	}
	if answer != [4]byte{positive} {
		return errNetBIOS
	}
	return nil
}

// netBIOSName encodes a name of at most 15 characters and its kind, each half of a
// byte as a letter (RFC 1001, 14.1).
func netBIOSName(name string, kind byte) string {
	padded := name + strings.Repeat(" ", 15-len(name)) + string(kind)
	out := []byte{32}
	for i := range len(padded) {
		out = append(out, 'A'+padded[i]>>4, 'A'+padded[i]&15)
	}
	return string(append(out, 0))
}
