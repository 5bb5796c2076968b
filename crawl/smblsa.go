package crawl

import (
	"encoding/binary"
	"slices"
	"strings"
)

// lsarpc is the Local Security Authority, on the pipe of that name ([MS-LSAT]
// 1.9): 12345778-1234-abcd-ef00-0123456789ab, version 0.0.
var lsarpc = rpcInterface{[16]byte{0x78, 0x57, 0x34, 0x12, 0x34, 0x12, 0xcd, 0xab, 0xef, 0x00, 0x01, 0x23, 0x45, 0x67, 0x89, 0xab}, 0, 0}

// Numbers of procedures ([MS-LSAT] 3.1.4).
const (
	lsarClose       = 0
	lsarLookupSids  = 15
	lsarOpenPolicy2 = 44
)

const (
	policyHandle = 20 // bytes of a handle
	// sidBatch keeps a request within one unit: a SID is at most 76 bytes there.
	sidBatch = 48

	policyLookupNames = 0x00000800 // [MS-LSAD] 2.2.1.1.2
	levelWorkstation  = 1          // LsapLookupWksta: accounts, domain and trusted ([MS-LSAT] 2.2.16)

	statusSomeNotMapped = 0x00000107
	statusNoneMapped    = 0xc0000073
)

// lookupSIDs asks a server for the names of SIDs, "DOMAIN\\name". Those that it
// does not know are not in the result, nor is a text that is no SID. pipe is
// the pipe "lsarpc"; server is the name by which it was reached. After an error
// what was found before is returned with it.
func lookupSIDs(pipe *rpcPipe, server string, sids []string) (map[string]string, error) {
	names := map[string]string{}
	if err := pipe.bind(lsarpc); err != nil {
		return names, err
	}
	handle, err := openPolicy(pipe, server)
	if err != nil {
		return names, err
	}
	for batch := range slices.Chunk(slices.DeleteFunc(slices.Clone(sids), notSID), sidBatch) {
		var out []byte
		if out, err = pipe.call(lsarLookupSids, lookupRequest(handle, batch)); err != nil {
			break
		}
		if err = parseNames(out, batch, names); err != nil {
			break
		}
	}
	if err == nil {
		// Closing the pipe closes the handle too, so an error here costs nothing.
		_, _ = pipe.call(lsarClose, handle)
	}
	return names, err
}

func notSID(sid string) bool {
	_, ok := appendSID(nil, sid)
	return !ok
}

// openPolicy is LsarOpenPolicy2 ([MS-LSAT] 3.1.4.2).
func openPolicy(pipe *rpcPipe, server string) ([]byte, error) {
	b := binary.LittleEndian.AppendUint32(nil, ndrPointer)
	b = appendString(b, server)
	// LSAPR_OBJECT_ATTRIBUTES: its length, the rest is ignored and zero.
	for _, n := range []uint32{24, 0, 0, 0, 0, 0, policyLookupNames} {
		b = binary.LittleEndian.AppendUint32(b, n)
	}
	out, err := pipe.call(lsarOpenPolicy2, b)
	if err != nil {
		return nil, err
	}
	r := &wireReader{b: out}
	handle, status := r.bytes(policyHandle), r.u32()
	switch {
	case r.short:
		return nil, malformed("handle of %d bytes", len(out))
	case status != 0:
		return nil, smbStatus(status)
	}
	return handle, nil
}

// lookupRequest is LsarLookupSids ([MS-LSAT] 3.1.4.11).
func lookupRequest(handle []byte, sids []string) []byte {
	b := slices.Clone(handle)
	n := uint32(len(sids))
	for _, v := range []uint32{n, ndrPointer, n} { // SidEnumBuffer and its array
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	for range sids {
		b = binary.LittleEndian.AppendUint32(b, ndrPointer)
	}
	for _, s := range sids {
		b = binary.LittleEndian.AppendUint32(b, uint32(strings.Count(s, "-")-2))
		b, _ = appendSID(b, s) // notSID took out those that are none
	}
	for _, v := range []uint32{0, 0, levelWorkstation, 0} { // no names yet, level, count
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return b
}

// parseNames reads the results of LsarLookupSids for the SIDs that were asked
// for, and puts those that were found into names.
func parseNames(b []byte, sids []string, names map[string]string) error {
	r := &wireReader{b: b}
	domains, err := parseDomains(r)
	if err != nil {
		return err
	}
	found, err := parseTranslated(r)
	if err != nil {
		return err
	}
	r.align(4)
	r.skip(4) // how many were found
	status := r.u32()
	switch {
	case r.short:
		return malformed("names of %d bytes", len(b))
	case status == statusNoneMapped:
		return nil
	case status != 0 && status != statusSomeNotMapped:
		return smbStatus(status)
	case len(found) != len(sids):
		return malformed("%d names for %d SIDs", len(found), len(sids))
	}
	for i, f := range found {
		domain := ""
		if f.domain >= 0 && int(f.domain) < len(domains) {
			domain = domains[f.domain]
		}
		if name := f.full(domain); name != "" {
			names[sids[i]] = name
		}
	}
	return nil
}

// parseDomains reads LSAPR_REFERENCED_DOMAIN_LIST ([MS-LSAT] 2.2.12) behind its
// pointer: first all structures, then their names and SIDs.
func parseDomains(r *wireReader) ([]string, error) {
	if r.u32() == 0 {
		return nil, nil
	}
	count, array := r.u32(), r.u32()
	r.skip(4)
	if array == 0 {
		return nil, nil
	}
	const size = 12 // of a structure
	if n := r.u32(); n < count || count > uint32(r.left())/size {
		return nil, malformed("%d domains in %d bytes", count, r.left())
	}
	entries := &wireReader{b: r.bytes(count * size)}
	domains := make([]string, count)
	for i := range domains {
		entries.skip(4)
		if entries.u32() != 0 {
			domains[i] = r.str()
		}
		if entries.u32() != 0 {
			r.align(4)
			r.skip(4) // how many sub-authorities, which the SID says again
			r.sid()
		}
	}
	if r.align(4); r.short {
		return nil, malformed("%d domains", count)
	}
	return domains, nil
}

// A translated is an answer to one SID ([MS-LSAT] 2.2.19).
type translated struct {
	use    uint16
	name   string
	domain int32 // index of the domain; negative: none
}

// Uses of a SID ([MS-LSAT] 2.2.13).
const (
	sidDomain  = 3
	sidDeleted = 6
	sidInvalid = 7
	sidUnknown = 8
)

// full is the name with its domain, or "" for one that is not known: the server
// then repeats the SID as its name.
func (t translated) full(domain string) string {
	switch {
	case t.use == sidDeleted || t.use == sidInvalid || t.use == sidUnknown:
		return ""
	case t.use == sidDomain || t.name == "":
		return domain
	case domain == "":
		return t.name
	}
	return domain + `\` + t.name
}

// parseTranslated reads LSAPR_TRANSLATED_NAMES ([MS-LSAT] 2.2.20).
func parseTranslated(r *wireReader) ([]translated, error) {
	count, array := r.u32(), r.u32()
	if array == 0 {
		return nil, nil
	}
	const size = 16 // of a structure
	if n := r.u32(); n < count || count > uint32(r.left())/size {
		return nil, malformed("%d names in %d bytes", count, r.left())
	}
	entries := &wireReader{b: r.bytes(count * size)}
	found := make([]translated, count)
	for i := range found {
		f := &found[i]
		f.use = entries.u16()
		entries.skip(2 + 4) // to 4 bytes; the lengths, which the string says again
		if entries.u32() != 0 {
			f.name = r.str()
		}
		f.domain = int32(entries.u32())
	}
	if r.short {
		return nil, malformed("%d names", count)
	}
	return found, nil
}
