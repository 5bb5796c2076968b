package crawl

import (
	"fmt"
	"io/fs"
)

// An smbStatus is an NTSTATUS that a server gives instead of what it was asked
// for ([MS-ERREF] 2.3). It is never 0.
type smbStatus uint32

// A statusKind says what to do about an smbStatus.
type statusKind uint8

const (
	kindOther      statusKind = iota // tell people
	kindRefused                      // the login; another try may lock the account
	kindNotExist                     // is gone
	kindPermission                   // this user may not
	kindInUse                        // somebody else has it; try at the end
	kindBusy                         // ask again soon, on the same connection
	kindBroken                       // the session, the share or the handle is gone; connect again
)

// Statuses that code asks for by name.
const (
	statusBufferOverflow   smbStatus = 0x80000005 // there is more
	statusStoppedOnSymlink smbStatus = 0x8000002d
	statusInvalidParameter smbStatus = 0xc000000d
	statusAccessDenied     smbStatus = 0xc0000022
	statusPathNotCovered   smbStatus = 0xc0000257
	statusNotReparsePoint  smbStatus = 0xc0000275
	statusFileOffline      smbStatus = 0xc0000267
)

// A statusText is what people read about a status, and its kind.
type statusText struct {
	text string
	kind statusKind
}

// kind is kindOther for a status that the table does not have.
func (s smbStatus) kind() statusKind { return smbStatuses[s].kind }

func (s smbStatus) Error() string {
	if t, ok := smbStatuses[s]; ok {
		return t.text
	}
	return fmt.Sprintf("the server says NTSTATUS 0x%08X", uint32(s))
}

// Is makes errors.Is find what a status means to those who know no SMB.
func (s smbStatus) Is(target error) bool {
	switch s.kind() {
	case kindNotExist:
		return target == fs.ErrNotExist
	case kindPermission:
		return target == fs.ErrPermission
	case kindInUse:
		return target == errInUse
	}
	return false
}

// smbStatuses are those that a scan meets ([MS-ERREF] 2.3.1).
var smbStatuses = map[smbStatus]statusText{
	// Logging in.
	0xc0000064: {"user or password refused (the server knows no such user)", kindRefused},
	0xc000006a: {"user or password refused (wrong password)", kindRefused},
	0xc000006d: {"user or password refused", kindRefused},
	0xc000006e: {"the account may not log in (an empty password, or another restriction)", kindRefused},
	0xc000006f: {"the account may not log in at this hour", kindRefused},
	0xc0000070: {"the account may not log in from this machine", kindRefused},
	0xc0000071: {"the password has expired", kindRefused},
	0xc0000072: {"the account is disabled", kindRefused},
	0xc000015b: {"the account may not log in over the network", kindRefused},
	0xc0000193: {"the account has expired", kindRefused},
	0xc0000224: {"the password must be changed before the account can be used", kindRefused},
	0xc0000234: {"the account is locked out", kindRefused},
	0xc0000413: {"the server's domain does not let this account log in", kindRefused},
	0xc000018b: {"the server has no account in its domain", kindRefused},
	0xc000018c: {"the domains do not trust each other", kindRefused},
	0xc000018d: {"the server and its domain do not trust each other", kindRefused},
	0xc0000388: {"the server takes no NTLM login (it was downgraded, or wants Kerberos)", kindRefused},
	0xc0000418: {"the server takes no NTLM login (it wants Kerberos)", kindRefused},
	0xc000005e: {"no domain controller answers the server", kindOther},

	// Names.
	0xc000000f: {"is gone", kindNotExist},
	0xc0000033: {"the server does not take this name", kindOther},
	0xc0000034: {"is gone", kindNotExist},
	0xc000003a: {"its folder is gone", kindNotExist},
	0xc000003b: {"the server does not take this path", kindOther},
	0xc0000056: {"is being deleted", kindNotExist},
	0xc00000ba: {"is a folder", kindOther},
	0xc00000cc: {"there is no such share", kindOther},
	0xc0000103: {"is not a folder", kindOther},
	0xc0000106: {"the name is too long", kindOther},
	0xc0000123: {"was deleted", kindNotExist},
	0xc0000225: {"is gone", kindNotExist},

	// Rights.
	statusAccessDenied: {"access denied", kindPermission},
	0xc0000061:         {"the account lacks a privilege", kindPermission},
	0xc00000ca:         {"access to the network denied", kindPermission},
	0xc0000043:         {"in use by a program that lets nobody else read it", kindInUse},
	0xc0000054:         {"locked by a program", kindInUse},
	0xc0000055:         {"locked by a program", kindInUse},

	// Links and what is kept elsewhere.
	statusStoppedOnSymlink: {"is reached through a symbolic link", kindOther},
	statusPathNotCovered:   {"is kept by another server (DFS)", kindOther},
	statusNotReparsePoint:  {"is no link", kindOther},
	0xc0000276:             {"is a link that is broken", kindOther},
	0xc0000278:             {"is a link that is broken", kindOther},
	0xc0000279:             {"is a link of a kind that the server does not know", kindOther},
	statusFileOffline:      {"is offline: kept on tape or in the cloud", kindOther},
	0xc0000467:             {"is not available now", kindBusy},

	// Ask again.
	// Windows and Samba say it too when a request costs more credits than are left.
	statusInvalidParameter: {"the server did not take the request", kindBusy},
	0x80000011:             {"the device is busy", kindBusy},
	0xc0000017:             {"the server has no memory left", kindBusy},
	0xc000009a:             {"the server has no resources left", kindBusy},
	0xc00000b5:             {"the server's disk did not answer in time", kindBusy},
	0xc00000bf:             {"the server's network is busy", kindBusy},
	0xc00000ce:             {"the server has too many sessions", kindBusy},
	0xc00000cf:             {"the share is paused", kindBusy},
	0xc00000d0:             {"the server takes no more connections", kindBusy},
	0xc0000205:             {"the server has no resources left", kindBusy},
	0xc0000466:             {"the server is not available now", kindBusy},
	0xc0000480:             {"the share is not available now", kindBusy},

	// Connect again.
	0xc0000008: {"the server has forgotten the open file", kindBroken},
	0xc00000b0: {"the pipe was disconnected", kindBroken},
	0xc000014b: {"the pipe is broken", kindBroken},
	0xc00000c4: {"the network failed", kindBroken},
	0xc00000c9: {"the share was taken away", kindBroken},
	0xc0000128: {"the server has closed the file", kindBroken},
	0xc000013c: {"the server has disconnected", kindBroken},
	0xc0000203: {"the session was ended by the server", kindBroken},
	0xc000020c: {"the server has disconnected", kindBroken},
	0xc000020d: {"the connection was reset", kindBroken},
	0xc000035c: {"the session has expired", kindBroken},

	// Contents and disks.
	0xc0000010: {"the server cannot do it", kindOther},
	0xc0000013: {"there is no medium in the drive", kindOther},
	0xc0000032: {"the file system is damaged", kindOther},
	0xc000003e: {"the disk cannot be read here", kindOther},
	0xc000003f: {"the disk cannot be read here (checksum)", kindOther},
	0xc0000098: {"the volume was changed from outside", kindOther},
	0xc000009c: {"the disk cannot be read here", kindOther},
	0xc00000a3: {"the device is not ready", kindOther},
	0xc00000bb: {"the server does not support it", kindOther},
	0xc00000e9: {"an unexpected input/output error on the server", kindOther},
	0xc0000102: {"the file is damaged", kindOther},
	0xc0000185: {"an input/output error on the server", kindOther},
	0xc000026e: {"the volume was dismounted", kindOther},
	0xc0000906: {"the server's virus scanner holds it back", kindOther},
	0xc0000907: {"the server's virus scanner has deleted it", kindOther},
	0xc000a000: {"the server says that our signature is wrong", kindOther},
}
