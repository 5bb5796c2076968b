package detect

// An address may stand in several columns: 都道府県, 市区町村, 町域, 番地, 建物名. No cell
// alone is an address; the columns side by side are.

// addressPart says what part of an address a column holds.
type addressPart uint8

const (
	noPart     addressPart = iota
	placePart              // prefecture, municipality, town
	townPart               // a town and the number of a house: 西新宿2-8-1
	numberPart             // the number of a house
	restPart               // what its label says goes on with an address: 方書
)

// placeLabels head columns of prefectures, municipalities and towns.
var placeLabels = wordSet("都道府県", "都道府県名", "県名", "県", "市区町村", "市区町村名", "市町村", "市町村名", "市区郡", "市区郡町村", "郡市区", "市郡区", "町域", "町域名", "町名", "町", "大字", "字", "字名", "地名",
	"pref", "prefname", "prefecture", "city", "cityname", "town", "townname", "placename", "statename")

// lotLabels head columns of one number each.
var lotLabels = wordSet("丁目", "番", "号")

// decideAddress joins columns that are the parts of addresses, and takes a
// column of towns with numbers for addresses if persons or postal codes are
// beside it.
func (s *Scanner) decideAddress() {
	st := &s.table
	if s.set.address < 0 {
		return
	}
	for i := 0; i < len(st.columns); {
		first := i
		places, numbers := 0, 0
		for ; i < len(st.columns); i++ {
			part := s.addressPart(&st.columns[i])
			if part == noPart || part == placePart && numbers > 0 {
				break
			}
			switch part {
			case placePart:
				places++
			case townPart, numberPart:
				numbers++
			}
		}
		if i == first {
			i++
			continue
		}
		if places > 0 && numbers > 0 || numbers > 0 && s.addressPart(&st.columns[first]) == townPart && (st.person || s.postalColumn(first)) {
			s.joinAddress(first, i, places > 0)
		}
	}
	s.firstPart()
}

// firstPart makes the leftmost of the columns of addresses the first part if
// none is: the others are not counted.
func (s *Scanner) firstPart() {
	var left *column
	for i := range s.table.columns {
		if col := &s.table.columns[i]; col.kind == s.set.address {
			if col.part == 0 {
				return
			}
			if left == nil {
				left = col
			}
		}
	}
	if left != nil {
		left.part = 0
	}
}

// joinAddress makes the columns from first to end one address.
func (s *Scanner) joinAddress(first, end int, places bool) {
	st := &s.table
	for k := first; k < end; k++ {
		col := &st.columns[k]
		if k > first && s.addressPart(col) == restPart && !col.labelled {
			return
		}
		part := k - first
		if k == first && col.labelled && col.label.detector == s.set.address {
			part = int(col.label.part)
		}
		col.kind, col.piece, col.part = s.set.address, true, uint8(min(part, Related-1))
		col.evidence |= ByColumn
		col.conf = Medium
		switch {
		case st.business:
			col.conf = Low
		case st.person && places:
			col.conf = High
		}
	}
	if last := &st.columns[end-1]; end < len(st.columns) && !st.header {
		if col := &st.columns[end]; col.kind == plain && !col.labelled && most(col.n.japanese, col.n.filled) && s.continues(col) {
			col.kind, col.piece, col.part, col.evidence, col.conf = s.set.address, true, last.part+1, ByColumn, last.conf // the building
		}
	}
}

// postalColumn reports whether postal codes stand right before column i.
func (s *Scanner) postalColumn(i int) bool {
	if i == 0 {
		return false
	}
	col := &s.table.columns[i-1]
	return col.kind == s.set.postal || col.n.postals >= columnHits && most(col.n.postals, col.n.filled)
}

// addressPart tells the part by the header, or by the cells if no header says
// that they are something else.
func (s *Scanner) addressPart(col *column) addressPart {
	n := &col.n
	if n.filled == 0 {
		if col.labelled && col.label.detector == s.set.address && col.label.part > 0 {
			return restPart
		}
		return noPart
	}
	if col.labelled && col.label.detector == notPersonal {
		switch {
		case placeLabels.words[col.label.text]:
			return placePart
		case lotLabels.words[col.label.text]:
			return numberPart
		}
		return noPart
	}
	if col.labelled && col.label.detector != s.set.address || col.kind != plain && col.kind != s.set.address {
		return noPart
	}
	few := n.filled < columnHits && !col.labelled
	switch {
	case few || n.addresses*2 >= n.filled: // whole addresses, each in a cell
	case n.townNumbers*10 >= n.filled*6:
		return townPart
	case n.lots*10 >= n.filled*6:
		return numberPart
	case col.labelled && (n.lots > 0 || n.townNumbers > 0) && col.label.part > 0:
		return numberPart
	case col.labelled && col.label.part > 0:
		return restPart
	case n.places*10 >= n.filled*8 || (n.places+n.lonePlaces)*10 >= n.filled*6:
		return placePart
	}
	return noPart
}

// pieceField emits a cell of such a column.
func (s *Scanner) pieceField(col *column, place uint32, lo, hi int) bool {
	text := s.c.Text
	i := skipSpaces(text, lo, hi)
	end := trimSpaces(text, i, hi)
	if end <= i || placeholders.has(text[i:end]) || s.set.isLabel(text[i:end]) {
		return false
	}
	s.c.Start, s.c.End, s.c.Evidence, s.c.Masked = i, end, col.evidence, false
	s.emit(s.set.address, col.conf, col.part, place)
	return true
}

// houseNumber reports whether b[lo:hi] is the number of a house, and no date or
// telephone number.
func houseNumber(b []byte, lo, hi int) bool {
	if !numberAt(b, lo, hi) || phoneAhead(b, lo, hi) {
		return false
	}
	if end, ok := dateAt(b, lo, hi); ok && end == hi {
		return false
	}
	l := readLots(b, lo, hi)
	return l.strong() && buildingEnd(b, l.end, hi, true) == hi
}
