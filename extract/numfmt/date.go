package numfmt

import (
	"math"
	"strconv"
	"strings"
)

// lastDay is the 31st of December 9999, counted from 1900.
const lastDay = 2958465

// A moment is a date and a time.
type moment struct {
	year, month, day     int
	weekday              int // 0 is Sunday
	hour, minute, second int
	fraction             float64 // of the second
	seconds              float64 // all, for times beyond their day
}

// at returns the moment that v is, in days. It reports false for what is no date.
func at(v float64, date1904 bool, digits int) (m moment, ok bool) {
	if date1904 {
		v += 1462
	}
	if v < 0 || v >= lastDay+1 {
		return m, false
	}
	m.seconds = v * 86400
	unit := math.Pow10(digits)
	ticks := math.Round(v * 86400 * unit) // as programs do: 11:59:59.9 is 12:00
	all := math.Floor(ticks / unit)
	m.fraction = ticks/unit - all
	n := int(all / 86400)
	rest := int(all) - n*86400
	m.hour, m.minute, m.second = rest/3600, rest/60%60, rest%60
	m.weekday = (n + 6) % 7
	switch {
	case n == 60: // which Lotus took for a leap day
		m.year, m.month, m.day = 1900, 2, 29
		return m, true
	case n == 0:
		m.year, m.month, m.day = 1900, 1, 0
		return m, true
	case n > 60:
		n--
	}
	m.year, m.month, m.day = civil(n - 25568) // days since 1970
	return m, true
}

// civil returns the date of a day since 1970, from 1900 on.
func civil(n int) (y, m, d int) {
	n += 719468 // since the 1st of March of the year 0
	era := n / 146097
	doe := n % 146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	y, m, d = yoe+era*400, mp+3, doy-(153*mp+2)/5+1
	if m > 12 {
		y, m = y+1, m-12
	}
	return y, m, d
}

// eras are those of Japan, the latest first, by their first day.
var eras = [...]struct {
	from                int // yyyymmdd
	latin, short, kanji string
}{
	{20190501, "R", "令", "令和"},
	{19890108, "H", "平", "平成"},
	{19261225, "S", "昭", "昭和"},
	{19120730, "T", "大", "大正"},
	{18680125, "M", "明", "明治"},
}

// era returns the number in eras of the era of m and its year in it.
func (m *moment) era() (i, y int) {
	day := m.year*10000 + m.month*100 + m.day
	for i := range eras {
		if day >= eras[i].from {
			return i, m.year - eras[i].from/10000 + 1
		}
	}
	return len(eras) - 1, m.year - 1867
}

var (
	months     = [...]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}
	weekdays   = [...]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}
	weekdaysJa = [...]string{"日", "月", "火", "水", "木", "金", "土"}
)

// appendDate appends the date or time v. It reports false for what is none.
func (s *section) appendDate(dst []byte, v float64, date1904 bool) ([]byte, bool) {
	digits, twelve, years, monthsSeen, days := 0, false, false, false, false
	for _, t := range s.tokens {
		switch t.kind {
		case subsecond:
			digits = max(digits, t.n)
		case half:
			twelve = true
		case year, eraYear, buddhist:
			years = true
		case month:
			monthsSeen = true
		case day:
			days = days || t.n <= 2
		}
	}
	m, ok := at(v, date1904, digits)
	if !ok {
		return dst, false
	}
	if !years && monthsSeen && days {
		dst = s.yearBefore(dst, &m)
	}
	for _, t := range s.tokens {
		dst = s.appendToken(dst, &t, &m, twelve)
	}
	return dst, true
}

// yearBefore appends the year that a format leaves out though the file holds it:
// a day of birth is one with its year only.
func (s *section) yearBefore(dst []byte, m *moment) []byte {
	dst = strconv.AppendInt(dst, int64(m.year), 10)
	for _, t := range s.tokens {
		if t.kind == literal && strings.HasPrefix(t.text, "月") {
			return append(dst, "年"...)
		}
	}
	return append(dst, '/')
}

func (s *section) appendToken(dst []byte, t *token, m *moment, twelve bool) []byte {
	switch t.kind {
	case literal:
		return append(dst, t.text...)
	case year:
		return strconv.AppendInt(dst, int64(m.year), 10)
	case buddhist:
		return strconv.AppendInt(dst, int64(m.year+543), 10)
	case month:
		return appendMonth(dst, t.n, m.month)
	case minute:
		return appendPadded(dst, m.minute, t.n)
	case day:
		switch {
		case t.n == 3:
			return append(dst, weekdays[m.weekday][:3]...)
		case t.n > 3:
			return append(dst, weekdays[m.weekday]...)
		}
		return appendPadded(dst, m.day, t.n)
	case hour:
		h := m.hour
		if twelve {
			h = (h+11)%12 + 1
		}
		return appendPadded(dst, h, t.n)
	case second:
		return appendPadded(dst, m.second, t.n)
	case subsecond:
		return append(dst, strconv.FormatFloat(m.fraction, 'f', t.n, 64)[1:]...)
	case half:
		if m.hour < 12 {
			return append(dst, "AM"...)
		}
		return append(dst, "PM"...)
	case weekday:
		dst = append(dst, weekdaysJa[m.weekday]...)
		if t.n > 3 {
			dst = append(dst, "曜日"...)
		}
		return dst
	case elapsed:
		unit := map[int]float64{'h': 3600, 'm': 60, 's': 1}[t.n]
		return appendPadded(dst, int(math.Floor(m.seconds/unit+1e-6)), len(t.text))
	}
	return s.appendEra(dst, t, m)
}

// appendEra appends an era or the year in it.
func (s *section) appendEra(dst []byte, t *token, m *moment) []byte {
	i, y := m.era()
	switch {
	case t.kind == era && t.n == 1:
		return append(dst, eras[i].latin...)
	case t.kind == era && t.n == 2:
		return append(dst, eras[i].short...)
	case t.kind == era:
		return append(dst, eras[i].kanji...)
	case t.kind == eraYear && y == 1 && s.gannen:
		return append(dst, "元"...)
	case t.kind == eraYear:
		return appendPadded(dst, y, t.n)
	}
	return dst
}

func appendMonth(dst []byte, n, month int) []byte {
	name := months[month-1]
	switch n {
	case 1, 2:
		return appendPadded(dst, month, n)
	case 3:
		return append(dst, name[:3]...)
	case 5:
		return append(dst, name[0])
	}
	return append(dst, name...)
}

// appendPadded appends v with at least width digits.
func appendPadded(dst []byte, v, width int) []byte {
	if width > 1 && v < 10 {
		dst = append(dst, '0')
	}
	return strconv.AppendInt(dst, int64(v), 10)
}
