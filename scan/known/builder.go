package known

import (
	"cmp"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// A Builder gathers the fingerprints of a list, row by row, and writes them. It
// takes 16 bytes for each.
type Builder struct {
	key    []byte
	salt   []byte
	tokens *tokenizer
	all    []entry
}

// An entry is a token and whose it is: a row while the list is read, a person
// in the file. The upper two bits of owner are the class.
type entry struct {
	token uint64
	owner uint32
}

// NewBuilder returns a builder for a file under a fingerprint key.
func NewBuilder(key []byte) *Builder {
	salt := make([]byte, saltSize)
	_, _ = rand.Read(salt) // never fails
	return &Builder{key: key, salt: salt, tokens: newTokenizer(key, salt)}
}

// Add adds a fingerprint of the person in a row.
func (b *Builder) Add(row uint32, c Class, f Fingerprint) {
	b.all = append(b.all, entry{b.tokens.token(f), uint32(c)<<ownerBits | row%maxPeople})
}

// Nobody is the person of a row that is left out.
const Nobody = ^uint32(0)

// Write writes the file. person says who is in each row, numbered from 0 and
// below len(births), and births whether a person's date of birth is known. The
// builder is used up. Write completes a copy of h, which it returns.
func (b *Builder) Write(w io.Writer, h Header, person []uint32, births []bool) (Header, error) {
	if len(births) >= maxPeople {
		return h, errors.New("the list has too many people")
	}
	if err := b.settle(person, len(births)); err != nil {
		return h, err
	}
	h.Key, h.Salt = KeyID(b.key), b.salt
	h.People, h.Tokens = int64(len(births)), int64(len(b.all))
	head, err := json.Marshal(h)
	if err != nil {
		return h, err
	}
	if len(head) > maxHeader {
		return h, errors.New("the name of the list is too long")
	}
	plain := binary.BigEndian.AppendUint32([]byte(magic), uint32(len(head)))
	if _, err := w.Write(append(plain, head...)); err != nil {
		return h, err
	}
	s := newSealer(w, b.key, head)
	if err := writeBody(s, b.all, births); err != nil {
		return h, err
	}
	return h, s.Close()
}

func writeBody(w io.Writer, all []entry, births []bool) error {
	var buf []byte
	for part := range slices.Chunk(all, 4096) {
		buf = buf[:0]
		for _, e := range part {
			buf = binary.BigEndian.AppendUint64(buf, e.token)
			buf = binary.BigEndian.AppendUint32(buf, e.owner)
		}
		if _, err := w.Write(buf); err != nil {
			return err
		}
	}
	for part := range slices.Chunk(births, 4096) {
		buf = buf[:0]
		for _, known := range part {
			one := byte(0)
			if known {
				one = 1
			}
			buf = append(buf, one)
		}
		if _, err := w.Write(buf); err != nil {
			return err
		}
	}
	return nil
}

// settle turns rows into people, each with a token once, and what several of
// them have into something that does not tell who it is by itself.
func (b *Builder) settle(person []uint32, people int) error {
	n := 0
	for _, e := range b.all {
		row := e.owner % maxPeople
		if int(row) >= len(person) {
			return fmt.Errorf("row %d of the list is nobody's", row)
		}
		if p := person[row]; p != Nobody {
			if int(p) >= people {
				return fmt.Errorf("person %d of the list is beyond the last", p)
			}
			b.all[n] = entry{e.token, e.owner&^(maxPeople-1) | p}
			n++
		}
	}
	b.all = b.all[:n]
	slices.SortFunc(b.all, func(x, y entry) int {
		return cmp.Or(cmp.Compare(x.token, y.token), cmp.Compare(x.owner%maxPeople, y.owner%maxPeople), cmp.Compare(y.owner, x.owner))
	})
	b.all = slices.CompactFunc(b.all, func(x, y entry) bool { return x.token == y.token && x.owner%maxPeople == y.owner%maxPeople })
	for i := 0; i < len(b.all); {
		j := i + 1
		for j < len(b.all) && b.all[j].token == b.all[i].token {
			j++
		}
		if j-i > 1 {
			for k := i; k < j; k++ {
				if b.all[k].owner>>ownerBits == uint32(Own) {
					b.all[k].owner = uint32(Alone)<<ownerBits | b.all[k].owner%maxPeople
				}
			}
		}
		i = j
	}
	return nil
}
