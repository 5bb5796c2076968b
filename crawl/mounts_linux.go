//go:build linux && !portable

package crawl

import (
	"bufio"
	"bytes"
	"io"
	"net/netip"
	"os"
	"strconv"
	"strings"
)

// serverTypes are file systems whose data is on another computer, or with a
// program that may hang.
var serverTypes = []string{"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "ncpfs", "coda", "davfs", "fuse"}

// onServer reports whether the folder at path, or one below it, is on a file
// system whose server is elsewhere.
func onServer(path string) bool {
	f, err := os.Open("/proc/self/mountinfo")
	if err != nil {
		return false
	}
	defer f.Close()
	return serverMount(f, path)
}

// serverMount reads a table of mounts, in the form of proc(5) mountinfo:
//
//	36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw
func serverMount(table io.Reader, path string) bool {
	lines := bufio.NewReader(table)
	holder, found := 0, false // the longest mount point above path decides
	for {
		line, err := lines.ReadBytes('\n')
		if point, kind := mountLine(line); point != "" {
			remote := isServerType(kind)
			switch {
			case liesIn(path, point):
				if len(point) >= holder { // later lines are mounted over earlier ones
					holder, found = len(point), remote
				}
			case liesIn(point, path) && remote:
				return true
			}
		}
		if err != nil {
			return found
		}
	}
}

// serverAddresses returns the addresses of the servers that hold what is in a
// folder, as far as the table of mounts tells them, and this machine's if some of
// it lies on its own disks.
func serverAddresses(path string) []netip.Addr {
	f, err := os.Open("/proc/self/mountinfo")
	if err != nil {
		return nil
	}
	defer f.Close()
	return holders(f, path, ownAddresses())
}

// holders reads a table of mounts for serverAddresses. NFS and CIFS tell the
// address of their server as an option of the mount (nfs(5), mount.cifs(8)).
func holders(table io.Reader, path string, own []netip.Addr) []netip.Addr {
	lines := bufio.NewReader(table)
	var all peers
	holder, here := 0, own
	for {
		line, err := lines.ReadBytes('\n')
		if point, kind := mountLine(line); point != "" {
			at := own
			if isServerType(kind) {
				at = mountServer(line)
			}
			switch {
			case liesIn(path, point):
				if len(point) >= holder {
					holder, here = len(point), at
				}
			case liesIn(point, path) && isServerType(kind):
				for _, a := range at {
					all.add(a)
				}
			}
		}
		if err != nil {
			break
		}
	}
	for _, a := range here {
		all.add(a)
	}
	return all.addresses()
}

// mountServer returns the address of the server in a line of the table, in a list
// that is empty if it tells none.
func mountServer(line []byte) []netip.Addr {
	fields := strings.Fields(string(line))
	for _, option := range strings.Split(fields[len(fields)-1], ",") {
		if text, ok := strings.CutPrefix(option, "addr="); ok {
			if a, err := netip.ParseAddr(text); err == nil {
				return []netip.Addr{a}
			}
		}
	}
	return nil
}

func mountLine(line []byte) (point, kind string) {
	mount, rest, ok := bytes.Cut(line, []byte(" - "))
	fields := strings.Fields(string(mount))
	kinds := strings.Fields(string(rest))
	if !ok || len(fields) < 5 || len(kinds) == 0 {
		return "", ""
	}
	return unescapeMount(fields[4]), kinds[0]
}

func isServerType(kind string) bool {
	kind, _, _ = strings.Cut(kind, ".") // fuse.sshfs
	for _, t := range serverTypes {
		if kind == t {
			return true
		}
	}
	return false
}

// liesIn reports whether path is dir or lies below it.
func liesIn(path, dir string) bool {
	return path == dir || dir == "/" || strings.HasPrefix(path, dir+"/")
}

// unescapeMount turns \040 into a space.
func unescapeMount(s string) string {
	for i := 0; i+3 < len(s); i++ {
		if s[i] != '\\' {
			continue
		}
		if c, err := strconv.ParseUint(s[i+1:i+4], 8, 8); err == nil {
			s = s[:i] + string([]byte{byte(c)}) + s[i+4:]
		}
	}
	return s
}
