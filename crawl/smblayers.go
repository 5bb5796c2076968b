package crawl

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"io/fs"
	"strings"
	"time"
)

// snapshots lists the previous versions that a server keeps of a share, the
// newest first. A server that knows none has none.
func (h *smbHost) snapshots(p smbPlace) (times []time.Time, err error) {
	err = h.pool.do(func(u use[*smbConn]) error {
		f, err := u.conn.open(p, rightReadData, 0)
		if err != nil {
			return err
		}
		defer f.Close()
		times, err = f.snapshots()
		return err
	})
	return times, err
}

func (h *smbHandle) snapshots() ([]time.Time, error) {
	for size := snapshotsFirst; ; {
		b, err := h.control(fsctlSnapshots, nil, size)
		if err != nil && err != statusBufferOverflow {
			return nil, err
		}
		times, need, err := parseSnapshots(b)
		if err != nil || need == 0 {
			return times, err
		}
		if int(need) <= size || int(need) > h.limits.transact {
			return nil, fmt.Errorf("list previous versions: they need %d bytes", need)
		}
		size = int(need)
	}
}

// What servers answer to a question that the file system of a share does not know.
const (
	statusInvalidDevice smbStatus = 0xc0000010
	statusNotSupported  smbStatus = 0xc00000bb
)

// learnSnapshots asks once for the previous versions of a share. Without the
// option they are only noted: what is deleted may still be in them. A server
// that keeps none says so, or that it does not know the question.
func (s *smb) learnSnapshots(at smbSpot) ([]time.Time, error) {
	key := at.host.name + `\` + at.share
	s.mu.Lock()
	times, known := s.versions[key]
	s.mu.Unlock()
	if known {
		return times, nil
	}
	times, err := at.host.snapshots(smbPlace{share: at.share, path: "."})
	switch {
	case s.wantSnapshots && (ended(err) || Temporary(err)):
		return nil, err
	case s.wantSnapshots && (errors.Is(err, statusInvalidDevice) || errors.Is(err, statusNotSupported)):
		s.mu.Lock()
		s.plain = append(s.plain, DecodeName(at.share))
		s.mu.Unlock()
	case s.wantSnapshots && err != nil:
		s.note("share " + DecodeName(at.share) + ": its previous versions cannot be listed: " + SkipFor(err).Detail)
	case !s.wantSnapshots && len(times) > 0:
		s.note(fmt.Sprintf("share %s has %d previous versions, not scanned; --snapshots scans them", DecodeName(at.share), len(times)))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.versions[key] = times
	return times, nil
}

// smbLayers lists a folder as it is and as it was in all previous versions. An
// older version of a file is told where it differs from those that are newer in
// name, size or time; a folder where no newer version has one of that name.
type smbLayers struct {
	src    *smb
	at     smbSpot     // the newest version of the folder
	prefix string      // of the names of previous versions, before the "@GMT-"
	rest   string      // behind it
	older  []time.Time // versions not yet listed
	now    *smbFolder
	self   dirID
	seen   map[uint64]struct{}
	seed   maphash.Seed
	batch  []listed
}

// layers opens a folder. prefix and rest are the name of the folder without its
// own "@GMT-" element.
func (s *smb) layers(at smbSpot, older []time.Time, prefix, rest string) (dirReader, error) {
	now, err := s.openFolder(at)
	if err != nil {
		return nil, err
	}
	return &smbLayers{src: s, at: at, prefix: prefix, rest: rest, older: older, now: now, self: now.self,
		seen: map[uint64]struct{}{}, seed: maphash.MakeSeed()}, nil
}

func (r *smbLayers) id() dirID { return r.self }

func (r *smbLayers) Close() error {
	if r.now == nil {
		return nil
	}
	return r.now.Close()
}

func (r *smbLayers) next() ([]listed, error) {
	for r.now == nil {
		if len(r.older) == 0 {
			return nil, io.EOF
		}
		if failed := r.openNext(); failed != nil {
			return []listed{*failed}, nil
		}
	}
	entries, err := r.now.next()
	r.batch = r.batch[:0]
	for _, l := range entries {
		if r.isNew(&l) {
			r.batch = append(r.batch, r.named(l))
		}
	}
	if err == io.EOF {
		_ = r.now.Close()
		r.now, err = nil, nil
	}
	return r.batch, err
}

// openNext opens the folder in the next older version, if it was there. It
// returns what to tell of a version that cannot be listed.
func (r *smbLayers) openNext() *listed {
	at := r.at
	at.snapshot, r.older = r.older[0], r.older[1:]
	now, err := r.src.openFolder(at)
	if err == nil {
		r.now = now
		return nil
	}
	gone := errors.Is(err, fs.ErrNotExist) && r.rest != "."
	if gone || errors.Is(err, smbStatus(0xc0000103)) { // was a file then
		return nil
	}
	return &listed{name: ".", full: r.versionName(at.snapshot, ""), err: err}
}

// isNew reports whether an entry differs from those of newer versions.
func (r *smbLayers) isNew(l *listed) bool {
	var b [17]byte
	if l.mode.IsRegular() && l.err == nil {
		b[0] = 1
		binary.LittleEndian.PutUint64(b[1:], uint64(l.size))
		binary.LittleEndian.PutUint64(b[9:], uint64(l.modified.UnixNano()))
	}
	key := maphash.String(r.seed, string(b[:])+strings.ToLower(l.name))
	_, was := r.seen[key]
	r.seen[key] = struct{}{}
	return !was
}

// named gives an entry of a version that is not the folder's own its full name.
func (r *smbLayers) named(l listed) listed {
	if at := r.now.spot.snapshot; !at.Equal(r.at.snapshot) {
		l.full = r.versionName(at, l.name)
	}
	return l
}

// versionName is the name of an entry of this folder in a previous version.
func (r *smbLayers) versionName(at time.Time, name string) string {
	full := r.prefix + gmtName(at)
	if r.rest != "." {
		full += "/" + r.rest
	}
	if name != "" {
		full += "/" + name
	}
	return full
}

// errVersion means that a server lists a previous version and does not open it.
// Samba 4.17 does so where the folder is only in previous versions; smbclient
// meets the same.
var errVersion = errors.New("the server lists this previous version but does not open it")

// openError says what an error in opening a previous version means: it does not
// vanish as a file does.
func (s smbSpot) openError(err error) error {
	if !s.snapshot.IsZero() && errors.Is(err, fs.ErrNotExist) {
		return errVersion
	}
	return err
}
