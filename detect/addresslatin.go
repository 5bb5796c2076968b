package detect

import "bytes"

// Buildings in letters: Sun Heights 201, Garden Place 1201号室, Grand Heights477.

// latinWords tells words that name a building from those that begin the next
// field or a line of a log. They are what is common among names of Japanese
// apartment houses in letters; what is ordinary in other text (City, Home, Center)
// is not among them.
var (
	latinBuildings = wordSet("heights", "hights", "heightz", "haitsu", "haits", "place", "court", "coat", "garden", "gardens", "tower", "towers", "house", "mansion", "residence", "residences", "residential", "hills", "hill", "park", "maison", "maisons", "villa", "villas", "ville", "village", "palace", "terrace", "plaza", "casa", "corpo", "corporate", "copo", "heim", "heims", "haimu", "chateau", "building", "bldg", "bld", "apartment", "apartments", "apartement", "flat", "flats", "square", "homes", "dormitory", "dorm", "annex", "lodge", "manor", "mews", "domus", "domani", "residencia", "residenza", "condominium", "condo", "crest", "parc", "parkside", "cottage", "castle", "jardin", "verde", "bellevue", "quarters", "estate").words
	latinOthers    = wordSet("info", "error", "warn", "warning", "debug", "trace", "fatal", "notice", "crit", "alert", "page", "pages", "total", "order", "user", "number", "status", "code", "print", "printed", "printing", "job", "jobs", "copy", "copies", "item", "items", "line", "lines", "count", "amount", "price", "date", "time", "age", "sent", "send", "post", "put", "delete", "get", "head", "index", "file", "files", "port", "host", "rev", "ver", "version", "lot", "qty", "row", "rows", "record", "records", "size", "type", "name", "phone", "mobile", "email", "mail", "zip", "exit", "call", "case", "claim", "customer", "account", "card", "invoice", "bill", "box", "ref", "event", "proc", "process", "thread", "task", "step", "level", "score", "rank", "group", "team", "dept", "section", "japan", "tokyo", "osaka", "male", "female", "mr", "mrs", "ms", "miss", "dear", "paid", "done", "failed", "success", "http", "https", "tel", "fax", "id", "no", "ok", "ng", "is", "by", "at", "for", "with", "from", "to", "was", "are", "and").words
)

// maxLatin is how many words a building in letters may have.
const maxLatin = 5

// latinBuilding returns the end of a building in letters at i, with the number
// of its room, or i. A word that is common in names of buildings tells; without
// one the number must look like that of a room, and no word like a name, the next
// field or a line of a log.
func latinBuilding(b []byte, i, hi int) int {
	known, named, proper := false, 0, true
	for j, n := i, 0; n < maxLatin && j < hi; n++ {
		end := latinWordEnd(b, j, hi)
		if end == j {
			break
		}
		kind := latinKind(b[j:end])
		if kind == otherLatin || notBuilding(b[j:end]) || end < hi && labelAhead(b[end:hi]) {
			break
		}
		if end < hi && !digitOrWide(b, end, hi) && !delimited(b, end, hi) && !breaksSentence(b[end:hi]) && !particleAt(b[end:hi], true) {
			break
		}
		if kind == knownLatin {
			known, named = true, end
		}
		proper = proper && (kind == knownLatin || kind == properLatin)
		next := skipOneSpace(b, end, hi)
		if room, size := latinRoom(b, next, hi); room > next && (known || proper && size >= 3 || bytes.Contains(b[next:room], []byte("号"))) {
			return room
		}
		if next == end {
			break
		}
		j = next
	}
	if known {
		return named
	}
	return i
}

// latinWordEnd returns the end of a word of letters, hyphens and apostrophes.
func latinWordEnd(b []byte, i, hi int) int {
	j := i
	for j < hi && (isLetter(b[j]) || j > i && j+1 < hi && (b[j] == '-' || b[j] == '\'') && isLetter(b[j+1])) {
		j++
	}
	if j-i == 1 && j < hi && (digitOrWide(b, j, hi) || isDash(first(b, j))) { // B-101
		return i
	}
	return j
}

// What a word says of what it stands in.
const (
	plainLatin  = iota // sun, II
	properLatin        // Aria
	knownLatin         // Heights
	otherLatin         // ERROR, page, Yamada
)

func latinKind(w []byte) int {
	var lower [14]byte
	last := w
	for i, c := range w {
		if c == '-' { // Garden-Place
			last = w[i+1:]
		}
	}
	if len(last) > len(lower) {
		return plainLatin
	}
	for i, c := range last {
		lower[i] = c | 0x20
	}
	switch word := lower[:len(last)]; {
	case latinBuildings[string(word)]:
		return knownLatin
	case latinOthers[string(word)]:
		return otherLatin
	}
	if len(w) >= 3 && w[0] < 'a' && w[1] >= 'a' && romajiKnown(w) == 0 {
		return properLatin
	}
	return plainLatin
}

// otherField reports whether the word b[i:end] begins the next field: a word of a
// log, or a name of two words.
func otherField(b []byte, i, end, hi int) bool {
	if latinKind(b[i:end]) == otherLatin {
		return true
	}
	next := skipOneSpace(b, end, hi)
	after := latinWordEnd(b, next, hi)
	return next > end && after > next && romajiKnown(b[i:end]) != 0 && romajiKnown(b[next:after]) != 0
}

// latinRoom returns the end of the number of a room at i, or i, and how many
// bytes it has.
func latinRoom(b []byte, i, hi int) (end, size int) {
	if i >= hi || phoneAhead(b, i, hi) {
		return i, 0
	}
	end = roomEnd(b, i, hi, true)
	if end <= i || end-i > 24 || !delimited(b, end, hi) && !breaksSentence(b[end:hi]) && !particleAt(b[end:hi], true) {
		return i, 0
	}
	return end, end - i
}
