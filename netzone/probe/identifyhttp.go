package probe

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"strings"
)

const headMost = 8 << 10 // of an answer's head

// identifyHTTP asks for the head of the first page.
func identifyHTTP(ctx context.Context, dial Dialer) (Service, error) {
	var s Service
	err := with(ctx, dial, func(conn net.Conn) error {
		said, err := askPage(conn, conn.RemoteAddr())
		if err != nil {
			return err
		}
		banner, ok := parseHTTP(said)
		if !ok {
			return errNotIt
		}
		s = Service{Name: "http", Verified: true, Banner: banner}
		return nil
	})
	return s, err
}

// askPage sends HEAD (RFC 9110, 9.3.2), which changes nothing, says who asks, and
// returns what came.
func askPage(conn net.Conn, remote net.Addr) ([]byte, error) {
	host := "localhost"
	if remote != nil {
		if name, _, err := net.SplitHostPort(remote.String()); err == nil {
			host = name
			if strings.Contains(name, ":") {
				host = "[" + name + "]"
			}
		}
	}
	ask := "HEAD / HTTP/1.1\r\nHost: %s\r\nUser-Agent: shikiri-probe\r\nAccept: */*\r\nConnection: close\r\n\r\n"
	if _, err := fmt.Fprintf(conn, ask, host); err != nil {
		return nil, err
	}
	return hear(conn, headMost, headEnds), nil
}

// headEnds reports whether the head of an answer is there, or something else.
func headEnds(said []byte) bool {
	const begin = "HTTP/"
	return bytes.Contains(said, []byte("\r\n\r\n")) || bytes.Contains(said, []byte("\n\n")) || !strings.HasPrefix(string(said[:min(len(said), len(begin))]), begin[:min(len(said), len(begin))])
}

// parseHTTP reads the first line of an answer (RFC 9112, 4) and which server it
// names: "HTTP/1.1 200, nginx".
func parseHTTP(said []byte) (banner string, ok bool) {
	line, rest, _ := bytes.Cut(said, []byte("\n"))
	version, status, _ := strings.Cut(strings.TrimRight(string(line), "\r"), " ")
	number, dotted := strings.CutPrefix(version, "HTTP/")
	if !dotted || len(number) > 3 || number == "" || number[0] < '0' || number[0] > '9' {
		return "", false
	}
	if status, _, _ = strings.Cut(status, " "); len(status) != 3 || strings.Trim(status, "0123456789") != "" {
		return "", false
	}
	banner = version + " " + status
	for len(rest) > 0 {
		line, rest, _ = bytes.Cut(rest, []byte("\n"))
		name, value, _ := strings.Cut(string(line), ":")
		if strings.EqualFold(name, "Server") {
			if value = strings.TrimSpace(value); value != "" {
				return banner + ", " + value, true
			}
		}
	}
	return banner, true
}
