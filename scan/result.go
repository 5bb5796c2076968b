package scan

import (
	"sync"

	"github.com/shikiri/shikiri/crawl"
	"github.com/shikiri/shikiri/report"
)

// A result is what the reading of one file gave. It is taken over as a whole,
// or dropped if the file is read once more, so that nothing counts twice. Only
// the sightings of people go to the crowd while the file is read, for they may
// be millions; those of a dropped result are made void there.
type result struct {
	job          job
	client       int
	findings     []*finding
	unexamined   []report.Unexamined
	images       int64
	holders      holders
	explanations []explanation
	warnings     []string
	groups       []uint32 // of its sightings in the crowd

	access *crawl.Access // nil: not asked for, or not told
	untold bool          // access is missing or not whole for a reason that may be over later

	read    int64 // bytes, before the share failed
	failed  bool  // the share did, so that the result holds only what could be read until then
	another bool  // the failure is one that may be over later

	recalled bool   // it is from the state
	sought   string // the pattern of the date in the header, as configured; "": none is looked for
	stale    bool   // the state holds a date by another pattern
}

// reset makes r the result of another file. What take has copied is overwritten.
func (r *result) reset(j job) {
	*r = result{
		job: j, findings: r.findings[:0], unexamined: r.unexamined[:0],
		explanations: r.explanations[:0], warnings: r.warnings[:0], groups: r.groups[:0],
	}
}

// again is the job to read the file once more. A result that holds nothing is
// not kept: of a server that is gone there may be millions.
func (r *result) again() job {
	j := r.job
	j.second, j.opened, j.first = true, nil, nil
	if len(r.findings) > 0 || r.images > 0 {
		j.first = r
	}
	return j
}

// take adds a result to what the worker has found.
func (w *worker) take(r *result) {
	w.findings = append(w.findings, r.findings...)
	w.unexamined = append(w.unexamined, r.unexamined...)
	w.explanations = append(w.explanations, r.explanations...)
	w.warnings = append(w.warnings, r.warnings...)
	w.images[r.job.share] += r.images
	if r.holders != (holders{}) {
		key := clientZone{r.client, r.job.share}
		h := w.records[key]
		h.records += r.holders.records
		h.companies += r.holders.companies
		w.records[key] = h
		if w.cfg.People != nil {
			w.held = append(w.held, fileHolders{r.job.share, r.client, r.job.entry.Path, r.holders})
		}
	}
	w.cfg.Progress.Findings.Add(int64(len(r.findings)))
}

// done takes over the result of a file that is not read again.
func (w *worker) done(r *result) {
	if len(r.unexamined) > 0 {
		w.partly[r.job.share]++
	} else {
		w.scanned[r.job.share]++
		w.examined[r.job.share] += max(r.job.entry.Size, 0)
		if r.recalled {
			w.unchanged[r.job.share]++
		}
	}
	w.take(r)
	w.cfg.Progress.Files.Add(1)
	w.cfg.Progress.Bytes.Add(r.job.entry.Size)
}

// choose returns the result of two readings of a file that counts, and makes
// the other void. A second one that failed too may have got less far: the server
// may be gone by now, and what was seen before is not to be forgotten. first may
// be nil.
func (w *worker) choose(first, second *result) *result {
	if first == nil {
		return second
	}
	keep, drop := second, first
	if second.failed && second.read < first.read {
		keep, drop = first, second
	}
	w.crowd.void(drop.groups)
	return keep
}

// An aside is the files whose reading failed for a reason that may be over
// later. They are read once more when all others are done.
type aside struct {
	mu   sync.Mutex
	jobs []job
}

func (a *aside) put(j job) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.jobs = append(a.jobs, j)
}

// take returns what was put aside.
func (a *aside) take() []job {
	a.mu.Lock()
	defer a.mu.Unlock()
	jobs := a.jobs
	a.jobs = nil
	return jobs
}

// lose keeps what is known of a file that nobody reads any more.
func (a *aside) lose(j job) {
	if j.opened != nil {
		j.opened.close()
	}
	if j.first != nil {
		a.put(j)
	}
}
