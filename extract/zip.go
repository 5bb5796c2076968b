package extract

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"io"
)

func init() {
	register(&Format{
		Name:    "zip",
		Family:  "archives",
		Doc:     "zip, also damaged or inside another archive: stored, deflate, deflate64, bzip2, LZMA, PPMd, xz and zstd, encrypted by ZipCrypto or AES",
		Limits:  "not read: shrink, reduce, implode; what takes more than 64 MiB to unpack; PKWARE's strong encryption; one part of a split archive",
		Exts:    []string{".zip"},
		Match:   matchZip,
		Extract: extractZipOrDocument,
	})
}

// extractZipOrDocument reads a zip as the document that it is, or as an archive.
func extractZipOrDocument(ctx context.Context, f *File, out Out) error {
	if f.documentLike() {
		z, err := openZip(ctx, f)
		if err != nil {
			return err
		}
		defer z.close()
		if format := within("zip", z.has); format != nil {
			if err := f.Budget.enter(z.c.size); err != nil {
				return err
			}
			defer f.Budget.leave()
			return z.c.fault(format.Extract(ctx, z.file(), out))
		}
		return z.c.fault(extractArchive(ctx, z.file(), out))
	}
	return extractArchive(ctx, f, out)
}

func extractArchive(ctx context.Context, f *File, out Out) error {
	o := &officeOut{Out: out}
	if err := extractZip(ctx, f, o); err != nil || !o.office {
		return err
	}
	return &Skip{ReasonPartial, "no reader for office documents; the XML in it was scanned as it stands"}
}

// An officeOut notices the members by which an Office document tells itself
// from other archives (ECMA-376 part 2, OASIS OpenDocument 1.3 part 2). Its text
// may be cut by markup in the middle of a name.
type officeOut struct {
	Out
	office bool
}

func (o *officeOut) Member(f *File) error {
	o.office = o.office || f.Name == "[Content_Types].xml" || f.Name == "META-INF/manifest.xml"
	return o.Out.Member(f)
}

// The signatures of PKWARE's APPNOTE, whose section numbers are quoted below.
const (
	zipLocal     = "PK\x03\x04"
	zipCentral   = "PK\x01\x02"
	zipEnd       = "PK\x05\x06"
	zipEnd64     = "PK\x06\x06"
	zipLocator64 = "PK\x06\x07"
	zipSignature = "PK\x05\x05"
	zipEncrypted = "PK\x06\x08" // archive extra data: the directory is encrypted
	zipDescr     = "PK\x07\x08" // also marks the first part of a split archive
	zipUnsplit   = "PK00"       // begins an archive that was to be split and was not
)

func matchZip(head []byte) bool {
	for _, sig := range []string{zipDescr, zipUnsplit} {
		head = bytes.TrimPrefix(head, []byte(sig))
	}
	return bytes.HasPrefix(head, []byte(zipLocal)) || bytes.HasPrefix(head, []byte(zipEnd)) || nearlyZip(head)
}

// nearlyZip reports whether head is that of a zip but for one byte of its mark.
// Members that are not packed would make it pass for text.
func nearlyZip(head []byte) bool {
	if len(head) < 30 {
		return false
	}
	same := 0
	for i := range zipLocal {
		if head[i] == zipLocal[i] {
			same++
		}
	}
	le := binary.LittleEndian
	method, name := le.Uint16(head[8:]), int(le.Uint16(head[26:]))
	return same == 3 && le.Uint16(head[4:])&0xff <= 63 && head[7]&0xf0 == 0 &&
		(method == 0 || method == 8 || method == 9 || method == 12 || method == 14 || method >= 93 && method <= 99) &&
		name > 0 && name < 1<<10 && !bytes.Contains(head[30:min(len(head), 30+name)], []byte{0})
}

// extractZip hands out the members that the directory lists, if the file can be
// read at any place and has one, else those met reading it from its start.
func extractZip(ctx context.Context, f *File, out Out) error {
	if err := f.Budget.enter(f.Size); err != nil {
		return err
	}
	defer f.Budget.leave()
	z := &zipReader{ctx: ctx, f: f, out: out}
	at, ok := f.Reader.(io.ReaderAt)
	if !ok || f.Size < 0 {
		z.src = &source{ctx: ctx, r: f.Reader}
		return z.stream()
	}
	z.at = &sourceAt{ctx: ctx, r: at}
	d, err := z.directory()
	if err != nil {
		return err
	}
	if d != nil {
		return z.listed(d)
	}
	z.src = &source{ctx: ctx, r: io.NewSectionReader(at, 0, f.Size)}
	if err := z.stream(); err != nil {
		return err
	}
	return &Skip{ReasonDamaged, "no readable directory of members: those found without it were scanned"}
}

// A zipReader reads one archive.
type zipReader struct {
	ctx    context.Context
	f      *File
	out    Out
	at     *sourceAt // to read the directory
	src    *source   // to read from the start
	br     *bufio.Reader
	codec  zipCodec
	names  distinct
	locals int // members met in a stream

	trial     zipCodec // to try passwords
	passwords []zipPassword
	tries     int
}

// A sourceAt is a source that is read at any place.
type sourceAt struct {
	ctx context.Context
	r   io.ReaderAt
	err error // never io.EOF
}

func (s *sourceAt) ReadAt(p []byte, off int64) (int, error) {
	if s.err == nil {
		s.err = s.ctx.Err()
	}
	if s.err != nil {
		return 0, s.err
	}
	n, err := s.r.ReadAt(p, off)
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}

// listed hands out the members of a directory.
func (z *zipReader) listed(d *zipDirectory) error {
	if err := z.before(d); err != nil {
		return err
	}
	z.br = bufio.NewReaderSize(nil, packedBuffer)
	err := z.entries(d, func(e *zipEntry) error {
		if e.dir() {
			return nil
		}
		var h [30]byte
		at := d.base + e.offset
		if at < 0 || at > z.f.Size-int64(len(h)) {
			z.out.Skip(e.name, Skip{ReasonDamaged, "the directory points outside the archive"})
			return nil
		}
		if _, err := z.at.ReadAt(h[:], at); err != nil || string(h[:4]) != zipLocal {
			if z.at.err != nil {
				return z.at.err
			}
			z.out.Skip(e.name, Skip{ReasonDamaged, "not where the directory says"})
			return nil
		}
		at += int64(len(h)) + int64(binary.LittleEndian.Uint16(h[26:])) + int64(binary.LittleEndian.Uint16(h[28:]))
		body := io.NewSectionReader(z.at, at, max(min(e.packed, z.f.Size-at), 0))
		z.br.Reset(body)
		_, err := z.member(e, &zipBody{Reader: z.br, at: body})
		return err
	})
	if z.at.err != nil {
		return z.at.err
	}
	if err != nil {
		return err
	}
	return z.after(d)
}

// broken returns why the archive cannot be read on, or nil.
func (z *zipReader) broken() error {
	if z.src != nil {
		return z.src.err
	}
	return z.at.err
}

// fault is source.fault for either way to read.
func (z *zipReader) fault(err error) error {
	if broken := z.broken(); broken != nil {
		return broken
	}
	return damaged(err)
}
