package extract

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/shikiri/shikiri/extract/mimepart"
	"github.com/shikiri/shikiri/extract/pst"
)

func init() {
	register(&Format{
		Name:   "pst",
		Family: "mail",
		Doc:    "Outlook's folders (pst, and ost up to Outlook 2010): mails, contacts, appointments and what is attached, also of deleted folders",
		Limits: "not read: ost files of Outlook 2013 and later",
		Exts:   []string{".pst", ".ost"},
		Match: func(head []byte) bool {
			return len(head) > 10 && string(head[:4]) == "!BDN" && string(head[8:10]) == "SM"
		},
		Extract: extractPST,
	})
}

func extractPST(ctx context.Context, f *File, out Out) error {
	if err := f.Budget.enter(f.Size); err != nil {
		return err
	}
	defer f.Budget.leave()
	c, err := f.content(ctx)
	if err != nil {
		return err
	}
	defer c.close()
	file, err := pst.Open(c, c.size)
	switch {
	case errors.Is(err, pst.ErrVersion):
		return c.fault(pstRuns(ctx, f.Budget, c, out))
	case err != nil:
		return c.fault(err)
	}
	// Its faults are those of c, so a source that never fails will do.
	m := &mailReader{ctx: ctx, b: f.Budget, src: new(source), out: out, names: new(distinct)}
	p := &pstReader{mail: m, c: c, file: file}
	err = file.Messages(p.message, p.damaged)
	if err == nil && (p.faults > 0 || file.WrongSums() > 0) {
		err = &Skip{ReasonDamaged, fmt.Sprintf("%d parts of it cannot be read and %d do not match their checksums: all others were scanned", p.faults, file.WrongSums())}
	}
	return c.fault(err)
}

// pstRuns reads a version that has no reader.
func pstRuns(ctx context.Context, b *Budget, c *content, out Out) error {
	if _, err := readRuns(ctx, &File{Size: c.size, Reader: c.reader(), Budget: b}, out); err != nil {
		return err
	}
	return &Skip{ReasonPartial, "no reader for this version of Outlook's folders: readable runs were scanned"}
}

// A pstReader hands out the messages of one file.
type pstReader struct {
	mail   *mailReader
	c      *content
	file   *pst.File
	count  int
	faults int
	depth  int
}

// damaged counts what cannot be read. It ends reading if that is the share's.
func (p *pstReader) damaged(err error) error {
	if broken := p.c.broken(); broken != nil {
		return broken
	}
	var s *Skip
	if errors.As(err, &s) {
		return err
	}
	p.faults++
	return p.mail.ctx.Err()
}

func (p *pstReader) message(m *pst.Message) error {
	if err := p.mail.ctx.Err(); err != nil {
		return err
	}
	p.count++
	where := fmt.Sprintf("message %d, ", p.count)
	if m.Folder != "" {
		where = visible(m.Folder) + ", " + where
	}
	p.mail.count = 0
	return p.read(m, where)
}

// A pstMessage is what a message says of itself.
type pstMessage struct {
	codepage   string
	all        []*pst.Property
	body, html *pst.Property
	rtf        *pst.Property
}

func (p *pstReader) read(m *pst.Message, where string) error {
	reserve, err := p.mail.b.hold()
	if err != nil {
		return err
	}
	defer p.mail.b.release(reserve)
	var v pstMessage
	if err := m.Properties(v.add, p.damaged); err != nil {
		return err
	}
	if err := p.headers(m, &v, where); err != nil {
		return err
	}
	if err := p.bodies(&v, where); err != nil {
		return err
	}
	return m.Attachments(func(a *pst.Attachment) error { return p.attachment(a, &v, where) }, p.damaged)
}

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

// bodies hands out the text, HTML and, if there is neither, the RTF of a message.
func (p *pstReader) bodies(v *pstMessage, where string) error {
	part := where + "body"
	if q := v.body; q != nil && q.Size() > 0 {
		label := v.codepage
		if q.Type == pst.TypeString {
			label = "utf-16le"
		}
		if err := p.told(part, p.mail.lines(bufio.NewReaderSize(p.open(q), 8<<10), label, false, part)); err != nil {
			return err
		}
	}
	if q := v.html; q != nil && q.Size() > 0 {
		label := v.codepage
		if q.Type == pst.TypeString {
			label = "utf-16le"
		}
		text := newUnpercenter(newUnescaper(newMailDecoder(p.open(q), label)))
		if err := p.told(part, extractHTML(p.mail.ctx, text, &partOut{p.mail.out, part})); err != nil {
			return err
		}
	}
	if v.rtf == nil || v.rtf.Size() == 0 || v.body != nil && v.body.Size() > 0 || v.html != nil && v.html.Size() > 0 {
		return nil
	}
	return p.packedRTF(v.rtf, where)
}

// told notes the fault of a body and goes on.
func (p *pstReader) told(part string, err error) error {
	var s *Skip
	if broken := p.c.broken(); broken != nil {
		return broken
	}
	if errors.As(err, &s) {
		p.mail.out.Skip(part, *s)
		return nil
	}
	return err
}

// open reads a value, charged to the budget. Its faults are Skips.
func (p *pstReader) open(q *pst.Property) io.Reader {
	return p.mail.b.reader(p.mail.ctx, &pstContent{p, q.Open()})
}

type pstContent struct {
	p *pstReader
	r io.Reader
}

func (c *pstContent) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	if err != nil && err != io.EOF {
		if broken := c.p.c.broken(); broken != nil {
			return n, broken
		}
		err = &Skip{ReasonDamaged, "damaged: what came before was scanned"}
	}
	return n, err
}

// attachment hands out what is attached.
func (p *pstReader) attachment(a *pst.Attachment, v *pstMessage, where string) error {
	if a.Message != nil {
		if p.depth >= mailDepth {
			p.mail.out.Skip(where+"attachment", Skip{ReasonTooDeep, fmt.Sprintf("messages are nested more than %d deep", mailDepth)})
			return nil
		}
		p.depth++
		defer func() { p.depth-- }()
		p.mail.count++
		return p.read(a.Message, fmt.Sprintf("%sattached message %d, ", where, p.mail.count))
	}
	name := ""
	for _, q := range a.Properties {
		if q.ID != 0x3704 && q.ID != 0x3707 && q.ID != 0x3001 {
			continue
		}
		text, err := p.text(q, v.codepage)
		if err != nil {
			return err
		}
		if len(text) > 0 && (q.ID == 0x3707 || name == "") {
			name = mailFileName(mimepart.Param{Value: bytes.TrimRight(text, "\x00")})
		}
	}
	if a.Content == nil || a.Content.Size() == 0 {
		return nil
	}
	if name == "" {
		name = "attachment"
	}
	reserve, err := p.mail.b.hold()
	if err != nil {
		return err
	}
	defer p.mail.b.release(reserve)
	return p.mail.out.Member(&File{Name: p.mail.names.name(strings.ReplaceAll(where, ", ", "/") + name), Size: a.Content.Size(), Reader: p.open(a.Content), Budget: p.mail.b})
}
