package crawl

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"net"
	"net/netip"
	"net/url"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shikiri/shikiri/internal/servers"
)

// What Samba tells to those who do not log in. Its GUID is its name.
func TestSMBNegotiate(t *testing.T) {
	s := servers.Own(t)
	before := strings.Count(readLog(t, s, "SMB_LOG"), "Auth: [")
	guid := hex.EncodeToString(append([]byte("shikiri-test"), 0, 0, 0, 0))
	for _, test := range []struct {
		key, text string
		want      SMBServer
	}{
		{"SMB", "SMB 3.1.1, SHIKIRI-TEST, 6.1.0", SMBServer{Dialect: "3.1.1", GUID: guid, GUIDIsName: true, NetBIOSName: "SHIKIRI-TEST", OS: "6.1.0"}},
		{"SMB_SIGN", "SMB 3.1.1, signing required, SHIKIRI-TEST, 6.1.0", SMBServer{Dialect: "3.1.1", SigningRequired: true, GUID: guid, GUIDIsName: true, NetBIOSName: "SHIKIRI-TEST", OS: "6.1.0"}},
		{"SMB_ONLY1", "SMB1 only", SMBServer{Dialect: "1"}},
	} {
		dialled := 0
		got, err := SMBNegotiate(t.Context(), dialTo(s.Value(test.key), &dialled))
		if err != nil {
			t.Errorf("%s: %v", test.key, err)
			continue
		}
		if host, _ := os.Hostname(); test.key != "SMB_ONLY1" && !strings.EqualFold(got.DNSName, host) {
			t.Errorf("%s: its DNS name is %q, want that of this machine, %s", test.key, got.DNSName, host)
		}
		if text := got.String(); text != test.text {
			t.Errorf("%s: people read %q, want %q", test.key, text, test.text)
		}
		got.DNSName = "" // of this machine
		if !reflect.DeepEqual(*got, test.want) {
			t.Errorf("%s: it is %+v, want %+v", test.key, *got, test.want)
		}
	}
	if n := s.FailedLogons(t); n != 0 {
		t.Errorf("%d failed logins, want none", n)
	}
	if log := readLog(t, s, "SMB_LOG"); strings.Count(log, "Auth: [") != before {
		t.Errorf("the server's log says that somebody wanted to log in:\n%s", log)
	}
}

// Port 139 wants a session first; smbd takes that on any port.
func TestSMBOverNetBIOS(t *testing.T) {
	s := servers.Get(t)
	dialled := 0
	got, err := SMBNegotiate(t.Context(), OverNetBIOS(dialTo(s.Value("SMB"), &dialled)))
	if err != nil || got.NetBIOSName != "SHIKIRI-TEST" {
		t.Errorf("it is %+v, %v; want SHIKIRI-TEST", got, err)
	}
	for name, answer := range map[string][]byte{"no": {0x83, 0, 0, 1, 0x82}, "noise": []byte("HTTP/1.1"), "nothing": nil} {
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		if conn, err := OverNetBIOS(dialTo(fakeServer(t, answer), &dialled))(ctx); err == nil {
			conn.Close()
			t.Errorf("a server that answers %s is connected to, want an error", name)
		}
		cancel()
	}
	if got, want := netBIOSName("*SMBSERVER", ' '), " CKFDENECFDEFFCFGEFFCCACACACACACA\x00"; got != want {
		t.Errorf("the name is encoded as %q, want %q (RFC 1001, 14.1)", got, want)
	}
}

func TestSMBNegotiateWithOthers(t *testing.T) {
	noDialect := headerOf(commandNegotiate, 0, 64)
	for name, answer := range map[string][]byte{
		"nothing":           nil,
		"a web server":      []byte("HTTP/1.1 400 Bad Request\r\n\r\n"),
		"a huge frame":      {0, 0xff, 0xff, 0xff, 0xfe, 'S', 'M', 'B'},
		"a frame cut short": frameOf(noDialect)[:50],
		"no dialect":        frameOf(noDialect),
		"a refusal":         frameOf(headerOf(commandNegotiate, statusInvalidParameter, 64)),
		"no common dialect": frameOf(append([]byte("\xffSMB\x72"), append(make([]byte, 27), 1, 0xff, 0xff)...)),
		"another command":   frameOf(headerOf(commandSetup, 0, 64)),
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		dialled := 0
		if got, err := SMBNegotiate(ctx, dialTo(fakeServer(t, answer), &dialled)); err == nil || dialled > 2 {
			t.Errorf("%s: it is %+v after %d connections, want an error after two", name, got, dialled)
		}
		cancel()
	}
	no := errors.New("refused")
	if _, err := SMBNegotiate(t.Context(), func(context.Context) (net.Conn, error) { return nil, no }); !errors.Is(err, no) {
		t.Errorf("where nothing listens the error is %v, want %v", err, no)
	}
}

func TestGUIDIsName(t *testing.T) {
	for text, want := range map[string]bool{
		"6e617300000000000000000000000000": true,  // nas
		"e69eb6e7a9ba00000000000000000000": true,  // 架空
		"00000000000000000000000000000000": false, // none
		"3f2504e04f8911d39a0c0305e82c3301": false, // of Windows
		"3f2504e04f8911d39a0c0305e82c3300": false, // ends with a zero
		"20202000000000000000000000000000": false,
	} {
		guid, _ := hex.DecodeString(text)
		if got := guidIsName(guid); got != want {
			t.Errorf("GUID %s is a name: %v, want %v", text, got, want)
		}
	}
}

// challenge is a CHALLENGE_MESSAGE in an answer ([MS-NLMP] 2.2.1.2).
func challenge(flags uint32, pairs ...string) []byte {
	le := binary.LittleEndian
	info := []byte{}
	for i, text := range pairs {
		value := appendUTF16(nil, text)
		info = le.AppendUint16(info, uint16(i+1))
		info = le.AppendUint16(info, uint16(len(value)))
		info = append(info, value...)
	}
	info = append(info, 0, 0, 0, 0)
	m := append([]byte("NTLMSSP\x00\x02\x00\x00\x00"), make([]byte, 8)...)
	m = le.AppendUint32(m, flags)
	m = append(m, make([]byte, 16)...)
	m = le.AppendUint16(m, uint16(len(info)))
	m = le.AppendUint16(m, uint16(len(info)))
	m = le.AppendUint32(m, 56)
	m = append(m, 10, 0, 0x7c, 0x4f, 0, 0, 0, 15)
	return append(append(make([]byte, smbHeader+8), m...), info...)
}

func TestChallenge(t *testing.T) {
	const version = 0x02000000
	for _, test := range []struct {
		name   string
		answer []byte
		want   SMBServer
	}{
		{"all", challenge(version, "FS01", "例示", "fs01.example", "example"), SMBServer{NetBIOSName: "FS01", DNSName: "fs01.example", OS: "10.0.20348"}},
		{"no version", challenge(0, "FS01"), SMBServer{NetBIOSName: "FS01"}},
		{"cut short", challenge(version, "FS01")[:smbHeader+8+60], SMBServer{}},
		{"none", []byte("nothing"), SMBServer{}},
	} {
		var got SMBServer
		if got.challenged(test.answer); got != test.want {
			t.Errorf("%s: it is %+v, want %+v", test.name, got, test.want)
		}
	}
}

func FuzzSMBNegotiate(f *testing.F) {
	answer := headerOf(commandNegotiate, 0, 64)
	binary.LittleEndian.PutUint16(answer[smbHeader+4:], 0x0311)
	copy(answer[smbHeader+8:], "nas")
	f.Add(answer, challenge(0x02000000, "FS01", "X"))
	f.Add([]byte("\xffSMB\x72"), []byte("NTLMSSP\x00\x02\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, answer, setup []byte) {
		s, err := parseNegotiate(answer)
		if err != nil {
			s = &SMBServer{}
		} else if s.Dialect == "" {
			t.Errorf("%x is a server without a dialect", answer)
		}
		s.challenged(setup)
		if n := len(s.NetBIOSName) + len(s.DNSName); n > 6*len(setup)+6 {
			t.Errorf("%d bytes of names are of %d bytes", n, len(setup))
		}
		_ = s.String()
	})
}

// The addresses of loopback are left out, and Samba has no others here: but it
// has answered, signed and encrypted, too.
func TestSMBInterfaces(t *testing.T) {
	s := servers.Get(t)
	for _, at := range []struct{ key, share string }{{"SMB", "data"}, {"SMB_SIGN", "data"}, {"SMB", "secret"}, {"SMB", ""}, {"SMB", "closed"}} {
		u, _ := url.Parse(smbURL(s, at.key, at.share))
		if got, err := SMBInterfaces(t.Context(), u, smbOptions(s)); err != nil || len(got) > 0 {
			t.Errorf("%s/%s: interfaces are %v, %v; want none and no error", at.key, at.share, got, err)
		}
	}
	o := smbOptions(s)
	o.Password = func(context.Context) (string, error) { return "hunter2", nil }
	for key, want := range map[string]string{"SMB": "user or password refused", "SMB_ONLY1": "speaks only SMB1"} {
		u, _ := url.Parse(smbURL(s, key, "data"))
		_, err := SMBInterfaces(t.Context(), u, o)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), s.Value(key)) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v; want that of %s %s", key, err, s.Value(key), want)
		}
	}
}

func nic(next uint32, addr string) []byte {
	b := make([]byte, interfaceSize)
	binary.LittleEndian.PutUint32(b, next)
	switch a := netip.MustParseAddr(addr); {
	case a.Is4():
		b[24] = 0x02
		copy(b[28:], a.AsSlice())
	default:
		b[24] = 0x17
		copy(b[32:], a.AsSlice())
	}
	return b
}

func TestParseInterfaces(t *testing.T) {
	other := nic(0, "10.0.0.1")
	other[24] = 0x10
	for _, test := range []struct {
		name string
		b    []byte
		want string
		bad  bool
	}{
		{"none", nil, "[]", false},
		{"sorted, each once, not those of the machine itself", slices.Concat(nic(152, "10.20.1.50"), nic(152, "127.0.0.1"), nic(152, "fe80::1"), nic(152, "169.254.1.1"), nic(152, "10.10.1.50"), nic(152, "::ffff:10.10.1.50"), nic(0, "fd00::5")), "[10.10.1.50 10.20.1.50 fd00::5]", false},
		{"what follows the last", append(nic(0, "10.20.1.50"), 1, 2, 3), "[10.20.1.50]", false},
		{"another family", other, "[]", false},
		{"cut short", nic(0, "10.20.1.50")[:100], "[]", true},
		{"the next inside of this", slices.Concat(nic(8, "10.20.1.50"), nic(0, "10.20.1.50")), "[]", true},
		{"the next beyond the end", nic(1<<31, "10.20.1.50"), "[]", true},
	} {
		got, err := parseInterfaces(test.b)
		if text := strings.TrimSpace(netipList(got)); text != test.want || (err != nil) != test.bad {
			t.Errorf("%s: addresses are %s, %v; want %s", test.name, text, err, test.want)
		}
	}
	if _, err := parseInterfaces(slices.Repeat(nic(152, "10.20.1.50"), interfacesMost+1)); err == nil {
		t.Error("more interfaces than a machine can have are read without an error")
	}
}

func netipList(addrs []netip.Addr) string {
	var list []string
	for _, a := range addrs {
		list = append(list, a.String())
	}
	return "[" + strings.Join(list, " ") + "]"
}

func FuzzInterfaces(f *testing.F) {
	f.Add(slices.Concat(nic(152, "10.20.1.50"), nic(0, "fd00::5")))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := parseInterfaces(b)
		if len(got) > len(b)/interfaceSize || err != nil && got != nil {
			t.Errorf("%d bytes are %v, %v", len(b), got, err)
		}
		if !slices.IsSortedFunc(got, netip.Addr.Compare) {
			t.Errorf("%v is not sorted", got)
		}
	})
}

// A server that never ends its answer keeps nobody.
func TestSMBNegotiateEnds(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	_, err := SMBNegotiate(ctx, func(context.Context) (net.Conn, error) {
		ours, theirs := net.Pipe()
		go func() {
			go io.Copy(io.Discard, theirs)
			io.WriteString(theirs, "\x00\x00\xff\xff\xfeSMB")
			for {
				if _, err := theirs.Write([]byte{0}); err != nil {
					return
				}
				time.Sleep(time.Millisecond)
			}
		}()
		return ours, nil
	})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("negotiation ends with %v, want that the time is up", err)
	}
}
