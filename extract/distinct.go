package extract

import (
	"fmt"
	"hash/maphash"
)

// distinctNames bounds the names of one archive that are remembered: 8 MB.
const distinctNames = 256 << 10

// A distinct tells members of one archive apart that have the same name: the
// second "a.txt" is "a.txt (2)". The zero value is ready.
type distinct struct {
	seed maphash.Seed
	seen map[uint64]int // how many members have a name, by its hash
}

// name returns the name to show for a member.
func (d *distinct) name(s string) string {
	if d.seen == nil {
		d.seed, d.seen = maphash.MakeSeed(), make(map[uint64]int)
	}
	key := maphash.String(d.seed, s)
	n := d.seen[key] + 1
	if n > 1 || len(d.seen) < distinctNames {
		d.seen[key] = n
	}
	if n == 1 {
		return s
	}
	return d.name(fmt.Sprintf("%s (%d)", s, n))
}
