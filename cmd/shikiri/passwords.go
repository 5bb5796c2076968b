package main

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/shikiri/shikiri/extract"
)

// archivePasswords returns the passwords of --archive-passwords.
func (o *scanOptions) archivePasswords(s *secrets) (passwords []string, err error) {
	if o.passwords == "" {
		return nil, nil
	}
	data, err := s.file(o.passwords, "passwords of archives")
	if err == nil {
		passwords, err = passwordLines(data)
	}
	if err != nil {
		return nil, fmt.Errorf("read passwords of archives: %s: %w", o.passwords, err)
	}
	return passwords, nil
}

// passwordLines returns the lines of a file of passwords but the empty ones.
// Spaces are part of a password.
func passwordLines(data []byte) ([]string, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if bytes.IndexByte(data, 0) >= 0 {
		return nil, errors.New("it is no text, or UTF-16 (save it as UTF-8)")
	}
	var passwords []string
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
		if line != "" {
			passwords = append(passwords, extract.Password(line))
		}
	}
	if passwords == nil {
		return nil, errors.New("it holds no password (one a line)")
	}
	return passwords, nil
}
