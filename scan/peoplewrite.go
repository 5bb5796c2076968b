package scan

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"hash"
	"hash/crc32"
	"io"
	"maps"
	"slices"
)

// A peopleEncoder writes entries.
type peopleEncoder struct {
	*bufio.Writer
	sum   hash.Hash32
	path  string // of the last entry that has one
	buf   []byte
	part  []sighting // of one part of the crowd
	order []uint32   // numbers of groups in the file, by those of the crowd
	n     int64      // sightings met

	nobodies map[nobodies]int64 // people
}

// nobodies are people of a file of whom nothing is known, by the kinds of data.
type nobodies struct {
	group uint32
	kinds uint64
}

// encodePeople writes a people file and returns how many sightings it holds. The
// groups of the crowd and held are in memory already; of the sightings, one part
// at a time.
func encodePeople(w io.Writer, h peopleHeader, c *crowd, held []fileHolders) (int64, error) {
	sum := crc32.New(castagnoli)
	e := &peopleEncoder{Writer: bufio.NewWriterSize(io.MultiWriter(w, sum), 64<<10), sum: sum, nobodies: make(map[nobodies]int64)}
	groups := e.number(c)
	h.Groups, h.Holders = len(groups), len(held)
	header, err := json.Marshal(h)
	if err != nil {
		return 0, err
	}
	e.WriteString(peopleMark)
	e.put(uint64(len(header)))
	e.Write(header)
	e.groups(c, groups)
	e.holders(held)
	if err := c.each(e.take); err != nil {
		return 0, err
	}
	e.endPart()
	e.endNobodies()
	e.WriteByte(endEntry)
	e.put(uint64(e.n))
	if err := e.Flush(); err != nil {
		return 0, err
	}
	_, err = w.Write(binary.LittleEndian.AppendUint32(nil, sum.Sum32()))
	return e.n, err
}

// number orders the groups that count, and notes where each stands.
func (e *peopleEncoder) number(c *crowd) (groups []uint32) {
	for g := 1; g < len(c.groups); g++ {
		if _, void := c.voided[uint32(g)]; !void {
			groups = append(groups, uint32(g))
		}
	}
	slices.SortStableFunc(groups, func(a, b uint32) int {
		x, y := &c.groups[a], &c.groups[b]
		return cmp.Or(cmp.Compare(x.share, y.share), cmp.Compare(x.path, y.path), cmp.Compare(x.member, y.member))
	})
	e.order = make([]uint32, len(c.groups))
	for i, g := range groups {
		e.order[g] = uint32(i)
	}
	return groups
}

func (e *peopleEncoder) groups(c *crowd, groups []uint32) {
	for _, g := range groups {
		h := &c.groups[g]
		e.WriteByte(groupEntry)
		e.put(uint64(h.share))
		e.put(uint64(h.client))
		e.putPath(h.path)
		e.putText(h.member)
	}
}

func (e *peopleEncoder) holders(held []fileHolders) {
	slices.SortStableFunc(held, func(a, b fileHolders) int {
		return cmp.Or(cmp.Compare(a.share, b.share), cmp.Compare(a.path, b.path), cmp.Compare(a.client, b.client), cmp.Compare(a.records, b.records))
	})
	e.path = ""
	for i := range held {
		h := &held[i]
		e.WriteByte(holdersEntry)
		e.put(uint64(h.share))
		e.put(uint64(h.client))
		e.putPath(h.path)
		e.put(uint64(h.records))
		e.put(uint64(h.companies))
	}
}

// take takes the sightings of a name. They come part by part.
func (e *peopleEncoder) take(sameName []sighting) {
	if len(e.part) > 0 && (e.part[0].part() != sameName[0].part() || len(e.part) > maxLot) {
		e.endPart()
	}
	e.part = append(e.part, sameName...)
}

// endPart writes the sightings of a part of the crowd, sorted.
func (e *peopleEncoder) endPart() {
	named := e.part[:0]
	for _, s := range e.part {
		s.group = e.order[s.group]
		e.n++
		if s.nobody { // their names are numbers, and others in each run
			e.nobodies[nobodies{s.group, s.kinds}]++
		} else {
			named = append(named, s)
		}
	}
	slices.SortFunc(named, func(a, b sighting) int {
		return cmp.Or(cmp.Compare(a.name[0], b.name[0]), cmp.Compare(a.name[1], b.name[1]), cmp.Compare(a.group, b.group),
			slices.Compare(a.traits[:], b.traits[:]), cmp.Compare(a.kinds, b.kinds))
	})
	for len(named) > 0 {
		n := 1
		for n < len(named) && named[n].name == named[0].name {
			n++
		}
		e.name(named[:n])
		named = named[n:]
	}
	e.part = e.part[:0]
}

func (e *peopleEncoder) endNobodies() {
	all := slices.SortedFunc(maps.Keys(e.nobodies), func(a, b nobodies) int {
		return cmp.Or(cmp.Compare(a.group, b.group), cmp.Compare(a.kinds, b.kinds))
	})
	for _, some := range all {
		e.WriteByte(nobodiesEntry)
		e.put(uint64(some.group))
		e.put(some.kinds)
		e.put(uint64(e.nobodies[some]))
	}
}

func (e *peopleEncoder) name(same []sighting) {
	e.WriteByte(nameEntry)
	e.put64(same[0].name[0])
	e.put64(same[0].name[1])
	e.put(uint64(len(same)))
	for i := range same {
		s := &same[i]
		known := byte(0)
		for k, v := range s.traits {
			if v != 0 {
				known |= 1 << k
			}
		}
		e.WriteByte(known)
		for _, v := range s.traits {
			if v != 0 {
				e.put64(v)
			}
		}
		e.put(uint64(s.group))
		e.put(s.kinds)
	}
}

// What goes wrong when writing is kept by bufio: Flush returns it.
func (e *peopleEncoder) put(n uint64) {
	e.buf = binary.AppendUvarint(e.buf[:0], n)
	e.Write(e.buf)
}

func (e *peopleEncoder) put64(n uint64) {
	e.buf = binary.LittleEndian.AppendUint64(e.buf[:0], n)
	e.Write(e.buf)
}

func (e *peopleEncoder) putText(s string) {
	e.put(uint64(len(s)))
	e.WriteString(s)
}

func (e *peopleEncoder) putPath(path string) {
	n := 0
	for n < len(path) && n < len(e.path) && path[n] == e.path[n] {
		n++
	}
	e.put(uint64(n))
	e.putText(path[n:])
	e.path = path
}
