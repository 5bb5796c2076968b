package extract

import (
	"bufio"
	"encoding/base64"
	"unicode/utf16"
	"unicode/utf8"
)

// A utf7Reader decodes UTF-7 (RFC 2152), of which some Japanese mailers made use,
// to UTF-8.
type utf7Reader struct {
	br  *bufio.Reader
	out []byte
	in  bool // a long run goes on
}

func (u *utf7Reader) Read(p []byte) (int, error) {
	for len(u.out) == 0 {
		if u.in {
			u.in = false
			u.shifted()
			continue
		}
		c, err := u.br.ReadByte()
		if err != nil {
			return 0, err
		}
		if c != '+' {
			u.out = append(u.out[:0], c)
			break
		}
		u.shifted()
	}
	n := copy(p, u.out)
	u.out = u.out[n:]
	return n, nil
}

// shifted decodes what stands between + and -.
func (u *utf7Reader) shifted() {
	var run []byte
	for {
		if u.in = len(run) == 4<<10; u.in {
			break
		}
		c, err := u.br.ReadByte()
		if err != nil {
			break
		}
		if !(c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '/' || c == '+') {
			if c != '-' {
				u.br.UnreadByte()
			} else if len(run) == 0 {
				u.out = append(u.out[:0], '+')
				return
			}
			break
		}
		run = append(run, c)
	}
	raw := make([]byte, base64.RawStdEncoding.DecodedLen(len(run)))
	n, _ := base64.RawStdEncoding.Decode(raw, run)
	units := make([]uint16, n/2)
	for i := range units {
		units[i] = uint16(raw[2*i])<<8 | uint16(raw[2*i+1])
	}
	u.out = u.out[:0]
	for _, r := range utf16.Decode(units) {
		u.out = utf8.AppendRune(u.out, r)
	}
}
