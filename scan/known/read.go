package known

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"slices"
)

// A Set is a list of known people as it was read. Its methods are not for
// several goroutines at once. It takes some 14 bytes for each token.
type Set struct {
	Header
	SHA256 string // of the file

	hash   *tokenizer
	tokens []uint64 // sorted
	owners []uint32 // of each token, the class above
	births []uint64 // of each person whether the date of birth is known, as bits
	first  []uint32 // of the tokens that begin with the same bits
	shift  int
}

// ErrOtherKey says that the fingerprint key is not the one that a file was made
// with.
var ErrOtherKey = errors.New("it was made with another fingerprint key")

// Read reads a file of known people under a fingerprint key. form is how values
// are brought to one form here. Errors say nothing of what is in the file.
func Read(r io.Reader, key []byte, form string) (*Set, error) {
	sum := sha256.New()
	in := bufio.NewReaderSize(io.TeeReader(r, sum), 1<<16)
	head, err := readHeader(in)
	if err != nil {
		return nil, err
	}
	s := &Set{}
	if json.Unmarshal(head, &s.Header) != nil || s.Tokens < 0 || s.People < 0 || s.People >= maxPeople || s.Tokens >= 1<<32 || len(s.Salt) != saltSize {
		return nil, errDamaged
	}
	if id := KeyID(key); s.Key != id {
		if len(s.Key) != len(id) {
			return nil, errDamaged
		}
		return nil, fmt.Errorf("%w: its ID is %.16q, that of yours %q", ErrOtherKey, s.Key, id)
	}
	if s.Form != form {
		return nil, errors.New("it was made by another version of shikiri, which writes names and addresses in another form")
	}
	s.hash = newTokenizer(key, s.Salt)
	if err := s.readBody(newOpener(in, key, head)); err != nil {
		return nil, err
	}
	s.index()
	s.SHA256 = hex.EncodeToString(sum.Sum(nil))
	return s, nil
}

// readHeader returns the header as it stands in the file.
func readHeader(in io.Reader) ([]byte, error) {
	mark := make([]byte, len(magic)+4)
	n, err := io.ReadFull(in, mark)
	switch {
	case n == 0 && errors.Is(err, io.EOF):
		return nil, errors.New("it is empty")
	case !bytes.HasPrefix([]byte(magic), mark[:min(n, len(magic))]):
		return nil, errors.New("it is no file of known people")
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return nil, errCut
	case err != nil:
		return nil, err
	}
	size := binary.BigEndian.Uint32(mark[len(magic):])
	if size > maxHeader {
		return nil, errDamaged
	}
	head := make([]byte, size)
	if _, err := io.ReadFull(in, head); err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil, errCut
		}
		return nil, err
	}
	return head, nil
}

// readBody reads tokens and births. Memory for them is taken when the first
// chunk has shown that the header, which is in the key, is as it was written.
func (s *Set) readBody(o *opener) error {
	if err := o.chunk(); err != nil {
		return err
	}
	in := bufio.NewReaderSize(o, entrySize*4096)
	s.tokens, s.owners = make([]uint64, s.Tokens), make([]uint32, s.Tokens)
	var e [entrySize]byte
	last := uint64(0)
	for i := range s.tokens {
		if _, err := io.ReadFull(in, e[:]); err != nil {
			return short(err)
		}
		s.tokens[i], s.owners[i] = binary.BigEndian.Uint64(e[:]), binary.BigEndian.Uint32(e[8:])
		if s.tokens[i] < last || int64(s.owners[i]%maxPeople) >= s.People {
			return errDamaged
		}
		last = s.tokens[i]
	}
	s.births = make([]uint64, (s.People+63)/64)
	for i := range s.People {
		known, err := in.ReadByte()
		if err != nil {
			return short(err)
		}
		if known > 1 {
			return errDamaged
		}
		s.births[i/64] |= uint64(known) << (i % 64)
	}
	if _, err := in.ReadByte(); err == nil {
		return errDamaged
	} else if !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}

// short is what the end of the body means before its time.
func short(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errDamaged
	}
	return err
}

// index notes where the tokens with the same first bits begin, some four each:
// tokens are spread evenly.
func (s *Set) index() {
	width := max(0, bits.Len(uint(len(s.tokens)))-2)
	s.shift = 64 - width
	s.first = make([]uint32, 1<<width+1)
	at := 0
	for i := range s.first {
		for at < len(s.tokens) && s.tokens[at]>>s.shift < uint64(i) {
			at++
		}
		s.first[i] = uint32(at)
	}
	s.first[len(s.first)-1] = uint32(len(s.tokens))
}

// Owners are the people who have a fingerprint, in the order of their numbers.
type Owners []uint32

// Look returns who of the list has a fingerprint. It is valid as long as s.
func (s *Set) Look(f Fingerprint) Owners {
	t := s.hash.token(f)
	bucket := t >> s.shift // 0 if shift is 64
	from, end := int(s.first[bucket]), int(s.first[bucket+1])
	i, met := slices.BinarySearch(s.tokens[from:end], t)
	if !met {
		return nil
	}
	i += from
	j := i + 1
	for j < end && s.tokens[j] == t {
		j++
	}
	return Owners(s.owners[i:j])
}

// At returns the number of owner i, from 0, and what the fingerprint is good
// for.
func (o Owners) At(i int) (person uint32, c Class) {
	return o[i] % maxPeople, Class(o[i] >> ownerBits)
}

// Has reports whether a person is among the owners.
func (o Owners) Has(person uint32) bool {
	lo, hi := 0, len(o)
	for lo < hi {
		if m := (lo + hi) / 2; o[m]%maxPeople < person {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo < len(o) && o[lo]%maxPeople == person
}

// Birth reports whether the list has a person's date of birth.
func (s *Set) Birth(person uint32) bool { return s.births[person/64]>>(person%64)&1 != 0 }
