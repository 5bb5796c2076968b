//go:build linux && !portable

package crawl

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
)

const mountTable = `22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:25 / /mnt/nas rw,relatime shared:2 - nfs4 fs01:/export rw
31 30 8:2 / /mnt/nas/disk rw - xfs /dev/sdb1 rw
32 22 0:26 / /home/a/\345\205\261\040x rw - fuse.sshfs a@b:/ rw
33 22 0:27 / /mnt/old rw - cifs //fs02/x rw
34 22 8:3 / /mnt/old rw - ext4 /dev/sdc1 rw
bad line
`

// The files of a mount lie on its server, not on the machine that scans.
func TestHolders(t *testing.T) {
	table := strings.NewReplacer(
		"fs01:/export rw", "fs01:/export rw,vers=4.2,clientaddr=10.10.1.9,local_lock=none,addr=10.20.1.11",
		"//fs02/x rw", "//fs02/x rw,vers=3.1.1,addr=fd00:20::12,soft").Replace(mountTable)
	own := []netip.Addr{netip.MustParseAddr("10.10.1.9")}
	for path, want := range map[string]string{
		"/srv":                       "[10.10.1.9]",
		"/mnt/nas/share":             "[10.20.1.11]",
		"/mnt/nas/disk/deep":         "[10.10.1.9]",
		"/mnt":                       "[10.10.1.9 10.20.1.11 fd00:20::12]",
		"/home/a/\xe5\x85\xb1 x/sub": "[]", // sshfs does not tell
	} {
		if got := fmt.Sprint(holders(strings.NewReader(table), path, own)); got != want {
			t.Errorf("the folder %q lies on %s, want %s", path, got, want)
		}
	}
}

func TestServerMount(t *testing.T) {
	for path, want := range map[string]bool{
		"/srv":                       false,
		"/mnt/nas":                   true,
		"/mnt/nas/share":             true,
		"/mnt/nas2":                  false,
		"/mnt/nas/disk/deep":         false,
		"/mnt":                       true, // what is mounted below is walked too
		"/":                          true,
		"/home/a/\xe5\x85\xb1 x/sub": true,
		"/mnt/old":                   false, // mounted over
	} {
		table := mountTable
		if path == "/mnt/old" {
			table = strings.ReplaceAll(table, "nfs4", "ext4")
		}
		if got := serverMount(strings.NewReader(table), path); got != want {
			t.Errorf("the folder %q is on a server: %v, want %v", path, got, want)
		}
	}
}
