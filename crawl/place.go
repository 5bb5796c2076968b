package crawl

import (
	"regexp"
	"strings"
)

// Places where files lie that users do not see and yet are there.
const (
	PlaceRecycleBin = "recycle-bin" // deleted by a user
	PlaceSnapshot   = "snapshot"    // an earlier version that the server keeps
)

// recycleBins are folders of what users deleted: of Windows ($RECYCLE.BIN,
// RECYCLER up to XP, RECYCLED up to 98), Samba's vfs_recycle and storage systems
// that use it (.recycle, #recycle, @Recycle), macOS
// (.Trash, .Trashes) and desktops of Linux, which add the user's number.
var recycleBins = regexp.MustCompile(`(?i)^(\$recycle\.bin|recycler|recycled|\.recycle|#recycle|@recycle|@recycle bin|\.recyclebin|\.trash|\.trashes|\.trash-[0-9]+)$`)

// snapshots are folders of earlier versions: of Windows and Samba (@GMT-...),
// NetApp (~snapshot, .snapshot), btrfs tools (.snapshots), Synology (#snapshot)
// and QNAP (@Recently-Snapshot).
var snapshots = regexp.MustCompile(`(?i)^(@gmt-[0-9]{4}\.[0-9]{2}\.[0-9]{2}-[0-9]{2}\.[0-9]{2}\.[0-9]{2}|~snapshot|\.snapshot|\.snapshots|#snapshot|@recently-snapshot)$`)

// Place says of a name in a share whether it lies where users do not look:
// PlaceSnapshot before PlaceRecycleBin, or "". It goes by the names of folders.
func Place(name string) string {
	place := ""
	above := "" // the folder before
	for rest := name; ; {
		folder, after, found := strings.Cut(rest, "/")
		if !found {
			return place // the file itself
		}
		switch {
		case snapshots.MatchString(folder), above == ".zfs" && folder == "snapshot":
			return PlaceSnapshot
		case recycleBins.MatchString(folder), folder == "Trash" && strings.HasSuffix(name[:len(name)-len(rest)], ".local/share/"):
			place = PlaceRecycleBin
		}
		above, rest = folder, after
	}
}
