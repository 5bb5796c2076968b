package crawl

import (
	"encoding/binary"
	"slices"
	"strings"
	"time"
)

// fsctlSnapshots is FSCTL_SRV_ENUMERATE_SNAPSHOTS ([MS-SMB2] 2.2.31). It is
// asked of an open file or folder and tells the previous versions of its volume.
const fsctlSnapshots = 0x00144064

// snapshotsFirst is the size of the first answer to ask for: with less than the
// list needs a server gives its size only ([MS-SMB2] 3.3.5.15.1).
const snapshotsFirst = 64 << 10

// gmtLayout is how SMB names a previous version ([MS-SMB2] 2.2.32.2), in UTC.
const gmtLayout = "@GMT-2006.01.02-15.04.05"

// parseSnapshots reads SRV_SNAPSHOT_ARRAY ([MS-SMB2] 2.2.32.2): the previous
// versions, the newest first, each once. need is 0 if these are all, otherwise
// how many bytes the answer needs: ask again.
func parseSnapshots(b []byte) (times []time.Time, need uint32, err error) {
	r := &wireReader{b: b}
	count, returned, size := r.u32(), r.u32(), r.u32()
	if r.short {
		return nil, 0, malformed("list of previous versions of %d bytes", len(b))
	}
	if returned < count {
		const header = 12
		if size > rpcMost || size+header <= uint32(len(b)) {
			return nil, 0, malformed("%d of %d previous versions in %d bytes of %d", returned, count, len(b), size)
		}
		return nil, size + header, nil
	}
	for range returned {
		// The zero at the end of the array is the end of the last name at some servers.
		name := r.textZ()
		t, ok := parseGMT(name)
		if !ok {
			return nil, 0, malformed("previous version %d of %d has no time", len(times)+1, count)
		}
		times = append(times, t)
	}
	slices.SortFunc(times, func(a, b time.Time) int { return b.Compare(a) })
	return slices.CompactFunc(times, time.Time.Equal), 0, nil
}

// gmtName is how a previous version is named: "@GMT-2024.04.01-00.00.00".
func gmtName(t time.Time) string { return t.UTC().Format(gmtLayout) }

// parseGMT reads such a name.
func parseGMT(name string) (t time.Time, ok bool) {
	if !strings.HasPrefix(name, "@GMT-") {
		return time.Time{}, false
	}
	t, err := time.Parse(gmtLayout, name)
	return t, err == nil && gmtName(t) == name
}

// timewarpContext is SMB2_CREATE_TIMEWARP_TOKEN with the header of a create
// context ([MS-SMB2] 2.2.13.2, 2.2.13.2.7), the only or the last of its request:
// the file is opened as it was then. Without it the path with "@GMT-" in it is
// not found.
func timewarpContext(t time.Time) []byte {
	const name, data = 16, 24 // offsets
	b := make([]byte, data+8)
	binary.LittleEndian.PutUint16(b[4:], name)
	binary.LittleEndian.PutUint16(b[6:], 4)
	binary.LittleEndian.PutUint16(b[10:], data)
	binary.LittleEndian.PutUint32(b[12:], 8)
	copy(b[name:], "TWrp")
	binary.LittleEndian.PutUint64(b[data:], fileTime(t))
	return b
}
