package extract

import "bytes"

// plot reads HP-GL/2 up to the return to PCL: its labels are text.
func (c *pclReader) plot() error {
	var label []byte
	in := false
	last := byte(0)
	for {
		b, err := c.r.ReadByte()
		if err != nil {
			return err
		}
		switch {
		case in && b == 0x03:
			in = false
			text := appendUTF8(nil, label, lineCharset(label, cp932))
			c.plotY += pclRow // where labels stand is not followed: they come last
			c.page.add(0, 1e9+c.plotY, 0, text)
			label = label[:0]
		case in && len(label) < pclRun:
			label = append(label, b)
		case b == 0x1b:
			next, _ := c.r.Peek(3)
			if len(next) > 0 && next[0] == 'E' || bytes.HasPrefix(next, []byte("%")) {
				if next[0] == 'E' {
					return c.r.UnreadByte()
				}
				_, _ = c.r.ReadByte()
				_, _, _, err := c.value()
				return err
			}
		case last == 'L' && b == 'B':
			in = true
		}
		last = b
	}
}
