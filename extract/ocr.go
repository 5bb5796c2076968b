package extract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"
)

const (
	// ocrTime is how long one picture may take. A page of 300 dpi takes 1.8 s.
	ocrTime = 60 * time.Second
	// ocrText bounds the text of one picture; a page has some 2,000 characters.
	ocrText = 256 << 10
)

// ocrPackages are what the languages are in on Debian.
const ocrPackages = "install the packages tesseract-ocr and tesseract-ocr-jpn"

// ErrNoTesseract is the error of NewTesseract where there is none.
var ErrNoTesseract = errors.New("read pictures: tesseract is not in PATH (" + ocrPackages + ")")

// A Tesseract is a Recognizer that runs the program tesseract, a process for
// each picture. It gets the picture, and gives the text, through pipes: nothing
// is written to a disk.
type Tesseract struct {
	path   string
	upside bool          // it can tell which way up a picture is
	slots  chan struct{} // holds a token for each process that runs
	limit  time.Duration // for a picture
}

// NewTesseract looks for tesseract and its Japanese in PATH. Up to jobs
// processes run at once, 0: as many as there are CPUs, which is the most.
func NewTesseract(ctx context.Context, jobs int) (*Tesseract, error) {
	path, err := exec.LookPath("tesseract")
	if err != nil {
		return nil, ErrNoTesseract
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	list, err := exec.CommandContext(ctx, path, "--list-langs").Output()
	if err != nil {
		return nil, fmt.Errorf("read pictures: ask tesseract for its languages: %w", err)
	}
	langs := strings.Fields(string(list))
	for _, lang := range []string{"jpn", "eng"} {
		if !slices.Contains(langs, lang) {
			return nil, fmt.Errorf("read pictures: tesseract has no language %s (%s)", lang, ocrPackages)
		}
	}
	most := runtime.NumCPU()
	if jobs <= 0 || jobs > most {
		jobs = most
	}
	t := &Tesseract{path: path, upside: slices.Contains(langs, "osd"), slots: make(chan struct{}, jobs), limit: ocrTime}
	return t, nil
}

// Recognize returns the text in image, a PNG, JPEG or TIFF file.
func (t *Tesseract) Recognize(ctx context.Context, image []byte) ([]byte, error) {
	if !pictureMark(image) { // it would take a text for a list of files to read
		return nil, &Skip{ReasonNeedsOCR, "a picture of a kind that tesseract does not read"}
	}
	select {
	case t.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-t.slots }()
	limit, cancel := context.WithTimeout(ctx, t.limit)
	defer cancel()
	mode := "3"
	if t.upside {
		mode = "1" // turns pictures that lie on a side or stand on their head, for 0.3 s
	}
	// jpn alone misreads digits: of 40 fields it reads 29, with eng 32.
	cmd := exec.CommandContext(limit, t.path, "stdin", "stdout", "-l", "jpn+eng", "--psm", mode)
	cmd.Env = append(cmd.Environ(), "OMP_THREAD_LIMIT=1") // four threads take longer than one
	cmd.Stdin = bytes.NewReader(image)
	text := &boundedText{most: ocrText}
	cmd.Stdout = text
	cmd.WaitDelay = 5 * time.Second
	alone(cmd)
	err := cmd.Run()
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case limit.Err() != nil:
		return text.b, &Skip{ReasonTimeout, fmt.Sprintf("reading a picture took more than %v", t.limit)}
	case err != nil:
		return text.b, &Skip{ReasonNeedsOCR, "tesseract could not read a picture"}
	case text.full:
		return text.b, &Skip{ReasonPartial, "a picture holds more text than is taken"}
	}
	return text.b, nil
}

// boundedText keeps the first bytes written to it and drops the rest.
type boundedText struct {
	b    []byte
	most int
	full bool
}

func (t *boundedText) Write(p []byte) (int, error) {
	k := min(len(p), t.most-len(t.b))
	t.b = append(t.b, p[:k]...)
	t.full = t.full || k < len(p)
	return len(p), nil
}

// NoRecognizer is a Recognizer for those who asked for OCR and have none: every
// picture is listed as not read.
type NoRecognizer struct{}

// Recognize returns a *Skip.
func (NoRecognizer) Recognize(context.Context, []byte) ([]byte, error) {
	return nil, &Skip{ReasonNeedsOCR, "there is no tesseract; " + ocrPackages}
}
