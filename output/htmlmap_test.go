package output

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/shikiri/shikiri/report"
)

// The rectangles of a map have the areas they stand for, fill the whole, and none
// lies over another.
func TestSquarify(t *testing.T) {
	whole := rectangle{10, 20, 600, 400}
	for _, areas := range [][]float64{{1}, {6, 6, 4, 3, 2, 2, 1}, {1000, 1}, {5, 0, 0}, {3, 3, 3, 3, 3, 3, 3, 3, 3, 3}} {
		total, covered := 0.0, 0.0
		for _, a := range areas {
			total += a
		}
		all := squarify(areas, whole)
		if len(all) != len(areas) {
			t.Fatalf("%v: got %d rectangles, want %d", areas, len(all), len(areas))
		}
		for i, r := range all {
			covered += r.w * r.h
			if want := areas[i] / total * whole.w * whole.h; math.Abs(r.w*r.h-want) > 0.01 {
				t.Errorf("%v: area %d is %.2f, want %.2f", areas, i, r.w*r.h, want)
			}
			if r.x < whole.x-0.01 || r.y < whole.y-0.01 || r.x+r.w > whole.x+whole.w+0.01 || r.y+r.h > whole.y+whole.h+0.01 {
				t.Errorf("%v: rectangle %d %v leaves the whole", areas, i, r)
			}
			for j, o := range all[:i] {
				if math.Min(r.x+r.w, o.x+o.w)-math.Max(r.x, o.x) > 0.01 && math.Min(r.y+r.h, o.y+o.h)-math.Max(r.y, o.y) > 0.01 {
					t.Errorf("%v: rectangles %d %v and %d %v overlap", areas, j, o, i, r)
				}
			}
		}
		if math.Abs(covered-whole.w*whole.h) > 0.01 {
			t.Errorf("%v: %.2f is covered, want %.2f", areas, covered, whole.w*whole.h)
		}
	}
	if got := squarify([]float64{0, 0}, whole); len(got) != 0 {
		t.Errorf("nothing: got %v", got)
	}
}

// A zone of very many folders is shown by those that hold most; what is left is
// one tile, and no record is lost on the way.
func TestTilesOfManyFolders(t *testing.T) {
	r := &report.Run{Zones: []report.Zone{{Name: "office", PersonalData: "forbidden"}}}
	for i := range 300 {
		r.Findings = append(r.Findings, report.Finding{Share: "/s", Zone: "office", Path: fmt.Sprintf("%03d/a.csv", i), Kind: "jp-name", Verdict: "violation", Records: int64(i + 1), People: 1})
	}
	h := newHTMLPage(nil, r, Options{Lang: "en"})
	tiles := h.Tiles()
	if len(tiles) != 1+mapTiles {
		t.Fatalf("got %d tiles, want the zone and %d folders", len(tiles), mapTiles)
	}
	if got, want := tiles[0].Title, "office: 45,150 records"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if rest := tiles[1]; rest.Class != "violation" || rest.Filter || rest.Title != "273 more folders: 37,401 records, violations 273, overdue 0" {
		t.Errorf("got %+v first, want what the other folders hold together", rest)
	}
	area := 0.0
	for _, tile := range tiles[1:] {
		area += (tile.W + 1) * (tile.H + 1)
	}
	if whole := (mapWidth - 2.0) * (mapHeight - mapHead - 1); math.Abs(area-whole) > whole/100 {
		t.Errorf("the folders cover %.0f, want %.0f", area, whole)
	}
}

// Folders below one another are opened until there are enough tiles.
func TestTilesOpenFolders(t *testing.T) {
	r := &report.Run{}
	for _, path := range []string{"a/b/c/1.csv", "a/b/c/2.csv", "a/b/d/1.csv", "a/b/1.csv"} {
		r.Findings = append(r.Findings, report.Finding{Share: "/s", Zone: "office", Path: path, Kind: "jp-name", Verdict: "overdue", Records: 10})
	}
	h := newHTMLPage(nil, r, Options{Lang: "en"})
	var got []string
	for _, tile := range h.Tiles() {
		got = append(got, tile.Class+" "+tile.Dir)
	}
	if got, want := strings.Join(got, ", "), "zone , overdue a/b/c/, overdue a/b/, overdue a/b/d/"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestFit(t *testing.T) {
	for _, test := range []struct {
		path  string
		width float64
		want  string
	}{
		{"営業/名簿", 100, "営業/名簿"}, {"営業/名簿/2026年04月", 100, "…/2026年04月"}, {"2026年04月", 60, "2026年0…"}, {"営業", 20, ""},
	} {
		if got := fit(test.path, test.width); got != test.want {
			t.Errorf("%s in %.0f: got %q, want %q", test.path, test.width, got, test.want)
		}
	}
}

// The line of the retention stands where its days are in a class of age.
func TestAgeBars(t *testing.T) {
	h := newHTMLPage(nil, auditRun(), Options{Lang: "en"})
	charts := h.AgeCharts()
	if len(charts) != 2 || charts[0].Zone != "print" {
		t.Fatalf("got %d charts, want that of print first", len(charts))
	}
	c := charts[0]
	from, to := c.Bars[2].X-(ageStep-ageBar)/2, c.Bars[2].X+ageBar+(ageStep-ageBar)/2 // 8 to 30 days
	if want := from + (to-from)*7/23; math.Abs(c.Line-want) > 0.01 {
		t.Errorf("14 days stand at %.1f, want %.1f", c.Line, want)
	}
	if charts[1].Line != 0 {
		t.Errorf("a zone without retention has a line at %.1f", charts[1].Line)
	}
	var got []string
	for _, b := range c.Bars {
		got = append(got, b.Label)
	}
	if got, want := strings.Join(got, "|"), "to 1 d|to 7 d|to 30 d|to 90 d|to 180 d|to 1 y|to 2 y|to 3 y|over 3 y"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// The facts for a leak report count only what must not be there, never as one
// number what is not known as one.
func TestFacts(t *testing.T) {
	r := auditRun()
	h := newHTMLPage(nil, r, Options{Lang: "en"})
	if low, high := h.concerned(); low != 61001 || high != 61001 { // the zone has fewer than the file: the file decides
		t.Errorf("got between %d and %d people, want 61,001", low, high)
	}
	r.Zones = nil
	h = newHTMLPage(nil, r, Options{Lang: "en"})
	if low, high := h.concerned(); low != 61001 || high != 61001+2+12 {
		t.Errorf("without zones: got between %d and %d people, want 61,001 and 61,015", low, high)
	}
	facts := h.Facts()
	if got := facts[0]; !got.Possible || got.Found != "at least 61,001 people, at most 61,015" {
		t.Errorf("got %+v", got)
	}
	if got := facts[1]; got.Possible || got.Found != "nothing found" {
		t.Errorf("My Number: got %+v", got)
	}
	if got := facts[2]; !got.Possible || got.Found != "findings: 0 in full, 1 masked" {
		t.Errorf("accounts: got %+v", got)
	}
	r.Findings = nil
	if got := newHTMLPage(nil, r, Options{Lang: "en"}).Facts()[0]; got.Possible || got.Found != "nobody was found" {
		t.Errorf("of nothing: got %+v", got)
	}
}

// A share that was not examined to the end is never 100 %.
func TestPercent(t *testing.T) {
	h := newHTMLPage(nil, &report.Run{}, Options{})
	for _, test := range []struct {
		part, whole int64
		want        string
	}{{0, 0, "-"}, {0, 5, "0.0%"}, {1, 3, "33.3%"}, {9_999_999, 10_000_000, "99.9%"}, {7, 7, "100.0%"}} {
		if got := h.Percent(test.part, test.whole); got != test.want {
			t.Errorf("%d of %d: got %s, want %s", test.part, test.whole, got, test.want)
		}
	}
}
