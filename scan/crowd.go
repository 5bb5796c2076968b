package scan

import (
	"bufio"
	"cmp"
	"container/heap"
	"encoding/binary"
	"fmt"
	"hash/maphash"
	"io"
	"os"
	"slices"
	"sync"
)

// A crowd is all sightings of a run. It counts people exactly in bounded memory:
// what does not fit is sorted and goes to a temporary file, which holds keyed
// fingerprints and nothing else, and everything is merged at the end.
type crowd struct {
	mu       sync.Mutex
	seed     maphash.Seed
	dir      string
	limit    int // sightings in memory
	here     []sighting
	spilled  []*os.File
	groups   uint32
	nameless uint64
	clients  []string
	byName   map[string]int
	err      error
}

// crowdLimit keeps the crowd below 40 MB.
const crowdLimit = 40 << 20 / sightingSize

func newCrowd(dir string) *crowd {
	return &crowd{seed: maphash.MakeSeed(), dir: dir, limit: crowdLimit, byName: make(map[string]int)}
}

// client numbers a client by its name, "" too.
func (c *crowd) client(name string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	i, ok := c.byName[name]
	if !ok {
		i = len(c.clients)
		c.byName[name] = i
		c.clients = append(c.clients, name)
	}
	return i
}

// newGroup numbers a file or member that holds records, from 1.
func (c *crowd) newGroup() uint32 {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.groups++
	return c.groups
}

// add takes a batch of sightings; it keeps none of the slice.
func (c *crowd) add(batch []sighting) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.here == nil {
		c.here = make([]sighting, 0, min(c.limit, 1<<14))
	}
	c.here = append(c.here, batch...)
	if len(c.here) >= c.limit {
		c.here = sorted(c.here)
		if len(c.here)*4 >= c.limit*3 && c.err == nil {
			c.err = c.spill()
		}
	}
	return c.err
}

// sorted sorts sightings and makes one of those that differ in kinds only.
func sorted(s []sighting) []sighting {
	slices.SortFunc(s, compare)
	n := 0
	for i := range s {
		if n > 0 && compare(s[n-1], s[i]) == 0 {
			s[n-1].kinds |= s[i].kinds
			continue
		}
		s[n] = s[i]
		n++
	}
	return s[:n]
}

// compare orders by person, and those of one name so that who has the stronger
// trait comes first.
func compare(a, b sighting) int {
	if c := cmp.Or(cmp.Compare(a.client, b.client), cmp.Compare(a.name[0], b.name[0]), cmp.Compare(a.name[1], b.name[1])); c != 0 {
		return c
	}
	for i := range a.traits {
		if c := cmp.Compare(b.traits[i], a.traits[i]); c != 0 {
			return c
		}
	}
	return cmp.Or(cmp.Compare(a.share, b.share), cmp.Compare(a.group, b.group))
}

func (a *sighting) samePerson(b *sighting) bool { return a.client == b.client && a.name == b.name }

func (c *crowd) spill() error {
	f, err := os.CreateTemp(c.dir, "shikiri-*.tmp")
	if err != nil {
		return fmt.Errorf("keep fingerprints: %w", err)
	}
	c.spilled = append(c.spilled, f)
	w := bufio.NewWriterSize(f, 1<<16)
	var b [sightingSize]byte
	for i := range c.here {
		c.here[i].put(&b)
		w.Write(b[:])
	}
	c.here = c.here[:0]
	if err := w.Flush(); err != nil {
		return fmt.Errorf("keep fingerprints: %w", err)
	}
	_, err = f.Seek(0, io.SeekStart)
	return err
}

// sightingSize is the size of a sighting in a temporary file.
const sightingSize = 16 + 8*traits + 8 + 12

func (s *sighting) put(b *[sightingSize]byte) {
	e := binary.LittleEndian
	e.PutUint64(b[0:], s.name[0])
	e.PutUint64(b[8:], s.name[1])
	for i, t := range s.traits {
		e.PutUint64(b[16+8*i:], t)
	}
	e.PutUint64(b[16+8*traits:], s.kinds)
	e.PutUint32(b[24+8*traits:], s.client)
	e.PutUint32(b[28+8*traits:], s.share)
	e.PutUint32(b[32+8*traits:], s.group)
}

func (s *sighting) take(b *[sightingSize]byte) {
	e := binary.LittleEndian
	s.name = [2]uint64{e.Uint64(b[0:]), e.Uint64(b[8:])}
	for i := range s.traits {
		s.traits[i] = e.Uint64(b[16+8*i:])
	}
	s.kinds = e.Uint64(b[16+8*traits:])
	s.client, s.share, s.group = e.Uint32(b[24+8*traits:]), e.Uint32(b[28+8*traits:]), e.Uint32(b[32+8*traits:])
}

// Close removes the temporary files.
func (c *crowd) Close() {
	for _, f := range c.spilled {
		f.Close()
		os.Remove(f.Name())
	}
	c.spilled = nil
}

// each calls fn for every sighting in the order of compare, those of the same
// person in the same file once.
func (c *crowd) each(fn func(*sighting)) error {
	c.here = sorted(c.here)
	m := merge{{here: c.here}}
	for _, f := range c.spilled {
		m = append(m, &sorting{r: bufio.NewReaderSize(f, 1<<16)})
	}
	live := m[:0]
	for _, s := range m {
		ok, err := s.next()
		if err != nil {
			return err
		}
		if ok {
			live = append(live, s)
		}
	}
	m = live
	heap.Init(&m)
	for len(m) > 0 {
		fn(&m[0].head)
		ok, err := m[0].next()
		if err != nil {
			return err
		}
		if ok {
			heap.Fix(&m, 0)
		} else {
			heap.Pop(&m)
		}
	}
	return nil
}

// A sorting is one sorted run of sightings: in memory or in a file.
type sorting struct {
	head sighting
	here []sighting
	r    *bufio.Reader
}

func (s *sorting) next() (bool, error) {
	if s.r == nil {
		if len(s.here) == 0 {
			return false, nil
		}
		s.head, s.here = s.here[0], s.here[1:]
		return true, nil
	}
	var b [sightingSize]byte
	switch _, err := io.ReadFull(s.r, b[:]); err {
	case nil:
		s.head.take(&b)
		return true, nil
	case io.EOF:
		return false, nil
	default:
		return false, fmt.Errorf("read fingerprints back: %w", err)
	}
}

type merge []*sorting

func (m merge) Len() int           { return len(m) }
func (m merge) Less(i, j int) bool { return compare(m[i].head, m[j].head) < 0 }
func (m merge) Swap(i, j int)      { m[i], m[j] = m[j], m[i] }
func (m *merge) Push(x any)        { *m = append(*m, x.(*sorting)) }
func (m *merge) Pop() any {
	last := len(*m) - 1
	x := (*m)[last]
	*m = (*m)[:last]
	return x
}
