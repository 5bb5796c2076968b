package crawl

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"runtime"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

const (
	// Folders that wait to be walked are some 100 bytes each. With more than
	// maxPending of them a worker walks what it meets at once instead of
	// queueing it, holding up to maxInline folders open.
	maxPending = 64 << 10
	maxInline  = 64
)

// WalkOptions say how a share is walked. The zero value is useful.
type WalkOptions struct {
	Workers int // that list folders and call fn; 0: one for each CPU
	// NamesOnly leaves Size, Modified and Change of files to Entry.Stat where the
	// share needs a question for each: Size is -1. That takes a third of the time
	// on local disks, and who opens the file is told them anyway.
	NamesOnly bool
	// Folders counts the folders that were listed to their end; nil: nobody asks.
	Folders *atomic.Int64
}

// Walk calls fn for every regular file of a share and, with Entry.Skip set, for
// everything that cannot be examined: a folder that cannot be listed, what
// vanished, links that lead out of the share, FIFOs. Each is told once. Several
// goroutines call fn at once, in no order.
//
// A symbolic link to a place inside the share is neither followed nor told:
// Walk meets that place itself, and what is told twice is counted twice. So
// there are no circles either; a server that follows links by itself and shows
// the same folder below itself is stopped at the second time.
//
// An error that fn returns ends the walk and is returned as it is, and so is
// that of ctx. All calls of fn have returned when Walk returns. A closed Source
// ends the walk too, since nothing after could be examined.
//
// A folder that cannot be listed for a reason that may pass (see [Temporary]) is
// tried once more at the end.
func Walk(ctx context.Context, src Source, o WalkOptions, fn func(Entry) error) error {
	workers := o.Workers
	if workers <= 0 {
		workers = runtime.NumCPU()
	}
	w := &walker{ctx: ctx, src: src, fn: fn, names: o.NamesOnly, folders: o.Folders}
	w.change.L = &w.mu
	w.pending = []*dir{{name: ".", path: "."}}
	woken := make(chan struct{})
	stop := context.AfterFunc(ctx, func() { w.end(); close(woken) })
	var g errgroup.Group
	for range workers {
		g.Go(w.work)
	}
	err := g.Wait()
	if !stop() {
		<-woken
	}
	return err
}

// A dir is a folder to be walked.
type dir struct {
	name, path string
	above      *dir
	id         dirID
	again      bool // it could not be listed before
}

// circular reports whether d is two folders above itself. Once is a folder
// mounted inside itself, which ends there and may hide other files.
func (d *dir) circular() bool {
	if d.id == (dirID{}) {
		return false
	}
	met := 0
	for a := d.above; a != nil; a = a.above {
		if a.id == d.id {
			met++
		}
	}
	return met >= 2
}

// A walker is one walk. Its workers take folders from a stack: last in, first
// out keeps the stack near the depth of the tree times its width.
type walker struct {
	ctx context.Context
	src Source
	fn  func(Entry) error

	names   bool          // WalkOptions.NamesOnly
	folders *atomic.Int64 // WalkOptions.Folders

	mu      sync.Mutex
	change  sync.Cond // pending grew, or nothing is left to do
	pending []*dir
	later   []*dir // could not be listed for now; tried once more when all others are done
	busy    int    // workers that may still add to pending
	ended   atomic.Bool
}

// errEnded takes a worker out of a folder when the walk has ended elsewhere.
var errEnded = errors.New("the walk has ended")

func (w *walker) work() error {
	for d := w.take(); d != nil; d = w.take() {
		err := w.walk(d, 0)
		w.done()
		if err == errEnded {
			break
		}
		if err != nil {
			w.end()
			return err
		}
	}
	return w.ctx.Err()
}

// take returns a folder to walk, or nil when there is and will be none.
func (w *walker) take() *dir {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.pending) == 0 && w.busy > 0 && !w.ended.Load() {
		w.change.Wait()
	}
	if len(w.pending) == 0 || w.ended.Load() {
		return nil
	}
	last := len(w.pending) - 1
	d := w.pending[last]
	w.pending[last] = nil
	w.pending = w.pending[:last]
	w.busy++
	return d
}

func (w *walker) done() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.busy--; w.busy == 0 && len(w.pending) == 0 {
		w.pending, w.later = w.later, nil
		w.change.Broadcast()
	}
}

func (w *walker) end() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ended.Store(true)
	w.change.Broadcast()
}

// push leaves d to any worker, unless too many wait.
func (w *walker) push(d *dir, inline int) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.pending) >= maxPending && inline < maxInline {
		return false
	}
	w.pending = append(w.pending, d)
	w.change.Signal()
	return true
}

// walk lists a folder. inline is how many folders this worker holds open.
func (w *walker) walk(d *dir, inline int) error {
	r, err := listOf(w.src, d.name)
	if err != nil {
		return w.failFolder(d, err, "")
	}
	defer r.Close()
	if d.id = r.id(); d.circular() {
		return w.call(Entry{Name: d.name, Path: d.path, Skip: &Skip{ReasonLink, "a circle: this folder is above itself"}})
	}
	if n, ok := r.(namer); ok && w.names {
		n.namesOnly()
	}
	for told := ""; ; {
		batch, err := r.next()
		if len(batch) > 0 {
			told = "only partly listed: "
		}
		for i := range batch {
			if err := w.meet(d, &batch[i], inline); err != nil {
				return err
			}
		}
		switch {
		case err == io.EOF:
			w.count()
			return nil
		case err != nil:
			return w.failFolder(d, err, told)
		}
	}
}

func (w *walker) count() {
	if w.folders != nil {
		w.folders.Add(1)
	}
}

// meet sees to one entry of a folder.
func (w *walker) meet(d *dir, l *listed, inline int) error {
	name := join(d.name, l.name)
	path := name
	if shown := DecodeName(l.name); shown != l.name || d.path != d.name {
		path = join(d.path, shown)
	}
	if l.full != "" {
		name, path = l.full, DecodeName(l.full)
	}
	if l.err != nil {
		return w.fail(name, path, l.err, "")
	}
	e := Entry{Name: name, Path: path}
	switch l.mode.Type() {
	case 0:
		e.Size, e.Modified, e.Change = l.size, l.modified, l.change
	case fs.ModeDir:
		below := &dir{name: name, path: path, above: d}
		if w.push(below, inline) {
			return nil
		}
		return w.walk(below, inline+1)
	case fs.ModeSymlink:
		if e.Skip = traceOf(w.src, name); e.Skip == nil {
			return nil
		}
	default:
		e.Skip = &Skip{ReasonSpecial, special(l.mode)}
	}
	return w.call(e)
}

// failFolder puts a folder off that may be listed later, unless some of it is
// told already or it was put off before.
func (w *walker) failFolder(d *dir, err error, told string) error {
	if told != "" || d.again || !Temporary(err) || w.ctx.Err() != nil {
		return w.fail(d.name, d.path, err, told)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	d.again = true
	w.later = append(w.later, d)
	return nil
}

// fail tells that something could not be looked at, and why.
func (w *walker) fail(name, path string, err error, what string) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, fs.ErrClosed) {
		if ended := w.ctx.Err(); ended != nil {
			return ended
		}
		return err // the share's own context or Close: not this one folder's fault
	}
	s := SkipFor(err)
	s.Detail = what + s.Detail
	return w.call(Entry{Name: name, Path: path, Skip: s})
}

func (w *walker) call(e Entry) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	if w.ended.Load() {
		return errEnded
	}
	return w.fn(e)
}
