package scan

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"
	"time"

	"github.com/shikiri/shikiri/crawl"
	"github.com/shikiri/shikiri/extract"
)

// A state remembers from run to run what was found in files, so that one that
// has not changed is not read again, and a scan that was killed goes on. It holds
// masked excerpts, counts and keyed fingerprints: no value. nil: nothing is
// remembered.
type state struct {
	store  *store
	rules  int64   // identifies all that decides what is found
	shares []int64 // their numbers in the store; 0: nothing of the share is remembered
	now    func() time.Time

	mu      sync.Mutex
	kept    map[int64][]uint64 // files that are there still, as bits, by the run that put them
	damaged int64              // files of which the store holds something else than was put
}

// openState opens cfg.State and sets cfg.Key to one that lasts. The caller closes
// it.
func openState(cfg *Config) (*state, error) {
	if cfg.State == "" {
		return nil, nil
	}
	if cfg.Reveal {
		return nil, errors.New("use a state: it holds masked excerpts only, and this report shows values (leave out --state or --reveal)")
	}
	if err := makeStateDir(cfg.State); err != nil {
		return nil, err
	}
	path, err := stateFile(cfg.State)
	if err != nil {
		return nil, err
	}
	st := &state{shares: make([]int64, len(cfg.Shares)), now: cfg.Now, kept: make(map[int64][]uint64)}
	if st.store, err = openStore(path, cmp.Or(cfg.stateBatch, storeRows)); err != nil {
		return nil, err
	}
	if err := st.begin(cfg); err != nil {
		_ = st.store.Close() // nothing was written
		return nil, err
	}
	return st, nil
}

func (st *state) begin(cfg *Config) (err error) {
	if cfg.Key == nil {
		if cfg.Key, err = stateKey(cfg.State); err != nil {
			return err
		}
	}
	if st.rules, err = ruleNumber(cfg); err != nil {
		return err
	}
	met := make(map[string]bool)
	for i, s := range cfg.Shares {
		if met[s.URL] {
			continue // one file has one row
		}
		met[s.URL] = true
		if st.shares[i], err = st.store.share(s.URL); err != nil {
			return err
		}
	}
	return nil
}

// ruleNumber identifies all that decides what is found in a file: the program,
// with all that detects and extracts, the rules, the limits and the key of the
// fingerprints. The program is identified by its executable file: versions are
// not set in builds of one's own, and a hash of sources would have to name each
// package that matters. Reading it takes some 30 ms.
func ruleNumber(cfg *Config) (int64, error) {
	path, err := os.Executable()
	if runtime.GOOS == "linux" {
		path, err = "/proc/self/exe", nil // the one that runs, if another took its place
	}
	h := sha256.New()
	var f *os.File
	if err == nil {
		f, err = os.Open(path)
	}
	if err == nil {
		_, err = io.Copy(h, f)
		f.Close()
	}
	if err != nil {
		return 0, fmt.Errorf("use a state: read the program itself: %w (it must be readable, to tell its version)", err)
	}
	key := sha256.Sum256(append([]byte("shikiri state\x00"), cfg.Key...))
	b := cfg.Budget
	if b.Settings != nil {
		fmt.Fprintf(h, "\x00%s", b.Settings.Mark)
	}
	fmt.Fprintf(h, "\x00%s\x00%d\x00%d %d %d\x00%x", cfg.Set.Hash(), cfg.MinConfidence, b.Depth, b.Bytes, b.Ratio, key)
	return int64(binary.BigEndian.Uint64(h.Sum(nil))), nil
}

// justNow is how young a change may be to go unseen: FAT counts time in two
// seconds. Numbers of changes are times too on most servers, and do not help.
const justNow = 2 * time.Second

// trusts reports whether another content of the file, read at some time, would
// show in its times.
func (st *state) trusts(e *crawl.Entry, read time.Time) bool {
	return (!e.Modified.IsZero() || e.Change != 0) && e.Modified.Before(read.Add(-justNow))
}

// known looks a file up, and tells whether it is unchanged. st may be nil.
func (st *state) known(j *job) bool {
	if st == nil || j.asked || st.shares[j.share] == 0 || j.entry.Skip != nil {
		return j.known != nil
	}
	j.asked = true
	share := st.shares[j.share]
	f, ok := st.store.look(share, j.entry.Name)
	if !ok {
		return false
	}
	j.old = f.id
	e := &j.entry
	if f.rules != st.rules || f.size != e.Size || f.modified != nanoseconds(e.Modified) || f.change != int64(e.Change) {
		return false
	}
	j.known = &f
	st.keep(f.id)
	return true
}

// keep notes that a file is there still.
func (st *state) keep(id int64) {
	st.mu.Lock()
	defer st.mu.Unlock()
	run, n := id>>runBits, id&(1<<runBits-1)
	set := st.kept[run]
	for int64(len(set))*64 <= n {
		set = append(set, make([]uint64, 1+len(set)/4)...)
	}
	set[n/64] |= 1 << (n % 64)
	st.kept[run] = set
}

func (st *state) isKept(id int64) bool {
	set := st.kept[id>>runBits]
	n := id & (1<<runBits - 1)
	return n/64 < int64(len(set)) && set[n/64]&(1<<(n%64)) != 0
}

// Close removes what is no longer there of the shares that were walked to their
// end, and returns what is to be warned of.
func (st *state) Close(walked func(share int) bool) (warnings []string) {
	for i, share := range st.shares {
		if share != 0 && walked(i) {
			st.store.sweep(share, st.isKept)
		}
	}
	if err := st.store.Close(); err != nil {
		warnings = append(warnings, "the state is incomplete, and the next run reads more again: "+err.Error())
	}
	if st.damaged > 0 {
		warnings = append(warnings, fmt.Sprintf("the state %s is damaged in %d places: these files were read again (delete its directory if that does not end)", st.store.path, st.damaged))
	}
	return warnings
}

// ownReasons are those that lie in the file: it would not be examined better if
// it was read again.
var ownReasons = map[string]bool{
	extract.ReasonPartial: true, extract.ReasonDamaged: true, extract.ReasonEncrypted: true, extract.ReasonTooLarge: true, extract.ReasonUnsupported: true,
}

// nanoseconds is 0 for a time that is not known.
func nanoseconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}
