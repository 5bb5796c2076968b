package scan

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// makeStateDir sees to it that dir is a directory of this machine that nobody
// else writes to.
func makeStateDir(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make state directory: %w", err)
	}
	fi, err := os.Stat(dir)
	if err != nil {
		return fmt.Errorf("make state directory: %w", err)
	}
	if runtime.GOOS != "windows" && fi.Mode().Perm()&0o022 != 0 {
		return fmt.Errorf("use state directory: %s: others may write to it (chmod 700, or name one that is made anew)", dir)
	}
	if name := networkFS(dir); name != "" {
		return fmt.Errorf("use state directory: %s: it lies on a network file system, %s, where locks do not hold (name one on a disk of this machine)", dir, name)
	}
	return nil
}

// stateFile returns the path of the database, which only its owner may read. It
// is made here because SQLite makes files that others may.
func stateFile(dir string) (string, error) {
	path := filepath.Join(dir, "state.db")
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return "", fmt.Errorf("open state: %w", err)
	}
	return path, f.Close()
}

const stateKeySize = 32

// stateKey returns the key of the fingerprints of a state for which the user
// gave none. The store is open: no other run makes it at the same time.
func stateKey(dir string) ([]byte, error) {
	path := filepath.Join(dir, "key")
	key, err := os.ReadFile(path)
	switch {
	case err == nil && len(key) == stateKeySize:
		return key, nil
	case err == nil:
		return nil, fmt.Errorf("read state: %s: it is damaged (delete its directory: everything is then read anew)", path)
	case !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("read state: %w", err)
	}
	key = make([]byte, stateKeySize)
	rand.Read(key)
	// A kill must not leave half a key.
	if err = os.WriteFile(path+".new", key, 0o600); err == nil {
		err = os.Rename(path+".new", path)
	}
	if err != nil {
		return nil, fmt.Errorf("write state: %w", err)
	}
	return key, nil
}
