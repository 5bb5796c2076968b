package output

import (
	"cmp"
	"slices"
	"strings"
)

// The map of where data sits: zones, and in them folders, as areas. Tiles are laid
// out as squarified treemaps (Bruls, Huizing, van Wijk: Squarified Treemaps, 2000).

// Units of the map, and how many tiles a zone has at most.
const (
	mapWidth, mapHeight = 1040, 400
	mapHead             = 18 // above a zone
	mapTiles            = 28
)

// A tile is a rectangle of the map. One of a zone is behind those of its folders.
type tile struct {
	X, Y, W, H       float64
	Class            string // "zone", or what is wrong: "violation", "overdue", "allowed"
	Label, Title     string
	Zone, Share, Dir string // what it filters by, made visible; Dir ends in a slash
	Filter           bool
}

// A branch is a folder with what is below it.
type branch struct {
	share, dir string
	value      int64
	own        int64 // of value: not in folders below
	violations int64
	overdue    int64
	below      map[string]*branch
	rest       int // how many folders it stands for, if it is what is left
}

func (b *branch) add(d *folder, value int64) {
	b.value += value
	b.violations += d.Violations
	b.overdue += d.Overdue
}

func (b *branch) child(name string) *branch {
	if b.below == nil {
		b.below = map[string]*branch{}
	}
	c := b.below[name]
	if c == nil {
		c = &branch{share: b.share, dir: b.dir + name + "/"}
		b.below[name] = c
	}
	return c
}

// Tiles returns the map: the area of a folder is its records, or findings where
// kinds belong to no record.
func (h *htmlPage) Tiles() []tile {
	zones := map[string]map[string]*branch{}
	totals := map[string]int64{}
	for _, d := range h.Folders {
		value := max(d.Records, d.Findings)
		if zones[d.Zone] == nil {
			zones[d.Zone] = map[string]*branch{}
		}
		b := zones[d.Zone][d.Share]
		if b == nil {
			b = &branch{share: d.Share}
			zones[d.Zone][d.Share] = b
		}
		totals[d.Zone] += value
		b.add(d, value)
		if d.Path != "." {
			for name := range strings.SplitSeq(d.Path, "/") {
				b = b.child(name)
				b.add(d, value)
			}
		}
		b.own += value
	}
	return h.layZones(zones, totals)
}

func (h *htmlPage) layZones(zones map[string]map[string]*branch, totals map[string]int64) []tile {
	var names []string
	for name := range zones {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(totals[b], totals[a]), cmp.Compare(a, b)) })
	// A zone with little in it is still seen: none is less than a twentieth of the largest.
	areas := make([]float64, len(names))
	for i, name := range names {
		areas[i] = max(float64(totals[name]), float64(totals[names[0]])/20)
	}
	var tiles []tile
	for i, r := range squarify(areas, rectangle{0, 0, mapWidth, mapHeight}) {
		name := names[i]
		label := h.F("map-zone", h.Zone(name), totals[name])
		tiles = append(tiles, tile{X: r.x, Y: r.y, W: r.w, H: r.h, Class: "zone", Label: fit(label, r.w), Title: label, Zone: visible(name), Filter: true})
		var shares []*branch
		for _, b := range zones[name] {
			shares = append(shares, b)
		}
		tiles = append(tiles, h.layFolders(name, spread(shares), rectangle{r.x + 1, r.y + mapHead, r.w - 2, r.h - mapHead - 1})...)
	}
	return tiles
}

// spread opens the largest folder again and again, as long as there is room for
// those in it: what is shown is neither all roots nor crumbs. Of one that holds too
// many but much of the data those that hold most are shown, and the rest as one.
func spread(all []*branch) []*branch {
	total := int64(0)
	for _, b := range all {
		total += b.value
	}
	all = folded(all, mapTiles)
	for {
		i := slices.IndexFunc(all, func(b *branch) bool {
			if len(b.below) == 0 {
				return false
			}
			room := mapTiles - len(all)
			return len(b.below) == 1 && b.own == 0 || len(b.below) <= room || room >= 4 && b.value >= total/4
		})
		if i < 0 {
			return all
		}
		opened := all[i]
		all = slices.Delete(all, i, i+1)
		var within []*branch
		for _, c := range opened.below {
			within = append(within, c)
		}
		if opened.own > 0 { // files beside the folders
			alone := *opened
			alone.value, alone.below = opened.own, nil
			within = append(within, &alone)
		}
		all = append(all, folded(within, mapTiles-len(all))...)
		slices.SortFunc(all, largestFirst)
	}
}

func largestFirst(a, b *branch) int {
	return cmp.Or(cmp.Compare(b.value, a.value), cmp.Compare(a.share, b.share), cmp.Compare(a.dir, b.dir), cmp.Compare(a.rest, b.rest))
}

// folded returns at most limit folders, the largest first; the last may stand for
// all that are left.
func folded(all []*branch, limit int) []*branch {
	slices.SortFunc(all, largestFirst)
	if len(all) <= limit {
		return all
	}
	rest := &branch{rest: len(all) - limit + 1}
	for _, b := range all[limit-1:] {
		rest.value += b.value
		rest.violations += b.violations
		rest.overdue += b.overdue
	}
	all = append(slices.Clone(all[:limit-1]), rest)
	slices.SortFunc(all, largestFirst)
	return all
}

func (h *htmlPage) layFolders(zone string, all []*branch, within rectangle) []tile {
	areas := make([]float64, len(all))
	for i, b := range all {
		areas[i] = float64(b.value)
	}
	var tiles []tile
	for i, r := range squarify(areas, within) {
		b := all[i]
		t := tile{X: r.x, Y: r.y, W: max(r.w-1, 0.5), H: max(r.h-1, 0.5), Class: b.class(), Zone: visible(zone), Share: visible(b.share), Dir: visible(b.dir), Filter: b.rest == 0}
		where := whereabouts(b.share, strings.TrimSuffix(b.dir, "/"))
		name := visible(strings.TrimSuffix(b.dir, "/"))
		if b.dir == "" {
			name = visible(b.share)
		}
		if b.rest > 0 {
			where = h.F("map-rest", b.rest)
			name = where
		}
		t.Title = h.F("map-folder", where, b.value, b.violations, b.overdue)
		if sign := mark(t.Class); t.H > 14 && t.W > 20 {
			t.Label = sign + fit(name, t.W-2*float64(cellWidth(sign)))
		}
		tiles = append(tiles, t)
	}
	return tiles
}

func (b *branch) class() string {
	switch {
	case b.violations > 0:
		return "violation"
	case b.overdue > 0:
		return "overdue"
	}
	return "allowed"
}

// mark says in a sign what the colour says.
func mark(class string) string {
	switch class {
	case "violation":
		return "✕ "
	case "overdue":
		return "▲ "
	case "allowed":
		return "○ "
	}
	return ""
}

// fit returns a path such that it fits into a width of the map: without its first
// folders, else the beginning of its last, or nothing where not even a few letters
// have room.
func fit(s string, width float64) string {
	const cell = 6.2 // half the width of a full-width letter of 11 units, and some room
	room := int((width - 8) / cell)
	if room < 5 {
		return ""
	}
	for short := s; ; {
		if cellWidth(short) <= room {
			return short
		}
		_, rest, ok := strings.Cut(strings.TrimPrefix(short, "…/"), "/")
		if !ok {
			break
		}
		s, short = rest, "…/"+rest
	}
	runes := []rune(s)
	for len(runes) > 0 && cellWidth(string(runes)) > room-1 {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}

// MapView is the size of the map, for its element.
func (h *htmlPage) MapView() [2]int { return [2]int{mapWidth, mapHeight} }

// BadFolders are those to clean first, at most limit.
func (h *htmlPage) BadFolders(limit int) []*folder {
	n := slices.IndexFunc(h.Folders, func(d *folder) bool { return d.Bad == 0 })
	if n < 0 {
		n = len(h.Folders)
	}
	return h.Folders[:min(n, limit)]
}

// FolderName returns a folder as people see it, with its share.
func (h *htmlPage) FolderName(d *folder) string { return whereabouts(d.Share, d.Path) }

// OwnerOf returns whose the files of a folder are, as the share tells it.
func (h *htmlPage) OwnerOf(d *folder) string { return d.ownerIn(h.T("owner-others")) }

// FolderDir returns what the list is filtered by.
func (h *htmlPage) FolderDir(d *folder) string {
	if d.Path == "." {
		return ""
	}
	return visible(d.Path) + "/"
}
