package extract

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"io"
	"slices"
	"strings"

	"github.com/shikiri/shikiri/extract/xmlscan"
)

// zipDocumentParts bounds the members of a zip that is looked at as a document.
// One with more is an archive.
const zipDocumentParts = 64 << 10

// documentLike reports whether a zip may be a document. One on a share can be
// asked for its directory. Of a member the first bytes are asked, for to keep
// it all only to find that it is an archive may cost gigabytes.
func (f *File) documentLike() bool {
	if _, ok := f.Reader.(io.ReaderAt); ok && f.Size >= 0 {
		return true
	}
	h, ok := f.Reader.(interface{ head() []byte })
	if !ok {
		return false
	}
	for _, mark := range []string{"[Content_Types].xml", "mimetype", "_rels/.rels", "docProps/", "META-INF/manifest.xml", "FixedDocSeq", "FixedDocumentSequence", "Documents/1/"} {
		if bytes.Contains(h.head(), []byte(mark)) {
			return true
		}
	}
	return false
}

// A zipFile is a zip whose members are read in any order: a document in parts.
// Names are found whatever their case (ECMA-376 part 2, 6.2.2.3).
type zipFile struct {
	f       *File
	c       *content
	z       *zipReader
	entries []*zipEntry
	byName  map[string]*zipEntry
	base    int64
	// mediaType is what the document says it is, nil until somebody asks.
	mediaType *string
	// damaged says that the directory was lost and parts may be missing, and
	// dropped what of the parts is not looked at.
	damaged bool
	dropped string
}

// openZip opens f as a document. The caller closes it. What is damaged is told
// by zipFile.fault; an error is that of the share.
func openZip(ctx context.Context, f *File) (*zipFile, error) {
	c, err := f.content(ctx)
	if err != nil {
		return nil, err
	}
	inner := *f
	inner.Size, inner.Reader = c.size, c.reader()
	src := c.src
	if src == nil {
		src = &sourceAt{ctx: ctx, r: c}
	}
	z := &zipFile{f: &inner, c: c, z: &zipReader{ctx: ctx, f: &inner, at: src}, byName: make(map[string]*zipEntry)}
	d, err := z.z.directory()
	switch {
	case err != nil:
	case d == nil:
		z.damaged = true
		z.salvage()
		err = z.c.broken()
	default:
		z.base = d.base
		err = z.z.entries(d, func(e *zipEntry) error { z.add(e); return nil })
	}
	if err != nil {
		c.close()
		return nil, c.fault(err)
	}
	return z, nil
}

func (z *zipFile) close() { z.c.close() }

// file is the zip as a file.
func (z *zipFile) file() *File { return z.f }

func (z *zipFile) add(e *zipEntry) {
	if e.dir() {
		return
	}
	if len(z.entries) >= zipDocumentParts {
		z.dropped = "more than 65,536 parts: those beyond were not scanned"
		return
	}
	key := strings.ToLower(strings.TrimPrefix(e.name, "/"))
	if old := z.byName[key]; old != nil {
		// Some programs write a part twice, alike. Else what one reader shows
		// is not what another does.
		if old.crc != e.crc || old.size != e.size {
			z.dropped = cmp.Or(z.dropped, "several parts of one name: only the first was scanned")
		}
		return
	}
	z.byName[key] = e
	z.entries = append(z.entries, e)
}

// has reports whether there is a member of that name, or, if name ends with a
// slash, a folder. "mimetype=application/x" asks for a member mimetype that
// begins so, by which OpenDocument tells itself.
func (z *zipFile) has(name string) bool {
	if media, ok := strings.CutPrefix(name, "mimetype="); ok {
		return z.media(media)
	}
	name = strings.ToLower(name)
	if !strings.HasSuffix(name, "/") {
		_, ok := z.byName[name]
		return ok
	}
	for key := range z.byName {
		if strings.HasPrefix(key, name) {
			return true
		}
	}
	return false
}

// media reports whether the document is of a media type that begins so: as the
// member mimetype says or, without one, the manifest.
func (z *zipFile) media(media string) bool {
	if z.mediaType == nil {
		found := z.findMedia()
		z.mediaType = &found
	}
	return strings.HasPrefix(*z.mediaType, media)
}

func (z *zipFile) findMedia() string {
	r, done, err := z.open("mimetype")
	if err == nil && r != nil {
		defer done()
		b := make([]byte, 256)
		n, _ := io.ReadFull(r, b)
		return strings.TrimSpace(string(b[:n]))
	}
	r, done, err = z.open("META-INF/manifest.xml")
	if err != nil || r == nil {
		return ""
	}
	defer done()
	found := ""
	_ = eachTag(decodeXML(r), func(t *xmlscan.Token) error {
		if string(t.Attr("full-path")) != "/" {
			return nil
		}
		found = string(t.Attr("media-type"))
		return io.EOF
	})
	return found
}

// names returns the names of all members, sorted.
func (z *zipFile) names() []string {
	names := make([]string, len(z.entries))
	for i, e := range z.entries {
		names[i] = e.name
	}
	slices.Sort(names)
	return names
}

// open returns the content of a member, charged to the budget; nil if there is
// none of that name. A Skip from the reader, or the error, says what is wrong
// with the member. done gives its memory back.
func (z *zipFile) open(name string) (r io.Reader, done func(), err error) {
	e := z.byName[strings.ToLower(strings.TrimPrefix(name, "/"))]
	if e == nil {
		return nil, func() {}, nil
	}
	at, err := z.place(e)
	if err != nil {
		return nil, nil, err
	}
	if s := e.refuse(); s != nil {
		return nil, nil, s
	}
	z.f.Budget.charge(memberCost)
	section := io.NewSectionReader(z.z.at, at, max(min(e.packed, z.c.size-at), 0))
	part := *z.z // several parts may be open at once: each has a decoder of its own
	part.codec = zipCodec{}
	m, done, err := part.open(e, &zipBody{Reader: bufio.NewReaderSize(section, packedBuffer), at: section})
	if err != nil {
		return nil, nil, err
	}
	z.z.passwords = part.passwords
	return z.f.Budget.reader(z.z.ctx, m), done, nil
}

// member is a member to be handed out as a file of its own: an attachment, a
// picture. done must be called when it was read.
func (z *zipFile) member(name string) (f *File, done func(), err error) {
	r, done, err := z.open(name)
	if r == nil || err != nil {
		return nil, done, err
	}
	return &File{Name: name, Size: z.byName[strings.ToLower(strings.TrimPrefix(name, "/"))].size, Reader: r, Budget: z.f.Budget}, done, nil
}

// place is where the content of e begins.
func (z *zipFile) place(e *zipEntry) (int64, error) {
	var h [30]byte
	at := z.base + e.offset
	if at < 0 || at > z.c.size-int64(len(h)) {
		return 0, &Skip{ReasonDamaged, "the directory points outside the archive"}
	}
	if _, err := z.z.at.ReadAt(h[:], at); err != nil || string(h[:4]) != zipLocal {
		if broken := z.c.broken(); broken != nil {
			return 0, broken
		}
		return 0, &Skip{ReasonDamaged, "a part is not where the directory says"}
	}
	return at + int64(len(h)) + int64(binary.LittleEndian.Uint16(h[26:])) + int64(binary.LittleEndian.Uint16(h[28:])), nil
}

// fault is what the format returns when it is done, see content.fault.
func (z *zipFile) fault(err error) error {
	if err == nil && z.damaged {
		err = &Skip{ReasonDamaged, "no readable directory of members: those found without it were scanned"}
	}
	if err == nil && z.dropped != "" {
		err = &Skip{ReasonPartial, z.dropped}
	}
	return z.c.fault(err)
}

// salvage finds the members of a zip whose directory is lost by the headers
// before their content.
func (z *zipFile) salvage() {
	src := &source{ctx: z.z.ctx, r: io.NewSectionReader(z.z.at, 0, z.c.size)}
	s := &zipReader{ctx: z.z.ctx, f: z.f, src: src, br: bufio.NewReaderSize(src, packedBuffer)}
	for len(z.entries) < zipDocumentParts {
		if sig, err := s.br.Peek(4); err != nil {
			return
		} else if string(sig) != zipLocal {
			s.br.Discard(1)
			s.seek()
			continue
		}
		at := s.pos()
		e, err := readLocal(s.br)
		if err != nil {
			return
		}
		e.offset = at
		e.packed = s.passContent(e, z.c.size-s.pos())
		z.add(e)
	}
}

// passContent goes behind the content of e, of which no more than most is
// there, and returns its length.
func (z *zipReader) passContent(e *zipEntry, most int64) int64 {
	start := z.pos()
	if !e.later {
		n := min(e.packed, most)
		_, _ = io.CopyN(io.Discard, z.br, n)
		return n
	}
	if e.method == 8 && !e.encrypted() {
		dec, _, err := z.codec.open(e, z.br)
		if err != nil {
			return most
		}
		size, err := io.Copy(io.Discard, io.LimitReader(dec, z.f.Budget.left()))
		packed := z.pos() - start
		if err == nil {
			e.descriptor(z.br, packed, size)
			e.later = false
		}
		return packed
	}
	content := &zipUntil{br: z.br}
	_, _ = io.Copy(io.Discard, content)
	e.descriptor(z.br, content.n, -1)
	return content.n
}
