package detect

// areaKnown reports whether a number of ten digits begins with an area code that
// is in use, and one of eleven with 050 (the numbering plan as libphonenumber
// 8.12.57 has it).
func areaKnown(d []byte) bool {
	if len(d) != 10 {
		return len(d) == 11
	}
	a, b, c := d[1], d[2], d[3]
	switch a {
	case '1':
		return c >= areaFrom[b-'0'] && c <= areaTo[b-'0'] && !(b == '1' && c == '4')
	case '2':
		return b >= '2'
	case '3', '6':
		return b >= '1'
	case '4':
		return b != '0' && b != '1' && (b != '6' || c != '1' && c != '9') && (b != '9' || c >= '2' && c != '6' && c != '7' && c != '8')
	case '5':
		return b >= '2' && (b != '6' || c >= '1') && (b != '7' || c >= '2' && c <= '8')
	case '7':
		return b >= '2' && (b != '3' || c >= '4') && (b != '4' || c != '1')
	case '8':
		switch b {
		case '0', '1':
			return false
		case '3':
			return c >= '2'
		case '4':
			return c >= '5'
		case '5':
			return c >= '1'
		case '8':
			return c == '0' || c >= '3'
		}
		return true
	case '9':
		return b >= '2' && (b != '6' && b != '7' && b != '9' || c >= '1')
	}
	return false
}

// areaFrom and areaTo bound the third digit behind 01, by the second.
const (
	areaFrom = ":233222221"
	areaTo   = "/869687989"
)
