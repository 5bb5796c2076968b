package detect

import "fmt"

// A Set is detectors compiled to run together. It is safe for concurrent use.
type Set struct {
	detectors    []*Detector
	aspects      []Aspect
	families     [][]int // for each detector those that judge its labels' values, best first
	class        [256]class
	byDigits     [maxDigits + 1][]uint16 // by number of digits
	lettered     [maxDigits + 1][]uint16 // the same with a letter before them
	plain        [maxDigits + 1]bool     // whether that many digits wake any
	dashed       [maxDigits + 1]bool     // whether that many digits with dashes between them wake any
	letteredFrom int                     // the least number of digits that lettered has
	hidden       []uint16                // by hidden digits
	byByte       [128][]uint16
	labels       labels
	words        map[uint32]string  // the text of a label by its place
	texts        []string           // of labels and words, by their numbers, from 1
	labelEnds    [1 << 10]uint64    // the last runes of labels, as bits
	asciiEnds    [28 * 28 * 28]bool // the last three letters of labels in ASCII
	wakeWords    *wakeWords         // nil: no detector waits for a word
	pictures     []int              // detectors of what a picture is of

	name, kana, romaji, company, address int // index of the detector, or -1
	phone, email, postal, birth, account int
	myNumber, license, card, health      int
	passport, corporate                  int
	numeric                              []bool // for each detector whether its values are written in digits
}

// A class says what a byte may begin.
type class uint8

const (
	nothing   class = iota
	digit           // a number
	mask            // '*': perhaps one with hidden digits
	lone            // a byte some detector waits for
	separator       // ends an ASCII label: = : >
	capital         // perhaps a name in Latin letters
	japanese        // the first byte of a rune of Japanese
)

// Default returns the set of all built-in detectors.
func Default() (*Set, error) { return Compile(All()...) }

// Compile prepares detectors to run together.
func Compile(ds ...*Detector) (*Set, error) {
	s := &Set{detectors: ds, words: make(map[uint32]string), texts: []string{""}}
	s.classes()
	ids := make(map[string]int)
	for i, d := range ds {
		s.aspects = append(s.aspects, d.aspect())
		if _, twin := ids[d.ID]; twin {
			return nil, fmt.Errorf("detect: two detectors are called %q", d.ID)
		}
		ids[d.ID] = i
		if err := s.add(i, d); err != nil {
			return nil, err
		}
	}
	s.number(ids)
	s.labels.by = make(map[string]label, 4096)
	s.labels.kinds = [markEnd]int{anyScript: s.address, kanaMark: s.kana, kanjiMark: s.name, romajiMark: s.romaji, englishMark: s.romaji}
	for _, l := range otherLabels {
		s.labels.add(l, notPersonal)
	}
	s.compose()
	for i, d := range ds {
		for _, l := range d.Labels {
			s.labels.add(l, i)
		}
	}
	for key, l := range s.labels.by {
		s.words[l.place] = l.text
		l.number = s.textNumber(l.text)
		s.labels.by[key] = l
		if l.detector >= 0 {
			s.labelEnd(key)
			s.markEnds(key, l)
		}
	}
	if s.wakeWords != nil {
		if err := s.wakeWords.compile(); err != nil {
			return nil, err
		}
	}
	s.number(ids)
	return s, nil
}

// textNumber numbers the text of a label or word. Beyond 65,535 they have none.
func (s *Set) textNumber(text string) uint16 {
	if len(s.texts) > 1<<16-1 {
		return 0
	}
	s.texts = append(s.texts, text)
	return uint16(len(s.texts) - 1)
}

// classes notes what bytes may begin; add has more.
func (s *Set) classes() {
	for b := '0'; b <= '9'; b++ {
		s.class[b] = digit
	}
	s.class['*'] = mask
	for _, b := range "=:>" {
		s.class[b] = separator
	}
	for b := 'A'; b <= 'Z'; b++ {
		s.class[b] = capital
	}
	for b := 0xE2; b <= 0xEF; b++ {
		s.class[b] = japanese
	}
	s.class[0xF0] = japanese
}

// labelEnd notes how a label ends, so that a word that ends otherwise need not
// be looked up: nearly all words.
func (s *Set) labelEnd(key string) {
	if key[len(key)-1] < 0x80 {
		spellings([]byte(key[max(0, len(key)-4):]), nil, func(b []byte) {
			s.asciiEnds[asciiEnd(b[max(0, len(b)-3):])] = true
			two := b[max(0, len(b)-2):]
			s.asciiEnds[asciiEnd(append([]byte("_"), two...))] = true // POST_CD
			if shortEnds[string(two)] {
				s.asciiEnds[asciiEnd(two)] = true
			}
		})
		wide := uint16(key[len(key)-1]) + 0xFEE0 // ＴＥＬ
		for _, r := range []uint16{wide, wide - 0x20} {
			s.labelEnds[r>>6] |= 1 << (r & 63)
		}
		return
	}
	last, _ := runeBefore([]byte(key), len(key))
	for _, r := range append(narrow(last), last) {
		s.labelEnds[uint16(r)>>6] |= 1 << (r & 63)
	}
}

// shortEnds are the last words of labels that an underscore may part: POST_CD.
var shortEnds = map[string]bool{"no": true, "cd": true, "nm": true, "dt": true, "kn": true, "kj": true, "bi": true, "gp": true, "en": true}

// asciiEnd numbers the last letters of a label, up to three, in either case.
func asciiEnd(b []byte) int {
	n := len(b)
	h := letterCode[b[n-1]]
	if n > 1 {
		if c := letterCode[b[n-2]]; c > 0 {
			h += 28 * c
			if n > 2 {
				h += 28 * 28 * letterCode[b[n-3]]
			}
		}
	}
	return int(h)
}

var letterCode = func() (t [256]uint16) {
	for c := range uint16(26) {
		t['a'+c], t['A'+c] = c+1, c+1
	}
	t['_'], t['-'] = 27, 27
	return t
}()

// add notes what wakes the i'th detector.
func (s *Set) add(i int, d *Detector) error {
	switch {
	case d.Picture != nil:
		s.pictures = append(s.pictures, i)
	case d.MaxDigits == 0 && d.Byte == 0 && !d.Japanese && len(d.Labels) == 0 && len(d.Words) == 0:
		return fmt.Errorf("detect: nothing wakes %s", d.ID)
	case d.MinDigits > d.MaxDigits || d.MaxDigits > maxDigits:
		return fmt.Errorf("detect: %s: cannot wake on %d to %d digits", d.ID, d.MinDigits, d.MaxDigits)
	case d.Byte >= 0x80 || d.Byte != 0 && (isDigit(d.Byte) || s.class[d.Byte] != nothing && s.class[d.Byte] != lone):
		return fmt.Errorf("detect: %s: cannot wake on byte %q", d.ID, d.Byte)
	case len(d.Labels) > 0 && d.Field == nil:
		return fmt.Errorf("detect: %s has labels and no Field", d.ID)
	}
	for n := max(d.MinDigits, 1); n <= d.MaxDigits; n++ {
		if d.Lettered {
			s.lettered[n] = append(s.lettered[n], uint16(i))
			if s.letteredFrom == 0 || n < s.letteredFrom {
				s.letteredFrom = n
			}
			continue
		}
		s.byDigits[n] = append(s.byDigits[n], uint16(i))
		s.plain[n] = true
		s.dashed[n] = s.dashed[n] || !d.Plain
	}
	for _, word := range d.Words {
		if len(word) < MinWord || len(word) > MaxWord {
			return fmt.Errorf("detect: %s: cannot wake on the word %q: a word has %d to %d bytes", d.ID, word, MinWord, MaxWord)
		}
		if s.wakeWords == nil {
			s.wakeWords = new(wakeWords)
		}
		s.wakeWords.add(i, word, s.textNumber(word))
	}
	if d.Hidden {
		s.hidden = append(s.hidden, uint16(i))
	}
	if d.Byte != 0 {
		s.class[d.Byte] = lone
		s.byByte[d.Byte] = append(s.byByte[d.Byte], uint16(i))
	}
	return nil
}

// number finds the detectors that columns and slots ask for by name. Values
// under any name's label are judged by all of the names' family: what is under
// 氏名 may be in kana, or a company.
func (s *Set) number(ids map[string]int) {
	index := func(id string) int {
		if i, ok := ids[id]; ok {
			return i
		}
		return -1
	}
	s.name, s.kana, s.romaji = index("jp-name"), index("jp-name-kana"), index("romaji-name")
	s.company, s.address = index("company-name"), index("jp-address")
	s.phone, s.email, s.postal, s.birth = index("phone"), index("email"), index("postal-code"), index("birth-date")
	s.account, s.myNumber, s.license, s.card = index("bank-account"), index("my-number"), index("drivers-license"), index("credit-card")
	s.health, s.passport, s.corporate = index("health-insurance"), index("passport"), index("corporate-number")
	s.families = make([][]int, len(s.detectors))
	s.numeric = make([]bool, len(s.detectors))
	for i := range s.detectors {
		s.families[i] = []int{i}
		s.numeric[i] = !s.isName(i) && i != s.company && i != s.address
	}
	s.insurance(index)
	for _, i := range []int{s.name, s.kana, s.romaji} {
		if i < 0 {
			continue
		}
		family := []int{}
		if s.company >= 0 {
			family = append(family, s.company)
		}
		family = append(family, i)
		for _, m := range []int{s.name, s.kana, s.romaji} {
			if m >= 0 && m != i {
				family = append(family, m)
			}
		}
		s.families[i] = family
	}
}

// insurance adds to the family of health insurance those whose labels are cut
// short to its own: 被保険者番号 is a number of three insurances, and 記号 one of
// ゆうちょ's accounts.
func (s *Set) insurance(index func(id string) int) {
	if s.health < 0 {
		return
	}
	family := []int{}
	for _, id := range []string{"employment-insurance", "care-insurance", "bank-account"} {
		if i := index(id); i >= 0 {
			family = append(family, i)
		}
	}
	s.families[s.health] = append(family, s.health)
}

// isName reports whether a detector finds persons' names.
func (s *Set) isName(detector int) bool {
	return detector == s.name || detector == s.kana || detector == s.romaji
}

// ID returns the ID of the detector that made m.
func (s *Set) ID(m Match) string { return s.detectors[m.Detector].ID }

// Len returns the number of detectors.
func (s *Set) Len() int { return len(s.detectors) }

// Detector returns the i'th detector.
func (s *Set) Detector(i int) *Detector { return s.detectors[i] }

// Scanner returns a new Scanner. Each goroutine needs its own.
func (s *Set) Scanner() *Scanner {
	sc := &Scanner{set: s}
	sc.c.set = s
	return sc
}
