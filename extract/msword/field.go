package msword

import (
	"bytes"
)

// noField makes text of the code of a field that does not end.
func (d *document) noField() error {
	d.inCode, d.fields = 0, 0
	b := d.code
	d.code = d.code[:0]
	return d.add(b)
}

// field takes the end of the code of a field, or of the field.
func (d *document) field(c rune) error {
	if c == 0x15 {
		d.fields = max(0, d.fields-1)
	}
	if d.inCode == 0 || c == 0x15 && d.fields >= d.inCode {
		return nil
	}
	if d.inCode--; d.inCode > 0 { // in the code of another
		d.code = append(d.code, ' ')
		return nil
	}
	code := bytes.TrimSpace(d.code)
	d.code = d.code[:0]
	if base, reading, ok := ruby(code); ok {
		if err := d.add(base); err != nil {
			return err
		}
		return d.sink.Aside(reading)
	}
	return d.sink.Aside(code)
}

// ruby takes a field apart that sets how a word is read above it:
// EQ \* jc2 \* hps10 \o\ad(\s\up 9(reading),word).
func ruby(code []byte) (base, reading []byte, ok bool) {
	if !bytes.HasPrefix(code, []byte("EQ ")) {
		return nil, nil, false
	}
	_, rest, ok := bytes.Cut(code, []byte(`\up`))
	if !ok {
		return nil, nil, false
	}
	_, rest, ok = bytes.Cut(rest, []byte("("))
	if !ok {
		return nil, nil, false
	}
	reading, rest, ok = bytes.Cut(rest, []byte(")"))
	if !ok || len(rest) < 2 || rest[0] != ',' && rest[0] != ';' || rest[len(rest)-1] != ')' {
		return nil, nil, false
	}
	return rest[1 : len(rest)-1], reading, true
}

// codeMost is how long the code of a field may be. What is longer is text after
// a mark that is none.
const codeMost = 8 << 10
