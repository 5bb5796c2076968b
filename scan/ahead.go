package scan

import (
	"context"
	"io"
	"io/fs"

	"golang.org/x/sync/errgroup"

	"github.com/shikiri/shikiri/crawl"
)

// An opened file is one that was opened before a worker took it.
type opened struct {
	file  fs.File
	err   error         // of opening it or of reading its first byte; then file is nil
	slots chan struct{} // where one is free when the file is closed
}

func (o *opened) close() {
	if o.file != nil {
		_ = o.file.Close() // it was only read
	}
	<-o.slots
}

// A line is the way of jobs to the workers. Those of a share that lies far away
// pass goroutines that open their files: two workers alone, who wait for each
// answer, read a hundred files a second where each takes 10 ms there and back.
type line struct {
	cfg   *Config
	state *state
	again *aside
	jobs  chan<- job
	ahead []chan job // by share; nil: straight to the workers
	group *errgroup.Group
}

func newLine(ctx context.Context, cfg *Config, st *state, again *aside, jobs chan<- job) *line {
	l := &line{cfg: cfg, state: st, again: again, jobs: jobs, ahead: make([]chan job, len(cfg.Shares)), group: new(errgroup.Group)}
	for i := range cfg.Shares {
		n := crawl.FilesAhead(cfg.Shares[i].Source)
		if n <= 0 {
			continue
		}
		l.ahead[i] = make(chan job)
		slots := make(chan struct{}, n)
		for range n {
			l.group.Go(func() error { return l.open(ctx, l.ahead[i], slots) })
		}
	}
	return l
}

// send hands a job on. Nothing is sent after close.
func (l *line) send(ctx context.Context, j job) error {
	to := l.jobs
	if ahead := l.ahead[j.share]; ahead != nil {
		to = ahead
	}
	select {
	case to <- j:
		return nil
	case <-ctx.Done():
		l.again.lose(j)
		return ctx.Err()
	}
}

// close waits until all jobs are with the workers.
func (l *line) close() error {
	for _, c := range l.ahead {
		if c != nil {
			close(c)
		}
	}
	return l.group.Wait()
}

// open opens files until there are no more. After the end of ctx it only empties
// the channel.
func (l *line) open(ctx context.Context, from <-chan job, slots chan struct{}) error {
	for j := range from {
		if j.entry.Skip == nil && !l.state.known(&j) {
			select {
			case slots <- struct{}{}:
				j.opened = openAhead(l.cfg.Shares[j.share].Source, &j.entry, slots)
			case <-ctx.Done():
			}
		}
		select {
		case l.jobs <- j:
		case <-ctx.Done():
			l.again.lose(j)
		}
	}
	return ctx.Err()
}

// openAhead opens a file and has its source fetch what is read first.
func openAhead(src crawl.Source, e *crawl.Entry, slots chan struct{}) *opened {
	o := &opened{slots: slots}
	if o.file, o.err = e.Open(src); o.err != nil {
		o.file = nil
		return o
	}
	at, ok := o.file.(io.ReaderAt)
	if !ok {
		return o
	}
	var first [1]byte
	if _, err := at.ReadAt(first[:], 0); err != nil && err != io.EOF {
		_ = o.file.Close() // it was only read
		o.file, o.err = nil, err
	}
	return o
}
