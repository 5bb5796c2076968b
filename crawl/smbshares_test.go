package crawl

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
)

func TestListShares(t *testing.T) {
	got, err := listShares(replay(recorded(t, "bindack"), recorded(t, "shares")), "127.0.0.1")
	if err != nil {
		t.Fatalf("the list of Samba: %v", err)
	}
	var names []string
	for _, s := range got {
		names = append(names, s.name+" "+s.kind.String())
	}
	want := []string{"data disk", "public disk", "secret disk", "acl disk", "snap disk", "offline disk", "dfs disk", "IPC$ IPC"}
	if !slices.Equal(names, want) {
		t.Errorf("shares of Samba: %q, want %q", names, want)
	}
	if got, want := got[0].remark, "normal, authenticated"; got != want {
		t.Errorf("remark of the first: %q, want %q", got, want)
	}
	if !got[7].kind.special() || got[0].kind.special() {
		t.Errorf("special: %v of IPC$, %v of data, want true and false", got[7].kind.special(), got[0].kind.special())
	}
}

// sharesAnswer is what a server sends: [MS-SRVS] 2.2.4.33 and 3.1.4.8. A remark
// of "-" is a null pointer.
func sharesAnswer(resume, status uint32, shares ...serverShare) []byte {
	u32 := binary.LittleEndian.AppendUint32
	n := uint32(len(shares))
	var b []byte
	for _, v := range []uint32{1, 1, ndrPointer, n, ndrPointer, n} {
		b = u32(b, v)
	}
	var texts []byte
	for _, s := range shares {
		b = u32(u32(b, ndrPointer), uint32(s.kind))
		texts = appendString(texts, s.name)
		if s.remark == "-" {
			b = u32(b, 0)
			continue
		}
		b = u32(b, ndrPointer)
		texts = appendString(texts, s.remark)
	}
	b = append(b, texts...)
	return u32(u32(u32(u32(b, n), ndrPointer), resume), status)
}

// What Samba does not send: shares of Windows' own, of clusters, without a
// remark, and a list in parts.
func TestListSharesOfWindows(t *testing.T) {
	first := sharesAnswer(7, moreData,
		serverShare{"ADMIN$", shareSpecial, "リモート管理"},
		serverShare{"C$", shareSpecial, "-"},
		serverShare{"総務部", shareDisk, ""})
	last := sharesAnswer(0, 0,
		serverShare{"総務部", shareDisk, ""}, // some servers repeat the last
		serverShare{"隠し$", 0x02000000, "-"},
		serverShare{"複合機", sharePrint, "3F"},
		serverShare{"COM1", shareDevice, "-"})
	p := replay(recorded(t, "bindack"), resultsOf(2, first), resultsOf(3, last))
	got, err := listShares(p, "FS01")
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, s := range got {
		told = append(told, fmt.Sprintf("%s: %v, %v, %q", s.name, s.kind, s.kind.special(), s.remark))
	}
	want := []string{
		`ADMIN$: disk, true, "リモート管理"`, `C$: disk, true, ""`, `総務部: disk, false, ""`,
		`隠し$: disk, false, ""`, `複合機: print queue, false, "3F"`, `COM1: device, false, ""`,
	}
	if !slices.Equal(told, want) {
		t.Errorf("shares:\n%s\nwant:\n%s", strings.Join(told, "\n"), strings.Join(want, "\n"))
	}
}

// A list that is not complete is returned with an error, never as all there is.
func TestListSharesUnfinished(t *testing.T) {
	a, b := serverShare{name: "a"}, serverShare{name: "b"}
	for _, tt := range []struct {
		what    string
		answers [][]byte
		want    error
	}{
		{"access denied", [][]byte{sharesAnswer(0, 5)}, fs.ErrPermission},
		{"denied after the first part", [][]byte{sharesAnswer(1, moreData, a), sharesAnswer(0, 5)}, fs.ErrPermission},
		{"the same part again", [][]byte{sharesAnswer(1, moreData, a), sharesAnswer(2, moreData, a)}, errMalformed},
		{"a handle that stays", [][]byte{sharesAnswer(1, moreData, a), sharesAnswer(1, moreData, b)}, errMalformed},
		{"more without a handle", [][]byte{sharesAnswer(0, moreData, a)}, errMalformed},
		{"a share without a name", [][]byte{sharesAnswer(0, 0, serverShare{})}, errMalformed},
		{"nothing", [][]byte{nil}, errMalformed},
	} {
		answers := [][]byte{recorded(t, "bindack")}
		for i, a := range tt.answers {
			answers = append(answers, resultsOf(uint32(i+2), a))
		}
		if got, err := listShares(replay(answers...), "FS01"); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, error %v, want an error that is %v", tt.what, got, err, tt.want)
		}
	}
}

func TestWin32Error(t *testing.T) {
	for e, want := range map[win32Error]string{5: "access denied", 4711: "the server says error 4711"} {
		if got := e.Error(); got != want {
			t.Errorf("error %d: %q, want %q", uint32(e), got, want)
		}
	}
}

func FuzzShares(f *testing.F) {
	f.Add(recorded(f, "shares")[24:])
	f.Add(sharesAnswer(7, moreData, serverShare{"C$", shareSpecial, "-"}))
	f.Add(sharesAnswer(0, 5))
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := parseShares(b)
		if err == nil && 12*len(a.shares) > len(b) {
			t.Errorf("%d shares in %d bytes", len(a.shares), len(b))
		}
	})
}
