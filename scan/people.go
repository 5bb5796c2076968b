package scan

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"hash/maphash"

	"github.com/shikiri/shikiri/detect"
)

// A sighting is a record of a person as the crowd keeps it: fingerprints only.
// The person is the name; the traits tell namesakes apart.
type sighting struct {
	client uint32
	nobody bool           // nothing is known of the person: the name is a number
	short  bool           // the name is a surname at most, which many have
	sole   bool           // there is no name: in its place stands what tells the person apart
	name   [2]uint64      // 128 bits of HMAC-SHA-256
	traits [traits]uint64 // keyed hashes, without a key and a state good for this run only
	share  uint32
	group  uint32 // the file or member
	kinds  uint64 // of its file, as bits
}

// An identifier makes fingerprints. Each worker has its own.
//
// A person's fingerprint is HMAC-SHA-256 where the user has given a key, so that
// it can be compared with another run's. Without one it is good for this run
// only, and a keyed hash of the standard library does: it takes 5 ns where HMAC
// takes 155. With a key or a state fingerprints and traits must outlive the run,
// and both are HMACs.
type identifier struct {
	set     *detect.Set
	mac     hash.Hash // nil without a key
	lasting bool      // traits are HMACs too: for a state or a people file
	seed    maphash.Seed
	second  maphash.Seed
	crowd   *crowd
	scratch []byte
	sum     [sha256.Size]byte
	prefix  [2]byte
	kinds   [][]byte // names of the detectors: their numbers depend on the rules in use
	nine    [9]byte
	batch   []sighting
	from    int // of the batch: the sightings of the file in hand
	// keep is called with the sightings of the file in hand before they go to the
	// crowd, and returns them, each once. nil: nobody keeps them.
	keep func([]sighting) []sighting
}

// batchSize is how many sightings a worker gathers before it takes the crowd's
// lock.
const batchSize = 4096

func newIdentifier(cfg *Config, c *crowd, lasting bool) *identifier {
	p := &identifier{set: cfg.Set, seed: c.seed, second: c.second, crowd: c, lasting: lasting, batch: make([]sighting, 0, batchSize)}
	if cfg.Key != nil {
		p.mac = hmac.New(sha256.New, cfg.Key)
		for i := range cfg.Set.Len() {
			p.kinds = append(p.kinds, append([]byte(cfg.Set.Detector(i).ID), 0))
		}
	}
	return p
}

// identity returns what stays the same however value is written. It is valid
// until the next call.
func (p *identifier) identity(detector int, value []byte) []byte {
	p.scratch = p.set.AppendIdentity(p.scratch[:0], detector, value)
	return p.scratch
}

// hash returns a keyed hash of a trait, never 0. kind keeps numbers of two kinds
// apart.
func (p *identifier) hash(trait, kind int, value []byte) uint64 {
	if p.lasting {
		p.prefix = [2]byte{0xFF, byte(trait)} // no name begins with FF
		p.mac.Reset()
		p.mac.Write(p.prefix[:])
		if trait == byNumber || trait == byAccount {
			p.mac.Write(p.kinds[kind])
		}
		p.mac.Write(value)
		return binary.BigEndian.Uint64(p.mac.Sum(p.sum[:0])) | 1
	}
	return (maphash.Bytes(p.seed, value)^uint64(trait<<8|kind)*0x9E3779B97F4A7C15)*0xD6E8FEB86659FD93 | 1
}

// add puts the person of a record into the crowd. Who has no name is told by
// the strongest trait.
func (p *identifier) add(r *record, client, share int, group uint32) {
	s := sighting{client: uint32(client), traits: r.traits, share: uint32(share), group: group, kinds: r.kinds}
	if len(r.name) > 0 {
		s.name, s.short = p.fingerprint(r.name), r.short()
	} else {
		s.name, s.nobody = p.nameless(r)
		s.sole, s.traits = !s.nobody, [traits]uint64{}
	}
	p.put(s)
}

func (p *identifier) put(s sighting) {
	p.batch = append(p.batch, s)
	if len(p.batch) == batchSize {
		p.flush()
	}
}

func (p *identifier) fingerprint(b []byte) [2]uint64 {
	if p.mac == nil {
		return [2]uint64{maphash.Bytes(p.seed, b), maphash.Bytes(p.second, b)}
	}
	p.mac.Reset()
	p.mac.Write(b)
	sum := p.mac.Sum(p.sum[:0])
	return [2]uint64{binary.BigEndian.Uint64(sum), binary.BigEndian.Uint64(sum[8:])}
}

// nameless returns the fingerprint of somebody without a name: the strongest
// trait. A record without any is a person of its own: nobody else knows it.
func (p *identifier) nameless(r *record) (name [2]uint64, nobody bool) {
	for i, t := range r.traits {
		if t != 0 {
			return p.ofTrait(i, t), false
		}
	}
	return p.nobody(), true
}

// ofTrait returns the fingerprint of somebody of whom a trait is all that is
// known.
func (p *identifier) ofTrait(i int, value uint64) [2]uint64 {
	p.nine[0] = byte(i)
	binary.BigEndian.PutUint64(p.nine[1:], value)
	return p.fingerprint(p.nine[:])
}

// nobody returns the fingerprint of one more person of whom nothing is known.
func (p *identifier) nobody() [2]uint64 {
	return p.ofTrait(traits, p.crowd.nobody())
}

// end ends the sightings of the file in hand.
func (p *identifier) end() {
	if p.keep != nil {
		p.batch = p.batch[:p.from+len(p.keep(p.batch[p.from:]))]
	}
	p.from = len(p.batch)
}

func (p *identifier) flush() error {
	p.end()
	err := p.crowd.add(p.batch)
	p.batch, p.from = p.batch[:0], 0
	return err
}
