package extract

import (
	"bytes"
	"errors"
	"io"
	"time"

	"github.com/shikiri/shikiri/extract/mimepart"
	"github.com/shikiri/shikiri/extract/pst"
)

// Properties that are more than a line ([MS-OXPROPS]).
const (
	pstBody     = 0x1000
	pstHTML     = 0x1013
	pstRTF      = 0x1009
	pstHeaders  = 0x007d
	pstSubject  = 0x0037
	pstCodepage = 0x3ffd
	pstCharset  = 0x3fde
)

func (v *pstMessage) add(q *pst.Property) error {
	switch {
	case q.ID == pstBody:
		v.body = q
	case q.ID == pstHTML:
		v.html = q
	case q.ID == pstRTF:
		v.rtf = q
	case (q.ID == pstCodepage || q.ID == pstCharset && v.codepage == "") && q.Type == pst.TypeInteger32 && len(q.Value) >= 2:
		v.codepage = codepageLabel(int(q.Value[0]) | int(q.Value[1])<<8)
	default:
		v.all = append(v.all, q)
	}
	return nil
}

// codepageLabel is the charset that Windows has a number for.
func codepageLabel(n int) string {
	switch n {
	case 932:
		return "cp932"
	case 65001:
		return "utf-8"
	case 50220, 50221, 50222:
		return "iso-2022-jp"
	case 51932, 20932:
		return "euc-jp"
	case 936:
		return "gbk"
	}
	return ""
}

// pstNames are properties whose values need a word before them.
var pstNames = map[uint16]string{
	0x0037: "Subject", 0x0c1a: "From", 0x0c1f: "From", 0x5d01: "From", 0x0042: "From", 0x0065: "From", 0x0e04: "To", 0x0e03: "Cc", 0x0e02: "Bcc", 0x0040: "Received by", 0x0076: "Received by",
	0x3001: "Name", 0x3003: "Address", 0x39fe: "Address", 0x3a06: "Given name", 0x3a11: "Surname", 0x3a08: "Telephone", 0x3a09: "Telephone", 0x3a1c: "Telephone", 0x3a1a: "Telephone", 0x3a24: "Fax",
	0x3a15: "Address", 0x3a26: "Country", 0x3a27: "City", 0x3a28: "State", 0x3a29: "Street", 0x3a2a: "Postal code", 0x3a16: "Company", 0x3a17: "Title", 0x3a18: "Department",
	0x3a42: "Birthday", 0x3a41: "Anniversary", 0x3704: "File", 0x3707: "File",
}

// pstMachine are properties that programs write for programs.
func pstMachine(id uint16) bool {
	switch id {
	case 0x001a, 0x0e1d, 0x0070, 0x0c1e, 0x0064, 0x0075, 0x0077, 0x1035, 0x1039, 0x1042, 0x3002, 0x300b, 0x003d:
		return true
	}
	return false
}

// pstValue bounds a value that is read as a line; bodies are not.
const pstValue = 1 << 20

// headers hands out what is a line each.
func (p *pstReader) headers(m *pst.Message, v *pstMessage, where string) error {
	var transport []byte
	w := newProse(p.mail.out, where+"headers")
	err := p.lines(w, v.all, v.codepage, &transport)
	if err == nil {
		err = m.Recipients(func(ps []*pst.Property) error { return p.lines(w, ps, v.codepage, nil) })
		if err != nil && p.mail.ctx.Err() == nil && !p.stops(err) {
			err = p.damaged(err)
		}
	}
	if closed := w.close(); err == nil {
		err = closed
	}
	if err != nil || len(transport) == 0 {
		return err
	}
	h, err := mimepart.NewReader(bytes.NewReader(transport)).Header()
	if err != nil {
		return err
	}
	return p.mail.headers(&h, where+"internet ")
}

// stops reports whether an error is not of the file's content.
func (p *pstReader) stops(err error) bool {
	return !errors.Is(err, pst.ErrDamaged) && !errors.Is(err, pst.ErrTooLarge)
}

func (p *pstReader) lines(w *prose, ps []*pst.Property, label string, transport *[]byte) error {
	for _, q := range ps {
		if pstMachine(q.ID) {
			continue
		}
		text, err := p.text(q, label)
		if err != nil {
			return err
		}
		if len(text) == 0 {
			continue
		}
		if q.ID == pstHeaders && transport != nil {
			*transport = text
			continue
		}
		if q.ID == pstSubject && len(text) > 2 && text[0] == 1 { // and how long its "Re:" is
			text = text[2:]
		}
		line := text
		if name := pstNames[q.ID]; name != "" {
			line = append([]byte(name+": "), text...)
		}
		if err := w.write(append(bytes.TrimRight(line, "\r\n\x00"), '\n')); err != nil {
			return err
		}
	}
	return nil
}

// text is a property as text, nil if it is none.
func (p *pstReader) text(q *pst.Property, label string) ([]byte, error) {
	switch q.Type {
	case pst.TypeString:
		label = "utf-16le"
	case pst.TypeString8:
	case pst.TypeTime:
		return pstTime(q), nil
	case pst.TypeString | pst.TypeMultiple, pst.TypeString8 | pst.TypeMultiple:
		return p.several(q, label)
	default:
		return nil, nil
	}
	raw, cut, err := q.All(pstValue)
	if err != nil {
		return nil, p.damaged(err)
	}
	if cut {
		p.mail.out.Skip("", Skip{ReasonTooLarge, "a property of a message beyond " + size(pstValue)})
	}
	p.mail.b.charge(int64(len(raw)))
	return io.ReadAll(newMailDecoder(bytes.NewReader(raw), label))
}

// several joins the strings of a property that has more than one (2.3.3.4.2).
func (p *pstReader) several(q *pst.Property, label string) (text []byte, err error) {
	raw, _, err := q.All(pstValue)
	if err != nil || len(raw) < 4 {
		return nil, err
	}
	if q.Type&^pst.TypeMultiple == pst.TypeString {
		label = "utf-16le"
	}
	at := func(i int) int {
		if 4*i+4 > len(raw) {
			return len(raw)
		}
		return min(int(uint32(raw[4*i])|uint32(raw[4*i+1])<<8|uint32(raw[4*i+2])<<16|uint32(raw[4*i+3])<<24), len(raw))
	}
	n := min(at(0), len(raw)/4)
	for i := 1; i <= n; i++ {
		from, to := at(i), len(raw)
		if i < n {
			to = at(i + 1)
		}
		if from >= to {
			continue
		}
		one, err := io.ReadAll(newMailDecoder(bytes.NewReader(raw[from:to]), label))
		if err != nil {
			return nil, err
		}
		text = append(append(text, one...), ' ')
	}
	return text, nil
}

// pstTime is a birthday as people write it. Times of mails say nothing of people.
func pstTime(q *pst.Property) []byte {
	if q.ID != 0x3a42 && q.ID != 0x3a41 || len(q.Value) < 8 {
		return nil
	}
	var ticks uint64
	for i := range 8 {
		ticks |= uint64(q.Value[i]) << (8 * i)
	}
	if ticks > 1<<60 {
		return nil
	}
	// Ticks are 100 ns since 1601, in UTC: a birthday of Japan begins at 15:00 of the day before.
	days := int((ticks + 9*36e9) / 864e9)
	return time.Date(1601, 1, 1+days, 0, 0, 0, 0, time.UTC).AppendFormat(nil, "2006-01-02")
}
