//go:build unix

package crawl

import (
	"encoding/binary"
	"io"
	"net"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
)

// A hostile is an SSH server of the test's own, whose SFTP answers what the test
// wants.
type hostile struct {
	addr  string
	known []string
	taken atomic.Int32 // connections
}

func (h *hostile) url(path string) string {
	return (&url.URL{Scheme: "sftp", User: url.User("alice"), Host: h.addr, Path: path}).String()
}

// An sftpAnswer gives the answer to a packet: its type and its body after the
// id. nil: none. It may be called by several goroutines at once.
type sftpAnswer func(kind byte, body []byte) []byte

// startHostile starts a server. config nil takes everybody; answer nil is a
// server with one empty folder.
func startHostile(t *testing.T, config *ssh.ServerConfig, answer sftpAnswer) *hostile {
	t.Helper()
	t.Setenv("HOME", t.TempDir())
	t.Setenv("SSH_AUTH_SOCK", "")
	if config == nil {
		config = &ssh.ServerConfig{NoClientAuth: true}
	}
	if answer == nil {
		answer = func(kind byte, _ []byte) []byte { return emptyFolder(kind) }
	}
	_, key := newKey(t, "")
	config.AddHostKey(key)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	h := &hostile{addr: l.Addr().String()}
	h.known = []string{knownHosts(t, hostLine(h.addr, key.PublicKey()))}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			h.taken.Add(1)
			go serveHostile(c, config, answer)
		}
	}()
	return h
}

func serveHostile(c net.Conn, config *ssh.ServerConfig, answer sftpAnswer) {
	defer c.Close()
	conn, channels, requests, err := ssh.NewServerConn(c, config)
	if err != nil {
		return
	}
	defer conn.Close()
	go ssh.DiscardRequests(requests)
	for n := range channels {
		ch, in, err := n.Accept()
		if err != nil {
			return
		}
		go func() {
			for r := range in {
				_ = r.Reply(r.Type == "subsystem", nil)
			}
		}()
		go serveSFTP(ch, answer)
	}
}

// Types of packets, draft-ietf-secsh-filexfer-02 section 3.
const (
	fxInit, fxVersion, fxOpen, fxClose, fxRead, fxLstat, fxFstat        = 1, 2, 3, 4, 5, 7, 8
	fxOpendir, fxReaddir, fxRealpath, fxStat                            = 11, 12, 16, 17
	fxStatus, fxHandle, fxData, fxName, fxAttrs                         = 101, 102, 103, 104, 105
	fxOK, fxEOF, fxNoFile, fxDenied, fxFailure                          = 0, 1, 2, 3, 4
	modeDir, modeFile, modeLink, modeFIFO                        uint32 = 0o40755, 0o100644, 0o120777, 0o10644
)

func serveSFTP(ch io.ReadWriteCloser, answer sftpAnswer) {
	defer ch.Close()
	for {
		var size [4]byte
		if _, err := io.ReadFull(ch, size[:]); err != nil {
			return
		}
		p := make([]byte, binary.BigEndian.Uint32(size[:]))
		if _, err := io.ReadFull(ch, p); err != nil {
			return
		}
		var reply []byte
		if p[0] == fxInit {
			reply = append([]byte{fxVersion}, u32(3)...)
		} else if r := answer(p[0], p[5:]); r != nil {
			reply = append(append([]byte{r[0]}, p[1:5]...), r[1:]...)
		} else {
			continue
		}
		if _, err := ch.Write(append(u32(uint32(len(reply))), reply...)); err != nil {
			return
		}
	}
}

func u32(n uint32) []byte    { return binary.BigEndian.AppendUint32(nil, n) }
func text(s string) []byte   { return append(u32(uint32(len(s))), s...) }
func status(n uint32) []byte { return join3([]byte{fxStatus}, u32(n), text(""), text("")) }

func join3(parts ...[]byte) (all []byte) {
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

// attrs are size, owner, permissions and times of a file.
func attrs(size uint64, mode uint32) []byte {
	return join3(u32(15), binary.BigEndian.AppendUint64(nil, size), u32(1000), u32(1000), u32(mode), u32(1700000000), u32(1700000000))
}

// fxEntry is one name of a folder.
func fxEntry(name string, attrs []byte) []byte { return join3(text(name), text(""), attrs) }

func emptyFolder(kind byte) []byte {
	switch kind {
	case fxRealpath:
		return join3([]byte{fxName}, u32(1), fxEntry("/", u32(0)))
	case fxStat, fxLstat:
		return append([]byte{fxAttrs}, attrs(0, modeDir)...)
	case fxOpendir, fxOpen:
		return append([]byte{fxHandle}, text("h")...)
	case fxReaddir:
		return status(fxEOF)
	}
	return status(fxOK)
}

// startPipe connects to a server without SSH in between.
func startPipe(t testing.TB, answer sftpAnswer) (c *sftpConn, end func()) {
	t.Helper()
	us, them := net.Pipe()
	done := make(chan struct{})
	go func() {
		serveSFTP(them, answer)
		close(done)
	}()
	c = &sftpConn{wire: &wire{Conn: us}, timeout: time.Second, born: time.Now(), ended: make(chan struct{}), packet: sftpPacket}
	var err error
	if c.client, err = sftp.NewClientPipe(heardReader{c.wire, c}, c.wire); err != nil {
		t.Fatal(err)
	}
	return c, func() {
		c.Close()
		<-done
	}
}
