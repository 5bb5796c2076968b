package detect

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"unicode/utf8"
)

// Aspect says what of a person a kind of data tells.
type Aspect uint8

const (
	Nothing   Aspect = iota // tells no one apart
	FullName                // in kanji
	Reading                 // in kana
	Latin                   // in Latin letters
	Holder                  // a company
	Number                  // a number that only one person has
	Birth                   // date of birth
	Residence               // address
	Contact                 // telephone number, e-mail address
	Account                 // bank account, payment card
)

// Aspect returns what of a person detector i's matches tell.
func (s *Set) Aspect(i int) Aspect { return s.aspects[i] }

var aspectOf = map[string]Aspect{
	"jp-name": FullName, "jp-name-kana": Reading, "romaji-name": Latin, "company-name": Holder,
	"my-number": Number, "drivers-license": Number, "passport": Number, "residence-card": Number, "pension-number": Number,
	"employment-insurance": Number, "resident-code": Number, "care-insurance": Number,
	"birth-date": Birth, "jp-address": Residence, "phone": Contact, "email": Contact,
	"bank-account": Account, "credit-card": Account,
}

func (d *Detector) aspect() Aspect {
	if d.Identifies {
		return Number
	}
	return aspectOf[d.ID]
}

// AppendIdentity appends to dst what stays the same however a value of detector
// i is written: names without spaces and with one form of each kanji, kana in
// one width, numbers as digits. It is for fingerprints, not for people to read.
func (s *Set) AppendIdentity(dst []byte, i int, value []byte) []byte {
	switch s.Aspect(i) {
	case FullName:
		return appendFolded(dst, value)
	case Reading:
		var buf foldBuffer
		return appendFolded(dst, largeKana(buf.katakana(value)))
	case Latin:
		return appendLetters(dst, value)
	case Residence:
		return appendAddress(dst, value)
	case Number, Account:
		return appendDigits(dst, value)
	case Birth:
		return appendDate(dst, value)
	case Contact:
		if s.detectors[i].ID == "phone" {
			return appendPhone(dst, value)
		}
		return appendLetters(dst, value)
	}
	return append(dst, value...)
}

// appendFolded appends names by the codes of the dictionary, which are the same
// for old and new forms; runes without a code stand for themselves.
func appendFolded(dst, b []byte) []byte {
	for i := 0; i < len(b); {
		r, w := three(b, i), 3
		if r == 0 {
			r, w = runeAt(b, i)
		}
		i += w
		switch {
		case isSpace(r) || variation(r):
		default:
			if code := lexNames.code(r); code != 0 {
				dst = append(dst, 0, byte(code), byte(code>>8))
			} else {
				dst = utf8.AppendRune(dst, r)
			}
		}
	}
	return dst
}

// largeKana makes small kana large, in place: host systems have no small ones,
// so ショウ and シヨウ are one name.
func largeKana(b []byte) []byte {
	for i := 0; i < len(b); {
		r, w := runeAt(b, i)
		switch r {
		case 'ァ', 'ィ', 'ゥ', 'ェ', 'ォ', 'ッ', 'ャ', 'ュ', 'ョ':
			utf8.EncodeRune(b[i:], r+1) // the large form follows the small one in Unicode
		}
		i += w
	}
	return b
}

func appendLetters(dst, b []byte) []byte {
	for _, c := range b {
		if isLetter(c) {
			c |= 0x20
		}
		if c != ' ' && c != ',' {
			dst = append(dst, c)
		}
	}
	return dst
}

func appendDigits(dst, b []byte) []byte {
	for i := 0; i < len(b); {
		if isDigit(b[i]) {
			dst = append(dst, b[i])
			i++
			continue
		}
		d, w := digitAt(b, i)
		if w > 0 {
			dst = append(dst, d)
		} else if isLetter(b[i]) {
			dst = append(dst, b[i]|0x20)
		}
		i += max(w, 1)
	}
	return dst
}

// appendPhone appends a telephone number as it is dialled in Japan: +81 90-… is
// 090-…, and the 0 that spreadsheets lose is there again.
func appendPhone(dst, b []byte) []byte {
	from := len(dst)
	dst = appendDigits(append(dst, '0'), b)
	d := dst[from+1:]
	switch {
	case len(d) > 10 && d[0] == '8' && d[1] == '1': // +81: at home no number has 11 digits and no 0
		d = bytes.TrimPrefix(d[2:], []byte("0")) // +81 (0)90
		return dst[:from+1+copy(dst[from+1:], d)]
	case len(d) > 0 && d[0] != '0' && len(d) <= 10:
		return dst
	}
	return dst[:from+copy(dst[from:], d)]
}

// appendAddress appends an address without spaces, with digits and dashes in
// one form: 1丁目2番3号 is 1-2-3.
func appendAddress(dst, b []byte) []byte {
	for i := 0; i < len(b); {
		if c := b[i]; c >= 0xE4 && c <= 0xE9 && i+2 < len(b) && !addressRune(uint32(c)<<16|uint32(b[i+1])<<8|uint32(b[i+2])) {
			dst = append(dst, b[i:i+3]...) // a kanji as it stands: most of an address
			i += 3
			continue
		}
		if isDigit(b[i]) {
			dst = append(dst, b[i])
			i++
			continue
		}
		if d, w := digitAt(b, i); w > 0 {
			dst = append(dst, d)
			i += w
			continue
		}
		r, w := runeAt(b, i)
		i += w
		switch {
		case isSpace(r) || variation(r):
		case isDash(r) && r != 'ー', r == '番', r == '号', r == 'の', r == 'ノ', r == '之':
			if n := len(dst); n > 0 && dst[n-1] != '-' {
				dst = append(dst, '-')
			}
		case r == '丁' || r == '目' || r == '地':
			if n := len(dst); r == '丁' && n > 0 && dst[n-1] != '-' {
				dst = append(dst, '-')
			}
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	for len(dst) > 0 && dst[len(dst)-1] == '-' {
		dst = dst[:len(dst)-1]
	}
	return dst
}

// addressRune reports whether the three bytes are one of the kanji that
// appendAddress writes otherwise: 番 号 丁 目 地 之.
func addressRune(b uint32) bool {
	switch b {
	case 0xE795AA, 0xE58FB7, 0xE4B881, 0xE79BAE, 0xE59CB0, 0xE4B98B:
		return true
	}
	return false
}

// appendDate appends a date as year, month, day, the year western.
func appendDate(dst, b []byte) []byte {
	first := 0
	base := 0
	if len(b) > 0 {
		switch r, _ := runeAt(b, 0); r {
		case '明', 'M', 'm', '㍾', 'Ｍ':
			base = 1867
		case '大', 'T', 't', '㍽', 'Ｔ':
			base = 1911
		case '昭', 'S', 's', '㍼', 'Ｓ':
			base = 1925
		case '平', 'H', 'h', '㍻', 'Ｈ':
			base = 1988
		case '令', 'R', 'r', '㋿', 'Ｒ':
			base = 2018
		}
	}
	for i := 0; i < len(b); {
		v, n, end := readNumber(b, i, len(b))
		if n == 0 {
			if r, w := runeAt(b, i); r == '元' && first == 0 {
				dst = append(dst, byte(base+1), byte((base+1)>>8))
				first++
				i += w
				continue
			} else {
				i += w
			}
			continue
		}
		i = end
		switch {
		case n == 8:
			dst = append(dst, byte(v/10000), byte(v/10000>>8), byte(v/100%100), byte(v%100))
		case n == 7:
			y := [...]int{0, 1867, 1911, 1925, 1988, 2018}[min(v/1000000, 5)] + v/10000%100
			dst = append(dst, byte(y), byte(y>>8), byte(v/100%100), byte(v%100))
		case first == 0:
			dst = append(dst, byte(v+base), byte((v+base)>>8))
		default:
			dst = append(dst, byte(v))
		}
		first++
	}
	return dst
}

// Hash identifies the detectors and dictionaries: a change of either may change
// what is found.
func (s *Set) Hash() string {
	h := sha256.New()
	for _, d := range s.detectors {
		fmt.Fprintf(h, "%s\x00%s\x00%d\x00%d\x00%q\x00", d.ID, d.Doc, d.MinDigits, d.MaxDigits, d.Labels)
		if d.Definition != "" {
			fmt.Fprintf(h, "%s\x00", d.Definition)
		}
	}
	h.Write([]byte(lexiconSums))
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

// IdentityForm identifies the forms that [Set.AppendIdentity] brings values to:
// fingerprints of two forms do not agree. Codes of kanji are those of the
// dictionaries.
func IdentityForm() string {
	const form = "1" // counts up when one of the functions above writes something else
	h := sha256.New()
	h.Write([]byte(form + lexiconSums))
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}
