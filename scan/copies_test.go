package scan

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/shikiri/shikiri/report"
)

// A crew is a list of records: somebody's name, birth, address and telephone.
type crew []sighting

// invent returns n people whose names are drawn from a stock, 0 for names that
// nobody else has. No two live in one house.
func invent(r *rand.Rand, n, stock int) crew {
	all := make(crew, n)
	for i := range all {
		name := r.Uint64()
		if stock > 0 {
			name = r.Uint64N(uint64(stock))
		}
		all[i] = newSighting(name, 0, 1+r.Uint64N(20_000), r.Uint64()|1, r.Uint64()|1)
	}
	return all
}

// with returns the people with some columns only, "" is the name alone.
func (p crew) with(columns string) crew {
	all := slices.Clone(p)
	for i := range all {
		for k, c := range map[int]string{byBirth: "b", byResidence: "a", byPhone: "t"} {
			if !strings.Contains(columns, c) {
				all[i].traits[k] = 0
			}
		}
	}
	return all
}

// surnames returns the people by surname only.
func (p crew) surnames() crew {
	all := p.with("")
	for i := range all {
		all[i].short = true
	}
	return all
}

func join(lists ...crew) crew { return slices.Concat(lists...) }

// A shelf is the files of two zones.
type shelf struct {
	print, office map[string]crew
	limit         int // of the crowd; 0: that of a scan
}

func (s shelf) copies(t testing.TB) (all []string, run *report.Run) {
	t.Helper()
	c := newCrowd(t.TempDir())
	t.Cleanup(c.Close)
	if s.limit > 0 {
		c.limit = s.limit
	}
	c.client("")
	for share, files := range []map[string]crew{s.office, s.print} {
		for path, list := range files { // in any order
			g := c.newGroup(holding{share: share, path: path})
			batch := slices.Clone(list)
			for i := range batch {
				batch[i] = batch[i].in(0, uint32(share), g)
			}
			if err := c.add(batch); err != nil {
				t.Fatal(err)
			}
		}
	}
	n := newCensus(c, zonesOf([]int{0, 1}))
	if err := n.take(c); err != nil {
		t.Fatal(err)
	}
	run = new(report.Run)
	if err := n.tellCopies(run, c, []Share{{URL: "/office", Zone: "office"}, {URL: "/print", Zone: "print"}}); err != nil {
		t.Fatal(err)
	}
	for _, r := range run.Copies {
		if r.Copy.Zone != "office" || r.Original.Zone != "print" {
			t.Errorf("copy %+v: want it in the office, and its original in print", r)
		}
		all = append(all, fmt.Sprintf("%s is %s of %s: %d of %d, %d", r.Copy.Path, r.Extent, r.Original.Path, r.Both, r.OriginalPeople, r.CopyPeople))
	}
	slices.Sort(all)
	return all, run
}

func TestCopies(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	a, b, small, few := invent(r, 5000, 0), invent(r, 1000, 0), invent(r, 12, 0), invent(r, 2, 0)
	staff := invent(r, 300, 0)
	same := invent(r, 3000, 40_000) // names that others have too
	other := invent(r, 3000, 40_000)
	saturated := invent(r, 3000, 900)
	print := map[string]crew{"a": a, "b": b, "small": small, "few": few, "common": same, "stock": saturated, "names": join(b, small).with(""), "surnames": invent(r, 1500, 2500).surnames()}
	for _, test := range []struct {
		name   string
		office crew
		want   []string
	}{
		{"the same", a, []string{"x is whole of a: 5000 of 5000, 5000"}},
		{"in another order, with fewer columns", reversed(a.with("t")), []string{"x is whole of a: 5000 of 5000, 5000"}},
		{"names only", a.with(""), []string{"x is whole of a: 5000 of 5000, 5000"}},
		{"other columns", a.with("b"), []string{"x is whole of a: 5000 of 5000, 5000"}},
		{"a cut", a[1000:1100], []string{"x is cut of a: 100 of 5000, 100"}},
		{"a cut of names only", a[1000:1100].with(""), []string{"x is cut of a: 100 of 5000, 100"}},
		{"a small cut", a[100:105], []string{"x is cut of a: 5 of 5000, 5"}},
		{"a small cut of names only", a[100:105].with(""), nil},
		{"more rows", join(b, invent(r, 700, 0)), []string{"x is within of b: 1000 of 1000, 1700"}},
		{"a large table in a much larger one", join(b, invent(r, 30_000, 0)), []string{"x is within of b: 1000 of 1000, 31000"}},
		{"a small file in a larger one", join(small, staff), []string{"x is within of small: 12 of 12, 312"}},
		{"a small file", small, []string{"x is whole of small: 12 of 12, 12"}},
		{"two people", few, nil},
		{"two files in one", join(a, b), []string{"x is within of a: 5000 of 5000, 6000", "x is within of b: 1000 of 1000, 6000"}},
		{"parts of two files", join(a[:800], b[:700]), []string{"x is cut of a: 800 of 5000, 1500", "x is cut of b: 700 of 1000, 1500"}},
		{"half of it others", join(a[:800], invent(r, 800, 0)), nil},
		{"a few who were read in one format only", join(a[:4900], invent(r, 60, 0)), []string{"x is whole of a: 4900 of 5000, 4960"}},
		{"others", staff, nil},
		{"others of the same names", other, nil},
		{"others of the same names, names only", other.with(""), nil},
		{"others of few names", invent(r, 3000, 900), nil},
		{"others of few names, names only", invent(r, 100, 900).with(""), nil},
		{"other surnames", invent(r, 30, 1200).surnames(), nil},
		{"the same surnames", nil, nil},
	} {
		office := map[string]crew{"x": test.office}
		if test.name == "the same surnames" {
			office["x"], test.want = print["surnames"], []string{"surnames"}
		}
		got, _ := shelf{print: print, office: office}.copies(t)
		if test.name == "the same surnames" && len(got) == 1 && strings.HasPrefix(got[0], "x is whole of surnames") {
			continue
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: got\n%s\nwant\n%s", test.name, strings.Join(got, "\n"), strings.Join(test.want, "\n"))
		}
	}
}

func reversed(p crew) crew {
	all := slices.Clone(p)
	slices.Reverse(all)
	return all
}

// What is spilled to the temporary file is compared like the rest, whatever the
// order of files and sightings.
func TestCopiesSpilled(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	a, b := invent(r, 3000, 0), invent(r, 2000, 0)
	s := shelf{print: map[string]crew{"a": a, "b": b}, office: map[string]crew{"x": a[:500], "y": reversed(join(a, b)), "z": invent(r, 2000, 0)}}
	want, _ := s.copies(t)
	if len(want) != 3 {
		t.Errorf("got %q, want three copies", want)
	}
	for _, limit := range []int{100, 2000} {
		s.limit = limit
		if got, _ := s.copies(t); !slices.Equal(got, want) {
			t.Errorf("%d sightings in memory: got %q, want %q", limit, got, want)
		}
	}
}

// A list that lies in hundreds of files on both sides is looked up in a few: each
// copy has one original, of one size, and the choice does not depend on chance.
func TestCopiesByTheHundred(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	list := invent(r, 200, 0)
	s := shelf{print: map[string]crew{}, office: map[string]crew{}}
	for i := range 300 {
		s.print[fmt.Sprintf("%03d", i)] = list
		s.office[fmt.Sprintf("%03d", i)] = list.with("t")
	}
	first, run := s.copies(t)
	if len(first) != 300 {
		t.Errorf("got %d copies, want 300", len(first))
	}
	for _, c := range run.Copies {
		if c.Extent != "whole" || c.Both != 200 {
			t.Errorf("got %+v, want the same 200 people", c)
		}
	}
	if again, _ := s.copies(t); !slices.Equal(first, again) {
		t.Error("another run finds other originals")
	}
}

// A file with more originals than are listed says so.
func TestCopiesOfManyOriginals(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	s := shelf{print: map[string]crew{}, office: map[string]crew{}}
	var year crew
	for i := range 40 {
		day := invent(r, 100, 0)
		s.print[fmt.Sprint("day", i)] = day
		year = append(year, day...)
	}
	s.office["year"] = year
	got, run := s.copies(t)
	if len(got) != maxOriginals || len(run.Warnings) != 1 || !strings.Contains(run.Warnings[0], "32 originals") {
		t.Errorf("got %d copies, warnings %q, want %d and a warning", len(got), run.Warnings, maxOriginals)
	}
}
