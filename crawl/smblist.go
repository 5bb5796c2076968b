package crawl

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/fnv"
	"hash/maphash"
	"io"
	"io/fs"
	"strings"
)

// smbBatch is how many bytes of a folder's list are asked for at once, some
// 2,000 entries.
const smbBatch = 256 << 10

// listSlack is how many entries of one listing may be twice there, besides as many
// as there are: files that are renamed meanwhile come again. A server that begins
// anew whenever the list should end would never let the walk end.
const listSlack = 10_000

// An smbFolder lists a folder of a server. When its connection breaks the folder
// is listed again and what was told is left out.
type smbFolder struct {
	src   *smb
	spot  smbSpot
	h     *smbHandle    // nil: not open now
	at    use[*smbConn] // where h is open
	class listClass
	self  dirID

	batch []listed // that next has returned
	told  map[uint64]struct{}
	seed  maphash.Seed
	came  int // entries since it was opened
}

// A listClass is how the server writes entries ([MS-FSCC] 2.4). All begin alike.
type listClass struct {
	number byte
	nameAt int
	tagAt  int // of the reparse tag; 0: the class has none
}

var (
	classIDFull = listClass{38, 80, 64} // FileIdFullDirectoryInformation, 2.4.18
	classPlain  = listClass{1, 64, 0}   // FileDirectoryInformation, 2.4.10: of old servers
)

func (s *smb) openFolder(at smbSpot) (*smbFolder, error) {
	r := &smbFolder{src: s, spot: at, class: classIDFull, seed: maphash.MakeSeed()}
	if err := r.open(); err != nil {
		return nil, err
	}
	return r, nil
}

func (r *smbFolder) open() error {
	return r.spot.host.pool.do(func(u use[*smbConn]) error {
		h, err := u.conn.openData(r.spot.smbPlace, optionFolder)
		if err != nil {
			return err
		}
		if r.self, err = h.number(); err != nil {
			_ = h.Close()
			return err
		}
		r.spot.host.pool.hold(u)
		r.h, r.at, r.came = h, u, 0
		return nil
	})
}

// number returns what the server calls a folder, whatever the way to it
// (FileInternalInformation, [MS-FSCC] 2.4.22). A server that does not tell, or
// has larger numbers (ReFS), gives the zero dirID.
func (h *smbHandle) number() (dirID, error) {
	b, err := h.info(1, 6, 0, 8)
	if smbBroken(err) {
		return dirID{}, err
	}
	if err != nil || len(b) < 8 {
		return dirID{}, nil
	}
	n := binary.LittleEndian.Uint64(b)
	if n == 0 || n == 1<<64-1 {
		return dirID{}, nil
	}
	share := fnv.New64a()
	_, _ = io.WriteString(share, h.share)
	return dirID{share.Sum64(), n}, nil
}

func (r *smbFolder) id() dirID { return r.self }

func (r *smbFolder) Close() error {
	if r.h == nil {
		return nil
	}
	err := r.h.Close()
	r.h = nil
	r.spot.host.pool.release(r.at)
	return err
}

func (r *smbFolder) next() ([]listed, error) {
	pool := r.spot.host.pool
	for try := 1; ; try++ {
		if r.h == nil {
			r.remember()
			if err := r.open(); err != nil {
				return nil, err
			}
		}
		batch, err := r.query()
		if err == nil || err == io.EOF {
			return batch, err
		}
		if pool.broken(err) {
			_ = r.Close()
		}
		if err = pool.after(r.at, err, try); err != errAgain {
			return nil, err
		}
	}
}

// remember keeps what the last batch told, as hashes: a folder can have millions
// of entries. Most folders have one batch and need no memory.
func (r *smbFolder) remember() {
	if r.told == nil {
		r.told = map[uint64]struct{}{}
	}
	for _, l := range r.batch {
		r.told[maphash.String(r.seed, l.name)] = struct{}{}
	}
	r.batch = r.batch[:0]
}

// query asks for some entries. The error is io.EOF after the last.
func (r *smbFolder) query() ([]listed, error) {
	answer, err := r.h.tree.ask(directoryRequest(r.h.opened.id, r.class.number, min(smbBatch, r.h.limits.transact)))
	switch {
	case err == statusNoMoreFiles, err == statusNoSuchFile:
		return nil, io.EOF
	case r.class == classIDFull && classUnknown(err):
		r.class = classPlain
		return r.query()
	case err != nil:
		return nil, err
	}
	b, err := parseBuffer(answer)
	if err != nil {
		return nil, &lineError{err}
	}
	if len(r.batch) > 0 {
		r.remember()
	}
	if err := r.entries(b); err != nil {
		r.batch = r.batch[:0] // nobody was told of them
		return nil, &lineError{err}
	}
	return r.batch, nil
}

// classUnknown reports whether err says that the server has no such class.
func classUnknown(err error) bool {
	return errors.Is(err, smbStatus(0xc0000003)) || errors.Is(err, smbStatus(0xc00000bb)) || errors.Is(err, smbStatus(0xc0000002))
}

// entries puts what the answer lists into the batch.
func (r *smbFolder) entries(b []byte) error {
	err := parseEntries(b, r.class, func(e *smbEntry) {
		if e.name == "." || e.name == ".." {
			return
		}
		r.came++
		if _, was := r.told[maphash.String(r.seed, e.name)]; was {
			return
		}
		if l, ok := r.listed(e); ok {
			r.batch = append(r.batch, l)
		}
	})
	if known := len(r.told) + len(r.batch); err == nil && r.came > 2*known+listSlack {
		return malformed("%d entries of a folder that has %d", r.came, known)
	}
	return err
}

// listed says what Walk is to do with an entry; ok is false for one that is met
// elsewhere.
func (r *smbFolder) listed(e *smbEntry) (l listed, ok bool) {
	l = listed{name: e.name, mode: 0o444, size: e.size, modified: timeOf(e.written), change: e.change}
	if e.attributes&attrDirectory != 0 {
		l.mode = fs.ModeDir | 0o555
	}
	if e.bad {
		l.err = errName
		return l, true
	}
	if e.attributes&attrReparse != 0 && !e.tag.word().data {
		switch err := r.src.link(r.spot.below(e.name), e.tag); err {
		case errNoLink:
		case errMetElsewhere:
			return l, false
		case nil:
			l.mode = fs.ModeDir | 0o555
			return l, true
		default:
			l.mode, l.err = fs.ModeSymlink, err
			return l, true
		}
	}
	if !l.mode.IsDir() && notOnDisk(e.attributes) {
		l.err = errOffline
	}
	return l, true
}

// An smbEntry is an entry of a folder's list.
type smbEntry struct {
	name       string
	bad        bool // the name cannot be one; it is shown with "_" for what is wrong
	size       int64
	written    uint64 // FILETIME
	change     uint64 // FILETIME
	attributes uint32
	tag        reparseTag // with attrReparse
}

// parseEntries calls fn for each entry of a list. e is valid during the call. What
// lies between two entries, or behind the last, and could be one, is an error:
// files in it would be missing from the report without a word.
func parseEntries(b []byte, class listClass, fn func(e *smbEntry)) error {
	var e smbEntry
	for len(b) > 0 {
		next, end, err := e.parse(b, class)
		if err != nil {
			return err
		}
		if next != 0 && next < uint32(class.nameAt) || uint64(next) > uint64(len(b)) {
			return malformed("the next entry of a folder at %d of %d", next, len(b))
		}
		after := b[len(b):]
		if next != 0 {
			after = b[next:]
		}
		if gap := b[min(end, len(b)-len(after)) : len(b)-len(after)]; len(gap) >= class.nameAt && !blank(gap) {
			return malformed("%d bytes of a folder's list that no entry holds", len(gap))
		}
		fn(&e)
		b = after
	}
	return nil
}

// blank reports whether b holds zeros only: what servers fill gaps with.
func blank(b []byte) bool { return len(bytes.Trim(b, "\x00")) == 0 }

// parse reads the entry that b begins with, and returns where the next begins, 0
// for the last, and where its own bytes end.
func (e *smbEntry) parse(b []byte, class listClass) (next uint32, end int, err error) {
	r := &wireReader{b: b}
	next = r.u32()
	r.skip(4 + 16)
	*e = smbEntry{written: r.u64(), change: r.u64(), size: int64(r.u64())}
	r.skip(8)
	e.attributes = r.u32()
	length := r.u32()
	if class.tagAt != 0 && e.attributes&attrReparse != 0 {
		e.tag = reparseTag(r.from(uint32(class.tagAt)).u32())
	}
	name := r.from(uint32(class.nameAt))
	raw := name.bytes(length)
	if r.short || name.short || e.size < 0 {
		return 0, 0, malformed("an entry of a folder in %d bytes", len(b))
	}
	valid := false
	if e.name, valid = nameFromUTF16(raw); !valid {
		e.bad, e.name = true, "_"+strings.NewReplacer("/", "_", `\`, "_", "\x00", "_").Replace(e.name)
	}
	return next, class.nameAt + len(raw), nil
}
