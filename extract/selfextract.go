package extract

import (
	"bufio"
	"bytes"
	"context"
	"io"
)

func init() {
	register(&Format{
		Name:    "program",
		Family:  "archives",
		Doc:     "programs for Windows and MS-DOS that unpack themselves: the 7z, RAR, LZH, cab, ARJ or zip archives in them",
		Limits:  "of the program itself the readable runs are scanned; archives of other kinds (installers) are not found",
		Exts:    []string{".exe"},
		Match:   matchProgram,
		Extract: extractProgram,
	})
}

// matchProgram tells a program by its mark and by where the file says that code
// begins, since a text may begin with "MZ".
func matchProgram(head []byte) bool {
	return len(head) >= 64 && string(head[:2]) == "MZ" && bytes.IndexByte(head[:64], 0) >= 0
}

// extractProgram scans the readable runs of a program, and reads archives that
// lie in it.
func extractProgram(ctx context.Context, f *File, out Out) error {
	c, err := f.content(ctx)
	if err != nil {
		return err
	}
	defer c.close()
	p := &program{ctx: ctx, f: f, c: c, out: out}
	return c.fault(p.read())
}

// A program is read up to an archive in it, then that is, then what is behind.
type program struct {
	ctx context.Context
	f   *File
	c   *content
	out Out

	zipAsked bool
	zipAt    int64 // where a zip begins, if there is one
}

// programArchives bounds how many archives are looked for in a program.
const programArchives = 1 << 10

func (p *program) read() error {
	found, at := 0, int64(0)
	for at < p.c.size && found <= programArchives {
		s := &archiveSeeker{p: p, r: bufio.NewReaderSize(io.NewSectionReader(p.c, at, p.c.size-at), 2*packedBuffer), at: at}
		if _, err := readRuns(p.ctx, &File{Name: p.f.Name, Size: p.c.size - at, Reader: s, Budget: p.f.Budget}, p.out); err != nil {
			return err
		}
		if s.found == nil {
			break
		}
		found++
		if err := p.archive(s); err != nil {
			return err
		}
		at = s.at + s.size
	}
	if found == 0 {
		return &Skip{ReasonPartial, "no reader for Windows programs: readable runs were scanned"}
	}
	return &Skip{ReasonPartial, "a program that unpacks itself: the archive in it was read, and of the program the readable runs"}
}

// archive reads the archive that s found.
func (p *program) archive(s *archiveSeeker) error {
	if err := p.f.Budget.enter(p.c.size); err != nil {
		return err
	}
	defer p.f.Budget.leave()
	if s.found.ext == ".zip" { // its offsets may count from the start of the program
		whole := &File{Name: p.f.Name, Size: p.c.size, Reader: p.c.reader(), Budget: p.f.Budget}
		err := extractZip(p.ctx, whole, p.out)
		if skip := asSkip(err); skip != nil {
			p.out.Skip("", *skip)
			return nil
		}
		return err
	}
	reserve, err := p.f.Budget.hold()
	if err != nil {
		return err
	}
	defer p.f.Budget.release(reserve)
	return p.out.Member(&File{Name: "archive" + s.found.ext, Size: s.size, Reader: io.NewSectionReader(p.c, s.at, s.size), Budget: p.f.Budget})
}

// An archiveSeeker is a stream that ends where an archive begins.
type archiveSeeker struct {
	p     *program
	r     *bufio.Reader
	at    int64 // of what is read next
	found *archiveMark
	size  int64
}

// markMost is what must be seen to find a mark: the longest, and what is before.
const markMost = 8

func (s *archiveSeeker) Read(b []byte) (int, error) {
	if s.found != nil || len(b) == 0 {
		return 0, io.EOF
	}
	seen, err := s.r.Peek(min(len(b)+markMost, s.r.Size()))
	n := len(seen)
	if err == nil {
		n -= markMost
	} else if n == 0 {
		return 0, err
	}
	at, mark, size := s.seek(seen)
	if at == 0 {
		s.found, s.size = mark, size
		return 0, io.EOF
	}
	if at > 0 {
		n = min(n, at)
	}
	n = copy(b, seen[:n])
	_, _ = s.r.Discard(n)
	s.at += int64(n)
	return n, nil
}

// seek returns where in b, which begins at s.at, the first archive is, or -1.
func (s *archiveSeeker) seek(b []byte) (first int, mark *archiveMark, size int64) {
	first = -1
	for k := range archiveMarks {
		m := &archiveMarks[k]
		for from := 0; ; {
			i := bytes.Index(b[from:], []byte(m.mark))
			if i < 0 {
				break
			}
			at := from + i - m.back
			from += i + 1
			if at < 0 || first >= 0 && at >= first {
				continue
			}
			if n := m.size(s.p, s.at+int64(at)); n > 0 {
				first, mark, size = at, m, n
				break
			}
		}
	}
	return first, mark, size
}
