package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/shikiri/shikiri/report"
)

// loadRun reads a saved run from a file, or from standard input if it is "-", and
// tells the SHA-256 of what it read, in hexadecimal.
func (p *program) loadRun(file string) (r *report.Run, sum string, err error) {
	in := p.In
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, "", fmt.Errorf("read run: %s: %w", file, bare(err))
		}
		defer f.Close()
		in = f
	}
	h := sha256.New()
	if r, err = decodeRun(io.TeeReader(in, h)); err != nil { // which reads to the end
		return nil, "", fmt.Errorf("read run: %s: %w", file, err)
	}
	return r, hex.EncodeToString(h.Sum(nil)), nil
}

// decodeRun reads a run in its JSON form. Its errors say nothing of what is in
// it. A run of a later version of the schema is refused rather than shown
// without what it would have to say; fields that are new are ignored.
func decodeRun(in io.Reader) (*report.Run, error) {
	var r report.Run
	dec := json.NewDecoder(bufio.NewReader(in))
	if err := dec.Decode(&r); err != nil {
		var syntax *json.SyntaxError
		var kind *json.UnmarshalTypeError
		switch {
		case errors.Is(err, io.EOF):
			return nil, errors.New("it is empty")
		case errors.Is(err, io.ErrUnexpectedEOF):
			return nil, errors.New("it is cut short")
		case errors.As(err, &syntax):
			return nil, fmt.Errorf("not JSON at byte %d", syntax.Offset)
		case errors.As(err, &kind):
			return nil, fmt.Errorf("%s has the wrong type at byte %d", kind.Field, kind.Offset)
		}
		return nil, errors.New("not a saved run")
	}
	if r.Schema != report.Schema {
		if r.Schema == "" || !strings.HasPrefix(r.Schema, "shikiri/") {
			return nil, hint(errors.New("not a saved run"), "scan --save FILE writes one; an ndjson report is none")
		}
		return nil, fmt.Errorf("its schema is another than %s", report.Schema)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more follows after the run")
	}
	return &r, nil
}
