package extract

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
)

func init() {
	register(&Format{
		Name: "pjl", Family: "print",
		Doc:     "print jobs with a header in PJL: the header (job, user), and what follows in PostScript, PCL, PCL XL, PDF or XPS",
		Limits:  "of other printer languages the readable runs",
		Exts:    []string{".prn", ".spl"},
		Match:   isPJL,
		Extract: extractPJL,
	})
}

const (
	// uel ends each language of a job (HP: Universal Exit Language).
	uel     = "\x1b%-12345X"
	pjlLine = 4 << 10 // a line of PJL is shorter
)

func isPJL(head []byte) bool {
	head = bytes.TrimLeft(head, "\x00\r\n ")
	return bytes.HasPrefix(head, []byte(uel)) || bytes.HasPrefix(head, []byte("@PJL "))
}

// A printLanguage reads a job's text in a language, up to the end of r. missed is
// what of it was not read, for people, or "".
type printLanguage func(ctx context.Context, r *bufio.Reader, p *prose) (missed string, err error)

func extractPJL(ctx context.Context, f *File, out Out) error {
	if err := f.Budget.enter(f.Size); err != nil {
		return err
	}
	defer f.Budget.leave()
	src := &source{ctx: ctx, r: f.Reader}
	j := pjl{file: f, out: out, r: bufio.NewReaderSize(src, 64<<10), p: newProse(out, "properties")}
	err := j.run(ctx)
	if done := j.p.close(); done != nil {
		return done
	}
	var s *Skip
	if err != nil && !errors.As(err, &s) {
		if src.err != nil || err != io.EOF && err != io.ErrUnexpectedEOF {
			return cmpError(src.err, err)
		}
		return src.fault(err)
	}
	if err == nil && j.missed != "" {
		return &Skip{ReasonPartial, j.missed}
	}
	return err
}

// cmpError returns the first error there is.
func cmpError(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// A pjl is one job being read.
type pjl struct {
	file   *File
	out    Out
	r      *bufio.Reader
	p      *prose
	text   []byte
	missed string
}

func (j *pjl) run(ctx context.Context) error {
	language := ""
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		head, err := j.r.Peek(len(uel))
		switch {
		case len(head) == 0:
			if err == io.EOF {
				return nil
			}
			return err
		case string(head) == uel:
			_, _ = j.r.Discard(len(uel))
			language = ""
		case language == "" && bytes.HasPrefix(head, []byte("@PJL")):
			if language, err = j.line(); err != nil && err != io.EOF {
				return err
			}
		case language == "" && len(bytes.Trim(head[:1], "\r\n \x00\x04\x1a")) == 0:
			_, _ = j.r.Discard(1)
		default:
			if err := j.job(ctx, language); err != nil {
				return err
			}
			language = ""
		}
	}
}

// line hands out a line of PJL and returns the language that it says to follow.
func (j *pjl) line() (language string, err error) {
	var line []byte
	for len(line) < pjlLine {
		c, err := j.r.ReadByte()
		if err != nil || c == '\n' {
			break
		}
		line = append(line, c)
	}
	line = bytes.TrimRight(line, "\r")
	words := strings.Fields(strings.ToUpper(strings.ReplaceAll(string(line), "=", " ")))
	if len(words) == 4 && words[1] == "ENTER" && words[2] == "LANGUAGE" {
		return words[3], nil
	}
	j.text = appendUTF8(j.text[:0], line, lineCharset(line, cp932))
	if err := j.p.write(j.text); err != nil {
		return "", err
	}
	return "", j.p.line()
}

// job reads what is before the next end of a language.
func (j *pjl) job(ctx context.Context, language string) error {
	end := &uelReader{r: j.r}
	r := bufio.NewReaderSize(end, 64<<10)
	head, _ := r.Peek(512)
	if name := memberOf(head); name != "" {
		if err := j.p.end(); err != nil {
			return err
		}
		kept, err := j.file.Budget.hold()
		if err != nil {
			return err
		}
		defer j.file.Budget.release(kept)
		if err := j.out.Member(&File{Name: name, Size: -1, Reader: j.file.Budget.reader(ctx, r), Budget: j.file.Budget}); err != nil {
			return err
		}
	} else if read := languageOf(language, head); read != nil {
		missed, err := read(ctx, r, j.p)
		j.missed = cmpText(j.missed, missed)
		if err != nil {
			return err
		}
	} else {
		if err := j.p.end(); err != nil {
			return err
		}
		if _, err := readRuns(ctx, &File{Size: -1, Reader: r, Budget: j.file.Budget}, j.out); err != nil {
			return err
		}
		j.missed = cmpText(j.missed, "no reader for its printer's language: readable runs were scanned")
	}
	_, err := io.Copy(io.Discard, r)
	return err
}

// cmpText returns the first text there is.
func cmpText(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// memberOf names the document that a job is, or returns "".
func memberOf(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("%PDF-")):
		return "document.pdf"
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return "document.xps"
	}
	return ""
}

// languageOf returns the reader of a language, by its name in PJL or, for want of
// one, by its first bytes; or nil.
func languageOf(name string, head []byte) printLanguage {
	switch {
	case isPXL(head):
		return readPXL
	case bytes.HasPrefix(bytes.TrimLeft(head, "\x04\r\n "), []byte("%!")), name == "POSTSCRIPT":
		return readPostScript
	case name == "PCL", name == "PCL5", name == "PCL5C", name == "" && isPCL(head):
		return readPCL
	case isESCP(head):
		return readESCP
	}
	return nil
}

// A uelReader reads up to the end of a language, which is left in r.
type uelReader struct{ r *bufio.Reader }

func (u *uelReader) Read(p []byte) (int, error) {
	head, err := u.r.Peek(len(uel))
	if len(head) == 0 {
		return 0, err
	}
	if string(head) == uel {
		return 0, io.EOF
	}
	n := min(u.r.Buffered(), len(p))
	b, _ := u.r.Peek(n)
	if i := bytes.IndexByte(b[1:], 0x1b); i >= 0 {
		b = b[:i+1] // an escape is looked at when it is first
	}
	n = copy(p, b)
	_, _ = u.r.Discard(n)
	return n, nil
}
