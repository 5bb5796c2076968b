package scan

import (
	"bytes"

	"github.com/shikiri/shikiri/detect"
	"github.com/shikiri/shikiri/scan/known"
)

// trait puts what tells namesakes apart into the record, the first of each kind;
// a list of known people notes them all.
func (l *level) trait(t, d int, id []byte) {
	r, p := &l.record, l.w.persons
	if r.traits[t] != 0 && l.w.list == nil {
		return
	}
	kind := 0
	if t == byNumber || t == byAccount {
		kind = d
	}
	c := classOf(t, id)
	v := p.hash(t, kind, id)
	if r.traits[t] == 0 {
		r.traits[t] = v
	}
	if l.w.list != nil {
		r.noted = append(r.noted, noted{c, p.ofTrait(t, v)})
	}
}

// cardDigits is how many digits the shortest payment cards have. Numbers of bank
// accounts have seven, and those of a million customers are a tenth of all there
// are.
const cardDigits = 14

// classOf says what a trait of somebody is good for. A telephone is that of one
// person if it is mobile (060, 070, 080, 090: 電気通信番号計画), else that of a
// household or company.
func classOf(t int, id []byte) known.Class {
	switch t {
	case byNumber, byMail:
		return known.Own
	case byPhone:
		if len(id) == 11 && id[0] == '0' && bytes.IndexByte([]byte("6789"), id[1]) >= 0 && id[2] == '0' {
			return known.Own
		}
		return known.Alone
	case byAccount:
		if len(id) >= cardDigits {
			return known.Own
		}
	}
	return known.Trait
}

// noteName notes a name of the list in each script that it is written in.
func (l *level) noteName(a detect.Aspect, m *detect.Match, id []byte) {
	if l.w.list == nil || m.Part == detect.Related {
		return
	}
	name := &l.record.names[a-detect.FullName]
	if m.Part == 0 && len(*name) == 0 || m.Part > 0 && len(*name) > 0 && len(*name) < maxName {
		*name = append(*name, id...)
	}
}
