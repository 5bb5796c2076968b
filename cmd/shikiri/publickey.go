package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"unicode/utf16"

	"aead.dev/minisign"

	"github.com/shikiri/shikiri/rules"
)

// publicKey returns the key of --public-key, else that beside the configuration.
func publicKey(given, config string) (key minisign.PublicKey, err error) {
	file := given
	if given == "" {
		file = filepath.Join(filepath.Dir(config), rules.ExamplePublicKey)
	}
	data, err := readSecretFile(file)
	switch {
	case err == nil:
		err = key.UnmarshalText(plainText(data))
	case given != "" && key.UnmarshalText([]byte(strings.TrimSpace(given))) == nil:
		return key, nil
	case errors.Is(err, fs.ErrNotExist):
		return key, hint(fmt.Errorf("read public key: %s: %w", file, err), "ask who signed for it, and name it with --public-key")
	default:
		return key, fmt.Errorf("read public key: %s: %w", file, err)
	}
	if err != nil {
		return key, hint(fmt.Errorf("read public key: %s: it is no public key of minisign", file), "it has two lines, the second begins with RW")
	}
	return key, nil
}

// plainText returns a short text as editors of Windows save it, without what
// they put before it: Notepad writes a mark of its encoding, PowerShell UTF-16.
func plainText(data []byte) []byte {
	if rest, ok := bytes.CutPrefix(data, []byte{0xff, 0xfe}); ok && len(rest)%2 == 0 {
		units := make([]uint16, len(rest)/2)
		for i := range units {
			units[i] = binary.LittleEndian.Uint16(rest[2*i:])
		}
		data = []byte(string(utf16.Decode(units)))
	}
	return bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff")))
}
