package probe

import (
	"bytes"
	"cmp"
	"context"
	"net"
	"slices"
	"strings"
	"time"
)

// greetingMost bounds a greeting. FTP servers send pages of rules.
const greetingMost = 1 << 10

// greeting waits for what many services say first. It sends nothing. What greets
// and is not known is the banner of the guess.
func (a *asking) greeting(ctx context.Context, dial Dialer) (Service, error) {
	wait := greetingTime
	if slices.Contains(greetingPorts, a.port) {
		wait = usualGreeting
	}
	var s Service
	err := with(ctx, dial, func(conn net.Conn) error {
		if err := conn.SetReadDeadline(time.Now().Add(wait)); err != nil {
			return err
		}
		said := hear(conn, greetingMost, greeted)
		s = recognise(said, a.port)
		if s.Banner == "" {
			return errNotIt
		}
		return nil
	})
	if err != nil || !s.Verified {
		return s, cmp.Or(err, errNotIt)
	}
	return a.furtherOn(ctx, s, dial), nil
}

// furtherOn asks the protocol that greeted for what it tells besides.
func (a *asking) furtherOn(ctx context.Context, s Service, dial Dialer) Service {
	ctx, cancel := context.WithTimeout(ctx, protocolTime)
	defer cancel()
	for _, p := range a.more {
		if p.Name != s.Name {
			continue
		}
		if more, err := p.Identify(ctx, dial); err == nil && more.Verified {
			return more
		}
	}
	return s
}

// hear reads until enough says so, the other side ends, or most bytes came.
func hear(conn net.Conn, most int, enough func(said []byte) bool) []byte {
	said := make([]byte, 0, most)
	for len(said) < most {
		n, err := conn.Read(said[len(said):most])
		said = said[:len(said)+n]
		if err != nil || enough(said) {
			break
		}
	}
	return said
}

// greeted reports whether a greeting is there: a line, or what is no text.
func greeted(said []byte) bool {
	return bytes.IndexByte(said, '\n') >= 0 || bytes.ContainsFunc(said, func(r rune) bool { return r < ' ' && r != '\r' || r == 0xfffd })
}

// A greetingSign is what a greeting begins with, and which word must be in it.
type greetingSign struct{ begins, holds, name string }

// greetingSigns are looked at in order; holds is in lower case.
var greetingSigns = []greetingSign{
	{"SSH-", "", "ssh"},             // RFC 4253, 4.2
	{"RFB 0", "", "vnc"},            // RFC 6143, 7.1.1
	{"220", "ftp", "ftp"},           // RFC 959, 5.4
	{"220", "smtp", "smtp"},         // RFC 5321, 4.2
	{"220", "vmware", "vmware"},     // authd of ESXi, port 902
	{"554", "smtp", "smtp"},         // RFC 5321, 3.1: it serves nobody
	{"421", "ftp", "ftp"},           // too many
	{"+OK", "", "pop3"},             // RFC 1939, 4
	{"* OK", "", "imap"},            // RFC 9051, 7.1
	{"* PREAUTH", "", "imap"},       // RFC 9051, 7.1
	{"* BYE", "", "imap"},           // RFC 9051, 7.1
	{"@RSYNCD:", "", "rsync"},       // its first line, with the version
	{"200 ", "nntp", "nntp"},        // RFC 3977, 5.1
	{"201 ", "nntp", "nntp"},        // RFC 3977, 5.1
	{"HTTP/1.", "", "http"},         // some answer before they are asked
	{"AMQP", "", "amqp"},            // a version that it does not speak
	{"-ERR", "", "redis"},           // RESP
	{"-DENIED", "redis", "redis"},   // protected mode
	{"( success (", "", "svnserve"}, // its protocol document
}

// recognise tells what a greeting is of. A greeting that is not known is not
// Verified, but a banner.
func recognise(said []byte, port uint16) Service {
	text := string(said)
	lower := strings.ToLower(text)
	for _, sign := range greetingSigns {
		if strings.HasPrefix(text, sign.begins) && strings.Contains(lower, sign.holds) {
			return Service{Name: sign.name, Verified: true, Banner: firstLine(text)}
		}
	}
	switch {
	case strings.HasPrefix(text, "220") && slices.Contains([]uint16{21, 25, 587, 2121, 2525}, port): // says nothing but that it is ready
		return Service{Name: ServiceName(port), Verified: ServiceName(port) != "", Banner: firstLine(text)}
	case telnet(said):
		return Service{Name: "telnet", Verified: true, Banner: "telnet options"}
	}
	if version, ok := mysql(said); ok {
		return Service{Name: "mysql", Verified: true, Banner: version}
	}
	return Service{Name: ServiceName(port), Banner: firstLine(text)}
}

// firstLine returns the first line that is not empty.
func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimLeft(text, "\r\n"), "\n")
	return strings.TrimRight(line, "\r")
}

// telnet reports whether a greeting is of telnet: IAC, what to do, an option (RFC
// 854).
func telnet(said []byte) bool {
	const iac, will, dont = 0xff, 0xfb, 0xfe
	return len(said) >= 3 && said[0] == iac && said[1] >= will && said[1] <= dont
}

// mysql reads the first packet of MySQL and MariaDB: its length, 0, the version of
// the protocol, 10, and that of the server; or an error, to those it does not let in
// (MySQL Internals, Protocol::HandshakeV10 and ERR_Packet).
func mysql(said []byte) (version string, ok bool) {
	if len(said) < 7 {
		return "", false
	}
	length := int(said[0]) | int(said[1])<<8 | int(said[2])<<16
	body := said[4:]
	switch {
	case said[3] != 0 || length < 3 || length > greetingMost || len(body) > length:
		return "", false
	case body[0] == 10:
		name, _, found := bytes.Cut(body[1:], []byte{0})
		return "MySQL " + string(name), found && len(name) > 0
	case body[0] == 0xff:
		return "MySQL: " + string(body[3:]), len(body) > 3 && length == len(body)
	}
	return "", false
}
