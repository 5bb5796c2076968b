// Package scan runs a scan: it walks shares, extracts text, detects personal
// data in it, judges what was found and gathers the report.
//
// Start at [Run]. A worker of the pool takes one file after another through
// extract, detect and netzone; what it found is gathered when all are done.
package scan

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/shikiri/shikiri/crawl"
	"github.com/shikiri/shikiri/detect"
	"github.com/shikiri/shikiri/extract"
	"github.com/shikiri/shikiri/netzone"
	"github.com/shikiri/shikiri/report"
	"github.com/shikiri/shikiri/scan/known"
)

// A Share is a share to scan and the zone it lies in.
type Share struct {
	URL    string // as reports name it; holds no password
	Zone   string
	Source crawl.Source
	// For the report: who logged in on the server, or the account that reads a
	// local share, and the machine that scans. "": not told.
	User, Host string
}

// Config says what to scan, what to look for and how to judge it.
type Config struct {
	Shares        []Share
	Policy        *netzone.Policy
	Set           *detect.Set
	Workers       int                    // 0: one for each CPU
	MinConfidence detect.Confidence      // findings below it are not reported; None: Medium
	Reveal        bool                   // excerpts are not masked
	Key           []byte                 // of the fingerprints; nil: they are good for this run only
	Now           func() time.Time       // nil: time.Now
	Budget        extract.Budget         // for each file; zero: extract.DefaultBudget
	FileTime      time.Duration          // for each file, and a second more for each MB of it; 0: no limit
	TempDir       string                 // where fingerprints that do not fit in memory go; "": the system's
	Progress      *Progress              // may be nil
	Explain       func(path string) bool // of which files every match is explained; nil: of none
	State         string                 // directory that remembers what was scanned, of this machine; "": none
	Version       string
	Cover         report.Cover  // of the report
	Known         []*known.Set  // people to look for, made with Key
	People        *PeopleOutput // where the people file goes; needs a Key; nil: nobody wants it

	keyed      bool // Key is the user's: fingerprints can be compared with those of other runs
	stateBatch int  // rows of the state that are committed at once; 0: storeRows
}

// Progress is what a running scan has done so far; it may be read at any time.
type Progress struct {
	Files, Bytes, Findings atomic.Int64 // done
	TotalFiles, TotalBytes atomic.Int64 // met; grows until Walked
	Walked                 atomic.Bool
}

// Run scans until every share is read or ctx is done. What cannot be read is
// listed in the result; an error means that the scan did not finish, and the
// result is what was found until then, or nil if it did not begin.
func Run(ctx context.Context, cfg Config) (*report.Run, error) {
	cfg.complete()
	if err := checkKnown(&cfg); err != nil {
		return nil, err
	}
	state, err := openState(&cfg)
	if err != nil {
		return nil, err
	}
	run := &report.Run{
		Schema: report.Schema, Started: cfg.Now(), MinConfidence: cfg.MinConfidence.String(),
		Tool:   report.Tool{Name: "shikiri", Version: cfg.Version, Rules: cfg.Set.Hash(), Policy: cfg.Policy.Hash},
		Titles: titles(cfg.Set), Cover: cfg.Cover, ClientNames: clientNames(cfg.Policy),
	}
	if cfg.Key != nil {
		run.Cover.Key = KeyID(cfg.Key)
	}
	crowd := newCrowd(cfg.TempDir)
	defer crowd.Close()
	shares := make([]shareState, len(cfg.Shares))
	workers := make([]*worker, cfg.Workers)
	again := new(aside)
	for i := range workers {
		workers[i] = newWorker(&cfg, crowd, again, state, run.Started)
	}
	err = readAll(ctx, &cfg, state, workers, shares, again)
	if state != nil {
		run.Warnings = state.Close(func(i int) bool { return err == nil && shares[i].whole() })
	}
	if cerr := gather(run, &cfg, workers, shares, crowd); err == nil {
		err = cerr
	}
	if crowd.err != nil {
		run.Warnings = append(run.Warnings, "the numbers of people are too low: "+crowd.err.Error())
	}
	savePeople(run, &cfg, workers, crowd)
	notes(run, &cfg)
	if cfg.Reveal {
		run.Warnings = append(run.Warnings, "this report shows values unmasked")
	}
	run.Finished = cfg.Now()
	run.Interrupted = ctx.Err() != nil
	run.Complete = err == nil && len(run.Unexamined) == 0
	run.ExitCode = exitCode(run)
	run.Conformity, _ = run.Judge()
	run.Sort()
	return run, err
}

// clientNames returns the names of the clients of a policy, each once.
func clientNames(p *netzone.Policy) []string {
	var names []string
	for _, c := range p.Clients {
		if !slices.Contains(names, c.Name) {
			names = append(names, c.Name)
		}
	}
	return names
}

func (cfg *Config) complete() {
	if cfg.Workers <= 0 {
		cfg.Workers = runtime.GOMAXPROCS(0)
	}
	if cfg.MinConfidence == detect.None {
		cfg.MinConfidence = detect.Medium
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Budget == (extract.Budget{}) {
		cfg.Budget = extract.DefaultBudget()
	}
	if cfg.Progress == nil {
		cfg.Progress = new(Progress)
	}
	cfg.keyed = cfg.Key != nil
}

// A job is one file for a worker.
type job struct {
	share  int
	entry  crawl.Entry
	sized  bool    // the size of entry is counted
	opened *opened // nil: the worker opens the file
	second bool    // the file is read once more
	first  *result // of the first time; nil: nothing was found

	asked bool        // the state was, about the file
	old   int64       // the file in the state as it was before; 0: none
	known *storedFile // the file in the state, unchanged; nil: it must be read
}

// readAll has the workers read every file of the shares, and once more those
// that failed for a reason that may be over by then.
func readAll(ctx context.Context, cfg *Config, st *state, workers []*worker, shares []shareState, again *aside) error {
	err := pool(ctx, workers, again.lose, func(ctx context.Context, jobs chan<- job) error {
		defer cfg.Progress.Walked.Store(true)
		l := newLine(ctx, cfg, st, again, jobs)
		err := walk(ctx, cfg, shares, l)
		return cmp.Or(err, l.close())
	})
	if err == nil {
		left := again.take()
		err = pool(ctx, workers, again.lose, func(ctx context.Context, jobs chan<- job) error {
			l := newLine(ctx, cfg, st, again, jobs)
			for _, j := range left {
				_ = l.send(ctx, j) // what cannot be sent is put aside again
			}
			return l.close()
		})
	}
	for _, j := range again.take() { // the scan was broken off: the first reading must do
		if j.first != nil {
			workers[0].take(j.first)
		}
	}
	return err
}

// pool has the workers read what feed sends. lose takes what none of them read
// because the scan was broken off.
func pool(ctx context.Context, workers []*worker, lose func(job), feed func(context.Context, chan<- job) error) error {
	jobs := make(chan job, 256)
	g, ctx := errgroup.WithContext(ctx)
	for _, w := range workers {
		g.Go(func() error {
			defer w.asking.Wait()
			for j := range jobs {
				if err := w.examine(ctx, j); err != nil {
					return err
				}
			}
			return ctx.Err()
		})
	}
	g.Go(func() error {
		defer close(jobs)
		return feed(ctx, jobs)
	})
	err := g.Wait()
	for j := range jobs {
		lose(j)
	}
	return err
}

// walk sends every file of every share to jobs. Shares are walked at the same
// time because they wait on different servers. A share that cannot be walked is
// no reason not to read the others.
func walk(ctx context.Context, cfg *Config, shares []shareState, l *line) error {
	g, ctx := errgroup.WithContext(ctx)
	for i := range cfg.Shares {
		g.Go(func() error {
			// A state needs sizes and times before anything is opened.
			o := crawl.WalkOptions{NamesOnly: cfg.State == "", Folders: &shares[i].folders}
			err := crawl.Walk(ctx, cfg.Shares[i].Source, o, func(e crawl.Entry) error {
				shares[i].meet(&e)
				cfg.Progress.TotalFiles.Add(1)
				sized := e.Size >= 0
				if sized {
					cfg.Progress.TotalBytes.Add(e.Size)
				}
				return l.send(ctx, job{share: i, entry: e, sized: sized})
			})
			if err != nil && ctx.Err() == nil {
				shares[i].walkError.Store(&err)
				return nil
			}
			return err
		})
	}
	return g.Wait()
}

// shareState is what the walk tells of a share.
type shareState struct {
	files, bytes atomic.Int64 // bytes without those of files whose sizes are not listed
	folders      atomic.Int64 // listed
	gaps         atomic.Bool  // something could not be listed
	walkError    atomic.Pointer[error]
}

func (s *shareState) meet(e *crawl.Entry) {
	s.files.Add(1)
	s.bytes.Add(max(e.Size, 0))
	if e.Skip != nil && (e.Skip.Reason == crawl.ReasonUnreadable || e.Skip.Reason == crawl.ReasonTimeout) {
		s.gaps.Store(true)
	}
}

// whole reports whether everything in the share was met.
func (s *shareState) whole() bool { return s.walkError.Load() == nil && !s.gaps.Load() }

// exitCode is that of the command line: what is wrong comes before what could
// not be looked at.
func exitCode(run *report.Run) int {
	switch {
	case run.Interrupted:
		return 130
	case run.Summary.Violations+run.Summary.Overdue > 0 || run.PathOpen() || run.Bridged():
		return 1
	case !run.Complete || run.Unproved() || run.Probed() && len(run.Flows) == 0:
		return 3
	}
	return 0
}
