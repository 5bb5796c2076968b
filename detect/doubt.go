package detect

// doubt looks, at the first of a run of kanji, whether a name may stand in it
// that only the sentence can tell, and if so has the clause weighed. Most runs
// are ordinary words, and most of what is not is no name: nearly all of them
// are settled here with a few loads for each kanji.
func (s *Scanner) doubt(i, hi int) {
	if s.set.name < 0 {
		return
	}
	short := hi-s.c.Lo < leastSentence || s.place != 0 && hi-s.c.Lo < leastCell
	text := s.c.Text[:hi]
	end, n, may, single, prev := i, 0, false, script(0), rune(0) // prev may begin a name
	for end < hi {
		r, w := three(text, end), 3
		if r == 0 {
			r, w = runeAt(text, end)
		}
		bits := scripts[uint16(r)]
		if r > 0xFFFF {
			bits = scriptOf(r) | beginsName
		}
		if bits&scriptBits != kanji {
			if !variation(r) {
				break
			}
			end += w
			continue
		}
		if !may {
			may = prev != 0 && lexNames.begins(lexNames.code(prev), lexNames.code(r))
			if prev = 0; bits&beginsName != 0 {
				prev = r
			}
			single |= bits
		}
		end += w
		n++
	}
	switch {
	case n < 2 || n > longestRun || !may && !(n > 2 && single&surnameRune != 0):
	case short:
		if n > 4 {
			s.behindTitle(text, i, end)
		}
	case s.mayBeNamed(text, i, end, n):
		s.clause(i, end, s.c.Lo, hi)
	}
}

// behindTitle finds, in a line that is too short for a sentence, the common name
// that the run text[i:end] ends with behind a title: 代表取締役山田太郎.
func (s *Scanner) behindTitle(text []byte, i, end int) {
	for at := i + 6; at < end; at += 3 {
		at = runeStart(text, at)
		if !endsWith(text[i:at], titlesAhead) {
			continue
		}
		if split, ok := longestSplit(text, at, len(text)); ok && split.weight > 0 && !split.common && split.end >= end && split.end-at >= 9 {
			p := &s.prose
			p.pending[0], p.next, p.n, p.end = proseName{at, split.end, Medium, ByDictionary | ByCue}, 0, 1, split.end
			return
		}
	}
}

// How many bytes a line and a cell of a table have that hold a sentence. Shorter
// ones are entries of lists, of which the towns of Japan have 138 names in a
// megabyte if they are read as sentences.
const (
	leastSentence = 36
	leastCell     = 60
)

// longestRun is how many kanji may stand in a row around a name: beyond it are
// tables without spaces and Chinese.
const longestRun = 24

// mayBeNamed reports whether the run of n kanji text[i:end] may hold a name
// that stands bare. A run of ordinary words does only if a title follows.
func (s *Scanner) mayBeNamed(text []byte, i, end, n int) bool {
	cue := noCue
	for at := i; at < end && cue == noCue; {
		_, w := runeAt(text, at)
		cue = s.namedAt(text, at, i, end)
		at += w
	}
	if cue == noCue && n > 1 && goesOn(afterAt(text, end, len(text))) && s.rareNameIn(text, i, end, n) {
		cue = wordCue
	}
	return cue == titleCue || cue == wordCue && !(n <= longestPhrase && s.prose.ordinary.has(text[i:end]))
}

// ordinary remembers by their hashes which runs of kanji were made of words: a
// text says the same ones again and again.
type ordinaryRuns [1 << 8]uint64

// has reports whether a run is made of words.
func (o *ordinaryRuns) has(run []byte) bool {
	h := uint64(14695981039346656037)
	for _, b := range run {
		h = (h ^ uint64(b)) * 1099511628211
	}
	h |= 1
	at := &o[h>>32&uint64(len(o)-1)]
	if *at == h {
		return true
	}
	if !madeOfWords(run) {
		return false
	}
	*at = h
	return true
}

// A cue is what makes a surname in a run worth a look at its clause.
type cue uint8

const (
	noCue cue = iota
	wordCue
	titleCue
)

// rareNameIn reports whether the run of n kanji text[i:end] is a rare name, or a
// title and one: 横綱朝青龍.
func (s *Scanner) rareNameIn(text []byte, i, end, n int) bool {
	if n <= 4 {
		return rareName(text[i:end])
	}
	for at, k := end, 1; k <= 4; k++ {
		_, w := runeBefore(text, at)
		if at -= w; k > 1 && rareName(text[at:end]) && endsWith(text[i:at], titlesBefore) {
			return true
		}
	}
	return false
}

// rareName reports whether b as a whole is a given name, or a surname of list 2.
func rareName(b []byte) bool {
	v, _ := lexNames.lookup(b)
	v2, _ := lexNames2.lookup(b)
	return v&lexGiven|v2&(lexSurname2|lexGiven2) != 0
}

// namedAt tells whether a surname at text[i], in the run text[lo:end], is
// followed by a given name, by a title, or by what follows a whole word.
func (s *Scanner) namedAt(text []byte, i, lo, end int) cue {
	state, word, ok := uint32(0), false, false
	for j := i; j < end; {
		r, w := three(text, j), 3
		if r == 0 {
			r, w = runeAt(text, j)
		}
		j += w
		if variation(r) {
			continue
		}
		if state, word, ok = lexNames.step(state, lexNames.code(r)); !ok {
			return noCue
		}
		if !word || lexNames.value(state)&lexSurname == 0 {
			continue
		}
		if j < len(text) && (i == lo || j < end) && titleAhead(first(text, j)) && wordBehind(text[j:min(len(text), j+24)], titlesBehind) > 0 {
			if i == lo {
				return titleCue
			}
			return wordCue
		}
		if given, _ := longestGiven(text, j, len(text)); given > 0 && (given-i >= 9 || afterAt(text, given, len(text)) == afterTitle) {
			switch {
			case i == lo && honorificAt(text, given, len(text)) > 0:
				return noCue // there is no doubt
			case given > end && i > lo && beforeAt(text, lo, i) == beforeTitle:
				return titleCue // 店員佐藤ナナ
			}
			return wordCue
		}
		switch {
		case j == end:
			if j-i >= 6 && goesOn(afterAt(text, j, len(text))) && (i == lo || beforeAt(text, lo, i) == beforeTitle) {
				return wordCue
			}
		case i == lo && end-j <= 6 && goesOn(afterAt(text, end, len(text))):
			return wordCue
		}
	}
	return noCue
}

// goesOn reports whether a sentence goes on with a, as behind a whole word.
func goesOn(a after) bool { return a >= afterComma && a <= afterDe }

// takePending emits a name that was found ahead, if there is one, and returns
// its end, or i.
func (s *Scanner) takePending(p *proseName, i, hi int) int {
	if p == nil || p.end > hi {
		return i
	}
	s.c.Start, s.c.End, s.c.Evidence, s.c.Masked = p.start, p.end, p.evidence, false
	return s.take(s.set.name, p.conf, hi)
}

// askName settles the name at i: by what stands with it, an honorific or a space
// between its words, else by the sentence, else by the dictionary.
func (s *Scanner) askName(pending *proseName, i, hi int) int {
	s.c.Start, s.c.End, s.c.Evidence, s.c.Masked = i, hi, 0, false
	conf := s.set.detectors[s.set.name].Check(&s.c)
	if pending != nil && conf <= Low && pending.end <= hi {
		return s.takePending(pending, i, hi)
	}
	if conf == Low && s.titleAndSpace(i) {
		conf = Medium
		s.c.Evidence |= ByCue
	}
	if conf == None {
		return i
	}
	return s.take(s.set.name, conf, hi)
}

// titleAndSpace reports whether a title and one space stand before i: 課長　山田太郎.
func (s *Scanner) titleAndSpace(i int) bool {
	text, lo := s.c.Text, s.c.Lo
	at := trimSpaces(text, lo, i)
	if gap := i - at; gap != 1 && !(gap == 3 && text[at] == 0xE3) || at-lo < 6 || text[at-1] < 0x80 {
		return false
	}
	return endsWith(text[max(lo, at-24):at], titlesAhead)
}
