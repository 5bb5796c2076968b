package detect

// maxDigits is the longest run worth judging; a longer one is nobody's number.
const maxDigits = 20

// A number is a run of digits of either width, with single dashes or spaces
// between its groups: 1234-5678-9018, １２３４　５６７８　９０１８.
type number struct {
	digits [maxDigits]byte // ASCII; '*' for a hidden one
	n      int
	groups [6]uint8 // digits in each group
	ng     int
	masks  int
	dashed bool // groups are separated by dashes
	glued  bool // it is part of something longer: letters, a decimal, a time
}

// lexNumber reads the number at b[i:hi] and returns its end, or i if there is
// none. Groups are joined by dashes; by spaces only where the sizes are those
// of numbers people write so (4 4 4, 4 4 4 4, 0x xxxx xxxx).
func (c *Candidate) lexNumber(i, hi int) int {
	num := &c.num
	num.n, num.ng, num.masks, num.dashed, num.glued = 0, 0, 0, false, false
	b, start, end := c.Text, i, i
	size := 0
	over := false
	for i < hi {
		ch, w := b[i], 1
		if !isDigit(ch) {
			ch, w = c.digit(i, hi)
		}
		if w > 0 {
			if num.n < maxDigits {
				num.digits[num.n] = ch
				num.n++
			} else {
				over = true
			}
			if ch == '*' {
				num.masks++
			}
			size++
			i += w
			end = i
			continue
		}
		if size == 0 || i > end {
			break
		}
		w = c.joint(i, hi, size)
		if w == 0 {
			break
		}
		num.group(size)
		size = 0
		i += w
	}
	if size > 0 {
		num.group(size)
	}
	if over || num.ng > len(num.groups) {
		num.n, num.masks = 0, 0
	}
	num.glued = gluedLeft(b, start, c.Lo) || gluedRight(b, end, hi)
	return end
}

func (n *number) group(size int) {
	if n.ng < len(n.groups) {
		n.groups[n.ng] = uint8(min(size, 255))
	}
	n.ng++
}

// joint returns the width of the separator at i if another group follows it.
func (c *Candidate) joint(i, hi, size int) int {
	b := c.Text
	if b[i] < 0x80 && b[i] != '-' && b[i] != ' ' {
		return 0
	}
	r, w := runeAt(b[:hi], i)
	if i+w >= hi {
		return 0
	}
	if _, dw := c.digit(i+w, hi); dw == 0 {
		if c.announced && size <= 6 {
			return c.spacedJoint(i, hi)
		}
		return 0
	}
	if isDash(r) || c.announced && (r == '・' || r == '·') {
		if c.num.ng > 0 && !c.num.dashed {
			return 0 // 9771 2011-05-12
		}
		c.num.dashed = true
		return w
	}
	if isSpace(r) && r != '\t' && !c.num.dashed && c.spaceJoins(i+w, hi, size) {
		return w
	}
	return 0
}

// spaceJoins reports whether the digits behind a space, at i, belong to the
// group of size digits before it: 4 4 4, 0x xxxx xxxx, and where a number is
// announced 3 3 3 3 and 4 6.
func (c *Candidate) spaceJoins(i, hi, size int) bool {
	n := 0
	for i < hi {
		_, w := c.digit(i, hi)
		if w == 0 {
			break
		}
		n++
		i += w
	}
	switch {
	case size == 4, c.num.ng == 0 && size <= 5 && c.num.digits[0] == '0':
		return n == 4 || n == 3 || n == 6 && c.num.ng == 0 && (c.announced || c.num.digits[0] == '3') // cards of 15 digits: 4 6 5
	case size == 6 && c.num.ng == 1:
		return n == 5 && c.num.digits[0] == '3' || n == 1 && c.announced
	case size == 3:
		return c.announced && n == 3
	}
	return false
}

// spacedJoint returns the width of a dash with spaces around it, at i, that
// joins two groups of an announced number: 1234 - 5678 - 9018.
func (c *Candidate) spacedJoint(i, hi int) int {
	j := skipSpaces(c.Text, i, hi)
	if j >= hi || j-i > 3 {
		return 0
	}
	r, w := runeAt(c.Text[:hi], j)
	if !isDash(r) {
		return 0
	}
	j += w
	k := skipSpaces(c.Text, j, hi)
	if k >= hi || k-j > 3 {
		return 0
	}
	if _, w := c.digit(k, hi); w == 0 || c.num.ng > 0 && !c.num.dashed {
		return 0
	}
	c.num.dashed = true
	return k - i
}

// digit is digitAt; where a number is announced, more than stars hides digits:
// XXXX567, ※※※4567, 〇〇〇4567.
func (c *Candidate) digit(i, hi int) (byte, int) {
	ch, w := digitAt(c.Text[:hi], i)
	if w > 0 || !c.announced {
		return ch, w
	}
	switch r, w := runeAt(c.Text[:hi], i); r {
	case 'x', 'X', 'Ｘ', 'ｘ', '※', '×', '✕', '✖', '〇', '◯', '•', '∗', '⁎', '＃', '#', '▲', '◆', '⚫', '⬤':
		return '*', w
	}
	return 0, 0
}

// pad writes n digits for a number whose leading zeros were lost.
func (n *number) pad(digits int) {
	lost := digits - n.n
	copy(n.digits[lost:digits], n.digits[:n.n])
	for i := range lost {
		n.digits[i] = '0'
	}
	n.n, n.groups[0] = digits, uint8(digits)
}

// digitAt returns the ASCII digit at b[i], '*' for a hidden one, and its width,
// or 0.
func digitAt(b []byte, i int) (byte, int) {
	c := b[i]
	switch {
	case isDigit(c) || c == '*':
		return c, 1
	case c == 0xEF && i+2 < len(b) && b[i+1] == 0xBC:
		if d := b[i+2] - 0x90; d <= 9 {
			return '0' + d, 3
		}
		if b[i+2] == 0x8A { // ＊
			return '*', 3
		}
	case c == 0xE2 && i+2 < len(b) && (b[i+1] == 0x97 && (b[i+2] == 0x8F || b[i+2] == 0x8B) || b[i+1] == 0x96 && (b[i+2] == 0xA0 || b[i+2] == 0xA1)): // ●○■□
		return '*', 3
	}
	return 0, 0
}

// gluedLeft reports whether the number at i is part of a longer code to its left.
func gluedLeft(b []byte, i, lo int) bool {
	if i <= lo {
		return false
	}
	switch p := b[i-1]; {
	case isLetter(p) || p == '_' || p == '#' || p == '%' || p == '$' || p == '\\' || p == '+':
		return true
	case p == '-':
		return i-2 >= lo && (isDigit(b[i-2]) || isLetter(b[i-2]))
	case p == '.' || p == '/' || p == ':':
		return i-2 >= lo && isDigit(b[i-2])
	}
	return false
}

func gluedRight(b []byte, i, hi int) bool {
	if i >= hi {
		return false
	}
	switch p := b[i]; {
	case isLetter(p) || p == '_' || p == '%':
		return true
	case p == '.' || p == '/' || p == ':' || p == '-':
		return i+1 < hi && (isDigit(b[i+1]) || p == '-' && isLetter(b[i+1]))
	}
	return false
}

// allSame reports whether all digits are the same, which is nobody's number.
func allSame(d []byte) bool {
	for _, x := range d {
		if x != d[0] {
			return false
		}
	}
	return true
}

// weightedSum returns the sum of the digits times their weights.
func weightedSum(d []byte, weights string) int {
	sum := 0
	for i := range weights {
		sum += int(d[i]-'0') * int(weights[i]-'0')
	}
	return sum
}

// luhn is the check of payment cards (ISO/IEC 7812-1) and, as it happens, of
// 保険者番号.
func luhn(d []byte) bool {
	sum := 0
	for i := range d {
		v := int(d[len(d)-1-i] - '0')
		if i%2 == 1 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return sum%10 == 0
}
