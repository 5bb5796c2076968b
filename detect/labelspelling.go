package detect

import "bytes"

// Systems spell one word in many ways: SHIMEI and SIMEI, JUSHO, JYUSYO and
// JUUSHO, KOUZA and KOZA. Labels are compared in one spelling: Kunrei, with long
// vowels short. English words change too, but always alike.

// respell writes the letters of n in that spelling and moves the starts of words
// along.
func (n *normal) respell() {
	old := n.buf // ja becomes longer: zya
	b := old[:n.n]
	out, next := 0, 0
	for i := 0; i < len(b); {
		for next < n.ns && int(n.starts[next]) <= i {
			n.starts[next] = uint8(out)
			next++
		}
		kept, w := spelling(b[i:])
		out += copy(n.buf[out:], kept)
		i += w
	}
	for ; next < n.ns; next++ {
		n.starts[next] = uint8(out)
	}
	n.n = out
}

// spelling returns how the text that b begins with is spelled, and its width.
func spelling(b []byte) (kept string, w int) {
	at := func(i int) byte {
		if i < len(b) {
			return b[i]
		}
		return 0
	}
	switch b[0] {
	case 's':
		return glide("s", b, 1, at(1) == 'h')
	case 'c':
		return glide("t", b, 1, at(1) == 'h')
	case 't':
		if at(1) == 's' && at(2) == 'u' {
			return "t", 2
		}
	case 'j':
		if at(1) == 'y' {
			return "zy", 2
		}
		return glide("z", b, 0, true)
	case 'f':
		if at(1) == 'u' {
			return "h", 1
		}
	case 'o':
		if at(1) == 'u' || at(1) == 'o' {
			return "o", 2
		}
	case 'u':
		if at(1) == 'u' {
			return "u", 2
		}
	}
	return oneByte[b[0]], 1
}

// glide returns how a consonant with an h behind it is spelled before a vowel:
// shi as si, sha as sya.
func glide(consonant string, b []byte, h int, is bool) (kept string, w int) {
	if is && len(b) > h+1 {
		switch b[h+1] {
		case 'i':
			return consonant, h + 1
		case 'a', 'u', 'o':
			return glides[consonant[0]], h + 1
		}
	}
	return oneByte[b[0]], 1
}

var glides = [256]string{'s': "sy", 't': "ty", 'z': "zy"}

// oneByte has each byte as a string, so that none is made.
var oneByte = func() (t [256]string) {
	for i := range t {
		t[i] = string([]byte{byte(i)})
	}
	return t
}()

// spellings calls found with all that text of up to four letters in the
// spelling of respell may have been.
func spellings(text []byte, made []byte, found func([]byte)) {
	if len(text) == 0 {
		found(made)
		return
	}
	spellings(text[1:], append(made, text[0]), found)
	for _, s := range respelled {
		if bytes.HasPrefix(text, []byte(s.to)) {
			spellings(text[len(s.to):], append(made, s.from...), found)
		}
	}
}

var respelled = []struct{ to, from string }{
	{"si", "shi"}, {"sy", "sh"}, {"ti", "chi"}, {"ty", "ch"}, {"tu", "tsu"}, {"zi", "ji"}, {"zy", "j"}, {"zy", "jy"}, {"hu", "fu"},
	{"o", "ou"}, {"o", "oo"}, {"u", "uu"},
}
