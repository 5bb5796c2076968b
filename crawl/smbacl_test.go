package crawl

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func namedSID(sid string) string {
	if name := knownSID(sid); name != "" {
		return name
	}
	return sid
}

func TestDescriptorOfSamba(t *testing.T) {
	const machine = "S-1-5-21-2989613721-1499320360-78997656-"
	for _, tt := range []struct {
		name, owner, group string
		readers            []string
	}{
		{"descriptor", machine + "1000", machine + "513", []string{machine + "1000", "Domain Users", "Everyone"}},
		{"descriptorunix", "S-1-22-1-0", "S-1-22-2-0", []string{"Unix user 0", "Unix group 0", "Everyone"}},
	} {
		d, err := parseDescriptor(recorded(t, tt.name))
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if d.owner != tt.owner || d.group != tt.group {
			t.Errorf("%s: of %s and %s, want %s and %s", tt.name, d.owner, d.group, tt.owner, tt.group)
		}
		if got := readers(d, namedSID); !slices.Equal(got, tt.readers) {
			t.Errorf("%s: read by %q, want %q", tt.name, got, tt.readers)
		}
	}
}

// aceOf makes an ACE; before stands between the mask and the SID.
func aceOf(kind, flags uint8, mask uint32, sid string, before ...byte) []byte {
	b := append(binary.LittleEndian.AppendUint32([]byte{kind, flags, 0, 0}, mask), before...)
	b, _ = appendSID(b, sid)
	if kind == aceAllowCallback || kind == aceDenyCallback {
		b = append(b, "artx"...) // a condition ([MS-DTYP] 2.4.4.17.4)
	}
	binary.LittleEndian.PutUint16(b[2:], uint16(len(b)))
	return b
}

// descriptorOf makes a descriptor of SYSTEM with a DACL of these ACEs.
func descriptorOf(aces ...[]byte) []byte {
	le := binary.LittleEndian
	b := le.AppendUint16([]byte{1, 0}, 0x8000|daclPresent)
	b = le.AppendUint32(b, 20)
	b = append(b, 0, 0, 0, 0, 0, 0, 0, 0) // no group, no SACL
	b = le.AppendUint32(b, 32)
	b, _ = appendSID(b, "S-1-5-18")
	all := slices.Concat(aces...)
	b = le.AppendUint16(append(b, 4, 0), uint16(8+len(all)))
	b = le.AppendUint16(b, uint16(len(aces)))
	return append(append(b, 0, 0), all...)
}

// [MS-DTYP] 2.4.4.3 for what object ACEs have before the SID.
func TestReaders(t *testing.T) {
	const users, admins, anonymous, all = "S-1-5-32-545", "S-1-5-32-544", "S-1-5-7", "S-1-1-0"
	read := uint32(0x00120089) // FILE_GENERIC_READ
	guid := string(make([]byte, 16))
	for _, tt := range []struct {
		what string
		aces [][]byte
		want string
	}{
		{"empty DACL", nil, ""},
		{"FILE_READ_DATA", [][]byte{aceOf(aceAllow, 0, 1, users)}, "Users"},
		{"GENERIC_READ", [][]byte{aceOf(aceAllow, 0, 0x80000000, users)}, "Users"},
		{"GENERIC_ALL", [][]byte{aceOf(aceAllow, 0, 0x10000000, users)}, "Users"},
		{"FILE_ALL_ACCESS", [][]byte{aceOf(aceAllow, 0, 0x001f01ff, users)}, "Users"},
		{"inherited", [][]byte{aceOf(aceAllow, 0x10, read, users)}, "Users"},
		{"only for what is in the folder", [][]byte{aceOf(aceAllow, aceInheritOnly, read, users)}, ""},
		{"write, execute and attributes", [][]byte{aceOf(aceAllow, 0, 0x001201a6, users)}, ""},
		{"GENERIC_EXECUTE", [][]byte{aceOf(aceAllow, 0, 0x20000000, users)}, ""},
		{"once each", [][]byte{aceOf(aceAllow, 0, read, users), aceOf(aceAllow, 0, read, admins), aceOf(aceAllow, 0, read, users)}, "Users Administrators"},
		{"denied before", [][]byte{aceOf(aceDeny, 0, 1, users), aceOf(aceAllow, 0, read, users), aceOf(aceAllow, 0, read, admins)}, "Administrators"},
		{"denied after", [][]byte{aceOf(aceAllow, 0, read, users), aceOf(aceDeny, 0, read, users)}, "Users"},
		{"denied for what is in the folder", [][]byte{aceOf(aceDeny, aceInheritOnly, 1, users), aceOf(aceAllow, 0, read, users)}, "Users"},
		{"writing denied", [][]byte{aceOf(aceDeny, 0, 2, users), aceOf(aceAllow, 0, read, users)}, "Users"},
		{"everyone denied", [][]byte{aceOf(aceDeny, 0, read, all), aceOf(aceAllow, 0, read, users), aceOf(aceAllow, 0, read, anonymous)}, "Anonymous Logon"},
		{"on a condition", [][]byte{aceOf(aceAllowCallback, 0, read, users)}, "Users"},
		{"denied on a condition", [][]byte{aceOf(aceDenyCallback, 0, read, users), aceOf(aceAllow, 0, read, users)}, "Users"},
		{"object without a type", [][]byte{aceOf(aceAllowObject, 0, read, users, 0, 0, 0, 0)}, "Users"},
		{"object that inherited", [][]byte{aceOf(aceAllowObject, 0, read, users, []byte("\x02\x00\x00\x00"+guid)...)}, "Users"},
		{"property of an object", [][]byte{aceOf(aceAllowObject, 0, read, users, []byte("\x01\x00\x00\x00"+guid)...)}, ""},
		{"audit", [][]byte{aceOf(0x02, 0, read, users)}, ""},
		{"a kind of tomorrow", [][]byte{aceOf(0x77, 0, read, users), aceOf(aceAllow, 0, read, admins)}, "Administrators"},
	} {
		d, err := parseDescriptor(descriptorOf(tt.aces...))
		if err != nil {
			t.Errorf("%s: %v", tt.what, err)
			continue
		}
		if got := strings.Join(readers(d, namedSID), " "); got != tt.want {
			t.Errorf("%s: read by %q, want %q", tt.what, got, tt.want)
		}
		if d.owner != "S-1-5-18" || d.group != "" {
			t.Errorf("%s: of %q and %q, want S-1-5-18 and nobody", tt.what, d.owner, d.group)
		}
	}
}

func TestReadersWithoutDACL(t *testing.T) {
	absent, null := descriptorOf(), descriptorOf()
	binary.LittleEndian.PutUint16(absent[2:], 0x8000)
	binary.LittleEndian.PutUint32(null[16:], 0)
	for what, b := range map[string][]byte{"no DACL": absent, "null DACL": null} {
		d, err := parseDescriptor(b)
		if err != nil {
			t.Errorf("%s: %v", what, err)
			continue
		}
		if got := fmt.Sprint(readers(d, namedSID)); got != "[Everyone]" {
			t.Errorf("%s: read by %s, want [Everyone]", what, got)
		}
	}
}

func TestDescriptorMalformed(t *testing.T) {
	good := descriptorOf(aceOf(aceAllow, 0, 1, "S-1-1-0"))
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
		{"half a header", good[:19]},
		{"half an ACE", good[:len(good)-1]},
		{"revision 2", change(0, 2)},
		{"owner beyond the end", change(5, 0xff)},
		{"DACL beyond the end", change(17, 0xff)},
		{"ACL shorter than its header", change(34, 7)},
		{"ACL longer than the answer", change(35, 1)},
		{"more ACEs than there are", change(36, 2)},
		{"ACE without a length", change(42, 0)},
		{"ACE longer than the ACL", change(42, 0xff)},
		{"ACE shorter than its SID", change(42, 12)},
		{"SID longer than its ACE", change(49, 2)},
	} {
		if d, err := parseDescriptor(tt.b); !errors.Is(err, errMalformed) {
			t.Errorf("%s: %+v, error %v, want an error that is errMalformed", tt.what, d, err)
		}
	}
}

func FuzzDescriptor(f *testing.F) {
	f.Add(recorded(f, "descriptor"))
	f.Add(recorded(f, "descriptorunix"))
	f.Add(descriptorOf(aceOf(aceAllowObject, 0, 1, "S-1-1-0", 0, 0, 0, 0), aceOf(aceDenyCallback, 0, 1, "S-1-5-7")))
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := parseDescriptor(b)
		if err != nil {
			return
		}
		if 16*len(d.aces) > len(b) {
			t.Errorf("%d ACEs in %d bytes", len(d.aces), len(b))
		}
		if slices.Contains(readers(d, namedSID), "") {
			t.Errorf("a reader without a name in %x", b)
		}
	})
}
