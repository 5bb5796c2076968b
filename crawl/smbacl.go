package crawl

import "slices"

// A descriptor is a security descriptor of a file: whose it is and who may do
// what with it ([MS-DTYP] 2.4.6).
type descriptor struct {
	owner string // SID; "": not told
	group string // SID; "": not told
	// open means that there is no DACL, or a null one: everybody may do anything
	// ([MS-DTYP] 2.4.6, DP). With an empty one nobody may.
	open bool
	aces []ace
}

// An ace allows or denies something to somebody ([MS-DTYP] 2.4.4).
type ace struct {
	kind  uint8
	flags uint8
	mask  uint32
	sid   string
}

// Kinds of ACE ([MS-DTYP] 2.4.4.1).
const (
	aceAllow               = 0x00
	aceDeny                = 0x01
	aceAllowObject         = 0x05
	aceDenyObject          = 0x06
	aceAllowCallback       = 0x09
	aceDenyCallback        = 0x0a
	aceAllowCallbackObject = 0x0b
	aceDenyCallbackObject  = 0x0c
)

const (
	// aceInheritOnly: it is for what lies in the folder, not for the folder itself.
	aceInheritOnly = 0x08
	// daclPresent is the flag DP of a descriptor.
	daclPresent = 0x0004
	// maskRead are the rights to read a file: FILE_READ_DATA, which
	// FILE_ALL_ACCESS has too, GENERIC_READ and GENERIC_ALL ([MS-DTYP] 2.4.3).
	maskRead = 0x00000001 | 0x80000000 | 0x10000000
)

// parseDescriptor reads a self-relative security descriptor.
func parseDescriptor(b []byte) (*descriptor, error) {
	r := &wireReader{b: b}
	revision := r.u8()
	r.skip(1)
	control, owner, group, _, dacl := r.u16(), r.u32(), r.u32(), r.u32(), r.u32()
	if r.short || revision != 1 {
		return nil, malformed("security descriptor of %d bytes, revision %d", len(b), revision)
	}
	d := &descriptor{open: control&daclPresent == 0 || dacl == 0}
	for _, s := range []struct {
		offset uint32
		sid    *string
	}{{owner, &d.owner}, {group, &d.group}} {
		if s.offset == 0 {
			continue
		}
		at := r.from(s.offset)
		if *s.sid = at.sid(); at.short {
			return nil, malformed("SID at %d of a security descriptor of %d bytes", s.offset, len(b))
		}
	}
	if d.open {
		return d, nil
	}
	return d, d.parseACL(r.from(dacl))
}

// parseACL reads an ACL ([MS-DTYP] 2.4.5).
func (d *descriptor) parseACL(r *wireReader) error {
	start := r.at
	r.skip(2)
	size := r.u16()
	count := r.u16()
	r.skip(2)
	const header = 8
	if r.short || size < header || int(size)-header > r.left() {
		return malformed("ACL of %d bytes", size)
	}
	r.b = r.b[:start+int(size)]
	for i := range count {
		kind, flags, n := r.u8(), r.u8(), r.u16()
		if n < 4 {
			return malformed("ACE %d of %d", i+1, count)
		}
		body := &wireReader{b: r.bytes(uint32(n) - 4)}
		if r.short {
			return malformed("ACE %d of %d", i+1, count)
		}
		a, ok := parseACE(kind, flags, body)
		if body.short {
			return malformed("ACE %d of %d", i+1, count)
		}
		if ok {
			d.aces = append(d.aces, a)
		}
	}
	return nil
}

// parseACE reads what stands after the header of an ACE. ok is false if it
// neither allows nor denies, or is for one property of an object in a directory
// service, which files do not have.
func parseACE(kind, flags uint8, r *wireReader) (_ ace, ok bool) {
	switch kind {
	case aceAllow, aceDeny, aceAllowCallback, aceDenyCallback:
		return ace{kind, flags, r.u32(), r.sid()}, true
	case aceAllowObject, aceDenyObject, aceAllowCallbackObject, aceDenyCallbackObject:
		mask, present := r.u32(), r.u32()
		const object, inherited = 1, 2 // which GUIDs are there
		if present&object != 0 {
			return ace{}, false
		}
		if present&inherited != 0 {
			r.skip(16)
		}
		return ace{kind, flags, mask, r.sid()}, true
	}
	return ace{}, false
}

// readers returns who may read the file, in the order of its DACL, each once,
// as name tells them. Somebody who is in a group that is denied is not known to
// be, so it says who could, not who can: a denial counts for those that it names
// and for those whom "Everyone" includes. An ACE with a condition allows, and
// does not deny. The rights of the share, which bound these, are not in it.
func readers(d *descriptor, name func(sid string) string) []string {
	if d.open {
		return []string{everyone}
	}
	var all []string
	denied := map[string]bool{}
	for _, a := range d.aces {
		if a.flags&aceInheritOnly != 0 || a.mask&maskRead == 0 {
			continue
		}
		switch a.kind {
		case aceDeny, aceDenyObject:
			denied[a.sid] = true
		case aceAllow, aceAllowObject, aceAllowCallback, aceAllowCallbackObject:
			const everybody, anonymous = "S-1-1-0", "S-1-5-7"
			if denied[a.sid] || denied[everybody] && a.sid != anonymous {
				continue
			}
			if n := name(a.sid); !slices.Contains(all, n) {
				all = append(all, n)
			}
		}
	}
	return all
}
