package crawl

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

// A fakeWindows is a server that answers with what Samba never sends. It stands
// behind smbSession, where a library does.
type fakeWindows struct {
	t       *testing.T
	old     bool // knows only the plain class of lists
	entries []fakeEntry
	breaks  int // after which list the connection breaks, once
	lists   int
}

type fakeEntry struct {
	name       string // UTF-16 of its bytes, unless raw
	raw        []byte
	attributes uint32
	tag        reparseTag
	target     string
}

func (e *fakeEntry) utf16() []byte {
	if e.raw != nil {
		return e.raw
	}
	return appendUTF16(nil, e.name)
}

func (w *fakeWindows) tree(string) (smbTree, error) {
	return &fakeTree{w: w, open: map[byte]*fakeOpen{}}, nil
}
func (w *fakeWindows) limits() smbLimits { return smbLimits{1 << 20, 1 << 20} }
func (w *fakeWindows) Close() error      { return nil }

// A fakeTree is the share on one connection.
type fakeTree struct {
	w    *fakeWindows
	open map[byte]*fakeOpen
	last byte
}

type fakeOpen struct {
	entry  *fakeEntry // nil: the folder
	asked  int
	behind bool // what a filter shows, not the reparse point
}

func (f *fakeTree) ask(r *smbRequest) ([]byte, error) {
	le := binary.LittleEndian
	switch r.command {
	case commandCreate:
		return f.create(r.body[56:56+int(le.Uint16(r.body[46:]))], le.Uint32(r.body[40:]))
	case commandDirectory:
		return f.list(f.open[r.body[8]], r.body[2])
	case commandIoctl:
		e := f.open[r.body[8]].entry
		if le.Uint32(r.body[4:]) != fsctlGetReparse || e == nil {
			return nil, smbStatus(0xc0000010)
		}
		return f.data(32, 56, e.reparseData()), nil
	case commandInfo:
		return nil, smbStatus(0xc0000003)
	case commandRead:
		o := f.open[r.body[16]]
		if !o.behind || le.Uint64(r.body[8:]) > 0 {
			return nil, statusEndOfFile
		}
		answer := headerOf(commandRead, 0, 16)
		answer[smbHeader+2], answer[smbHeader+4] = smbHeader+16, 4
		return append(answer, "data"...), nil
	}
	return headerOf(r.command, 0, 64), nil
}

func (f *fakeTree) create(name []byte, options uint32) ([]byte, error) {
	answer := headerOf(commandCreate, 0, 88)
	o := &fakeOpen{behind: options&optionReparsePoint == 0}
	attributes := uint32(attrDirectory)
	for i := range f.w.entries {
		if e := &f.w.entries[i]; len(name) > 0 && bytes.Equal(e.utf16(), name) {
			o.entry, attributes = e, e.attributes
		}
	}
	if o.entry == nil && len(name) > 0 {
		return nil, statusNotFound
	}
	f.last++
	f.open[f.last] = o
	binary.LittleEndian.PutUint32(answer[smbHeader+56:], attributes)
	binary.LittleEndian.PutUint64(answer[smbHeader+48:], 4)
	answer[smbHeader+64] = f.last
	return answer, nil
}

// list gives one entry at a time.
func (f *fakeTree) list(o *fakeOpen, class byte) ([]byte, error) {
	c := classIDFull
	if f.w.old {
		if class != classPlain.number {
			return nil, smbStatus(0xc0000003)
		}
		c = classPlain
	}
	if f.w.lists++; f.w.lists == f.w.breaks {
		return nil, &lineError{errHungUp}
	}
	if o.asked == len(f.w.entries) {
		return nil, statusNoMoreFiles
	}
	e := f.w.entries[o.asked]
	o.asked++
	b := make([]byte, c.nameAt)
	binary.LittleEndian.PutUint64(b[40:], 4)
	binary.LittleEndian.PutUint32(b[56:], e.attributes)
	binary.LittleEndian.PutUint32(b[60:], uint32(len(e.utf16())))
	if c.tagAt > 0 {
		binary.LittleEndian.PutUint32(b[c.tagAt:], uint32(e.tag))
	}
	return f.data(2, 16, append(b, e.utf16()...)), nil
}

// data writes an answer that ends with data; at is where the body says where.
func (f *fakeTree) data(at, body int, data []byte) []byte {
	answer := headerOf(commandDirectory, 0, body)
	le := binary.LittleEndian
	if at == 2 {
		le.PutUint16(answer[smbHeader+2:], uint16(len(answer)))
		le.PutUint32(answer[smbHeader+4:], uint32(len(data)))
	} else {
		le.PutUint32(answer[smbHeader+at:], uint32(len(answer)))
		le.PutUint32(answer[smbHeader+at+4:], uint32(len(data)))
	}
	return append(answer, data...)
}

// reparseData is REPARSE_DATA_BUFFER ([MS-FSCC] 2.1.2.4, 2.1.2.5).
func (e *fakeEntry) reparseData() []byte {
	target := appendUTF16(nil, e.target)
	data := make([]byte, 8)
	if e.tag == tagSymlink {
		data = make([]byte, 12)
	}
	if e.target == "" {
		data = nil
	}
	if data != nil {
		binary.LittleEndian.PutUint16(data[2:], uint16(len(target)))
		binary.LittleEndian.PutUint16(data[6:], uint16(len(target)))
		data = append(data, target...)
	}
	b := binary.LittleEndian.AppendUint32(nil, uint32(e.tag))
	b = binary.LittleEndian.AppendUint16(b, uint16(len(data)))
	return append(append(b, 0, 0), data...)
}

func openFakeWindows(t *testing.T, w *fakeWindows) *smb {
	t.Helper()
	w.t = t
	s := &smbServer{name: "win"}
	kind := smbPoolOf(s)
	kind.connections = 1
	kind.dial = func(context.Context) (*smbConn, error) {
		return &smbConn{smbSession: w, trees: map[string]smbTree{}}, nil
	}
	p, err := newPool(t.Context(), kind)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return &smb{home: &smbHost{smbServer: s, pool: p}, root: smbPlace{share: "s", path: "."}, links: newSMBLinks(), versions: map[string][]time.Time{}}
}

func TestSMBWindowsFolder(t *testing.T) {
	for _, old := range []bool{false, true} {
		src := openFakeWindows(t, &fakeWindows{old: old, entries: []fakeEntry{
			{name: "."}, {name: ".."},
			{name: "dedup.csv", attributes: attrReparse, tag: tagDedup},
			{name: "cloud.csv", attributes: attrReparse | attrRecallOnData, tag: tagCloud},
			{name: "here.csv", attributes: attrReparse, tag: tagCloud},
			{name: "junction", attributes: attrReparse | attrDirectory, tag: tagMountPoint, target: `\??\D:\data`},
			{name: "link.txt", attributes: attrReparse, tag: tagSymlink, target: `..\other`},
			{name: "tape", attributes: attrOffline},
			{raw: []byte("\x3d\xd8a\x00")},
			{name: `a\b`},
			{name: "plain.txt"},
		}})
		want := []string{
			"cloud.csv offline: kept on tape or in a cloud; reading would fetch it",
			"dedup.csv", "here.csv", "plain.txt", DecodeName("\xed\xa0\xbda"),
			`junction link: a junction to D:\data`,
			`link.txt link: a symbolic link to ..\other`,
			"tape offline: kept on tape or in a cloud; reading would fetch it",
			"_a_b unreadable: " + errName.Error(),
		}
		checkSummary(t, src, want...)
		for _, name := range []string{"dedup.csv", "here.csv"} {
			if got, err := readAllOf(src, name); got != "data" {
				t.Errorf("old %v: %s = %q, %v; want what the filter shows", old, name, got, err)
			}
		}
		for name, want := range map[string]string{"junction": ReasonLink, "tape": ReasonOffline, "cloud.csv": ReasonOffline, "none": ReasonVanished} {
			if _, err := src.Open(name); err == nil || SkipFor(err).Reason != want {
				t.Errorf("old %v: Open(%s): %v, want reason %s", old, name, err, want)
			}
		}
		if f, err := src.Open("\xed\xa0\xbda"); err != nil {
			t.Errorf("a name with half a character does not open: %v", err)
		} else {
			f.Close()
		}
	}
}

// A list that breaks is begun again, and nothing is told twice or left out.
func TestSMBBrokenList(t *testing.T) {
	for breaks := 1; breaks < 9; breaks++ {
		w := &fakeWindows{breaks: breaks}
		var want []string
		for i := range 6 {
			w.entries = append(w.entries, fakeEntry{name: fmt.Sprint("f", i)})
			want = append(want, fmt.Sprint("f", i))
		}
		r, err := openFakeWindows(t, w).list(".")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for err == nil {
			var batch []listed
			batch, err = r.next()
			for _, l := range batch {
				got = append(got, l.name)
			}
		}
		r.Close()
		if err != io.EOF || strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("a list that breaks at question %d: %v, %v; want %v", breaks, got, err, want)
		}
	}
}
