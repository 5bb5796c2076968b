//go:build unix

package probe

import "syscall"

// openFiles is how many files this process may have open, with those it has.
func openFiles() uint64 {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return 256 // what macOS begins with
	}
	return uint64(limit.Cur)
}
