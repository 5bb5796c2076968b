package scan

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// A tally is who is in a file or member, in a few numbers.
type tally struct {
	people uint32
	names  uint32    // of people
	alike  uint32    // of people: who share their names with others in the file
	nobody uint32    // people of whom nothing is known, not counted in the others
	sum    [2]uint64 // of all names
	traits uint64    // a sum of all that tells people apart
}

// add counts the people of one name.
func (t *tally) add(file []sighting, people int) {
	if file[0].nobody {
		t.nobody += uint32(people)
		return
	}
	t.people += uint32(people)
	t.names++
	if people > 1 {
		t.alike += uint32(people)
	}
	low := t.sum[1] + file[0].name[1]
	if low < t.sum[1] {
		t.sum[0]++
	}
	t.sum[0], t.sum[1] = t.sum[0]+file[0].name[0], low
	for i := range file {
		h := file[i].name[0]
		for _, trait := range file[i].traits {
			h = (h ^ trait) * 0x9E3779B97F4A7C15
			h ^= h >> 29
		}
		t.traits += h * 0xD6E8FEB86659FD93
	}
}

// A fingerprinted group is one whose fingerprint was asked for.
type fingerprinted struct {
	group uint32
	text  string
}

// fewNames is how many names say little about who they are.
const fewNames = 3

// fingerprint returns that of the people of a group, "" if there are none or no
// key. It is made of names: they are what stays the same if columns are left out.
// Where there are few different names, so that most people have a namesake, what
// tells them apart counts too. Names in any order have one sum, which is an HMAC's
// and says nothing without the key.
func (n *census) fingerprint(group uint32) string {
	t := &n.tallies[group]
	if n.key == nil || t.names == 0 {
		return ""
	}
	if n.last.group == group {
		return n.last.text // of its other kinds of data
	}
	mac := hmac.New(sha256.New, n.key)
	b := []byte("shikiri people of a file\x00")
	b = binary.BigEndian.AppendUint32(b, t.names)
	b = binary.BigEndian.AppendUint64(b, t.sum[0])
	b = binary.BigEndian.AppendUint64(b, t.sum[1])
	if t.names < fewNames || 2*t.alike > t.people {
		b = binary.BigEndian.AppendUint64(b, t.traits)
	}
	mac.Write(b)
	n.last = fingerprinted{group, hex.EncodeToString(mac.Sum(nil)[:16])}
	return n.last.text
}
