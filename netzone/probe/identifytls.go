package probe

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"net"
	"slices"
	"strings"
	"sync"
)

// identifyTLS says hello as TLS does, and asks for a page in it.
func identifyTLS(ctx context.Context, dial Dialer) (Service, error) {
	var s Service
	err := with(ctx, dial, func(conn net.Conn) error {
		inside, seen, err := shakeHands(ctx, conn)
		if !seen.spoke() {
			return errNotIt
		}
		s = Service{Name: "tls", Verified: true, Banner: "TLS", Identities: seen.identities()}
		if len(s.Identities) == 0 { // it hung up before, or the certificate is one that nobody can read
			s.Banner = "TLS, no certificate was seen"
		}
		if err != nil {
			return nil // it wants a certificate of ours, or a name
		}
		s.Banner = tls.VersionName(inside.ConnectionState().Version)
		said, err := askPage(inside, conn.RemoteAddr())
		if err != nil {
			return nil
		}
		if banner, ok := parseHTTP(said); ok {
			s.Name, s.Banner = "https", banner
		} else if in := recognise(said, 0); in.Verified {
			s.Name, s.Banner = in.Name+"s", in.Banner // imaps, smtps
		}
		return nil
	})
	return s, err
}

// shakeHands makes a TLS connection with whoever answers: any certificate is
// taken, and any version and cipher, since nothing is said in it that matters.
func shakeHands(ctx context.Context, conn net.Conn) (*tls.Conn, *tlsSeen, error) {
	seen := &tlsSeen{Conn: conn}
	client := tls.Client(seen, &tls.Config{
		InsecureSkipVerify: true, // who it is, is what we want to know
		MinVersion:         tls.VersionTLS10,
		CipherSuites:       allSuites(),
		VerifyPeerCertificate: func(raw [][]byte, _ [][]*x509.Certificate) error {
			seen.keep(raw)
			return nil
		},
	})
	return client, seen, client.HandshakeContext(ctx)
}

// allSuites has old ones, too: of controllers and of Windows Server 2003.
func allSuites() []uint16 {
	var all []uint16
	for _, list := range [][]*tls.CipherSuite{tls.CipherSuites(), tls.InsecureCipherSuites()} {
		for _, suite := range list {
			all = append(all, suite.ID)
		}
	}
	return all
}

// tlsSeen is what is seen of a handshake, also of one that is not ended.
type tlsSeen struct {
	net.Conn
	mu    sync.Mutex
	first []byte // of what came
	leaf  []byte // DER
}

func (t *tlsSeen) Read(p []byte) (int, error) {
	n, err := t.Conn.Read(p)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.first = append(t.first, p[:min(n, 3-len(t.first))]...)
	return n, err
}

func (t *tlsSeen) keep(raw [][]byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(raw) > 0 {
		t.leaf = raw[0]
	}
}

// spoke reports whether what came begins as a record of TLS: an alert or a
// handshake, and version 3.x (RFC 8446, 5.1).
func (t *tlsSeen) spoke() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	const alert, handshake = 21, 22
	return len(t.first) == 3 && (t.first[0] == alert || t.first[0] == handshake) && t.first[1] == 3 && t.first[2] <= 4
}

func (t *tlsSeen) identities() []Identity {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.leaf == nil {
		return nil
	}
	sum := sha256.Sum256(t.leaf)
	id := Identity{Kind: "tls-certificate", Value: "SHA256:" + hex.EncodeToString(sum[:]), Weak: true}
	if leaf, err := x509.ParseCertificate(t.leaf); err == nil {
		id.Weak = manyHosts(leaf)
	}
	return []Identity{id}
}

// manyHosts reports whether a certificate may well be on several machines: it is
// for a wildcard (RFC 9525, 6.3) or several hosts' names, or for none that tells a
// host, as those that come with a program are. "fs01", "fs01.example.com" and
// "fs01.print.example.com" are one host: of one with two legs all names are there.
func manyHosts(leaf *x509.Certificate) bool {
	names := leaf.DNSNames
	if len(names) == 0 && leaf.Subject.CommonName != "" {
		names = []string{leaf.Subject.CommonName}
	}
	hosts := map[string]bool{}
	for _, name := range names {
		name = strings.ToLower(name)
		if strings.Contains(name, "*") {
			return true
		}
		host, _, _ := strings.Cut(strings.TrimPrefix(name, "www."), ".")
		if host != "localhost" {
			hosts[host] = true
		}
	}
	addressed := slices.ContainsFunc(leaf.IPAddresses, func(ip net.IP) bool { return !ip.IsLoopback() })
	return len(hosts) > 1 || len(hosts) == 0 && !addressed
}
