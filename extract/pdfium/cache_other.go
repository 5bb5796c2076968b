//go:build !unix

package pdfium

import (
	"io/fs"
	"os"
)

// private only looks for links: on Windows the user's cache folder is closed to
// others by what it inherits from the profile.
func private(name string, _ fs.FileMode) error {
	fi, err := os.Lstat(name)
	if err != nil {
		return err
	}
	if fi.Mode()&fs.ModeSymlink != 0 {
		return errForeign
	}
	return nil
}
