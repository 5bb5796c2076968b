package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
)

// keyBytes is how long a fingerprint key is: as long as the hash it goes into.
const keyBytes = 32

// loadKey returns the key of the fingerprints: from the file of the flag, else
// from where the configuration says, else nil. It is 32 or more bytes, or as
// many in hexadecimal digits.
func (s *secrets) loadKey(ctx context.Context, file, from string) (key []byte, err error) {
	const what = "fingerprint key"
	if file != "" {
		from = "file:" + file
	}
	switch from {
	case "":
		return nil, nil
	case "prompt":
		text := ""
		text, err = s.line(ctx, from, what)
		key = []byte(text)
	default:
		key, err = s.read(ctx, from, what)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, hint(err, "shikiri init writes one")
	}
	if err != nil {
		return nil, err
	}
	if plain, err := hex.DecodeString(string(bytes.TrimSpace(key))); err == nil {
		key = plain
	}
	if len(key) < keyBytes {
		return nil, hint(fmt.Errorf("read %s: %s: it has %d bytes, and must have %d or more", what, shownReference(from), len(key), keyBytes),
			"shikiri init writes a good one")
	}
	return key, nil
}
