package extract

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"
)

// passwordBytes returns what the user's passwords are as bytes, those in UTF-8 first.
// Tools of Windows encrypt with the bytes of its own charset: of a password that
// is not ASCII those are tried as well.
func (b *Budget) passwordBytes() [][]byte {
	if b == nil || b.Settings == nil {
		return nil
	}
	var all, ansi [][]byte
	for _, p := range b.Settings.Passwords {
		all = append(all, []byte(p))
		if indexHigh([]byte(p)) == len(p) {
			continue
		}
		if raw, err := japanese.ShiftJIS.NewEncoder().String(p); err == nil && !bytes.Equal([]byte(raw), []byte(p)) {
			ansi = append(ansi, []byte(raw))
		}
	}
	return append(all, ansi...)
}

// Password is a line of a file of passwords as text: editors of Windows save it in
// CP932.
func Password(line string) string {
	if !utf8.ValidString(line) {
		if text, err := japanese.ShiftJIS.NewDecoder().String(line); err == nil && !strings.ContainsRune(text, '\uFFFD') {
			return text
		}
	}
	return line
}

// encrypted says that no password of the user fits.
func (b *Budget) encrypted() *Skip {
	n := 0
	if b != nil && b.Settings != nil {
		n = len(b.Settings.Passwords)
	}
	switch n {
	case 0:
		return &Skip{ReasonEncrypted, "no password was given; see --archive-passwords"}
	case 1:
		return &Skip{ReasonEncrypted, "the password does not fit"}
	}
	return &Skip{ReasonEncrypted, fmt.Sprintf("none of the %d passwords fits", n)}
}

// passwords returns the user's passwords.
func (b *Budget) passwords() []string {
	if b == nil || b.Settings == nil {
		return nil
	}
	return b.Settings.Passwords
}
