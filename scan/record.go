package scan

import (
	"bytes"
	"math/bits"

	"github.com/shikiri/shikiri/detect"
	"github.com/shikiri/shikiri/extract"
)

// A record is a line, row or entry about one holder while it is read: a person,
// or a company that holds an account.
type record struct {
	open  bool
	ended bool   // whatever comes next is another's
	kinds uint64 // seen, as bits
	entry int64  // row or line of the last match in the block; -1 in an earlier block
	lines int    // how many lines it has data on

	named   detect.Aspect              // of the name kept: FullName over Reading over Latin
	name    []byte                     // its identity
	home    []byte                     // the identity of the address, up to the number of the house
	place   uint32                     // where it stands: two labels in one entry are one holder's
	places  [detect.Account + 1]uint32 // where the last data of each aspect stood
	cell    int                        // with all of it, of the row; -1: it is in several
	related bool                       // it is that of somebody else in the entry: better than none
	company bool
	traits  [traits]uint64 // keyed hashes of what tells namesakes apart, 0: not there

	// Of a record of a list of known people; empty in a scan.
	noted []noted                                    // all that tells namesakes apart
	names [detect.Latin - detect.FullName + 1][]byte // in each script
}

// What tells namesakes apart, the strongest first.
const (
	byNumber = iota // My Number and the like
	byBirth
	byResidence
	byPhone
	byMail
	byAccount
	traits
)

func (r *record) reset() {
	*r = record{name: r.name[:0], home: r.home[:0], noted: r.noted[:0], entry: -1}
}

// short reports whether the name is a surname at most: two kanji, four kana or
// six letters. 林 健 is taken for one too.
func (r *record) short() bool {
	switch r.named {
	case detect.FullName:
		return len(r.name) <= 2*3
	case detect.Reading:
		return len(r.name) <= 4*3
	}
	return len(r.name) <= 6
}

// slotOf numbers a kind of data, masked apart from full.
func slotOf(m *detect.Match) int {
	if m.Masked {
		return int(m.Detector)*2 + 1
	}
	return int(m.Detector) * 2
}

// has reports whether the record holds data of m's kind, masked or not.
func (l *level) has(m *detect.Match) bool {
	slot := slotOf(m) &^ 1
	for _, f := range l.found[slot : slot+2] {
		if f != nil && l.record.kinds&kindBit(f.number) != 0 {
			return true
		}
	}
	return false
}

// add puts a match into the open record, or opens one.
func (l *level) add(b *extract.Block, m *detect.Match) {
	r, p, d := &l.record, l.w.persons, int(m.Detector)
	value := b.Text[m.Start:m.End]
	if !r.open || int64(m.Entry) != r.entry {
		r.lines++
	}
	if b.Table != nil {
		switch cell := cellOf(b.Table, m); {
		case r.kinds == 0:
			r.cell = cell
		case r.cell != cell:
			r.cell = -1
		}
	}
	r.open, r.ended, r.entry = true, false, int64(m.Entry)
	r.kinds |= kindBit(l.found[slotOf(m)].number)
	r.places[l.w.cfg.Set.Aspect(d)] = m.Place
	switch a := l.w.cfg.Set.Aspect(d); a {
	case detect.FullName, detect.Reading, detect.Latin:
		l.addName(a, m, value)
	case detect.Holder:
		r.company = true
	case detect.Number:
		if !m.Masked {
			l.trait(byNumber, d, p.identity(d, value))
		}
	case detect.Birth:
		r.traits[byBirth] = p.hash(byBirth, 0, p.identity(d, value))
	case detect.Residence:
		// 都道府県, 市区町村 and 番地 in columns of their own are one address. The building is left out: other lists lack it.
		if m.Part == 0 && len(r.home) == 0 || m.Part > 0 && len(r.home) > 0 && len(r.home) < maxName && !bytes.ContainsAny(r.home, "0123456789") {
			r.home = append(r.home, p.identity(d, value)...)
			r.traits[byResidence] = p.hash(byResidence, 0, r.home)
		}
	case detect.Contact:
		t := byPhone
		if bytes.IndexByte(value, '@') >= 0 {
			t = byMail
		}
		l.trait(t, d, p.identity(d, value))
	case detect.Account:
		if !m.Masked {
			l.trait(byAccount, d, p.identity(d, value))
		}
	}
}

// addName keeps the name that identifies the holder: the first in kanji, or
// else in kana, or else in letters, with the parts that follow it.
func (l *level) addName(a detect.Aspect, m *detect.Match, value []byte) {
	r := &l.record
	if a > r.named && r.named != detect.Nothing && l.w.list == nil {
		return // kana where there is kanji
	}
	id := l.w.persons.identity(int(m.Detector), value)
	l.noteName(a, m, id)
	if a > r.named && r.named != detect.Nothing {
		return
	}
	switch {
	case r.named == detect.Nothing, a < r.named && r.named != detect.FullName, r.related && m.Part == 0 && a == r.named:
		r.named, r.place, r.related = a, m.Place, m.Part == detect.Related
		r.name = append(r.name[:0], id...)
	case m.Part == detect.Related:
	case a == r.named && m.Part > 0 && len(r.name) < maxName:
		r.name = append(r.name, id...)
	}
}

// maxName bounds the identity of a name, which parts in further columns extend.
const maxName = 256

// closeRecord counts the open record, if there is one, and forgets it.
func (l *level) closeRecord() {
	r := &l.record
	if !r.open {
		return
	}
	w := l.w
	for k := r.kinds &^ lastKind; k != 0; k &= k - 1 {
		l.kinds[bits.TrailingZeros64(k)].records++
	}
	if r.kinds&lastKind != 0 {
		for _, f := range l.kinds[63:] {
			f.records++
		}
	}
	h := &w.file.holders
	personal := r.kinds&^l.explaining != 0
	switch {
	case r.named == detect.FullName || !r.company && (r.named != detect.Nothing || personal): // a company's reading is no person
		h.records++
		if w.list != nil {
			w.list.take(r)
			break
		}
		if l.group == 0 {
			l.group = w.crowd.newGroup(holding{w.number, w.file.client, w.entry.Path, l.member})
			w.file.groups = append(w.file.groups, l.group)
		}
		w.persons.add(r, w.file.client, w.number, l.group)
	case r.company && (personal || r.named != detect.Nothing):
		h.records++
		h.companies++
	}
	r.reset()
}
