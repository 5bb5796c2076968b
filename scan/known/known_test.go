package known

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

var (
	testKey  = bytes.Repeat([]byte("k"), 32)
	otherKey = bytes.Repeat([]byte("o"), 32)
)

const testForm = "form"

// write makes a file of people 0 to n-1: each has a name, person i the name of
// i/2, a trait of its own and one of all.
func write(t testing.TB, key []byte, n int) []byte {
	t.Helper()
	b := NewBuilder(key)
	person := make([]uint32, n+1)
	births := make([]bool, n)
	for i := range n {
		person[i] = uint32(i)
		births[i] = i%3 == 0
		b.Add(uint32(i), Name, Fingerprint{1, uint64(i / 2)})
		b.Add(uint32(i), Own, Fingerprint{2, uint64(i)})
		b.Add(uint32(i), Own, Fingerprint{3, 0})
	}
	person[n] = Nobody
	b.Add(uint32(n), Name, Fingerprint{1, 99999})
	var file bytes.Buffer
	_, err := b.Write(&file, Header{Name: "list.fp", Client: "例示信用金庫", Form: testForm, Made: time.Unix(0, 0).UTC(), Rows: int64(n)}, person, births)
	if err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func read(file, key []byte) (*Set, error) { return Read(bytes.NewReader(file), key, testForm) }

// people returns who has a fingerprint, and what it is good for.
func people(s *Set, f Fingerprint) string {
	var all []string
	o := s.Look(f)
	for i := range o {
		person, c := o.At(i)
		all = append(all, fmt.Sprint(person, "/", c))
	}
	return strings.Join(all, " ")
}

func TestRoundTrip(t *testing.T) {
	for _, n := range []int{1, 2, 3, 100, 5000, 20_000} {
		s, err := read(write(t, testKey, n), testKey)
		if err != nil {
			t.Fatalf("%d people: %v", n, err)
		}
		if s.People != int64(n) || s.Name != "list.fp" || s.Client != "例示信用金庫" || len(s.SHA256) != 64 {
			t.Errorf("%d people: got header %+v", n, s.Header)
		}
		last := n - 1
		if got, want := people(s, Fingerprint{2, uint64(last)}), fmt.Sprintf("%d/3", last); got != want {
			t.Errorf("%d people: trait of the last: got %q, want %q", n, got, want)
		}
		if got := people(s, Fingerprint{1, 99999}); got != "" {
			t.Errorf("%d people: name of a row that is nobody's: got %q, want none", n, got)
		}
		if got, want := s.Birth(uint32(last)), last%3 == 0; got != want {
			t.Errorf("%d people: birth of the last: got %v, want %v", n, got, want)
		}
		if n == 100 {
			if got, want := people(s, Fingerprint{1, 7}), "14/0 15/0"; got != want {
				t.Errorf("name of two: got %q, want %q", got, want)
			}
			all := s.Look(Fingerprint{3, 0})
			if _, c := all.At(50); len(all) != 100 || c != Alone || !all.Has(99) || all.Has(100) {
				t.Errorf("what all have: got %d people, class %d, want 100, %d", len(all), c, Alone)
			}
		}
	}
}

// Tokens of two files have nothing in common, and no part of a file repeats.
func TestSalt(t *testing.T) {
	a, b := write(t, testKey, 1000), write(t, testKey, 1000)
	x, err := read(a, testKey)
	if err != nil {
		t.Fatal(err)
	}
	y, err := read(b, testKey)
	if err != nil {
		t.Fatal(err)
	}
	for _, token := range x.tokens {
		if _, met := slices.BinarySearch(y.tokens, token); met {
			t.Fatal("a token is in both files")
		}
	}
	seen := map[string]bool{}
	body := a[len(a)-8000:]
	for i := 0; i+8 <= len(body); i += 8 {
		if block := string(body[i : i+8]); seen[block] {
			t.Fatal("8 bytes of the body repeat")
		} else {
			seen[block] = true
		}
	}
}

func TestRefused(t *testing.T) {
	file := write(t, testKey, 20_000)
	headerEnd := bytes.IndexByte(file, '}') + 1
	changed := func(at int) []byte { b := bytes.Clone(file); b[at] ^= 1; return b }
	const seal = chunkSize + 16
	swapped := slices.Concat(file[:headerEnd], file[headerEnd+seal:headerEnd+2*seal], file[headerEnd:headerEnd+seal], file[headerEnd+2*seal:])
	for name, test := range map[string]struct {
		file []byte
		key  []byte
		want string
	}{
		"another key":       {file, otherKey, "another fingerprint key"},
		"empty":             {nil, testKey, "it is empty"},
		"no such file":      {[]byte("氏名,住所\n架空 太郎,東京都\n"), testKey, "no file of known people"},
		"cut in the mark":   {file[:5], testKey, "cut short"},
		"cut in the header": {file[:60], testKey, "cut short"},
		"no body":           {file[:headerEnd], testKey, "cut short"},
		"cut in a chunk":    {file[:len(file)-1], testKey, "cut short or damaged"},
		"cut at a chunk":    {file[:headerEnd+seal], testKey, "cut short or damaged"},
		"header changed":    {bytes.Replace(file, []byte(`"people":20000`), []byte(`"people":20001`), 1), testKey, "damaged"},
		"client changed":    {bytes.Replace(file, []byte("例示"), []byte("別示"), 1), testKey, "damaged"},
		"chunk changed":     {changed(headerEnd + 100), testKey, "damaged"},
		"last byte changed": {changed(len(file) - 1), testKey, "damaged"},
		"chunks swapped":    {swapped, testKey, "damaged"},
		"more follows":      {append(bytes.Clone(file), 0), testKey, "damaged"},
		"mark changed":      {changed(0), testKey, "no file of known people"},
	} {
		s, err := read(test.file, test.key)
		if err == nil || s != nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got error %v, want %q", name, err, test.want)
		}
	}
	if _, err := read(file, otherKey); !errors.Is(err, ErrOtherKey) {
		t.Errorf("another key: got %v, want ErrOtherKey", err)
	}
	if _, err := Read(bytes.NewReader(file), testKey, "form 2"); err == nil || !strings.Contains(err.Error(), "another version") {
		t.Errorf("another form: got %v, want another version", err)
	}
}

// sealed makes a file of any header and body under the test's key.
func sealed(head, body []byte) []byte {
	var file bytes.Buffer
	file.WriteString(magic)
	file.Write([]byte{0, 0, byte(len(head) >> 8), byte(len(head))})
	file.Write(head)
	s := newSealer(&file, testKey, head)
	_, _ = s.Write(body)
	_ = s.Close()
	return file.Bytes()
}

func FuzzRead(f *testing.F) {
	file := write(f, testKey, 10)
	f.Add(file, false)
	f.Add(file[:len(file)-3], false)
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{0, 12, 13, 26, 1000} {
		body := make([]byte, n)
		for i := range body {
			body[i] = byte(r.IntN(256))
		}
		f.Add(body, true)
	}
	f.Fuzz(func(t *testing.T, data []byte, body bool) {
		if body { // what is inside, as if whoever has the key had written it
			head, _ := json.Marshal(Header{Form: testForm, Key: KeyID(testKey), Salt: make([]byte, saltSize), Tokens: int64(len(data) / 13), People: int64(len(data) / 13)})
			data = sealed(head, data)
		}
		s, err := read(data, testKey)
		if err != nil {
			return
		}
		for i, token := range s.tokens {
			if int64(s.owners[i]%maxPeople) >= s.People || i > 0 && s.tokens[i-1] > token {
				t.Fatalf("token %d is out of bounds or order", i)
			}
		}
		s.Look(Fingerprint{1, 2})
	})
}

func BenchmarkLook(b *testing.B) {
	s, err := read(write(b, testKey, 1_000_000), testKey)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(16)
	b.ReportAllocs()
	i := uint64(0)
	for b.Loop() {
		s.Look(Fingerprint{2, i % 1_000_000})
		i += 7919
	}
}
