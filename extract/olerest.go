package extract

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"path"
	"strings"
	"unicode"

	"github.com/shikiri/shikiri/extract/cfb"
)

// oleDull are streams that say how an object is shown or what program it is of.
// Their runs are read, and nothing is missing then.
var oleDull = map[string]bool{
	"\x01CompObj": true, "\x01Ole": true, "\x03ObjInfo": true, "\x03LinkInfo": true, "\x01OleLink": true,
	"\x02OlePres000": true, "\x02OlePres001": true, "\x03META": true, "\x03PRINT": true, "\x03PIC": true,
	"PROJECT": true, "PROJECTwm": true, "PROJECTlk": true, "_VBA_PROJECT": true, "dir": true, "VBFrame": true,
	"\x03VBFrame": true, "f": true, "o": true, "Ctls": true, "\x03OCXNAME": true, "\x03OCXDATA": true, "\x03PUBMETA": true,
	"\x03VSIZE": true, "\x02OlePres": true, "\x03AccessObjSiteData": true,
	"Current User": true, "Equation Native": true, "User Names": true, "\x01Ole10ItemName": true,
}

// oleTiny is how long a stream is that cannot tell of anybody: a mark, a version.
const oleTiny = 16

// rest reads all streams that no reader has taken.
func (o *oleFile) rest() error {
	inside := make(map[*cfb.Entry]bool) // storages that were handed out as members
	for _, e := range o.Entries[1:] {
		if inside[e.Parent] {
			inside[e] = true
			continue
		}
		if e.Storage && o.taken[e] {
			continue
		}
		if e.Storage {
			done, err := o.storage(e)
			if err != nil {
				return err
			}
			inside[e] = done
			continue
		}
		if o.taken[e] || e.Size == 0 {
			continue
		}
		if err := o.note(e.Path(), o.other(e)); err != nil {
			return err
		}
	}
	return nil
}

// note puts what is wrong with a part into the report. An error that is not
// about the file comes back.
func (o *oleFile) note(name string, err error) error {
	var s *Skip
	if err == nil || !errors.As(err, &s) {
		return err
	}
	o.out.Skip(oleName(name), *s)
	return nil
}

// oleName is a name of an entry as people should see it.
func oleName(name string) string {
	return visible(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, name))
}

// storage hands out a storage as a file of its own, if it is a document.
func (o *oleFile) storage(e *cfb.Entry) (done bool, err error) {
	child := make(map[string]bool)
	for _, c := range o.Entries[1:] {
		if c.Parent == e {
			name := c.Name
			if c.Storage {
				name += "/"
			}
			child[strings.ToLower(name)] = true
		}
	}
	if within("ole", func(name string) bool { return child[strings.ToLower(name)] }) == nil {
		return false, nil
	}
	return true, o.embedded(e, oleName(e.Path()))
}

// embedded hands out a storage as a compound file of that name.
func (o *oleFile) embedded(e *cfb.Entry, name string) error {
	p := cfb.Pack(o.Storage(e))
	err := o.memberAt(name, p, p.Size())
	if err == nil && p.Lost {
		o.out.Skip(name, Skip{ReasonDamaged, "truncated: what is there was scanned"})
	}
	return err
}

// memberAt hands out a file that can be read at any place. All of it is charged
// at once: entries may share their sectors, and so hold far more than the file.
func (o *oleFile) memberAt(name string, at io.ReaderAt, size int64) error {
	reserve, err := o.f.Budget.hold()
	if err != nil {
		return err
	}
	defer o.f.Budget.release(reserve)
	if o.f.Budget.left()-o.f.Budget.reserve < size {
		return o.note(name, o.f.Budget.limit())
	}
	o.f.Budget.charge(size)
	return o.out.Member(&File{Name: name, Size: size, Reader: &oleMember{o.c, io.NewSectionReader(at, 0, size)}, Budget: o.f.Budget})
}

// An oleMember reads a file that is in a compound file.
type oleMember struct {
	c *content
	*io.SectionReader
}

func (m *oleMember) Read(p []byte) (int, error) {
	n, err := m.SectionReader.Read(p)
	return n, m.fault(err)
}

func (m *oleMember) ReadAt(p []byte, off int64) (int, error) {
	n, err := m.SectionReader.ReadAt(p, off)
	return n, m.fault(err)
}

func (m *oleMember) fault(err error) error {
	if err == nil || err == io.EOF {
		return err
	}
	if broken := m.c.broken(); broken != nil {
		return broken
	}
	return damaged(err)
}

// other reads a stream that is part of no document we know.
func (o *oleFile) other(e *cfb.Entry) error {
	name := oleName(e.Path())
	switch strings.ToLower(e.Name) {
	case "\x05summaryinformation", strings.ToLower(documentSummary):
		return o.properties(e)
	case "\x01ole10native":
		return o.native(e)
	case "package", "contents", "package_stream", "\x03eprint":
		return o.memberAt(name, o.Open(e), e.Size)
	}
	head := make([]byte, min(e.Size, headStep))
	n, err := o.Open(e).ReadAt(head, 0)
	if n == 0 {
		return o.fault(err)
	}
	head = head[:n]
	if strings.EqualFold(e.Parent.Name, "VBA") && !oleDull[e.Name] {
		return o.macro(e)
	}
	for _, skip := range []int64{0, 12, 16, 24} { // thumbnails stand behind headers of these lengths
		if int64(n) > skip && (skip == 0 || matchImage(head[skip:])) && known(head[skip:]) {
			at := io.NewSectionReader(o.Open(e), skip, e.Size-skip)
			return o.memberAt(name, at, e.Size-skip)
		}
	}
	if e.Size > oleTiny && !oleDull[e.Name] && !strings.HasPrefix(e.Name, "__substg1.0_") {
		o.runs = true
	}
	return o.streamRuns(e, "stream "+name)
}

// known reports whether head begins a file of a known format.
func known(head []byte) bool {
	for _, f := range formats {
		if f.Match != nil && f.Match(head) {
			return true
		}
	}
	return false
}

// streamRuns reads the runs in a stream.
func (o *oleFile) streamRuns(e *cfb.Entry, part string) error {
	_, err := readRuns(o.ctx, &File{Size: e.Size, Reader: o.stream(e), Budget: o.f.Budget}, &partOut{o.out, part})
	return err
}

// native hands out the file in an object that a user dropped into a document:
// its length, two bytes, its name, where it was, and the file ([MS-OLEDS] 2.3.6
// says the data are of the program; this is what packager.exe writes).
func (o *oleFile) native(e *cfb.Entry) error {
	head := make([]byte, min(e.Size, 4<<10))
	n, err := o.Open(e).ReadAt(head, 0)
	if head = head[:n]; n < 8 {
		return o.fault(err)
	}
	name, at, size := nativeFile(head, e.Size)
	if name == "" {
		name = oleName(e.Path())
	}
	return o.memberAt(name, io.NewSectionReader(o.Open(e), at, size), size)
}

// nativeFile finds the file in what packager.exe writes. Without it all behind
// the length is the file.
func nativeFile(head []byte, all int64) (name string, at, size int64) {
	at, size = 4, all-4
	b := head[6:]
	field := func() ([]byte, bool) {
		s, rest, ok := bytes.Cut(b, []byte{0})
		b = rest
		return s, ok
	}
	label, ok1 := field()
	_, ok2 := field() // where it came from
	if !ok1 || !ok2 || len(b) < 8 || len(label) == 0 {
		return "", at, size
	}
	long := int64(binary.LittleEndian.Uint32(b[4:])) // of the temporary name that follows
	if off := int64(len(head)-len(b)) + 8 + long; off+4 <= int64(len(head)) {
		if n := int64(binary.LittleEndian.Uint32(head[off:])); n <= all-off-4 {
			return path.Base(decodeMemberPath(label)), off + 4, n
		}
	}
	return "", at, size
}
