package xmlscan

import "bytes"

// Attrs calls f for each attribute of t in turn: its name without prefix, and
// its value as it stands in the tag, see AppendUnescaped.
func (t *Token) Attrs(f func(name, value []byte)) {
	for a := t.attrs; ; {
		i := bytes.IndexByte(a, '=')
		if i < 0 {
			return
		}
		key := bytes.TrimSpace(a[:i])
		if a = bytes.TrimLeft(a[i+1:], " \t\r\n"); len(a) == 0 {
			return
		}
		j := bytes.IndexByte(a[1:], a[0])
		if j < 0 {
			return
		}
		f(local(key), a[1:1+j])
		a = a[j+2:]
	}
}
