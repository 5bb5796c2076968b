// Package known keeps a list of known people as a file that tells nothing of
// them: keyed fingerprints of their names and of what tells namesakes apart.
//
// A [Builder] writes such a file, [Read] reads it, and [Set.Look] says who of the
// list has a fingerprint. What is fingerprinted, and how sure a match is, is for
// the caller to say.
//
// # What the file gives away
//
// The header is plain: what its maker called the list, whose it is, when it was
// made, how many people and rows it has and how many people have a namesake.
// Everything else is encrypted: without the fingerprint key nothing of it can be
// read or tried. With the key whoever has the file can look guesses up, and
// nothing else: a fingerprint cannot be turned back, but a computer tries
// hundreds of millions of names or telephone numbers in a minute.
//
// # How often strangers match
//
// A token has 64 bits. Looking up L fingerprints in a set of N tokens matches a
// stranger's L*N/2^64 times: for 35 million people with six fingerprints each
// and a million customers (6 million tokens) that is 7e-5, once in 14,000 scans.
package known

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"time"
)

// A Class says what a fingerprint of a person is good for.
type Class uint8

const (
	Name  Class = iota // a name: others may have it
	Trait              // tells namesakes apart: a date of birth, an address
	Alone              // tells who it is where no name is: a telephone of a household
	Own                // tells who it is even where another name is: My Number, mail, mobile telephone
)

// A Fingerprint is the first 128 bits of HMAC-SHA-256 under the fingerprint key.
type Fingerprint [2]uint64

// A Header is what a file of known people says of itself, in plain text. Its
// bytes go into the keys, so that a change of it is noticed.
type Header struct {
	Name    string    `json:"name"`             // of the list
	Client  string    `json:"client,omitempty"` // whose people they are
	Made    time.Time `json:"made"`
	Version string    `json:"version"` // of the program
	Key     string    `json:"key"`     // [KeyID] of the fingerprint key
	Form    string    `json:"form"`    // how values are brought to one form: that of another does not match
	People  int64     `json:"people"`
	// Shared is how many people have a namesake in the list: how probable it is
	// that a stranger has one there too.
	Shared int64 `json:"shared"`
	// Rows that were read, and those of them that gave nobody.
	Rows  int64 `json:"rows"`
	Empty int64 `json:"empty,omitempty"`
	// Unread says that parts of the list could not be read.
	Unread bool `json:"unread,omitempty"`

	Salt   []byte `json:"salt"` // random: two files of one list have no token in common
	Tokens int64  `json:"tokens"`
}

const (
	magic      = "shikiri known people 1\n"
	saltSize   = 32
	maxHeader  = 1 << 16
	entrySize  = 12
	ownerBits  = 30
	maxPeople  = 1 << ownerBits
	kindOfBody = "shikiri known people: body\n"
	kindOfHash = "shikiri known people: token\n"
)

// KeyID tells fingerprint keys apart and gives nothing of them away: the first 8
// bytes of HMAC-SHA-256 of a fixed text, in hexadecimal.
func KeyID(key []byte) string {
	return hex.EncodeToString(derive(key, "shikiri key id", nil)[:8])
}

// derive makes a key for one use from the fingerprint key.
func derive(key []byte, use string, data []byte) []byte {
	m := hmac.New(sha256.New, key)
	m.Write([]byte(use))
	m.Write(data)
	return m.Sum(nil)
}

// A tokenizer turns fingerprints into the tokens of one file.
type tokenizer struct {
	mac hash.Hash
	in  [16]byte
	sum [sha256.Size]byte
}

func newTokenizer(key, salt []byte) *tokenizer {
	return &tokenizer{mac: hmac.New(sha256.New, derive(key, kindOfHash, salt))}
}

func (t *tokenizer) token(f Fingerprint) uint64 {
	binary.BigEndian.PutUint64(t.in[:], f[0])
	binary.BigEndian.PutUint64(t.in[8:], f[1])
	t.mac.Reset()
	t.mac.Write(t.in[:])
	return binary.BigEndian.Uint64(t.mac.Sum(t.sum[:0]))
}
