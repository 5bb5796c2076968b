package pdfium

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// cacheDir returns the folder of compiled code. What lies there is executed, so
// it must belong to the user and be writable by nobody else. Where the user has
// no folder of caches, as a service may not, it is among the temporary files.
func cacheDir() (string, error) {
	if base, err := os.UserCacheDir(); err == nil {
		ours := filepath.Join(base, "shikiri")
		dir := filepath.Join(ours, "pdfium")
		err := os.MkdirAll(dir, 0o700)
		for _, d := range []string{base, ours} {
			if err == nil {
				err = private(d, 0o022)
			}
		}
		if err == nil && checkCache(dir) == nil {
			return dir, nil
		}
	}
	dir := filepath.Join(os.TempDir(), fmt.Sprintf("shikiri-pdfium-%d", os.Getuid()))
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", err
	}
	return dir, checkCache(dir)
}

// checkCache returns an error if somebody else may have put code into dir, or
// nothing can be put there.
func checkCache(dir string) error {
	if err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name == dir:
			return private(name, 0o077)
		case !d.IsDir() && !d.Type().IsRegular():
			return errForeign
		}
		return private(name, 0o022)
	}); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, "try-*")
	if err != nil {
		return err
	}
	f.Close()
	return os.Remove(f.Name())
}

const (
	lockName = "starting"
	lockWait = 30 * time.Second
)

// oneAtATime waits until no other process compiles: it then finds the code in
// the cache, and three at once would take a gigabyte. It returns how to let the
// next one on.
func oneAtATime(dir string) (done func()) {
	name := filepath.Join(dir, lockName)
	for until := time.Now().Add(lockWait); time.Now().Before(until); time.Sleep(50 * time.Millisecond) {
		f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err == nil {
			f.Close()
			return func() { _ = os.Remove(name) }
		}
		if !errors.Is(err, fs.ErrExist) {
			break
		}
		if fi, err := os.Lstat(name); err == nil && time.Since(fi.ModTime()) > lockWait {
			_ = os.Remove(name) // of a process that was killed
		}
	}
	return func() {}
}

var errForeign = errors.New("others may write to the folder of compiled code")
