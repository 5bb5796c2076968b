//go:build unix

package pdfium

import (
	"io/fs"
	"os"
	"syscall"
)

// private returns an error if name is a link, belongs to another user or has one
// of the permissions in shut.
func private(name string, shut fs.FileMode) error {
	fi, err := os.Lstat(name)
	if err != nil {
		return err
	}
	st, ok := fi.Sys().(*syscall.Stat_t)
	if !ok || int(st.Uid) != os.Geteuid() || fi.Mode()&fs.ModeSymlink != 0 || fi.Mode().Perm()&shut != 0 {
		return errForeign
	}
	return nil
}
