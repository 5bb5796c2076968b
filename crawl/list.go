package crawl

import (
	"io"
	"io/fs"
	"time"
)

// batchSize is how many entries of a folder are in memory at once.
const batchSize = 1024

// A listed is what the listing of a folder says about an entry.
type listed struct {
	name     string // without folders
	mode     fs.FileMode
	size     int64     // of a regular file, else anything
	modified time.Time // of a regular file, else anything
	change   uint64    // Entry.Change
	err      error     // the entry is there and cannot be looked at
	full     string    // its whole name where that is not the folder's and name: of a previous version; "": it is
}

// A lister is a Source with a faster way to list than ReadDir, that need not
// hold a whole folder in memory.
type lister interface {
	list(name string) (dirReader, error)
}

// listOf lists a folder of any Source.
func listOf(src Source, name string) (dirReader, error) {
	if l, ok := src.(lister); ok {
		return l.list(name)
	}
	entries, err := src.ReadDir(name)
	if err != nil && len(entries) == 0 {
		return nil, err
	}
	return &entryReader{entries: entries, err: err}, nil
}

// A dirReader reads an open folder. next returns some entries, valid until the
// next call, and io.EOF with or after the last.
type dirReader interface {
	next() ([]listed, error)
	id() dirID
	Close() error
}

// A namer is a dirReader that needs a question for each file to tell more than
// its name and that it is a regular one. After namesOnly it leaves that out: size
// is unknownSize, modified and change are zero.
type namer interface{ namesOnly() }

// unknownSize is the size of a file that is not asked for its size yet.
const unknownSize = -1

// A dirID tells folders of a share apart. Zero: the share cannot.
type dirID struct{ device, inode uint64 }

// A tracer is a Source that knows where symbolic links lead. trace returns nil
// if that is inside the share.
type tracer interface {
	trace(name string) *Skip
}

// traceOf traces a link of any Source.
func traceOf(src Source, name string) *Skip {
	if t, ok := src.(tracer); ok {
		return t.trace(name)
	}
	return &Skip{ReasonLink, "a symbolic link; the share does not tell where it leads"}
}

// An entryReader serves what ReadDir returned.
type entryReader struct {
	entries []fs.DirEntry
	err     error // of ReadDir, after the entries
	batch   []listed
}

func (r *entryReader) id() dirID    { return dirID{} }
func (r *entryReader) Close() error { return nil }

func (r *entryReader) next() ([]listed, error) {
	n := min(len(r.entries), batchSize)
	r.batch = r.batch[:0]
	for _, e := range r.entries[:n] {
		r.batch = append(r.batch, look(e))
	}
	if r.entries = r.entries[n:]; len(r.entries) > 0 {
		return r.batch, nil
	}
	if r.err != nil {
		return r.batch, r.err
	}
	return r.batch, io.EOF
}

// look asks for the size and time of a regular file.
func look(e fs.DirEntry) listed {
	if !e.Type().IsRegular() {
		return listed{name: e.Name(), mode: e.Type()}
	}
	i, err := e.Info()
	if err != nil {
		return listed{name: e.Name(), err: err}
	}
	return listed{name: e.Name(), mode: i.Mode(), size: i.Size(), modified: i.ModTime()}
}
