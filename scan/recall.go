package scan

import (
	"hash/crc32"
	"time"
)

// A keeping is what is kept of the file in hand while it is read: sightings
// first, for they may be millions, and the rest when the file is done.
type keeping struct {
	id     int64 // of the file in the store; 0: nothing is there yet
	parts  [][]byte
	size   int   // of parts
	stored int64 // parts that are in the store already
	sum    uint32
	read   time.Time // when the reading began
	unique unique
}

// keptSize bounds what is in memory of the sightings of a file.
const keptSize = 1 << 20

// recall takes the result of a file that has not changed from the state.
func (w *worker) recall(j job) bool {
	if j.known == nil || w.explain {
		return false
	}
	w.persons.keep = nil
	share := w.state.shares[j.share]
	err := w.state.store.each(share, j.entry.Name, *j.known, func(n int64, data []byte) error {
		if n == j.known.parts-1 {
			return w.unpack(data)
		}
		return unpackSightings(data, w.seeAgain)
	})
	if err != nil {
		w.crowd.void(w.file.groups)
		if !w.file.stale {
			w.state.noteDamage()
		}
		w.begin(j)
		return false
	}
	return true
}

// seeAgain puts a stored sighting into the crowd.
func (w *worker) seeAgain(s *sighting) error {
	r := w.file
	switch {
	case int(s.group) > len(r.groups):
		return errDamaged
	case int(s.group) == len(r.groups): // they are met in their order
		r.groups = append(r.groups, w.crowd.newGroup(holding{w.number, r.client, w.entry.Path, ""})) // unpack says which member
	}
	s.group, s.client, s.share = r.groups[s.group], uint32(r.client), uint32(w.number)
	if s.nobody {
		s.name = w.persons.nobody()
	}
	w.persons.put(*s)
	return nil
}

func (st *state) noteDamage() {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.damaged++
}

// beginKeeping prepares for the file that is about to be read.
func (w *worker) beginKeeping() {
	w.persons.keep = nil
	w.persons.end() // the file before
	w.kept.id = 0   // it is put: to forget the next one must not take it back
	if w.state != nil && w.state.shares[w.number] != 0 {
		w.persons.keep = w.keepSightings
		w.kept = keeping{unique: w.kept.unique, read: w.state.now()}
	}
}

// keepSightings keeps sightings of the file in hand, and returns them each once.
func (w *worker) keepSightings(all []sighting) []sighting {
	if len(all) == 0 {
		return all
	}
	all = w.kept.unique.keep(all)
	w.keepPart(packSightings(nil, all, w.file.groups))
	if w.kept.size >= keptSize {
		k := &w.kept
		if k.id == 0 {
			k.id = w.state.store.newID()
		}
		w.state.store.addParts(k.id, k.stored, k.parts)
		k.stored += int64(len(k.parts))
		k.parts, k.size = nil, 0
	}
	return all
}

func (w *worker) keepPart(data []byte) {
	k := &w.kept
	k.parts = append(k.parts, data)
	k.size += len(data)
	k.sum = crc32.Update(k.sum, castagnoli, data)
}

// remember puts what was found in the file in hand into the state, unless
// another reading might find something else in the same file.
func (w *worker) remember() {
	k, st := &w.kept, w.state
	if w.persons.keep == nil {
		return
	}
	w.persons.end()
	w.persons.keep = nil
	packed, err := w.file.pack()
	if err != nil || !w.lasts() {
		w.forget()
		return
	}
	if packed != nil {
		w.keepPart(packed)
	}
	if k.id == 0 {
		k.id = st.store.newID()
	}
	e := &w.entry
	f := storedFile{id: k.id, size: e.Size, modified: nanoseconds(e.Modified), change: int64(e.Change), rules: st.rules, parts: k.stored + int64(len(k.parts))}
	share := st.shares[w.number]
	f.sum = f.total(share, e.Name, k.sum)
	st.store.put(share, e.Name, f, w.file.job.old, k.stored, k.parts)
	st.keep(k.id)
}

// forget takes back what was kept of the file in hand.
func (w *worker) forget() {
	if w.kept.id != 0 {
		w.state.store.remove(w.kept.id)
	}
	w.kept.id = 0
}

// lasts reports whether what was found in the file in hand holds as long as the
// file does not change.
func (w *worker) lasts() bool {
	for _, u := range w.file.unexamined {
		if !ownReasons[u.Reason] {
			return false
		}
	}
	return !w.file.failed && !w.file.untold && w.state.trusts(&w.entry, w.kept.read)
}
