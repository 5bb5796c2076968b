package scan

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"sync/atomic"
	"time"

	"github.com/shikiri/shikiri/crawl"
	"github.com/shikiri/shikiri/detect"
	"github.com/shikiri/shikiri/extract"
	"github.com/shikiri/shikiri/report"
)

// A worker reads files one after another. It shares nothing with the other
// workers but the crowd; Run gathers what they found when all are done.
type worker struct {
	cfg     *Config
	started time.Time
	crowd   *crowd
	persons *identifier
	matches []detect.Match
	depths  []*level // one for each depth of members, used again and again

	share  *Share
	number int // of the share
	entry  crawl.Entry
	client int

	explain      bool // the file is one that is to be explained
	explanations []explanation
	warnings     []string

	findings   []*finding
	unexamined []report.Unexamined
	scanned    []int64 // files, by share
	partly     []int64
	images     []int64
	records    map[clientZone]*holders
}

func newWorker(cfg *Config, c *crowd, started time.Time) *worker {
	n := len(cfg.Shares)
	return &worker{
		cfg: cfg, crowd: c, started: started, persons: newIdentifier(cfg, c),
		scanned: make([]int64, n), partly: make([]int64, n), images: make([]int64, n),
		records: make(map[clientZone]*holders),
	}
}

// file examines one file of a share. Only the end of ctx is an error; what is
// wrong with the file is listed.
func (w *worker) file(ctx context.Context, j job) error {
	w.share, w.number, w.entry = &w.cfg.Shares[j.share], j.share, j.entry
	w.explain = w.cfg.Explain != nil && w.cfg.Explain(j.entry.Path)
	skips := len(w.unexamined)
	if s := j.entry.Skip; s != nil {
		w.skip("", s.Reason, s.Detail)
	} else if err := w.read(ctx); err != nil {
		return err
	}
	if len(w.unexamined) > skips {
		w.partly[j.share]++
	} else {
		w.scanned[j.share]++
	}
	w.cfg.Progress.Files.Add(1)
	w.cfg.Progress.Bytes.Add(j.entry.Size)
	return nil
}

func (w *worker) read(ctx context.Context) error {
	f, err := w.share.Source.Open(w.entry.Name)
	if err != nil {
		w.skipError("", err)
		return nil
	}
	defer f.Close()
	w.client = w.crowd.client(w.cfg.Policy.Client(w.entry.Path))
	budget := w.cfg.Budget
	counted := &countingFile{Reader: f, progress: &w.cfg.Progress.Bytes}
	defer func() { w.cfg.Progress.Bytes.Add(-counted.n) }() // file adds what it was listed with
	file := &extract.File{Name: w.entry.Path, Size: w.entry.Size, Reader: counted, Budget: &budget}
	if at, ok := f.(io.ReaderAt); ok {
		file.Reader = &countingFileAt{countingFile: counted, ReaderAt: at}
	}
	lv := w.level(0)
	lv.begin(w, "")
	err = extract.Extract(ctx, file, &out{w: w, ctx: ctx, level: lv})
	lv.end()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	w.skipError("", err)
	if err == nil && counted.eof && counted.n < w.entry.Size {
		w.skip("", extract.ReasonShrunk, "it was longer when it was listed")
	}
	return nil
}

// skipError lists err as the reason why a file or member was not examined.
func (w *worker) skipError(member string, err error) {
	var s *extract.Skip
	switch {
	case err == nil:
	case errors.As(err, &s):
		w.skip(member, s.Reason, s.Detail)
	case errors.Is(err, fs.ErrNotExist):
		w.skip(member, crawl.ReasonVanished, "")
	case errors.Is(err, fs.ErrPermission):
		w.skip(member, crawl.ReasonUnreadable, "permission denied")
	default:
		w.skip(member, crawl.ReasonUnreadable, cause(err))
	}
}

// cause returns the innermost error's text: the path is in the entry already.
func cause(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

func (w *worker) skip(member, reason, detail string) {
	w.unexamined = append(w.unexamined, report.Unexamined{
		Share: w.share.URL, Path: w.entry.Path, Member: member, Reason: reason, Detail: detail,
	})
}

func (w *worker) level(depth int) *level {
	for len(w.depths) <= depth {
		w.depths = append(w.depths, newLevel(w.cfg.Set))
	}
	return w.depths[depth]
}

// countingFile counts what is read, to tell a file that shrank.
type countingFile struct {
	io.Reader
	progress *atomic.Int64
	n        int64
	eof      bool
}

func (c *countingFile) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	c.progress.Add(int64(n))
	c.eof = c.eof || err == io.EOF
	return n, err
}

// countingFileAt is a countingFile that can also be read in any order.
type countingFileAt struct {
	*countingFile
	io.ReaderAt
}

// out is a worker as an extractor sees it.
type out struct {
	w     *worker
	ctx   context.Context
	level *level
	depth int
}

// Text detects and judges what is in a block.
func (o *out) Text(b *extract.Block) error {
	o.level.text(b)
	return o.ctx.Err()
}

// Member examines a file inside the file, and lists what is wrong with it.
func (o *out) Member(f *extract.File) error {
	w := o.w
	name := f.Name
	if o.level.member != "" {
		name = o.level.member + "!/" + f.Name
	}
	inner := &out{w: w, ctx: o.ctx, level: w.level(o.depth + 1), depth: o.depth + 1}
	inner.level.begin(w, name)
	err := extract.Extract(o.ctx, f, inner)
	inner.level.end()
	if o.ctx.Err() != nil {
		return o.ctx.Err()
	}
	w.skipError(name, err)
	return nil
}

// Skip lists a part of the file.
func (o *out) Skip(member string, s extract.Skip) {
	if o.level.member != "" && member != "" {
		member = o.level.member + "!/" + member
	} else if member == "" {
		member = o.level.member
	}
	o.w.skip(member, s.Reason, s.Detail)
}

// Image notes that the file or a member is a picture.
func (o *out) Image() { o.w.images[o.w.number]++ }
