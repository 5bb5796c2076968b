package scan

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"hash/maphash"
)

// A sighting is a record of a person as the crowd keeps it: fingerprints only.
// The person is the name; the traits tell namesakes apart.
type sighting struct {
	client uint32
	name   [2]uint64      // 128 bits of HMAC-SHA-256
	traits [traits]uint64 // keyed hashes that are good for this run only
	share  uint32
	group  uint32 // the file or member
	kinds  uint64 // slots
}

// An identifier makes fingerprints. Each worker has its own.
type identifier struct {
	set interface {
		AppendIdentity([]byte, int, []byte) []byte
	}
	mac     hash.Hash
	seed    maphash.Seed
	crowd   *crowd
	scratch []byte
	sum     [sha256.Size]byte
	batch   []sighting
}

// batchSize is how many sightings a worker gathers before it takes the crowd's
// lock.
const batchSize = 4096

func newIdentifier(cfg *Config, c *crowd) *identifier {
	return &identifier{set: cfg.Set, mac: hmac.New(sha256.New, cfg.Key), seed: c.seed, crowd: c, batch: make([]sighting, 0, batchSize)}
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
	var h maphash.Hash
	h.SetSeed(p.seed)
	h.WriteByte(byte(trait))
	h.WriteByte(byte(kind))
	h.Write(value)
	return h.Sum64() | 1
}

// add puts the person of a record into the crowd. Who has no name is told by
// the strongest trait.
func (p *identifier) add(r *record, client, share int, group uint32) {
	s := sighting{client: uint32(client), traits: r.traits, share: uint32(share), group: group, kinds: r.kinds}
	p.mac.Reset()
	if len(r.name) > 0 {
		p.mac.Write(r.name)
	} else {
		p.writeTrait(r)
		s.traits = [traits]uint64{}
	}
	sum := p.mac.Sum(p.sum[:0])
	s.name = [2]uint64{binary.BigEndian.Uint64(sum), binary.BigEndian.Uint64(sum[8:])}
	p.batch = append(p.batch, s)
	if len(p.batch) == batchSize {
		p.flush()
	}
}

// writeTrait feeds the strongest trait; a record without any is a person of its
// own, told from others by its group and kinds only.
func (p *identifier) writeTrait(r *record) {
	var b [9]byte
	for i, t := range r.traits {
		if t != 0 {
			b[0] = byte(i)
			binary.BigEndian.PutUint64(b[1:], t)
			p.mac.Write(b[:])
			return
		}
	}
	p.crowd.mu.Lock()
	p.crowd.nameless++
	binary.BigEndian.PutUint64(b[1:], p.crowd.nameless)
	p.crowd.mu.Unlock()
	b[0] = traits
	p.mac.Write(b[:])
}

func (p *identifier) flush() error {
	err := p.crowd.add(p.batch)
	p.batch = p.batch[:0]
	return err
}
