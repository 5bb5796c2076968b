package crawl

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// recorded returns an answer of Samba 4.17.
func recorded(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "smb", name+".bin"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// replay is a pipe whose server gives these answers, one to each request.
func replay(answers ...[]byte) *rpcPipe {
	return &rpcPipe{
		transact: func([]byte) ([]byte, error) {
			if len(answers) == 0 {
				return nil, errors.New("the test has no more answers")
			}
			a := answers[0]
			answers = answers[1:]
			return a, nil
		},
		read: func() ([]byte, error) { return nil, nil },
	}
}

// unitOf makes a unit as a server sends it.
func unitOf(kind, flags byte, call uint32, body ...byte) []byte {
	b := []byte{5, 0, kind, flags, 0x10, 0, 0, 0}
	b = binary.LittleEndian.AppendUint16(b, uint16(rpcHeader+len(body)))
	b = append(b, 0, 0)
	return append(binary.LittleEndian.AppendUint32(b, call), body...)
}

// resultsOf makes a response that holds results.
func resultsOf(call uint32, results []byte) []byte {
	return unitOf(rpcResponse, rpcFirst|rpcLast, call, append(make([]byte, 8), results...)...)
}

// drip is a pipe whose answer to each request is all of b, some bytes at a time.
func drip(b []byte, size int) *rpcPipe {
	var rest []byte
	read := func() ([]byte, error) {
		n := min(size, len(rest))
		p := rest[:n]
		rest = rest[n:]
		return p, nil
	}
	return &rpcPipe{
		transact: func([]byte) ([]byte, error) { rest = b; return read() },
		read:     read,
	}
}

// After C706 12.6.4.3, with the interface of [MS-SRVS] 1.9.
func TestRPCBindRequest(t *testing.T) {
	want, _ := hex.DecodeString("05000b03" + "10000000" + "48000000" + "01000000" + // header
		"b810b810" + "00000000" + "01000000" + "00000100" +
		"c84f324b7016d30112785a47bf6ee188" + "03000000" +
		"045d888aeb1cc9119fe808002b104860" + "02000000")
	var got []byte
	p := &rpcPipe{transact: func(in []byte) ([]byte, error) { got = in; return recorded(t, "bindack"), nil }}
	if err := p.bind(srvsvc); err != nil {
		t.Fatalf("bind that Samba accepted: %v", err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("bind sends\n%x, want\n%x", got, want)
	}
}

func TestRPCBindRefused(t *testing.T) {
	const other = rpcFaultError(0x1c010003)
	if err := replay(recorded(t, "bindrefused")).bind(lsarpc); err != other {
		t.Errorf("bind that Samba refused: error %v, want %v", err, other)
	}
	if err := replay(unitOf(rpcBindNak, 3, 1, 0, 0)).bind(lsarpc); err != other {
		t.Errorf("bind_nak: error %v, want %v", err, other)
	}
}

func TestRPCFault(t *testing.T) {
	p := replay(recorded(t, "bindack"), recorded(t, "fault"))
	if err := p.bind(srvsvc); err != nil {
		t.Fatal(err)
	}
	_, err := p.call(200, nil)
	if want := rpcFaultError(0x1c010002); err != want {
		t.Errorf("a procedure that Samba does not have: error %v, want %v", err, want)
	}
	denied := unitOf(rpcFault, 3, 1, append(make([]byte, 8), 5, 0, 0, 0)...)
	if _, err := replay(denied).call(0, nil); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("fault 5: error %v, want one that is fs.ErrPermission", err)
	}
}

// Answers come in units, and units in pieces, divided anywhere.
func TestRPCFragments(t *testing.T) {
	head := make([]byte, 8)
	var answer []byte
	answer = append(answer, unitOf(rpcResponse, rpcFirst, 1, append(head, "one "...)...)...)
	answer = append(answer, unitOf(rpcResponse, 0, 1, append(head, "two "...)...)...)
	answer = append(answer, unitOf(rpcResponse, rpcLast, 1, append(head, "three"...)...)...)
	for size := 1; size <= len(answer); size++ {
		got, err := drip(answer, size).call(0, nil)
		if want := "one two three"; string(got) != want || err != nil {
			t.Fatalf("in pieces of %d bytes: %q, error %v, want %q", size, got, err, want)
		}
	}
}

func TestRPCMalformed(t *testing.T) {
	good := resultsOf(1, []byte("results"))
	change := func(at int, value byte) []byte {
		b := bytes.Clone(good)
		b[at] = value
		return b
	}
	for _, tt := range []struct {
		what   string
		answer []byte
	}{
		{"nothing", nil},
		{"half a header", good[:9]},
		{"half a unit", good[:20]},
		{"another version", change(0, 4)},
		{"big endian", change(4, 0)},
		{"a unit shorter than its header", change(8, 15)},
		{"a response without its fields", unitOf(rpcResponse, 3, 1, 0, 0)},
		{"authentication", change(10, 8)},
		{"another call", change(12, 2)},
		{"another type", change(2, rpcBindAck)},
		{"a second unit first", change(3, rpcLast)},
		{"a first unit that nothing follows", change(3, rpcFirst)},
		{"two first units", bytes.Repeat(change(3, rpcFirst), 2)},
	} {
		got, err := drip(tt.answer, 7).call(0, nil)
		if !errors.Is(err, errMalformed) {
			t.Errorf("%s: %q, error %v, want an error that is errMalformed", tt.what, got, err)
		}
	}
}

func TestRPCEndless(t *testing.T) {
	unit := unitOf(rpcResponse, 0, 1, make([]byte, 4000)...)
	first := true
	p := &rpcPipe{
		transact: func([]byte) ([]byte, error) { return unitOf(rpcResponse, rpcFirst, 1, make([]byte, 8)...), nil },
		read:     func() ([]byte, error) { first = false; return unit, nil },
	}
	if got, err := p.call(0, nil); !errors.Is(err, errMalformed) || first {
		t.Errorf("an answer without end: %d bytes, error %v, want an error that is errMalformed", len(got), err)
	}
}

func TestRPCRequestTooLong(t *testing.T) {
	if _, err := replay().call(0, make([]byte, rpcUnit)); err == nil || err.Error() == "the test has no more answers" {
		t.Errorf("a request of more than one unit: error %v, want one before it is sent", err)
	}
}

func FuzzRPC(f *testing.F) {
	f.Add(recorded(f, "bindack"), 7)
	f.Add(recorded(f, "fault"), 1)
	f.Add(resultsOf(1, []byte("results")), 100)
	f.Fuzz(func(t *testing.T, answer []byte, size int) {
		size = max(1, size)
		_ = drip(answer, size).bind(srvsvc)
		got, err := drip(answer, size).call(0, nil)
		if err == nil && len(got) > len(answer) {
			t.Errorf("%d bytes of results from an answer of %d bytes", len(got), len(answer))
		}
	})
}
