package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/shikiri/shikiri/detect"
	"github.com/shikiri/shikiri/scan/known"
)

// loadKnown reads the files of --known, which were made with the key.
func loadKnown(files []string, key []byte) ([]*known.Set, error) {
	if len(files) == 0 {
		return nil, nil
	}
	if key == nil {
		return nil, noKey("--known " + files[0])
	}
	var all []*known.Set
	met := make(map[string]string)
	for _, file := range files {
		s, err := readKnown(file, key)
		if err != nil {
			return nil, err
		}
		if first, ok := met[s.SHA256]; ok {
			return nil, fmt.Errorf("--known %s: it is the same as %s", file, first)
		}
		met[s.SHA256] = file
		s.Name = filepath.Base(file)
		all = append(all, s)
	}
	return all, nil
}

func readKnown(file string, key []byte) (*known.Set, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, hint(fmt.Errorf("read known people: %s: %w", file, bare(err)), "shikiri fingerprint writes such a file")
	}
	defer f.Close()
	s, err := known.Read(f, key, detect.IdentityForm())
	switch {
	case errors.Is(err, known.ErrOtherKey):
		return nil, hint(fmt.Errorf("read known people: %s: %w", file, err), "scan with the key that the file was made with, or make the file again with this one")
	case err != nil:
		return nil, hint(fmt.Errorf("read known people: %s: %w", file, bare(err)), "shikiri fingerprint writes such a file; make it again from the list")
	}
	return s, nil
}

// noKey says that a fingerprint key is needed.
func noKey(what string) error {
	return hint(fmt.Errorf("%s: there is no fingerprint key: without one names could be guessed from the file", what),
		"shikiri init writes a key; name it with --fingerprint-key or fingerprint-key-from")
}
