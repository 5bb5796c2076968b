package crawl

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
)

// A SID names a user or a group of Windows. Here it is text, "S-1-5-32-544", in
// the form of [MS-DTYP] 2.4.2.1; on the wire it is bytes, 2.4.2.2.

// sidMost is how many sub-authorities a SID can have.
const sidMost = 15

// sid reads a SID. A malformed one makes the answer short.
func (r *wireReader) sid() string {
	revision, count := r.u8(), r.u8()
	authority := r.bytes(6)
	if r.short || revision != 1 || count > sidMost {
		r.at, r.short = len(r.b), true
		return ""
	}
	b := append([]byte("S-1-"), sidAuthority(authority)...)
	for range count {
		b = strconv.AppendUint(append(b, '-'), uint64(r.u32()), 10)
	}
	if r.short {
		return ""
	}
	return string(b)
}

// sidAuthority is decimal if it fits into 32 bits, else hexadecimal. It is the
// one number of a SID that is big endian.
func sidAuthority(b []byte) string {
	n := uint64(binary.BigEndian.Uint16(b))<<32 | uint64(binary.BigEndian.Uint32(b[2:]))
	if n>>32 != 0 {
		return fmt.Sprintf("0x%012x", n)
	}
	return strconv.FormatUint(n, 10)
}

// appendSID appends the bytes of a SID. ok is false if the text is none.
func appendSID(b []byte, sid string) (_ []byte, ok bool) {
	parts := strings.Split(sid, "-")
	if len(parts) < 3 || len(parts) > 3+sidMost || parts[0] != "S" || parts[1] != "1" {
		return b, false
	}
	authority, err := strconv.ParseUint(parts[2], 0, 48)
	if err != nil {
		return b, false
	}
	start := b
	b = append(b, 1, byte(len(parts)-3))
	b = binary.BigEndian.AppendUint16(b, uint16(authority>>32))
	b = binary.BigEndian.AppendUint32(b, uint32(authority))
	for _, p := range parts[3:] {
		n, err := strconv.ParseUint(p, 10, 32)
		if err != nil {
			return start, false
		}
		b = binary.LittleEndian.AppendUint32(b, uint32(n))
	}
	return b, true
}

// knownSIDs are the same everywhere ([MS-DTYP] 2.4.2.4). Their names are the
// English ones, whatever the server speaks: one group has one name in a report.
var knownSIDs = map[string]string{
	"S-1-0-0":        "Nobody",
	"S-1-1-0":        everyone,
	"S-1-2-0":        "Local users of the server",
	"S-1-2-1":        "Console logon",
	"S-1-3-0":        "CREATOR OWNER",
	"S-1-3-1":        "CREATOR GROUP",
	"S-1-3-4":        "OWNER RIGHTS",
	"S-1-5-1":        "Dialup",
	"S-1-5-2":        "Network",
	"S-1-5-3":        "Batch",
	"S-1-5-4":        "Interactive",
	"S-1-5-6":        "Service",
	"S-1-5-7":        "Anonymous Logon",
	"S-1-5-9":        "Enterprise Domain Controllers",
	"S-1-5-10":       "Principal Self",
	"S-1-5-11":       "Authenticated Users",
	"S-1-5-12":       "Restricted Code",
	"S-1-5-13":       "Terminal Server Users",
	"S-1-5-14":       "Remote Interactive Logon",
	"S-1-5-15":       "This Organization",
	"S-1-5-17":       "IUSR",
	"S-1-5-18":       "SYSTEM",
	"S-1-5-19":       "Local Service",
	"S-1-5-20":       "Network Service",
	"S-1-5-32-544":   "Administrators",
	"S-1-5-32-545":   "Users",
	"S-1-5-32-546":   "Guests",
	"S-1-5-32-547":   "Power Users",
	"S-1-5-32-548":   "Account Operators",
	"S-1-5-32-549":   "Server Operators",
	"S-1-5-32-550":   "Print Operators",
	"S-1-5-32-551":   "Backup Operators",
	"S-1-5-32-554":   "Pre-Windows 2000 Compatible Access",
	"S-1-5-32-555":   "Remote Desktop Users",
	"S-1-5-32-556":   "Network Configuration Operators",
	"S-1-5-32-558":   "Performance Monitor Users",
	"S-1-5-32-559":   "Performance Log Users",
	"S-1-5-32-562":   "Distributed COM Users",
	"S-1-5-32-568":   "IIS_IUSRS",
	"S-1-5-32-573":   "Event Log Readers",
	"S-1-5-32-578":   "Hyper-V Administrators",
	"S-1-5-32-580":   "Remote Management Users",
	"S-1-5-64-10":    "NTLM Authentication",
	"S-1-5-80-0":     "All Services",
	trustedInstaller: "TrustedInstaller",
	"S-1-5-113":      "Local accounts",
	"S-1-5-114":      "Local accounts that are Administrators",
	"S-1-15-2-1":     "All application packages",
}

const (
	everyone         = "Everyone"
	trustedInstaller = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"
)

// domainRIDs are the same in every domain, "S-1-5-21-x-y-z-RID" ([MS-DTYP]
// 2.4.2.4).
var domainRIDs = map[string]string{
	"500": "Administrator",
	"501": "Guest",
	"512": "Domain Admins",
	"513": "Domain Users",
	"514": "Domain Guests",
	"515": "Domain Computers",
	"516": "Domain Controllers",
	"517": "Cert Publishers",
	"518": "Schema Admins",
	"519": "Enterprise Admins",
	"520": "Group Policy Creator Owners",
	"521": "Read-only Domain Controllers",
	"525": "Protected Users",
	"526": "Key Admins",
	"527": "Enterprise Key Admins",
}

// knownSID names a SID that needs no server to be asked, or returns "".
// Samba gives users and groups of Unix SIDs of its own, S-1-22.
func knownSID(sid string) string {
	if name := knownSIDs[sid]; name != "" {
		return name
	}
	if id, ok := strings.CutPrefix(sid, "S-1-22-1-"); ok {
		return "Unix user " + id
	}
	if id, ok := strings.CutPrefix(sid, "S-1-22-2-"); ok {
		return "Unix group " + id
	}
	if parts := strings.Split(sid, "-"); len(parts) == 8 && strings.HasPrefix(sid, "S-1-5-21-") {
		return domainRIDs[parts[7]]
	}
	return ""
}
