package pst

import (
	"encoding/binary"
	"io"
	"unicode/utf16"
)

// A Message is a mail, contact, appointment or note.
type Message struct {
	Folder     string // its path, UTF-8
	Associated bool   // hidden: settings and forms
	f          *File
	n          node
	subs       []node
	err        error
}

// maxFolders bounds the names of folders that are remembered.
const maxFolders = 64 << 10

// Messages calls each for all messages, also for those that lie in no folder.
// What cannot be read goes to damaged. An error of either ends it.
func (f *File) Messages(each func(*Message) error, damaged func(error) error) error {
	folders := map[uint32]string{}
	return f.walk(f.nodes, maxLevels+1, func(n node) error {
		if k := n.kind(); k != kindMessage && k != kindAssociated {
			return nil
		}
		m := &Message{f: f, n: n, Folder: f.folder(folders, n.parent, 0), Associated: n.kind() == kindAssociated}
		m.subs, m.err = f.subnodes(n.sub)
		return each(m)
	}, damaged)
}

// folder returns the path of a folder.
func (f *File) folder(known map[uint32]string, id uint32, depth int) string {
	if path, ok := known[id]; ok || id == 0 || depth > 32 {
		return path
	}
	e, err := f.find(f.nodes, uint64(id))
	if err != nil || e == nil || id&31 != kindFolder {
		return ""
	}
	n, name := f.node(e), ""
	err = f.properties(n, nil, func(p *Property) error {
		if p.ID == 0x3001 && p.Type == TypeString {
			name = UTF16(p.Value)
		} else if p.ID == 0x3001 {
			name = string(p.Value)
		}
		return nil
	}, func(err error) error { return err })
	if err != nil {
		f.sums++ // only its name is lost
	}
	path := name
	if n.parent != id {
		if above := f.folder(known, n.parent, depth+1); above != "" {
			path = above + "/" + name
		}
	}
	if len(known) < maxFolders {
		known[id] = path
	}
	return path
}

// UTF16 returns a value of TypeString as UTF-8.
func UTF16(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return string(utf16.Decode(units))
}

// Properties calls each for the properties of the message. What cannot be read
// goes to damaged, which may end it.
func (m *Message) Properties(each func(*Property) error, damaged func(error) error) error {
	if m.err != nil {
		if err := damaged(m.err); err != nil {
			return err
		}
	}
	return m.f.properties(m.n, m.subs, each, damaged)
}

// kindRecipients is the table of recipients (2.4.5.3); that of attachments says
// no more than the attachments do.
const numberRecipients = 0x692

// Recipients calls each with the strings of each recipient.
func (m *Message) Recipients(each func([]*Property) error) error {
	for _, n := range m.subs {
		if n.id == numberRecipients {
			return m.f.rows(n, each)
		}
	}
	return nil
}

// An Attachment is a file, picture or message in a message.
type Attachment struct {
	Properties []*Property // but its content
	Content    *Property   // nil: none, or it is a message
	Message    *Message
}

const attachContent = 0x3701

// Attachments calls each for what is attached. What cannot be read goes to damaged.
func (m *Message) Attachments(each func(*Attachment) error, damaged func(error) error) error {
	for _, n := range m.subs {
		if n.kind() != kindAttachment {
			continue
		}
		subs, err := m.f.subnodes(n.sub)
		if err != nil {
			if err := damaged(err); err != nil {
				return err
			}
		}
		a := new(Attachment)
		err = m.f.properties(n, subs, func(p *Property) error {
			switch {
			case p.ID == attachContent && p.Type == TypeObject && len(p.Value) >= 4:
				a.Message = m.f.inner(binary.LittleEndian.Uint32(p.Value), subs)
				if a.Message == nil {
					a.object(m.f, p, subs)
				}
			case p.ID == attachContent:
				a.Content = p
			default:
				a.Properties = append(a.Properties, p)
			}
			return nil
		}, damaged)
		if err != nil {
			return err
		}
		if err := each(a); err != nil {
			return err
		}
	}
	return nil
}

// object is an OLE object: its data is a node.
func (a *Attachment) object(f *File, p *Property, subs []node) {
	q := &Property{ID: p.ID, Type: TypeBinary}
	if f.value(q, nil, binary.LittleEndian.Uint32(p.Value), subs) == nil {
		a.Content = q
	}
}

// inner is the message in an attachment (2.4.6.2.2), or nil.
func (f *File) inner(id uint32, subs []node) *Message {
	for _, n := range subs {
		if n.id == id && n.kind() == kindMessage {
			m := &Message{f: f, n: n}
			m.subs, m.err = f.subnodes(n.sub)
			return m
		}
	}
	return nil
}

// All reads a value up to most bytes. cut says that there is more.
func (p *Property) All(most int64) (b []byte, cut bool, err error) {
	if p.long == nil {
		return p.Value[:min(int64(len(p.Value)), most)], int64(len(p.Value)) > most, nil
	}
	b, err = io.ReadAll(io.LimitReader(p.Open(), most))
	return b, p.size > most, err
}
