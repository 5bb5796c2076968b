package extract

import (
	"fmt"
	"path"
	"strings"

	"github.com/shikiri/shikiri/extract/cfb"
)

// attachment hands out an attachment: a file, a message, an object.
func (m *msg) attachment(s *msgStorage) error {
	name := m.attachmentName(s)
	for _, e := range s.inside {
		if id, kind, ok := msgProperty(e.Name); ok && id == msgData && kind == msgObject {
			if err := m.o.embedded(e, name); err != nil {
				return err
			}
			m.o.given(e)
		}
	}
	p := newProse(m.o.out, "attachment")
	m.p = p
	err := m.texts(s)
	if cerr := p.close(); err == nil {
		err = cerr
	}
	if err := m.o.note(name, err); err != nil {
		return err
	}
	for _, v := range s.streams {
		if v.id == msgData && v.kind == msgBinary {
			if err := m.o.note(name, m.o.memberAt(name, m.o.Open(v.entry), v.entry.Size)); err != nil {
				return err
			}
		}
	}
	return nil
}

// attachmentName is what an attachment is called.
func (m *msg) attachmentName(s *msgStorage) string {
	for _, id := range []int{msgLongName, msgName, msgTitle} {
		for _, v := range s.streams {
			if v.id != id || v.kind != msgANSI && v.kind != msgWide || v.entry.Size > maxMemberName {
				continue
			}
			if text, err := m.text(v); err == nil && text != "" {
				return path.Base(visible(strings.ReplaceAll(text, `\`, "/")))
			}
		}
	}
	return fmt.Sprintf("attachment %s", oleName(strings.TrimPrefix(s.entry.Name, "__attach_version1.0_#")))
}

// given keeps what is below a storage from being read once more.
func (o *oleFile) given(storage *cfb.Entry) {
	for _, e := range o.Entries {
		for up := e; up != nil; up = up.Parent {
			if up == storage {
				o.taken[e] = true
			}
		}
	}
}
