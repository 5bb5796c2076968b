package extract

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// parseNumberFormat is what stands for the package that shows numbers as format
// codes say, until that is there: dates, leading zeros, and plain numbers.
func parseNumberFormat(code string) numberFormat {
	plain := plainFormat{}
	code, _, _ = strings.Cut(code, ";")
	quoted, bracket := false, false
	for _, c := range strings.ToLower(code) {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[':
			bracket = true
		case c == ']':
			bracket = false
		case bracket:
		case c == 'y' || c == 'd' || c == 'e' && !strings.ContainsAny(code, "0#"):
			plain.date = true
		case c == 'h' || c == 's':
			plain.time = true
		case c == '0':
			plain.zeros++
		case c == '.' || c == '#' || c == ',' || c == '-':
			plain.other = true
		}
	}
	return plain
}

type plainFormat struct {
	date, time, other bool
	zeros             int
}

func (p plainFormat) Append(dst []byte, v float64, date1904 bool) []byte {
	if (p.date || p.time) && v >= 0 && v < 2958466 {
		day := math.Floor(v)
		if date1904 {
			day += 1462
		} else if day < 60 {
			day++ // 1900 had a 29th of February for Excel
		}
		t := time.Date(1899, 12, 30, 0, 0, int(math.Round((v-math.Floor(v))*86400)), 0, time.UTC).AddDate(0, 0, int(day))
		switch {
		case p.date && p.time:
			return t.AppendFormat(dst, "2006-01-02 15:04:05")
		case p.date:
			return t.AppendFormat(dst, "2006-01-02")
		}
		return t.AppendFormat(dst, "15:04:05")
	}
	if p.zeros > 1 && !p.other && v == math.Trunc(v) && v >= 0 && v < 1e15 {
		n := strconv.FormatInt(int64(v), 10)
		return append(append(dst, strings.Repeat("0", max(0, p.zeros-len(n)))...), n...)
	}
	s := strconv.FormatFloat(v, 'g', 15, 64)
	if f, err := strconv.ParseFloat(s, 64); err == nil {
		v = f
	}
	return strconv.AppendFloat(dst, v, 'f', -1, 64)
}

// printedHeader makes lines of the parts of a header and drops its codes: "&L"
// begins what is at the left, "&"Arial,Bold"" is a font, "&12" its size.
func printedHeader(text []byte) []byte {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		if text[i] != '&' || i+1 == len(text) {
			out = append(out, text[i])
			continue
		}
		i++
		switch c := text[i]; {
		case c == '&':
			out = append(out, '&')
		case c == '"':
			for i++; i < len(text) && text[i] != '"'; i++ {
			}
		case c >= '0' && c <= '9':
			for first := i; i+1 < len(text) && text[i+1] >= '0' && text[i+1] <= '9' && i < first+2; {
				i++
			}
		case c == 'L' || c == 'C' || c == 'R':
			out = append(out, '\n')
		default:
			out = append(out, ' ')
		}
	}
	return out
}
