package crawl

import (
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// validName reports whether name can be a name in a Source: [fs.ValidPath]
// without its demand for UTF-8.
func validName(name string) bool { return fs.ValidPath(strings.ToValidUTF8(name, "_")) }

// info is an [fs.FileInfo].
type info struct {
	name     string // without folders
	mode     fs.FileMode
	size     int64
	modified time.Time
	change   uint64 // Entry.Change
}

func (i *info) Name() string       { return i.name }
func (i *info) Size() int64        { return i.size }
func (i *info) Mode() fs.FileMode  { return i.mode }
func (i *info) ModTime() time.Time { return i.modified }
func (i *info) IsDir() bool        { return i.mode.IsDir() }
func (i *info) Sys() any           { return nil }

// A folder is an open folder of any Source. It holds nothing open.
type folder struct {
	src     fs.ReadDirFS
	name    string
	info    fs.FileInfo
	entries []fs.DirEntry // not yet returned
	listed  bool
}

func (f *folder) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *folder) Close() error               { return nil }

func (f *folder) Read([]byte) (int, error) {
	return 0, pathError("read", f.name, errIsFolder)
}

// ReadDir lists as [fs.ReadDirFile] says. It lists the folder once, as a whole.
func (f *folder) ReadDir(n int) ([]fs.DirEntry, error) {
	var err error
	if !f.listed {
		f.entries, err = f.src.ReadDir(f.name)
		f.listed = true
	}
	if n <= 0 {
		n = len(f.entries)
	} else if n = min(n, len(f.entries)); n == 0 && err == nil {
		err = io.EOF
	}
	got := f.entries[:n:n]
	f.entries = f.entries[n:]
	return got, err
}

// An entry is an [fs.DirEntry]. The share is asked for its info when somebody
// wants it.
type entry struct {
	listed
	dir   string
	lstat func(name string) (*info, error)
}

func (e entry) Name() string               { return e.name }
func (e entry) IsDir() bool                { return e.mode.IsDir() }
func (e entry) Type() fs.FileMode          { return e.mode.Type() }
func (e entry) String() string             { return fs.FormatDirEntry(e) }
func (e entry) Info() (fs.FileInfo, error) { return e.lstat(join(e.dir, e.name)) }

// readAll lists a folder, ordered by name, as [fs.ReadDirFS] says: with an
// error come the entries that could be had.
func readAll(r dirReader, dir string, lstat func(string) (*info, error)) ([]fs.DirEntry, error) {
	var all []fs.DirEntry
	for {
		batch, err := r.next()
		for _, l := range batch {
			all = append(all, entry{l, dir, lstat})
		}
		if err == nil {
			continue
		}
		slices.SortFunc(all, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
		if err == io.EOF {
			err = nil
		}
		return all, err
	}
}

// join adds an element to a name. [path.Join] would clean the whole again.
func join(dir, element string) string {
	if dir == "." {
		return element
	}
	return dir + "/" + element
}

func base(name string) string { return path.Base(name) }
