package crawl

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"testing"
)

// askedSIDs are those of the answer "names".
var askedSIDs = []string{
	"S-1-1-0", "S-1-5-32-544", "S-1-5-32-545", "S-1-5-21-1-2-3-1001", "S-1-22-1-0", "S-1-22-2-0",
	"S-1-5-21-2989613721-1499320360-78997656-1000", "S-1-5-21-2989613721-1499320360-78997656-513",
	"S-1-22-1-0", "S-1-22-2-0", "S-1-22-1-0", "S-1-22-2-0",
}

func TestLookupSIDs(t *testing.T) {
	p := replay(recorded(t, "bindacklsa"), recorded(t, "policy"), recorded(t, "names"), recorded(t, "closed"))
	got, err := lookupSIDs(p, "127.0.0.1", append([]string{"no SID"}, askedSIDs...))
	want := map[string]string{
		"S-1-1-0":      "Everyone",
		"S-1-5-32-544": `BUILTIN\Administrators`,
		"S-1-5-32-545": `BUILTIN\Users`,
		"S-1-22-1-0":   `Unix User\root`,
		"S-1-22-2-0":   `Unix Group\root`,
		"S-1-5-21-2989613721-1499320360-78997656-1000": `FIXNAS\fixcrawl`,
		"S-1-5-21-2989613721-1499320360-78997656-513":  `FIXNAS\None`,
	}
	if err != nil || !maps.Equal(got, want) {
		t.Errorf("names from Samba: %q, error %v, want %q", got, err, want)
	}
}

// A request for as many SIDs as go into one, of the greatest length, is one unit.
func TestLookupRequestFits(t *testing.T) {
	sid := "S-1-5"
	for range sidMost {
		sid += "-4294967295"
	}
	var sids []string
	for range sidBatch {
		sids = append(sids, sid)
	}
	if got, most := len(lookupRequest(make([]byte, policyHandle), sids)), rpcUnit-24; got > most {
		t.Errorf("%d SIDs are %d bytes, want at most %d", sidBatch, got, most)
	}
}

// Many SIDs are asked for in parts.
func TestLookupManySIDs(t *testing.T) {
	var sids []string
	for i := range 2*sidBatch + 1 {
		sids = append(sids, fmt.Sprintf("S-1-5-21-1-2-3-%d", 2000+i))
	}
	var asked []int
	p := &rpcPipe{}
	p.transact = func(in []byte) ([]byte, error) {
		switch {
		case in[2] == rpcBind:
			return recorded(t, "bindacklsa"), nil
		case in[22] == lsarOpenPolicy2:
			return resultsOf(p.calls, make([]byte, policyHandle+4)), nil
		case in[22] == lsarClose:
			return nil, errors.New("closing is not important")
		}
		n := int(binary.LittleEndian.Uint32(in[24+policyHandle:]))
		asked = append(asked, n)
		var names []translated
		for range n {
			names = append(names, translated{use: 1, name: "user"})
		}
		return resultsOf(p.calls, namesAnswer(0, []string{"CORP"}, names...)), nil
	}
	got, err := lookupSIDs(p, "FS01", sids)
	if len(got) != len(sids) || got[sids[0]] != `CORP\user` || err != nil {
		t.Errorf("%d names, the first %q, error %v, want %d, all CORP\\user", len(got), got[sids[0]], err, len(sids))
	}
	if want := fmt.Sprint([]int{sidBatch, sidBatch, 1}); fmt.Sprint(asked) != want {
		t.Errorf("asked for %v SIDs at once, want %v", asked, want)
	}
}

// namesAnswer is what a server sends: [MS-LSAT] 2.2.12, 2.2.20, 3.1.4.11. Each
// domain has the SID S-1-5-21-1-2-3.
func namesAnswer(status uint32, domains []string, names ...translated) []byte {
	u32 := binary.LittleEndian.AppendUint32
	unicode := func(b []byte, s string) []byte { // RPC_UNICODE_STRING
		n := uint32(len(appendUTF16(nil, s)))
		return u32(u32(b, n|n<<16), ndrPointer)
	}
	text := func(b []byte, s string) []byte { // without a zero
		n := uint32(len(appendUTF16(nil, s)) / 2)
		return pad4(appendUTF16(u32(u32(u32(b, n), 0), n), s))
	}
	n := uint32(len(domains))
	var b, texts []byte
	for _, v := range []uint32{ndrPointer, n, ndrPointer, n, n} {
		b = u32(b, v)
	}
	for _, d := range domains {
		b = u32(unicode(b, d), ndrPointer)
		texts, _ = appendSID(u32(text(texts, d), 4), "S-1-5-21-1-2-3")
	}
	b = append(b, texts...)
	n, texts = uint32(len(names)), nil
	b = u32(u32(u32(b, n), ndrPointer), n)
	for _, name := range names {
		b = u32(b, uint32(name.use))
		b = u32(unicode(b, name.name), uint32(name.domain))
		texts = text(texts, name.name)
	}
	return u32(u32(append(b, texts...), n), status)
}

// What Samba does not send.
func TestParseNames(t *testing.T) {
	sids := []string{"S-1-1", "S-1-2", "S-1-3", "S-1-4", "S-1-5", "S-1-6", "S-1-7"}
	got := map[string]string{}
	err := parseNames(namesAnswer(statusSomeNotMapped, []string{"本社", "FS01"},
		translated{1, "山田", 0},
		translated{3, "FS01", 1},      // a domain
		translated{6, "deleted", 0},   // a deleted account
		translated{8, "S-1-4", -1},    // unknown
		translated{5, "Everyone", -1}, // without a domain
		translated{2, "group", 99},    // a domain that is not there
		translated{5, "", 1},
	), sids, got)
	want := map[string]string{"S-1-1": `本社\山田`, "S-1-2": "FS01", "S-1-5": "Everyone", "S-1-6": "group", "S-1-7": "FS01"}
	if err != nil || !maps.Equal(got, want) {
		t.Errorf("names: %q, error %v, want %q", got, err, want)
	}
}

func TestParseNamesStatus(t *testing.T) {
	sids := []string{"S-1-1-0"}
	one := translated{1, "user", 0}
	for _, tt := range []struct {
		what   string
		answer []byte
		want   error
	}{
		{"none is known", namesAnswer(statusNoneMapped, nil, translated{8, "S-1-1-0", -1}), nil},
		{"access denied", namesAnswer(uint32(statusAccessDenied), nil), fs.ErrPermission},
		{"fewer names than SIDs", namesAnswer(0, nil), errMalformed},
		{"half an answer", namesAnswer(0, []string{"CORP"}, one)[:40], errMalformed},
		{"nothing", nil, errMalformed},
		{"a million domains", append([]byte{0, 0, 2, 0}, bytes.Repeat([]byte{0x40, 0x42, 0x0f, 0}, 20)...), errMalformed},
	} {
		names := map[string]string{}
		err := parseNames(tt.answer, sids, names)
		if !errors.Is(err, tt.want) || len(names) != 0 {
			t.Errorf("%s: %q, error %v, want none and %v", tt.what, names, err, tt.want)
		}
	}
}

func TestOpenPolicyDenied(t *testing.T) {
	denied := binary.LittleEndian.AppendUint32(make([]byte, policyHandle), uint32(statusAccessDenied))
	_, err := lookupSIDs(replay(recorded(t, "bindacklsa"), resultsOf(2, denied)), "FS01", askedSIDs)
	if !errors.Is(err, fs.ErrPermission) {
		t.Errorf("error %v, want one that is fs.ErrPermission", err)
	}
}

func FuzzNames(f *testing.F) {
	f.Add(recorded(f, "names")[24:])
	f.Add(namesAnswer(statusSomeNotMapped, []string{"CORP"}, translated{1, "user", 0}))
	f.Fuzz(func(t *testing.T, b []byte) {
		names := map[string]string{}
		_ = parseNames(b, askedSIDs, names)
		if len(names) > len(askedSIDs) {
			t.Errorf("%d names for %d SIDs", len(names), len(askedSIDs))
		}
	})
}
