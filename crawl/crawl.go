// Package crawl opens shares and walks them.
//
// A share is a place to scan: a folder, an SMB share, an SFTP server. Each kind
// of share lives in a file of its own and is found by the scheme of its URL.
// Start at [Open] and [Walk].
package crawl

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
)

// A Source is an open share. Names are those the share uses, with slashes and
// relative to its root, which is "."; they are valid as in [fs.ValidPath] but
// may hold bytes that are not UTF-8, which old Japanese file servers are full
// of. It is safe for concurrent use, also with Close.
//
// Open never blocks on a FIFO, never opens a device and follows no symbolic
// link; [SkipFor] says what its errors mean. It leaves access times alone where
// the system allows. A file is an [io.ReaderAt] too, must be closed, and reads
// what is there now, not what Walk saw. A folder is an [fs.ReadDirFile].
//
// Errors are *fs.PathError with the name decoded as in [Entry].Path.
type Source interface {
	fs.ReadDirFS
	io.Closer
}

// Options apply to every kind of share. The zero value is useful.
type Options struct {
	// User logs in where the URL names nobody.
	User string
	// Password returns the password of the user. It is asked at most once for a
	// Source, and one that the server refuses is not tried again: three in a row
	// lock an account. nil: there is none.
	Password func(ctx context.Context) (string, error)
	// KeyFiles are private keys to log in with, besides those of the agent and of
	// ~/.ssh/config. Passphrase opens those that are locked; nil: they are left out.
	KeyFiles   []string
	Passphrase func(ctx context.Context, keyFile string) (string, error)
	// KnownHosts are files of host keys; none: those of the user and the system.
	KnownHosts []string
	// Snapshots walks the previous versions that a server keeps, too.
	Snapshots bool
	// Timeout is how long a server may stay silent before the connection is
	// given up. 0: DefaultTimeout.
	Timeout time.Duration
	// Limits bound what is asked of each host. nil: nothing does.
	Limits *Limits
	// Warn tells people what they should know and what is no reason to stop.
	// Several goroutines may call it. nil: nobody is told.
	Warn func(text string)
}

// DefaultTimeout is how long a server may stay silent. Windows servers answer
// for a file on a slow disk within some seconds.
const DefaultTimeout = 30 * time.Second

func (o *Options) timeout() time.Duration { return cmp.Or(o.Timeout, DefaultTimeout) }

func (o *Options) warn(format string, args ...any) {
	if o.Warn != nil {
		o.Warn(fmt.Sprintf(format, args...))
	}
}

// An Access says whose a file is and who may read it, as far as the share tells.
type Access struct {
	Owner   string   // "alice", "FS01\\alice", "S-1-5-21-1-2-3-1001", "uid 1000"; "": not told
	Readers []string // who else may read it: "Everyone", "Domain Users", "group staff"
}

// An Accessor is a file of a Source that can tell its Access. With an error it
// tells as much as it knows.
type Accessor interface {
	Access() (Access, error)
}

// A Noter is a Source that knows what its walk left out on purpose or cannot
// see: "C$ and ADMIN$ are scanned only when named". Call it after Walk.
type Noter interface {
	Notes() []string
}

// A Kind is a type of share.
type Kind struct {
	Scheme string // of the URL that names a share: "smb"
	Doc    string
	Open   func(ctx context.Context, u *url.URL, o Options) (Source, error)
	// gated says that its sources pass the gate of Limits by themselves.
	gated bool
}

// ErrKind means that no Kind has the scheme of a URL.
var ErrKind = errors.New("no such kind of share")

var kinds = map[string]*Kind{}

func register(k *Kind) { kinds[k.Scheme] = k }

// Kinds returns all kinds of share, ordered by scheme.
func Kinds() []*Kind {
	return slices.SortedFunc(maps.Values(kinds), func(a, b *Kind) int { return cmp.Compare(a.Scheme, b.Scheme) })
}

// scheme matches what makes a share a URL. "./a://b" is a path.
var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*://`)

// Open opens a share named by a path or a URL. A path may hold any bytes; in a
// URL %, ? and # are written %25, %3F and %23. Cancelling ctx ends every use of
// the Source. The caller closes it.
func Open(ctx context.Context, share string, o Options) (Source, error) {
	u, shown := &url.URL{Scheme: "file", Path: share}, DecodeName(share)
	if scheme.MatchString(share) {
		var err error
		if u, err = url.Parse(share); err != nil {
			return nil, errors.New("open share: not a URL") // the text may hold a password
		}
		shown = DecodeName(u.Redacted())
	}
	k, ok := kinds[u.Scheme]
	if !ok {
		return nil, fmt.Errorf("open %s: %w (there are %s)", shown, ErrKind, strings.Join(schemes(), ", "))
	}
	gate := o.Limits.gate(u.Hostname())
	err := gate.pass(ctx, 0) // a login is something asked
	var src Source
	if err == nil {
		src, err = k.Open(ctx, u, o)
	}
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", shown, err)
	}
	if gate != nil && !k.gated {
		src = limit(ctx, src, gate)
	}
	return src, nil
}

func schemes() (all []string) {
	for _, k := range Kinds() {
		all = append(all, k.Scheme)
	}
	return all
}

// An Entry is a file that Walk met, or something it could not look at.
type Entry struct {
	Name     string    // as the share has it: for Source.Open
	Path     string    // the same as DecodeName shows it: for people and reports
	Size     int64     // in bytes, when listed; 0 if Skip is set; -1 until Stat tells, see WalkOptions.NamesOnly
	Modified time.Time // zero if Skip is set
	Change   uint64    // another number whenever the file has changed, its time set back or not; 0: the share has none
	Skip     *Skip     // why the file cannot be examined, or nil for a regular file
}

// Open opens a file that Walk met, as src.Open does, and may be faster: Walk has
// told what kind of thing it is, so that it need not be looked at twice. It is
// looked at once it is open. A file whose Size was unknown has it told.
func (e *Entry) Open(src Source) (fs.File, error) {
	m, ok := src.(metOpener)
	if !ok {
		return src.Open(e.Name)
	}
	f, err := m.openMet(e.Name)
	if err != nil || e.Size != unknownSize {
		return f, err
	}
	i, err := f.Stat()
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	e.Size, e.Modified = i.Size(), i.ModTime()
	if i, ok := i.(*info); ok {
		e.Change = i.change
	}
	return f, nil
}

// A metOpener opens what Walk met as a regular file.
type metOpener interface {
	openMet(name string) (fs.File, error)
}

// Stat asks src for what the walk left out, if it did.
func (e *Entry) Stat(src Source) error {
	if e.Size != unknownSize {
		return nil
	}
	l, ok := src.(lstater)
	if !ok {
		return pathError("stat", e.Name, fs.ErrInvalid)
	}
	i, err := l.lstat(e.Name)
	if err == nil {
		e.Size, e.Modified, e.Change = i.size, i.modified, i.change
	}
	return err
}

// A lstater is a Source that tells of a name without opening anything.
type lstater interface {
	lstat(name string) (*info, error)
}

// A Skip says why something was not examined.
type Skip struct {
	Reason string // one of the Reason constants
	Detail string // for people; never holds text of the file
}

// Reasons for which a share's entry is not examined.
const (
	ReasonUnreadable = "unreadable" // permission or an input/output error
	ReasonVanished   = "vanished"   // it was listed and is gone
	ReasonLink       = "link"       // a link that leads out of the share or nowhere, or is not followed
	ReasonSpecial    = "special"    // FIFO, socket or device
	ReasonOffline    = "offline"    // kept elsewhere: reading would fetch it from tape or cloud
	ReasonTimeout    = "timeout"    // the share did not answer in time
)
