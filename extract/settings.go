package extract

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// Settings are what the user chose for all files. They are not changed once
// the first file is read.
type Settings struct {
	// TempDir is where members that do not fit in memory are put, encrypted
	// with a key that is never written; "" is the system's folder.
	TempDir string
	// Passwords are tried on what is encrypted.
	Passwords []string
	// OCR reads what pictures show; nil: they are counted, not read.
	OCR Recognizer
	// Layout returns how the records of the file of a name are read, whatever
	// its content looks like, or nil; it may be nil.
	Layout func(name string) *Layout
	// LayoutMark is another one for other layouts.
	LayoutMark string
	// Apart runs formats that are read in processes of their own; nil: they are
	// read in this one.
	Apart *Apart
}

// A Recognizer reads the text that a picture shows.
type Recognizer interface {
	// Recognize returns the text in image, a PNG, JPEG or TIFF file, as UTF-8
	// lines. A *Skip says why that could not be done.
	Recognize(ctx context.Context, image []byte) ([]byte, error)
}

// Hash identifies what of the settings decides what is found in a file. s may be
// nil.
func (s *Settings) Hash() string {
	if s == nil {
		return ""
	}
	h := sha256.New()
	fmt.Fprintf(h, "%q %T %s", s.Passwords, s.OCR, s.LayoutMark)
	return hex.EncodeToString(h.Sum(nil))
}
