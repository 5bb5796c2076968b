package pdfium

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// cacheDir returns the folder of compiled code. What lies there is executed, so
// it must belong to the user and be writable by nobody else; so must the folders
// that it is in, up to the user's own.
func cacheDir() (string, error) {
	base, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	ours := filepath.Join(base, "shikiri")
	dir := filepath.Join(ours, "pdfium")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	for _, d := range []string{base, ours} {
		if err := private(d, 0o022); err != nil {
			return "", err
		}
	}
	return dir, filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name == dir:
			return private(name, 0o077)
		case !d.IsDir() && !d.Type().IsRegular():
			return errForeign
		}
		return private(name, 0o022)
	})
}

var errForeign = errors.New("others may write to the folder of compiled code")
