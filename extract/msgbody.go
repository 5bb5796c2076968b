package extract

import (
	"errors"
	"strings"

	"github.com/shikiri/shikiri/extract/lzfu"
)

// body reads the body: as text, and as HTML; as RTF if there is nothing else.
func (m *msg) body(s *msgStorage) error {
	var fault error
	some := false
	for _, v := range s.streams {
		var err error
		switch v.id {
		case msgBody:
			err = m.plain(v)
		case msgHTML:
			err = m.html(v)
		default:
			continue
		}
		some = some || v.entry.Size > 0
		if final(err) {
			return err
		}
		fault = firstOf(fault, err)
	}
	for _, v := range s.streams {
		if v.id == msgRTF && v.kind == msgBinary && !some {
			return firstOf(fault, m.rtf(v))
		}
	}
	return fault
}

func (m *msg) plain(v msgStream) error {
	text, err := m.text(v)
	if final(err) {
		return err
	}
	p := newProse(m.o.out, "body")
	werr := p.write([]byte(strings.ReplaceAll(text, "\r\n", "\n")))
	if cerr := p.close(); werr == nil {
		werr = cerr
	}
	return firstOf(err, werr)
}

// html hands out the body in HTML. Its bytes are in the code page of the internet,
// which it names.
func (m *msg) html(v msgStream) error {
	if v.kind == msgBinary {
		return m.o.memberAt("body.html", m.o.Open(v.entry), v.entry.Size)
	}
	text, err := m.text(v)
	if final(err) {
		return err
	}
	r := strings.NewReader(text)
	return firstOf(err, m.o.memberAt("body.html", r, r.Size()))
}

func (m *msg) rtf(v msgStream) error {
	r, err := lzfu.NewReader(m.o.stream(v.entry))
	if errors.Is(err, lzfu.ErrFormat) {
		return m.o.streamRuns(v.entry, "body")
	}
	if err != nil {
		return m.o.fault(err)
	}
	b := m.o.f.Budget
	reserve, err := b.hold()
	if err != nil {
		return err
	}
	defer b.release(reserve)
	return m.o.out.Member(&File{Name: "body.rtf", Size: -1, Reader: b.reader(m.o.ctx, &pictureReader{m.o, r}), Budget: b})
}
