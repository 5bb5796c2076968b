package extract

import (
	"bufio"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"unicode"
	"unicode/utf8"
)

func init() {
	register(&Format{
		Name: "spool", Family: "print",
		Doc:     "print jobs of Windows (SPL) made of metafiles: the document's name, and the text of each page; other jobs are read as what they hold",
		Limits:  "text drawn by glyph numbers and as curves is not read; pictures and fonts are counted or passed over",
		Exts:    []string{".spl"},
		Match:   isSpool,
		Extract: extractSpool,
	})
	register(&Format{
		Name: "spool-header", Family: "print",
		Doc:     "what Windows notes of a print job (SHD): the document, user, printer, machine",
		Exts:    []string{".shd"},
		Match:   isSpoolHeader,
		Extract: extractSpoolHeader,
	})
}

// isSpool reports whether head is a header of [MS-EMFSPOOL] section 2.2.2 with a
// record after it.
func isSpool(head []byte) bool {
	le := binary.LittleEndian
	if len(head) < 24 || le.Uint32(head) != 0x00010000 {
		return false
	}
	n := int64(le.Uint32(head[4:]))
	if n < 16 || n > 1<<16 || int64(le.Uint32(head[8:])) >= n || int64(le.Uint32(head[12:])) >= n {
		return false
	}
	return n+8 > int64(len(head)) || le.Uint32(head[n:]) < 0x20
}

// spoolMetafile is the record of [MS-EMFSPOOL] section 2.1.1 that is a page.
const spoolMetafile = 1

func extractSpool(ctx context.Context, f *File, out Out) error {
	src := &source{ctx: ctx, r: f.Reader}
	r := bufio.NewReaderSize(src, 64<<10)
	p := newProse(out, "properties")
	e := emfReader{lines: p}
	err := spoolTitle(r, p)
	for n := 1; err == nil; {
		var head [8]byte
		if _, err = io.ReadFull(r, head[:]); err != nil {
			if err == io.EOF && n > 1 {
				err = nil
			}
			break
		}
		kind, size := binary.LittleEndian.Uint32(head[:]), int64(binary.LittleEndian.Uint32(head[4:]))
		record := &io.LimitedReader{R: r, N: size}
		if mark, _ := r.Peek(44); kind == spoolMetafile || len(mark) == 44 && string(mark[40:]) == " EMF" && size >= 88 {
			if err = p.part(fmt.Sprintf("page %d", n)); err != nil {
				break
			}
			n++
			e.r = bufio.NewReaderSize(record, 64<<10)
			err = e.page()
		}
		if err == nil {
			_, err = io.CopyN(io.Discard, record, record.N)
		}
	}
	if done := p.close(); done != nil {
		return done
	}
	if err != nil {
		return src.fault(err)
	}
	return e.left(out)
}

// spoolTitle hands out the names of the document and of where it is printed.
func spoolTitle(r io.Reader, p *prose) error {
	var head [16]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return err
	}
	le := binary.LittleEndian
	n := le.Uint32(head[4:])
	if n < 16 || n > 1<<16 {
		return errMetafile
	}
	b := make([]byte, n)
	copy(b, head[:])
	if _, err := io.ReadFull(r, b[16:]); err != nil {
		return err
	}
	for _, at := range []uint32{le.Uint32(head[8:]), le.Uint32(head[12:])} {
		if at < 16 || at >= n {
			continue
		}
		if err := p.write(spoolString(b[at:])); err != nil {
			return err
		}
		if err := p.line(); err != nil {
			return err
		}
	}
	return nil
}

// spoolString returns the UTF-16 before the first NUL as UTF-8, without controls.
func spoolString(b []byte) []byte {
	n := 0
	for n+1 < len(b) && (b[n] != 0 || b[n+1] != 0) {
		n += 2
	}
	text := appendUnits(nil, b[:n])
	kept := text[:0]
	for _, r := range string(text) {
		if unicode.IsPrint(r) || r > 0x7F && !unicode.IsControl(r) {
			kept = utf8.AppendRune(kept, r)
		}
	}
	return kept
}

// isSpoolHeader reports whether head begins as a header of a job does: by the
// version of Windows, then by its length, and with a number of a job.
func isSpoolHeader(head []byte) bool {
	le := binary.LittleEndian
	if len(head) < 64 {
		return false
	}
	switch le.Uint32(head) {
	case 0x494B, 0x4966, 0x4967, 0x4968, 0x5123, 0x5124:
		n := le.Uint16(head[4:])
		return n >= 0x30 && n < 0x400 || n == 0
	}
	return false
}

// extractSpoolHeader hands out the strings that the header points at, in the
// order of the pointers: user, printer, document and more. There is no
// specification of Microsoft's; the layout differs between versions and is found
// by its pointers.
func extractSpoolHeader(ctx context.Context, f *File, out Out) error {
	const most = 1 << 20
	src := &source{ctx: ctx, r: f.Reader}
	b, err := io.ReadAll(io.LimitReader(src, most))
	if err != nil {
		return src.fault(err)
	}
	p := newProse(out, "properties")
	seen := map[uint32]bool{}
	for i := 4; i+4 <= min(len(b), 0x200); i += 4 {
		at := binary.LittleEndian.Uint32(b[i:])
		if at < 0x30 || int64(at)+2 >= int64(len(b)) || at%2 != 0 || seen[at] {
			continue
		}
		seen[at] = true
		if text := spoolString(b[at:]); len(text) > 1 && utf8.Valid(text) {
			if err := p.write(append(text, '\n')); err != nil {
				_ = p.close()
				return err
			}
		}
	}
	if err := p.close(); err != nil {
		return err
	}
	if len(b) == most {
		return &Skip{ReasonPartial, "it is longer than what is noted of a job; its beginning was scanned"}
	}
	return nil
}
