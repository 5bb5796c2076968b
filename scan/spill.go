package scan

import (
	"encoding/binary"
	"fmt"
	"os"
	"slices"
)

// spill moves everything to the temporary file.
func (c *crowd) spill() error {
	if c.file == nil {
		f, err := os.CreateTemp(c.dir, "shikiri-*.tmp")
		if err != nil {
			return fmt.Errorf("keep fingerprints: %w", err)
		}
		c.file = f
		c.removed = os.Remove(f.Name()) == nil // while it is open, where the system allows: no kill leaves it behind
	}
	var buf []byte
	for i := range c.parts {
		p := &c.parts[i]
		if len(p.here) == 0 {
			continue
		}
		buf = slices.Grow(buf[:0], len(p.here)*sightingSize)
		for j := range p.here {
			buf = p.here[j].append(buf)
		}
		if _, err := c.file.WriteAt(buf, c.size); err != nil {
			return fmt.Errorf("keep fingerprints: %w", err)
		}
		p.spilled = append(p.spilled, segment{c.size, len(p.here)})
		c.size += int64(len(buf))
		p.here = p.here[:0]
	}
	c.n = 0
	return nil
}

// sightingSize is the size of a sighting in the temporary file. The first bits of
// the client tell what the name is; there are not as many clients.
const sightingSize = 16 + 8*traits + 8 + 12

func (s *sighting) append(b []byte) []byte {
	e := binary.LittleEndian
	b = e.AppendUint64(b, s.name[0])
	b = e.AppendUint64(b, s.name[1])
	for _, t := range s.traits {
		b = e.AppendUint64(b, t)
	}
	b = e.AppendUint64(b, s.kinds)
	client := s.client
	for i, is := range [...]bool{s.nobody, s.short, s.sole} {
		if is {
			client |= 1 << (31 - i)
		}
	}
	b = e.AppendUint32(b, client)
	b = e.AppendUint32(b, s.share)
	return e.AppendUint32(b, s.group)
}

func (s *sighting) take(b []byte) {
	e := binary.LittleEndian
	s.name = [2]uint64{e.Uint64(b[0:]), e.Uint64(b[8:])}
	for i := range s.traits {
		s.traits[i] = e.Uint64(b[16+8*i:])
	}
	b = b[16+8*traits:]
	s.kinds = e.Uint64(b)
	s.client, s.share, s.group = e.Uint32(b[8:]), e.Uint32(b[12:]), e.Uint32(b[16:])
	s.nobody, s.short, s.sole = s.client>>31 != 0, s.client>>30&1 != 0, s.client>>29&1 != 0
	s.client &= 1<<29 - 1
}

// Close removes the temporary file.
func (c *crowd) Close() {
	if c.file != nil {
		c.file.Close()
		if !c.removed {
			os.Remove(c.file.Name())
		}
		c.file = nil
	}
}
