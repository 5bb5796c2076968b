package detect

import "bytes"

func init() {
	register(&Detector{
		ID:   "email",
		Doc:  "E-mail address\n\nof a person; addresses of a role (info@, support@) stay low.",
		Byte: '@',
		Check: func(c *Candidate) Confidence {
			if !c.takeEmail() {
				return None
			}
			c.Evidence |= ByShape
			return Low
		},
		Labels: []string{"メールアドレス", "メール", "Eメール", "ｅメール", "e-mail", "email", "mail", "mailaddress", "mailaddr", "emailaddress", "メアド"},
		Field: func(c *Candidate) Confidence {
			i := skipSpaces(c.Text, c.Start, c.End)
			at := bytes.IndexByte(c.Text[i:min(c.End, i+66)], '@')
			if at <= 0 {
				return None
			}
			start, end := i, c.End
			c.Start, c.End = i+at, i+at+1
			if !c.takeEmail() || c.Start != start || c.Cell && trimSpaces(c.Text, i, end) != c.End {
				return None
			}
			if roleAddress(c.Bytes()) {
				return Low
			}
			return High
		},
		Good: []string{"連絡先 taro@example.jp まで", "mail=hanako.sato@mail.example.co.jp"},
		Bad:  []string{"@taro", "taro@", "a@b", "foo@1.2"},
	})
}

// takeEmail widens the candidate from the @ to the whole address (RFC 5321
// without quotes).
func (c *Candidate) takeEmail() bool {
	at := c.Start
	for c.Start > c.Lo && mailByte[c.Text[c.Start-1]] {
		c.Start--
	}
	for c.End < c.Hi && mailByte[c.Text[c.End]] && c.Text[c.End] != '+' && c.Text[c.End] != '%' {
		c.End++
	}
	for c.End > at && (c.Text[c.End-1] == '.' || c.Text[c.End-1] == '-') {
		c.End--
	}
	dot := bytes.LastIndexByte(c.Text[at:c.End], '.')
	if c.Start == at || dot < 2 || at-c.Start > 64 {
		return false
	}
	top := c.Text[at+dot+1 : c.End]
	return len(top) >= 2 && isLetter(top[0]) && isLetter(top[len(top)-1])
}

var mailByte = func() (t [256]bool) {
	for _, b := range []byte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._%+-") {
		t[b] = true
	}
	return t
}()

var roleNames = cueWords("info", "support", "sales", "admin", "contact", "noreply", "no-reply", "webmaster", "postmaster", "root", "help", "office", "git", "soumu", "kouhou")

// roleAddress reports whether an address is that of a role and not of a person.
func roleAddress(b []byte) bool {
	for _, r := range roleNames {
		if len(b) > len(r) && bytes.EqualFold(b[:len(r)], r) && (b[len(r)] == '@' || b[len(r)] == '-') {
			return true
		}
	}
	return false
}
