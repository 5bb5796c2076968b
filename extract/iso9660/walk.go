package iso9660

import (
	"encoding/binary"
	"io"
	"strings"
	"unicode/utf16"
)

// A File is a file of an image.
type File struct {
	// Name is its path: bytes of a charset the image does not tell, or UTF-8 if
	// Unicode is set.
	Name    string
	Unicode bool
	Size    int64
	// Packed says that it is packed by zisofs.
	Packed bool

	extents []extent
	m       *Image
}

// A record is an entry of a folder.
type record struct {
	extent // in logical blocks and bytes
	flags  byte
	gaps   bool // interleaved with other files
	name   []byte
	system []byte // what systems add
}

const (
	flagFolder = 2
	flagMore   = 0x80 // the file goes on in the next record

	depthMost  = 64
	folderMost = 64 << 20
)

// parseRecord reads a record at the start of b. It returns nothing of one that
// cannot be.
func parseRecord(b []byte) (r record, ok bool) {
	if len(b) < 34 || int(b[0]) < 34 || int(b[0]) > len(b) {
		return r, false
	}
	b = b[:b[0]]
	le := binary.LittleEndian
	n := int(b[32])
	if 33+n > len(b) {
		return r, false
	}
	r = record{extent: extent{int64(le.Uint32(b[2:])) + int64(b[1]), int64(le.Uint32(b[10:]))}, flags: b[25], gaps: b[26]|b[27] != 0, name: b[33 : 33+n]}
	if at := 33 + n + 1 - n&1; at < len(b) {
		r.system = b[at:]
	}
	return r, true
}

// A folder is one that is still to be read.
type folder struct {
	extent
	path  string
	depth int
}

// Walk calls f for each file of the image. What cannot be read of it is told to
// lost, by the path of the folder. It ends with the first error of f, or ErrTooMany.
func (m *Image) Walk(f func(*File) error, lost func(folder string, unicode bool, err error)) error {
	for _, t := range m.trees {
		todo := []folder{{extent: t.root.extent}}
		for len(todo) > 0 {
			d := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			if m.seen[extent{d.at * t.block, -1}] {
				continue
			}
			m.seen[extent{d.at * t.block, -1}] = true
			if len(m.seen) > membersMost {
				return ErrTooMany
			}
			w := &walker{m: m, t: t, folder: d, f: f}
			err := w.read()
			if w.stop != nil {
				return w.stop
			}
			if err != nil {
				lost(d.path, t.unicode(), err)
			}
			todo = append(todo, w.inside...)
		}
	}
	return nil
}

// unicode tells what names are: UCS-2 made UTF-8, or what the system had.
func (t *tree) unicode() bool { return t.joliet }

// A walker reads one folder.
type walker struct {
	m *Image
	t tree
	folder
	f      func(*File) error
	inside []folder
	open   *File // which goes on in the next record
	stop   error // of f
}

func (w *walker) read() error {
	if w.depth > depthMost || w.size > folderMost {
		return ErrDamaged
	}
	b := make([]byte, sector)
	start := w.at * w.t.block
	for off := int64(0); off < w.size; off += sector {
		n := min(w.size-off, sector)
		if err := w.m.read(b[:n], start+off); err != nil {
			return err
		}
		// A zero ends what is in a sector: no record goes beyond.
		for rest := b[:n]; len(rest) > 0 && rest[0] != 0; rest = rest[rest[0]:] {
			r, ok := parseRecord(rest)
			if !ok {
				return ErrDamaged
			}
			if err := w.entry(r); err != nil {
				return err
			}
		}
	}
	if w.open != nil { // and does not
		w.stop = w.f(w.open)
	}
	return w.stop
}

func (w *walker) entry(r record) error {
	if len(r.name) == 1 && r.name[0] <= 1 { // itself and its parent
		return nil
	}
	name, packed, link := w.t.name(w.m, r)
	if link {
		return nil
	}
	path := name
	if w.path != "" {
		path = w.path + "/" + name
	}
	if r.flags&flagFolder != 0 {
		w.inside = append(w.inside, folder{r.extent, path, w.depth + 1})
		return nil
	}
	if r.gaps {
		return ErrDamaged // no program makes these
	}
	file := w.open
	if file == nil {
		file = &File{Name: path, Unicode: w.t.unicode(), Packed: packed, m: w.m}
	}
	file.extents = append(file.extents, extent{r.at * w.t.block, r.size})
	file.Size += r.size
	w.open = nil
	if r.flags&flagMore != 0 && len(file.extents) < 1<<12 {
		w.open = file
		return nil
	}
	first := file.extents[0]
	if file.Size > 0 {
		if w.m.seen[first] {
			return nil
		}
		w.m.seen[first] = true
	}
	w.stop = w.f(file)
	return w.stop
}

// Open returns the content of f. It ends with io.ErrUnexpectedEOF where the image
// does.
func (f *File) Open() io.Reader {
	var parts []io.Reader
	for _, e := range f.extents {
		parts = append(parts, &part{io.NewSectionReader(f.m.r, e.at, min(e.size, max(f.m.size-e.at, 0))), e.size})
	}
	return io.MultiReader(parts...)
}

// A part is an extent, of which the image may have less.
type part struct {
	r    io.Reader
	left int64
}

func (p *part) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	p.left -= int64(n)
	if err == io.EOF && p.left > 0 {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// name returns the name of r. packed tells of zisofs, link that r is no file.
func (t *tree) name(m *Image, r record) (name string, packed, link bool) {
	if t.joliet {
		u := make([]uint16, len(r.name)/2)
		for i := range u {
			u[i] = binary.BigEndian.Uint16(r.name[2*i:])
		}
		return withoutVersion(string(utf16.Decode(u))), false, false
	}
	if t.rock {
		s := t.susp(m, r)
		if s.name != "" {
			return s.name, s.packed, s.link
		}
		packed, link = s.packed, s.link
	}
	return withoutVersion(string(r.name)), packed, link
}

// withoutVersion is a name without the ";1" and the dot of one without extension.
func withoutVersion(name string) string {
	if i := strings.LastIndexByte(name, ';'); i > 0 {
		name = name[:i]
	}
	if len(name) > 1 {
		name = strings.TrimSuffix(name, ".")
	}
	return name
}
