package main

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// keyBytes is how long a fingerprint key is: as long as the hash it goes into.
const keyBytes = 32

// loadKey returns the key of the fingerprints: from the file of the flag, else
// from where the configuration says ("file:PATH", "env:NAME" or
// "credential:NAME"), else nil. It is 32 or more bytes, or as many in
// hexadecimal digits. warning is not empty if others may read it.
func (p *program) loadKey(file, from string) (key []byte, warning string, err error) {
	if file != "" {
		from = "file:" + file
	}
	scheme, name, _ := strings.Cut(from, ":")
	switch {
	case from == "":
		return nil, "", nil
	case scheme == "file":
		key, warning, err = readKey(name)
	case scheme == "credential" && p.Getenv("CREDENTIALS_DIRECTORY") != "":
		key, _, err = readKey(filepath.Join(p.Getenv("CREDENTIALS_DIRECTORY"), name))
	case scheme == "env":
		key = []byte(p.Getenv(name))
	default:
		err = hint(fmt.Errorf("read fingerprint key: %s: this cannot be read here", scheme), "name a file: --fingerprint-key FILE")
	}
	if err != nil {
		return nil, "", err
	}
	if plain, err := hex.DecodeString(string(bytes.TrimSpace(key))); err == nil {
		key = plain
	}
	if len(key) < keyBytes {
		return nil, "", hint(fmt.Errorf("read fingerprint key: %s: it has %d bytes, and must have %d or more", name, len(key), keyBytes),
			"shikiri init writes a good one")
	}
	return key, warning, nil
}

// readKey reads a key file.
func readKey(file string) (key []byte, warning string, err error) {
	info, err := os.Stat(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, "", hint(fmt.Errorf("read fingerprint key: %s: %w", file, bare(err)), "shikiri init writes one")
	}
	if err == nil && (!info.Mode().IsRegular() || info.Size() > 1<<20) {
		err = errors.New("it is no key")
	}
	if err == nil {
		key, err = os.ReadFile(file)
	}
	if err != nil {
		return nil, "", fmt.Errorf("read fingerprint key: %s: %w", file, bare(err))
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		warning = fmt.Sprintf("fingerprint key %s can be read by others: whoever has it can try names against fingerprints; chmod 600", file)
	}
	return key, warning, nil
}
