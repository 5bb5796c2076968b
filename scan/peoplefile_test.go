package scan

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shikiri/shikiri/report"
)

// savedPeople is a scan of a share with people of all sorts.
func savedPeople(tb testing.TB, key string) *savedRun {
	tb.Helper()
	before := mergeKey
	defer func() { mergeKey = before }()
	if key != "" {
		mergeKey = []byte(key)
	}
	dir := filepath.Join(tb.TempDir(), "share")
	writeAll(tb, dir)
	settleTimes(tb, dir)
	return scanShares(tb, 0, seenShare{dir, "office"})
}

// Two scans of one tree write the same people file, whoever was fastest.
func TestPeopleFileIsTheSame(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "share")
	writeAll(t, dir)
	settleTimes(t, dir)
	first := scanShares(t, 0, seenShare{dir, "office"})
	for range 4 {
		if again := scanShares(t, 0, seenShare{dir, "office"}); !bytes.Equal(first.people, again.people) {
			t.Fatal("another scan of the same tree wrote another people file")
		}
	}
	if bytes.Contains(first.people, []byte(inventedName(0))) || bytes.Contains(first.people, []byte("090-0000")) {
		t.Error("the people file holds a name or a telephone number")
	}
}

// A people file that is not what the run names is not used, and the run says so:
// its people are added up, and findings and exit code stay.
func TestMergeWithDamagedPeople(t *testing.T) {
	whole := savedPeople(t, "")
	want := whole.input(t, "").Run.Summary
	other := savedPeople(t, "")
	r := rand.New(rand.NewPCG(1, 1))
	damage := map[string]func() []byte{
		"missing":           func() []byte { return nil },
		"empty":             func() []byte { return []byte{} },
		"another run's":     func() []byte { return other.people },
		"cut":               func() []byte { return whole.people[:len(whole.people)-1] },
		"cut in the middle": func() []byte { return whole.people[:len(whole.people)/2] },
		"longer":            func() []byte { return append(bytes.Clone(whole.people), 0) },
		"a report":          func() []byte { return whole.run },
	}
	for name, f := range damage {
		checkUncounted(t, name, &savedRun{whole.run, f()}, want)
	}
	for range 60 {
		b := bytes.Clone(whole.people)
		b[r.IntN(len(b))] ^= 1 << r.IntN(8)
		checkUncounted(t, "one bit", &savedRun{whole.run, b}, want)
	}
}

func checkUncounted(t *testing.T, name string, s *savedRun, want report.Summary) {
	t.Helper()
	empty := scanShares(t, 1, seenShare{t.TempDir(), "office"})
	got, _ := merge(t, s, empty)
	if got.Summary != want {
		t.Errorf("%s: got %+v, want as in the run itself %+v", name, got.Summary, want)
	}
	if !strings.Contains(strings.Join(got.Warnings, "\n"), "may be counted twice") {
		t.Errorf("%s: no warning that people may be counted twice: %q", name, got.Warnings)
	}
}

// People whose fingerprints were made with other keys, or are not there, are added
// up, also if the merged run is merged again.
func TestMergeUncounted(t *testing.T) {
	a, b := savedPeople(t, ""), savedPeople(t, "another key of thirty-two bytes.")
	c := savedPeople(t, "")
	sum := a.input(t, "").Run.Summary.People
	got, saved := merge(t, a, b)
	if got.Summary.People != 2*sum || !strings.Contains(strings.Join(got.Warnings, "\n"), "2 keys") {
		t.Errorf("two keys: got %d people, want %d; warnings %q", got.Summary.People, 2*sum, got.Warnings)
	}
	again, _ := merge(t, saved, c)
	if n := again.Summary.People; n < 2*sum || n > 2*sum+sum/2 {
		t.Errorf("merged with another run with the first key: got %d people, want about %d", n, 2*sum)
	}
	without := &savedRun{a.run, nil}
	got, saved = merge(t, without, c)
	if got.Summary.People != 2*sum {
		t.Errorf("no people file: got %d people, want %d", got.Summary.People, 2*sum)
	}
	if again, _ = merge(t, saved); again.Summary != got.Summary {
		t.Errorf("merged again: got %+v, want %+v", again.Summary, got.Summary)
	}
}

// That nobody of a zone is in another is told only if it is known: a zero is a
// proof.
func TestMergeApart(t *testing.T) {
	first := savedPeople(t, "")
	other := filepath.Join(t.TempDir(), "print") // other people
	writeFile(t, filepath.Join(other, "a.csv"), []byte(people(50_000, 100)))
	settleTimes(t, other)
	before := mergeKey
	defer func() { mergeKey = before }()
	for _, test := range []struct {
		about string
		key   string
		file  bool // of people
		rows  int
		warns bool
	}{
		{"one key", string(before), true, 1, false},
		{"two keys", "another key of thirty-two bytes.", true, 0, true},
		{"no people file", string(before), false, 0, true},
	} {
		mergeKey = []byte(test.key)
		closed := scanShares(t, 1, seenShare{other, "print"})
		if !test.file {
			closed.people = nil
		}
		got, _ := merge(t, first, closed)
		warned := strings.Contains(strings.Join(got.Warnings, "\n"), "could be compared")
		if len(got.Shared) != test.rows || warned != test.warns {
			t.Errorf("%s: got %+v, warned %v, want %d rows, warned %v", test.about, got.Shared, warned, test.rows, test.warns)
		}
	}
}

// FuzzPeople reads any bytes as a people file: no crash, no hang, and nothing is
// trusted whose hash is another.
func FuzzPeople(f *testing.F) {
	saved := savedPeople(f, "")
	f.Add(saved.people)
	f.Add(saved.people[:200])
	f.Add([]byte(peopleMark + "\x02{}e\x00"))
	var run report.Run
	if err := json.Unmarshal(saved.run, &run); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		sum := sha256.Sum256(data)
		want := &report.PeopleFile{SHA256: hex.EncodeToString(sum[:]), Sightings: 1 << 20}
		p, err := newPeopleReader(bytes.NewReader(data), want, run.ID())
		if err != nil {
			return
		}
		_ = p.sightings(func(s sighting, n uint64) error {
			if int(s.group) >= len(p.groups) {
				t.Errorf("a sighting is in file %d of %d", s.group, len(p.groups))
			}
			return nil
		})
	})
}
