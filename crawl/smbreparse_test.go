package crawl

import (
	"encoding/binary"
	"errors"
	"slices"
	"testing"
)

func TestReparseTag(t *testing.T) {
	const onDisk, online = 0x420, 0x400
	for _, tt := range []struct {
		tag        reparseTag
		attributes uint32
		text       string
		readable   bool
	}{
		{tagSymlink, onDisk, "symbolic link", false},
		{tagMountPoint, onDisk, "junction", false},
		{tagDFS, onDisk, "DFS link", false},
		{tagDedup, onDisk, "deduplicated file", true},
		{tagDedup, online | attrOffline, "deduplicated file", false},
		{0x80000017, onDisk, "compressed file", true},
		{0x80000018, onDisk, "file of a container", true},
		{tagCloud, onDisk, "cloud file", true},
		{0x9000f01a, onDisk, "cloud file", true},
		{0x9000601a, online | attrRecallOnData, "cloud file", false},
		{0x9000601a, online | attrRecallOnOpen, "cloud file", false},
		{0x80000014, onDisk, "file of NFS", false},
		{0x0000000e, onDisk, "reparse point 0x0000000E", false},
		{0, onDisk, "reparse point 0x00000000", false},
	} {
		if got := tt.tag.String(); got != tt.text {
			t.Errorf("tag 0x%08x: %q, want %q", uint32(tt.tag), got, tt.text)
		}
		if got := tt.tag.readable(tt.attributes); got != tt.readable {
			t.Errorf("%v with attributes 0x%x is read: %v, want %v", tt.tag, tt.attributes, got, tt.readable)
		}
	}
}

// Bit 29 of a tag says that the name stands for another ([MS-FSCC] 2.1.2.1): its
// data is then read elsewhere, or twice.
func TestReparseSurrogates(t *testing.T) {
	for tag, word := range reparseWords {
		if tag&0x20000000 != 0 && word.data {
			t.Errorf("%v (0x%08x) stands for another name and is read", tag, uint32(tag))
		}
	}
}

// reparseOf makes an answer; extra stands between the lengths and the names.
func reparseOf(tag reparseTag, extra []byte, substitute, printed string) []byte {
	le := binary.LittleEndian
	s, p := appendUTF16(nil, substitute), appendUTF16(nil, printed)
	var data []byte
	for _, n := range []int{0, len(s), len(s), len(p)} {
		data = le.AppendUint16(data, uint16(n))
	}
	data = slices.Concat(data, extra, s, p)
	b := le.AppendUint16(le.AppendUint32(nil, uint32(tag)), uint16(len(data)))
	return append(append(b, 0, 0), data...)
}

// [MS-FSCC] 2.1.2.4 and 2.1.2.5.
func TestParseReparse(t *testing.T) {
	absolute, relative := []byte{0, 0, 0, 0}, []byte{1, 0, 0, 0}
	for _, tt := range []struct {
		what, want string
		b          []byte
	}{
		{"link to a folder", `D:\共有\名簿`, reparseOf(tagSymlink, absolute, `\??\D:\共有\名簿`, `D:\共有\名簿`)},
		{"link to a server", `\\fs2\s\a`, reparseOf(tagSymlink, absolute, `\??\UNC\fs2\s\a`, `\\fs2\s\a`)},
		{"relative link", `..\b`, reparseOf(tagSymlink, relative, `..\b`, `..\b`)},
		{"link of Samba, printed only", "../b", reparseOf(tagSymlink, relative, "", "../b")},
		{"link that shows another path", `D:\a`, reparseOf(tagSymlink, absolute, `\??\D:\a`, `C:\b`)},
		{"junction", `E:\data`, reparseOf(tagMountPoint, nil, `\??\E:\data`, `E:\data`)},
		{"volume", `Volume{1}\`, reparseOf(tagMountPoint, nil, `\??\Volume{1}\`, "")},
		{"deduplicated", "", append(reparseOf(tagDedup, nil, "", ""), 1, 2, 3)},
		{"of another maker, with a GUID", "", reparseOf(0x0000000e, make([]byte, 16), "", "")},
	} {
		got, err := parseReparse(tt.b)
		if err != nil {
			t.Errorf("%s: %v", tt.what, err)
			continue
		}
		if tag := reparseTag(binary.LittleEndian.Uint32(tt.b)); got.target != tt.want || got.tag != tag {
			t.Errorf("%s: %v to %q, want %v to %q", tt.what, got.tag, got.target, tag, tt.want)
		}
	}
}

func TestReparseMalformed(t *testing.T) {
	good := reparseOf(tagMountPoint, nil, `\??\E:\data`, `E:\data`)
	change := func(at int, value byte) []byte {
		b := slices.Clone(good)
		b[at] = value
		return b
	}
	for _, tt := range []struct {
		what string
		b    []byte
	}{
		{"nothing", nil},
		{"half a header", good[:7]},
		{"half of the lengths", good[:12]},
		{"half a name", good[:len(good)-1]},
		{"data of no length", change(4, 0)},
		{"a name beyond the end", change(9, 0x7f)},
		{"a name longer than the rest", change(10, 0xff)},
		{"another name longer than the rest", change(14, 0xff)},
	} {
		if got, err := parseReparse(tt.b); !errors.Is(err, errMalformed) {
			t.Errorf("%s: %+v, error %v, want an error that is errMalformed", tt.what, got, err)
		}
	}
}

func FuzzReparse(f *testing.F) {
	f.Add(reparseOf(tagSymlink, make([]byte, 4), `\??\UNC\fs2\s`, `\\fs2\s`))
	f.Add(reparseOf(tagMountPoint, nil, `\??\E:\data`, `E:\data`))
	f.Add(reparseOf(tagCloud, nil, "", ""))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := parseReparse(b)
		if err == nil && 2*len(p.target) > 3*len(b) { // a UTF-16 unit is 3 bytes of UTF-8 at most
			t.Errorf("a target of %d bytes from %d bytes", len(p.target), len(b))
		}
	})
}
