package crawl

import (
	"encoding/binary"
	"hash/maphash"
	"slices"
	"testing"
)

// listEntry writes an entry of a folder's list ([MS-FSCC] 2.4.18).
func listEntry(name string, next uint32, attributes uint32, tag reparseTag) []byte {
	b := make([]byte, classIDFull.nameAt)
	le := binary.LittleEndian
	le.PutUint32(b, next)
	le.PutUint64(b[24:], fileTimeEpoch)
	le.PutUint64(b[32:], 77)
	le.PutUint64(b[40:], 1234)
	le.PutUint32(b[56:], attributes)
	le.PutUint32(b[60:], uint32(2*len(name)))
	le.PutUint32(b[64:], uint32(tag))
	for _, c := range []byte(name) {
		b = append(b, c, 0)
	}
	for len(b) < int(next) {
		b = append(b, 0)
	}
	return b
}

func TestParseEntries(t *testing.T) {
	list := append(listEntry("a.txt", 96, 0x20, 0), listEntry(`..\x`, 0, attrReparse, tagSymlink)...)
	var got []smbEntry
	if err := parseEntries(list, classIDFull, func(e *smbEntry) { got = append(got, *e) }); err != nil {
		t.Fatal(err)
	}
	want := []smbEntry{
		{name: "a.txt", size: 1234, written: fileTimeEpoch, change: 77, attributes: 0x20},
		{name: "_.._x", bad: true, size: 1234, written: fileTimeEpoch, change: 77, attributes: attrReparse, tag: tagSymlink},
	}
	if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("the list is\n%+v, want\n%+v", got, want)
	}
	leap := slices.Concat(listEntry("a", 96, 0, 0), listEntry("b", 96, 0, 0), listEntry("c", 0, 0, 0))
	binary.LittleEndian.PutUint32(leap, 192)
	for name, hostile := range map[string][]byte{
		"next behind the end": listEntry("a", 4096, 0, 0)[:90],
		"next inside itself":  listEntry("a", 8, 0, 0),
		"name behind the end": listEntry("abc", 0, 0, 0)[:82],
		"cut":                 listEntry("a", 0, 0, 0)[:50],
		"last before the end": append(listEntry("a", 0, 0, 0), listEntry("b", 0, 0, 0)...),
		"an entry left out":   leap,
	} {
		if err := parseEntries(hostile, classIDFull, func(*smbEntry) {}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	padded := append(listEntry("a", 0, 0, 0), make([]byte, 200)...)
	if err := parseEntries(padded, classIDFull, func(*smbEntry) {}); err != nil {
		t.Errorf("a list that ends in zeros: got error %v, want none", err)
	}
}

func FuzzParseEntries(f *testing.F) {
	f.Add(append(listEntry("a.txt", 96, 0x20, 0), listEntry("b", 0, attrReparse, tagDFS)...), true)
	f.Fuzz(func(t *testing.T, b []byte, full bool) {
		class := classPlain
		if full {
			class = classIDFull
		}
		n := 0
		parseEntries(b, class, func(e *smbEntry) {
			if n++; e.name == "" || e.size < 0 {
				t.Errorf("an entry without name, or of negative size: %+v", *e)
			}
		})
		if n > len(b)/class.nameAt+1 {
			t.Errorf("%d entries in %d bytes", n, len(b))
		}
	})
}

func FuzzSMBAnswers(f *testing.F) {
	f.Add(make([]byte, 152))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, parse := range []func([]byte) ([]byte, error){parseRead, parseBuffer, parseIoctl} {
			if got, err := parse(b); err == nil && len(got) > len(b) {
				t.Errorf("%d bytes of %d", len(got), len(b))
			}
		}
		if o, err := parseCreate(b); err == nil && o.size < 0 {
			t.Errorf("a file of %d bytes", o.size)
		}
	})
}

// An endlessTree lists the same two files whenever it is asked.
type endlessTree struct{}

func (endlessTree) ask(*smbRequest) ([]byte, error) {
	list := append(listEntry("a.txt", 96, 0x20, 0), listEntry("b.txt", 0, 0x20, 0)...)
	b := make([]byte, smbHeader+8)
	binary.LittleEndian.PutUint16(b[smbHeader+2:], smbHeader+8)
	binary.LittleEndian.PutUint32(b[smbHeader+4:], uint32(len(list)))
	return append(b, list...), nil
}

// A server that never says that the list of a folder ends does not keep the walk
// for ever, nor are its files met twice.
func TestEndlessList(t *testing.T) {
	h := &smbHandle{tree: endlessTree{}, limits: smbLimits{transact: 1 << 20}, opened: &smbOpened{}}
	r := &smbFolder{h: h, class: classIDFull, seed: maphash.MakeSeed()}
	met := 0
	var err error
	for range 2 * listSlack {
		var batch []listed
		if batch, err = r.query(); err != nil {
			break
		}
		met += len(batch)
	}
	if met != 2 || !smbBroken(err) {
		t.Errorf("an endless list: met %d files, and got error %v; want 2, and that the answer is no good", met, err)
	}
}

// A brokenTree lists two files whose second says that a third follows, and
// then the two as they should be.
type brokenTree struct{ asked *int }

func (b brokenTree) ask(*smbRequest) ([]byte, error) {
	*b.asked++
	answer, _ := endlessTree{}.ask(nil)
	if *b.asked > 1 {
		return answer, nil
	}
	binary.LittleEndian.PutUint32(answer[smbHeader+8+96:], 4096)
	return answer, nil
}

// What an answer lists before it turns out to be no good is listed again.
func TestBrokenListIsForgotten(t *testing.T) {
	h := &smbHandle{tree: brokenTree{new(int)}, limits: smbLimits{transact: 1 << 20}, opened: &smbOpened{}}
	r := &smbFolder{h: h, class: classIDFull, seed: maphash.MakeSeed()}
	if batch, err := r.query(); err == nil {
		t.Fatalf("an answer with a next entry that is not there: got %d files, want an error", len(batch))
	}
	r.remember() // as next does before it opens the folder again
	batch, err := r.query()
	if len(batch) != 2 || err != nil {
		t.Errorf("asked again: got %d files, %v, want 2", len(batch), err)
	}
}
