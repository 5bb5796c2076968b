package probe

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// serve answers each connection on loopback with f, and returns how to dial it and
// how many connections there were.
func serve(t *testing.T, f func(net.Conn)) (Dialer, *atomic.Int32) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	var count atomic.Int32
	t.Cleanup(func() { l.Close(); wg.Wait() })
	wg.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			count.Add(1)
			wg.Go(func() {
				defer c.Close()
				f(c)
			})
		}
	})
	return dialTo(l.Addr().String()), &count
}

func dialTo(address string) Dialer {
	return func(ctx context.Context) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "tcp", address)
	}
}

// greets says something and waits for the other side to go.
func greets(text string) func(net.Conn) {
	return func(c net.Conn) {
		io.WriteString(c, text)
		io.Copy(io.Discard, c)
	}
}

// replies says something once it was sent something that begins so.
func replies(begin, text string) func(net.Conn) {
	return func(c net.Conn) {
		b := make([]byte, 4096)
		if n, _ := c.Read(b); strings.HasPrefix(string(b[:n]), begin) {
			io.WriteString(c, text)
			c.(*net.TCPConn).CloseWrite()
			io.Copy(io.Discard, c)
		}
	}
}

func TestIdentify(t *testing.T) {
	mysqlHello := "\x4a\x00\x00\x00\x0a8.0.36\x00" + strings.Repeat("x", 0x4a-8)
	rdp := func(kind byte, value string) string {
		return "\x03\x00\x00\x13\x0e\xd0\x00\x00\x12\x34\x00" + string(kind) + "\x00\x08\x00" + value + "\x00\x00\x00"
	}
	for _, test := range []struct {
		name   string
		port   uint16
		server func(net.Conn)
		want   Service
	}{
		{"ssh elsewhere", 4022, greets("SSH-2.0-OpenSSH_9.2p1\r\n"), Service{Name: "ssh", Verified: true, Banner: "SSH-2.0-OpenSSH_9.2p1"}},
		{"ftp", 21, greets("220-Welcome\r\n220 ProFTPD FTP Server\r\n"), Service{Name: "ftp", Verified: true, Banner: "220-Welcome"}},
		{"ftp that says nothing of itself", 21, greets("220 ready\r\n"), Service{Name: "ftp", Verified: true, Banner: "220 ready"}},
		{"mail", 25, greets("220 mx.example ESMTP Postfix\r\n"), Service{Name: "smtp", Verified: true, Banner: "220 mx.example ESMTP Postfix"}},
		{"pop", 110, greets("+OK ready\r\n"), Service{Name: "pop3", Verified: true, Banner: "+OK ready"}},
		{"imap", 143, greets("* OK [CAPABILITY IMAP4rev1] ready\r\n"), Service{Name: "imap", Verified: true, Banner: "* OK [CAPABILITY IMAP4rev1] ready"}},
		{"vnc", 5900, greets("RFB 003.008\n"), Service{Name: "vnc", Verified: true, Banner: "RFB 003.008"}},
		{"telnet", 23, greets("\xff\xfd\x18\xff\xfd\x20login: "), Service{Name: "telnet", Verified: true, Banner: "telnet options"}},
		{"mysql", 3306, greets(mysqlHello), Service{Name: "mysql", Verified: true, Banner: "MySQL 8.0.36"}},
		{"mysql that lets nobody in", 3306, greets("\x0b\x00\x00\x00\xff\x6a\x04Host no!"), Service{Name: "mysql", Verified: true, Banner: "MySQL: Host no!"}},
		{"something that greets", 4711, greets("\x1b[2Jhello \u202eworld\r\nmore"), Service{Banner: "[2Jhello world"}},
		{"web", 80, replies("HEAD / HTTP/1.1\r\nHost: 127.0.0.1\r\n", "HTTP/1.1 301 Moved\r\nserver: nginx/1.22\r\n\r\n"), Service{Name: "http", Verified: true, Banner: "HTTP/1.1 301, nginx/1.22"}},
		{"not the web", 80, replies("HEAD", "go away\r\n"), Service{Name: "http"}},
		{"remote desktop", 3389, replies("\x03\x00\x00\x13", rdp(3, "\x02")), Service{Name: "rdp", Verified: true, Banner: "RDP, no TLS"}},
		{"remote desktop that breaks off", 3389, replies("\x03\x00\x00\x13", rdp(2, "\x02")), Service{Name: "rdp", Verified: true, Banner: "RDP, CredSSP"}},
		{"postgresql", 5432, replies("\x00\x00\x00\x08\x04\xd2\x16\x2f", "N"), Service{Name: "postgresql", Verified: true, Banner: "PostgreSQL, no TLS"}},
		{"not postgresql", 5432, replies("\x00\x00\x00\x08\x04\xd2\x16\x2f", "No!"), Service{Name: "postgresql"}},
		{"an alert is TLS", 443, replies("\x16\x03\x01", "\x15\x03\x01\x00\x02\x02\x28"), Service{Name: "tls", Verified: true, Banner: "TLS, no certificate was seen"}},
		{"something that hangs up", 443, func(net.Conn) {}, Service{Name: "https"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			dial, _ := serve(t, test.server)
			if got := Identify(t.Context(), dial, test.port, nil); !reflect.DeepEqual(got, test.want) {
				t.Errorf("it is %+v, want %+v", got, test.want)
			}
		})
	}
}

// A web server with TLS is known by its certificate, on any port.
func TestIdentifyTLS(t *testing.T) {
	for port, version := range map[uint16]uint16{443: tls.VersionTLS13, 8443: tls.VersionTLS10, 7777: tls.VersionTLS12} {
		web := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.Header().Set("Server", "架空/1") }))
		web.TLS = &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: version}
		web.StartTLS()
		sum := sha256.Sum256(web.Certificate().Raw)
		want := Service{Name: "https", Verified: true, Banner: "HTTP/1.1 200, 架空/1", Identities: []Identity{{Kind: "tls-certificate", Value: "SHA256:" + hex.EncodeToString(sum[:]), Weak: true}}} // it is for *.example.com, too
		got := Identify(t.Context(), dialTo(web.Listener.Addr().String()), port, nil)
		web.Close()
		if !reflect.DeepEqual(got, want) {
			t.Errorf("on port %d, with %s, it is %+v, want %+v", port, tls.VersionName(version), got, want)
		}
	}
}

// What a certificate belongs to is told though the server wants one of ours.
func TestIdentifyTLSThatWantsACertificate(t *testing.T) {
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		web := httptest.NewUnstartedServer(http.NotFoundHandler())
		web.Config.ErrorLog = log.New(io.Discard, "", 0)
		web.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert, MaxVersion: version}
		web.StartTLS()
		got := Identify(t.Context(), dialTo(web.Listener.Addr().String()), 443, nil)
		web.Close()
		if got.Name != "tls" || !got.Verified || len(got.Identities) != 1 {
			t.Errorf("with %s it is %+v, want TLS and its certificate", tls.VersionName(version), got)
		}
	}
}

// Mail over TLS greets once it is encrypted; PostgreSQL and remote desktops go on
// to TLS.
func TestIdentifyInsideTLS(t *testing.T) {
	web := httptest.NewTLSServer(http.NotFoundHandler())
	defer web.Close()
	inside := func(before int, say, greeting string) func(net.Conn) {
		return func(c net.Conn) {
			io.CopyN(io.Discard, c, int64(before))
			io.WriteString(c, say)
			s := tls.Server(c, web.TLS)
			io.WriteString(s, greeting)
			io.Copy(io.Discard, s)
		}
	}
	for _, test := range []struct {
		port         uint16
		server       func(net.Conn)
		name, banner string
	}{
		{993, inside(0, "", "* OK ready\r\n"), "imaps", "* OK ready"},
		{465, inside(0, "", "220 mx.example ESMTP\r\n"), "smtps", "220 mx.example ESMTP"},
		{636, inside(0, "", "\x30\x0c\x02\x01"), "tls", "TLS 1.3"},
		{5432, inside(8, "S", ""), "postgresql", "PostgreSQL, TLS"},
		{3389, inside(len(rdpRequest), "\x03\x00\x00\x13\x0e\xd0\x00\x00\x12\x34\x00\x02\x00\x08\x00\x01\x00\x00\x00", ""), "rdp", "RDP, TLS"},
	} {
		dial, _ := serve(t, test.server)
		got := Identify(t.Context(), dial, test.port, nil)
		if got.Name != test.name || got.Banner != test.banner || len(got.Identities) != 1 {
			t.Errorf("on port %d it is %+v, want %s, %q and a certificate", test.port, got, test.name, test.banner)
		}
	}
}

// Not a connection is made where it could print.
func TestIdentifyLeavesPrintersAlone(t *testing.T) {
	dial, count := serve(t, greets("HTTP/1.1 200 OK\r\n\r\n"))
	asked := Protocol{Name: "any", Identify: func(ctx context.Context, dial Dialer) (Service, error) {
		_, err := dial(ctx)
		return Service{Name: "any", Verified: true}, err
	}}
	for _, port := range []uint16{515, 631, 9100, 9101, 9102, 9103, 9107, 9220, 9290, 502} {
		got := Identify(t.Context(), dial, port, []Protocol{asked, {Name: "there", Ports: []uint16{port}, Identify: asked.Identify}})
		if want := (Service{Name: ServiceName(port)}); !reflect.DeepEqual(got, want) {
			t.Errorf("port %d is %+v, want %+v", port, got, want)
		}
		if quiet(port) == "" {
			t.Errorf("port %d is spoken to, want a reason not to", port)
		}
	}
	if n := count.Load(); n != 0 {
		t.Errorf("%d connections were made to ports that print, want none", n)
	}
	if why := quiet(445); why != "" {
		t.Errorf("port 445 is not spoken to: %s", why)
	}
}

// Protocols of others are asked where they are at home first, and elsewhere unless
// they are only there. What a greeting names is asked for more.
func TestIdentifyAsksOthers(t *testing.T) {
	silent, _ := serve(t, func(c net.Conn) { io.Copy(io.Discard, c) })
	ssh, _ := serve(t, greets("SSH-2.0-x\r\n"))
	quick, _ := serve(t, func(net.Conn) {})
	yes := func(name string) Protocol {
		return Protocol{Name: name, Ports: []uint16{445}, Identify: func(context.Context, Dialer) (Service, error) {
			return Service{Name: name, Verified: true, Banner: "a\x00b", Identities: []Identity{{Kind: "k", Value: "v\x1b[m"}}}, nil
		}}
	}
	only := yes("only")
	only.Ports, only.OnlyThere = []uint16{22}, true
	deaf := Protocol{Name: "deaf", Identify: func(context.Context, Dialer) (Service, error) { return Service{}, errors.New("no") }}
	clean := []Identity{{Kind: "k", Value: "v [m"}}
	for _, test := range []struct {
		name string
		dial Dialer
		port uint16
		more []Protocol
		want Service
	}{
		{"at home", silent, 445, []Protocol{deaf, yes("smb")}, Service{Name: "smb", Verified: true, Banner: "a b", Identities: clean}},
		{"only at home", silent, 22, []Protocol{only}, Service{Name: "only", Verified: true, Banner: "a b", Identities: clean}},
		{"not there", quick, 2200, []Protocol{only}, Service{}},
		{"as it greets", ssh, 2200, []Protocol{only, yes("ssh")}, Service{Name: "ssh", Verified: true, Banner: "a b", Identities: clean}},
	} {
		got := Identify(t.Context(), test.dial, test.port, test.more)
		if !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: it is %+v, want %+v", test.name, got, test.want)
		}
	}
}

// Nobody keeps us longer than the context, whatever he sends; and a port that is
// gone is not asked ten times.
func TestIdentifyEnds(t *testing.T) {
	for name, server := range map[string]func(net.Conn){
		"silence": func(c net.Conn) { io.Copy(io.Discard, c) },
		"a byte now and then": func(c net.Conn) {
			for {
				if _, err := io.WriteString(c, "S"); err != nil {
					return
				}
				time.Sleep(time.Millisecond)
			}
		},
		"without end": func(c net.Conn) {
			for {
				if _, err := io.WriteString(c, strings.Repeat("H", 1<<16)); err != nil {
					return
				}
			}
		},
	} {
		dial, _ := serve(t, server)
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		if got := Identify(ctx, dial, 443, nil); got.Verified || got.Name != "https" || len(got.Banner) > bannerMost {
			t.Errorf("%s: it is %+v, want a guess", name, got)
		}
		cancel()
	}
	calls := 0
	gone := func(context.Context) (net.Conn, error) { calls++; return nil, errors.New("refused") }
	if got := Identify(t.Context(), gone, 80, nil); got.Verified || calls != lostDials {
		t.Errorf("a port that is gone is %+v after %d connections, want a guess after %d", got, calls, lostDials)
	}
}
