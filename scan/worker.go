package scan

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"sync"
	"time"

	"github.com/shikiri/shikiri/crawl"
	"github.com/shikiri/shikiri/detect"
	"github.com/shikiri/shikiri/extract"
	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/report"
)

// A worker reads files one after another. It shares nothing with the other
// workers but the crowd and the files put aside; Run gathers what they found
// when all are done.
type worker struct {
	cfg     *Config
	started time.Time
	crowd   *crowd
	aside   *aside
	persons *identifier
	matches []detect.Match
	depths  []*level // one for each depth of members, used again and again

	share   *Share
	number  int // of the share
	entry   crawl.Entry
	explain bool            // the file is one that is to be explained
	dating  *netzone.Dating // how the file says its date; nil: it is not asked
	file    *result         // of the file in hand
	state   *state          // nil: nothing is remembered
	kept    keeping         // of the file in hand
	list    *list           // what is read is a list of known people; nil: it is scanned

	asking sync.WaitGroup // for owners, of files that are done else

	findings     []*finding
	unexamined   []report.Unexamined
	explanations []explanation
	warnings     []string
	scanned      []int64 // files, by share
	partly       []int64
	images       []int64
	bytes        []int64                // of files whose sizes the walk did not tell
	examined     []int64                // bytes of the files in scanned
	unchanged    []int64                // of scanned: known from the state
	records      map[clientZone]holders // by client and share
	held         []fileHolders
}

func newWorker(cfg *Config, c *crowd, a *aside, st *state, started time.Time) *worker {
	n := len(cfg.Shares)
	return &worker{
		cfg: cfg, crowd: c, aside: a, started: started, state: st, persons: newIdentifier(cfg, c, st != nil || cfg.keyed), file: new(result),
		scanned: make([]int64, n), partly: make([]int64, n), images: make([]int64, n), bytes: make([]int64, n),
		examined: make([]int64, n), unchanged: make([]int64, n),
		records: make(map[clientZone]holders),
	}
}

// examine reads one file of a share. Only the end of ctx is an error; what is
// wrong with the file is listed.
func (w *worker) examine(ctx context.Context, j job) error {
	w.share, w.number, w.entry = &w.cfg.Shares[j.share], j.share, j.entry
	w.explain = w.cfg.Explain != nil && w.cfg.Explain(j.entry.Path)
	w.begin(j)
	if s := j.entry.Skip; s != nil {
		w.skip("", s.Reason, s.Detail)
		w.done(w.file)
		return nil
	}
	if w.state.known(&j) && w.recall(j) {
		w.file.recalled = true
		w.done(w.file)
		return nil
	}
	w.file.job = j
	w.beginKeeping()
	if err := w.read(ctx); err != nil {
		w.file.failed = true
		w.forget()
		w.take(w.choose(j.first, w.file)) // what was found until now
		return err
	}
	w.remember()
	w.settle(j)
	return nil
}

// settle decides what becomes of the result of a file that was read.
func (w *worker) settle(j job) {
	switch {
	case j.second:
		w.done(w.choose(j.first, w.file))
	case w.file.another:
		again := w.file.again()
		w.aside.put(again)
		if again.first != nil {
			w.file = new(result)
		}
	default:
		w.done(w.file)
	}
}

func (w *worker) read(ctx context.Context) error {
	f, done, err := w.open()
	defer func() { done() }()
	w.size()
	if err != nil {
		w.fail("", err)
		return nil
	}
	if w.file.job.second {
		w.look(f)
	}
	counted := &countingFile{Reader: f, progress: &w.cfg.Progress.Bytes}
	defer func() { w.cfg.Progress.Bytes.Add(-counted.n) }() // done adds what it was listed with
	err = w.extract(ctx, f, counted)
	w.file.read = counted.n
	if ctx.Err() != nil {
		return ctx.Err()
	}
	w.fail("", err)
	switch {
	case w.file.failed:
	case counted.fault() != nil: // an extractor made the best of it
		w.fail("", counted.fault())
	case err == nil && counted.eof && counted.n < w.entry.Size:
		w.file.failed, w.file.another = true, true
		w.skip("", extract.ReasonShrunk, "it was longer before")
	default:
		done = w.askAccess(ctx, f, done)
	}
	return nil
}

// askAccess asks whose a file is in which something was found. Not to be told is
// no reason to doubt what was found, but it may be told next time. It returns
// what is left to do of done. For a file that was opened ahead it does not wait
// for the answer, unless the state is to have it: two workers who wait 20 ms each
// get through 100 such files a second.
func (w *worker) askAccess(ctx context.Context, f fs.File, done func()) (rest func()) {
	a, ok := f.(crawl.Accessor)
	if !ok || len(w.file.findings) == 0 {
		return done
	}
	access := new(crawl.Access)
	for _, found := range w.file.findings {
		found.access = access
	}
	w.file.access = access
	ask := func() (err error) {
		*access, err = a.Access() // some of it may be told with an error
		return err
	}
	if w.file.job.opened == nil || w.persons.keep != nil {
		w.file.untold = crawl.Temporary(ask()) || ctx.Err() != nil
		return done
	}
	w.asking.Go(func() {
		_ = ask()
		done()
	})
	return func() {}
}

// open opens the file in hand, unless that was done before. The caller calls
// done in any case.
func (w *worker) open() (f fs.File, done func(), err error) {
	if o := w.file.job.opened; o != nil {
		return o.file, o.close, o.err
	}
	if f, err = w.entry.Open(w.share.Source); err != nil {
		return nil, func() {}, err
	}
	return f, func() { _ = f.Close() }, nil // it was only read
}

// size counts the size of a file that the walk did not tell. Opening has told
// it; one that cannot be opened is asked for it, and what is gone has none.
func (w *worker) size() {
	if w.file.job.sized {
		return
	}
	if err := w.entry.Stat(w.share.Source); err != nil {
		w.entry.Size = 0
	}
	w.file.job.entry, w.file.job.sized = w.entry, true
	w.bytes[w.number] += w.entry.Size
	w.cfg.Progress.TotalBytes.Add(w.entry.Size)
}

// extract has the text of f scanned.
func (w *worker) extract(ctx context.Context, f fs.File, counted *countingFile) error {
	budget := w.cfg.Budget
	file := &extract.File{Name: w.entry.Path, Size: w.entry.Size, Reader: counted, Budget: &budget}
	if at, ok := f.(io.ReaderAt); ok {
		file.Reader = &countingFileAt{countingFile: counted, at: at}
	}
	inTime, cancel := w.limitTime(ctx)
	defer cancel()
	lv := w.level(0)
	lv.begin(w, "")
	err := extract.Extract(inTime, file, &out{w: w, ctx: inTime, level: lv})
	lv.end()
	if inTime.Err() != nil && ctx.Err() == nil && err != nil {
		return &extract.Skip{Reason: extract.ReasonTimeout, Detail: "took longer than " + w.cfg.FileTime.String() + " and a second for each MB; raise --file-timeout"}
	}
	return err
}

// limitTime bounds the time that the file in hand may take. A large one that
// comes slowly is no reason to doubt it.
func (w *worker) limitTime(ctx context.Context) (context.Context, context.CancelFunc) {
	if w.cfg.FileTime <= 0 {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, w.cfg.FileTime+time.Duration(w.entry.Size/1e6)*time.Second)
}

// look takes the size and time of a file that is read once more from the file:
// what its folder said may be long ago.
func (w *worker) look(f fs.File) {
	if fi, err := f.Stat(); err == nil {
		w.entry.Size, w.entry.Modified = fi.Size(), fi.ModTime()
	}
}

// fail lists err as the reason why a file or member was not examined.
func (w *worker) fail(member string, err error) {
	var s *extract.Skip
	switch {
	case err == nil:
	case errors.As(err, &s):
		w.skip(member, s.Reason, s.Detail)
	default:
		w.file.failed = true
		w.file.another = w.file.another || crawl.Temporary(err)
		why := crawl.SkipFor(err)
		w.skip(member, why.Reason, why.Detail)
	}
}

func (w *worker) skip(member, reason, detail string) {
	w.file.unexamined = append(w.file.unexamined, report.Unexamined{
		Share: w.share.URL, Client: w.cfg.Policy.Client(w.entry.Path), Path: w.entry.Path, Member: member, Reason: reason, Detail: detail,
	})
}

func (w *worker) level(depth int) *level {
	for len(w.depths) <= depth {
		w.depths = append(w.depths, newLevel(w.cfg.Set))
	}
	return w.depths[depth]
}
