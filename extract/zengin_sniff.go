package extract

import (
	"bytes"
	"io"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/transform"

	"github.com/shikiri/shikiri/extract/hostcode"
)

// A zenginFile is what the first bytes of a file say about it.
type zenginFile struct {
	code   zenginCode
	cs     charset // of the file; records are in CP932 or EBCDIC always
	layout *zenginLayout
	byLine bool // records end where lines do
	lost   int  // records until a search for the next one is worth while again
}

// sniffZengin returns how the file that begins with head is to be read, or nil
// if it is something else.
func sniffZengin(head []byte) *zenginFile {
	f := &zenginFile{layout: &zenginLayouts[0], cs: cp932}
	b := bytes.TrimLeft(bytes.TrimPrefix(head, utf8BOM), "\r\n")
	if len(b) < 2*minZengin {
		return nil
	}
	switch b[0] {
	case '1', '2':
		f.code = zenginCode{zero: '0', blank: ' '}
	case 0xF1, 0xF2:
		f.code = zenginCode{zero: 0xF0, blank: 0x40, page: ebcdic290}
	default:
		return nil
	}
	known := false
	if kind, ok := f.code.headerKind(b); ok {
		f.layout, known = zenginLayoutOf(kind)
	} else if f.code.kind(b) == zenginHeader {
		return nil
	}
	if f.code.page != nil {
		f.code.page = hostcode.SniffPage(b)
	} else if f.cs = zenginCharset(b); f.cs != cp932 {
		b, _ = io.ReadAll(inCP932(bytes.NewReader(b[:min(len(b), 16*utf8Max*f.layout.size)]), f.cs))
	}
	for _, x := range b[:min(len(b), f.layout.size+3)] {
		f.byLine = f.byLine || f.code.endsLine(x)
	}
	if !f.likely(b, known) {
		return nil
	}
	return f
}

// minZengin is the least a record has if blanks at its end are missing.
const minZengin = 19

// likely reports whether nearly all of the first records fit, and how many must:
// fewer if a header says what they are.
func (f *zenginFile) likely(head []byte, known bool) bool {
	headed := f.code.kind(head) == zenginHeader
	if headed && !f.code.fits(head, f.layout) {
		return false
	}
	good, bad, trailers, names := 0, 0, 0, 0
	for at, n := 0, 0; at < len(head) && n < 12; n++ {
		end := f.next(head, at, true)
		rec, _ := f.shape(f.record(head[at:end]))
		whole := end < len(head) || len(rec) == f.layout.size
		at = end
		switch kind := f.code.kind(rec); {
		case f.code.filler(rec), n > 0 && !whole, headed && n == 0:
		case !f.code.fits(rec, f.layout):
			bad++
		case kind == zenginData:
			good++
			if f.code.named(rec, f.layout) {
				names++
			}
		case kind == zenginTrailer:
			trailers++
		}
	}
	if bad*3 > good+trailers || names*2 < good && !(known && f.layout.size == 200) { // statements list payments of nobody, too
		return false
	}
	if headed && known {
		return good+trailers > 0
	}
	return good >= 3 || good >= 1 && trailers > 0
}

// next returns where the record in b ends that begins at at, with the end of its
// line. More than zenginMargin must follow in b unless it ends the file.
func (f *zenginFile) next(b []byte, at int, eof bool) int {
	size := f.layout.size
	if kind, ok := f.code.headerKind(b[at:]); ok && f.code.fits(b[at:], f.layout) {
		l, _ := zenginLayoutOf(kind)
		size = l.size
	}
	limit := min(len(b), at+size)
	if f.byLine {
		limit = min(len(b), at+4*size)
	}
	for k := at; k < limit; k++ {
		if f.code.endsLine(b[k]) {
			if b[k] == '\r' && k+1 < len(b) && b[k+1] != '\r' && f.code.endsLine(b[k+1]) {
				k++
			}
			return k + 1
		}
	}
	end := min(len(b), at+size)
	if f.byLine {
		if limit == len(b) && eof {
			return limit
		}
		return end // no line is so long
	}
	if end == len(b) || f.follows(b, end) || f.follows(b, end+size) {
		return end
	}
	return f.resync(b, at, end)
}

// follows reports whether a record, or what ends a file, is at at.
func (f *zenginFile) follows(b []byte, at int) bool {
	if at >= len(b) {
		return true
	}
	b = b[at:min(len(b), at+f.layout.size)]
	return f.code.endsLine(b[0]) || f.code.fits(b, f.layout) || f.code.filler(b)
}

// resync returns where the record at at ends if neither of the two after it is
// where it should be: bytes are missing, or too many, before end.
func (f *zenginFile) resync(b []byte, at, end int) int {
	if f.lost > 0 {
		f.lost--
		return end
	}
	for d := 1; d < 2*f.layout.size; d++ {
		for _, k := range [...]int{end - d, end + d} {
			if k > at && k+f.layout.size <= len(b) && f.code.fits(b[k:], f.layout) && f.follows(b, k+f.layout.size) {
				return k
			}
		}
	}
	f.lost = 16
	return end
}

// record returns a piece that next found without the end of its line.
func (f *zenginFile) record(piece []byte) []byte {
	n := len(piece)
	for n > 0 && f.code.endsLine(piece[n-1]) {
		n--
	}
	return piece[:n]
}

// shape returns rec as it is to be checked, and whether its writer counted its
// characters of two bytes as one: then one byte stands for each.
func (f *zenginFile) shape(rec []byte) (shape []byte, wide bool) {
	if f.code.page != nil || !holdsDouble(rec) {
		return rec, false
	}
	shape = make([]byte, 0, len(rec))
	for b := rec; len(b) > 0; b = b[charLen(b, cp932):] {
		shape = append(shape, b[0])
	}
	if len(shape) <= f.layout.size && (len(rec) > f.layout.size || f.byLine && !f.code.fits(rec, f.layout) && f.code.fits(shape, f.layout)) {
		return shape, true
	}
	return rec, false
}

// holdsDouble reports whether a record of CP932 may hold characters of two bytes.
func holdsDouble(rec []byte) bool {
	for _, c := range rec[indexHigh(rec):] {
		if c >= 0x80 && c < 0xA0 || c >= 0xE0 {
			return true
		}
	}
	return false
}

// zenginCharset tells the charset of a file that is not EBCDIC. Guesses by
// frequency go wrong here: half-width kana in pairs are kanji of EUC-JP.
func zenginCharset(head []byte) charset {
	high := indexHigh(head)
	if high == len(head) {
		return cp932
	}
	// Two kana may be UTF-8, too (ﾐｴ), but of letters that Japanese has not. The
	// last character may be cut.
	if head[high] >= 0xE0 && validUTF8(head) >= len(head)-utf8Max {
		return utf8Text
	}
	shifted, single := 0, 0 // kana of EUC-JP have 0x8E before them
	for i := high; i < len(head); i++ {
		switch c := head[i]; {
		case c == 0x8E && i+1 < len(head) && head[i+1] >= 0xA1 && head[i+1] <= 0xDF:
			shifted++
			i++
		case c >= 0xA1 && c <= 0xDF:
			single++
		}
	}
	if shifted > single {
		return eucJP
	}
	return cp932
}

// inCP932 returns what r holds in cs as CP932, in which columns are bytes.
func inCP932(r io.Reader, cs charset) io.Reader {
	to := encoding.ReplaceUnsupported(japanese.ShiftJIS.NewEncoder())
	if cs == eucJP {
		return transform.NewReader(r, transform.Chain(japanese.EUCJP.NewDecoder(), to))
	}
	return transform.NewReader(r, to)
}
