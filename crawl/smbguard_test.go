package crawl

import (
	"bytes"
	"encoding/binary"
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/shikiri/shikiri/internal/servers"
)

// fakeServer answers what it is sent first with bytes.
func fakeServer(t *testing.T, answer []byte) (address string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	t.Cleanup(func() { l.Close(); wg.Wait() })
	wg.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			wg.Go(func() {
				defer c.Close()
				c.Read(make([]byte, 4096))
				c.Write(answer)
				c.SetReadDeadline(time.Now().Add(time.Second))
				io.Copy(io.Discard, c)
			})
		}
	})
	return l.Addr().String()
}

// frameOf puts a length before an answer.
func frameOf(p []byte) []byte {
	return append(binary.BigEndian.AppendUint32(nil, uint32(len(p))), p...)
}

func headerOf(command uint16, status smbStatus, body int) []byte {
	p := make([]byte, smbHeader+body)
	copy(p, "\xfeSMB\x40")
	binary.LittleEndian.PutUint32(p[8:], uint32(status))
	binary.LittleEndian.PutUint16(p[12:], command)
	return p
}

// Each of these ended the process, or hung, before there was a guard.
func TestSMBHostileServer(t *testing.T) {
	goroutinesBack(t)
	chained := headerOf(commandNegotiate, 0, 64)
	chained[20] = 0xff
	for name, answer := range map[string][]byte{
		"nothing":            nil,
		"a short frame":      {0, 0, 0, 10, 0xfe, 'S', 'M', 'B', 0, 0, 0, 0, 0, 0},
		"a huge frame":       {0, 0xff, 0xff, 0xff, 0xfe, 'S', 'M', 'B'},
		"a frame cut short":  frameOf(headerOf(commandNegotiate, 0, 64))[:50],
		"chained to nowhere": frameOf(chained),
		"an encrypted frame": frameOf(append([]byte("\xfdSMB"), make([]byte, 200)...)),
		"no negotiation":     frameOf(headerOf(commandNegotiate, 0, 0)),
		"no dialect":         frameOf(headerOf(commandNegotiate, 0, 64)),
		"web page":           []byte("HTTP/1.1 400 Bad Request\r\n\r\n" + strings.Repeat("x", 100)),
	} {
		t.Run(name, func(t *testing.T) {
			u := "smb://user@" + fakeServer(t, answer) + "/share"
			src, err := Open(t.Context(), u, Options{Timeout: 200 * time.Millisecond})
			if err == nil {
				src.Close()
				t.Fatal("Open works, want an error")
			}
			t.Log(err)
		})
	}
}

// A proxy that changes one byte of what the server says.
func flippingProxy(t *testing.T, target string, at int64, to byte) (address string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	t.Cleanup(func() { l.Close(); wg.Wait() })
	var sent atomic.Int64
	wg.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			s, err := net.Dial("tcp", target)
			if err != nil {
				c.Close()
				return
			}
			wg.Go(func() { io.Copy(s, c); s.Close() })
			wg.Go(func() {
				defer c.Close()
				b := make([]byte, 32<<10)
				for {
					n, err := s.Read(b)
					before := sent.Add(int64(n)) - int64(n)
					if i := at - before; i >= 0 && i < int64(n) {
						b[i] ^= to
					}
					if c.Write(b[:n]); err != nil {
						return
					}
				}
			})
		}
	})
	return l.Addr().String()
}

// Whatever byte of the server's answers is another: no crash, no hang, and
// never other bytes than those of the file.
func TestSMBFlippedBytes(t *testing.T) {
	s := servers.Get(t)
	disk, name := s.Dir(t)
	text := strings.Repeat("0123456789abcdef", 40)
	write(t, disk, map[string]string{"f": text})
	r := rand.New(rand.NewPCG(1, 2))
	failed := 0
	for _, share := range []string{"data", "secret"} {
		for range 16 {
			at := r.Int64N(2600)
			o := smbOptions(s)
			o.Timeout = 300 * time.Millisecond
			u := strings.Replace(smbURL(s, "SMB", share+"/"+name), s.Value("SMB"), flippingProxy(t, s.Value("SMB"), at, byte(1+r.IntN(255))), 1)
			src, err := Open(t.Context(), u, o)
			if err != nil {
				failed++
				continue
			}
			if got, err := readAllOf(src, "f"); err != nil {
				failed++
			} else if got != text {
				t.Errorf("with byte %d of share %s changed, other bytes are read", at, share)
			}
			src.Close()
		}
	}
	if failed == 0 {
		t.Error("no changed byte made an error: the proxy changes nothing")
	}
}

// A recording is a connection whose other side has said all it will.
type recording struct{ *bytes.Reader }

func (recording) Write(p []byte) (int, error)      { return len(p), nil }
func (recording) Close() error                     { return nil }
func (recording) LocalAddr() net.Addr              { return nil }
func (recording) RemoteAddr() net.Addr             { return nil }
func (recording) SetDeadline(time.Time) error      { return nil }
func (recording) SetReadDeadline(time.Time) error  { return nil }
func (recording) SetWriteDeadline(time.Time) error { return nil }

// What the guard lets through must be what the library can take without a check
// of its own: whole frames with a sound header.
func FuzzSMBGuard(f *testing.F) {
	f.Add(frameOf(headerOf(commandNegotiate, 0, 64)), false)
	f.Add(append(frameOf(headerOf(commandSetup, statusMoreWork, 9)), frameOf(append([]byte("\xfdSMB"), make([]byte, 120)...))...), true)
	f.Fuzz(func(t *testing.T, said []byte, sealed bool) {
		g := &smbGuard{Conn: recording{bytes.NewReader(said)}, timeout: time.Second, sealed: sealed}
		for {
			var size [4]byte
			if _, err := io.ReadFull(g, size[:]); err != nil {
				return
			}
			n := int(binary.BigEndian.Uint32(size[:]))
			if n < smbHeader || n > smbFrame {
				t.Fatalf("a frame of %d bytes is let through", n)
			}
			p := make([]byte, n)
			if _, err := io.ReadFull(g, p); err != nil {
				return
			}
			if !(sealed && smbIs(p, "\xfdSMB") && n >= 52+smbHeader) && soundAnswer(p) != nil {
				t.Fatalf("a frame is let through that the library cannot take: %x", p)
			}
		}
	})
}
