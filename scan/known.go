package scan

import (
	"cmp"
	"errors"
	"slices"

	"github.com/shikiri/shikiri/scan/known"
)

// A knowing looks for known people among the sightings of a run. nil: nobody is
// known.
//
// It works on fingerprints, when all is read: files that were recalled from a
// state or read twice are like all others.
type knowing struct {
	sets   []*knownSet
	marks  *identifier
	failed error // the first of a temporary file
}

// A knownSet is one list and where its people were seen.
type knownSet struct {
	*known.Set
	hits hits
	// Scratch: of one name, and of one trait.
	seen   []seenHere
	shared []uint32
}

// A seenHere is somebody of a list in a file.
type seenHere struct {
	group, person uint32
	byName        bool
}

// hit puts what is certain before what is not.
func (h *seenHere) hit() uint64 {
	n := uint64(h.group)<<32 | uint64(h.person)
	if h.byName {
		n |= 1 << 31
	}
	return n
}

func newKnowing(cfg *Config, c *crowd) *knowing {
	if len(cfg.Known) == 0 {
		return nil
	}
	k := &knowing{marks: newIdentifier(cfg, c, true)}
	for _, s := range cfg.Known {
		k.sets = append(k.sets, &knownSet{Set: s, hits: hits{dir: cfg.TempDir, limit: hitLimit}})
	}
	return k
}

// checkKnown returns an error if known people cannot be looked for.
func checkKnown(cfg *Config) error {
	if len(cfg.Known) > 0 && cfg.Key == nil {
		return errors.New("look for known people: there is no fingerprint key")
	}
	return nil
}

// look looks for the people of one name, all sightings of which are in seen.
func (k *knowing) look(seen []sighting) {
	if k == nil || seen[0].nobody {
		return
	}
	for _, s := range k.sets {
		if err := s.look(k.marks, seen); err != nil && k.failed == nil {
			k.failed = err
		}
	}
}

// err returns why who is known could not be kept.
func (k *knowing) err() error {
	if k == nil {
		return nil
	}
	return k.failed
}

// look looks for one list's people of one name. In a file where somebody of the
// name is certain, the name alone is nobody else's.
func (s *knownSet) look(marks *identifier, seen []sighting) error {
	same := s.Look(seen[0].name)
	s.seen = s.seen[:0]
	for i := range seen {
		if person, byName, ok := s.judge(marks, &seen[i], same); ok {
			s.seen = append(s.seen, seenHere{seen[i].group, person, byName})
		}
	}
	if len(s.seen) > 1 {
		slices.SortFunc(s.seen, func(a, b seenHere) int { return cmp.Compare(a.hit(), b.hit()) })
	}
	for i := 0; i < len(s.seen); {
		first := i
		for ; i < len(s.seen) && s.seen[i].group == s.seen[first].group; i++ {
			if !s.seen[i].byName || i == first {
				if err := s.hits.add(s.seen[i].hit()); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// judge says who of the list a sighting is. same are the people of its name, or
// of the trait that stands for it.
//
// It is certain if the list has the name together with something that tells
// namesakes apart, unless both have a date of birth and it is another: father and
// son share all else. It is certain under any name if a number, a mail address or
// a mobile telephone is that of one person of the list alone. The name by itself
// is told apart, and is nothing where the date of birth is another and all else
// too.
func (s *knownSet) judge(marks *identifier, one *sighting, same known.Owners) (person uint32, byName, ok bool) {
	if len(same) > 0 {
		switch person, class := same.At(0); class {
		case known.Own, known.Alone:
			return person, false, true
		case known.Trait: // of somebody without a name: it may be anybody's
			return 0, false, false
		}
	}
	if one.traits == [traits]uint64{} {
		if len(same) == 0 {
			return 0, false, false
		}
		person, _ = same.At(0)
		return person, true, true
	}
	for i, t := range byOwners {
		v := one.traits[t]
		if v == 0 || len(same) == 0 && i >= ownTraits {
			continue
		}
		owners := s.Look(marks.ofTrait(t, v))
		if len(owners) == 1 {
			if person, class := owners.At(0); class == known.Own {
				return person, false, true
			}
		}
		s.shared = both(s.shared[:0], same, owners)
		for _, person = range s.shared {
			certain := t == byNumber || one.traits[byBirth] == 0 || !s.Birth(person)
			if t == byBirth {
				certain = len(same) <= birthNamesakes
			}
			if certain {
				return person, false, true
			}
			ok = true
		}
	}
	for i := 0; i < min(len(same), mostNamesakes) && !ok; i++ {
		person, _ = same.At(i)
		ok = one.traits[byBirth] == 0 || !s.Birth(person)
	}
	return person, ok, ok
}

// birthNamesakes is how many people of one name a list may have for a date of
// birth to tell who it is: there are some 20,000 dates, so that a stranger shares
// that of one of twenty namesakes once in a thousand.
const birthNamesakes = 20

// byOwners are the traits by how few people have each: the first ownTraits may
// tell who it is under any name.
var byOwners = [traits]int{byNumber, byMail, byPhone, byAccount, byResidence, byBirth}

const ownTraits = 4

// mostNamesakes bounds how many people of one name are asked for a date of
// birth: a list may have one name in all its rows.
const mostNamesakes = 64

// both appends who is among both owners.
func both(dst []uint32, a, b known.Owners) []uint32 {
	if len(a) > len(b) {
		a, b = b, a
	}
	for i := range a {
		if person, _ := a.At(i); b.Has(person) {
			dst = append(dst, person)
		}
	}
	return dst
}
