package extract

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"

	"github.com/shikiri/shikiri/extract/cfb"
)

func init() {
	register(&Format{
		Name:   "ole",
		Family: "office",
		Doc:    "compound files that are none of the documents below: what is embedded in them, properties, macros, and the readable runs of all streams",
		Limits: "listed as partial: Ichitaro, Visio, Project, Publisher, installers and thumbnails; up to 131,072 entries",
		Exts:   []string{".jtd", ".vsd", ".mpp", ".pub", ".msi", ".db"},
		Match:  func(head []byte) bool { return bytes.HasPrefix(head, []byte(cfb.Signature)) },
		Extract: func(ctx context.Context, f *File, out Out) error {
			return extractOLE(ctx, f, out, nil)
		},
	})
}

// An oleFile is a compound file while it is read as a document.
type oleFile struct {
	*cfb.File
	ctx   context.Context
	f     *File
	out   Out
	c     *content
	taken map[*cfb.Entry]bool // what a reader has read
	runs  bool                // of a stream that has no reader the runs were read
}

// extractOLE reads a compound file: what it is by read, which takes the streams
// it knows, then all others. Without read the format is told by what is in it.
func extractOLE(ctx context.Context, f *File, out Out, read func(*oleFile) error) error {
	c, err := f.content(ctx)
	if err != nil {
		return err
	}
	defer c.close()
	if c.src == nil {
		c.src = &sourceAt{ctx: ctx, r: c.ReaderAt}
		c.ReaderAt = c.src
	}
	file, err := cfb.Open(c, c.size)
	if err != nil {
		return c.fault(extractLostOLE(ctx, f, c, err, out))
	}
	if err := f.Budget.enter(c.size); err != nil {
		return err
	}
	defer f.Budget.leave()
	o := &oleFile{File: file, ctx: ctx, f: f, out: out, c: c, taken: make(map[*cfb.Entry]bool)}
	if read == nil {
		if format := within("ole", o.has); format != nil {
			inner := *f
			inner.Size, inner.Reader = c.size, io.NewSectionReader(c, 0, c.size)
			return c.fault(format.Extract(ctx, &inner, out))
		}
	}
	return c.fault(o.read(read))
}

// extractLostOLE reads the runs of a file whose tables cannot be read.
func extractLostOLE(ctx context.Context, f *File, c *content, why error, out Out) error {
	if c.broken() != nil {
		return why
	}
	raw := *f
	raw.Size, raw.Reader = c.size, c.reader()
	if _, err := readRuns(ctx, &raw, out); err != nil {
		return err
	}
	if errors.Is(why, cfb.ErrLarge) {
		return &Skip{ReasonPartial, "the tables of the container are too large: readable runs were scanned"}
	}
	return &Skip{ReasonDamaged, "the tables of the container cannot be read: readable runs were scanned"}
}

// read reads the streams that read knows, then all others.
func (o *oleFile) read(read func(*oleFile) error) error {
	var fault error
	if read != nil {
		fault = read(o)
		if final(fault) {
			return fault
		}
	}
	if err := o.rest(); err != nil {
		return err
	}
	switch {
	case fault != nil:
		return fault
	case o.Damaged:
		return &Skip{ReasonDamaged, "tables of the container are damaged: what could be found was scanned"}
	case read == nil && o.runs:
		return &Skip{ReasonPartial, "no reader for this kind of compound file: readable runs were scanned"}
	case o.runs:
		return &Skip{ReasonPartial, "no reader for some of its parts: readable runs of these were scanned"}
	}
	return nil
}

// final reports whether an error ends the reading of the whole file.
func final(err error) bool {
	var s *Skip
	if err == nil {
		return false
	}
	return !errors.As(err, &s) || s.Reason == ReasonTooLarge
}

// has reports whether there is a stream or, if name ends with a slash, a
// storage of that name in the root.
func (o *oleFile) has(name string) bool {
	if dir, ok := strings.CutSuffix(name, "/"); ok {
		e := o.find(dir)
		return e != nil && e.Storage
	}
	e := o.find(name)
	return e != nil && !e.Storage
}

// find returns the entry of that path, or nil. Names differ in their case only
// to people ([MS-CFB] 2.6.4).
func (o *oleFile) find(path string) *cfb.Entry {
	for _, e := range o.Entries[1:] {
		if strings.EqualFold(e.Path(), path) {
			return e
		}
	}
	return nil
}

// take returns the stream of that path, which is then not read once more.
func (o *oleFile) take(path string) *cfb.Entry {
	e := o.find(path)
	if e == nil || e.Storage {
		return nil
	}
	o.taken[e] = true
	return e
}

// stream returns the content of e, charged to the budget. Its errors are of the
// share, of the budget, or a *Skip that says that the stream is damaged.
func (o *oleFile) stream(e *cfb.Entry) io.Reader {
	return o.f.Budget.reader(o.ctx, &oleStream{o, o.Reader(e)})
}

type oleStream struct {
	o *oleFile
	r io.Reader
}

func (s *oleStream) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if err != nil && err != io.EOF {
		err = s.o.fault(err)
	}
	return n, err
}

// fault tells what an error of a stream is, as source.fault does.
func (o *oleFile) fault(err error) error {
	if broken := o.c.broken(); broken != nil {
		return broken
	}
	return damaged(err)
}

// all returns a stream that is kept in memory, of which at most most bytes are
// read.
func (o *oleFile) all(e *cfb.Entry, most int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(o.stream(e), most))
	if err == nil && e.Size > most {
		err = &Skip{ReasonTooLarge, "a stream is larger than " + size(most) + ": its end was not scanned"}
	}
	return b, err
}
